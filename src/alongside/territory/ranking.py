"""The offices around a ZIP, in the order of a first visit."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

import narwhals as nw
import polars as pl

from alongside.errors import Refused
from alongside.territory.clinicians import ClinicianFile
from alongside.territory.offices import LeftOut, assign_offices, count_left_out
from alongside.territory.reasons import tell_company, tell_distance, tell_people, tell_share
from alongside.territory.tiers import TIERS, count_kinds, group_in_tier, is_other_physician, tier
from alongside.territory.weights import PARTS, Weights
from alongside.territory.zips import Place, find_place, miles_from

MILES_HALF = 5  # at so many miles the distance counts half
PRESCRIBERS_HALF = 3  # at so many physicians the prescribers count half

# Enough for nobody to meet two scores that look alike and are not: what is shown is what orders.
PLACES = 6

WIDER_MILES = 20
FEW_OFFICES = 5

REACH = {"zip5": pl.String, "miles": pl.Float64}

# Columns of the rows that an office is shown by, and what they are called there.
SHOWN = {"facility": "name", "written_street": "street", "city": "city", "state": "state"}


class SearchBad(Refused):
    """A radius or a limit that makes no sense."""


@dataclass(frozen=True, slots=True)
class Clinician:
    """A person of primary care at an office, named as the file names them."""

    npi: str
    name: str
    specialty: str


@dataclass(frozen=True, slots=True)
class Office:
    """A place to visit, with its score in [0, 1], the parts of it and the reasons in words.

    key is the same for the same place, however its address is written: ZIP, number, street, unit.
    """

    key: str
    rank: int
    tier: str
    name: str | None
    street: str
    unit: str | None
    city: str
    state: str
    zip: str
    miles: float
    clinicians: tuple[Clinician, ...]
    primary_care: int
    unclear: int
    score: float
    parts: dict[str, float]
    reasons: tuple[str, ...]
    signal: dict[str, str] | None = (
        None  # by class, the fifth among its peers; of a built territory
    )


@dataclass(frozen=True, slots=True)
class Ranking:
    """The offices in order, and what has to be said beside them."""

    offices: tuple[Office, ...]
    found: int
    left_out: tuple[LeftOut, ...]
    found_wider: int | None  # within `WIDER_MILES`, where few were found nearer


def rank_offices(
    clinicians: ClinicianFile, *, near: str, within_miles: float, limit: int, weights: Weights
) -> Ranking:
    """Return the offices around a ZIP, best first.

    Args:
        clinicians: of `read_clinicians`.
        near: the ZIP to search around, five digits or ZIP+4.
        within_miles: great-circle, from the middle of one ZIP to that of another.
        limit: at most so many offices; 0 for all.
        weights: of the parts of the score, and of each specialty.
    Raises:
        SearchBad: a negative radius or limit.
        ZipUnknown: `near` is no ZIP or has no place.
    """
    refuse_senseless(within_miles, limit)
    place = find_place(near)
    nearby = _place_rows(clinicians.rows, place, within_miles=within_miles)
    scored = _score_offices(nearby, weights)
    return Ranking(
        offices=_tell_offices(
            nearby, scored.head(min(limit or scored.height, scored.height)), place, within_miles
        ),
        found=scored.height,
        left_out=count_left_out(clinicians.rows),
        found_wider=_count_wider(clinicians, place) if scored.height < FEW_OFFICES else None,
    )


def refuse_senseless(within_miles: float, limit: int) -> None:
    """Raise SearchBad for a negative radius or limit."""
    if not isfinite(within_miles) or within_miles < 0:
        raise SearchBad(
            f"--within-miles {within_miles}: a number of miles, 0 or more, was expected."
        )
    if limit < 0:
        raise SearchBad(f"--limit {limit}: a number of offices was expected, or 0 for all.")


def _place_rows(
    rows: nw.LazyFrame[pl.LazyFrame], place: Place, *, within_miles: float
) -> nw.LazyFrame[pl.LazyFrame]:
    """Return the rows in reach with their office and miles, read once for the questions to come."""
    reach = nw.from_native(zips_in_reach(place, within_miles=within_miles))
    # No rule of an office looks beyond its ZIP, so the rest of the country need not be read.
    placed = assign_offices(rows.join(reach, on="zip5", how="inner"))
    found: pl.LazyFrame = placed.filter(~nw.col("office").is_null()).to_native()
    return nw.from_native(found.collect().lazy())


def zips_in_reach(place: Place, *, within_miles: float) -> pl.LazyFrame:
    """Return zip5 and miles of every ZIP within so many miles."""
    miles = miles_from(place, within_miles=within_miles)
    return pl.LazyFrame({"zip5": list(miles), "miles": list(miles.values())}, REACH)


def _count_wider(clinicians: ClinicianFile, place: Place) -> int:
    nearby = _place_rows(clinicians.rows, place, within_miles=WIDER_MILES)
    return _score_offices(nearby, Weights()).height


def _score_offices(nearby: nw.LazyFrame[pl.LazyFrame], weights: Weights) -> pl.DataFrame:
    """Return one row per office that has primary care, in order."""
    value = nw.col("specialty").replace_strict(
        weights.specialties, default=nw.lit(0.0), return_dtype=nw.Float64
    )
    counted = (
        _list_once(nearby)
        .group_by("office")
        .agg(
            *count_kinds(), value.sum().alias("value"), nw.col("zip5").min(), nw.col("miles").min()
        )
    )
    listed = counted.filter(nw.col("primary_care") + nw.col("unclear") > 0)
    scored = listed.with_columns(*score_parts(), tier=tier(), group=group_in_tier()).with_columns(
        score=weighted_mean(weights.parts)
    )
    return order_offices(show_offices(nearby, scored, SHOWN)).collect()


def order_offices(shown: nw.LazyFrame[pl.LazyFrame]) -> pl.LazyFrame:
    """Return offices in the order of a first visit, their score settled to nine places."""
    # Sums of floats depend on their order in the last digits, and the order of offices must not.
    settled = shown.with_columns(nw.col("score").round(9))
    by = ("tier", "group", "score", "miles", "zip5", "street", "unit")
    ordered: pl.LazyFrame = settled.sort(*by, descending=[key == "score" for key in by]).to_native()
    return ordered


def _list_once(nearby: nw.LazyFrame[pl.LazyFrame]) -> nw.LazyFrame[pl.LazyFrame]:
    """Return one row per clinician and office: of two specialties, that of primary care."""
    ranked = nearby.with_columns(is_elsewhere=nw.col("specialty").is_null())
    first = ["is_elsewhere", "is_unclear", "row"]
    return ranked.unique(["office", "npi"], keep="first", order_by=first)


def score_parts() -> list[nw.Expr]:
    """Return the parts of a score, from the counts of `count_kinds`, `value` and `miles`."""
    others = nw.col("clinicians") - nw.col("unclear")
    share = nw.when(others > 0).then(nw.col("primary_care") / others).otherwise(nw.lit(0.0))
    return [
        (1 / (1 + nw.col("miles") / MILES_HALF)).alias("distance"),
        (nw.col("value") / (nw.col("value") + PRESCRIBERS_HALF)).alias("prescribers"),
        share.alias("primary_care_share"),
    ]


def weighted_mean(weights: Mapping[str, float]) -> nw.Expr:
    """Return the mean of the parts, each by its weight."""
    weighted = [nw.col(part) * weight for part, weight in weights.items()]
    return nw.sum_horizontal(*weighted) / sum(weights.values())


def show_offices(
    nearby: nw.LazyFrame[Any], offices: nw.LazyFrame[Any], columns: Mapping[str, str]
) -> nw.LazyFrame[Any]:
    """Add what an office goes by: its unit, and other columns as most often written.

    Args:
        nearby: the rows at the offices.
        offices: a row per office.
        columns: of the rows, and what each is called of an office.
    """
    names_unit = nw.col("unit").count() * 2 > nw.len()
    units = nearby.group_by("office").agg(nw.col("unit").max(), names_unit.alias("names_unit"))
    unit = nw.when(nw.col("names_unit")).then(nw.col("unit"))
    shown = offices.join(units, on="office", how="left").with_columns(unit=unit)
    for column, ours in columns.items():
        shown = shown.join(_most_frequent(nearby, column, ours), on="office", how="left")
    return shown


def _most_frequent(nearby: nw.LazyFrame[Any], column: str, ours: str) -> nw.LazyFrame[Any]:
    """Return the most frequent text of a column per office, ties by alphabet, blanks apart."""
    written = nearby.filter(nw.col(column) != "")
    counts = written.group_by("office", column).agg(nw.len().alias("times"))
    most = counts.filter(nw.col("times") == nw.col("times").max().over("office"))
    return most.group_by("office").agg(nw.col(column).min().alias(ours))


def _tell_offices(
    nearby: nw.LazyFrame[pl.LazyFrame], scored: pl.DataFrame, place: Place, within_miles: float
) -> tuple[Office, ...]:
    people = _read_people(nearby, scored)
    return tuple(
        tell_office(rank, row, people[row["office"]], place, within_miles)
        for rank, row in enumerate(scored.iter_rows(named=True), start=1)
    )


def _read_people(
    nearby: nw.LazyFrame[pl.LazyFrame], scored: pl.DataFrame
) -> dict[str, list[dict[str, Any]]]:
    listed = nw.from_native(scored.lazy()).select("office")
    people = _list_once(nearby.join(listed, on="office", how="semi"))
    told = people.sort("row").select(
        "office", "npi", "name", "specialty", "pri_spec", is_other=is_other_physician()
    )
    by_office = defaultdict(list)
    for row in told.collect().to_native().iter_rows(named=True):
        by_office[row["office"]].append(row)
    return by_office


def tell_office(
    rank: int,
    row: dict[str, Any],
    people: Sequence[dict[str, Any]],
    place: Place,
    within_miles: float,
    parts: Iterable[str] = PARTS,
) -> Office:
    """Return an office as it is shown.

    Args:
        rank: from 1.
        row: of `_score_offices`.
        people: everyone who works there, of whatever specialty.
        place: the ZIP searched around.
        within_miles: the radius; a rounded distance does not pass it.
        parts: of its score, those to show.
    """
    clinicians = tuple(
        Clinician(npi=one["npi"], name=one["name"], specialty=one["specialty"])
        for one in people
        if one["specialty"]
    )
    return Office(
        key=row["office"],
        rank=rank,
        tier=TIERS[row["tier"]],
        name=row["name"],
        street=row["street"],
        unit=row["unit"],
        city=row["city"] or "",
        state=row["state"] or "",
        zip=row["zip5"],
        miles=min(round(row["miles"], 1), within_miles),
        clinicians=clinicians,
        primary_care=row["primary_care"],
        unclear=row["unclear"],
        score=round(row["score"], PLACES),
        parts={part: round(row[part], PLACES) for part in parts},
        reasons=_tell_reasons(row, people, place),
    )


def _tell_reasons(
    row: dict[str, Any], people: Sequence[dict[str, Any]], place: Place
) -> tuple[str, ...]:
    beside = Counter(one["pri_spec"] for one in people if one["is_other"])
    return (
        *tell_people([one["specialty"] for one in people if one["specialty"]]),
        tell_distance(is_same_zip=row["zip5"] == place.zip5, miles=row["miles"]),
        *tell_share(row),
        *tell_company(TIERS[row["tier"]], row, beside),
    )

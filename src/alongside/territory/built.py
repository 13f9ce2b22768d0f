"""The offices around a ZIP in a built territory, counted beforehand: only what is near is read."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl

from alongside.errors import Refused
from alongside.territory.national.assembling import (
    ANY,
    FIFTHS,
    NO_SIGNAL,
    fifth_among,
)
from alongside.territory.national.part_d import CLASSES
from alongside.territory.national.publishing import CURRENT, FILES
from alongside.territory.national.stages import SCHEMA_VERSION
from alongside.territory.offices import LeftOut
from alongside.territory.ranking import (
    FEW_OFFICES,
    WIDER_MILES,
    Office,
    Ranking,
    order_offices,
    refuse_senseless,
    score_parts,
    tell_office,
    weighted_mean,
    zips_in_reach,
)
from alongside.territory.specialties import NOUNS
from alongside.territory.tiers import group_in_tier, is_other_physician, tier
from alongside.territory.weights import Weights
from alongside.territory.zips import Place, find_place

# Offices are compared with their peers nearby where there are at least so many, or with all.
FEWEST_NEARBY = 25
# What a fifth is worth. No signal is no zero: it is worth what the middle is.
WORTH = dict(zip(FIFTHS, (1.0, 0.75, 0.5, 0.25, 0.0), strict=True)) | {NO_SIGNAL: 0.5}
# An office of so many clinicians is half as open to a visit as one of a single person.
OPENNESS_HALF = 10
TRAINED_IN = {
    "depression": "antidepressant",
    "anxiety": "anxiolytic",
    "insomnia": "hypnotic",
    "adhd": "stimulant",
    "bipolar": "mood_stabiliser",
    "psychosis": "antipsychotic",
}


class NoTerritory(Refused):
    """There is no built territory at a path."""


class TrainingUnknown(Refused):
    """A training that says nothing about what is prescribed."""


@dataclass(frozen=True, slots=True)
class Territory:
    """A built territory: the folder of the build that was in use when it was opened."""

    folder: Path
    facts: Mapping[str, Any]

    def scan(self, table: str) -> pl.LazyFrame:
        """Return the rows of clinicians, sites or offices; docs/territory.md names the columns."""
        return pl.scan_parquet(self.folder / f"{table}.parquet", glob=False)


def open_territory(path: Path) -> Territory:
    """Return the territory at a path.

    Raises:
        NoTerritory: no build was ever finished there, or by another version of Alongside.
    """
    in_use = (path / CURRENT).resolve() if (path / CURRENT).is_symlink() else path
    missing = [name for name in FILES if not (in_use / name).is_file()]
    if missing:
        raise NoTerritory(
            f"{path} is no built territory ({missing[0]} is not there); make one with "
            "alongside territory build."
        )
    facts = json.loads((in_use / "build.json").read_text("utf-8"))
    if facts.get("schema") != SCHEMA_VERSION:
        raise NoTerritory(
            f"{path} was built by another version of Alongside (schema {facts.get('schema')}, "
            f"here {SCHEMA_VERSION}); build it again."
        )
    return Territory(in_use, facts)


def rank_territory(
    territory: Territory,
    *,
    near: str,
    within_miles: float,
    limit: int,
    weights: Weights,
    trained_in: Sequence[str] = (),
) -> Ranking:
    """Return the offices around a ZIP, best first, each with its signal.

    Args:
        territory: of `open_territory`.
        near: the ZIP to search around, five digits or ZIP+4.
        within_miles: great-circle, from the middle of one ZIP to that of another.
        limit: at most so many offices; 0 for all.
        weights: of the parts of the score, and of each specialty.
        trained_in: what the therapist treats, of `TRAINED_IN`; none leaves `fit` out.
    Raises:
        SearchBad: a negative radius or limit.
        ZipUnknown: `near` is no ZIP or has no place.
        TrainingUnknown: a training that is not in `TRAINED_IN`.
    """
    refuse_senseless(within_miles, limit)
    place = find_place(near)
    parts = weights.parts | _more_parts(weights, trained_in)
    nearby = _near(territory, place, within_miles)
    scored = _score(nearby, weights, parts, trained_in)
    listed = scored.head(limit or scored.height)
    return Ranking(
        offices=_tell(territory, listed, place, within_miles, tuple(parts)),
        found=scored.height,
        left_out=tuple(
            LeftOut(why, rows, rows) for why, rows in territory.facts["no_office"].items()
        ),
        found_wider=_count_wider(territory, place) if scored.height < FEW_OFFICES else None,
    )


def _more_parts(weights: Weights, trained_in: Sequence[str]) -> dict[str, float]:
    if unknown := [name for name in trained_in if name not in TRAINED_IN]:
        raise TrainingUnknown(
            f"“{unknown[0]:.40}” says nothing about what is prescribed; there is "
            f"{', '.join(TRAINED_IN)}."
        )
    return {name: of for name, of in weights.more.items() if name != "fit" or trained_in}


def _near(territory: Territory, place: Place, within_miles: float) -> pl.DataFrame:
    reach = zips_in_reach(place, within_miles=within_miles).collect()
    within = territory.scan("offices").filter(_between(reach["zip5"]))
    return within.join(reach.lazy(), on="zip5", how="inner").collect()


def _between(zips: pl.Series) -> pl.Expr:
    """Rows stand in the order of their ZIP: by its ends, whole groups of them are passed over."""
    return (pl.col("zip5") >= pl.lit(zips.min())) & (pl.col("zip5") <= pl.lit(zips.max()))


def _count_wider(territory: Territory, place: Place) -> int:
    return _near(territory, place, WIDER_MILES).height


def _score(
    nearby: pl.DataFrame, weights: Weights, parts: Mapping[str, float], trained_in: Sequence[str]
) -> pl.DataFrame:
    """Return the offices in order, with tier, parts, score and, for each class, its fifth."""
    value = nw.sum_horizontal(
        *(nw.col(f"specialty_{name}") * of for name, of in weights.specialties.items())
    )
    offices = nw.from_native(nearby.lazy()).with_columns(value=value)
    signalled = offices.with_columns(**_fifths())
    scored = signalled.with_columns(
        *score_parts(), *_territory_parts(trained_in), tier=tier(), group=group_in_tier()
    ).with_columns(score=weighted_mean(parts))
    return order_offices(scored).collect()


def _fifths() -> dict[str, nw.Expr]:
    """Each office's fifth among its peers nearby; where those are few, among all there are."""
    told = {}
    for name in (*CLASSES, ANY):
        order = nw.col(f"order_{name}")
        count = order.count().over("peers")
        among_peers = order.rank("min").over("peers").cast(nw.Int64)
        nearby = fifth_among(nw.when(~order.is_null()).then(among_peers), count)
        is_enough = count >= FEWEST_NEARBY
        told[f"near_{name}"] = nw.when(is_enough).then(nearby).otherwise(nw.col(f"fifth_{name}"))
        told[f"is_near_{name}"] = is_enough
    return told


def _territory_parts(trained_in: Sequence[str]) -> list[nw.Expr]:
    classes = [TRAINED_IN[name] for name in trained_in] or [ANY]
    fits = [_worth(name) for name in dict.fromkeys(classes)]
    return [
        _worth(ANY).alias("prescribing"),
        (OPENNESS_HALF / (OPENNESS_HALF - 1 + nw.col("clinicians"))).alias("openness"),
        (nw.sum_horizontal(*fits) / len(fits)).alias("fit"),
    ]


def _worth(name: str) -> nw.Expr:
    return nw.col(f"near_{name}").replace_strict(WORTH, return_dtype=nw.Float64)


def _tell(
    territory: Territory,
    listed: pl.DataFrame,
    place: Place,
    within_miles: float,
    parts: tuple[str, ...],
) -> tuple[Office, ...]:
    people = _read_people(territory, listed)
    has_signals = bool(territory.facts["has_prescribers"])
    return tuple(
        _with_signal(
            tell_office(rank, row, people[row["office"]], place, within_miles, parts),
            row,
            _say_signal(row) if has_signals else "",
        )
        for rank, row in enumerate(listed.iter_rows(named=True), start=1)
    )


def _read_people(territory: Territory, listed: pl.DataFrame) -> dict[str, list[dict[str, Any]]]:
    by_office: dict[str, list[dict[str, Any]]] = defaultdict(list)
    if not listed.height:
        return by_office
    sites = territory.scan("sites").filter(
        _between(listed["zip5"]), pl.col("office").is_in(listed["office"].implode())
    )
    told = nw.from_native(sites).select(
        "office", "npi", "name", "specialty", "pri_spec", is_other=is_other_physician()
    )
    for row in told.sort("npi").collect().to_native().iter_rows(named=True):
        by_office[row["office"]].append(row)
    return by_office


def _with_signal(office: Office, row: Mapping[str, Any], said: str) -> Office:
    signal = {name: row[f"near_{name}"] for name in CLASSES}
    reasons = (*office.reasons, said) if said else office.reasons
    return replace(office, signal=signal, reasons=reasons)


def _say_signal(row: Mapping[str, Any]) -> str:
    """Say the fifth of an office in words, where that speaks for it; never a figure."""
    peers = NOUNS.get(row["peers"], ("", "peers"))[1]
    where = "nearby" if row[f"is_near_{ANY}"] else "in the territory"
    if row[f"near_{ANY}"] == FIFTHS[0]:
        return f"top fifth for psychotropics among {peers} {where}"
    tops = [name.replace("_", " ") for name in CLASSES if row[f"near_{name}"] == FIFTHS[0]]
    if tops:
        return f"top fifth for {tops[0]}s among {peers} {where}"
    return "no Medicare signal" if row[f"near_{ANY}"] == NO_SIGNAL else ""

"""Which rows are one office: ZIP, number, street and unit."""

from dataclasses import dataclass
from typing import Any

import narwhals as nw

from alongside.territory.addresses import choose_street, read_addresses
from alongside.territory.tiers import is_inpatient, looks_like_hospital
from alongside.territory.zips import scan_zips

BUILDING = ("zip5", "number", "street")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Rows that stand at no office, or at one that nobody can place."""

    why: str
    rows: int
    primary_care: int


def assign_offices(rows: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return the rows with their office, one row per row given.

    Adds: office (a key, null where a row is no office), no_office (why not, else null), unit (as
    the row itself names it) and written_street.

    Args:
        rows: of `read_clinicians`.
    """
    addressed = read_addresses(rows).with_columns(no_office=_why_no_office())
    placed = _join_units(_place_suppressed(_settle_directions(addressed)))
    key = nw.concat_str(
        [*(nw.col(part) for part in BUILDING), nw.col("office_unit").fill_null("")], separator="|"
    )
    return placed.with_columns(office=nw.when(nw.col("no_office").is_null()).then(key)).drop(
        "no_street", "number", "street", "direction", "office_unit"
    )


def count_left_out(rows: nw.LazyFrame[Any]) -> tuple[LeftOut, ...]:
    """Return how many rows can never be ranked and why, the most frequent reason first.

    Args:
        rows: of `read_clinicians`.
    """
    located = scan_zips().filter(~nw.col("latitude").is_null())
    known = rows.join(located.select("zip5", is_located=nw.lit(True)), on="zip5", how="left")
    # Nearly every line is plainly a street; only the others are worth a closer look.
    is_plain = nw.col("line_1").str.contains("^[0-9]+ [A-Z]{2}")
    doubtful = known.filter(~is_plain | nw.col("is_located").is_null())
    lines = choose_street(doubtful.select("line_1", "line_2").unique())
    streets = lines.select("line_1", "line_2", "no_street")
    read = doubtful.join(streets, on=["line_1", "line_2"], how="left")
    unlocatable = nw.when(nw.col("is_located").is_null()).then(nw.lit("unlocatable ZIP"))
    told = read.with_columns(why=nw.coalesce(_why_no_office(), unlocatable))
    counts = (
        told.filter(~nw.col("why").is_null())
        .group_by("why")
        .agg(nw.len().alias("rows"), nw.col("specialty").count().alias("primary_care"))
    )
    ordered = counts.sort("rows", "why", descending=[True, False])
    return tuple(LeftOut(**row) for row in ordered.collect().rows(named=True))


def _why_no_office() -> nw.Expr:
    return (
        nw.when(nw.col("zip5").is_null()).then(nw.lit("blank ZIP")).otherwise(nw.col("no_street"))
    )


def _settle_directions(rows: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """100 FODEN RD W is 100 FODEN RD where that exists; 11 MAIN RD N, alone, keeps its N."""
    bare_exists = nw.col("direction").is_null().any().over(*BUILDING)
    with_direction = nw.concat_str([nw.col("street"), nw.col("direction")], separator=" ")
    keeps = ~nw.col("direction").is_null() & ~bare_exists
    return rows.with_columns(street=nw.when(keeps).then(with_direction).otherwise(nw.col("street")))


def _place_suppressed(rows: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """A suppressed line 2 is unknown, not absent: the row joins its group's one unit there."""
    of_group = (*BUILDING, "org_pac_id")
    is_unknown = nw.col("is_suppressed") & nw.col("unit").is_null() & (nw.col("org_pac_id") != "")
    lowest, highest = nw.col("unit").min().over(*of_group), nw.col("unit").max().over(*of_group)
    groups_unit = nw.when(is_unknown & (lowest == highest)).then(lowest)
    return rows.with_columns(office_unit=nw.coalesce(nw.col("unit"), groups_unit))


def _join_units(rows: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Rows without a unit are one with a building's only unit, unless they look like a hospital."""
    unit = nw.col("office_unit")
    lowest, highest = unit.min().over(*BUILDING), unit.max().over(*BUILDING)
    with_only = rows.with_columns(only_unit=nw.when(lowest == highest).then(lowest))
    judged = with_only.join(_hospital_buildings(rows), on=list(BUILDING), how="left")
    joins = unit.is_null() & nw.col("is_hospital").is_null()
    return judged.with_columns(
        office_unit=nw.when(joins).then(nw.col("only_unit")).otherwise(unit)
    ).drop("only_unit", "is_hospital")


def _hospital_buildings(rows: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return the buildings whose rows without a unit look like a hospital."""
    unnamed = rows.filter(nw.col("office_unit").is_null(), nw.col("no_office").is_null())
    people = unnamed.group_by(*BUILDING, "npi").agg(is_inpatient().max().alias("inpatient"))
    counts = people.group_by(*BUILDING).agg(
        nw.col("inpatient").sum().alias("inpatient"), nw.len().alias("clinicians")
    )
    hospitals = counts.filter(looks_like_hospital())
    return hospitals.select(*BUILDING, nw.lit(True).alias("is_hospital"))

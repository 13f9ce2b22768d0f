"""Each kind of file becomes the tables of a stage, or is refused with file, row and column."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl

from alongside.territory.clinicians import RowsBad
from alongside.territory.national import nppes, part_d, places
from alongside.territory.national.columns import Header, Layout
from alongside.territory.national.engines import Engine
from alongside.territory.national.nppes import Area
from alongside.territory.national.reading import (
    Reading,
    Rows,
    Tables,
    Tell,
    refuse_ragged,
    scan_table,
)
from alongside.territory.national.sources import Source, SourceUnreadable
from alongside.territory.national.stages import Facts

Make = Callable[[Path], Facts]
WHAT_IS_WRONG = {
    "npi": "no NPI (ten digits, the first 1 or 2, the last a check digit)",
    "zip": "no ZIP (5 digits, or 9 with the +4)",
    "claims": "no number of claims",
}
SPREADSHEET = (
    " A spreadsheet may have changed the file: these columns are text. Take the file as published."
)


@dataclass(frozen=True, slots=True)
class How:
    """With which engine files are read, whether bad rows are left out, and whom to tell."""

    engine: Engine
    skip_bad_rows: bool
    tell: Tell | None


def people_of(source: Source, *, area: Area, how: How) -> Make:
    """Return what makes the tables of a file of people: `people` and `npis`, of all rows."""

    def tables(rows: Rows) -> Tables:
        judged = nppes.judge_people(rows)
        wanted = judged.filter(nw.col("reason").is_in(["candidate", "beside", "bad_npi"]))
        return {
            "people": nppes.settle_people(wanted, area),
            "npis": judged.select("npi", "row", "reason", "is_doubtful"),
        }

    def make(folder: Path) -> Facts:
        reading = Reading(nppes.PEOPLE, tables, every="npis")
        header = how.engine.read(source, reading, into=folder, tell=how.tell)
        _look_closer(source, header, folder, "people", "npis")
        people = scan_table(folder, "people")
        bad = people.filter(pl.col("reason").str.starts_with("bad_"))
        column = pl.col("reason").str.strip_prefix("bad_").alias("column")
        _refuse_bad(source, header, bad.select("row", column, "npi", "zip"), how)
        rows = _count_people(folder)
        if not rows:
            raise SourceUnreadable(f"{source} has a header but no rows under it.")
        return {"rows": rows}

    return make


def second_places_of(source: Source, *, how: How) -> Make:
    """Return what makes the table of a file of second practice locations, `second`."""

    def tables(rows: Rows) -> Tables:
        return {
            "second": nppes.settle_second_places(rows),
            "counts": rows.select(nw.len().alias("rows")),
        }

    return _plainly(source, nppes.SECOND_PLACES, tables, how)


def prescribing_of(source: Source, *, how: How) -> Make:
    """Return what makes the table of a file by provider and drug, `claims`: partial sums."""

    def tables(rows: Rows) -> Tables:
        judged = part_d.judge_claims(rows)
        return {
            "claims": part_d.sum_by_class(judged.filter(~nw.col("is_bad"))),
            "bad": _bad_claims(judged),
            "counts": judged.select(nw.len().alias("rows"), nw.col("is_doubtful").max()),
        }

    return _plainly(source, part_d.BY_DRUG, tables, how)


def totals_of(source: Source, *, how: How) -> Make:
    """Return what makes the table of a file by provider, `totals`: all claims of each."""

    def tables(rows: Rows) -> Tables:
        judged = part_d.judge_claims(rows)
        good = judged.filter(~nw.col("is_bad"))
        return {
            "totals": good.select("npi", nw.col("count").alias("all_claims")),
            "bad": _bad_claims(judged),
            "counts": judged.select(nw.len().alias("rows"), nw.col("is_doubtful").max()),
        }

    return _plainly(source, part_d.BY_PROVIDER, tables, how)


def places_of(source: Source, *, how: How) -> Make:
    """Return what makes the table of Care Compare's file, `places`."""

    def tables(rows: Rows) -> Tables:
        settled = places.settle_places(rows)
        is_bad_npi = ~nw.col("npi").str.contains("^[12][0-9]{9}$")
        column = nw.when(is_bad_npi).then(nw.lit("npi")).otherwise(nw.lit("zip"))
        bad = settled.filter(nw.col("is_bad")).select("row", "npi", "zip", column=column)
        return {
            "places": settled.filter(~nw.col("is_bad")).drop("is_bad", "zip"),
            "bad": bad,
            "counts": rows.select(nw.len().alias("rows"), nw.lit(False).alias("is_doubtful")),
        }

    return _plainly(source, places.CLINICIANS, tables, how)


def _plainly(source: Source, layout: Layout, tables: Callable[[Rows], Tables], how: How) -> Make:
    def make(folder: Path) -> Facts:
        header = how.engine.read(source, Reading(layout, tables), into=folder, tell=how.tell)
        skipped = 0
        if "bad" in tables_named(folder):
            _look_closer(source, header, folder, "counts")
            skipped = _refuse_bad(source, header, scan_table(folder, "bad"), how)
        read = scan_table(folder, "counts").select(pl.col("rows").sum()).collect().item() or 0
        if not read:
            raise SourceUnreadable(f"{source} has a header but no rows under it.")
        return {"rows": {"read": read, "skipped": skipped}}

    return make


def _look_closer(source: Source, header: Header, folder: Path, *tables: str) -> None:
    """Count each row's fields where a row is doubtful; this takes its time."""
    is_doubtful = pl.col("is_doubtful").any()
    if any(scan_table(folder, name).select(is_doubtful).collect().item() for name in tables):
        refuse_ragged(source, header)


def tables_named(folder: Path) -> set[str]:
    """Return which tables are in a folder."""
    return {path.name.rsplit("-", 1)[0] for path in folder.iterdir()}


def _bad_claims(judged: Rows) -> Rows:
    is_bad_npi = ~nw.col("npi").str.contains("^[12][0-9]{9}$")
    column = nw.when(is_bad_npi).then(nw.lit("npi")).otherwise(nw.lit("claims"))
    return judged.filter(nw.col("is_bad")).select("row", "npi", "claims", column=column)


def _refuse_bad(source: Source, header: Header, bad: pl.LazyFrame, how: How) -> int:
    """Return the number of bad rows where they are to be left out; refuse the file otherwise."""
    found = bad.sort("row").collect()
    if not found.height or how.skip_bad_rows:
        return found.height
    first: dict[str, Any] = found.row(0, named=True)
    ours = str(first["column"])
    others = f" {found.height - 1} more of its rows are bad." if found.height > 1 else ""
    raise RowsBad(
        f"{source}, row {first['row'] if how.engine.numbers_rows else '(any)'}, column "
        f"{_called(header, ours)}: “{first[ours]!s:.40}” is {WHAT_IS_WRONG[ours]}.{others}"
        f"{SPREADSHEET} Or leave bad rows out with --skip-bad-rows."
    )


def _called(header: Header, ours: str) -> str:
    return header.called(ours if ours in header.places else f"{ours}9")


def _count_people(folder: Path) -> dict[str, int]:
    """Return how many rows there are of each reason; those beside primary care are not kept."""
    judged = scan_table(folder, "npis").group_by("reason").agg(pl.len()).collect()
    settled = scan_table(folder, "people").group_by("reason").agg(pl.len()).collect()
    counts = Counter(dict(judged.rows()))
    for reason in ("candidate", "beside", "bad_npi"):
        del counts[reason]
    for reason, rows in settled.rows():
        counts["not_primary_care" if reason == nppes.BESIDE else reason] += rows
    return {reason: rows for reason, rows in sorted(counts.items()) if rows}

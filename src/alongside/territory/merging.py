"""Rows of a file and rows of the NPI Registry, side by side: either adds to the other."""

import narwhals as nw
import polars as pl

from alongside.territory.clinicians import ClinicianFile
from alongside.territory.look_up import LookUp

FILE, REGISTRY = "file", "registry"
# Looked-up rows stand after those of any file: people are listed in the order of their rows.
FIRST_LOOKED_UP_ROW = 2_000_000_000
# What a clinician does, as the taxonomy says where a file leaves it unclear.
SETTLED = ("pri_spec", "specialty", "is_unclear")


def with_look_up(kept: ClinicianFile | None, told: LookUp) -> ClinicianFile:
    """Return the kept rows with those of a look-up.

    Per ZIP a look-up replaces what an earlier one told, and nothing of a file; of whom both know,
    the registry says what a nurse or an assistant does.

    Args:
        kept: of an earlier load, or None.
        told: of `look_up`.
    """
    row = (nw.col("row") + FIRST_LOOKED_UP_ROW).cast(nw.UInt32)
    new = _marked(told.file, REGISTRY).with_columns(row=row)
    if kept is None:
        return _file_of(new)
    rows = _marked(kept, FILE)
    stays = (nw.col("source") == FILE) | ~nw.col("zip5").is_in(list(told.zips))
    return _beside(rows.filter(stays | nw.col("zip5").is_null()), new)


def with_file(kept: ClinicianFile | None, file: ClinicianFile) -> ClinicianFile:
    """Return the rows of a file with what look-ups told before; of an earlier file none stays.

    Args:
        kept: of an earlier load, or None.
        file: of `read_clinicians`.
    """
    rows = _marked(file, FILE)
    if kept is None:
        return _file_of(rows)
    return _beside(rows, _marked(kept, FILE).filter(nw.col("source") == REGISTRY))


def _beside(
    first: nw.LazyFrame[pl.LazyFrame], looked_up: nw.LazyFrame[pl.LazyFrame]
) -> ClinicianFile:
    """Return rows and looked-up rows as one, the unclear ones settled by the latter."""
    known = looked_up.select("npi", *(nw.col(name).alias(f"{name}_told") for name in SETTLED))
    joined = first.join(known.unique("npi", keep="any"), on="npi", how="left")
    is_settled = nw.col("is_unclear") & ~nw.col("is_unclear_told").is_null()
    settled = joined.with_columns(
        *(
            nw.when(is_settled).then(nw.col(f"{name}_told")).otherwise(nw.col(name)).alias(name)
            for name in SETTLED
        )
    )
    columns = first.collect_schema().names()
    both = nw.concat([settled.select(columns), looked_up.select(columns)])
    return _file_of(both)


def _marked(file: ClinicianFile, source: str) -> nw.LazyFrame[pl.LazyFrame]:
    """Return rows that say whence they are; those kept before look-ups came are of a file."""
    if "source" in file.rows.collect_schema().names():
        return file.rows
    return file.rows.with_columns(source=nw.lit(source))


def _file_of(rows: nw.LazyFrame[pl.LazyFrame]) -> ClinicianFile:
    count: int = rows.select(nw.len()).collect().item()
    return ClinicianFile(rows, row_count=count, skipped=0, warnings=())

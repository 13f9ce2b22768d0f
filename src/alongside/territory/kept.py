"""The typed rows of a clinicians file, kept as Parquet, so that they can be ranked anew."""

from pathlib import Path

import narwhals as nw
import polars as pl

from alongside.errors import Refused
from alongside.territory.clinicians import ClinicianFile


class NotKept(Refused):
    """The typed rows cannot be written, or are not where they were kept."""


def keep_clinicians(file: ClinicianFile, *, out: Path) -> None:
    """Write the rows of a clinicians file as Parquet, a part at a time, never all in memory.

    Args:
        file: of `read_clinicians`.
        out: the Parquet file to write; one that is there is written over.
    Raises:
        NotKept: `out` cannot be written.
    """
    rows: pl.LazyFrame = file.rows.to_native()
    try:
        rows.sink_parquet(out, compression="zstd")
    except (OSError, pl.exceptions.PolarsError) as error:
        reason = str(error).splitlines()[0].rstrip(".")
        raise NotKept(f"The rows cannot be kept in {out.parent}: {reason}.") from error


def kept_clinicians(path: Path) -> ClinicianFile:
    """Return the rows that `keep_clinicians` wrote; bad ones were left out when it did.

    Args:
        path: the Parquet file.
    Raises:
        NotKept: there is no such file.
    """
    if not path.is_file():
        raise NotKept("The rows of the clinicians file are gone; load the file again.")
    rows = pl.scan_parquet(path, glob=False)
    count = rows.select(pl.len()).collect().item()
    return ClinicianFile(nw.from_native(rows), row_count=count, skipped=0, warnings=())

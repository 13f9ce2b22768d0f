"""Who runs the expressions: Polars in this process, or Spark on a cluster. One definition."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import narwhals as nw
import polars as pl

from alongside.territory.national.columns import Header
from alongside.territory.national.reading import Reading, Tell, read_source
from alongside.territory.national.sources import Source

Rows = nw.LazyFrame[Any]


class Engine(Protocol):
    """What a build asks of an engine."""

    name: str
    numbers_rows: bool  # whether `row` is the spreadsheet's

    def read(self, source: Source, reading: Reading, *, into: Path, tell: Tell | None) -> Header:
        """Write the tables of a source into a folder; see `read_source`."""
        ...

    def scan(self, paths: Sequence[Path]) -> Rows:
        """Return the rows of Parquet files."""
        ...

    def given(self, table: pl.LazyFrame) -> Rows:
        """Return a small table of ours as the engine's."""
        ...

    def rows(self, table: Rows) -> list[tuple[Any, ...]]:
        """Return the rows of a small table."""
        ...

    def write(self, tables: Mapping[str, Rows], *, into: Path) -> None:
        """Write each table as `NAME-00000.parquet`, a file or a folder of files."""
        ...

    def close(self) -> None:
        """Let go of what the engine holds."""
        ...


class Polars:
    """Polars, in this process."""

    name = "polars"
    numbers_rows = True

    def read(self, source: Source, reading: Reading, *, into: Path, tell: Tell | None) -> Header:
        return read_source(source, reading, into=into, tell=tell)

    def scan(self, paths: Sequence[Path]) -> Rows:
        return nw.from_native(pl.scan_parquet(list(paths), glob=False))

    def given(self, table: pl.LazyFrame) -> Rows:
        return nw.from_native(table)

    def rows(self, table: Rows) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = table.to_native().collect().rows()
        return found

    def write(self, tables: Mapping[str, Rows], *, into: Path) -> None:
        sinks = [
            table.to_native().sink_parquet(into / f"{name}-00000.parquet", lazy=True)
            for name, table in tables.items()
        ]
        pl.collect_all(sinks, engine="streaming")

    def close(self) -> None:
        pass

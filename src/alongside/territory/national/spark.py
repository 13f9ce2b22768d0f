"""Spark, on a cluster that sees the same files: the same expressions, the same rows out."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import narwhals as nw
import polars as pl

from alongside.errors import Refused
from alongside.territory.national.columns import Header, read_header
from alongside.territory.national.reading import (
    FIRST_ROW,
    Reading,
    Tell,
    our_columns,
    read_source,
    refuse_cut,
    refuse_ragged,
    without_blank,
)
from alongside.territory.national.sources import Source, SourceUnreadable

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

Rows = nw.LazyFrame[Any]

OPTIMIZER = "org.apache.spark.sql.catalyst.optimizer"
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.sql.session.timeZone": "UTC",
    # What a number cannot be is null, and what an array does not hold too, as in Polars.
    "spark.sql.ansi.enabled": "false",
    # An address is read in steps, each looking often at the one before. Put into one another, as
    # the optimizer likes to, they grow beyond what Java compiles, or any patience.
    "spark.sql.optimizer.excludedRules": f"{OPTIMIZER}.CollapseProject",
    "spark.sql.constraintPropagation.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.shuffle.partitions": "8",
}


class SparkMissing(Refused):
    """Spark is not installed here, or cannot be started."""


class Spark:
    """Spark, whose master is at an address; workers read and write the same folders as we."""

    name = "spark"
    numbers_rows = False

    def __init__(self, master: str) -> None:
        self._session = _session(master)

    def read(self, source: Source, reading: Reading, *, into: Path, tell: Tell | None) -> Header:
        """Read a CSV file on the cluster; a zip file is one stream, which is inflated here."""
        if source.member:
            return read_source(source, reading, into=into, tell=tell)
        header = read_header(source, reading.layout)
        refuse_cut(source, header)
        rows = self._scan_csv(source, header)
        typed = without_blank(
            rows.select("row", *our_columns(header, reading.layout)), reading.layout
        )
        try:
            self.write(reading.tables(typed), into=into)
        except Exception as error:
            if type(error).__module__.partition(".")[0] not in ("pyspark", "py4j"):
                raise
            refuse_ragged(source, header)
            said = str(error).splitlines()[0][:200]
            raise SourceUnreadable(f"{source} cannot be read by Spark: {said}") from error
        if tell is not None:
            tell(0, source.size)
        return header

    def scan(self, paths: Sequence[Path]) -> Rows:
        rows: Rows = nw.from_native(self._session.read.parquet(*map(str, paths)))
        return rows

    def given(self, table: pl.LazyFrame) -> Rows:
        found = table.collect()
        rows: Rows = nw.from_native(self._session.createDataFrame(found.rows(), found.columns))
        return rows

    def rows(self, table: Rows) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in _native(table).collect()]

    def write(self, tables: Mapping[str, Rows], *, into: Path) -> None:
        for name, table in tables.items():
            _native(table).write.parquet(str(into / f"{name}-00000.parquet"))

    def close(self) -> None:
        self._session.stop()

    def _scan_csv(self, source: Source, header: Header) -> Rows:
        from pyspark.sql import functions as f

        names = [str(place) for place in range(len(header.names))]
        schema = ", ".join(f"`{name}` STRING" for name in names)
        read = self._session.read.csv(
            str(source.path),
            schema=schema,
            header=True,
            enforceSchema=True,
            quote='"',
            escape='"',
            multiLine=False,
            ignoreLeadingWhiteSpace=False,
            ignoreTrailingWhiteSpace=False,
            mode="PERMISSIVE",
        )
        filled = read.select(*(f.coalesce(f.col(name), f.lit("")).alias(name) for name in names))
        # In the order of the file, if not without gaps.
        numbered = filled.withColumn("row", f.monotonically_increasing_id() + f.lit(FIRST_ROW))
        rows: Rows = nw.from_native(numbered)
        return rows


def _native(table: Rows) -> "DataFrame":
    native: DataFrame = table.to_native()
    return native


def _session(master: str) -> "SparkSession":
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise SparkMissing(
            "Spark is not installed here: pip install 'alongside[spark]', with Java 17 or later."
        ) from error
    builder = SparkSession.builder.master(master).appName("alongside territory")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    try:
        session: SparkSession = builder.getOrCreate()
    except Exception as error:
        raise SparkMissing(
            f"Spark cannot be reached at {master}: {str(error).splitlines()[0][:200]}. Is Java 17 "
            "installed, and the master running?"
        ) from error
    session.sparkContext.setLogLevel("ERROR")
    return session

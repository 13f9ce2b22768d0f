"""A source becomes tables: each block of its rows goes through the same expressions."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl

from alongside.territory.national.columns import Header, Layout, read_header
from alongside.territory.national.sources import Source, SourceUnreadable
from alongside.territory.national.streams import blocks, pieces

Rows = nw.LazyFrame[Any]
Tables = Mapping[str, Rows]

FIRST_ROW = 2  # as a spreadsheet counts: the header is row 1
TAIL_BYTES = 1 << 20
BATCH_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class Reading:
    """What a kind of file is, and which tables are made of its rows.

    every names a table that has each row, where one has: counting those for progress costs least.
    """

    layout: Layout
    tables: Callable[[Rows], Tables]
    every: str = ""


# How far a source is read: rows, and bytes of what lies on the disk.
Tell = Callable[[int, int], None]


def read_source(source: Source, reading: Reading, *, into: Path, tell: Tell | None) -> Header:
    """Write the tables of a source as Parquet files, `NAME-00000.parquet` and on.

    Args:
        source: a CSV file, which Polars reads by itself, or a member of a zip file, which is
            inflated and read a block at a time.
        reading: of this kind of file.
        into: the folder to write in, which exists.
        tell: how far it is; None where nobody wants to know, which spares some work.
    Raises:
        SourceUnreadable, ColumnMissing: see `blocks` and `read_header`; a row with other fields
            than the header's is named.
    """
    header = read_header(source, reading.layout)
    refuse_cut(source, header)
    try:
        if source.member:
            _read_blocks(source, header, reading, into, tell)
        else:
            _read_file(source, header, reading, into, tell)
    except pl.exceptions.PolarsError as error:
        refuse_ragged(source, header)
        said = str(error).splitlines()[0].rstrip(".")
        raise SourceUnreadable(f"{source} is not well-formed CSV: {said}.") from error
    return header


def refuse_ragged(source: Source, header: Header) -> None:
    """Refuse a source for the first row that has other fields than the header.

    Slow, so it is asked only where something speaks for such a row.
    """
    for row, fields in enumerate(csv.reader(_lines(source)), start=1):
        if fields and len(fields) != len(header.names):
            raise SourceUnreadable(
                f"{source}, row {row}: {len(header.names)} fields expected, {len(fields)} found. "
                "The file is damaged: download it again."
            )


def tables_in(folder: Path, name: str) -> list[Path]:
    """Return the Parquet files of a table, in the order of the rows."""
    found = (path for path in folder.rglob("*.parquet") if path.is_file())
    return sorted(path for path in found if _of_table(path, folder, name))


def scan_table(folder: Path, name: str) -> pl.LazyFrame:
    """Return a table that `read_source` wrote, or an empty one."""
    return pl.scan_parquet(tables_in(folder, name), glob=False)


def our_columns(header: Header, layout: Layout) -> list[nw.Expr]:
    """Return our columns, taken by their place; "" where the file has none."""
    return [
        (nw.col(str(header.places[ours])) if ours in header.places else nw.lit("")).alias(ours)
        for ours in layout.columns
    ]


def without_blank(rows: Rows, layout: Layout) -> Rows:
    """Return the rows without the blank lines of a file."""
    first, *_, last = layout.needed
    return rows.filter((nw.col(first) != "") | (nw.col(last) != ""))


def _of_table(path: Path, folder: Path, name: str) -> bool:
    return path.relative_to(folder).parts[0].rsplit("-", 1)[0] == name


def _read_file(
    source: Source, header: Header, reading: Reading, into: Path, tell: Tell | None
) -> None:
    rows = _typed(_scan(source.path, header, skip_lines=1), header, reading.layout)
    tables = reading.tables(rows)
    sinks = [
        _native(table).sink_parquet(_part(into, name, 0), lazy=True)
        for name, table in tables.items()
    ]
    if tell is not None:
        every = tables.get(reading.every, rows).select("row")
        count = _counter(source, tell)
        sinks.append(_native(every).sink_batches(count, chunk_size=BATCH_ROWS, lazy=True))
    pl.collect_all(sinks, engine="streaming")


def _counter(source: Source, tell: Tell) -> Callable[[pl.DataFrame], None]:
    seen = 0
    per_row = _bytes_per_row(source)

    def count(batch: pl.DataFrame) -> None:
        nonlocal seen
        seen += batch.height
        tell(seen, min(int(seen * per_row), source.size))

    return count


def _read_blocks(
    source: Source, header: Header, reading: Reading, into: Path, tell: Tell | None
) -> None:
    done = 0

    def read(packed: int) -> None:
        nonlocal done
        done = packed

    row = FIRST_ROW
    for number, block in enumerate(blocks(source, read)):
        rows = _typed(_scan(block, header, first_row=row), header, reading.layout)
        tables = reading.tables(rows)
        *found, height = pl.collect_all(
            [*map(_native, tables.values()), _native(rows.select(nw.col("row").max()))],
            engine="streaming",
        )
        for name, table in zip(tables, found, strict=True):
            table.write_parquet(_part(into, name, number), compression="lz4", statistics=False)
        row = (height.item() or row - 1) + 1
        if tell is not None:
            tell(row - FIRST_ROW, done)


def _scan(
    where: Path | bytes, header: Header, *, skip_lines: int = 0, first_row: int = FIRST_ROW
) -> Rows:
    scan = pl.scan_csv(
        where,
        has_header=False,
        skip_lines=skip_lines,
        schema={str(place): pl.String for place in range(len(header.names))},
        row_index_name="row",
        row_index_offset=first_row,
        missing_columns="insert",
        empty_string_is_null=False,
        glob=False,
    )
    return nw.from_native(scan)


def _typed(rows: Rows, header: Header, layout: Layout) -> Rows:
    return without_blank(rows.select("row", *our_columns(header, layout)), layout)


def _native(table: Rows) -> pl.LazyFrame:
    native: pl.LazyFrame = table.to_native()
    return native


def _part(into: Path, name: str, number: int) -> Path:
    return into / f"{name}-{number:05}.parquet"


def _bytes_per_row(source: Source) -> float:
    with source.path.open("rb") as file:
        file.seek(source.size // 2)
        sample = file.read(TAIL_BYTES)
    return len(sample) / max(sample.count(b"\n"), 1)


def refuse_cut(source: Source, header: Header) -> None:
    """A file that does not end with a line end has a last row that is whole, or is cut."""
    if source.member:
        return
    with source.path.open("rb") as file:
        file.seek(max(source.size - TAIL_BYTES, 0))
        tail = file.read()
    last = tail.rsplit(b"\n", 1)[-1].decode("utf-8", "replace")
    if last.strip() and len(next(csv.reader([last]))) != len(header.names):
        raise SourceUnreadable(
            f"{source}: the last row is cut: it has fewer fields than the {len(header.names)} of "
            f"the header, and no line end. The download was probably cut: download it again."
        )


def _lines(source: Source) -> Iterator[str]:
    decoder = io.TextIOWrapper(
        io.BufferedReader(_Pieces(pieces(source, lambda _: None))), "utf-8-sig", newline=""
    )
    try:
        yield from decoder
    except UnicodeDecodeError as error:
        raise SourceUnreadable(
            f"{source}: these bytes are not UTF-8 text: {error.object[error.start : error.end]!r}. "
            "Download the file again."
        ) from error


class _Pieces(io.RawIOBase):
    """Pieces of bytes, as a file to read from."""

    def __init__(self, source: Iterator[bytes]) -> None:
        self._source = source
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._left:
            piece = next(self._source, b"")
            if not piece:
                return 0
            self._left = memoryview(piece)
        size = min(len(buffer), len(self._left))
        buffer[:size] = self._left[:size]
        self._left = self._left[size:]
        return size

"""A CSV file from outside: opened, checked line by line, and only then handed to Polars."""

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from alongside.errors import Refused

LONGEST_LINE_BYTES = 1_000_000
BLOCK_BYTES = 1 << 20

FIRST_BYTES = {
    b"PK\x03\x04": "a zip file or an Excel workbook",
    b"\x1f\x8b": "a gzip file",
    b"%PDF": "a PDF",
    b"\xff\xfe": "UTF-16 text",
    b"\xfe\xff": "UTF-16 text",
}


class FileUnreadable(Refused):
    """Nothing at this path can be read as a CSV file."""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be used: `row` as a spreadsheet counts, the header being row 1."""

    row: int
    problem: str


@dataclass(frozen=True, slots=True)
class Shape:
    """What a look at every line found; `blank_rows` and `bad_rows` are to be left out."""

    header: tuple[str, ...]
    row_count: int
    last_row: int
    bad_rows: tuple[BadRow, ...]
    blank_rows: tuple[int, ...]
    unclosed_lines: tuple[int, ...]
    ends_with_newline: bool


@dataclass(frozen=True, slots=True)
class _Line:
    """A physical line with a wrong number of fields or an open quote."""

    number: int
    text: str
    opens_quote: bool


def check_csv(path: Path) -> Shape:
    """Return the header of a CSV file and the rows in it that are blank or broken.

    Args:
        path: a comma-separated file, UTF-8, LF or CRLF.
    Raises:
        FileUnreadable: no such file, empty, not UTF-8 text, or a line longer than 1 MB.
    """
    ends_with_newline = _check_bytes(path)
    header = _read_header(path)
    line_count, suspects = _find_suspects(path, field_count=len(header))
    rows = _Rows(len(header), suspects)
    rows.read()
    last_row = line_count - rows.continued
    return Shape(
        header=header,
        row_count=last_row - 1 - len(rows.blank),
        last_row=last_row,
        bad_rows=tuple(rows.bad),
        blank_rows=tuple(rows.blank),
        unclosed_lines=tuple(rows.unclosed),
        ends_with_newline=ends_with_newline,
    )


def scan_csv(path: Path, shape: Shape) -> pl.LazyFrame:
    """Return all good rows as text, columns named "0", "1", ... and the spreadsheet `row`.

    Args:
        path: the file that `check_csv` has seen.
        shape: what it found.
    """
    source = _without_lines(path, shape.unclosed_lines) if shape.unclosed_lines else path
    scan = pl.scan_csv(
        source,
        has_header=False,
        skip_lines=1,
        schema={str(index): pl.String for index in range(len(shape.header))},
        row_index_name="row",
        row_index_offset=2,
        truncate_ragged_lines=True,
        missing_columns="insert",
        empty_string_is_null=False,
        glob=False,
    )
    left_out = [bad.row for bad in shape.bad_rows] + list(shape.blank_rows)
    return scan.filter(~pl.col("row").is_in(left_out)) if left_out else scan


def _check_bytes(path: Path) -> bool:
    """Return whether the last line is ended; refuse what is not UTF-8 text in short lines."""
    if not path.exists():
        raise FileUnreadable(f"{path}: there is no such file. Check the name and the folder.")
    if not path.is_file():
        raise FileUnreadable(f"{path} is a folder or a device; name a CSV file in it.")
    last = b""
    try:
        for block in _checked_blocks(path):
            last = block
    except OSError as error:
        raise FileUnreadable(f"{path} cannot be read: {error.strerror}.") from error
    if not last:
        raise FileUnreadable(f"{path} is empty; a header line and rows were expected.")
    return last.endswith(b"\n")


def _checked_blocks(path: Path) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder("utf-8")()
    seen_bytes = line_bytes = 0
    with path.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            _refuse_binary(path, block, is_first=seen_bytes == 0)
            line_bytes = _refuse_long_line(path, block, seen_bytes, line_bytes)
            try:
                decoder.decode(block)
            except UnicodeDecodeError as error:
                # A character cut by the block's edge is counted from the block before it.
                _refuse_encoding(path, seen_bytes + error.end - len(error.object) + len(block))
            seen_bytes += len(block)
            yield block
    if decoder.getstate()[0]:
        _refuse_encoding(path, seen_bytes)


def _refuse_binary(path: Path, block: bytes, *, is_first: bool) -> None:
    expected = "a CSV file in UTF-8 was expected. Save it again as “CSV UTF-8”."
    for first_bytes, kind in FIRST_BYTES.items():
        if is_first and block.startswith(first_bytes):
            raise FileUnreadable(f"{path} is {kind}; {expected}")
    if b"\0" in block:
        raise FileUnreadable(f"{path} holds NUL bytes: it is binary or UTF-16; {expected}")


def _refuse_long_line(path: Path, block: bytes, seen_bytes: int, line_bytes: int) -> int:
    """Return the length so far of the line that is open at the block's end."""
    first, last = block.find(b"\n"), block.rfind(b"\n")
    longest = line_bytes + (len(block) if first < 0 else first)
    if longest > LONGEST_LINE_BYTES or _has_long_line_inside(block, first, last):
        row = _row_at(path, seen_bytes)
        raise FileUnreadable(
            f"{path}, near row {row}: a line is longer than 1 MB, so this is not a clinicians "
            "file with a row per line. Download it again."
        )
    return line_bytes + len(block) if first < 0 else len(block) - last - 1


def _has_long_line_inside(block: bytes, first: int, last: int) -> bool:
    if last - first <= LONGEST_LINE_BYTES:
        return False
    return max(map(len, block[first + 1 : last].split(b"\n"))) > LONGEST_LINE_BYTES


def _refuse_encoding(path: Path, offset: int) -> None:
    raise FileUnreadable(
        f"{path}, row {_row_at(path, offset)}: these bytes are not UTF-8 text. "
        "Save the file again as “CSV UTF-8”."
    )


def _row_at(path: Path, offset: int) -> int:
    """Return the row of a byte; a line end between quotes does not begin a row."""
    with path.open("rb") as file:
        before = file.read(offset)
    return 1 + sum(outside.count(b"\n") for outside in before.split(b'"')[::2])


def _read_header(path: Path) -> tuple[str, ...]:
    with path.open(encoding="utf-8-sig", newline="\n") as file:
        line = file.readline().rstrip("\r\n")
    try:
        return tuple(name.strip() for name in next(csv.reader([line]), []))
    except csv.Error as error:
        raise FileUnreadable(f"{path}, row 1: no header of column names ({error}).") from error


def _find_suspects(path: Path, *, field_count: int) -> tuple[int, list[_Line]]:
    """Return the number of lines, and those that are not one whole row by themselves."""
    # Polars pads a short row with nulls and says nothing, so fields are counted here: each line
    # is read as one column, and the commas between quotes do not count.
    lines = pl.scan_csv(
        path,
        has_header=False,
        schema={"text": pl.String},
        separator="\x1f",
        quote_char=None,
        row_index_name="number",
        row_index_offset=1,
        empty_string_is_null=False,
        truncate_ragged_lines=True,
        glob=False,
    )
    text = pl.col("text")
    outside = (
        pl.when(text.str.contains('"', literal=True))
        .then(text.str.replace_all(r'"[^"]*"', ""))
        .otherwise(text)
    )
    commas = outside.str.count_matches(",", literal=True)
    opens = outside.str.contains('"', literal=True)
    suspects = lines.filter((commas != field_count - 1) | opens).with_columns(opens=opens)
    count, found = pl.collect_all([lines.select(pl.len()), suspects])
    return count.item(), [
        _Line(number, line.rstrip("\r"), opens_quote)
        for number, line, opens_quote in found.select("number", "text", "opens").rows()
        if number > 1
    ]


class _Rows:
    """Puts lines that are not whole by themselves together, or calls them broken."""

    def __init__(self, field_count: int, suspects: list[_Line]) -> None:
        self.field_count = field_count
        self.suspects = suspects
        self.continued = 0  # lines so far that only go on with a row begun above
        self.bad: list[BadRow] = []
        self.blank: list[int] = []
        self.unclosed: list[int] = []

    def read(self) -> None:
        at = 0
        while at < len(self.suspects):
            at += self._read_one(at)

    def _read_one(self, at: int) -> int:
        """Return how many suspect lines the row at this place takes up."""
        line = self.suspects[at]
        row = line.number - self.continued
        if not line.text:
            self.blank.append(row)
            return 1
        if not line.opens_quote:
            self._check_fields(row, line.text)
            return 1
        return self._read_quoted(at, row)

    def _read_quoted(self, at: int, row: int) -> int:
        lines = self._lines_to_closing_quote(at)
        if not lines:
            self.bad.append(BadRow(row, 'a quote (") is opened and never closed'))
            self.unclosed.append(self.suspects[at].number)
            return 1
        self.continued += len(lines) - 1
        self._check_fields(row, "\n".join(line.text for line in lines))
        return len(lines)

    def _lines_to_closing_quote(self, at: int) -> list[_Line]:
        """Return the lines of one row, none if a whole row comes before the closing quote."""
        lines = self.suspects[at : at + 1]
        for line in self.suspects[at + 1 :]:
            if line.number != lines[-1].number + 1:
                break
            lines.append(line)
            if line.opens_quote:
                return lines
        return []

    def _check_fields(self, row: int, text: str) -> None:
        found = 1 + sum(outside.count(",") for outside in text.split('"')[::2])
        if found != self.field_count:
            self.bad.append(BadRow(row, f"{self.field_count} fields expected, {found} found"))


def _without_lines(path: Path, numbers: tuple[int, ...]) -> bytes:
    """Return the file with these lines (from 1) emptied: the other rows keep their number."""
    lines = path.read_bytes().split(b"\n")
    for number in numbers:
        lines[number - 1] = b""
    return b"\n".join(lines)

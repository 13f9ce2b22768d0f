"""A CSV file from outside: opened, checked line by line, and only then handed to Polars."""

import csv
import re
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import polars as pl

from alongside.territory.csv_bytes import LONGEST_LINE_BYTES, FileUnreadable, check_bytes

# A field is free of quotes, or wholly between them (a quote within is written twice). Polars takes
# quotes in other places as it likes, so a line that has any is never shown to it.
FIELD = r'(?:"(?:[^"]|"")*"|[^",]*)'
WHOLE_LINE = rf"^{FIELD}(?:,{FIELD})*$"

MOST_COLUMNS = 1_000
MOST_LINES_OF_A_ROW = 100
MOST_SUSPECTS = 100_000


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be used: `row` as a spreadsheet counts, the header being row 1."""

    row: int
    problem: str


@dataclass(frozen=True, slots=True)
class Shape:
    """What a look at every line found.

    bad_rows and blank_rows are to be left out; bad_lines (first and last, from 1) are the lines of
    the bad ones; row_count is without the header and the blank ones.
    """

    header: tuple[str, ...]
    row_count: int
    last_row: int
    bad_rows: tuple[BadRow, ...]
    bad_lines: tuple[tuple[int, int], ...]
    blank_rows: tuple[int, ...]
    ends_with_newline: bool


@dataclass(frozen=True, slots=True)
class _Line:
    """A physical line that is not one whole row by itself."""

    number: int
    text: str

    @property
    def leaves_a_quote_open(self) -> bool:
        return self.text.count('"') % 2 == 1


def check_csv(path: Path) -> Shape:
    """Return the header of a CSV file and the rows in it that are blank or broken.

    Args:
        path: a comma-separated file, UTF-8, LF or CRLF.
    Raises:
        FileUnreadable: no such file, empty, not UTF-8 text, or a line longer than 1 MB.
    """
    ends_with_newline = check_bytes(path)
    header = _read_header(path)
    line_count, suspects = _find_suspects(path, field_count=len(header))
    rows = _Rows(field_count=len(header), suspects=suspects)
    rows.read()
    last_row = line_count - rows.continued
    return Shape(
        header=header,
        row_count=last_row - 1 - len(rows.blank),
        last_row=last_row,
        bad_rows=tuple(rows.bad),
        bad_lines=tuple(rows.bad_lines),
        blank_rows=tuple(rows.blank),
        ends_with_newline=ends_with_newline,
    )


def scan_csv(path: Path, shape: Shape) -> pl.LazyFrame:
    """Return all good rows as text, columns named "0", "1", ... and the spreadsheet `row`.

    Args:
        path: the file that `check_csv` has seen.
        shape: what it found.
    """
    source = _without_lines(path, shape.bad_lines) if shape.bad_lines else path
    scan = pl.scan_csv(
        source,
        has_header=False,
        skip_lines=1,
        schema={str(index): pl.String for index in range(len(shape.header))},
        row_index_name="row",
        row_index_offset=2,
        missing_columns="insert",
        empty_string_is_null=False,
        glob=False,
    )
    left_out = [bad.row for bad in shape.bad_rows] + list(shape.blank_rows)
    return scan.filter(~pl.col("row").is_in(left_out)) if left_out else scan


def _read_header(path: Path) -> tuple[str, ...]:
    with path.open(encoding="utf-8-sig", newline="\n") as file:
        line = file.readline().rstrip("\r\n")
    if "\r" in line:
        raise FileUnreadable(
            f"{path}: its lines end in CR alone, as on an old Mac; LF or CRLF was expected. "
            "Save it again as “CSV UTF-8”."
        )
    if not re.search(WHOLE_LINE, line) or line.count(",") >= MOST_COLUMNS:
        raise FileUnreadable(
            f"{path}, row 1: this is no header of column names; the names of the columns, "
            "separated by commas, were expected on one line."
        )
    return tuple(name.strip() for name in next(csv.reader([line]), []))


def _find_suspects(path: Path, *, field_count: int) -> tuple[int, list[_Line]]:
    """Return the number of lines, and those that are not one whole row by themselves."""
    # Polars pads a short row with nulls and says nothing, so fields are counted here.
    is_whole = pl.col("text").str.contains(_whole_row(field_count))
    lines = pl.scan_lines(path, name="text", row_index_name="number", row_index_offset=1)
    suspects = lines.filter(~is_whole, pl.col("number") > 1).head(MOST_SUSPECTS + 1)
    count, found = pl.collect_all([lines.select(pl.len()), suspects])
    if found.height > MOST_SUSPECTS:
        raise FileUnreadable(
            f"{path}: more than {MOST_SUSPECTS:,} lines are blank or have not the {field_count} "
            "fields of the header, so this is not a clinicians file. Download it again."
        )
    return count.item(), [_Line(number, line.rstrip("\r")) for number, line in found.rows()]


def _whole_row(field_count: int) -> str:
    return rf"^(?:{FIELD},){{{field_count - 1}}}{FIELD}\r?$"


@dataclass(slots=True)
class _Rows:
    """Puts lines that are not whole by themselves together, or calls them broken."""

    field_count: int
    suspects: list[_Line]
    continued: int = 0  # lines so far that only go on with a row begun above
    bad: list[BadRow] = field(default_factory=list)
    bad_lines: list[tuple[int, int]] = field(default_factory=list)
    blank: list[int] = field(default_factory=list)

    def read(self) -> None:
        at = 0
        while at < len(self.suspects):
            at += self._read_one(at)

    def _read_one(self, at: int) -> int:
        """Return how many suspect lines the row at this place takes up."""
        lines = self._lines_of_row(at)
        row = lines[0].number - self.continued
        text = "\n".join(line.text for line in lines)
        self.continued += len(lines) - 1
        if not text:
            self.blank.append(row)
        elif problem := self._problem(text):
            self.bad.append(BadRow(row, problem))
            self.bad_lines.append((lines[0].number, lines[-1].number))
        return len(lines)

    def _lines_of_row(self, at: int) -> list[_Line]:
        """Return the lines up to the closing quote; the first alone when there is none near."""
        first = self.suspects[at]
        if not first.leaves_a_quote_open:
            return [first]
        lines = [first]
        for line in self.suspects[at + 1 : at + MOST_LINES_OF_A_ROW]:
            if line.number != lines[-1].number + 1:
                break
            lines.append(line)
            if line.leaves_a_quote_open:
                return lines if self._is_whole(lines) else [first]
        return [first]

    def _is_whole(self, lines: list[_Line]) -> bool:
        text = "\n".join(line.text for line in lines)
        return len(text) <= LONGEST_LINE_BYTES and re.search(WHOLE_LINE, text) is not None

    def _problem(self, text: str) -> str:
        """Return what is wrong with a row, "" when nothing is."""
        if re.search(WHOLE_LINE, text):
            found = 1 + sum(outside.count(",") for outside in text.split('"')[::2])
            is_right = found == self.field_count
            return "" if is_right else f"{self.field_count} fields expected, {found} found"
        if text.count('"') % 2:
            return 'a quote (") is opened and never closed'
        return 'a quote (") stands inside a field; a field with quotes is written between quotes'


def _without_lines(path: Path, bad_lines: tuple[tuple[int, int], ...]) -> bytes:
    """Return the file with each bad row as one empty line: the other rows keep their number."""
    lines = path.read_bytes().split(b"\n")
    kept = [lines[: bad_lines[0][0] - 1]]
    for (_, last), (following, _) in pairwise((*bad_lines, (len(lines) + 1, 0))):
        kept += [[b""], lines[last : following - 1]]
    return b"\n".join(line for part in kept for line in part)

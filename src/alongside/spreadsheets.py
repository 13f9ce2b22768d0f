"""What is handed to a spreadsheet: lines of CSV in which no text is run as a formula."""

import csv
import re
from collections.abc import Iterable, Iterator

# What a spreadsheet takes for the beginning of a formula.
FORMULA_STARTS = {*"=+-@", *"＝＋－＠"}  # noqa: RUF001 full width
# Where one that is set up for another country begins a new cell, even between quotes.
SEPARATORS = re.compile(r"([;\t\r\n])")
HIDDEN = {" ", '"'}


def csv_lines(header: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Yield the header and then each row, a line at a time."""
    # All text stands in quotes: a program that splits at commas and at semicolons keeps it whole.
    writer = csv.writer(_Echo(), quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
    yield writer.writerow(header)
    for row in rows:
        yield writer.writerow(map(without_formula, row))


def without_formula(value: object) -> object:
    """Put an apostrophe before text that a spreadsheet would run, whatever is hidden before it."""
    if not isinstance(value, str):
        return value
    inert = "".join(map(_inert, SEPARATORS.split(value)))
    return f"'{inert}" if inert.startswith(("\t", "\r")) else inert


def _inert(text: str) -> str:
    shown = (letter for letter in text if letter.isprintable() and letter not in HIDDEN)
    return f"'{text}" if next(shown, "") in FORMULA_STARTS else text


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line

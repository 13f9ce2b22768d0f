"""Which column is which: by name, whatever its case, blanks or order, or a refusal that says so."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from alongside.territory.clinicians import ColumnMissing
from alongside.territory.csv_bytes import FIRST_BYTES
from alongside.territory.national.sources import Source, SourceUnreadable
from alongside.territory.national.streams import read_head

MOST_SHOWN = 600


@dataclass(frozen=True, slots=True)
class Layout:
    """What a kind of file is called, and by what names our columns go in it.

    A column that is not needed may be missing. One called witness has something in every row,
    though we do not need it: where it has not, the row may have other fields than the header.
    """

    called: str
    columns: Mapping[str, tuple[str, ...]]
    needed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Header:
    """The names of a file's columns, and at which place each of ours stands."""

    names: tuple[str, ...]
    places: Mapping[str, int]

    def called(self, ours: str) -> str:
        """Return what the file calls a column of ours."""
        return self.names[self.places[ours]]


def read_header(source: Source, layout: Layout) -> Header:
    """Return the header of a source.

    Raises:
        SourceUnreadable: no text, or no header of several columns.
        ColumnMissing: a needed column is missing, or one is there twice.
    """
    names = _names(source, read_head(source), layout)
    found: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        found.setdefault(_squeeze(name), []).append(place)
    places: dict[str, int] = {}
    for ours, theirs in layout.columns.items():
        at = [place for name in theirs for place in found.get(_squeeze(name), ())]
        if len(at) > 1:
            raise ColumnMissing(
                f"{source}, row 1: “{names[at[0]]}” stands twice, in columns {at[0] + 1} and "
                f"{at[1] + 1}; keep one."
            )
        if at:
            places[ours] = at[0]
    _refuse_missing(source, layout, names, places)
    return Header(names, places)


def _names(source: Source, head: bytes, layout: Layout) -> tuple[str, ...]:
    for first_bytes, kind in FIRST_BYTES.items():
        if head.startswith(first_bytes):
            raise SourceUnreadable(f"{source} is {kind}; expected: {layout.called}.")
    if b"\0" in head:
        raise SourceUnreadable(
            f"{source} holds NUL bytes, so it is no text; expected: {layout.called}."
        )
    line, _, below = head.partition(b"\n")
    try:
        names = next(csv.reader([line.decode("utf-8-sig").strip("\r")]), [])
    except (UnicodeDecodeError, csv.Error) as error:
        raise SourceUnreadable(
            f"{source}, row 1: this is no header of column names; expected: {layout.called}."
        ) from error
    if names and not below.strip():
        raise SourceUnreadable(f"{source} has a header but no rows under it.")
    return tuple(name.strip() for name in names)


def _refuse_missing(
    source: Source, layout: Layout, names: Sequence[str], places: Mapping[str, int]
) -> None:
    missing = [" or ".join(layout.columns[name]) for name in layout.needed if name not in places]
    if missing:
        found = ", ".join(names) or "nothing"
        shown = found if len(found) <= MOST_SHOWN else f"{found[:MOST_SHOWN]}…"
        raise ColumnMissing(
            f"{source}, row 1: missing column: {'; '.join(missing)}. Found: {shown}. "
            f"Expected: {layout.called}."
        )


def _squeeze(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())

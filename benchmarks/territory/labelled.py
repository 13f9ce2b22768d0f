"""The labelled pairs of rows, and the real excerpt they come from, as plain values."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, cast

Label = Literal["same", "different", "cannot_tell"]
Kind = Literal["real", "re_spelt", "re_numbered"]

PAIRS = Path(__file__).with_name("pairs.csv")
EXCERPT = Path(__file__).parents[2] / "tests" / "territory" / "data" / "clinicians_maine.csv"
COLUMNS = (
    *(f"{name}_left" for name in ("npi", "row", "line", "city", "zip")),
    *(f"{name}_right" for name in ("npi", "row", "line", "city", "zip")),
    *("label", "kind", "hard", "why"),
)


@dataclass(frozen=True, slots=True)
class Side:
    """One row of a pair. `row` is a spreadsheet's, 0 for an invented person; `zip` has 5 or 9."""

    line: str
    city: str
    zip: str
    npi: str = ""
    row: int = 0

    def at(self, npi: str) -> "Side":
        """Return the same place with this person standing at it."""
        return replace(self, npi=npi)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two rows, and what a person who read both lines said about them."""

    left: Side
    right: Side
    label: Label
    kind: Kind
    hard: bool
    why: str


def read_pairs(path: Path = PAIRS) -> tuple[Pair, ...]:
    """Return the pairs in the file's order."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(_pair(record) for record in csv.DictReader(file))


def write_pairs(pairs: Iterable[Pair], path: Path = PAIRS) -> None:
    """Write the pairs as `read_pairs` reads them."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(_record(pair) for pair in pairs)


def read_excerpt(path: Path = EXCERPT) -> tuple[Side, ...]:
    """Return every row of the excerpt, numbered as a spreadsheet numbers it (header: 1)."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return tuple(
            Side(
                line=record["adr_ln_1"],
                city=record["city"],
                zip=record["zip9"] or record["zip5"],
                npi=record["npi"],
                row=number,
            )
            for number, record in enumerate(csv.DictReader(file), start=2)
        )


def _pair(record: dict[str, str]) -> Pair:
    left, right = (_side(record, which) for which in ("left", "right"))
    return Pair(
        left,
        right,
        label=cast(Label, record["label"]),
        kind=cast(Kind, record["kind"]),
        hard=record["hard"] == "yes",
        why=record["why"],
    )


def _side(record: dict[str, str], which: str) -> Side:
    return Side(
        line=record[f"line_{which}"],
        city=record[f"city_{which}"],
        zip=record[f"zip_{which}"],
        npi=record[f"npi_{which}"],
        row=int(record[f"row_{which}"] or 0),
    )


def _record(pair: Pair) -> tuple[str | int, ...]:
    sides = [(s.npi, s.row or "", s.line, s.city, s.zip) for s in (pair.left, pair.right)]
    hard = "yes" if pair.hard else "no"
    return (*sides[0], *sides[1], pair.label, pair.kind, hard, pair.why)

"""What a clinician does, told by their NUCC taxonomy: whom Medicare's files leave unclear, too."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import narwhals as nw
import polars as pl

TAXONOMY_FILE = Path(__file__).parent / "data" / "taxonomy.csv"
# A row of the table stands for a whole code, or for all that begin so; the longest one counts.
LENGTHS = (10, 4, 2)
COLUMNS = ("role", "pri_spec", "specialty", "peers")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a taxonomy code means here.

    role is primary_care, psychiatric_prescriber, therapist_peer, psych_nurse_non_prescriber,
    inpatient, physician (of another specialty), org, other (a profession that Medicare pays), or
    "" for everybody else.
    pri_spec is in Care Compare's words, or in ours where it has none: what tiers are told by.
    specialty is ours, "" where not primary care. peers is the specialty within which what they
    prescribe is compared: women's-health nurses and midwives with OB/GYN.
    """

    role: str
    pri_spec: str
    specialty: str
    peers: str

    @property
    def is_primary_care(self) -> bool:
        return self.role == "primary_care"


UNKNOWN = Meaning("", "", "", "")


@cache
def taxonomy_table() -> dict[str, Meaning]:
    """Return what each code, or beginning of codes, means.

    Source: NUCC Health Care Provider Taxonomy codes, with roles of our own: docs/data.md.
    """
    with TAXONOMY_FILE.open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: Meaning(*(row[column] for column in COLUMNS))
            for row in csv.DictReader(file)
        }


def meaning_of(code: str) -> Meaning:
    """Return what a code means; `UNKNOWN` for one of which nothing is said."""
    table = taxonomy_table()
    named = code.strip().upper()
    return next((table[named[:length]] for length in LENGTHS if named[:length] in table), UNKNOWN)


def meanings(codes: Iterable[str]) -> nw.LazyFrame[pl.LazyFrame]:
    """Return a row per code to join by: code and the fields of `Meaning`, "" where unknown.

    Args:
        codes: as written in a file, each once or often.
    """
    known = [(code, *_told(meaning_of(code))) for code in dict.fromkeys(codes)]
    schema = dict.fromkeys(("code", *COLUMNS), pl.String)
    return nw.from_native(pl.LazyFrame(known, schema=schema, orient="row"))


def primary_code(slots: Iterable[tuple[str, str]]) -> str:
    """Return the code of the slot that is primary, "" where nobody has one.

    Args:
        slots: each code with its switch, in the file's order: the first Y counts, not slot 1;
            where nothing is Y (X says that no answer was given), the first code there is.
    """
    filled = [(code.strip(), switch.strip().upper()) for code, switch in slots if code.strip()]
    chosen = [code for code, switch in filled if switch == "Y"]
    return next(iter([*chosen, *(code for code, _ in filled)]), "")


def _told(meaning: Meaning) -> tuple[str, str, str, str]:
    return (meaning.role, meaning.pri_spec, meaning.specialty, meaning.peers)

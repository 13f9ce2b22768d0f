"""What is known, from where, and until when: records, bullets, counterweights, forbidden words."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TypeVar

from alongside.materials import tables
from alongside.materials.tables import Reader, TableBad

Value = TypeVar("Value")

TRAININGS = ("cbt", "cbt_i", "erp", "trauma", "perinatal", "bipolar")
AUDIENCES = ("general", "obgyn", "internal_medicine", "insomnia_anxiety", "patient")
SETS = (
    "general_primary_care",
    "general_primary_care_alt",
    "ob_gyn",
    "internal_medicine_older_adults",
    "insomnia_anxiety",
    "patient_plain",
    "patient_plain_alt",
)
PRINT_OK = ("yes", "with-caveat", "no")
# A file that dates no record says when it was collected in its first lines.
DATED = re.compile(r"^#.*\bcollected (\d{4}-\d\d-\d\d)", re.ASCII | re.IGNORECASE | re.MULTILINE)


class EvidenceBad(TableBad):
    """An evidence file that cannot be read, or says what it must not."""


@dataclass(frozen=True, slots=True)
class Record:
    """A source, what it found, how far that was verified, and until when it may be printed."""

    id: str
    complaint: str
    claim: str
    finding: str
    authors: str
    year: int | None
    title: str
    journal: str
    volume: str
    pages: str
    doi: str
    pmid: str
    verified: bool
    verified_note: str
    unverified: str
    citation_complete: bool
    source_url: str
    print_ok: str
    caveat: str
    collected: date
    review_by: date


@dataclass(frozen=True, slots=True)
class Bullet:
    """A sentence for a page, the records it cites and the training it needs."""

    set: str
    n: int
    text: str
    cites: tuple[str, ...]
    requires: frozenset[str]
    figure: str = ""
    against: str = ""

    @property
    def id(self) -> str:
        """Return the name by which a bullet is chosen and refused, such as `patient_plain:1`."""
        return f"{self.set}:{self.n}"


@dataclass(frozen=True, slots=True)
class Counterweight:
    """A clause of an audience's honest line: said always, or beside a bullet that it concerns."""

    audience: str
    text: str
    cites: tuple[str, ...]
    always: bool


@dataclass(frozen=True, slots=True)
class Forbidden:
    """A pattern that no text of ours may meet, and why."""

    pattern: str
    why: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """All of an evidence file that a page is made of; `records` by id."""

    records: dict[str, Record]
    bullets: tuple[Bullet, ...]
    counterweights: tuple[Counterweight, ...]
    forbidden: tuple[Forbidden, ...]


def read_evidence(path: Path | None = None) -> Evidence:
    """Return what an evidence file of the shape of the shipped one says; without one, what ships.

    Args: path: TOML with `[[evidence]]`, `[[bullet]]`, `[[counterweight]]` and `[[forbidden]]`;
        `[meta]` and `[[rule]]` may be there too, and are read as strictly.
    Raises: EvidenceBad, naming the file, the record and the key.
    """
    if path is None:
        return shipped_evidence()
    try:
        return _evidence(*tables.parse(path))
    except TableBad as refusal:
        raise EvidenceBad(f"{path}: {refusal}") from None


@cache
def shipped_evidence() -> Evidence:
    """Return the evidence that ships."""
    file = resources.files("alongside.materials").joinpath("data/evidence.toml")
    with resources.as_file(file) as path:
        return read_evidence(path)


def twelve_months_after(day: date) -> date:
    """Return the day by which what was seen on a day is to be looked at again."""
    if (day.month, day.day) == (2, 29):
        return day.replace(year=day.year + 1, day=28)
    return day.replace(year=day.year + 1)


def _evidence(document: dict[str, object], written: str) -> Evidence:
    found = tables.fields(document, "", FILE, needed=("evidence", *EVERY_FILE_HAS))
    collected = _collected(found.get("meta", {}), written)
    records = _each(document, "evidence", lambda value, where: _record(value, where, collected))
    bullets = _each(document, "bullet", _bullet)
    _each(document, "rule", lambda value, where: tables.fields(value, where, RULE, tuple(RULE)))
    _refuse_twice("evidence", (record.id for record in records))
    _refuse_twice("bullet", (bullet.id for bullet in bullets))
    return Evidence(
        records={record.id: record for record in records},
        bullets=bullets,
        counterweights=_each(document, "counterweight", _counterweight),
        forbidden=_each(document, "forbidden", _forbidden),
    )


def _collected(meta: object, written: str) -> date | None:
    """Return the day on which the file as a whole was collected."""
    found = tables.fields(meta, "[meta]", META, needed=())
    if isinstance(found.get("collected"), date):
        return found["collected"]  # type: ignore[return-value]
    dated = DATED.search(written)
    return tables.day(dated[1], "the first lines") if dated else None


def _each(
    document: Mapping[str, object], name: str, read: Callable[[object, str], Value]
) -> tuple[Value, ...]:
    return tuple(
        read(value, f"[[{name}]] {_name_of(value, n)}")
        for n, value in enumerate(tables.each_of(document, name), 1)
    )


def _name_of(value: object, n: int) -> str:
    """Return what a reader of the file would look for: its id, its set, or its place."""
    if isinstance(value, dict) and isinstance(value.get("id"), str):
        return str(value["id"])[:60]
    if isinstance(value, dict) and isinstance(value.get("set"), str):
        return f"{value['set']:.60}:{value.get('n', '?')!s:.10}"
    return f"number {n}"


def _record(value: object, where: str, collected: date | None) -> Record:
    found = tables.fields(value, where, RECORD, needed=NEEDED_IN_RECORD)
    found = {"authors": "", "title": "", "journal": "", "year": None} | found
    seen = found.setdefault("collected", collected)
    if not isinstance(seen, date):
        raise TableBad(f"{where}, collected: missing, and the file has no day of its own.")
    latest = twelve_months_after(seen)
    review_by = found.setdefault("review_by", latest)
    if not isinstance(review_by, date) or review_by > latest:
        raise TableBad(f"{where}, review_by: found {review_by}; expected {latest} at the latest.")
    return Record(**found)  # type: ignore[arg-type]


def _bullet(value: object, where: str) -> Bullet:
    found = tables.fields(value, where, BULLET, needed=("set", "n", "text", "cites", "requires"))
    found["requires"] = frozenset(found["requires"])  # type: ignore[call-overload]
    return Bullet(**found)  # type: ignore[arg-type]


def _counterweight(value: object, where: str) -> Counterweight:
    found = tables.fields(value, where, COUNTERWEIGHT, needed=tuple(COUNTERWEIGHT))
    return Counterweight(**found)  # type: ignore[arg-type]


def _forbidden(value: object, where: str) -> Forbidden:
    found = tables.fields(value, where, FORBIDDEN, needed=tuple(FORBIDDEN))
    return Forbidden(**found)  # type: ignore[arg-type]


def _refuse_twice(name: str, ids: Iterable[str]) -> None:
    for id_, times in Counter(ids).items():
        if times > 1:
            raise TableBad(f"[[{name}]] {id_}: stands there {times} times; keep one.")


def _year(value: object, where: str) -> int | None:
    """Return the year, or None where it was left blank."""
    return None if value in ("", 0) and value is not False else tables.count(value, where)


def _pattern(value: object, where: str) -> str:
    try:
        re.compile(tables.filled(value, where))
    except re.error as error:
        raise TableBad(f"{where}: no regular expression: {error}.") from None
    return tables.text(value, where)


EVERY_FILE_HAS = ("bullet", "counterweight", "forbidden")
FILE: Mapping[str, Reader] = dict.fromkeys(
    ("meta", "evidence", "rule", *EVERY_FILE_HAS), tables.anything
)
META: Mapping[str, Reader] = {"title": tables.text, "limits": tables.text, "collected": tables.day}
RECORD: Mapping[str, Reader] = {
    "id": tables.filled,
    "complaint": tables.text,
    "claim": tables.text,
    "finding": tables.text,
    "authors": tables.text,
    "year": _year,
    "title": tables.text,
    "journal": tables.text,
    "volume": tables.text,
    "pages": tables.text,
    "doi": tables.text,
    "pmid": tables.text,
    "verified": tables.flag,
    "verified_note": tables.text,
    "unverified": tables.text,
    "citation_complete": tables.flag,
    "source_url": tables.text,
    "print_ok": tables.one_of(PRINT_OK),
    "caveat": tables.text,
    "collected": tables.day,
    "review_by": tables.day,
}
# Of a citation that lacks a part the gate says so, by record: the file can be read all the same.
MAY_LACK = {"authors", "year", "title", "journal", "collected", "review_by"}
NEEDED_IN_RECORD = tuple(key for key in RECORD if key not in MAY_LACK)
BULLET: Mapping[str, Reader] = {
    "set": tables.one_of(SETS),
    "n": tables.count,
    "text": tables.filled,
    "cites": tables.list_of(tables.filled),
    "requires": tables.list_of(tables.one_of(TRAININGS)),
    "figure": tables.text,
    "against": tables.text,
}
COUNTERWEIGHT: Mapping[str, Reader] = {
    "audience": tables.one_of(AUDIENCES),
    "text": tables.filled,
    "cites": tables.list_of(tables.filled),
    "always": tables.flag,
}
FORBIDDEN: Mapping[str, Reader] = {"pattern": _pattern, "why": tables.filled}
RULE: Mapping[str, Reader] = {
    "id": tables.filled,
    "topic": tables.text,
    "cite": tables.text,
    "rule": tables.text,
    "verified": tables.flag,
    "source_url": tables.text,
    "note": tables.text,
}

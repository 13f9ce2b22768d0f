"""What is known, from where, and until when: records, bullets, counterweights, forbidden words."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from alongside.errors import Refused

TRAININGS = ("cbt", "cbt_i", "erp", "trauma", "perinatal", "bipolar")


class EvidenceBad(Refused):
    """An evidence file that cannot be read, or says what it must not."""


@dataclass(frozen=True, slots=True)
class Record:
    """A source, what it found, and how far that was verified."""

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
    """A clause of an audience's honest line."""

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
    """All that an evidence file says; `records` by id."""

    records: dict[str, Record]
    bullets: tuple[Bullet, ...]
    counterweights: tuple[Counterweight, ...]
    forbidden: tuple[Forbidden, ...]


def read_evidence(path: Path | None = None) -> Evidence:
    """Return what an evidence file says; without a path, what ships.

    Raises: EvidenceBad, naming the file, the record and the key.
    """
    raise NotImplementedError

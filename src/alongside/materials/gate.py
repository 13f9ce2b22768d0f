"""The gate: what may be printed. Nothing becomes ink but through here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from alongside.errors import Refused
from alongside.materials.evidence import Evidence, Record
from alongside.materials.pages import HandoutPage, TalkLine
from alongside.materials.profile import Profile

AUDIENCES = ("general", "obgyn", "internal_medicine", "insomnia_anxiety", "patient")


class MayNotPrint(Refused):
    """Something that the gate refuses to print."""


class ForbiddenWords(MayNotPrint):
    """A text that meets a forbidden pattern."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A source that a person entered whole; `collected` is the day on which they saw it."""

    authors: str
    title: str
    journal: str
    year: int
    collected: date
    volume: str = ""
    pages: str = ""
    doi: str = ""


@dataclass(frozen=True, slots=True)
class OwnBullet:
    """A bullet that a person wrote: it cites the library by id, or sources entered whole."""

    text: str
    cites: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    figure: str = ""
    against: str = ""


def compose_handout(
    audience: str,
    profile: Profile,
    on: date,
    evidence: Evidence,
    own_bullets: Sequence[OwnBullet] = (),
    chosen: Sequence[str] = (),
    language: str = "en",
    reviewed_by: str = "",
) -> HandoutPage:
    """Return the page of an audience, each word of it passed by the gate.

    Args:
        on: the day on which it is printed.
        own_bullets: what the therapist wrote, two at most; they stand after the others.
        chosen: ids of bullets, in the order of the page; without them the set's own order.
        language: "en", or "es" for the patient page.
        reviewed_by: who reviewed the Spanish of the group.
    Raises: MayNotPrint, naming the record or the bullet, and what to do.
    """
    raise NotImplementedError


def check_page(
    page: HandoutPage, *, on: date, evidence: Evidence, citations: Sequence[Citation] = ()
) -> None:
    """Refuse a page that the gate would not have made, however it was made.

    Raises: MayNotPrint.
    """
    raise NotImplementedError


def check_profile(profile: Profile, *, evidence: Evidence | None = None) -> None:
    """Refuse a profile of which a line meets a forbidden pattern.

    Raises: ForbiddenWords, naming the key.
    """
    raise NotImplementedError


def check_talk_line(line: TalkLine, *, on: date, evidence: Evidence) -> None:
    """Refuse a line that says what cannot be said over a counter.

    Raises: MayNotPrint.
    """
    raise NotImplementedError


def check_text(text: str, *, where: str, evidence: Evidence | None = None) -> None:
    """Refuse a text that meets a forbidden pattern, in whatever spelling.

    Args:
        where: what the text is, for the refusal.
        evidence: its patterns are tried too; those that ship are always tried.
    Raises: ForbiddenWords.
    """
    raise NotImplementedError


def record_may_print(record: Record, on: date) -> str | None:
    """Return why a record may not be printed on a day, or None where it may."""
    raise NotImplementedError

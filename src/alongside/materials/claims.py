"""A bullet on its way to a page: the library's or a person's own, and what it must keep to."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from alongside.materials.citations import check_sources
from alongside.materials.evidence import Bullet, Evidence
from alongside.materials.figures import check_figure
from alongside.materials.forbidden import check_text
from alongside.materials.page_words import in_language
from alongside.materials.pages import Citation
from alongside.materials.refusals import MayNotPrint

MOST_WORDS = 28
MOST_CHARACTERS = 250
# A dash that is set without blanks parts words too.
WORD = re.compile(r"[^\s\u2014]+")
# "Still depressed despite six or more weeks on an antidepressant?" has ten words.
LEAD = re.compile(r"(?:\S+\s+){0,9}?\S*[^\s:?][:?](?=\s)")


class BulletBad(MayNotPrint):
    """A bullet that is too long, says nothing or cites nothing."""


@dataclass(frozen=True, slots=True)
class OwnBullet:
    """A bullet that a person wrote: it cites the library by id, or sources entered whole."""

    text: str
    cites: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    figure: str = ""
    against: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a bullet says, and on what it stands."""

    name: str
    text: str
    figure: str
    against: str
    stands_on: tuple[str | Citation, ...]
    is_own: bool


def claims_of(
    bullets: Sequence[Bullet], own_bullets: Sequence[OwnBullet], language: str
) -> tuple[Claim, ...]:
    """Return the claims of a page: the library's, then a person's own."""
    return (*_of_library(bullets, language), *_of_person(own_bullets))


def check_claim(claim: Claim, *, on: date, evidence: Evidence) -> None:
    """Refuse a claim that may not be printed on a day.

    Raises:
        BulletBad: too long, without words or without a source.
        ForbiddenWords: it meets a forbidden pattern.
        SourceMayNotPrint: a source of it may not be printed.
        FigureNotSaid: its words do not say what would stand large.
    """
    _check_length(claim)
    for text in (claim.text, f"{claim.figure} {claim.against}"):
        check_text(text, where=claim.name, evidence=evidence)
    check_sources(claim.stands_on, where=claim.name, on=on, evidence=evidence)
    found = (one if isinstance(one, Citation) else evidence.records[one] for one in claim.stands_on)
    citations = [(source.title, source.year) for source in found]
    check_figure(
        claim.figure, claim.against, text=claim.text, citations=citations, where=claim.name
    )


def lead_of(text: str) -> str:
    """Return the beginning that is set in bold: up to a colon or a question mark, else ""."""
    found = LEAD.match(text)
    return found[0] if found else ""


def _of_library(bullets: Iterable[Bullet], language: str) -> Iterable[Claim]:
    for bullet in bullets:
        text = in_language(bullet.text, language)
        yield Claim(bullet.id, text, bullet.figure, bullet.against, bullet.cites, is_own=False)


def _of_person(own_bullets: Sequence[OwnBullet]) -> Iterable[Claim]:
    for n, own in enumerate(own_bullets, 1):
        stands_on: tuple[str | Citation, ...] = (*own.cites, *own.citations)
        yield Claim(f"Your bullet {n}", own.text, own.figure, own.against, stands_on, is_own=True)


def _check_length(claim: Claim) -> None:
    words = len(WORD.findall(claim.text))
    if words > MOST_WORDS or len(claim.text) > MOST_CHARACTERS:
        raise BulletBad(
            f"{claim.name} has {words} words and {len(claim.text)} characters; {MOST_WORDS} and "
            f"{MOST_CHARACTERS} are the most. Shorten it."
        )
    if not words:
        raise BulletBad(f"{claim.name} says nothing; write it, or leave it out.")
    if not claim.stands_on:
        raise BulletBad(f"{claim.name} cites nothing; name its source, or leave it out.")

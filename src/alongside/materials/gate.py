"""The gate: what may be printed. Nothing becomes ink but through here."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date

from alongside.materials.citations import (
    check_sources,
    record_may_print,
    source_entered,
    source_of,
)
from alongside.materials.claims import Claim, OwnBullet, check_claim, claims_of, lead_of
from alongside.materials.evidence import (
    AUDIENCES,
    Bullet,
    Counterweight,
    Evidence,
    twelve_months_after,
)
from alongside.materials.forbidden import ForbiddenWords, check_text
from alongside.materials.page_words import PageWords, in_language, words_of
from alongside.materials.pages import Citation, HandoutPage, PrintedBullet, Source
from alongside.materials.profile import Profile
from alongside.materials.refusals import MayNotPrint
from alongside.materials.sets import (
    BULLETS_ON_A_PAGE,
    LEAST_OF_ITS_OWN,
    SETS_OF,
    bullets_of,
    chosen_bullets,
)
from alongside.materials.talk_tracks import check_talk_line

__all__ = [
    "AUDIENCES",
    "Citation",
    "ForbiddenWords",
    "MayNotPrint",
    "OwnBullet",
    "check_page",
    "check_profile",
    "check_talk_line",
    "check_text",
    "compose_handout",
    "record_may_print",
]

MOST_OWN_BULLETS = BULLETS_ON_A_PAGE - LEAST_OF_ITS_OWN


class NoSuchPage(MayNotPrint):
    """A page for which there is no audience, or too little to say."""


class PageChanged(MayNotPrint):
    """A page that is not as the gate makes it."""


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
        reviewed_by: who of the group reviewed the Spanish.
    Raises: MayNotPrint, naming the record or the bullet, and what to do.
    """
    check_profile(profile, evidence=evidence)
    words = _words(audience, language, reviewed_by, evidence)
    bullets = _bullets(audience, profile, evidence, chosen, len(own_bullets))
    claims = claims_of(bullets, own_bullets, language)
    for claim in claims:
        check_claim(claim, on=on, evidence=evidence)
    clauses = _clauses(audience, claims, evidence, on)
    sources = _sources(claims, clauses, evidence)
    return HandoutPage(
        audience=audience,
        language=language,
        title=words.title,
        subtitle=words.subtitle,
        bullets=tuple(_printed(claim, sources) for claim in claims),
        honest_line=" ".join(in_language(clause.text, language) for clause in clauses),
        sources=tuple(sources.values()),
        review_by=min(_review_by(source, evidence) for source in sources.values()),
        notices=words.notices,
        reviewed_by=reviewed_by if language != "en" else "",
    )


def check_page(page: HandoutPage, profile: Profile, *, on: date, evidence: Evidence) -> None:
    """Refuse a page that the gate would not make of the same bullets on this day.

    Raises: MayNotPrint, naming what the gate refuses, or what was changed.
    """
    again = compose_handout(
        page.audience,
        profile,
        on,
        evidence,
        own_bullets=[_own_again(one, page.sources) for one in page.bullets if one.is_own],
        chosen=[_id_of(one, page, evidence) for one in page.bullets if not one.is_own],
        language=page.language,
        reviewed_by=page.reviewed_by,
    )
    for field in fields(page):
        if getattr(page, field.name) != getattr(again, field.name):
            raise PageChanged(
                f"The page's {field.name} was changed after the gate passed it; compose it again."
            )


def check_profile(profile: Profile, *, evidence: Evidence | None = None) -> None:
    """Refuse a profile of which a line meets a forbidden pattern, alone or beside the next.

    Raises: ForbiddenWords, naming the key.
    """
    values = {field.name: getattr(profile, field.name) for field in fields(profile)}
    lines = {name: value for name, value in values.items() if isinstance(value, str)}
    for name, line in lines.items():
        check_text(line, where=f"The profile's {name}", evidence=evidence)
    together = "\n".join(lines.values())
    check_text(together, where="The profile, line after line", evidence=evidence)


def _words(audience: str, language: str, reviewed_by: str, evidence: Evidence) -> PageWords:
    if audience not in SETS_OF:
        raise NoSuchPage(f"{audience:.60}: no such page; there is {', '.join(AUDIENCES)}.")
    words = words_of(audience, language, reviewed_by)
    for text in (words.title, words.subtitle, *words.notices):
        check_text(text, where=f"The {audience} page", evidence=evidence)
    return words


def _bullets(
    audience: str, profile: Profile, evidence: Evidence, chosen: Sequence[str], own: int
) -> tuple[Bullet, ...]:
    if own > MOST_OWN_BULLETS:
        raise NoSuchPage(
            f"{own} bullets of your own were given; {MOST_OWN_BULLETS} at most stand on a page, "
            f"beside {LEAST_OF_ITS_OWN} of its set. Leave some out."
        )
    places = BULLETS_ON_A_PAGE - own
    trained_in = profile.trained_in
    if chosen:
        return chosen_bullets(audience, trained_in, evidence, chosen=chosen, places=places)
    return bullets_of(audience, trained_in, evidence, places=places)


def _clauses(
    audience: str, claims: Sequence[Claim], evidence: Evidence, on: date
) -> tuple[Counterweight, ...]:
    """Return the audience's honest line, clause by clause, each passed as a claim is."""
    cited = {source for claim in claims for source in claim.stands_on}
    clauses = tuple(
        clause
        for clause in evidence.counterweights
        if clause.audience == audience and (clause.always or cited.intersection(clause.cites))
    )
    if not clauses:
        raise NoSuchPage(f"The {audience} page has no honest line; give it a [[counterweight]].")
    for clause in clauses:
        where = f"The honest line of the {audience} page"
        check_text(clause.text, where=where, evidence=evidence)
        check_sources(clause.cites, where=where, on=on, evidence=evidence)
    return clauses


def _sources(
    claims: Sequence[Claim], clauses: Sequence[Counterweight], evidence: Evidence
) -> dict[str | Citation, Source]:
    """Return the footer's sources by what was cited, numbered in the order of the page."""
    cited: list[str | Citation] = [one for claim in claims for one in claim.stands_on]
    cited += [one for clause in clauses for one in clause.cites]
    sources: dict[str | Citation, Source] = {}
    for mark, one in enumerate(dict.fromkeys(cited), 1):
        if isinstance(one, Citation):
            sources[one] = source_entered(one, mark)
        else:
            sources[one] = source_of(evidence.records[one], mark)
        for line in (sources[one].full, sources[one].short, sources[one].doi):
            check_text(line, where=f"The source {sources[one].id}", evidence=evidence)
    return sources


def _printed(claim: Claim, sources: Mapping[str | Citation, Source]) -> PrintedBullet:
    return PrintedBullet(
        text=claim.text,
        figure=claim.figure,
        against=claim.against,
        lead=lead_of(claim.text),
        marks=tuple(dict.fromkeys(sources[one].mark for one in claim.stands_on)),
        is_own=claim.is_own,
    )


def _review_by(source: Source, evidence: Evidence) -> date:
    if source.entered is not None:
        return twelve_months_after(source.entered.collected)
    return evidence.records[source.id].review_by


def _own_again(bullet: PrintedBullet, sources: Sequence[Source]) -> OwnBullet:
    """Return what a person wrote, from how it was printed."""
    by_mark = {source.mark: source for source in sources}
    cited = [by_mark[mark] for mark in bullet.marks if mark in by_mark]
    return OwnBullet(
        text=bullet.text,
        cites=tuple(source.id for source in cited if source.entered is None),
        citations=tuple(source.entered for source in cited if source.entered is not None),
        figure=bullet.figure,
        against=bullet.against,
    )


def _id_of(bullet: PrintedBullet, page: HandoutPage, evidence: Evidence) -> str:
    """Return the id of a printed bullet of the library."""
    for one in evidence.bullets:
        is_of_page = one.set in SETS_OF.get(page.audience, ())
        if is_of_page and in_language(one.text, page.language) == bullet.text:
            return one.id
    raise PageChanged(f"“{bullet.text:.60}…” is no bullet of the {page.audience} page.")

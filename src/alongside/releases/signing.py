"""A release as the client signs it: the words on the screen, and the document they make."""

import re
from dataclasses import replace
from datetime import datetime

from alongside.errors import Refused
from alongside.materials.evidence import shipped_evidence
from alongside.materials.printing import print_document
from alongside.materials.profile import Profile
from alongside.materials.sheets import full_name, written
from alongside.materials.signed_release import HEIGHT, WIDTH, SignedRelease
from alongside.outreach.printer import own_profile
from alongside.releases.actions import Signed, sign_release
from alongside.releases.models import Release, Signature
from alongside.releases.scope import ITEMS_SAID, Item
from alongside.team.models import Membership

MOST_POINTS = 5000
POINT = re.compile(r"(\d{1,3}),(\d{1,3})")
HOW_SAID = {
    Signature.How.DRAWN: "drawn on a screen",
    Signature.How.TYPED: "typed on a screen",
}
Strokes = tuple[tuple[tuple[int, int], ...], ...]


class StrokesUnreadable(Refused):
    """A drawing that no pen has made."""


def sign(*, member: Membership, release: Release, signed: Signed, at: datetime) -> Signature:
    """Keep what was signed on the screen, with the document of it and its hash.

    Args:
        signed: what was done on the screen; its document is made here.
    Raises: ReleaseIncomplete, StrokesUnreadable, SignedAlready.
    """
    on = release.client.group.day_of(at)
    strokes = strokes_of(signed.strokes)
    document = document_of(release, signed, strokes, at)
    printed = print_document(document, on=on, evidence=shipped_evidence())
    whole = replace(signed, document=printed.pdf)
    return sign_release(member=member, release=release, signed=whole, at=at)


def document_of(release: Release, signed: Signed, strokes: Strokes, at: datetime) -> SignedRelease:
    """Return the release as paper."""
    client = release.client
    profile = own_profile(client.therapist)
    told, heard = ways_of(release, profile)
    ways = ((signed.tell_initials, told), (signed.hear_initials, heard))
    return SignedRelease(
        profile=profile,
        state=release.state,
        client=client.name or signed.name,
        born_on=client.born_on,
        items=items_said(release),
        ways=tuple((initials, way) for initials, way in ways if way),
        recipients=recipients_said(release),
        purpose=release.purpose,
        ends=ends_said(release, profile),
        signed_by=signed.name,
        signed_on=client.group.day_of(at),
        how=HOW_SAID[signed.how],
        strokes=strokes,
        representative=signed.representative,
        authority=signed.authority,
        is_part_2=release.is_part_2,
    )


def items_said(release: Release) -> tuple[str, ...]:
    return tuple(ITEMS_SAID[item] for item in Item if item in release.scope)


def recipients_said(release: Release) -> tuple[str, ...]:
    return tuple(f"{contact.name}, {contact.practice.name}" for contact in release.to)


def ways_of(release: Release, profile: Profile) -> tuple[str, str]:
    """Return who may tell whom, in words; none where the release does not let them."""
    them = " and ".join(contact.name for contact in release.to)
    told = f"{full_name(profile)} may tell {them}" if release.tells else ""
    heard = f"{them} may tell {full_name(profile)}" if release.hears else ""
    return told, heard


def ends_said(release: Release, profile: Profile) -> str:
    """Return when it ends, as the client reads it."""
    day = f"on {written(release.ends_on)}" if release.ends_on else ""
    event = f"when my treatment with {profile.name} ends" if release.ends_with_treatment else ""
    both = ", whichever comes first" if day and event else ""
    said = " or ".join(filter(None, (event, day)))
    return f"{said[:1].upper()}{said[1:]}{both}."


def strokes_of(said: str) -> Strokes:
    """Return the lines of a drawn signature: points between blanks, lines between semicolons.

    Raises: StrokesUnreadable.
    """
    lines = [line.split() for line in said.split(";") if line.strip()]
    if sum(map(len, lines)) > MOST_POINTS:
        raise StrokesUnreadable("The drawing is too long: clear the field and sign once.")
    return tuple(tuple(map(_point, line)) for line in lines)


def _point(said: str) -> tuple[int, int]:
    found = POINT.fullmatch(said)
    x, y = map(int, found.groups()) if found else (WIDTH + 1, HEIGHT + 1)
    if x > WIDTH or y > HEIGHT:
        raise StrokesUnreadable("The drawing could not be read: clear the field and sign again.")
    return x, y

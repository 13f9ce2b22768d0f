"""From a client to a letter: what it says, drawn in memory, and kept sealed until it leaves.

    write(member=…, client=…, contact=…, kind=LetterKind.REPORT_BACK, said=Said(…), key=…, at=…)

What it stands on is asked before a word is drawn, when it is kept, and when it leaves.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from alongside.errors import Refused
from alongside.materials.client_letters import ClientLetter, FaxCover
from alongside.materials.evidence import shipped_evidence
from alongside.materials.printing import Printed, print_document
from alongside.materials.sheets import written
from alongside.outreach.models import Contact
from alongside.outreach.printer import own_profile
from alongside.releases.actions.held import refusals_noted
from alongside.releases.actions.letters import Drawn, check_may_leave, queue_letter
from alongside.releases.covering import (
    Asked,
    Cover,
    Exemption,
    ReleaseMissing,
    covering,
    day_asked,
)
from alongside.releases.models import Basis, Client, Letter
from alongside.releases.scope import KINDS_SAID, NEEDS, Direction, Item, LetterKind
from alongside.team.actions import note_event
from alongside.team.models import Membership

__all__ = ["ReleaseMissing", "Said", "draw", "fax_cover", "needs", "write"]

LONGEST_WORDS = 1200


class NameMissing(Refused):
    """A letter about somebody of whom only a code is known."""


class WordsTooLong(Refused):
    """More than fits the one page of a letter."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a letter tells beside its own words: one text an item, in the therapist's words.

    `session_on` is the day of the first session, for a notice of it.
    """

    words: Mapping[Item, str] = field(default_factory=dict, repr=False)
    session_on: date | None = None

    @property
    def items(self) -> frozenset[Item]:
        return frozenset(item for item, text in self.words.items() if text.strip())


HEADINGS: Mapping[Item, str] = {
    # The plan first: it is what the reader acts on.
    Item.TREATMENT_PLAN: "Our plan together",
    Item.RISK: "Safety",
    Item.PROGRESS: "How it goes",
    Item.DIAGNOSIS: "Diagnosis",
    Item.ATTENDANCE: "Attendance",
    Item.COORDINATION: "To set up the care",
}
OPENINGS: Mapping[LetterKind, str] = {
    LetterKind.INTRODUCTION: (
        "I am the therapist of {name}, whose medicine you prescribe. With {name}'s permission I "
        "write to introduce myself, so that we can look after this care together. Every decision "
        "about medicine stays with you."
    ),
    LetterKind.FIRST_SESSION: (
        "Thank you for sending {name}. The first session was {session}. I write as far as {name} "
        "allows."
    ),
    LetterKind.REPORT_BACK: "This is where {name} and I stand, as far as {name} allows.",
    LetterKind.CONSULT: "After our word about {name}, this is what I can add.",
}
CLOSINGS: Mapping[LetterKind, str] = {
    LetterKind.INTRODUCTION: "The best time to reach me is a call to {phone}.",
    LetterKind.FIRST_SESSION: "I will write again when there is a plan to share.",
    LetterKind.REPORT_BACK: "If something here does not fit what you see, please call {phone}.",
    LetterKind.CONSULT: "Please call {phone} with anything I should know.",
}


def needs(kind: LetterKind, said: Said) -> frozenset[Item]:
    """Return all that a letter tells."""
    return NEEDS[kind] | said.items


def write(
    *,
    member: Membership,
    client: Client,
    contact: Contact,
    kind: LetterKind,
    said: Said,
    key: UUID,
    at: datetime,
    exemption: Exemption | None = None,
    referral_id: UUID | None = None,
) -> Letter:
    """Write a letter and queue it, when a release or a documented exception covers all of it.

    Raises: ReleaseMissing, saying why, and noted in the audit trail; NameMissing, ProfileMissing,
    WordsTooLong, PageOverflows, MayNotPrint.
    """
    items = needs(kind, said)
    with refusals_noted(member=member, client=client, at=at):
        cover = _cover(client, contact, items, at, exemption)
    printed = draw(
        client=client, contact=contact, kind=kind, said=said, on=day_asked(client, at), cover=cover
    )
    return queue_letter(
        member=member,
        client=client,
        contact=contact,
        drawn=Drawn(kind, items, printed.sha256, printed.pdf),
        key=key,
        at=at,
        exemption=exemption,
        referral_id=referral_id,
    )


def draw(
    *, client: Client, contact: Contact, kind: LetterKind, said: Said, on: date, cover: Cover
) -> Printed:
    """Return a letter as paper; it is made in memory, and nothing of it is kept."""
    document = _document(client, contact, kind, said, cover)
    return print_document(document, on=on, evidence=shipped_evidence())


def fax_cover(*, member: Membership, letter: Letter, at: datetime) -> Printed:
    """Return the page in front of a fax, when the letter may leave at this moment.

    Raises: ReleaseMissing, LetterStopped.
    """
    with refusals_noted(member=member, client=letter.client, at=at):
        check_may_leave(letter.client, letter, at)
    practice = letter.contact.practice
    profile = own_profile(letter.client.therapist)
    cover = FaxCover(profile, letter.contact.name, practice.name, practice.fax, pages=1)
    printed = print_document(cover, on=day_asked(letter.client, at), evidence=shipped_evidence())
    note_event(verb="fax cover printed", at=at, member=member, row=letter.client)
    return printed


def _cover(
    client: Client,
    contact: Contact,
    items: frozenset[Item],
    at: datetime,
    exemption: Exemption | None,
) -> Cover:
    asked = Asked(contact, items, Direction.TELL, day_asked(client, at))
    return covering(client=client, asked=asked, exemption=exemption)


def _document(
    client: Client, contact: Contact, kind: LetterKind, said: Said, cover: Cover
) -> ClientLetter:
    if not client.name.strip():
        raise NameMissing("Write down the client's name first: a letter about a code helps nobody.")
    if sum(map(len, said.words.values())) > LONGEST_WORDS:
        raise WordsTooLong(f"A letter is one page: {LONGEST_WORDS} letters at most.")
    profile = own_profile(client.therapist)
    facts = {
        "name": client.name,
        "phone": profile.phone,
        "session": f"on {written(said.session_on)}" if said.session_on else "kept",
    }
    born = f", born {client.born_on}" if client.born_on else ""
    return ClientLetter(
        profile=profile,
        what=KINDS_SAID[kind].capitalize(),
        subject=f"{client.name}{born}",
        opening=OPENINGS[kind].format(**facts),
        sections=tuple(
            (HEADINGS[item], said.words[item].strip()) for item in HEADINGS if item in said.items
        ),
        closing=CLOSINGS[kind].format(**facts),
        to=contact.name,
        address_lines=_address_of(contact),
        is_under_release=cover.basis is Basis.RELEASE,
        is_part_2=client.is_part_2,
    )


def _address_of(contact: Contact) -> tuple[str, ...]:
    practice = contact.practice
    place = " ".join(filter(None, (practice.state, practice.zip5)))
    lines = (practice.name, practice.street, ", ".join(filter(None, (practice.city, place))))
    return tuple(filter(None, lines))

"""From rows to paper: a document is composed, passed by the gate, printed, and noted."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from alongside.errors import Refused
from alongside.materials.availability import AvailabilityCard
from alongside.materials.cards import CardSheet
from alongside.materials.evidence import shipped_evidence
from alongside.materials.gate import compose_handout
from alongside.materials.handouts import Handout
from alongside.materials.kit import VisitKit
from alongside.materials.letters import FirstLetter
from alongside.materials.printing import Document, Printed, picture_document, print_document
from alongside.materials.profile import Profile
from alongside.materials.release import ReleaseForm, check_state
from alongside.materials.sets import bullets_of
from alongside.materials.sheets import Paper
from alongside.outreach.actions.cards import new_token
from alongside.outreach.actions.printings import Inked, note_printing
from alongside.outreach.models import (
    Availability,
    Contact,
    Letterhead,
    Logo,
    OwnFinding,
    Practice,
    Printing,
)
from alongside.outreach.owed import owed_as_seen_by
from alongside.outreach.own_words import talk_of
from alongside.outreach.paper import profile_for
from alongside.playbook.history import Specialty
from alongside.playbook.steps import Step
from alongside.team.models import Membership

Kind = Printing.Kind
# From a card's token to the address that its code opens: a door knows where it is served.
CardAddress = Callable[[str], str]

AUDIENCES_OF = {
    Specialty.OBSTETRICS_GYNECOLOGY: "obgyn",
    Specialty.INTERNAL_MEDICINE: "internal_medicine",
    Specialty.GERIATRICS: "internal_medicine",
}
USUAL_AUDIENCE = "general"
PLACES = 5


class ProfileMissing(Refused):
    """Paper for somebody who has not said who they are."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be printed, for whom, and by which choices."""

    kind: Kind
    whose: Membership
    paper: Paper = Paper.LETTER
    audience: str = ""
    language: str = "en"
    chosen: tuple[str, ...] = ()
    reviewed_by: str = ""
    practice: Practice | None = None
    replaces: bool = False
    state: str = ""
    is_for_psychotherapy_notes: bool = False


def print_wish(
    *, member: Membership, wish: Wish, at: datetime, card_address: CardAddress
) -> Printed:
    """Print what is wished for, and note it; what the gate refuses leaves no row.

    It is drawn before the transaction begins: nobody waits for ink to write.
    """
    has_cards = wish.kind in (Kind.CARDS, Kind.KIT)
    token = new_token() if has_cards else ""
    document = document_of(member, wish, at, card_address(token) if token else "")
    on = member.group.day_of(at)
    printed = print_document(document, on=on, evidence=shipped_evidence(), paper=wish.paper)
    note_printing(
        member=member,
        whose=wish.whose,
        inked=_inked(wish, document, printed),
        at=at,
        practice=wish.practice,
        token=token,
        replaces=wish.replaces,
    )
    return printed


def picture_wish(*, member: Membership, wish: Wish, at: datetime) -> tuple[bytes, ...]:
    """Return the pages of what is wished for as SVG; nothing is noted, and no card is made."""
    document = document_of(member, wish, at, "")
    on = member.group.day_of(at)
    return picture_document(document, on=on, evidence=shipped_evidence(), paper=wish.paper)


def document_of(member: Membership, wish: Wish, at: datetime, address: str) -> Document:
    """Return the document of a wish, as the press takes it.

    Raises: Refused, where the gate or the letterhead does not allow it.
    """
    profile = own_profile(wish.whose)
    on = member.group.day_of(at)
    match wish.kind:
        case Kind.HANDOUT:
            return handout_of(wish, profile, on)
        case Kind.CARDS:
            return CardSheet(profile, address)
        case Kind.LETTER:
            return _letter(wish.practice, profile)
        case Kind.AVAILABILITY:
            return _availability_card(wish.whose, profile, on)
        case Kind.KIT:
            return _kit(member, wish, profile, at, address)
        case Kind.RELEASE:
            state = check_state(wish.state or profile.licence_state)
            return ReleaseForm(profile, state, wish.is_for_psychotherapy_notes)


def own_profile(whose: Membership) -> Profile:
    """Return who a member is on paper.

    Raises: ProfileMissing.
    """
    letterhead = Letterhead.objects.of(whose)
    if letterhead is None:
        raise ProfileMissing(
            "Nothing can be printed before your profile is written: Settings, Profile."
        )
    return profile_for(letterhead, Logo.objects.of(whose))


def handout_of(wish: Wish, profile: Profile, on: date) -> Handout:
    """Return the handout of a wish, passed by the gate."""
    audience = wish.audience or audience_for(wish.practice)
    own = _own_chosen(wish, audience)
    page = compose_handout(
        audience,
        profile,
        on,
        shipped_evidence(),
        own_bullets=[finding.bullet for finding in own.values()],
        chosen=[one for one in wish.chosen if one not in own],
        language=wish.language,
        reviewed_by=wish.reviewed_by,
    )
    return Handout(page, profile)


def _own_chosen(wish: Wish, audience: str) -> dict[str, OwnFinding]:
    """Return the findings of one's own among those chosen, by id."""
    if not wish.chosen:
        return {}
    offered = OwnFinding.objects.offered(wish.whose, audience)
    return {str(one.pk): one for one in offered if str(one.pk) in wish.chosen}


def audience_for(practice: Practice | None) -> str:
    """Return whose page an office gets."""
    if practice is None:
        return USUAL_AUDIENCE
    return AUDIENCES_OF.get(Specialty(practice.specialty), USUAL_AUDIENCE)


def chosen_of(wish: Wish, handout: Handout) -> tuple[str, ...]:
    """Return the ids of a page's bullets: those chosen, or the set's own."""
    if wish.chosen:
        return wish.chosen
    trained_in, audience = handout.profile.trained_in, handout.page.audience
    usual = bullets_of(audience, trained_in, shipped_evidence(), places=PLACES)
    return tuple(bullet.id for bullet in usual)


def _inked(wish: Wish, document: Document, printed: Printed) -> Inked:
    inked = Inked(
        kind=wish.kind,
        sha256=printed.sha256,
        review_by=printed.review_by,
        paper=wish.paper.value,
        language=document.language,
    )
    handout = _handout_in(document)
    if handout is None:
        return inked
    return replace(
        inked,
        audience=handout.page.audience,
        reviewed_by=handout.page.reviewed_by,
        bullets=chosen_of(wish, handout),
        sources=[source.id for source in handout.page.sources],
    )


def _handout_in(document: Document) -> Handout | None:
    if isinstance(document, VisitKit):
        return document.handout
    return document if isinstance(document, Handout) else None


def _letter(practice: Practice | None, profile: Profile) -> FirstLetter:
    if practice is None:
        return FirstLetter(profile)
    prescribers = list(practice.contacts.filter(part=Contact.Part.PRESCRIBER)[:2])
    to = prescribers[0].name if len(prescribers) == 1 else ""
    place = " ".join(filter(None, (practice.state, practice.zip5)))
    town = ", ".join(filter(None, (practice.city, place)))
    lines = (practice.name, practice.street, town)
    return FirstLetter(profile, to, tuple(filter(None, lines)))


def _availability_card(whose: Membership, profile: Profile, on: date) -> AvailabilityCard:
    """Return what was last said; without it, lines to write on."""
    said = Availability.objects.of(whose)
    if said is None:
        return AvailabilityCard(profile, as_of=on)
    return AvailabilityCard(
        profile,
        as_of=said.as_of,
        openings=tuple(said.openings),
        insurers=tuple(said.insurers),
        ages=said.ages,
        helps_with=tuple(said.helps_with),
        portal=said.portal,
        valid_until=said.valid_until,
    )


def _kit(member: Membership, wish: Wish, profile: Profile, at: datetime, address: str) -> VisitKit:
    """Return all the paper of the next visit, with what to say at the step that is owed there."""
    assert wish.practice is not None
    handout = handout_of(wish, profile, member.group.day_of(at))
    owed = owed_as_seen_by(member, wish.practice, at)
    step = (owed.step if owed else None) or Step.HANDOUT_AND_CARDS
    talk = talk_of(wish.whose, int(step), handout.page.audience, profile.trained_in)
    return VisitKit(handout, CardSheet(profile, address), talk, wish.practice.name)

"""What outreach hears of step 5: that it happened, and never of whom."""

from datetime import date, datetime
from uuid import UUID, uuid5

from alongside.outreach.actions import Told, log_visit, note_step_five
from alongside.outreach.models import Contact, Entrance, Practice, StepFiveFact
from alongside.playbook.history import Entry, Outcome
from alongside.releases.models import Client, Release
from alongside.team.models import Membership

OUT_OF_A_ROW = UUID("6f1c2f6e-52a2-4a0b-9f5c-6a6f1d0b7b55")


def tell_released(*, client: Client, contacts: list[Contact], on: date, at: datetime) -> None:
    """Note the day of a release at each practice that the therapist entered through a client."""
    for practice in _practices(contacts):
        _note(client, practice, StepFiveFact.What.RELEASED, on, at)


def tell_no(*, client: Client, contacts: list[Contact], on: date, at: datetime) -> None:
    """Note a no, where no release of another client of this therapist stands."""
    for practice in _practices(contacts):
        others = Release.objects.filter(client__therapist=client.therapist_id).in_force(on)
        if not others.filter(recipients__contact__practice=practice).exists():
            _note(client, practice, StepFiveFact.What.SAID_NO, on, at)


def tell_met(
    *,
    client: Client,
    contact: Contact,
    row_id: UUID,
    on: date,
    at: datetime,
    introduced: bool = False,
    consulted: bool = False,
    question: str = "",
) -> None:
    """Log it as a visit by phone or letter; told twice of one row, it counts once."""
    practice = contact.practice
    if not _walks_five(client.therapist, practice) or not _is_released(practice, on):
        return
    told = Told(
        on=on,
        outcome=Outcome.MET_PRESCRIBER,
        introduced=introduced,
        consulted=consulted,
        question=question,
    )
    key = uuid5(OUT_OF_A_ROW, str(row_id))
    log_visit(member=client.therapist, practice=practice, key=key, told=told, at=at)


def _practices(contacts: list[Contact]) -> list[Practice]:
    """Return them once each, in the order in which they are locked."""
    found = {contact.practice_id: contact.practice for contact in contacts}
    return [found[pk] for pk in sorted(found)]


def _note(
    client: Client, practice: Practice, what: StepFiveFact.What, on: date, at: datetime
) -> None:
    if _walks_five(client.therapist, practice):
        note_step_five(member=client.therapist, practice=practice, what=what, on=on, at=at)


def _walks_five(therapist: Membership, practice: Practice) -> bool:
    return Entrance.objects.filter(practice=practice, entry=Entry.CLIENT, by=therapist).exists()


def _is_released(practice: Practice, on: date) -> bool:
    facts = StepFiveFact.objects.filter(practice=practice, what=StepFiveFact.What.RELEASED)
    return facts.filter(on__lte=on).exists()

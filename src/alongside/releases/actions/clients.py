"""A client, who prescribes for them, and what they would rather not."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from alongside.errors import Refused
from alongside.materials.release import check_state
from alongside.outreach.actions import NotYours
from alongside.outreach.models import Contact
from alongside.releases.actions.held import check_contact, hold
from alongside.releases.actions.letters import stop_queued
from alongside.releases.actions.telling import tell_no
from alongside.releases.models import (
    TREATS,
    Client,
    ClientNo,
    Prescriber,
    Release,
    TreatmentEnd,
    TreatmentPolicy,
)
from alongside.releases.retention import check_may_go
from alongside.team.actions import NotAllowed, note_event
from alongside.team.ids import uuid7
from alongside.team.models import Membership, Role


class CodeTaken(Refused):
    """Two clients of a group with one code."""


class CodeMissing(Refused):
    """A client without a code."""


class DayToCome(Refused):
    """Something that is said to have happened, on a day that is not here yet."""


class TreatmentEnded(Refused):
    """A client whose treatment has ended."""


@transaction.atomic
def add_client(
    *,
    member: Membership,
    code: str,
    state: str,
    at: datetime,
    therapist: Membership | None = None,
    name: str = "",
    born_on: str = "",
    contact: str = "",
    is_part_2: bool = False,
    key: UUID | None = None,
) -> Client:
    """Write down a client; who it is, is sealed. Sent twice with one key, it counts once.

    Args:
        therapist: whose client it is; without one, the member's own. A coordinator may note one
            for a therapist, and sees no more of them.
    """
    whose = therapist or member
    if whose.group_id != member.group_id:
        raise NotYours("There is no such therapist in your group.")
    if whose.role not in TREATS or member.role == Role.LIAISON or _is_others(member, whose):
        raise NotAllowed("A client is noted by their own therapist, or for them by an owner.")
    already = Client.objects.filter(made_by=member, key=key).first() if key else None
    if already is not None:
        return already
    client = Client.objects.create(
        group=member.group,
        therapist=whose,
        code=_free_code(member, code),
        state=check_state(state),
        name=name.strip(),
        born_on=born_on.strip(),
        contact=contact.strip(),
        is_part_2=is_part_2,
        made_by=member,
        made_at=at,
        key=key or uuid7(),
    )
    note_event(verb="client added", at=at, member=member, row=client)
    return client


@transaction.atomic
def mend_client(
    *,
    member: Membership,
    client: Client,
    name: str,
    born_on: str,
    contact: str,
    state: str,
    is_part_2: bool,
    at: datetime,
) -> Client:
    """Write down anew who a client is, and where they are seen."""
    held = hold(client, member)
    held.name, held.born_on, held.contact = name.strip(), born_on.strip(), contact.strip()
    held.state, held.is_part_2 = check_state(state), is_part_2
    held.save(update_fields=("name", "born_on", "contact", "state", "is_part_2"))
    note_event(verb="client mended", at=at, member=member, row=held)
    return held


@transaction.atomic
def add_prescriber(
    *, member: Membership, client: Client, contact: Contact, at: datetime
) -> Prescriber:
    """Note who prescribes for a client."""
    held = hold(client, member)
    check_contact(contact, member)
    prescriber, is_new = Prescriber.objects.get_or_create(
        client=held,
        contact=contact,
        defaults={"group_id": held.group_id, "by": member, "at": at},
    )
    if is_new:
        note_event(verb="prescriber noted", at=at, member=member, row=held)
    return prescriber


@transaction.atomic
def note_no(*, member: Membership, prescriber: Prescriber, on: date, at: datetime) -> ClientNo:
    """The client would rather not: noted once, and nobody is asked again."""
    held = hold(prescriber.client, member)
    check_past(held, on, at)
    no, is_new = ClientNo.objects.get_or_create(
        prescriber=prescriber, defaults={"on": on, "by": member, "at": at}
    )
    if is_new:
        tell_no(client=held, contacts=[prescriber.contact], on=on, at=at)
        note_event(verb="a client’s no noted", at=at, member=member, row=held)
    return no


@transaction.atomic
def end_treatment(*, member: Membership, client: Client, on: date, at: datetime) -> TreatmentEnd:
    """Note that treatment ended, and with it the releases that say so."""
    held = hold(client, member)
    check_past(held, on, at)
    end, is_new = TreatmentEnd.objects.get_or_create(
        client=held, defaults={"on": on, "by": member, "at": at}
    )
    if is_new:
        over = Release.objects.filter(client=held, ends_with_treatment=True)
        stop_queued(over, reason="The treatment ended, and the release with it.", at=at)
        note_event(verb="treatment ended", at=at, member=member, row=held)
    return end


@transaction.atomic
def settle_policy(*, member: Membership, states: list[str], at: datetime) -> TreatmentPolicy:
    """Say in which states the group tells a treating prescriber without a release."""
    if not member.is_owner:
        raise NotAllowed("Only an owner settles that.")
    checked = sorted({check_state(state) for state in states})
    policy = TreatmentPolicy.objects.create(group=member.group, states=checked, by=member, at=at)
    note_event(verb="treatment policy settled", at=at, member=member, row=policy)
    return policy


def note_look(*, member: Membership, client: Client, at: datetime) -> None:
    """Note that a client's page was looked at."""
    note_event(verb="client looked at", at=at, member=member, row=client)


@transaction.atomic
def delete_client(*, member: Membership, client: Client, at: datetime) -> None:
    """Delete a client of whom nothing must be kept any more."""
    held = hold(client, member)
    check_may_go(held, held.group.day_of(at))
    note_event(verb="client deleted", at=at, member=member, row=held)
    ClientNo.objects.filter(prescriber__client=held).delete()
    Prescriber.objects.filter(client=held).delete()
    TreatmentEnd.objects.filter(client=held).delete()
    held.delete()


def check_past(client: Client, on: date, at: datetime) -> None:
    """Refuse a day that is not here yet."""
    if on > client.group.day_of(at):
        raise DayToCome("That day is not here yet.")


def _is_others(member: Membership, whose: Membership) -> bool:
    return member.role == Role.THERAPIST and whose.pk != member.pk


def _free_code(member: Membership, code: str) -> str:
    said = " ".join(code.split())
    if not said:
        raise CodeMissing("Code: give the client one; initials and a number will do.")
    if Client.objects.filter(group=member.group_id, code__iexact=said).exists():
        raise CodeTaken("Code: another client here has this one; take another.")
    return said

"""A practice comes onto the list, is mended, put away and brought back; so are its people."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from alongside.outreach.actions.facts import Described
from alongside.outreach.actions.reckoning import hold, hold_turns, pace, reckon
from alongside.outreach.actions.sisters import introduce_to_sisters
from alongside.outreach.models import (
    PACED,
    Comfort,
    Contact,
    Entrance,
    Practice,
    Revival,
    Shelving,
)
from alongside.playbook.history import Entry
from alongside.team import actions as team
from alongside.team.actions import hold_network, note_event
from alongside.team.ids import uuid7
from alongside.team.models import Membership


@transaction.atomic
def add_practice(
    *,
    member: Membership,
    described: Described,
    entry: Entry,
    on: date,
    at: datetime,
    key: UUID | None = None,
    is_comfortable: bool = True,
    own_appointment_on: date | None = None,
    candidate: str = "",
    worth: float = 0,
) -> Practice:
    """Put a practice on the list, with how it came there, which its finder alone sees."""
    hold_network(member.group)
    facts = {**described.as_columns(), "candidate": candidate, "worth": worth}
    practice, is_new = Practice.objects.get_or_create(
        made_by=member,
        key=key or uuid7(),
        defaults={"group": member.group, "made_at": at, **facts},
    )
    if not is_new:
        return practice
    Entrance.objects.create(
        practice=practice,
        entry=entry,
        on=on,
        by=member,
        is_comfortable=is_comfortable and Comfort.objects.of(member),
        own_appointment_on=own_appointment_on,
    )
    reckon(practice, at=at)
    introduce_to_sisters(practice, at=at)
    if entry in PACED:
        pace(member.group, at=at)
    note_event(verb="practice added", at=at, member=member, row=practice)
    return practice


@transaction.atomic
def mend_practice(
    *, member: Membership, practice: Practice, described: Described, at: datetime
) -> None:
    """Write down a practice's name, place, hours and policy anew."""
    hold_network(member.group)
    held = hold(practice, member)
    Practice.objects.filter(pk=held.pk).update(**described.as_columns())
    mended = hold(practice, member)
    reckon(mended, at=at)
    introduce_to_sisters(mended, at=at)
    note_event(verb="practice mended", at=at, member=member, row=practice)


@transaction.atomic
def archive(*, member: Membership, practice: Practice, at: datetime) -> None:
    """Put a practice away; its history stays, and its place in the pace is the next one's."""
    hold_turns(member.group)
    shelve(member=member, practice=practice, at=at)
    pace(member.group, at=at)


def shelve(*, member: Membership, practice: Practice, at: datetime) -> None:
    """Put a practice away within another act."""
    held = hold(practice, member)
    _, is_new = Shelving.objects.get_or_create(
        standing_for=held, defaults={"practice": held, "by": member, "at": at}
    )
    if is_new:
        note_event(verb="practice put away", at=at, member=member, row=practice)


@transaction.atomic
def revive(*, member: Membership, practice: Practice, at: datetime) -> None:
    """Bring back a practice that was put away: what is owed is what it would have been."""
    hold_turns(member.group)
    held = hold(practice, member)
    shelving = Shelving.objects.filter(standing_for=held).first()
    if shelving is None:
        return
    Shelving.objects.filter(pk=shelving.pk).update(standing_for=None)
    Revival.objects.create(shelving=shelving, by=member, at=at)
    pace(member.group, at=at)
    note_event(verb="practice brought back", at=at, member=member, row=practice)


@transaction.atomic
def add_contact(
    *,
    member: Membership,
    practice: Practice,
    name: str,
    part: str,
    at: datetime,
    key: UUID | None = None,
    **facts: str,
) -> Contact:
    """Write down a person at a practice."""
    hold(practice, member)
    contact, is_new = Contact.objects.get_or_create(
        made_by=member,
        key=key or uuid7(),
        defaults={"practice": practice, "name": name, "part": part, "made_at": at, **facts},
    )
    if is_new:
        note_event(verb="contact added", at=at, member=member, row=contact)
    return contact


@transaction.atomic
def mend_contact(*, member: Membership, contact: Contact, at: datetime, **facts: Any) -> None:
    """Write down anew who a person at a practice is."""
    hold(contact.practice, member)
    Contact.objects.filter(pk=contact.pk).update(**facts)
    note_event(verb="contact mended", at=at, member=member, row=contact)


@transaction.atomic
def settle_comfort(*, member: Membership, is_comfortable: bool, at: datetime) -> Comfort:
    """Say whether one begins at one's own doctor's: no reason is asked, and nobody else sees it."""
    row = Comfort.objects.create(member=member, is_comfortable=is_comfortable, at=at)
    own = Practice.objects.filter(entrance__by=member, entrance__entry=Entry.OWN_DOCTOR)
    for practice in own.order_by("pk"):
        hold(practice, member)
        Entrance.objects.filter(practice=practice).update(is_comfortable=is_comfortable)
        reckon(hold(practice, member), at=at)
    note_event(verb="comfort settled", at=at, member=member, row=row, is_private=True)
    return row


@transaction.atomic
def settle_group(*, member: Membership, at: datetime, **settings: Any) -> None:
    """Change the group's settings; another pace gives the new practices other turns."""
    team.settle_group(member=member, at=at, **settings)
    pace(member.group, at=at)

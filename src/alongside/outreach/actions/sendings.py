"""Somebody was sent to a practice, or that was noted in error."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from alongside.errors import Refused
from alongside.outreach.actions.reckoning import NotYours
from alongside.outreach.models import Contact, Practice, Sending, SendingWithdrawal
from alongside.team.actions import note_event
from alongside.team.models import Membership


class SentBad(Refused):
    """A sending that cannot be."""


@transaction.atomic
def note_sending(
    *,
    member: Membership,
    practice: Practice,
    on: date,
    way: Sending.Way,
    at: datetime,
    key: UUID,
    contact: Contact | None = None,
    insurer: str = "",
) -> Sending:
    """Note that somebody was sent, and how they wanted it sent; nobody is named."""
    if practice.group_id != member.group_id:
        raise NotYours("There is no such practice in your group.")
    if contact is not None and contact.practice_id != practice.pk:
        raise SentBad(f"{contact} is not at {practice}.")
    if on > member.group.day_of(at):
        raise SentBad(f"{on} has not come yet; the day on which they were sent was expected.")
    facts = {"group": member.group, "practice": practice, "contact": contact, "on": on, "way": way}
    sending, is_new = Sending.objects.get_or_create(
        by=member, key=key, defaults={**facts, "insurer": insurer.strip(), "at": at}
    )
    if is_new:
        note_event(verb="somebody sent there", at=at, member=member, row=sending)
    return sending


@transaction.atomic
def withdraw_sending(*, member: Membership, sending: Sending, at: datetime) -> None:
    """Take back what was noted in error: one's own, or as an owner anybody's."""
    if sending.group_id != member.group_id or (sending.by_id != member.pk and not member.is_owner):
        raise NotYours("It is taken back by whoever noted it.")
    _, is_new = SendingWithdrawal.objects.get_or_create(
        sending=sending, defaults={"by": member, "at": at}
    )
    if is_new:
        note_event(verb="sending withdrawn", at=at, member=member, row=sending)

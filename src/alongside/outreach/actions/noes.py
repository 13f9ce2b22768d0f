"""A no, its lifting, a pause, and the days of step 5."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from alongside.errors import Refused
from alongside.outreach.actions.reckoning import NotYours, hold, reckon
from alongside.outreach.actions.sisters import tell_sisters
from alongside.outreach.histories import recorded
from alongside.outreach.models import (
    DoNotVisit,
    FollowUp,
    Lifting,
    Pause,
    Practice,
    StepFiveFact,
)
from alongside.team.actions import hold_network, note_event
from alongside.team.ids import uuid7
from alongside.team.models import Membership

LONGEST_PAUSE_DAYS = 732


class ReasonMissing(Refused):
    """Something that wants a reason has none."""


class ToldToASister(Refused):
    """A no that was told to another group of the network, and is lifted there."""


class PauseTooLong(Refused):
    """A pause that nobody can mean."""


@transaction.atomic
def ask_not_to_visit(
    *,
    member: Membership,
    practice: Practice,
    on: date,
    reason: str,
    at: datetime,
    key: UUID | None = None,
) -> DoNotVisit:
    """The practice asked not to be visited: it is closed until somebody lifts that."""
    hold_network(member.group)
    held = hold(practice, member)
    no, is_new = DoNotVisit.objects.get_or_create(
        by=member,
        key=key or uuid7(),
        defaults={"practice": held, "on": on, "reason": reason, "at": at},
    )
    if is_new:
        reckon(held, at=at)
        tell_sisters(held, at=at)
        note_event(verb="asked not to be visited", at=at, member=member, row=no)
    return no


@transaction.atomic
def lift(
    *,
    member: Membership,
    practice: Practice,
    on: date,
    reason: str,
    at: datetime,
    key: UUID | None = None,
) -> Lifting:
    """Lift a no, with a reason."""
    hold_network(member.group)
    held = hold(practice, member)
    if not reason.strip():
        raise ReasonMissing("A no is lifted with a reason; write one.")
    if recorded(held).closed_by_sister_on is not None:
        raise ToldToASister(
            "It is a sister group of your network that was asked not to visit; it alone can lift "
            "that, and this door then opens by itself."
        )
    lifting, is_new = Lifting.objects.get_or_create(
        by=member,
        key=key or uuid7(),
        defaults={"practice": held, "on": on, "reason": reason, "at": at},
    )
    if is_new:
        reckon(held, at=at)
        tell_sisters(held, at=at)
        note_event(verb="no lifted", at=at, member=member, row=lifting)
    return lifting


@transaction.atomic
def pause(*, member: Membership, until: date, at: datetime) -> Pause:
    """ "I am full": nothing falls due before a day at the practices where this member goes."""
    if (until - member.group.day_of(at)).days > LONGEST_PAUSE_DAYS:
        raise PauseTooLong("A day within the next two years was expected.")
    row = Pause.objects.create(member=member, until=until, at=at)
    goes = FollowUp.objects.standing().going(member).order_by("practice_id")
    for follow_up in goes.select_related("practice"):
        reckon(hold(follow_up.practice, member), at=at)
    note_event(verb="paused", at=at, member=member, row=row)
    return row


@transaction.atomic
def note_step_five(
    *, member: Membership, practice: Practice, what: StepFiveFact.What, on: date, at: datetime
) -> StepFiveFact:
    """Note the day of a release or of a client's no: no client is named, nobody else sees it."""
    held = hold(practice, member)
    if held.entrance.by_id != member.pk:
        raise NotYours("Only the one who entered this practice notes that.")
    fact, is_new = StepFiveFact.objects.get_or_create(
        practice=held, what=what, defaults={"on": on, "by": member, "at": at}
    )
    if is_new:
        reckon(held, at=at)
        note_event(verb=f"step 5: {what.label}", at=at, member=member, row=fact, is_private=True)
    return fact

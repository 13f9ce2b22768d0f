"""What every act on a practice does first and last: hold it, and reckon what is owed anew."""

from datetime import date, datetime, timedelta
from itertools import count
from uuid import UUID

from django.db.models import QuerySet, UUIDField

from alongside.errors import Refused
from alongside.outreach.models import Completion, FollowUp, Opening, Practice, Visit
from alongside.outreach.owed import owed
from alongside.outreach.prepared import Prepared
from alongside.team.models import Group, Membership


class NotYours(Refused):
    """A row of another group, or of another person's."""


def hold(practice: Practice, member: Membership) -> Practice:
    """Lock a practice of the member's group, so that what follows is reckoned once at a time."""
    if not LOCKED.rows(practice.pk, member.group_id):
        raise NotYours("There is no such practice in your group.")
    return _read_locked(practice.pk)


# They stand in the query for the practice, and for the group of whoever holds it.
PRACTICE, MEMBER = UUID(int=1), Membership(group_id=UUID(int=2))
LOCKED = Prepared(
    lambda: _for_update(Practice.objects.seen_by(MEMBER).filter(pk=PRACTICE)),
    {PRACTICE: UUIDField(), MEMBER.group_id: UUIDField()},
    (UUIDField(),),
)


def locked(found: QuerySet[Practice]) -> Practice | None:
    """Lock the one practice of a query, and read it with what is reckoned from."""
    row = _for_update(found).first()
    return _read_locked(row[0]) if row else None


def _for_update(found: QuerySet[Practice]) -> QuerySet[Practice, tuple[UUID]]:
    return found.select_for_update(no_key=True).values_list("pk")


def _read_locked(pk: UUID) -> Practice:
    # Read after the lock is had: PostgreSQL shows what is joined as it was before the wait.
    return Practice.objects.select_related("group", "entrance", "owed").get(pk=pk)


def reckon(held: Practice, *, at: datetime, visit: Visit | None = None) -> FollowUp:
    """Make what is owed now the only standing follow-up; the practice is held by the caller."""
    said = owed(held, at)
    standing: FollowUp | None = getattr(held, "owed", None)
    if standing is not None:
        if visit is None and standing.says(said.found, said.told.goer_id):
            return standing
        FollowUp.objects.filter(pk=standing.pk).update(standing_for=None)
        Completion.objects.create(follow_up=standing, visit=visit, at=at)
    return FollowUp.objects.create(
        group_id=held.group_id,
        practice=held,
        standing_for=held,
        kind=said.found.kind,
        row=said.found.row,
        step=said.found.step,
        due_on=said.found.due_on,
        shown_on=said.found.due_on,
        done=sum(1 << step for step in said.found.done),
        goes_id=said.told.goer_id,
        made_at=at,
    )


def hold_turns(group: Group) -> Group:
    """Lock a group's pace, so that two who add practices at once do not open one too many.

    It is held before any practice. Only its own kind waits for it: a row that names the group
    may be written meanwhile.
    """
    return Group.objects.select_for_update(no_key=True).get(pk=group.pk)


def pace(group: Group, *, at: datetime) -> None:
    """Give every new practice its turn: so many a week are opened, in the order of their worth.

    One that is open stays open. The others wait for the Monday on which their turn comes.
    """
    group = hold_turns(group)
    today = group.day_of(at)
    waiting = Practice.objects.filter(group=group).waiting().select_related("opening")
    shut = [practice for practice in waiting if not _is_open(practice, today)]
    opened = Opening.objects.filter(practice__group=group, practice__shelving__standing_for=None)
    this_week = opened.filter(on__gte=_monday(today), on__lte=today).count()
    for practice, turn in zip(shut, count(this_week), strict=False):
        _open(practice, _turn(today, turn, group.new_practices_weekly), at)


def _turn(today: date, turn: int, weekly: int) -> date:
    weeks = turn // weekly
    return today if weeks == 0 else _monday(today) + timedelta(weeks=weeks)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _is_open(practice: Practice, today: date) -> bool:
    return hasattr(practice, "opening") and practice.opening.on <= today


def _open(practice: Practice, on: date, at: datetime) -> None:
    if hasattr(practice, "opening") and practice.opening.on == on:
        return
    Opening.objects.update_or_create(practice=practice, defaults={"on": on, "at": at})
    held = locked(Practice.objects.filter(pk=practice.pk))
    if held is not None:
        reckon(held, at=at)

"""What is owed to a practice, as the playbook says."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from alongside.federal_holidays import FederalHolidays
from alongside.outreach.histories import Recorded, recorded, visit_of
from alongside.outreach.models import PRIVATE_STEPS, Practice, Visit
from alongside.playbook.next_step import NextStep, next_step
from alongside.team.models import Membership

HOLIDAYS = FederalHolidays()

# Rows of the table whose reason tells how a practice was entered.
UNCOMFORTABLE, CLIENT_SAID_NO = 3, 6
NEUTRAL = "This is the next step here."


@dataclass(frozen=True, slots=True)
class Owed:
    """What comes next with a practice, and what it was found from."""

    found: NextStep
    told: Recorded


def owed(practice: Practice, at: datetime) -> Owed:
    """Return the playbook's answer for a practice, on its group's own day."""
    told = recorded(practice)
    found = next_step(told.history, practice.group.day_of(at), HOLIDAYS)
    no_on = told.closed_by_sister_on
    return Owed(replace(found, why=told_to_a_sister(no_on)) if no_on else found, told)


def told_to_a_sister(on: date) -> str:
    """Return why a door is closed that a sister group was asked to leave alone."""
    return (
        "This office asked a sister group of your network not to be visited on "
        f"{on.day} {on:%B %Y}. No visit is suggested; the no is lifted where it was told."
    )


def owed_to(practice: Practice, at: datetime) -> NextStep:
    return owed(practice, at).found


def owed_after(
    practice: Practice, visit: Visit, at: datetime, *, without: Visit | None = None
) -> NextStep:
    """Return what would come next if this visit were logged, too; nothing is written."""
    history = recorded(practice, without=without).history
    told = replace(history, visits=(*history.visits, visit_of(visit)))
    return next_step(told, practice.group.day_of(at), HOLIDAYS)


def owed_as_seen_by(member: Membership, practice: Practice, at: datetime) -> NextStep | None:
    """Return what is owed as a member may know it; None where it would tell who treats whom."""
    return as_seen_by(member, practice, owed_to(practice, at))


def as_seen_by(member: Membership, practice: Practice, found: NextStep) -> NextStep | None:
    """Return the playbook's answer as a member may know it."""
    if not may_know(member, practice, step=found.step, row=found.row):
        return None
    is_own = practice.entrance.is_seen_by(member)
    return replace(found, why=NEUTRAL) if found.row == CLIENT_SAID_NO and not is_own else found


def may_know(member: Membership, practice: Practice, *, step: int | None, row: int) -> bool:
    """Whether what is owed would not tell this member who treats whom."""
    is_private = step in PRIVATE_STEPS or row == UNCOMFORTABLE
    return practice.entrance.is_seen_by(member) or not is_private

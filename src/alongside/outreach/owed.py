"""What is owed to a practice, as the playbook says."""

from dataclasses import replace
from datetime import datetime

from alongside.federal_holidays import FederalHolidays
from alongside.outreach.histories import history_of
from alongside.outreach.models import PRIVATE_STEPS, Practice
from alongside.playbook.next_step import NextStep, next_step
from alongside.team.models import Membership

HOLIDAYS = FederalHolidays()

# Rows of the table whose reason tells how a practice was entered.
UNCOMFORTABLE, CLIENT_SAID_NO = 3, 6
NEUTRAL = "This is the next step here."


def owed_to(practice: Practice, at: datetime) -> NextStep:
    """Return the playbook's answer for a practice, on its group's own day."""
    return next_step(history_of(practice), practice.group.day_of(at), HOLIDAYS)


def owed_as_seen_by(member: Membership, practice: Practice, at: datetime) -> NextStep | None:
    """Return what is owed as a member may know it; None where it would tell who treats whom."""
    found = owed_to(practice, at)
    if practice.entrance.is_seen_by(member):
        return found
    if found.step in PRIVATE_STEPS or found.row == UNCOMFORTABLE:
        return None
    return replace(found, why=NEUTRAL) if found.row == CLIENT_SAID_NO else found

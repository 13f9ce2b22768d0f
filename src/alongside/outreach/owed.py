"""What is owed to a practice, as the playbook says."""

from datetime import datetime

from alongside.federal_holidays import FederalHolidays
from alongside.outreach.histories import history_of
from alongside.outreach.models import Practice
from alongside.playbook.next_step import NextStep, next_step

HOLIDAYS = FederalHolidays()


def owed_to(practice: Practice, at: datetime) -> NextStep:
    """Return the playbook's answer for a practice, on its group's own day."""
    return next_step(history_of(practice), practice.group.day_of(at), HOLIDAYS)

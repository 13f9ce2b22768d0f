"""What is owed beside the next visit, and by which day."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from alongside.playbook.days import working_days
from alongside.playbook.history import Outcome, Visit


class DutyKind(StrEnum):
    """What is owed."""

    THANK_INTRODUCER = "thank_introducer"
    ANSWER_PERSON = "answer_person"
    REPORT_BACK = "report_back"


@dataclass(frozen=True, slots=True)
class Duty:
    """Something owed by a working day. to: a kind of contact, never a name."""

    kind: DutyKind
    due_on: date
    to: str


def thanks_for(visit: Visit, holidays: Container[date], not_before: date | None) -> Duty:
    """Return the thanks owed to whoever named a practice at a visit."""
    days = working_days(holidays)
    due_on = days.days_after(visit.on, 2)
    if not_before is not None and due_on < not_before:
        due_on = days.forward(not_before)
    to = "prescriber" if visit.outcome is Outcome.MET_PRESCRIBER else "business manager"
    return Duty(DutyKind.THANK_INTRODUCER, due_on, to)


def answer_to_person(referred_on: date, holidays: Container[date]) -> Duty:
    """Return the answer owed to a person who was sent: one business day, to them alone."""
    return Duty(DutyKind.ANSWER_PERSON, working_days(holidays).next_after(referred_on), "person")


def report_back(first_session_on: date, holidays: Container[date]) -> Duty:
    """Return the report owed to the prescriber, as far as a release allows."""
    due_on = working_days(holidays).days_after(first_session_on, 14)
    return Duty(DutyKind.REPORT_BACK, due_on, "prescriber")

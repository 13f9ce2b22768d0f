"""By when somebody who was sent must hear, and who it waits for: no database, no clock.

A person hears within one working day, and is offered a time within two weeks: ten working days,
as a week of holidays gives nobody time to call. What may be urgent is due on the day it came.
"""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from alongside.playbook.days import working_days
from alongside.playbook.duties import answer_to_person, report_back

OFFER_DAYS = 10


class State(StrEnum):
    """Where a referral stands: what was done last."""

    NEW = "new"
    ANSWERED = "answered"
    OFFERED = "offered"
    MISSED = "missed"
    KEPT = "kept"
    CLOSED = "closed"


class WaitsFor(StrEnum):
    """Whose turn it is."""

    OWNER = "owner"
    PERSON = "person"


# What is said of a state, and what is to be done then.
WORDS = {
    State.NEW: ("To answer", "Answer"),
    State.ANSWERED: ("To offer a time", "Offer a time to"),
    State.OFFERED: ("Time offered", "Say how it went with"),
    State.MISSED: ("To offer another time", "Offer another time to"),
    State.KEPT: ("Seen, to tell", "Close the loop for"),
    State.CLOSED: ("Closed", "Closed:"),
}


@dataclass(frozen=True, slots=True)
class Course:
    """The days of a referral: when it came, and what was done since. None: not done.

    will_call: the person calls by themselves, and left no number.
    offered_for: the day of the time that was offered last.
    missed_on: when it was noted that this time was not kept.
    """

    came_on: date
    is_urgent: bool = False
    will_call: bool = False
    answered_on: date | None = None
    offered_for: date | None = None
    missed_on: date | None = None
    kept_on: date | None = None
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """Where it stands, whose turn it is, and by which working day; closed has neither."""

    state: State
    waits_for: WaitsFor | None
    due_on: date | None

    @property
    def words(self) -> str:
        return WORDS[self.state][0]

    @property
    def duty(self) -> str:
        """What is to be done, before a first name: "Answer" Ana."""
        return WORDS[self.state][1]

    def is_late(self, today: date) -> bool:
        return self.due_on is not None and self.due_on < today


def clock_of(course: Course, today: date, holidays: Container[date]) -> Clock:
    """Return what a referral waits for on a day. holidays: days on which nobody works."""
    state = state_of(course)
    if state is State.CLOSED:
        return Clock(state, None, None)
    if state is State.NEW and course.will_call:
        return _until_they_call(course, today, holidays)
    if state is State.OFFERED:
        return _until_the_day(course, today, holidays)
    return Clock(state, WaitsFor.OWNER, _owed_by_owner(state, course, holidays))


def state_of(course: Course) -> State:
    """Return what was done last, as the later things count before the earlier."""
    reached = (
        (course.closed_on, State.CLOSED),
        (course.kept_on, State.KEPT),
        (course.missed_on, State.MISSED),
        (course.offered_for, State.OFFERED),
        (course.answered_on, State.ANSWERED),
    )
    return next((state for day, state in reached if day is not None), State.NEW)


def answer_by(came_on: date, holidays: Container[date], *, is_urgent: bool = False) -> date:
    """Return by when the person must hear."""
    if is_urgent:
        return working_days(holidays).forward(came_on)
    return answer_to_person(came_on, holidays).due_on


def offer_by(day: date, holidays: Container[date]) -> date:
    """Return by when a time must be offered."""
    return working_days(holidays).next_after(day, OFFER_DAYS)


def _owed_by_owner(state: State, course: Course, holidays: Container[date]) -> date:
    if state is State.KEPT and course.kept_on is not None:
        return report_back(course.kept_on, holidays).due_on
    if state is State.MISSED and course.missed_on is not None:
        # A time that was missed begins the two weeks anew.
        return offer_by(course.missed_on, holidays)
    if state is State.ANSWERED:
        return offer_by(course.came_on, holidays)
    return answer_by(course.came_on, holidays, is_urgent=course.is_urgent)


def _until_they_call(course: Course, today: date, holidays: Container[date]) -> Clock:
    """Nobody can be rung: it waits for the person for two weeks, then for the owner to close."""
    last = offer_by(course.came_on, holidays)
    if today <= last:
        return Clock(State.NEW, WaitsFor.PERSON, last)
    return Clock(State.NEW, WaitsFor.OWNER, working_days(holidays).next_after(last))


def _until_the_day(course: Course, today: date, holidays: Container[date]) -> Clock:
    """A time was offered: the person's turn until that day is over, then the owner says."""
    assert course.offered_for is not None
    if today <= course.offered_for:
        return Clock(State.OFFERED, WaitsFor.PERSON, course.offered_for)
    told_by = working_days(holidays).next_after(course.offered_for)
    return Clock(State.OFFERED, WaitsFor.OWNER, told_by)

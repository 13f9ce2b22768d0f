"""What holds for every history."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.federal_holidays import FederalHolidays
from alongside.playbook.course import Course, Kind
from alongside.playbook.history import Entry, History, Outcome, Specialty, Visit
from alongside.playbook.next_step import NextStep, next_step
from alongside.playbook.steps import Step
from alongside.playbook.table import first_answer
from tests.playbook.histories import LAST, histories, visits

HOLIDAYS = FederalHolidays()
thorough = settings(max_examples=300, deadline=None)


def answer(told: History) -> NextStep:
    return next_step(told, LAST, HOLIDAYS)


def done(told: History) -> set[Step]:
    return set(Course(told, told.office.open_days(HOLIDAYS), first_answer).done_at)


@thorough
@given(histories())
def test_every_history_ends_in_a_day_a_rest_or_a_closed_door_with_its_reason(
    told: History,
) -> None:
    found = answer(told)
    owes = found.kind in (Kind.STEP, Kind.KEEP_WARM)
    assert owes == (found.due_on is not None) == (found.step is not None)
    assert found.why
    assert found.kind is not Kind.KEEP_WARM or found.step is Step.COME_BACK


@thorough
@given(histories(), st.integers(0, 1000))
def test_the_same_history_gives_the_same_answer_on_any_day(told: History, later: int) -> None:
    assert next_step(told, LAST + timedelta(days=later), HOLIDAYS) == answer(told)


@thorough
@given(histories())
def test_due_days_are_open_days_but_for_a_named_day_and_one_s_own_appointment(
    told: History,
) -> None:
    found = answer(told)
    excepted = {told.own_appointment_on, *(visit.come_back_on for visit in told.visits)}
    if found.due_on is not None and found.due_on not in excepted:
        assert told.office.open_days(HOLIDAYS).is_open(found.due_on)


@thorough
@given(histories())
def test_nothing_is_due_before_the_day_of_the_last_visit(told: History) -> None:
    found = answer(told)
    last = max((visit.on for visit in told.visits), default=date.min)
    assert found.due_on is None or found.due_on >= last


@thorough
@given(histories())
def test_nothing_is_due_before_the_end_of_a_pause(told: History) -> None:
    found = answer(told)
    if told.not_before is not None and found.due_on is not None:
        assert found.due_on >= told.not_before
        assert all(duty.due_on >= told.not_before for duty in found.duties)


@thorough
@given(histories())
def test_an_office_that_declined_is_never_due(told: History) -> None:
    last = max((visit.on for visit in told.visits), default=told.entered_on)
    no = Visit(max(last, told.lifted_on or last) + timedelta(days=1), Outcome.DECLINED)
    assert answer(replace(told, visits=(no, *told.visits))).kind is Kind.CLOSED


@thorough
@given(histories(), st.data())
def test_adding_a_visit_never_un_does_a_step(told: History, data: st.DataObject) -> None:
    more = data.draw(visits(told.released_on))
    assert done(told) <= done(replace(told, visits=(*told.visits, more)))


@thorough
@given(histories(), st.data())
def test_a_later_visit_never_brings_the_same_step_forward(
    told: History, data: st.DataObject
) -> None:
    told = replace(told, lifted_on=None)  # the one exception; a named day is the other
    more = _later(data.draw(visits(told.released_on)), told)
    before, after = answer(told), answer(replace(told, visits=(*told.visits, more)))
    if before.step is after.step and before.due_on is not None and after.due_on is not None:
        assert after.due_on >= before.due_on or after.due_on == more.come_back_on


def _later(visit: Visit, told: History) -> Visit:
    """Return the visit on a day after everything else that happened."""
    happened = [v.on for v in told.visits] + [*told.scans, *told.referrals, visit.on]
    happened += [day for day in (told.client_said_no_on, told.entered_on) if day is not None]
    on = max(happened)
    back = visit.come_back_on and on + (visit.come_back_on - visit.on)
    return replace(visit, on=on, come_back_on=back)


@thorough
@given(histories())
def test_a_client_s_no_takes_step_5_off_the_path(told: History) -> None:
    refused = replace(told, entry=Entry.CLIENT, client_said_no_on=told.entered_on)
    assert answer(refused).step is not Step.SOMEONE_NEW


@thorough
@given(histories())
def test_a_path_ends_in_keep_warm_and_never_in_a_step_that_is_done(told: History) -> None:
    found = answer(told)
    assert found.kind is not Kind.STEP or found.step not in done(told)


def test_a_history_of_many_visits_is_answered() -> None:
    first = date(2026, 1, 1)
    shut = tuple(Visit(first + timedelta(days=n), Outcome.SHUT) for n in range(300))
    told = History(Entry.BY_HAND, Specialty.OTHER, first, visits=shut)
    assert answer(told).step is Step.HANDOUT_AND_CARDS

"""Business days: over weekends, holidays, time zones and the hour that is skipped or repeated."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.federal_holidays import FederalHolidays
from alongside.referrals.clock import (
    OFFER_DAYS,
    Course,
    State,
    WaitsFor,
    answer_by,
    clock_of,
    offer_by,
    state_of,
)
from alongside.team.models import Group

HOLIDAYS = FederalHolidays()
DAYS = st.dates(date(1990, 1, 1), date(2199, 1, 1))
ZONES = (
    *("America/New_York", "America/Chicago", "America/Denver", "America/Phoenix"),
    *("America/Los_Angeles", "America/Anchorage", "Pacific/Honolulu", "America/Puerto_Rico"),
)
# Two in the morning does not exist on the first, and one is had twice on the second.
CHANGES = tuple(
    datetime(year, month, day, hour, minute, tzinfo=UTC)
    for year, month, day in ((2026, 3, 8), (2026, 11, 1), (2027, 3, 14))
    for hour in range(4, 14)
    for minute in (0, 59)
)


def is_working(day: date) -> bool:
    return day.weekday() < 5 and day not in HOLIDAYS


def working_between(first: date, last: date) -> int:
    """Count the working days after one day, up to another: by hand, day for day."""
    days = (first + timedelta(n) for n in range(1, (last - first).days + 1))
    return sum(map(is_working, days))


@given(DAYS)
def test_a_person_hears_on_the_first_working_day_after_the_day_they_came(came: date) -> None:
    by = answer_by(came, HOLIDAYS)
    assert is_working(by)
    assert working_between(came, by) == 1
    assert by - came <= timedelta(5)


@given(DAYS)
def test_what_is_urgent_is_due_on_the_day_it_came_or_the_first_that_works(came: date) -> None:
    by = answer_by(came, HOLIDAYS, is_urgent=True)
    assert is_working(by)
    assert came <= by <= answer_by(came, HOLIDAYS)
    assert (by == came) == is_working(came)


@given(DAYS)
def test_a_time_is_offered_within_ten_working_days(came: date) -> None:
    by = offer_by(came, HOLIDAYS)
    assert is_working(by)
    assert working_between(came, by) == OFFER_DAYS
    assert timedelta(12) <= by - came <= timedelta(18)


@given(DAYS, st.integers(0, 30))
def test_who_comes_later_never_hears_earlier(came: date, later: int) -> None:
    after = came + timedelta(later)
    assert answer_by(came, HOLIDAYS) <= answer_by(after, HOLIDAYS)
    assert offer_by(came, HOLIDAYS) <= offer_by(after, HOLIDAYS)


@pytest.mark.parametrize(
    ("came", "hears", "offered"),
    [
        ("2026-01-05", "2026-01-06", "2026-01-20"),  # over Martin Luther King's day
        ("2026-01-09", "2026-01-12", "2026-01-26"),  # a Friday
        ("2026-01-10", "2026-01-12", "2026-01-26"),  # a Saturday
        ("2026-07-02", "2026-07-06", "2026-07-17"),  # 3 July is observed for the 4th
        ("2026-11-25", "2026-11-27", "2026-12-10"),  # the Friday after Thanksgiving works
        ("2026-12-24", "2026-12-28", "2027-01-11"),
        ("2027-12-30", "2028-01-03", "2028-01-14"),  # New Year's day is observed on Friday the 31st
    ],
)
def test_days_that_were_counted_by_hand(came: str, hears: str, offered: str) -> None:
    day = date.fromisoformat(came)
    assert answer_by(day, HOLIDAYS).isoformat() == hears
    assert offer_by(day, HOLIDAYS).isoformat() == offered


@given(st.sampled_from(ZONES), st.sampled_from(CHANGES), st.integers(0, 3600))
def test_an_instant_has_one_day_in_a_group_s_zone_also_when_the_hour_changes(
    zone: str, moment: datetime, seconds: int
) -> None:
    at = moment + timedelta(seconds=seconds)
    day = Group(time_zone=zone).day_of(at)
    # The same, without the library's own reckoning of days: from the zone's offset alone.
    offset = at.astimezone(ZoneInfo(zone)).utcoffset()
    assert offset is not None
    assert day == (at + offset).date()
    assert working_between(day, answer_by(day, HOLIDAYS)) == 1


def test_late_on_a_friday_in_honolulu_it_is_saturday_in_new_york() -> None:
    at = datetime(2026, 1, 10, 6, 30, tzinfo=UTC)
    there, here = (Group(time_zone=zone).day_of(at) for zone in ("Pacific/Honolulu", ZONES[0]))
    assert (there, here) == (date(2026, 1, 9), date(2026, 1, 10))
    assert answer_by(there, HOLIDAYS) == answer_by(here, HOLIDAYS) == date(2026, 1, 12)


MAYBE = st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31))
COURSES = st.builds(
    Course,
    came_on=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    is_urgent=st.booleans(),
    will_call=st.booleans(),
    answered_on=MAYBE,
    offered_for=MAYBE,
    missed_on=MAYBE,
    kept_on=MAYBE,
    closed_on=MAYBE,
)


@given(COURSES, st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_nothing_waits_for_nobody_and_no_clock_is_without_an_end(
    course: Course, today: date
) -> None:
    clock = clock_of(course, today, HOLIDAYS)
    is_over = clock.state is State.CLOSED
    assert (clock.waits_for is None) == (clock.due_on is None) == is_over
    if clock.waits_for is WaitsFor.PERSON:
        # Their turn ends: from the day after, it is ours.
        assert clock.due_on is not None
        assert today <= clock.due_on
        later = clock_of(course, clock.due_on + timedelta(1), HOLIDAYS)
        assert (later.state, later.waits_for) == (clock.state, WaitsFor.OWNER)


@given(COURSES)
def test_the_state_is_what_was_done_last(course: Course) -> None:
    done = [course.closed_on, course.kept_on, course.missed_on, course.offered_for]
    states = [State.CLOSED, State.KEPT, State.MISSED, State.OFFERED]
    expected = next((state for day, state in zip(done, states, strict=True) if day), None)
    if expected is None:
        expected = State.ANSWERED if course.answered_on else State.NEW
    assert state_of(course) is expected

"""How days are counted."""

from datetime import date

import pytest

from alongside.federal_holidays import FederalHolidays
from alongside.playbook.days import OpenDays, add_months, working_days
from alongside.playbook.duties import answer_to_person, report_back

HOLIDAYS = FederalHolidays()
WORKING = working_days(HOLIDAYS)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 1, 5), 1, date(2026, 2, 5)),
        (date(2026, 1, 30), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 3, 31), 1, date(2026, 4, 30)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_one_month_is_the_same_day_number_or_the_last(start: date, months: int, end: date) -> None:
    assert add_months(start, months) == end


def test_a_month_from_30_january_goes_forward_to_monday_2_march() -> None:
    assert WORKING.months_after(date(2026, 1, 30), 1) == date(2026, 3, 2)


def test_the_next_open_day_is_after_the_day_counted_from() -> None:
    assert WORKING.next_after(date(2026, 1, 5)) == date(2026, 1, 6)


def test_open_days_are_counted_over_weekends_and_holidays() -> None:
    assert WORKING.next_after(date(2026, 7, 1), 2) == date(2026, 7, 6)  # the 3rd is observed


def test_the_friday_after_thanksgiving_is_open() -> None:
    assert WORKING.is_open(date(2026, 11, 27))
    assert not WORKING.is_open(date(2026, 11, 26))


@pytest.mark.parametrize(
    "day",
    [date(2021, 12, 31), date(2022, 6, 20), date(2026, 7, 3), date(2150, 12, 25), date(2201, 1, 1)],
)
def test_observed_days_and_the_next_century_are_holidays(day: date) -> None:
    assert day in HOLIDAYS


@pytest.mark.parametrize("day", [date(2020, 6, 19), date(1985, 1, 21), date(2026, 12, 24)])
def test_other_days_are_not(day: date) -> None:
    assert day not in HOLIDAYS


def test_an_office_of_one_weekday_waits_for_it() -> None:
    assert OpenDays(frozenset({3}), HOLIDAYS).forward(date(2026, 11, 26)) == date(2026, 12, 3)


def test_the_person_who_was_sent_is_answered_in_one_business_day() -> None:
    assert answer_to_person(date(2026, 1, 16), HOLIDAYS).due_on == date(2026, 1, 20)


def test_a_report_is_owed_14_days_after_the_first_session() -> None:
    assert report_back(date(2026, 1, 5), HOLIDAYS).due_on == date(2026, 1, 20)

"""Days of a practice: which are open, and how they are counted."""

from calendar import monthrange
from collections.abc import Container
from dataclasses import dataclass
from datetime import date, timedelta

WORKING_WEEKDAYS = frozenset(range(5))


@dataclass(frozen=True, slots=True)
class OpenDays:
    """The days on which a door is open: weekdays (Monday is 0) less the holidays handed in."""

    weekdays: frozenset[int]
    holidays: Container[date]

    def is_open(self, day: date) -> bool:
        return day.weekday() in self.weekdays and day not in self.holidays

    def forward(self, day: date) -> date:
        """Return the day itself when it is open, else the first open day after it."""
        while not self.is_open(day):
            day += timedelta(days=1)
        return day

    def next_after(self, day: date, count: int = 1) -> date:
        """Return the count-th open day after a day."""
        for _ in range(count):
            day = self.forward(day + timedelta(days=1))
        return day

    def days_after(self, day: date, count: int) -> date:
        """Return the day that many calendar days later, forward to an open one."""
        return self.forward(day + timedelta(days=count))

    def months_after(self, day: date, count: int) -> date:
        """Return the day that many months later, forward to an open one."""
        return self.forward(add_months(day, count))


def working_days(holidays: Container[date]) -> OpenDays:
    """Return Monday to Friday less the holidays."""
    return OpenDays(WORKING_WEEKDAYS, holidays)


def add_months(day: date, count: int) -> date:
    """Return the same day number that many months later, else that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))

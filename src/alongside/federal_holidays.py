"""The US federal holidays and their observed days, from a library."""

from datetime import date

from holidays.countries.united_states import UnitedStates


class FederalHolidays(UnitedStates):
    """A container of days: `date(2026, 7, 3) in FederalHolidays()` is True (observed).

    Source: 5 U.S.C. 6103, as kept by the `holidays` package.
    """

    # The library's tables end in 2100, and a day after that is silently no holiday. The rules
    # themselves have no end, and the playbook's days run to 2200.
    end_year = 2201

    def __init__(self) -> None:
        super().__init__(observed=True, language="en_US")  # type: ignore[no-untyped-call]

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and super().__contains__(day)

"""Any history at all, for Hypothesis: dense in same days, noes, liftings and scans."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from alongside.playbook.history import (
    Entry,
    History,
    Leave,
    Office,
    Outcome,
    Policy,
    Question,
    Specialty,
    Visit,
)

FIRST = date(2026, 1, 1)
LAST = date(2027, 12, 31)

MET = (Outcome.MET_PRESCRIBER, Outcome.MET_MANAGER)
days = st.integers(0, 400).map(lambda n: FIRST + timedelta(days=n))
some_day = st.none() | days


@st.composite
def visits(draw: st.DrawFn, released_on: date | None) -> Visit:
    on, outcome = draw(days), draw(st.sampled_from(Outcome))
    facts: dict[str, Any] = {}
    if outcome is Outcome.COME_BACK or (outcome in MET and draw(st.integers(0, 7)) == 0):
        facts["come_back_on"] = on + timedelta(days=draw(st.integers(1, 120)))
    if outcome in MET:
        facts |= draw(_facts())
        if released_on is not None and released_on <= on:
            facts |= {"introduced": draw(st.booleans()), "consulted": draw(st.booleans())}
    return Visit(on, outcome, **facts)


def _facts() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {},
        optional={
            "leave": st.sampled_from([Leave.GIVEN, Leave.GIVEN, Leave.REFUSED]),
            "handouts_left": st.integers(0, 5),
            "cards_left": st.sampled_from([0, 10]),
            "manager_met": st.booleans(),
            "referral_way_noted": st.booleans(),
            "question": st.sampled_from(Question),
            "favourite": st.sampled_from(["none", "Elm Street"]),
        },
    )


@st.composite
def histories(draw: st.DrawFn) -> History:
    released_on = draw(some_day)
    weekdays = draw(st.frozensets(st.integers(0, 6), min_size=1))
    return History(
        entry=draw(st.sampled_from(Entry)),
        specialty=draw(st.sampled_from(Specialty)),
        entered_on=draw(days),
        office=Office(draw(st.sampled_from(Policy)), weekdays),
        visits=tuple(draw(st.lists(visits(released_on), max_size=12))),
        comfortable_with_own_doctor=draw(st.booleans()),
        own_appointment_on=draw(some_day),
        released_on=released_on,
        client_said_no_on=draw(some_day),
        lifted_on=draw(some_day),
        not_before=draw(some_day),
        referrals=tuple(draw(st.lists(days, max_size=2))),
        scans=tuple(draw(st.lists(days, max_size=2))),
    )

"""A history as written down: read strictly, and refused by name."""

from typing import Any

import pytest

from alongside.playbook.history import BadHistory, History, Office, Policy
from alongside.playbook.reading import read_history
from tests.playbook.story import MUCH_LATER, answer, day

VISIT = {"on": "2026-01-05", "outcome": "met_prescriber"}
MINIMAL = {
    "entry": "by_hand",
    "specialty": "family_medicine",
    "entered_on": "2026-01-02",
    "office": {},
    "visits": [],
}


def told(**changes: Any) -> dict[str, Any]:
    return MINIMAL | changes


def visited(**changes: Any) -> dict[str, Any]:
    return told(visits=[VISIT | changes])


def test_what_is_left_out_has_its_default() -> None:
    history = read_history(MINIMAL)
    assert history.office == Office(Policy.DROP_IN, frozenset(range(5)))
    assert history.comfortable_with_own_doctor
    assert (history.scans, history.referrals, history.not_before) == ((), (), None)


def test_every_key_is_read() -> None:
    history = read_history(
        visited(leave="given", handouts_left=5, cards_left=10, question="has_nobody")
        | {"office": {"policy": "certain_days", "open_weekdays": [1, 3]}, "scans": ["2026-02-01"]}
    )
    assert history.office.open_weekdays == {1, 3}
    assert history.scans == (day("2026-02-01"),)
    assert history.visits[0].question == "has_nobody"


@pytest.mark.parametrize("key", list(MINIMAL))
def test_a_missing_key_is_named(key: str) -> None:
    document = {name: value for name, value in MINIMAL.items() if name != key}
    refused(document, f"{key}: missing")


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ([], "the history: found a list; expected an object"),
        (told(colour="red"), "colour: no such key"),
        (told(entry="doctor"), "entry: found 'doctor'; expected one of own_doctor"),
        (told(entered_on="2026-1-2"), "entered_on: found '2026-1-2'; expected a day"),
        (told(entered_on="20260102"), "entered_on"),
        (told(entered_on="2026-02-30"), "entered_on: found '2026-02-30'"),
        (told(entered_on=None), "entered_on: found null"),
        (told(entered_on="1989-12-31"), "outside 1990-01-01 to 2200-12-31"),
        (told(comfortable_with_own_doctor=1), "comfortable_with_own_doctor: found 1"),
        (told(introduced_by=" "), "introduced_by: the name is blank"),
        (told(not_before="2201-01-01"), "not_before: 2201-01-01 is outside"),
        (told(office={"open_weekdays": []}), "office.open_weekdays: expected at least one"),
        (told(office={"open_weekdays": [7]}), "office.open_weekdays"),
        (told(office={"open_weekdays": [True]}), "office.open_weekdays[0]: found true"),
        (told(office={"policy": "sometimes"}), "office.policy: found 'sometimes'"),
        (told(office={"hours": 3}), "office.hours: no such key"),
        (told(visits={}), "visits: found an object; expected a list"),
        (told(visits=[{"on": "2026-01-05"}]), "visits[0].outcome: missing"),
        (visited(outcome="met"), "visits[0].outcome: found 'met'"),
        (visited(handouts_left=-1), "visits[0].handouts_left: -1"),
        (visited(cards_left=2.5), "visits[0].cards_left: found 2.5"),
        (visited(question="maybe"), "visits[0].question: found 'maybe'"),
        (visited(favourite=""), "visits[0].favourite: the name is blank"),
        (visited(come_back_on="2026-01-05"), "visits[0].come_back_on: 2026-01-05 is not after"),
        (visited(outcome="come_back"), "visits[0].come_back_on: missing"),
        (visited(outcome="come_back", come_back_on="2026-01-05"), "is not after"),
        (visited(outcome="shut", come_back_on="2026-02-05"), "visits[0].come_back_on: does not go"),
        (visited(outcome="declined", come_back_on="2026-02-05"), "come_back_on: does not go"),
        (visited(outcome="front_desk_only", come_back_on="2026-02-05"), "does not go"),
        (visited(outcome="shut", leave="given"), "visits[0].leave: does not go"),
        (visited(outcome="declined", leave="refused"), "visits[0].leave: does not go"),
        (visited(outcome="front_desk_only", question="has_nobody"), "visits[0].question"),
        (visited(outcome="front_desk_only", manager_met=True), "visits[0].manager_met"),
        (visited(outcome="shut", handouts_left=5), "visits[0].handouts_left: does not go"),
        (visited(outcome="shut", favourite="none"), "visits[0].favourite: does not go"),
        (visited(introduced=True), "visits[0].introduced: there was no release by 2026-01-05"),
        (visited(consulted=True) | {"released_on": "2026-01-06"}, "visits[0].consulted"),
    ],
)
def test_what_cannot_be_is_refused_by_name(document: object, says: str) -> None:
    refused(document, says)


def refused(document: object, says: str) -> None:
    with pytest.raises(BadHistory) as refusal:
        read_history(document)
    assert says in str(refusal.value)


def test_handouts_and_cards_may_be_noted_at_a_front_desk() -> None:
    read_history(visited(outcome="front_desk_only", handouts_left=5, cards_left=10))


@pytest.mark.parametrize(
    ("document", "says"),
    [
        (visited(on="2030-01-02"), "visits[0].on: 2030-01-02 is after 2030-01-01"),
        (told(entered_on="2030-01-02"), "entered_on"),
        (told(referrals=["2029-12-31", "2030-01-02"]), "referrals[1]"),
        (told(scans=["2030-01-02"]), "scans[0]"),
        (told(lifted_on="2030-01-02"), "lifted_on"),
        (told(released_on="2030-01-02"), "released_on"),
        (told(client_said_no_on="2030-01-02"), "client_said_no_on"),
    ],
)
def test_nothing_may_have_happened_after_the_day_asked_about(document: object, says: str) -> None:
    history: History = read_history(document)
    with pytest.raises(BadHistory, match="is after") as refusal:
        answer(history)
    assert says in str(refusal.value)


def test_what_is_still_to_come_may_lie_after_it() -> None:
    plans = told(own_appointment_on="2031-01-01", not_before="2031-01-01")
    assert answer(read_history(plans), on=MUCH_LATER).due_on == day("2031-01-02")

"""So many new practices a week are opened; the rest wait their turn."""

from datetime import date, timedelta

import pytest

from alongside.outreach import actions as outreach
from alongside.outreach.actions import Described, Told
from alongside.outreach.models import FollowUp, Opening, Practice
from alongside.playbook.history import Entry
from alongside.team.ids import uuid7
from alongside.team.models import Membership
from tests.conftest import MONDAY, at

TUESDAY = date(2026, 1, 6)


def add(member: Membership, name: str, entry: Entry = Entry.BY_HAND) -> Practice:
    return outreach.add_practice(
        member=member,
        described=Described(name, "family_medicine"),
        entry=entry,
        on=MONDAY,
        at=at(MONDAY),
    )


def due(practice: Practice) -> date | None:
    return FollowUp.objects.get(standing_for=practice).due_on


def test_three_a_week_are_opened_and_the_others_wait_for_their_monday(maya: Membership) -> None:
    days = [due(add(maya, name)) for name in ("A", "B", "C", "D", "E", "F", "G")]
    assert days[:3] == [TUESDAY] * 3
    assert days[3:6] == [date(2026, 1, 12)] * 3
    assert days[6] == date(2026, 1, 20)  # the third Monday is a holiday


@pytest.mark.parametrize("entry", [Entry.OWN_DOCTOR, Entry.CLIENT, Entry.INTRODUCTION])
def test_whoever_knows_one_already_does_not_wait(maya: Membership, entry: Entry) -> None:
    for name in ("A", "B", "C"):
        add(maya, name)
    assert not hasattr(add(maya, "D", entry), "opening")


def test_a_place_given_up_is_the_next_one_s(maya: Membership) -> None:
    first, _, _, fourth = (add(maya, name) for name in ("A", "B", "C", "D"))
    outreach.archive(member=maya, practice=first, at=at(MONDAY))
    assert due(fourth) == TUESDAY
    outreach.revive(member=maya, practice=first, at=at(MONDAY))
    assert due(first) == TUESDAY


def test_another_pace_gives_other_turns(maya: Membership) -> None:
    *_, fourth = (add(maya, name) for name in ("A", "B", "C", "D"))
    settings = {"name": "Casco", "time_zone": "America/New_York", "requires_second_factor": False}
    outreach.settle_group(member=maya, new_practices_weekly=4, at=at(MONDAY), **settings)
    assert due(fourth) == TUESDAY


def test_whoever_goes_before_their_turn_is_not_held_back(maya: Membership) -> None:
    *_, fourth = (add(maya, name) for name in ("A", "B", "C", "D"))
    told = Told(on=TUESDAY, outcome="shut")
    outreach.log_visit(member=maya, practice=fourth, key=uuid7(), told=told, at=at(TUESDAY))
    assert due(fourth) == TUESDAY + timedelta(2)


def test_each_group_has_its_own_pace(maya: Membership, ines: Membership) -> None:
    for name in ("A", "B", "C"):
        add(maya, name)
    assert Opening.objects.get(practice=add(ines, "D")).on == MONDAY

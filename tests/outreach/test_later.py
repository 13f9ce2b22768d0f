"""Later: what is owed stays, and is shown when one wants to see it."""

from datetime import date, timedelta

import pytest

from alongside.outreach import actions as outreach
from alongside.outreach.models import FollowUp, Postponement, Practice, Visit
from alongside.team.ids import uuid7
from alongside.team.models import Membership
from tests.conftest import at

DUE = date(2026, 2, 5)
WEEK_ON = DUE + timedelta(7)


@pytest.fixture
def due(own_doctor: Practice, first_visit: Visit) -> FollowUp:
    return FollowUp.objects.get(standing_for=own_doctor)


def test_it_is_not_shown_before_the_day_and_stays_owed(maya: Membership, due: FollowUp) -> None:
    outreach.postpone(member=maya, follow_up=due, until=WEEK_ON, at=at(DUE))
    due.refresh_from_db()
    assert (due.due_on, due.shown_on) == (DUE, WEEK_ON)
    shown = FollowUp.objects.seen_by(maya)
    assert not shown.due(DUE).exists()
    assert shown.coming(DUE).get() == shown.due(WEEK_ON).get() == due


def test_the_latest_day_counts_so_that_later_can_be_taken_back(
    maya: Membership, due: FollowUp
) -> None:
    for until in (WEEK_ON, DUE):
        outreach.postpone(member=maya, follow_up=due, until=until, at=at(DUE))
    assert FollowUp.objects.seen_by(maya).due(DUE).get() == due


def test_a_form_sent_twice_is_one(maya: Membership, due: FollowUp) -> None:
    key = uuid7()
    for _ in range(2):
        outreach.postpone(member=maya, follow_up=due, until=WEEK_ON, at=at(DUE), key=key)
    assert Postponement.objects.count() == 1


def test_a_day_in_another_life_is_refused(maya: Membership, due: FollowUp) -> None:
    with pytest.raises(outreach.DayUnknown):
        outreach.postpone(member=maya, follow_up=due, until=date(2031, 1, 1), at=at(DUE))

"""Two at once, on whichever database the suite runs on."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection

from alongside.outreach import actions as outreach
from alongside.outreach.actions import Told
from alongside.outreach.models import FollowUp, Practice, SisterFact, Visit
from alongside.team.models import Membership
from tests.conftest import MONDAY, at
from tests.outreach.sisters import joined, listed, went

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(count: int, act: Callable[[int], object]) -> list[object]:
    def run(number: int) -> object:
        try:
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(run, range(count)))


def test_one_form_sent_eight_times_at_once_is_one_visit(
    maya: Membership, own_doctor: Practice
) -> None:
    key = uuid4()
    told = Told(on=MONDAY, outcome="met_prescriber", handouts_left=5, cards_left=10)
    visits = at_once(
        8,
        lambda _: outreach.log_visit(
            member=maya, practice=own_doctor, key=key, told=told, at=at(MONDAY)
        ),
    )
    assert len(set(visits)) == Visit.objects.count() == 1
    assert FollowUp.objects.filter(standing_for=own_doctor).count() == 1


def test_eight_visits_at_once_are_eight_and_one_follow_up_stands(
    maya: Membership, own_doctor: Practice
) -> None:
    told = Told(on=MONDAY, outcome="shut")
    at_once(
        8,
        lambda _: outreach.log_visit(
            member=maya, practice=own_doctor, key=uuid4(), told=told, at=at(MONDAY)
        ),
    )
    assert Visit.objects.count() == 8
    assert FollowUp.objects.filter(standing_for=own_doctor).count() == 1
    assert own_doctor.follow_ups.filter(completion=None).count() == 1


def test_sister_groups_that_are_told_at_once_each_hear_it(
    maya: Membership, ines: Membership
) -> None:
    """Neither waits for the other for ever, and no no is lost between the two."""
    joined(maya, ines)
    ours = [listed(maya, {"street": f"{number} Elm Street"}) for number in range(1, 5)]
    theirs = [listed(ines, {"street": f"{number} Elm Street"}) for number in range(1, 5)]
    told = [(maya, one) for one in ours] + [(ines, one) for one in theirs[::-1]]
    at_once(8, lambda number: went(*told[number], MONDAY, "declined"))
    assert Visit.objects.count() == 8
    assert SisterFact.objects.filter(what=SisterFact.What.DECLINED).count() == 8
    assert FollowUp.objects.exclude(standing_for=None).exclude(kind="closed").count() == 0

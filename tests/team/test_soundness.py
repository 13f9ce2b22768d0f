"""Whether somebody does the work, and how long it waits."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection

from alongside.team import actions as team
from alongside.team.ids import uuid7
from alongside.team.models import Membership
from alongside.team.soundness import Finding, vital_signs
from tests.conftest import MONDAY, at

NOON = at(MONDAY)


def sign(name: str, moment: datetime) -> Finding:
    return next(finding for finding in vital_signs(moment) if finding.name == name)


def asked(member: Membership) -> None:
    team.ask_for_work(
        member=member, kind="none", key=uuid4(), title="Loading", arguments={}, at=NOON
    )


def test_a_worker_that_was_seen_lately_is_at_work(maya: Membership) -> None:
    team.see_worker(worker_id=uuid7(), at=NOON)
    soon, late = NOON + timedelta(seconds=59), NOON + timedelta(seconds=60)
    assert (sign("worker", soon).state, sign("worker", late).state) == ("ok", "look")


def test_without_a_worker_it_says_how_to_get_one(maya: Membership) -> None:
    assert sign("worker", NOON).state == "look"
    assert "`alongside worker`" in sign("worker", NOON).said


def test_work_that_waits_for_no_worker_is_bad(maya: Membership) -> None:
    asked(maya)
    assert sign("worker", NOON + timedelta(seconds=59)).state == "look"
    assert sign("worker", NOON + timedelta(seconds=61)).state == "bad"
    team.see_worker(worker_id=uuid7(), at=NOON + timedelta(seconds=30))
    assert sign("worker", NOON + timedelta(seconds=61)).state == "ok"


def test_the_queue_says_how_much_waits_and_for_how_long(maya: Membership) -> None:
    assert (sign("queue", NOON).state, sign("queue", NOON).said) == ("ok", "nothing waits")
    asked(maya)
    asked(maya)
    waits = sign("queue", NOON + timedelta(minutes=5))
    assert (waits.state, waits.said) == ("ok", "2 waiting, the first for 5 min")
    assert sign("queue", NOON + timedelta(minutes=61)).state == "look"


@pytest.mark.skipif(connection.vendor != "postgresql", reason="it is PostgreSQL's own setting")
def test_postgresql_is_told_that_no_disk_turns(maya: Membership) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW random_page_cost")
        assert cursor.fetchone() == ("1.1",)

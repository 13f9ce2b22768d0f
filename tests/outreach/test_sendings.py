"""Whom we sent stands beside whom they sent: no name, no order, and no next step knows of it."""

import ast
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.outreach import actions as outreach
from alongside.outreach.actions import sendings
from alongside.outreach.models import Contact, FollowUp, Practice, Sending
from alongside.outreach.outbound import sent_to
from alongside.outreach.owed import owed_to
from alongside.team import actions as team
from alongside.team.models import Membership, Role
from tests.conftest import MONDAY, at
from tests.outreach.sisters import listed, went

SRC = Path(__file__).parents[2] / "src" / "alongside"
# What puts practices in order, and what says what comes next.
ORDERING = (
    *("playbook", "territory", "outreach/histories.py", "outreach/noted.py", "outreach/owed.py"),
    *("outreach/candidates.py", "outreach/loading.py", "outreach/actions/reckoning.py"),
    *("outreach/actions/territory.py", "outreach/actions/visits.py", "web/today.py"),
    *("web/territory.py", "web/territory_looks.py", "web/next_visit.py"),
)


def sent(
    member: Membership,
    practice: Practice,
    key: UUID | None = None,
    *,
    on: date = MONDAY,
    contact: Contact | None = None,
) -> Sending:
    return sendings.note_sending(
        member=member,
        practice=practice,
        on=on,
        way=Sending.Way.FAX,
        contact=contact,
        at=at(MONDAY),
        key=key or uuid4(),
    )


def test_no_order_and_no_next_step_can_see_it(maya: Membership) -> None:
    practice = listed(maya)
    before = list(FollowUp.objects.values()), owed_to(practice, at(MONDAY))
    sent(maya, practice)
    assert (list(FollowUp.objects.values()), owed_to(practice, at(MONDAY))) == before
    with CaptureQueriesContext(connection) as asked:
        went(maya, practice, MONDAY)
        list(Practice.objects.waiting())
        listed(maya, {"street": "80 Pine Street"})
    assert asked.captured_queries
    assert not [one for one in asked.captured_queries if "sending" in one["sql"]]


def test_nothing_that_orders_names_it() -> None:
    files = [path for part in ORDERING for path in _files(SRC / part)]
    assert len(files) > 30
    assert [file.name for file in files if _names(file) & {"Sending", "sendings", "sent_to"}] == []
    assert _names(SRC / "web" / "practices.py") & {"sent_to"}


def _files(path: Path) -> list[Path]:
    assert path.exists(), path
    return sorted(path.rglob("*.py")) if path.is_dir() else [path]


def _names(file: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    named = {node.id for node in nodes if isinstance(node, ast.Name)}
    named |= {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    return named | {node.name for node in nodes if isinstance(node, ast.alias)}


def test_it_counts_once_is_taken_back_and_never_netted(maya: Membership) -> None:
    practice, key = listed(maya), uuid4()
    assert sent(maya, practice, key) == sent(maya, practice, key)
    other = sent(maya, practice)
    outreach.note_referral(practice=practice, key=uuid4(), on=MONDAY, at=at(MONDAY))
    assert sent_to(practice.pk, maya) == {"count": 2, "last_on": MONDAY}
    sendings.withdraw_sending(member=maya, sending=other, at=at(MONDAY))
    sendings.withdraw_sending(member=maya, sending=other, at=at(MONDAY))
    assert sent_to(practice.pk, maya) == {"count": 1, "last_on": MONDAY}


def test_a_liaison_hears_of_five_or_more(maya: Membership) -> None:
    _, token = team.invite(member=maya, email="l@example.com", role=Role.LIAISON, at=at(MONDAY))
    lena = team.accept(token=token, name="Lena", password="a phrase of hers", at=at(MONDAY))
    practice = listed(maya)
    for count in range(6):
        shown = {"count": count if count >= 5 else None, "last_on": None}
        assert sent_to(practice.pk, lena) == shown
        sent(lena, practice)
    assert not Sending.objects.seen_by(lena).exists()


def test_what_cannot_be_is_refused(maya: Membership, ines: Membership) -> None:
    practice, other = listed(maya), listed(maya, {"street": "80 Pine Street"})
    elsewhere = outreach.add_contact(
        member=maya, practice=other, name="Ann", part="manager", at=at(MONDAY)
    )
    tomorrow = MONDAY + timedelta(days=1)
    with pytest.raises(sendings.SentBad):
        sent(maya, practice, on=tomorrow)
    with pytest.raises(sendings.SentBad):
        sent(maya, practice, contact=elsewhere)
    with pytest.raises(outreach.NotYours):
        sent(ines, practice)
    noted = sent(maya, practice)
    with pytest.raises(outreach.NotYours):
        sendings.withdraw_sending(member=ines, sending=noted, at=at(MONDAY))
    assert Sending.objects.count() == 1

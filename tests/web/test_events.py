"""What was done, as an owner reads it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.outreach import actions as outreach
from alongside.outreach.actions import Described, Told
from alongside.outreach.models import FollowUp, Practice, StepFiveFact, Visit
from alongside.playbook.history import Entry
from alongside.team import actions as team
from alongside.team.models import Membership, Role
from tests.conftest import MONDAY, at
from tests.web.conftest import As


@pytest.fixture
def noor(maya: Membership) -> Membership:
    """Another owner of Maya's group."""
    _, token = team.invite(member=maya, email="noor@example.com", role=Role.OWNER, at=at(MONDAY))
    return team.accept(token=token, name="Noor Haddad", password="a fourth one", at=at(MONDAY))


def test_an_owner_reads_who_did_what_when_in_the_groups_own_time(
    maya: Membership, own_doctor: Practice, first_visit: Visit, signed_in: As
) -> None:
    page = signed_in(maya).get("/events/").content.decode()
    assert "Visit logged: Elm Street Family Medicine" in page
    assert "Maya Okonkwo" in page
    assert "Monday, 5 January 2026, 12:00 p.m." in page
    assert page.index("Visit logged") < page.index("Practice added") < page.index("Group started")


def test_it_exists_for_owners_alone(maya: Membership, sam: Membership, signed_in: As) -> None:
    assert signed_in(sam).get("/events/").status_code == 404
    assert "What was done" not in signed_in(sam).get("/settings/").content.decode()
    assert 'href="/events/"' in signed_in(maya).get("/settings/").content.decode()


def test_a_stranger_reads_their_own_group_s(
    maya: Membership, ines: Membership, own_doctor: Practice, signed_in: As
) -> None:
    page = signed_in(ines).get("/events/").content.decode()
    assert "Maya" not in page
    assert "Elm Street" not in page
    assert "Ines Duarte" in page


def test_what_is_private_is_read_by_whoever_did_it(
    maya: Membership, noor: Membership, signed_in: As
) -> None:
    practice = entered(maya, Entry.CLIENT)
    what = StepFiveFact.What.RELEASED
    outreach.note_step_five(member=maya, practice=practice, what=what, on=MONDAY, at=at(MONDAY))
    mine = signed_in(maya).get("/events/").content.decode()
    assert "Step 5: released: Munjoy Hill" in mine
    assert "only you see this" in mine
    theirs = signed_in(noor).get("/events/").content.decode()
    assert "Step 5" not in theirs
    assert "only you see this" not in theirs


@pytest.mark.parametrize("entry", [Entry.OWN_DOCTOR, Entry.CLIENT, Entry.INTRODUCTION])
def test_two_practices_entered_in_different_ways_read_the_same_to_another_owner(
    maya: Membership, noor: Membership, signed_in: As, entry: Entry
) -> None:
    told = [
        lines_after(maya, noor, signed_in, Entry.BY_HAND),
        lines_after(maya, noor, signed_in, entry),
    ]
    assert told[0] == told[1]
    assert any("Practice added" in line for line in told[0])


def lines_after(maya: Membership, noor: Membership, signed_in: As, entry: Entry) -> list[str]:
    """Return what is new to another owner once Maya has entered a practice and put it off."""
    before = lines(noor, signed_in)
    if entry == Entry.INTRODUCTION:
        practice = introduced(maya)
        before = [line for line in lines(noor, signed_in) if "Munjoy Hill" not in line]
    else:
        practice = entered(maya, entry)
    later = FollowUp.objects.filter(standing_for=practice, step=1)
    for follow_up in later:
        outreach.postpone(
            member=maya, follow_up=follow_up, until=MONDAY + timedelta(days=9), at=at(MONDAY)
        )
    new = [line for line in lines(noor, signed_in) if line not in before]
    outreach.mend_practice(
        member=maya, practice=practice, described=Described("Other", "other"), at=at(MONDAY)
    )
    return new


def lines(member: Membership, signed_in: As) -> list[str]:
    page = signed_in(member).get("/events/").content.decode()
    return [line.partition("</li>")[0] for line in page.split("<li><div>")[1:]]


def entered(member: Membership, entry: Entry) -> Practice:
    described = Described("Munjoy Hill", "family_medicine")
    return outreach.add_practice(
        member=member, described=described, entry=entry, on=MONDAY, at=at(MONDAY)
    )


def introduced(member: Membership) -> Practice:
    near = outreach.add_practice(
        member=member,
        described=Described("Near", "other"),
        entry=Entry.BY_HAND,
        on=MONDAY,
        at=at(MONDAY),
    )
    told = Told(on=MONDAY, outcome="met_prescriber", favourite="Munjoy Hill")
    visit = outreach.log_visit(member=member, practice=near, key=uuid4(), told=told, at=at(MONDAY))
    return outreach.introduce(
        member=member,
        visit=visit,
        described=Described("Munjoy Hill", "family_medicine"),
        introducer="Dr. Near",
        at=at(MONDAY),
    )


def test_twenty_five_stand_on_a_page(maya: Membership, signed_in: As) -> None:
    for number in range(60):
        team.note_event(verb=f"thing {number} done", at=at(MONDAY), member=maya)
    client = signed_in(maya)
    first, second, third, fourth = (
        client.get(f"/events/?page={number}").content.decode() for number in (1, 2, 3, 4)
    )
    assert first.count("<time") == second.count("<time") == 25
    assert "Thing 59 done" in first
    assert "Thing 34 done" in second
    assert "Later" not in first
    assert "?page=3" in second
    assert "Earlier" not in third
    assert "There is no more" in fourth


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 30, "٣", "1.5", ""])
def test_a_page_that_is_none_is_answered_with_one(
    maya: Membership, signed_in: As, page: str
) -> None:
    assert signed_in(maya).get("/events/", {"page": page}).status_code == 200


def test_more_lines_ask_no_more_of_the_database(
    maya: Membership, own_doctor: Practice, signed_in: As
) -> None:
    client, asked = signed_in(maya), []
    client.get("/events/")
    for _ in range(2):
        for _ in range(5):
            told = Told(on=MONDAY, outcome="shut")
            outreach.log_visit(
                member=maya, practice=own_doctor, key=uuid4(), told=told, at=at(MONDAY)
            )
        with CaptureQueriesContext(connection) as queries:
            client.get("/events/")
        asked.append(len(queries))
    assert asked[0] == asked[1]

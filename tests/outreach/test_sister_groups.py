"""Sister groups keep out of each other's way, and learn of each other an office's days alone."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.outreach import actions as outreach
from alongside.outreach.actions import Described, networks
from alongside.outreach.models import OfficeMark, Practice, SisterFact
from alongside.outreach.owed import owed_as_seen_by
from alongside.outreach.sister_groups import phone_digits
from alongside.outreach.sisters import PRIVATE_ENTRIES
from alongside.playbook.history import Entry
from alongside.playbook.next_step import NextStep
from alongside.team import actions as team
from alongside.team.models import Event, Group, Membership, NetworkLeaving
from tests.conftest import MONDAY, at
from tests.outreach.sisters import do_jobs, joined, listed, owed_at, went

NOW = MONDAY + timedelta(days=60)
NEXT = date(2026, 1, 12)


def said_to(member: Membership, practice: Practice, on: date = NOW) -> NextStep:
    told = Practice.objects.select_related("group", "entrance").get(pk=practice.pk)
    found = owed_as_seen_by(member, told, at(on))
    assert found is not None
    return found


SAME = [
    {"street": "12 ELM ST., STE 3", "unit": ""},
    {"street": "12 Elm St", "unit": "# 3"},
    {"street": "12 elm street", "unit": ""},  # the only unit known there is the third
    {"street": "9 Oak St", "unit": "", "phone": "(207) 555-0110", "zip5": "04102"},
    {"street": "", "unit": "", "phone": "+1 207.555.0110 x 4", "zip5": ""},
]
OTHER = [
    {"unit": "Suite 5"},
    {"street": "14 Elm Street"},
    {"street": "12 Elm Avenue"},
    {"zip5": "04102"},
    {"phone": "207-555-0111", "street": "", "zip5": ""},
    {"street": "", "unit": "", "zip5": ""},
]


@pytest.mark.parametrize("where", SAME, ids=str)
def test_a_no_closes_the_office_in_a_sister_group_however_it_is_written(
    maya: Membership, ines: Membership, where: dict[str, str]
) -> None:
    joined(maya, ines)
    hers, theirs = listed(maya, {"phone": "207-555-0110"}), listed(ines, where)
    outreach.ask_not_to_visit(
        member=maya, practice=hers, on=MONDAY, reason="Our secret reason", at=at(MONDAY)
    )
    assert owed_at(theirs).kind == "closed"
    why = said_to(ines, theirs).why
    assert "asked a sister group of your network not to be visited on 5 January 2026" in why
    # Said once more from the other side, to an office that comes onto the list later.
    other = listed(ines, where, on=NEXT)
    assert owed_at(other).kind == "closed"


@pytest.mark.parametrize("where", OTHER, ids=str)
def test_another_office_stays_open(
    maya: Membership, ines: Membership, where: dict[str, str]
) -> None:
    joined(maya, ines)
    hers, theirs = listed(maya, {"phone": "207-555-0110"}), listed(ines, where)
    went(maya, hers, MONDAY, outcome="declined")
    assert owed_at(theirs).kind == "step"
    assert not SisterFact.objects.exists()


def test_a_unit_that_is_not_named_is_nobody_s_where_there_are_several(
    maya: Membership, ines: Membership
) -> None:
    joined(maya, ines)
    third, fifth = listed(maya), listed(maya, {"unit": "Suite 5"})
    unnamed = listed(ines, {"unit": ""})
    went(maya, third, MONDAY, outcome="declined")
    assert owed_at(unnamed).kind == "step"
    assert owed_at(fifth).kind == "step"


def test_a_no_is_lifted_where_it_was_told_and_the_playbook_gives_the_day(
    maya: Membership, ines: Membership
) -> None:
    joined(maya, ines)
    hers, theirs = listed(maya), listed(ines)
    went(ines, theirs, MONDAY, handouts_left=5, cards_left=10)  # step 3, a month later
    went(maya, hers, NEXT, outcome="declined")
    assert owed_at(theirs).kind == "closed"
    with pytest.raises(outreach.ToldToASister):
        outreach.lift(member=ines, practice=theirs, on=NEXT, reason="We are nice", at=at(NEXT))
    outreach.lift(member=maya, practice=hers, on=date(2026, 1, 14), reason="x", at=at(NOW))
    # Not before the day the same step had before the no.
    assert (owed_at(theirs).row, owed_at(theirs).due_on) == (5, date(2026, 2, 5))
    assert owed_at(hers).due_on == date(2026, 1, 15)


def test_ours_and_theirs_are_lifted_each_by_itself(maya: Membership, ines: Membership) -> None:
    joined(maya, ines)
    hers, theirs = listed(maya), listed(ines)
    for member, practice in ((maya, hers), (ines, theirs)):
        outreach.ask_not_to_visit(member=member, practice=practice, on=NEXT, reason="", at=at(NEXT))
    outreach.lift(member=ines, practice=theirs, on=NOW, reason="Came round", at=at(NOW))
    assert (owed_at(theirs).kind, owed_at(hers).kind) == ("closed", "closed")
    outreach.lift(member=maya, practice=hers, on=NOW, reason="Came round", at=at(NOW))
    assert (owed_at(theirs).kind, owed_at(hers).kind) == ("step", "step")


def test_a_leave_that_was_refused_here_is_not_lifted_from_afar(
    maya: Membership, ines: Membership
) -> None:
    joined(maya, ines)
    hers, theirs = listed(maya), listed(ines)
    went(ines, theirs, MONDAY, leave="refused")
    went(maya, hers, NEXT, outcome="declined")
    outreach.lift(member=maya, practice=hers, on=NEXT, reason="x", at=at(NEXT))
    assert (owed_at(theirs).kind, owed_at(theirs).row) == ("closed", 2)


def test_a_first_visit_waits_a_fortnight_and_a_later_one_is_warned(
    maya: Membership, ines: Membership
) -> None:
    joined(maya, ines)
    hers, theirs = listed(maya), listed(ines)
    before = owed_at(theirs).due_on
    visit = went(maya, hers, MONDAY)
    assert before == date(2026, 1, 6)
    assert owed_at(theirs).due_on == date(2026, 1, 20)  # the 19th is a holiday
    outreach.withdraw_visit(member=maya, visit=visit, at=at(MONDAY))
    assert owed_at(theirs).due_on == before
    went(ines, theirs, MONDAY, handouts_left=5, cards_left=10)
    day = owed_at(theirs).due_on
    went(maya, hers, NEXT)
    assert owed_at(theirs).due_on == day
    assert SisterFact.objects.get(practice=theirs).on == NEXT


@pytest.mark.parametrize("entry", PRIVATE_ENTRIES)
def test_where_one_is_a_patient_or_a_client_s_prescriber_works_no_visit_is_told_of(
    maya: Membership, ines: Membership, entry: Entry
) -> None:
    joined(maya, ines)
    theirs = listed(ines)
    before = owed_at(theirs)
    hers = listed(maya, entry=entry)
    went(maya, hers, MONDAY)
    went(maya, hers, NEXT, outcome="come_back", come_back_on=NOW)
    assert owed_at(theirs) == before
    assert not SisterFact.objects.filter(practice=theirs).exists()
    # A no is the office's own wish; nothing in it tells of how anybody came there.
    went(maya, hers, NOW, outcome="declined")
    assert {fact.what for fact in SisterFact.objects.filter(practice=theirs)} == {"sister_declined"}


def test_what_a_sister_group_tells_moves_no_visit_to_one_s_own_doctor(
    maya: Membership, ines: Membership
) -> None:
    joined(maya, ines)
    hers, own = listed(maya), listed(ines, entry=Entry.OWN_DOCTOR)
    before = owed_at(own).due_on
    went(maya, hers, MONDAY + timedelta(days=30))
    assert owed_at(own).due_on == before


def test_nothing_but_days_crosses(maya: Membership, ines: Membership) -> None:
    """The rows written for a sister group hold no id, no name and no word of the other's."""
    joined(maya, ines)
    hers, theirs = listed(maya), listed(ines)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        went(maya, hers, MONDAY, note="canary note", handouts_left=5, cards_left=10)
        outreach.ask_not_to_visit(
            member=maya, practice=hers, on=NEXT, reason="canary reason", at=at(NEXT)
        )
    assert any("outreach_sisterfact" in one["sql"] for one in asked.captured_queries)
    secrets = (str(maya.pk), str(maya.group_id), str(hers.pk), "canary", "Maya", "Casco")
    rows = [SisterFact.objects.filter(practice=theirs), OfficeMark.objects.filter(pk=theirs.pk)]
    told = str([list(found.values()) for found in rows]).replace("-", "")
    told += said_to(ines, theirs).why
    assert [one for one in secrets if one.replace("-", "") in told] == []
    assert not Event.objects.seen_by(ines).filter(row_id=hers.pk).exists()


def test_a_group_that_comes_later_hears_and_one_that_leaves_is_forgotten(
    maya: Membership, ines: Membership
) -> None:
    hers, theirs = listed(maya), listed(ines)
    went(maya, hers, MONDAY, outcome="declined")
    assert owed_at(theirs).kind == "step"
    joined(maya, ines)
    assert owed_at(theirs).kind == "closed"
    networks.leave_network(member=maya, at=at(NEXT))
    do_jobs()
    assert owed_at(theirs).kind == "step"
    assert not SisterFact.objects.exists()
    assert NetworkLeaving.objects.count() == 1
    assert not OfficeMark.objects.filter(group=maya.group).exists()
    went(maya, hers, NEXT, outcome="declined")
    assert owed_at(theirs).kind == "step"


def test_an_address_that_is_mended_is_another_office(maya: Membership, ines: Membership) -> None:
    joined(maya, ines)
    hers, theirs = listed(maya), listed(ines)
    went(maya, hers, MONDAY, outcome="declined")
    moved = Described("Elm", "family_medicine", street="80 Pine St", zip5="04101")
    outreach.mend_practice(member=maya, practice=hers, described=moved, at=at(MONDAY))
    assert owed_at(theirs).kind == "step"
    outreach.mend_practice(member=ines, practice=theirs, described=moved, at=at(MONDAY))
    assert owed_at(theirs).kind == "closed"


def test_both_owners_agree_and_a_code_works_once(
    maya: Membership, sam: Membership, ines: Membership
) -> None:
    joined(maya)
    _, code = team.invite_group(member=maya, at=at(MONDAY))
    late = at(MONDAY) + timedelta(days=team.INVITATION_DAYS, seconds=1)
    for when, said in ((late, code), (at(MONDAY), "AAAA-BBBB-CCCC-DDDD")):
        with pytest.raises(team.NetworkClosed):
            team.ask_to_join(member=ines, code=said, at=when)
    request = team.ask_to_join(member=ines, code=f" {code.lower()} ", at=at(MONDAY))
    assert Group.objects.get(pk=ines.group_id).network is None
    refused: list[Callable[[], object]] = [
        lambda: team.admit(member=ines, request=request, at=at(MONDAY)),
        lambda: team.admit(member=sam, request=request, at=at(MONDAY)),
        lambda: team.ask_to_join(member=ines, code=code, at=at(MONDAY)),
        lambda: team.invite_group(member=sam, at=at(MONDAY)),
        lambda: networks.leave_network(member=sam, at=at(MONDAY)),
        lambda: networks.found_network(member=maya, name="Another", at=at(MONDAY)),
    ]
    for act in refused:
        with pytest.raises((team.NetworkClosed, team.NotAllowed)):
            act()
    team.turn_away(member=maya, request=request, at=at(MONDAY))
    with pytest.raises(team.NetworkClosed):
        team.admit(member=maya, request=request, at=at(MONDAY))


def test_a_group_outside_any_network_asks_for_nothing_more(maya: Membership) -> None:
    practice = listed(maya)
    with CaptureQueriesContext(connection) as asked:
        went(maya, practice, MONDAY)
    others = ("team_network", "outreach_officemark")
    assert not [one for one in asked.captured_queries if any(o in one["sql"] for o in others)]


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("207-555-0110", "2075550110"),
        ("+1 (207) 555 0110 ext. 12", "2075550110"),
        ("555-0110", ""),
        ("", ""),
        ("ask Ann", ""),
    ],
)
def test_a_phone_is_its_ten_digits(written: str, digits: str) -> None:
    assert phone_digits(written) == digits

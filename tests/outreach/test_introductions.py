"""Whose door opened which: a practice that was named is on the list, and thanks are owed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from alongside.outreach import actions as outreach
from alongside.outreach.actions import Described, Told
from alongside.outreach.models import FollowUp, Introduction, Practice, Visit
from alongside.outreach.owed import owed_to
from alongside.outreach.reminders import thanks_owed
from alongside.playbook.history import Entry
from alongside.team.ids import uuid7
from alongside.team.models import Membership
from tests.conftest import MONDAY, at

DAY = date(2026, 2, 9)
NAMED = Told(
    on=DAY,
    outcome="met_prescriber",
    question="has_nobody",
    favourite="Back Cove Women's Health",
    named_by="Dr. Ortiz",
)


def log(member: Membership, practice: Practice, told: Told = NAMED) -> Visit:
    return outreach.log_visit(
        member=member, practice=practice, key=uuid7(), told=told, at=at(told.on)
    )


def named() -> Practice:
    return Practice.objects.get(name="Back Cove Women's Health")


def test_a_named_practice_enters_the_list_with_its_opening_line(
    maya: Membership, own_doctor: Practice, first_visit: Visit
) -> None:
    log(maya, own_doctor)
    warm = named()
    assert FollowUp.objects.get(standing_for=warm).due_on == date(2026, 2, 17)  # a holiday between
    opening = "Dr. Ortiz told me that you are the practice they like best to refer to."
    assert owed_to(warm, at(DAY)).say[0] == opening
    assert warm.entrance.entry == Entry.INTRODUCTION


def test_an_internist_s_favourite_is_an_ob_gyn(maya: Membership) -> None:
    internist = outreach.add_practice(
        member=maya,
        described=Described("Munjoy Hill", "internal_medicine"),
        entry=Entry.BY_HAND,
        on=MONDAY,
        at=at(MONDAY),
    )
    log(maya, internist)
    assert named().specialty == "obstetrics_gynecology"


def test_a_practice_on_the_list_already_is_not_added_again(
    maya: Membership, own_doctor: Practice, first_visit: Visit
) -> None:
    there = outreach.add_practice(
        member=maya,
        described=Described("back cove women's HEALTH", "obstetrics_gynecology"),
        entry=Entry.BY_HAND,
        on=MONDAY,
        at=at(MONDAY),
    )
    log(maya, own_doctor)
    assert Introduction.objects.get().introduced == there


@pytest.mark.parametrize("said", ["none", " None ", ""])
def test_naming_nobody_adds_nothing(
    maya: Membership, own_doctor: Practice, first_visit: Visit, said: str
) -> None:
    log(maya, own_doctor, replace(NAMED, favourite=said))
    assert Practice.objects.count() == 1


def test_a_withdrawn_visit_takes_what_it_named_off_the_list(
    maya: Membership, own_doctor: Practice, first_visit: Visit
) -> None:
    outreach.withdraw_visit(member=maya, visit=log(maya, own_doctor), at=at(DAY))
    assert not Practice.objects.active().filter(pk=named().pk).exists()
    assert not Introduction.objects.standing().exists()


def test_what_was_named_stays_where_somebody_has_been_there(
    maya: Membership, own_doctor: Practice, first_visit: Visit
) -> None:
    visit = log(maya, own_doctor)
    log(maya, named(), Told(on=DAY, outcome="shut"))
    outreach.withdraw_visit(member=maya, visit=visit, at=at(DAY))
    assert Practice.objects.active().filter(pk=named().pk).exists()


def test_a_corrected_visit_names_another(
    maya: Membership, own_doctor: Practice, first_visit: Visit
) -> None:
    visit = log(maya, own_doctor)
    told = replace(NAMED, favourite="Deering Internists")
    outreach.correct_visit(member=maya, visit=visit, key=uuid7(), told=told, at=at(DAY))
    names = set(Practice.objects.active().values_list("name", flat=True))
    assert names == {own_doctor.name, "Deering Internists"}


def test_a_correction_that_names_the_same_keeps_it_on_the_list(
    maya: Membership, own_doctor: Practice, first_visit: Visit
) -> None:
    visit = log(maya, own_doctor)
    told = replace(NAMED, note="the blue door")
    outreach.correct_visit(member=maya, visit=visit, key=uuid7(), told=told, at=at(DAY))
    assert Practice.objects.active().get(pk=named().pk).named_by.standing().count() == 1


def test_thanks_are_owed_until_they_are_said(
    maya: Membership, ines: Membership, own_doctor: Practice, first_visit: Visit
) -> None:
    log(maya, own_doctor)
    edge = Introduction.objects.seen_by(maya).to_thank().get()
    assert thanks_owed(maya) == [(edge.pk, "Dr. Ortiz", "Back Cove Women's Health")]
    assert thanks_owed(ines) == []
    outreach.thank(member=maya, introduction=edge, at=at(DAY))
    outreach.thank(member=maya, introduction=edge, at=at(DAY))
    assert not Introduction.objects.to_thank().exists()


def test_thanks_are_said_at_the_latest_when_they_are_met_again(
    maya: Membership, own_doctor: Practice, first_visit: Visit
) -> None:
    log(maya, own_doctor)
    log(maya, own_doctor, Told(on=DAY + timedelta(1), outcome="met_manager"))
    assert not Introduction.objects.to_thank().exists()


def test_a_closed_door_is_owed_no_thanks(
    maya: Membership, own_doctor: Practice, first_visit: Visit
) -> None:
    log(maya, own_doctor)
    outreach.ask_not_to_visit(member=maya, practice=own_doctor, on=DAY, reason="", at=at(DAY))
    assert not Introduction.objects.to_thank().exists()

"""From a visit to the day of the next."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from alongside.errors import Refused
from alongside.outreach import actions as outreach
from alongside.outreach.actions import Described, Told
from alongside.outreach.models import Completion, FollowUp, Practice, StepFiveFact, Visit
from alongside.playbook.history import Entry
from alongside.team.models import Event, Membership
from tests.conftest import MONDAY, at

LATER = date(2026, 2, 9)
ASKED = Told(on=date(2026, 2, 5), outcome="met_prescriber", question="has_nobody")


def owed(practice: Practice) -> tuple[int | None, date | None]:
    follow_up = FollowUp.objects.get(standing_for=practice)
    return follow_up.step, follow_up.due_on


def test_a_practice_begins_with_what_is_owed_to_it(own_doctor: Practice) -> None:
    assert owed(own_doctor) == (1, date(2026, 2, 2))


def test_a_visit_says_when_to_come_back(first_visit: Visit, own_doctor: Practice) -> None:
    assert owed(own_doctor) == (3, date(2026, 2, 5))


def test_a_visit_closes_the_follow_up_it_answers(first_visit: Visit, own_doctor: Practice) -> None:
    assert Completion.objects.get().visit == first_visit
    assert own_doctor.follow_ups.count() == 2


def test_a_visit_sent_twice_counts_once(maya: Membership, own_doctor: Practice) -> None:
    key = uuid4()
    told = Told(on=MONDAY, outcome="shut")
    first, second = (
        outreach.log_visit(member=maya, practice=own_doctor, key=key, told=told, at=at(MONDAY))
        for _ in range(2)
    )
    assert first == second
    assert Visit.objects.count() == 1
    assert Event.objects.filter(verb="visit logged").count() == 1


def test_a_visit_that_cannot_be_leaves_nothing_behind(
    maya: Membership, own_doctor: Practice
) -> None:
    before = Event.objects.count()
    for told in (
        Told(on=LATER, outcome="shut"),  # after the day it is told
        Told(on=MONDAY, outcome="shut", leave="given"),
    ):
        with pytest.raises(Refused):
            outreach.log_visit(
                member=maya, practice=own_doctor, key=uuid4(), told=told, at=at(MONDAY)
            )
    assert Visit.objects.count() == 0
    assert Event.objects.count() == before
    assert owed(own_doctor) == (1, date(2026, 2, 2))


def test_step_five_is_refused_before_its_release_and_left_out_where_it_is_not_walked(
    maya: Membership, sam: Membership, own_doctor: Practice
) -> None:
    told = Told(on=MONDAY, outcome="met_prescriber", introduced=True)
    client_s = outreach.add_practice(
        member=maya,
        entry=Entry.CLIENT,
        on=MONDAY,
        at=at(MONDAY),
        described=Described("Munjoy Hill Internal Medicine", "internal_medicine"),
    )
    with pytest.raises(Refused, match="there was no release"):
        outreach.log_visit(member=maya, practice=client_s, key=uuid4(), told=told, at=at(MONDAY))
    # To a colleague a refusal would tell whose prescriber that is.
    for practice, member in ((client_s, sam), (own_doctor, maya)):
        visit = outreach.log_visit(
            member=member, practice=practice, key=uuid4(), told=told, at=at(MONDAY)
        )
        assert not visit.introduced


def test_the_group_s_own_day_decides_what_is_still_to_come(
    maya: Membership, own_doctor: Practice
) -> None:
    # Three in the morning in Greenwich is still the day before in Portland.
    with pytest.raises(Refused, match="is after 2026-01-04"):
        outreach.log_visit(
            member=maya,
            practice=own_doctor,
            key=uuid4(),
            told=Told(on=MONDAY, outcome="shut"),
            at=at(MONDAY, hour=3),
        )


def test_a_withdrawn_visit_is_as_if_it_had_not_been(
    maya: Membership, own_doctor: Practice, first_visit: Visit
) -> None:
    outreach.withdraw_visit(member=maya, visit=first_visit, at=at(LATER))
    assert owed(own_doctor) == (1, date(2026, 2, 2))
    assert Visit.objects.count() == 1


def test_a_visit_is_withdrawn_once(maya: Membership, first_visit: Visit) -> None:
    outreach.withdraw_visit(member=maya, visit=first_visit, at=at(LATER))
    with pytest.raises(outreach.AlreadyDone):
        outreach.withdraw_visit(member=maya, visit=first_visit, at=at(LATER))


def test_a_corrected_visit_counts_as_it_was_told_last(
    maya: Membership, own_doctor: Practice, first_visit: Visit
) -> None:
    told = Told(on=MONDAY, outcome="met_prescriber", leave="given")
    outreach.correct_visit(
        member=maya, visit=first_visit, key=uuid4(), told=told, at=at(date(2026, 1, 7))
    )
    assert owed(own_doctor) == (2, date(2026, 1, 6))
    assert list(own_doctor.visits.standing().values_list("leave", flat=True)) == ["given"]


def test_only_whoever_logged_a_visit_corrects_or_withdraws_it(
    sam: Membership, first_visit: Visit
) -> None:
    with pytest.raises(outreach.NotYours):
        outreach.withdraw_visit(member=sam, visit=first_visit, at=at(LATER))
    with pytest.raises(outreach.NotYours):
        outreach.correct_visit(member=sam, visit=first_visit, key=uuid4(), told=ASKED, at=at(LATER))


def test_a_no_closes_and_a_lifting_opens(
    maya: Membership, own_doctor: Practice, first_visit: Visit
) -> None:
    outreach.ask_not_to_visit(
        member=maya, practice=own_doctor, on=date(2026, 1, 7), reason="", at=at(LATER)
    )
    assert owed(own_doctor) == (None, None)
    outreach.lift(
        member=maya, practice=own_doctor, on=date(2026, 1, 9), reason="a new manager", at=at(LATER)
    )
    assert owed(own_doctor) == (3, date(2026, 2, 5))


def test_a_lifting_wants_a_reason(maya: Membership, own_doctor: Practice) -> None:
    with pytest.raises(outreach.ReasonMissing):
        outreach.lift(member=maya, practice=own_doctor, on=MONDAY, reason=" ", at=at(MONDAY))


def test_a_pause_holds_everything_where_the_member_goes(
    maya: Membership, own_doctor: Practice, first_visit: Visit
) -> None:
    outreach.pause(member=maya, until=date(2026, 3, 2), at=at(date(2026, 1, 7)))
    assert owed(own_doctor) == (3, date(2026, 3, 2))


def test_a_scan_wakes_a_practice_and_keeps_nobody_s_name(
    maya: Membership, own_doctor: Practice, first_visit: Visit
) -> None:
    _, token = outreach.make_cards(member=maya, practice=own_doctor, at=at(MONDAY))
    scan = outreach.note_scan(token=token, at=at(date(2026, 1, 20)))
    assert scan is not None
    assert scan.on == date(2026, 1, 20)
    assert outreach.note_scan(token="unknown", at=at(LATER)) is None


def test_a_referral_told_twice_is_one(own_doctor: Practice) -> None:
    key = uuid4()
    for _ in range(2):
        outreach.note_referral(practice=own_doctor, key=key, on=MONDAY, at=at(MONDAY))
    assert own_doctor.referrals.count() == 1


def test_a_client_s_prescriber_begins_at_step_5_and_a_no_takes_it_off(maya: Membership) -> None:
    practice = outreach.add_practice(
        member=maya,
        entry=Entry.CLIENT,
        on=MONDAY,
        at=at(MONDAY),
        described=Described("Munjoy Hill Internal Medicine", "internal_medicine"),
    )
    assert owed(practice) == (5, date(2026, 1, 12))
    outreach.note_step_five(
        member=maya, practice=practice, what=StepFiveFact.What.SAID_NO, on=MONDAY, at=at(MONDAY)
    )
    assert owed(practice) == (2, date(2026, 1, 12))


def test_mended_hours_move_what_is_owed(
    maya: Membership, own_doctor: Practice, first_visit: Visit
) -> None:
    mondays = Described("Elm Street", "family_medicine", weekdays=frozenset({0}))
    outreach.mend_practice(
        member=maya, practice=own_doctor, described=mondays, at=at(date(2026, 1, 7))
    )
    assert owed(own_doctor) == (3, date(2026, 2, 9))


def test_a_candidate_is_adopted_once_in_a_group(maya: Membership, ines: Membership) -> None:
    def adopt(member: Membership) -> Practice:
        return outreach.add_practice(
            member=member,
            described=Described("Elm Street", "family_medicine"),
            entry=Entry.TERRITORY,
            on=MONDAY,
            at=at(MONDAY),
            candidate="04101|1|ELM ST|",
        )

    for member in (maya, ines):
        adopt(member)
    with pytest.raises(IntegrityError), transaction.atomic():
        adopt(maya)

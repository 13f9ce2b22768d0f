"""Everything starts from who asks."""

from datetime import date
from uuid import uuid4

import pytest

from alongside.outreach import actions as outreach
from alongside.outreach.actions import Described, Told
from alongside.outreach.models import CardBatch, Contact, FollowUp, Practice, StepFiveFact, Visit
from alongside.playbook.history import Entry
from alongside.team.models import Event, Membership
from tests.conftest import MONDAY, at


def test_a_colleague_sees_practices_and_visits(
    sam: Membership, own_doctor: Practice, first_visit: Visit
) -> None:
    assert list(Practice.objects.seen_by(sam)) == [own_doctor]
    assert list(Visit.objects.seen_by(sam)) == [first_visit]
    assert FollowUp.objects.seen_by(sam).standing().get().step == 3


def test_a_stranger_sees_nothing(
    ines: Membership, own_doctor: Practice, first_visit: Visit
) -> None:
    for model in (Practice, Visit, FollowUp, Contact, CardBatch):
        assert not model.objects.seen_by(ines).exists()


def test_steps_1_and_5_are_seen_by_whoever_entered_the_practice(
    maya: Membership, sam: Membership, own_doctor: Practice
) -> None:
    assert FollowUp.objects.seen_by(maya).due(date(2026, 3, 1)).get().step == 1
    assert not FollowUp.objects.seen_by(sam).due(date(2026, 3, 1)).exists()


def test_the_day_of_a_release_is_nobody_else_s(maya: Membership, sam: Membership) -> None:
    practice = outreach.add_practice(
        member=maya,
        described=Described("Munjoy Hill", "other"),
        entry=Entry.CLIENT,
        on=MONDAY,
        at=at(MONDAY),
    )
    what = StepFiveFact.What.RELEASED
    with pytest.raises(outreach.NotYours):
        outreach.note_step_five(member=sam, practice=practice, what=what, on=MONDAY, at=at(MONDAY))
    outreach.note_step_five(member=maya, practice=practice, what=what, on=MONDAY, at=at(MONDAY))
    assert Event.objects.seen_by(maya).filter(verb__startswith="step 5").exists()
    assert not Event.objects.seen_by(sam).filter(verb__startswith="step 5").exists()


def test_a_stranger_can_write_nothing(
    ines: Membership, own_doctor: Practice, first_visit: Visit
) -> None:
    follow_up = FollowUp.objects.get(standing_for=own_doctor)
    shut = Told(on=MONDAY, outcome="shut")
    before = (Visit.objects.count(), Event.objects.count())
    for act in (
        lambda: outreach.log_visit(
            member=ines, practice=own_doctor, key=uuid4(), told=shut, at=at(MONDAY)
        ),
        lambda: outreach.withdraw_visit(member=ines, visit=first_visit, at=at(MONDAY)),
        lambda: outreach.postpone(member=ines, follow_up=follow_up, until=MONDAY, at=at(MONDAY)),
        lambda: outreach.archive(member=ines, practice=own_doctor, at=at(MONDAY)),
        lambda: outreach.make_cards(member=ines, practice=own_doctor, at=at(MONDAY)),
        lambda: outreach.lift(
            member=ines, practice=own_doctor, on=MONDAY, reason="x", at=at(MONDAY)
        ),
    ):
        with pytest.raises(outreach.NotYours):
            act()
    assert (Visit.objects.count(), Event.objects.count()) == before

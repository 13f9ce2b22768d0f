"""A therapist may leave out their own doctor's, in private and with no reason."""

from alongside.outreach import actions as outreach
from alongside.outreach.models import FollowUp, Practice, Visit
from alongside.outreach.owed import owed_as_seen_by
from alongside.team.models import Event, Membership
from tests.conftest import MONDAY, at


def test_the_path_at_one_s_own_doctor_s_is_closed_until_one_is_comfortable(
    maya: Membership, own_doctor: Practice
) -> None:
    outreach.settle_comfort(member=maya, is_comfortable=False, at=at(MONDAY))
    assert FollowUp.objects.get(standing_for=own_doctor).kind == "closed"
    outreach.settle_comfort(member=maya, is_comfortable=True, at=at(MONDAY))
    assert FollowUp.objects.get(standing_for=own_doctor).step == 1


def test_a_step_that_was_done_there_goes_on_without_step_1(
    maya: Membership, own_doctor: Practice, first_visit: Visit
) -> None:
    outreach.settle_comfort(member=maya, is_comfortable=False, at=at(MONDAY))
    assert FollowUp.objects.get(standing_for=own_doctor).step == 3


def test_nobody_else_sees_it(maya: Membership, sam: Membership, own_doctor: Practice) -> None:
    before = set(Event.objects.seen_by(sam))
    assert owed_as_seen_by(sam, own_doctor, at(MONDAY)) is None
    outreach.settle_comfort(member=maya, is_comfortable=False, at=at(MONDAY))
    assert set(Event.objects.seen_by(sam)) == before
    assert owed_as_seen_by(sam, own_doctor, at(MONDAY)) is None

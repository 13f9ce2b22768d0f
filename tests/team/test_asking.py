"""Who asks, where nobody signs in."""

import pytest

from alongside.team import actions as team
from alongside.team.asking import NobodyFits, SeveralFit, member_called
from alongside.team.models import Membership, Person
from tests.conftest import MONDAY, at


def test_the_owner_of_the_only_group_need_not_be_named(maya: Membership, sam: Membership) -> None:
    assert member_called(email="", group="") == maya
    assert member_called(email="SAM@example.com", group="") == sam


def test_of_several_groups_one_is_named(maya: Membership, ines: Membership) -> None:
    with pytest.raises(SeveralFit, match="one of Back Cove Therapy, Casco Counseling"):
        member_called(email="", group="")
    assert member_called(email="", group="back cove therapy") == ines
    assert member_called(email="maya@example.com", group="") == maya


def test_who_is_in_two_groups_says_which(maya: Membership, ines: Membership) -> None:
    other = team.start_group(
        person=Person.objects.get(pk=maya.person_id),
        name="Munjoy Hill",
        time_zone="America/New_York",
        at=at(MONDAY),
    )
    with pytest.raises(SeveralFit):
        member_called(email="maya@example.com", group="")
    assert member_called(email="maya@example.com", group="Munjoy Hill") == other


def test_who_left_or_never_was_asks_for_nothing(maya: Membership, sam: Membership) -> None:
    team.part(member=maya, whose=sam, at=at(MONDAY))
    for email, group in (("sam@example.com", ""), ("x@example.com", ""), ("", "Nowhere")):
        with pytest.raises(NobodyFits):
            member_called(email=email, group=group)

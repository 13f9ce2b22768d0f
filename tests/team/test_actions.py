"""Who joins a group, in which role, and who may say so."""

from datetime import timedelta

import pytest

from alongside.errors import Refused
from alongside.team import actions as team
from alongside.team.models import Event, Installation, Invitation, Membership, Person, Role
from tests.conftest import MONDAY, at

NOON = at(MONDAY)


def test_the_first_visitor_becomes_the_owner(maya: Membership) -> None:
    assert maya.is_owner
    assert Installation.objects.get().owner == maya.person
    assert maya.person.working_in == maya
    assert maya.person.check_password("a long enough phrase")


def test_the_second_visitor_does_not(maya: Membership) -> None:
    with pytest.raises(team.AlreadyOwned):
        team.found(
            email="late@example.com",
            name="Late",
            password="x",
            group_name="Late",
            time_zone="America/New_York",
            at=NOON,
        )
    assert not Person.objects.filter(email="late@example.com").exists()


def test_an_unknown_time_zone_is_refused(maya: Membership) -> None:
    with pytest.raises(team.SettingUnknown, match="Portland"):
        team.start_group(person=maya.person, name="X", time_zone="Portland", at=NOON)


def test_an_invited_person_joins_in_the_role_that_was_offered(sam: Membership) -> None:
    assert sam.role == Role.COORDINATOR
    assert sam.person.working_in == sam


def test_only_owners_invite(sam: Membership) -> None:
    with pytest.raises(team.NotAllowed):
        team.invite(member=sam, email="x@example.com", role=Role.OWNER, at=NOON)
    assert not Invitation.objects.filter(email="x@example.com").exists()


def test_an_invitation_is_kept_hashed(maya: Membership) -> None:
    invitation, token = team.invite(
        member=maya, email="lee@example.com", role=Role.LIAISON, at=NOON
    )
    assert token.encode() not in bytes(invitation.token_hash)


def test_an_invitation_works_once(maya: Membership) -> None:
    _, token = team.invite(member=maya, email="lee@example.com", role=Role.LIAISON, at=NOON)
    team.accept(token=token, name="Lee", password="a phrase of Lee's", at=NOON)
    with pytest.raises(team.InvitationClosed):
        team.accept(token=token, name="Lee", password="a phrase of Lee's", at=NOON)


def test_an_invitation_grows_old(maya: Membership) -> None:
    _, token = team.invite(member=maya, email="lee@example.com", role=Role.LIAISON, at=NOON)
    with pytest.raises(team.InvitationClosed, match="14 days"):
        team.accept(token=token, name="Lee", password="p", at=NOON + timedelta(days=14, seconds=1))


def test_an_invitation_taken_back_leads_nowhere(maya: Membership) -> None:
    invitation, token = team.invite(
        member=maya, email="lee@example.com", role=Role.LIAISON, at=NOON
    )
    team.withdraw_invitation(member=maya, invitation=invitation, at=NOON)
    with pytest.raises(team.InvitationClosed):
        team.accept(token=token, name="Lee", password="p", at=NOON)


def test_a_stranger_cannot_take_an_invitation_back(maya: Membership, ines: Membership) -> None:
    invitation, token = team.invite(
        member=maya, email="lee@example.com", role=Role.LIAISON, at=NOON
    )
    with pytest.raises(Refused):
        team.withdraw_invitation(member=ines, invitation=invitation, at=NOON)
    joined = team.accept(token=token, name="Lee", password="p", at=NOON)
    assert joined.group == maya.group


def test_whoever_has_an_account_signs_in_to_join(maya: Membership, ines: Membership) -> None:
    _, token = team.invite(member=maya, email="Ines@Example.com", role=Role.THERAPIST, at=NOON)
    with pytest.raises(team.InvitationClosed, match="sign in"):
        team.accept(token=token, name="Not Ines", password="stolen", at=NOON)
    joined = team.accept(token=token, person=ines.person, at=NOON)
    assert joined.group == maya.group
    assert ines.person.memberships.count() == 2


def test_an_invitation_sent_to_another_address_is_refused(
    maya: Membership, ines: Membership
) -> None:
    _, token = team.invite(member=maya, email="lee@example.com", role=Role.LIAISON, at=NOON)
    with pytest.raises(team.InvitationClosed, match="another address"):
        team.accept(token=token, person=ines.person, at=NOON)


def test_a_group_keeps_an_owner(maya: Membership, sam: Membership) -> None:
    with pytest.raises(team.LastOwner):
        team.part(member=maya, whose=maya, at=NOON)
    with pytest.raises(team.LastOwner):
        team.change_role(member=maya, whose=maya, role=Role.THERAPIST, at=NOON)
    team.change_role(member=maya, whose=sam, role=Role.OWNER, at=NOON)
    team.part(member=maya, whose=maya, at=NOON)
    assert list(Membership.objects.current().filter(group=maya.group)) == [sam]


def test_a_member_may_leave_and_nobody_but_an_owner_may_end_another_s(
    maya: Membership, sam: Membership
) -> None:
    with pytest.raises(team.NotAllowed):
        team.part(member=sam, whose=maya, at=NOON)
    team.part(member=sam, whose=sam, at=NOON)
    sam.person.refresh_from_db()
    assert sam.person.working_in is None


def test_an_owner_reaches_no_other_group(maya: Membership, ines: Membership) -> None:
    with pytest.raises(team.NotAllowed):
        team.part(member=ines, whose=maya, at=NOON)
    with pytest.raises(team.NotAllowed):
        team.change_role(member=ines, whose=maya, role=Role.LIAISON, at=NOON)
    with pytest.raises(team.NotAllowed):
        team.work_in(person=ines.person, membership=maya, at=NOON)


def test_every_act_leaves_an_event_in_its_own_group(maya: Membership, sam: Membership) -> None:
    verbs = list(Event.objects.seen_by(maya).order_by("sequence").values_list("verb", flat=True))
    assert verbs == ["group started", "invited", "joined"]


def test_a_refused_act_leaves_none(maya: Membership, sam: Membership) -> None:
    before = Event.objects.count()
    with pytest.raises(team.NotAllowed):
        team.change_role(member=sam, whose=sam, role=Role.OWNER, at=NOON)
    assert Event.objects.count() == before

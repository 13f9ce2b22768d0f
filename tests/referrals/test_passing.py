"""A person is passed to a sister group with an opening, as they agreed; nothing else crosses."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from alongside.outreach import actions as outreach
from alongside.outreach.actions import networks
from alongside.referrals import actions
from alongside.referrals.models import Closed, Passing, Referral
from alongside.referrals.passing import sisters_with_room
from alongside.team.models import Event, Membership, Role
from tests.conftest import MONDAY, at
from tests.outreach.letterheads import room_of
from tests.outreach.sisters import joined as in_a_network
from tests.outreach.sisters import listed
from tests.referrals.people import by_card, by_fax, joined

LATER = MONDAY + timedelta(days=2)


@pytest.fixture
def sisters(maya: Membership, ines: Membership) -> None:
    in_a_network(maya, ines)
    room_of(ines, on=MONDAY, at=at(MONDAY))


def passed(
    member: Membership, referral: Referral, to: Membership, *, agreed: bool = True
) -> Passing:
    return actions.pass_on(
        member=member, referral=referral, to=to.group, has_consented=agreed, at=at(LATER)
    )


@pytest.mark.usefixtures("sisters")
def test_the_person_arrives_there_and_is_closed_here(maya: Membership, ines: Membership) -> None:
    practice = listed(maya)
    came = by_card(maya, practice, when=at(MONDAY))
    assert passed(maya, came, ines) == passed(maya, came, ines)
    there = Referral.objects.get(group=ines.group)
    told = ("name", "phone", "email", "best_time", "insurer", "language", "is_urgent", "will_call")
    assert [getattr(there, name) for name in told] == [getattr(came, name) for name in told]
    assert (there.way, there.sender, there.owner) == ("sister", "Casco Counseling", ines)
    assert (there.practice, there.contact, there.batch, there.by) == (None, None, None, None)
    assert (there.on, there.consented_at, there.key == came.pk) == (LATER, at(LATER), False)
    here = Referral.objects.with_course().get(pk=came.pk)
    assert here.closed.reason == Closed.Reason.NO_CAPACITY
    assert here.answered.on == LATER
    # Neither side's trail leads to the other's row.
    assert not Event.objects.seen_by(maya).filter(row_id=there.pk).exists()
    assert not Event.objects.seen_by(ines).filter(row_id=came.pk).exists()
    # The office sent one person, and is credited where it sent them.
    assert practice.referrals.count() == 1


@pytest.mark.usefixtures("sisters")
def test_what_may_not_be_is_refused(maya: Membership, ines: Membership) -> None:
    sam, lena = joined(maya, "Sam", Role.THERAPIST), joined(maya, "Lena", Role.LIAISON)
    came = by_fax(maya, when=at(MONDAY))
    refused: list[tuple[type[Exception], Callable[[], object]]] = [
        (actions.ConsentMissing, lambda: passed(maya, came, ines, agreed=False)),
        (actions.NoRoomThere, lambda: passed(maya, came, maya)),
        (outreach.NotYours, lambda: passed(sam, came, ines)),
        (outreach.NotYours, lambda: passed(lena, came, ines)),
        (outreach.NotYours, lambda: passed(ines, came, maya)),
    ]
    for why, act in refused:
        with pytest.raises(why):
            act()
    room_of(ines, on=MONDAY, at=at(LATER), openings=[])
    with pytest.raises(actions.NoRoomThere):
        passed(maya, came, ines)
    room_of(ines, on=MONDAY, at=at(LATER), valid_until=LATER)
    assert [room.until for room in sisters_with_room(maya, at(LATER))] == [LATER]
    assert sisters_with_room(maya, at(LATER + timedelta(days=1))) == []
    actions.close(member=maya, referral=came, reason="changed_mind", at=at(LATER))
    with pytest.raises(actions.ReferralClosed):
        passed(maya, came, ines)
    assert not Referral.objects.filter(group=ines.group).exists()


@pytest.mark.usefixtures("sisters")
def test_nobody_is_passed_to_a_group_that_left(maya: Membership, ines: Membership) -> None:
    came = by_fax(maya, when=at(MONDAY))
    networks.leave_network(member=ines, at=at(MONDAY))
    with pytest.raises(actions.NoRoomThere):
        passed(maya, came, ines)


def test_the_page_offers_who_has_room_and_asks_for_the_tick(
    maya: Membership, ines: Membership
) -> None:
    now = timezone.now()
    client = Client()
    client.force_login(maya.person)
    in_a_network(maya, ines)
    came = by_fax(maya, when=now)
    place = f"/referrals/{came.pk}/passing/"
    assert place in client.get(f"/referrals/{came.pk}/").content.decode()
    assert b"No sister group" in client.get(place).content
    room_of(ines, on=ines.group.day_of(now), at=now)
    assert b"Back Cove Therapy, room until" in client.get(place).content
    said = {"to": str(ines.group_id)}
    assert client.post(place, said).status_code == 422
    assert client.post(place, {**said, "has_consented": "on"}).status_code == 302
    assert b"Passed to Back Cove Therapy" in client.get(f"/referrals/{came.pk}/").content

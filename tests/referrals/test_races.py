"""Two at once, on whichever database the suite runs on."""

from uuid import uuid4

import pytest

from alongside.errors import Refused
from alongside.outreach.models import FollowUp, Practice
from alongside.outreach.models import Referral as Counted
from alongside.referrals import actions
from alongside.referrals.models import Answered, Closed, Offered, Referral
from alongside.team.models import Event, Membership
from tests.conftest import MONDAY, at
from tests.outreach.test_races import at_once
from tests.referrals.people import ANA, by_card, by_fax, cards_of
from tests.referrals.test_life import elsewhere

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_form_sent_eight_times_at_once_is_one_person(
    maya: Membership, own_doctor: Practice
) -> None:
    batch, key = cards_of(maya, own_doctor)[0], uuid4()
    came = at_once(8, lambda _: actions.receive(batch=batch, sent=ANA, key=key, at=at(MONDAY)).pk)
    assert len(set(came)) == Referral.objects.count() == Counted.objects.count() == 1
    assert FollowUp.objects.filter(standing_for=own_doctor).count() == 1


def test_who_answers_and_who_closes_at_once_do_so_once(
    maya: Membership, sam: Membership, own_doctor: Practice
) -> None:
    ana = by_card(maya, own_doctor, when=at(MONDAY))
    reasons = list(Closed.Reason)[1:]

    def act(number: int) -> object:
        member = (maya, sam)[number % 2]
        try:
            actions.answer(member=member, referral=ana, how="spoke", at=at(MONDAY))
            return actions.close(
                member=member, referral=ana, reason=reasons[number % len(reasons)], at=at(MONDAY)
            ).reason
        except Refused as refusal:
            return refusal

    done = at_once(8, act)
    assert Answered.objects.count() == Closed.objects.count() == 1
    assert Event.objects.filter(verb="referral closed").count() == 1
    assert {one for one in done if isinstance(one, str)} == {Closed.objects.get().reason}


def test_an_offer_against_a_closing_leaves_one_state(
    maya: Membership, own_doctor: Practice
) -> None:
    ana = by_card(maya, own_doctor, when=at(MONDAY))

    def act(number: int) -> None:
        try:
            if number % 2:
                actions.close(member=maya, referral=ana, reason="other", at=at(MONDAY))
            else:
                actions.offer(member=maya, referral=ana, for_on=MONDAY, key=uuid4(), at=at(MONDAY))
        except actions.ReferralClosed:
            pass

    at_once(8, act)
    closed_at = Event.objects.get(verb="referral closed").sequence
    offers = Event.objects.filter(verb="time offered")
    assert not offers.filter(sequence__gt=closed_at).exists()
    assert offers.count() == Offered.objects.count()


def test_credits_that_cross_wait_for_no_one(maya: Membership, own_doctor: Practice) -> None:
    """Two referrals change places between two offices: their locks are had in one order."""
    other = elsewhere(maya)
    one, two = (
        by_fax(maya, when=at(MONDAY), practice=own_doctor),
        by_fax(maya, when=at(MONDAY), practice=other),
    )
    turns = [(one, other), (two, own_doctor)] * 4

    def act(number: int) -> None:
        referral, practice = turns[number]
        actions.change_credit(member=maya, referral=referral, practice=practice, at=at(MONDAY))

    at_once(8, act)
    assert Counted.objects.get(key=one.pk).practice == other
    assert Counted.objects.get(key=two.pk).practice == own_doctor

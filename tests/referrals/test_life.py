"""From "somebody was sent" to the end of it, act by act."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db.models import Model

from alongside.errors import Refused
from alongside.outreach import actions as outreach
from alongside.outreach.actions import NotYours
from alongside.outreach.models import Contact, Practice
from alongside.outreach.models import Referral as Counted
from alongside.referrals import actions
from alongside.referrals.actions import Sent
from alongside.referrals.clock import State, WaitsFor
from alongside.referrals.models import (
    Answered,
    Closed,
    CreditChange,
    HandOver,
    Kept,
    NotKept,
    Offered,
    Referral,
)
from alongside.referrals.waiting import clock_on, own_duties, waiting_for
from alongside.team import actions as team
from alongside.team.actions import NotAllowed
from alongside.team.models import Event, Membership, Role
from tests.conftest import MONDAY, at
from tests.referrals.people import ANA, by_card, by_fax, cards_of, joined

TUESDAY, THURSDAY = MONDAY + timedelta(1), MONDAY + timedelta(3)
# Every kind of row that an act on a referral could write.
WRITTEN: tuple[type[Model], ...] = (
    *(Referral, Answered, Offered, Kept, NotKept, Closed, HandOver, CreditChange),
    *(Counted, Event),
)


def counted() -> list[int]:
    return [kind._default_manager.count() for kind in WRITTEN]


def anew(referral: Referral) -> Referral:
    return Referral.objects.with_course().get(pk=referral.pk)


def test_a_person_is_answered_offered_a_time_and_seen(
    maya: Membership, own_doctor: Practice
) -> None:
    ana = by_card(maya, own_doctor, when=at(MONDAY))
    clock = clock_on(anew(ana), MONDAY)
    assert (clock.state, clock.waits_for, clock.due_on) == (State.NEW, WaitsFor.OWNER, TUESDAY)
    actions.answer(member=maya, referral=ana, how="spoke", at=at(TUESDAY))
    clock = clock_on(anew(ana), TUESDAY)
    assert (clock.state, str(clock.due_on)) == (State.ANSWERED, "2026-01-20")
    offered = actions.offer(member=maya, referral=ana, for_on=THURSDAY, key=uuid4(), at=at(TUESDAY))
    assert clock_on(anew(ana), THURSDAY).waits_for is WaitsFor.PERSON
    assert clock_on(anew(ana), THURSDAY + timedelta(1)).waits_for is WaitsFor.OWNER
    actions.keep(member=maya, offered=offered, on=THURSDAY, at=at(THURSDAY))
    clock = clock_on(anew(ana), THURSDAY)
    assert (clock.state, str(clock.due_on)) == (State.KEPT, "2026-01-22")
    actions.close(member=maya, referral=ana, reason=Closed.Reason.SEEN_HERE, at=at(THURSDAY))
    assert clock_on(anew(ana), THURSDAY).state is State.CLOSED
    verbs = Event.objects.filter(row_id=ana.pk).order_by("sequence").values_list("verb", flat=True)
    assert list(verbs) == [
        *("referral came in", "person answered", "time offered"),
        *("first session kept", "referral closed"),
    ]
    assert set(Event.objects.filter(row_id=ana.pk).values_list("group", flat=True)) == {
        maya.group_id
    }


def test_what_a_person_is_called_is_sealed_and_stands_in_no_other_word(
    maya: Membership, own_doctor: Practice
) -> None:
    ana = by_card(maya, own_doctor, when=at(MONDAY))
    assert anew(ana).name == "Ana Canary Lopez"
    assert anew(ana).first_name == "Ana"
    assert "Canary" not in f"{anew(ana)!r} {anew(ana)}"


def test_the_playbook_hears_that_somebody_was_sent_and_nothing_of_whom(
    maya: Membership, own_doctor: Practice
) -> None:
    ana = by_card(maya, own_doctor, when=at(MONDAY))
    told = Counted.objects.get()
    assert (told.practice, told.key, told.on) == (own_doctor, ana.pk, MONDAY)


def test_another_credit_moves_what_the_playbook_heard(
    maya: Membership, own_doctor: Practice
) -> None:
    other = elsewhere(maya)
    ana = by_card(maya, own_doctor, when=at(MONDAY))
    actions.change_credit(member=maya, referral=ana, practice=other, at=at(TUESDAY))
    assert (anew(ana).practice, anew(ana).basis) == (other, "by_hand")
    assert Counted.objects.get().practice == other
    actions.change_credit(member=maya, referral=ana, practice=None, at=at(TUESDAY))
    assert not Counted.objects.exists()
    assert CreditChange.objects.count() == 2
    assert Event.objects.filter(verb="credit changed").count() == 2


def elsewhere(maya: Membership) -> Practice:
    return outreach.add_practice(
        member=maya,
        described=outreach.Described("Oak Hill", "other"),
        entry="by_hand",  # type: ignore[arg-type]
        on=MONDAY,
        at=at(MONDAY),
    )


def test_credit_goes_to_what_the_person_says_before_the_contact(
    maya: Membership, own_doctor: Practice
) -> None:
    other = elsewhere(maya)
    dana = outreach.add_contact(
        member=maya, practice=other, name="Dana", part=Contact.Part.FRONT_DESK, at=at(MONDAY)
    )
    both = by_fax(maya, when=at(MONDAY), practice=own_doctor, contact=dana)
    contact_alone = by_fax(maya, when=at(MONDAY), contact=dana)
    nobody = by_fax(maya, when=at(MONDAY))
    assert (both.practice, both.basis) == (own_doctor, "said")
    assert (contact_alone.practice, contact_alone.basis) == (other, "contact")
    assert (nobody.practice, nobody.basis) == (None, "nobody")
    assert Counted.objects.count() == 2


def test_a_time_that_was_missed_is_offered_anew(maya: Membership, own_doctor: Practice) -> None:
    ana = by_card(maya, own_doctor, when=at(MONDAY))
    first = actions.offer(member=maya, referral=ana, for_on=TUESDAY, key=uuid4(), at=at(MONDAY))
    assert anew(ana).answered.how == "spoke"
    actions.miss(member=maya, offered=first, why="did_not_come", at=at(TUESDAY))
    clock = clock_on(anew(ana), TUESDAY)
    assert (clock.state, str(clock.due_on)) == (State.MISSED, "2026-01-21")
    with pytest.raises(actions.OutOfTurn):
        actions.keep(member=maya, offered=first, on=TUESDAY, at=at(TUESDAY))
    actions.offer(member=maya, referral=ana, for_on=THURSDAY, key=uuid4(), at=at(TUESDAY))
    assert clock_on(anew(ana), TUESDAY).state is State.OFFERED


def test_who_left_no_number_has_two_weeks_to_call(maya: Membership, own_doctor: Practice) -> None:
    ana = by_card(
        maya, own_doctor, when=at(MONDAY), sent=Sent("Ana", will_call=True, has_consented=True)
    )
    clock = clock_on(anew(ana), MONDAY)
    assert (clock.waits_for, str(clock.due_on)) == (WaitsFor.PERSON, "2026-01-20")
    later = clock_on(anew(ana), MONDAY + timedelta(16))
    assert (later.waits_for, str(later.due_on)) == (WaitsFor.OWNER, "2026-01-21")


def test_what_cannot_be_is_refused_and_writes_nothing(
    maya: Membership, sam: Membership, ines: Membership, own_doctor: Practice
) -> None:
    lena = joined(maya, "Lena Fisk", Role.LIAISON)
    ana, batch = by_card(maya, own_doctor, when=at(MONDAY)), cards_of(maya, own_doctor)[0]
    closed = by_fax(maya, when=at(MONDAY))
    offered = actions.offer(member=maya, referral=ana, for_on=TUESDAY, key=uuid4(), at=at(MONDAY))
    actions.close(member=maya, referral=closed, reason="changed_mind", at=at(MONDAY))
    before = counted()
    refused: tuple[tuple[type[Refused], Callable[[], object]], ...] = (
        (actions.NobodyToAnswer, lambda: by_fax(maya, when=at(MONDAY), sent=Sent("Ana"))),
        (actions.NobodyToAnswer, lambda: by_fax(maya, when=at(MONDAY), sent=Sent(" ", phone="1"))),
        (
            actions.ConsentMissing,
            lambda: actions.receive(
                batch=batch, sent=Sent("Ana", phone="1"), key=uuid4(), at=at(MONDAY)
            ),
        ),
        (NotAllowed, lambda: by_fax(lena, when=at(MONDAY))),
        (actions.MayNotOwn, lambda: by_fax(maya, when=at(MONDAY), owner=lena)),
        (NotYours, lambda: by_fax(maya, when=at(MONDAY), owner=ines)),
        (NotYours, lambda: by_fax(ines, when=at(MONDAY), practice=own_doctor)),
        (NotYours, lambda: actions.answer(member=lena, referral=ana, how="spoke", at=at(MONDAY))),
        (NotYours, lambda: actions.answer(member=ines, referral=ana, how="spoke", at=at(MONDAY))),
        (
            actions.DayImpossible,
            lambda: actions.offer(
                member=maya, referral=ana, for_on=MONDAY - timedelta(1), key=uuid4(), at=at(MONDAY)
            ),
        ),
        (
            actions.DayImpossible,
            lambda: actions.keep(member=maya, offered=offered, on=TUESDAY, at=at(MONDAY)),
        ),
        (
            actions.OutOfTurn,
            lambda: actions.close(member=maya, referral=ana, reason="seen_here", at=at(MONDAY)),
        ),
        (
            actions.ReferralClosed,
            lambda: actions.close(member=maya, referral=closed, reason="other", at=at(MONDAY)),
        ),
        (
            actions.ReferralClosed,
            lambda: actions.hand_over(member=maya, referral=closed, to=sam, at=at(MONDAY)),
        ),
        (
            actions.ReferralClosed,
            lambda: actions.offer(
                member=maya, referral=closed, for_on=TUESDAY, key=uuid4(), at=at(MONDAY)
            ),
        ),
        (
            actions.MayNotOwn,
            lambda: actions.hand_over(member=maya, referral=ana, to=lena, at=at(MONDAY)),
        ),
        (NotYours, lambda: actions.hand_over(member=maya, referral=ana, to=ines, at=at(MONDAY))),
        (
            NotAllowed,
            lambda: actions.settle_spanish(member=sam, reviewed_by="Sam", words="", at=at(MONDAY)),
        ),
    )
    for refusal, act in refused:
        with pytest.raises(refusal):
            act()
    assert counted() == before


def test_each_is_done_once_however_often_it_is_sent(maya: Membership, own_doctor: Practice) -> None:
    batch, key = cards_of(maya, own_doctor)[0], uuid4()

    def everything() -> None:
        ana = actions.receive(batch=batch, sent=ANA, key=key, at=at(MONDAY))
        actions.answer(member=maya, referral=ana, how="spoke", at=at(MONDAY))
        offered = actions.offer(member=maya, referral=ana, for_on=MONDAY, key=key, at=at(MONDAY))
        actions.keep(member=maya, offered=offered, on=MONDAY, at=at(MONDAY))
        actions.close(member=maya, referral=ana, reason="seen_here", at=at(MONDAY))
        actions.hand_over(member=maya, referral=ana, to=maya, at=at(MONDAY))
        actions.change_credit(member=maya, referral=ana, practice=own_doctor, at=at(MONDAY))

    everything()
    before = counted()
    everything()
    assert counted() == before


def test_another_group_s_key_is_another_key(
    maya: Membership, ines: Membership, own_doctor: Practice
) -> None:
    batch, key = cards_of(maya, own_doctor)[0], uuid4()
    mine = actions.receive(batch=batch, sent=ANA, key=key, at=at(MONDAY))
    hers = actions.take(member=ines, sent=ANA, way="fax", key=key, at=at(MONDAY))
    assert mine.group_id != hers.group_id


def test_who_sees_whom(maya: Membership, sam: Membership, own_doctor: Practice) -> None:
    """Owner and coordinator all, a therapist their own, a liaison nobody."""
    theo = joined(maya, "Theo Brandt", Role.THERAPIST)
    lena = joined(maya, "Lena Fisk", Role.LIAISON)
    hers = by_card(maya, own_doctor, when=at(MONDAY))
    his = by_fax(sam, when=at(MONDAY), owner=theo)
    seen = {who: set(Referral.objects.seen_by(who)) for who in (maya, sam, theo, lena)}
    assert seen == {maya: {hers, his}, sam: {hers, his}, theo: {his}, lena: set()}
    with pytest.raises(NotYours):
        actions.answer(member=theo, referral=hers, how="spoke", at=at(MONDAY))
    actions.hand_over(member=maya, referral=hers, to=theo, at=at(MONDAY))
    assert set(Referral.objects.seen_by(theo)) == {hers, his}


def test_the_cards_of_a_liaison_bring_people_to_the_coordinator(
    maya: Membership, sam: Membership, own_doctor: Practice
) -> None:
    lena = joined(maya, "Lena Fisk", Role.LIAISON)
    assert by_card(lena, own_doctor, when=at(MONDAY)).owner == sam


def test_whoever_leaves_leaves_nobody_waiting_for_nobody(
    maya: Membership, sam: Membership, own_doctor: Practice
) -> None:
    theo = joined(maya, "Theo Brandt", Role.THERAPIST)
    his = by_fax(sam, when=at(MONDAY), owner=theo)
    assert [one.referral for one in own_duties(sam, MONDAY)] == [his]
    actions.answer(member=sam, referral=his, how="spoke", at=at(MONDAY))
    due = MONDAY + timedelta(16)
    assert own_duties(sam, due) == []
    team.part(member=maya, whose=theo, at=at(TUESDAY))
    assert [one.referral for one in own_duties(sam, due)] == [his]
    assert actions.in_charge(maya.group) == sam


def test_ours_come_first_then_by_the_day(maya: Membership, own_doctor: Practice) -> None:
    theirs = by_fax(maya, when=at(MONDAY - timedelta(9)))
    actions.offer(member=maya, referral=theirs, for_on=TUESDAY, key=uuid4(), at=at(MONDAY))
    answered = by_fax(maya, when=at(MONDAY))
    actions.answer(member=maya, referral=answered, how="message", at=at(MONDAY))
    urgent = by_fax(maya, when=at(MONDAY), sent=Sent("Urs", phone="1", is_urgent=True))
    new = by_fax(maya, when=at(MONDAY))
    found = [one.referral for one in waiting_for(maya, MONDAY)]
    assert found == [urgent, new, answered, theirs]
    assert [one.referral for one in own_duties(maya, MONDAY)] == [urgent, new]


def test_the_same_person_within_a_week_is_shown_and_not_merged(
    maya: Membership, ines: Membership, own_doctor: Practice
) -> None:
    ana = by_card(maya, own_doctor, when=at(MONDAY))
    by_number = by_fax(maya, when=at(THURSDAY), sent=Sent("A. Lopez", phone="(207) 555 0177"))
    by_name = by_fax(maya, when=at(TUESDAY), sent=Sent("ANA canary  lopez", email="a@example.com"))
    by_fax(maya, when=at(MONDAY + timedelta(8)), sent=ANA)
    by_fax(ines, when=at(MONDAY), sent=ANA)
    by_fax(maya, when=at(MONDAY), sent=Sent("Ben", phone="207-555-0178"))
    assert list(Referral.objects.seen_by(maya).alike(anew(ana))) == [by_name, by_number]
    assert Referral.objects.seen_by(maya).open().count() == 5

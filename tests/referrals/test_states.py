"""Whatever is done, in whatever order: no state without an owner, no clock without an end."""

from datetime import date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import hypothesis
import pytest
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from pytest_django import Settings

from alongside.errors import Refused
from alongside.outreach import actions as outreach
from alongside.outreach.models import Practice
from alongside.outreach.models import Referral as Counted
from alongside.playbook.history import Entry
from alongside.referrals import actions
from alongside.referrals.actions import Sent
from alongside.referrals.clock import State, WaitsFor
from alongside.referrals.models import MAY_OWN, Closed, NotKept, Offered, Referral
from alongside.referrals.waiting import clock_on
from alongside.team import actions as team
from alongside.team.models import Event, Membership, Role
from tests.conftest import MONDAY, at
from tests.referrals.people import cards_of, joined

ZONE = ZoneInfo("America/New_York")
PEOPLE = st.builds(
    Sent,
    name=st.sampled_from(("Ana Lopez", "Ben")),
    phone=st.sampled_from(("", "207-555-0177")),
    email=st.sampled_from(("", "a@example.com")),
    is_urgent=st.booleans(),
    will_call=st.booleans(),
    has_consented=st.booleans(),
)


class Referrals(RuleBasedStateMachine):
    """Three who work, one who looks on, two offices; the days go by."""

    def __init__(self) -> None:
        super().__init__()
        self.before = transaction.savepoint()
        team.install()
        self.maya = team.found(
            email="maya@example.com",
            name="Maya",
            password="a long enough phrase",
            group_name="Casco",
            time_zone="America/New_York",
            at=at(MONDAY),
        )
        others = (("Sam", Role.COORDINATOR), ("Theo", Role.THERAPIST), ("Lena", Role.LIAISON))
        self.members = [self.maya, *(joined(self.maya, *other) for other in others)]
        self.offices = [self.office("Elm Street"), self.office("Oak Hill")]
        self.batch = cards_of(self.maya, self.offices[0])[0]
        self.today = MONDAY

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.before)

    def office(self, name: str) -> Practice:
        described = outreach.Described(name, "other")
        return outreach.add_practice(
            member=self.maya, described=described, entry=Entry.BY_HAND, on=MONDAY, at=at(MONDAY)
        )

    @property
    def now(self) -> datetime:
        return datetime.combine(self.today, time(12), tzinfo=ZONE)

    def one(self, data: st.DataObject) -> Referral:
        return data.draw(st.sampled_from(list(Referral.objects.order_by("at", "pk"))))

    def has_people(self) -> bool:
        return Referral.objects.exists()

    @rule(days=st.integers(1, 12))
    def days_go_by(self, days: int) -> None:
        self.today += timedelta(days)

    @rule(sent=PEOPLE)
    def a_card_brings_somebody(self, sent: Sent) -> None:
        self.try_(lambda: actions.receive(batch=self.batch, sent=sent, key=uuid4(), at=self.now))

    @rule(sent=PEOPLE, who=st.integers(0, 3), whose=st.integers(0, 3), where=st.integers(0, 2))
    def an_office_faxes(self, sent: Sent, who: int, whose: int, where: int) -> None:
        practice = self.offices[where] if where < 2 else None
        self.try_(
            lambda: actions.take(
                member=self.members[who],
                sent=sent,
                way="fax",
                key=uuid4(),
                at=self.now,
                owner=self.members[whose],
                practice=practice,
            )
        )

    @precondition(has_people)
    @rule(data=st.data(), who=st.integers(0, 3), what=st.sampled_from(("answer", "offer", "close")))
    def somebody_acts(self, data: st.DataObject, who: int, what: str) -> None:
        on, by = self.one(data), self.members[who]
        reason = data.draw(st.sampled_from(Closed.Reason.values))
        day = self.today + timedelta(data.draw(st.integers(-2, 20)))
        acts = {
            "answer": lambda: actions.answer(member=by, referral=on, how="spoke", at=self.now),
            "offer": lambda: actions.offer(
                member=by, referral=on, for_on=day, key=uuid4(), at=self.now
            ),
            "close": lambda: actions.close(member=by, referral=on, reason=reason, at=self.now),
        }
        self.try_(acts[what])

    @precondition(lambda self: Offered.objects.exists())
    @rule(data=st.data(), who=st.integers(0, 3), came=st.booleans())
    def a_time_is_kept_or_not(self, data: st.DataObject, who: int, came: bool) -> None:
        offered = data.draw(st.sampled_from(list(Offered.objects.order_by("at", "pk"))))
        by = self.members[who]
        self.try_(
            (lambda: actions.keep(member=by, offered=offered, on=self.today, at=self.now))
            if came
            else (lambda: actions.miss(member=by, offered=offered, why="called_off", at=self.now))
        )

    @precondition(has_people)
    @rule(data=st.data(), who=st.integers(0, 3), to=st.integers(0, 3))
    def it_is_handed_over(self, data: st.DataObject, who: int, to: int) -> None:
        on, by = self.one(data), self.members[who]
        self.try_(
            lambda: actions.hand_over(member=by, referral=on, to=self.members[to], at=self.now)
        )

    @precondition(has_people)
    @rule(data=st.data(), who=st.integers(0, 3), where=st.integers(0, 2))
    def another_is_credited(self, data: st.DataObject, who: int, where: int) -> None:
        practice = self.offices[where] if where < 2 else None
        on, by = self.one(data), self.members[who]
        self.try_(
            lambda: actions.change_credit(member=by, referral=on, practice=practice, at=self.now)
        )

    @precondition(lambda self: self.members[2].is_current)
    @rule()
    def theo_leaves(self) -> None:
        team.part(member=self.maya, whose=self.members[2], at=self.now)
        self.members[2] = Membership.objects.select_related("group").get(pk=self.members[2].pk)

    def try_(self, act: object) -> None:
        """Do it, or be refused; what is refused writes nothing."""
        assert callable(act)
        before = Event.objects.count()
        try:
            act()
        except Refused:
            assert Event.objects.count() == before

    @invariant()
    def each_has_an_owner_and_its_clock_an_end(self) -> None:
        stands_in = actions.in_charge(self.maya.group)
        for referral in Referral.objects.with_course():
            assert referral.owner.role in MAY_OWN
            assert referral.owner.is_current or stands_in.is_current
            clock = clock_on(referral, self.today)
            is_over = clock.state is State.CLOSED
            assert is_over == hasattr(referral, "closed")
            assert (clock.due_on is None) == (clock.waits_for is None) == is_over
            if clock.waits_for is WaitsFor.PERSON:
                assert self.today <= (clock.due_on or date.min)

    @invariant()
    def what_was_done_agrees_with_itself(self) -> None:
        for referral in Referral.objects.with_course():
            kept = getattr(referral, "kept", None)
            if kept is not None:
                assert kept.offered.referral_id == referral.pk
                assert not NotKept.objects.filter(offered=kept.offered).exists()
            if referral.told_offers:
                assert hasattr(referral, "answered")

    @invariant()
    def the_playbook_heard_of_each_that_is_credited(self) -> None:
        credited = Referral.objects.exclude(practice=None).values_list("pk", "practice")
        assert dict(credited) == dict(Counted.objects.values_list("key", "practice"))


@pytest.mark.django_db
def test_whatever_is_done_nothing_waits_for_nobody(settings: Settings) -> None:
    # Passwords are not the point.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    few = hypothesis.settings(max_examples=6, stateful_step_count=16, deadline=None)
    run_state_machine_as_test(Referrals, settings=few)

"""Releases, letters and consults in any order: nothing is told without what it stands on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.errors import Refused
from alongside.releases import actions
from alongside.releases.actions import Talked
from alongside.releases.models import Consult, Delivery, Disclosure, Letter, LetterStop, Release
from alongside.releases.scope import NEEDS, Item, LetterKind
from tests.releases.story import NOON, Story
from tests.web.database import taken_back


@dataclass
class Run:
    """A story under way; `now` goes forward only."""

    story: Story
    now: datetime = NOON

    @property
    def days_ago(self) -> int:
        return (NOON - self.now).days

    def pass_days(self, number: int) -> None:
        self.now += timedelta(days=number)

    def release(self, number: int) -> None:
        items = frozenset(list(Item)[: 1 + number % len(Item)])
        ends_on = self.story.maya.group.day_of(self.now) + timedelta(days=number)
        contact = (self.story.ortiz, self.story.other)[number % 2]
        self.story.release(
            days_ago=self.days_ago,
            is_signed=number % 4 > 0,
            items=items,
            ends_on=ends_on,
            contacts=(contact,),
            tells=number % 5 > 0,
        )

    def revoke(self, number: int) -> None:
        found = list(Release.objects.order_by("pk"))
        if found:
            actions.revoke(
                member=self.story.maya,
                release=found[number % len(found)],
                on=self.story.maya.group.day_of(self.now),
                at=self.now,
            )

    def write(self, number: int) -> None:
        kind = list(LetterKind)[number % len(LetterKind)]
        words = {Item.PROGRESS: "Better."} if number % 2 else {}
        self.story.write(kind, moment=self.now, words=words)

    def deliver(self, number: int) -> None:
        found = list(Letter.objects.order_by("pk"))
        if found:
            actions.deliver(
                member=self.story.maya,
                letter=found[number % len(found)],
                how=Delivery.How.PRINTED,
                address="1 Elm St",
                key=uuid4(),
                at=self.now,
            )

    def consult(self, number: int) -> None:
        on = self.story.maya.group.day_of(self.now) - timedelta(days=number % 3)
        actions.note_consult(
            member=self.story.maya,
            client=self.story.client,
            contact=self.story.ortiz,
            talked=Talked(on, Consult.How.PHONE, frozenset(list(Item)[: number % 4])),
            key=uuid4(),
            at=self.now,
        )

    def end(self, _number: int) -> None:
        on = self.story.maya.group.day_of(self.now)
        actions.end_treatment(member=self.story.maya, client=self.story.client, on=on, at=self.now)


ACTS: tuple[Callable[[Run, int], None], ...] = (
    *(Run.release, Run.release, Run.write, Run.write, Run.deliver, Run.deliver),
    *(Run.consult, Run.revoke, Run.pass_days, Run.end),
)


def held(told: Disclosure) -> None:
    """Say by itself, from the rows alone, whether a release allowed what was told on that day."""
    source = told.letter or told.consult
    assert source is not None
    release = Release.objects.get(pk=source.release_id)
    assert release.tells
    assert told.contact_id in {contact.pk for contact in release.to}
    assert set(told.items) <= {*release.items, Item.COORDINATION}
    assert release.signature.signed_on <= told.on
    assert release.ends_on is None or told.on <= release.ends_on
    if told.letter is not None:
        assert set(told.items) >= NEEDS[LetterKind(told.letter.kind)]


@pytest.mark.django_db
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 12)), max_size=14))
def test_whatever_happens_nothing_is_told_without_a_basis(
    story: Story, acts: list[tuple[Callable[[Run, int], None], int]]
) -> None:
    with taken_back():
        run = Run(story)
        for act, number in acts:
            before = Disclosure.objects.count()
            try:
                act(run, number)
            except Refused:
                assert Disclosure.objects.count() == before
        for told in Disclosure.objects.all():
            held(told)
        for stopped in LetterStop.objects.select_related("letter"):
            left = Delivery.objects.filter(letter=stopped.letter, at__gt=stopped.at)
            assert not left.exists()
        revoked = Release.objects.filter(revocation__isnull=False)
        assert not Letter.objects.queued().filter(release__in=revoked).exists()

"""Whoever sent somebody hears as far as a release allows: without one, nothing, and why."""

from uuid import uuid4

import pytest

from alongside.errors import Refused
from alongside.outreach import actions as outreach
from alongside.outreach.models import Contact, Practice
from alongside.referrals import actions
from alongside.referrals.models import Admitted, Referral
from alongside.referrals.telling import NothingSigned, tell
from alongside.releases import actions as releases
from alongside.releases import signing
from alongside.releases.actions import Wished
from alongside.releases.letters import ReleaseMissing
from alongside.releases.models import Client, Letter
from alongside.releases.scope import Item, LetterKind
from alongside.team.models import Event, Membership
from tests.conftest import MONDAY, at
from tests.outreach.letterheads import written_by
from tests.referrals.people import by_card
from tests.releases.story import SIGNED


@pytest.fixture
def ortiz(maya: Membership, own_doctor: Practice) -> Contact:
    """The prescriber who sends people."""
    written_by(maya, "Elm Street", at=at(MONDAY))
    part = Contact.Part.PRESCRIBER
    return outreach.add_contact(
        member=maya, practice=own_doctor, name="Dr. Ana Ortiz", part=part, at=at(MONDAY)
    )


@pytest.fixture
def seen(maya: Membership, own_doctor: Practice) -> Referral:
    """Somebody whom a card brought, and who came."""
    ana = by_card(maya, own_doctor, when=at(MONDAY))
    offered = actions.offer(member=maya, referral=ana, for_on=MONDAY, key=uuid4(), at=at(MONDAY))
    actions.keep(member=maya, offered=offered, on=MONDAY, at=at(MONDAY))
    return ana


def anew(referral: Referral) -> Referral:
    return Referral.objects.with_course().get(pk=referral.pk)


def told(member: Membership, referral: Referral, contact: Contact, kind: LetterKind) -> Letter:
    return tell(
        member=member,
        referral=anew(referral),
        contact=contact,
        kind=kind,
        plan="Weekly, for sleep first.",
        key=uuid4(),
        at=at(MONDAY),
    )


@pytest.mark.parametrize("kind", [LetterKind.FIRST_SESSION, LetterKind.REPORT_BACK])
def test_without_a_release_nothing_is_told_and_each_attempt_is_noted(
    maya: Membership, sam: Membership, seen: Referral, ortiz: Contact, kind: LetterKind
) -> None:
    def refused(member: Membership, why: type[Refused]) -> None:
        before = Event.objects.count()
        with pytest.raises(why):
            told(member, seen, ortiz, kind)
        assert Event.objects.count() == before + 1

    refused(maya, NothingSigned)
    refused(sam, NothingSigned)
    actions.admit(member=maya, referral=seen, code="AL-1", state="ME", key=uuid4(), at=at(MONDAY))
    refused(maya, ReleaseMissing)
    # A coordinator sees who was sent, and no client.
    refused(sam, NothingSigned)
    assert not Letter.objects.exists()


def test_under_a_release_the_letter_is_written_and_belongs_to_the_referral(
    maya: Membership, seen: Referral, ortiz: Contact
) -> None:
    client = actions.admit(
        member=maya, referral=seen, code="AL-1", state="ME", key=uuid4(), at=at(MONDAY)
    )
    assert (client.name, client.therapist) == ("Ana Canary Lopez", maya)
    releases.add_prescriber(member=maya, client=client, contact=ortiz, at=at(MONDAY))
    wished = Wished(contacts=(ortiz,), items=frozenset(Item))
    release = releases.draft_release(
        member=maya, client=client, wished=wished, at=at(MONDAY), key=uuid4()
    )
    signing.sign(member=maya, release=release, signed=SIGNED, at=at(MONDAY))
    letter = told(maya, seen, ortiz, LetterKind.REPORT_BACK)
    assert letter.referral_id == seen.pk


def test_nothing_is_told_before_the_first_session(
    maya: Membership, own_doctor: Practice, ortiz: Contact
) -> None:
    new = by_card(maya, own_doctor, when=at(MONDAY))
    with pytest.raises(actions.OutOfTurn):
        told(maya, new, ortiz, LetterKind.FIRST_SESSION)


def test_whoever_is_noted_twice_is_one_client(maya: Membership, seen: Referral) -> None:
    first, second = (
        actions.admit(member=maya, referral=seen, code=code, state="ME", key=uuid4(), at=at(MONDAY))
        for code in ("AL-1", "AL-2")
    )
    assert first == second
    assert (Client.objects.count(), Admitted.objects.count()) == (1, 1)


def test_a_client_has_a_therapist(maya: Membership, sam: Membership, seen: Referral) -> None:
    actions.hand_over(member=maya, referral=seen, to=sam, at=at(MONDAY))
    with pytest.raises(actions.MayNotOwn):
        actions.admit(
            member=sam, referral=seen, code="AL-1", state="ME", key=uuid4(), at=at(MONDAY)
        )

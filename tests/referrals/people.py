"""People who were sent, as tests have them come in. Nobody is real."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from alongside.outreach import actions as outreach
from alongside.outreach.models import CardBatch, Practice
from alongside.referrals import actions
from alongside.referrals.actions import Sent
from alongside.referrals.models import Referral
from alongside.team import actions as team
from alongside.team.models import Membership, Role
from tests.conftest import MONDAY, at

ANA = Sent("Ana Canary Lopez", phone="207-555-0177", has_consented=True)


def joined(owner: Membership, name: str, role: Role) -> Membership:
    email = f"{name.split()[0].lower()}@example.com"
    _, token = team.invite(member=owner, email=email, role=role, at=at(MONDAY))
    return team.accept(token=token, name=name, password="a phrase of theirs", at=at(MONDAY))


def cards_of(member: Membership, practice: Practice) -> tuple[CardBatch, str]:
    made, token = outreach.make_cards(member=member, practice=practice, at=at(MONDAY))
    found = CardBatch.objects.with_token(bytes(made.token_hash)).get()
    return found, token


def by_card(
    member: Membership, practice: Practice, *, when: datetime, sent: Sent = ANA
) -> Referral:
    """Somebody who wrote on the page of a card."""
    batch, _ = cards_of(member, practice)
    return actions.receive(batch=batch, sent=sent, key=uuid4(), at=when)


def by_fax(member: Membership, *, when: datetime, sent: Sent = ANA, **more: Any) -> Referral:
    """Somebody whom an office faxed."""
    return actions.take(member=member, sent=sent, way="fax", key=uuid4(), at=when, **more)

"""Cards are made, scanned, and bring somebody."""

import hashlib
import secrets
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from alongside.outreach.actions.reckoning import NotYours, hold, locked, reckon
from alongside.outreach.models import CardBatch, Practice, Referral, Scan
from alongside.team.actions import note_event
from alongside.team.models import Membership


@transaction.atomic
def make_cards(*, member: Membership, practice: Practice, at: datetime) -> tuple[CardBatch, str]:
    """Make a batch of ten cards; return the row and the token, which is told this once."""
    hold(practice, member)
    token = secrets.token_urlsafe(12)
    batch = CardBatch.objects.create(
        practice=practice, token_hash=card_hash(token), by=member, at=at
    )
    note_event(verb="cards made", at=at, member=member, row=batch)
    return batch, token


def card_hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


@transaction.atomic
def note_scan(*, token: str, at: datetime) -> Scan | None:
    """Note that a card was scanned, and nothing about who; None where nobody knows the card."""
    batch = CardBatch.objects.filter(token_hash=card_hash(token)).first()
    if batch is None:
        return None
    held = _held(batch.practice_id)
    scan = Scan.objects.create(batch=batch, on=held.group.day_of(at))
    reckon(held, at=at)
    return scan


@transaction.atomic
def note_referral(*, practice: Practice, key: UUID, on: date, at: datetime) -> Referral:
    """Note that somebody was sent, and nothing about whom; sent twice with one key, it is one."""
    held = _held(practice.pk)
    referral, is_new = Referral.objects.get_or_create(
        key=key, defaults={"practice": held, "on": on, "at": at}
    )
    if is_new:
        reckon(held, at=at)
    return referral


def _held(pk: UUID) -> Practice:
    """Lock a practice without a member: nobody of the group stands behind a scan."""
    held = locked(Practice.objects.filter(pk=pk))
    if held is None:
        raise NotYours("There is no such practice.")
    return held

"""Cards are made, scanned, and bring somebody."""

import hashlib
import hmac
import secrets
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from alongside.outreach.actions.reckoning import NotYours, hold, locked, reckon
from alongside.outreach.models import CardBatch, Practice, Referral, Scan, ScanKey, ScanMark
from alongside.team.actions import note_event
from alongside.team.models import Group, Membership


@transaction.atomic
def make_cards(
    *, member: Membership, practice: Practice, at: datetime, token: str = ""
) -> tuple[CardBatch, str]:
    """Make a batch of ten cards; return the row and the token, which is told this once.

    A sheet that was drawn already brings its token, from `new_token`.
    """
    hold(practice, member)
    token = token or new_token()
    batch = CardBatch.objects.create(
        practice=practice, token_hash=card_hash(token), by=member, at=at
    )
    note_event(verb="cards made", at=at, member=member, row=batch)
    return batch, token


def new_token() -> str:
    return secrets.token_urlsafe(12)


def card_hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


@transaction.atomic
def note_scan(*, token: str, at: datetime, device: str = "") -> Scan | None:
    """Note that a card was scanned, and nothing about who; None where nobody knows the card.

    What a device says of itself is not kept: it counts once a day, by a mark that goes when the
    day is over (docs/decisions/0014-scans-without-who.md).
    """
    batch = CardBatch.objects.standing().filter(token_hash=card_hash(token)).first()
    if batch is None:
        return None
    held = _held(batch.practice_id)
    today = held.group.day_of(at)
    if device and not _is_first(batch, device, _key_of(held.group, today)):
        return None
    scan = Scan.objects.create(batch=batch, on=today)
    reckon(held, at=at)
    return scan


@transaction.atomic
def forget_devices(*, at: datetime) -> None:
    """Throw away the marks of each day that is over, with the key that made them."""
    keys = ScanKey.objects.select_related("group").order_by("pk")
    over = [key.pk for key in keys if key.on < key.group.day_of(at)]
    if over:
        ScanKey.objects.filter(pk__in=over).delete()


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


@transaction.atomic
def move_referral(*, key: UUID, practice: Practice | None, on: date, at: datetime) -> None:
    """Let another practice have sent somebody, or none; both are reckoned anew."""
    was = Referral.objects.filter(key=key).values_list("practice", flat=True).first()
    is_now = practice.pk if practice else None
    # Always in one order: two that move against each other do not wait for each other.
    held = {pk: _held(pk) for pk in sorted(pk for pk in {was, is_now} if pk)}
    Referral.objects.filter(key=key).delete()
    if practice is not None:
        Referral.objects.create(practice=held[practice.pk], key=key, on=on, at=at)
    for one in held.values():
        reckon(one, at=at)


def _key_of(group: Group, today: date) -> ScanKey:
    """Return the group's key of today; yesterday's goes, and with it what it could tell."""
    ScanKey.objects.filter(group=group).exclude(on=today).delete()
    key, _ = ScanKey.objects.get_or_create(
        group=group, defaults={"on": today, "key": secrets.token_bytes(32)}
    )
    return key


def _is_first(batch: CardBatch, device: str, key: ScanKey) -> bool:
    mark = hmac.digest(bytes(key.key), device.encode(), "sha256")
    _, is_new = ScanMark.objects.get_or_create(day=key, batch=batch, mark=mark)
    return is_new


def _held(pk: UUID) -> Practice:
    """Lock a practice without a member: nobody of the group stands behind a scan."""
    held = locked(Practice.objects.filter(pk=pk))
    if held is None:
        raise NotYours("There is no such practice.")
    return held

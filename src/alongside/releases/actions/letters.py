"""Letters that name a client: queued, stopped, delivered; each asks what it stands on once more."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from alongside.errors import Refused
from alongside.outreach.models import Contact
from alongside.releases.actions.held import check_contact, hold, refusals_noted
from alongside.releases.actions.telling import tell_met
from alongside.releases.covering import Asked, Cover, Exemption, covering, day_asked
from alongside.releases.models import (
    Basis,
    Client,
    Consult,
    Delivery,
    Disclosure,
    Letter,
    LetterStop,
    Release,
)
from alongside.releases.scope import KINDS_SAID, Direction, Item, LetterKind
from alongside.team.actions import note_event
from alongside.team.models import Membership


class LetterStopped(Refused):
    """A letter that was stopped never leaves."""


class AddressMissing(Refused):
    """Nobody knows where a letter goes."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A letter as the press made it; `pdf` names the client."""

    kind: LetterKind
    items: frozenset[Item]
    sha256: str
    pdf: bytes = field(repr=False)


def queue_letter(
    *,
    member: Membership,
    client: Client,
    contact: Contact,
    drawn: Drawn,
    key: UUID,
    at: datetime,
    exemption: Exemption | None = None,
    referral_id: UUID | None = None,
) -> Letter:
    """Keep a letter, sealed, until it leaves.

    Raises: ReleaseMissing, noted in the audit trail.
    """
    with refusals_noted(member=member, client=client, at=at), transaction.atomic():
        held = hold(client, member)
        check_contact(contact, member)
        already = Letter.objects.filter(by=member, key=key).first()
        if already is not None:
            return already
        cover = _cover(held, contact, drawn.items, at, exemption)
        letter = Letter.objects.create(
            group=held.group,
            client=held,
            contact=contact,
            kind=drawn.kind,
            items=_listed(drawn.items),
            release=cover.release,
            basis=cover.basis,
            why=cover.words,
            referral_id=referral_id,
            pdf=drawn.pdf,
            sha256=drawn.sha256,
            on=day_asked(held, at),
            by=member,
            at=at,
            key=key,
        )
        note_event(verb=f"letter written: {KINDS_SAID[drawn.kind]}", at=at, member=member, row=held)
        return letter


def deliver(
    *,
    member: Membership,
    letter: Letter,
    how: Delivery.How,
    address: str,
    key: UUID,
    at: datetime,
) -> Delivery:
    """Let a letter leave, if it may at this moment; the disclosure is logged with it.

    Raises: ReleaseMissing, noted in the audit trail.
    """
    with refusals_noted(member=member, client=letter.client, at=at), transaction.atomic():
        held = hold(letter.client, member)
        if not address.strip():
            raise AddressMissing("Say where it goes: an address, or a fax number.")
        already = Delivery.objects.filter(by=member, key=key).first()
        if already is not None:
            return already
        cover = check_may_leave(held, letter, at)
        delivery = Delivery.objects.create(
            letter=letter, how=how, address=address.strip(), by=member, at=at, key=key
        )
        _log(member, held, letter, delivery, cover)
        if letter.kind == LetterKind.INTRODUCTION:
            on = day_asked(held, at)
            tell_met(
                client=held, contact=letter.contact, row_id=letter.pk, on=on, at=at, introduced=True
            )
        note_event(verb=f"letter {how.value}", at=at, member=member, row=held)
        return delivery


def check_may_leave(client: Client, letter: Letter, at: datetime) -> Cover:
    """Return what a letter stands on at this moment.

    Raises: LetterStopped, ReleaseMissing.
    """
    if LetterStop.objects.filter(letter=letter).exists():
        raise LetterStopped(f"This letter was stopped: {letter.stop.reason}")
    exemption = None
    if letter.basis != Basis.RELEASE:
        exemption = Exemption(Basis(letter.basis), letter.why)
    return _cover(client, letter.contact, letter.scope, at, exemption)


def stop_queued(releases: QuerySet[Release], *, reason: str, at: datetime) -> int:
    """Stop what was written under these releases and has not left; the client is held."""
    waiting = list(Letter.objects.filter(release__in=releases).queued())
    LetterStop.objects.bulk_create(
        LetterStop(letter=letter, reason=reason, at=at) for letter in waiting
    )
    return len(waiting)


@transaction.atomic
def withdraw_letter(*, member: Membership, letter: Letter, at: datetime) -> None:
    """Take back a letter that has not left."""
    held = hold(letter.client, member)
    if Letter.objects.queued().filter(pk=letter.pk).exists():
        LetterStop.objects.create(letter=letter, reason="It was taken back.", at=at)
        note_event(verb="letter taken back", at=at, member=member, row=held)


def log_consult(member: Membership, client: Client, consult: Consult, cover: Cover) -> None:
    """Log what was told in a conversation."""
    _disclose(
        member=member,
        client=client,
        contact=consult.contact,
        items=consult.items,
        way=f"told {consult.get_how_display()}",
        address=consult.contact.phone or consult.contact.practice.phone,
        cover=cover,
        consult=consult,
        on=consult.on,
        at=consult.at,
    )


def _log(
    member: Membership, client: Client, letter: Letter, delivery: Delivery, cover: Cover
) -> None:
    _disclose(
        member=member,
        client=client,
        contact=letter.contact,
        items=letter.items,
        way=f"{KINDS_SAID[LetterKind(letter.kind)]}, {delivery.how}",
        address=delivery.address,
        cover=cover,
        letter=letter,
        on=day_asked(client, delivery.at),
        at=delivery.at,
    )


def _disclose(
    *, member: Membership, client: Client, contact: Contact, cover: Cover, **what: object
) -> Disclosure:
    purpose = cover.release.purpose if cover.release else cover.words
    row = {
        "group": client.group,
        "client": client,
        "contact": contact,
        "recipient": f"{contact.name}, {contact.practice.name}",
        "why": purpose,
        "basis": cover.basis,
        "is_accountable": cover.is_accountable,
        "by": member,
        **what,
    }
    return Disclosure.objects.create(**row)


def _cover(
    client: Client,
    contact: Contact,
    items: frozenset[Item],
    at: datetime,
    exemption: Exemption | None,
) -> Cover:
    asked = Asked(contact, items, Direction.TELL, day_asked(client, at))
    return covering(client=client, asked=asked, exemption=exemption)


def _listed(items: frozenset[Item]) -> list[str]:
    return [item.value for item in Item if item in items]

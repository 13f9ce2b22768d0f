"""A conversation with a client's prescriber, and what is owed after it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from alongside.errors import Refused
from alongside.outreach.models import Contact
from alongside.releases.actions.clients import check_past
from alongside.releases.actions.held import check_contact, hold, refusals_noted
from alongside.releases.actions.letters import log_consult
from alongside.releases.actions.telling import tell_met
from alongside.releases.covering import Asked, Cover, Exemption, covering
from alongside.releases.models import Client, Consult, Settling
from alongside.releases.scope import Direction, Item
from alongside.team.actions import note_event
from alongside.team.models import Membership


class OwedWithoutDay(Refused):
    """Something is owed, and nobody knows until when."""


@dataclass(frozen=True, slots=True)
class Talked:
    """What happened: what was told, whether something was heard, what is owed.

    `question` is the kind of answer to the ten-second question, asked in general.
    """

    on: date
    how: Consult.How
    items: frozenset[Item]
    has_heard: bool = False
    introduced: bool = False
    question: str = ""
    owed: str = field(default="", repr=False)
    owed_on: date | None = None


def note_consult(
    *,
    member: Membership,
    client: Client,
    contact: Contact,
    talked: Talked,
    key: UUID,
    at: datetime,
    exemption: Exemption | None = None,
) -> Consult:
    """Note a consult: what was told must have been covered on that day.

    Raises: ReleaseMissing, noted in the audit trail.
    """
    with refusals_noted(member=member, client=client, at=at), transaction.atomic():
        held = hold(client, member)
        check_contact(contact, member)
        already = Consult.objects.filter(by=member, key=key).first()
        if already is not None:
            return already
        check_past(held, talked.on, at)
        _check_owed(talked)
        cover = _cover(held, contact, talked, exemption)
        consult = _keep(member, held, contact, talked, cover, key, at)
        log_consult(member, held, consult, cover)
        tell_met(
            client=held,
            contact=contact,
            row_id=consult.pk,
            on=talked.on,
            at=at,
            introduced=talked.introduced,
            consulted=True,
            question=talked.question,
        )
        note_event(verb="consult noted", at=at, member=member, row=held)
        return consult


@transaction.atomic
def settle_consult(*, member: Membership, consult: Consult, at: datetime) -> Settling:
    """Note that what a consult owed is done."""
    held = hold(consult.client, member)
    settling, is_new = Settling.objects.get_or_create(
        consult=consult, defaults={"by": member, "at": at}
    )
    if is_new:
        note_event(verb="what a consult owed is done", at=at, member=member, row=held)
    return settling


def _keep(
    member: Membership,
    client: Client,
    contact: Contact,
    talked: Talked,
    cover: Cover,
    key: UUID,
    at: datetime,
) -> Consult:
    return Consult.objects.create(
        group=client.group,
        client=client,
        contact=contact,
        on=talked.on,
        how=talked.how,
        items=[item.value for item in Item if item in talked.items],
        has_heard=talked.has_heard,
        question=talked.question,
        owed=talked.owed.strip(),
        owed_on=talked.owed_on,
        release=cover.release,
        basis=cover.basis,
        by=member,
        at=at,
        key=key,
    )


def _cover(client: Client, contact: Contact, talked: Talked, exemption: Exemption | None) -> Cover:
    """Ask both ways: what was told, and whether the prescriber was free to tell."""
    # To talk about somebody at all tells that they are a client.
    told = talked.items | {Item.COORDINATION}
    if talked.has_heard and exemption is None:
        heard = Asked(contact, frozenset({Item.COORDINATION}), Direction.HEAR, talked.on)
        covering(client=client, asked=heard)
    asked = Asked(contact, told, Direction.TELL, talked.on)
    return covering(client=client, asked=asked, exemption=exemption)


def _check_owed(talked: Talked) -> None:
    if bool(talked.owed.strip()) != (talked.owed_on is not None):
        raise OwedWithoutDay("What is owed has a day, and a day says what is owed.")

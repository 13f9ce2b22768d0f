"""A document was printed; a batch of cards stops opening its page."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from alongside.outreach.actions.cards import make_cards
from alongside.outreach.actions.reckoning import NotYours, hold
from alongside.outreach.models import CardBatch, CardRevocation, Practice, Printing
from alongside.team.actions import note_event
from alongside.team.models import Membership


@dataclass(frozen=True, slots=True)
class Inked:
    """What is noted of a document that left the printer."""

    kind: Printing.Kind
    sha256: str
    review_by: date | None = None
    paper: str = "letter"
    audience: str = ""
    language: str = "en"
    reviewed_by: str = ""
    bullets: Sequence[str] = ()
    sources: Sequence[str] = ()

    def as_columns(self) -> dict[str, Any]:
        return {**asdict(self), "bullets": list(self.bullets), "sources": list(self.sources)}


@transaction.atomic
def note_printing(
    *,
    member: Membership,
    whose: Membership,
    inked: Inked,
    at: datetime,
    practice: Practice | None = None,
    token: str = "",
    replaces: bool = False,
) -> Printing:
    """Note what was printed; a card's token makes its batch, which may replace the earlier ones."""
    if whose.group_id != member.group_id:
        raise NotYours("There is no such member in your group.")
    batch = _cards(member, practice, token, replaces, at) if practice is not None else None
    row = Printing.objects.create(
        group=member.group,
        by=member,
        whose=whose,
        at=at,
        on=member.group.day_of(at),
        practice=practice,
        batch=batch,
        **inked.as_columns(),
    )
    note_event(verb=f"{inked.kind.label} printed", at=at, member=member, row=row)
    return row


@transaction.atomic
def revoke_cards(*, member: Membership, batch: CardBatch, at: datetime) -> None:
    """Let a batch's code lead nowhere any more: cards that are lost, or say what is over."""
    hold(batch.practice, member)
    _revoke(member, batch, at, None)


def _cards(
    member: Membership, practice: Practice, token: str, replaces: bool, at: datetime
) -> CardBatch | None:
    held = hold(practice, member)
    earlier = list(CardBatch.objects.standing().of(held)) if replaces else []
    batch = make_cards(member=member, practice=held, at=at, token=token)[0] if token else None
    for old in earlier:
        _revoke(member, old, at, batch)
    return batch


def _revoke(
    member: Membership, batch: CardBatch, at: datetime, replaced_by: CardBatch | None
) -> None:
    _, is_new = CardRevocation.objects.get_or_create(
        batch=batch, defaults={"by": member, "at": at, "replaced_by": replaced_by}
    )
    if is_new:
        note_event(verb="cards revoked", at=at, member=member, row=batch)

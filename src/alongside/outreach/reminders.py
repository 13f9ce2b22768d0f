"""What Today reminds of beside the stops: thanks that are owed, and a visit logged just now."""

from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import CharField, DateField, DateTimeField, UUIDField, Value
from django.db.models.functions import Coalesce, NullIf

from alongside.outreach.models import UNDO_FOR, Introduction, Visit
from alongside.outreach.prepared import Prepared
from alongside.team.models import Membership

MOST_THANKS = 5
# They stand in the queries for whoever asks, and for when.
MEMBER = Membership(pk=UUID(int=1), group_id=UUID(int=2))
AT = datetime(1, 1, 2, tzinfo=UTC)


class OwedThanks(NamedTuple):
    """Thanks for an introduction: to whom, and for naming what."""

    pk: UUID
    who: str
    introduced: str


class JustLogged(NamedTuple):
    """A visit that is undone in one tap."""

    pk: UUID
    practice: str
    on: date


def thanks_owed(member: Membership) -> list[OwedThanks]:
    """Return the thanks that are owed longest."""
    return [OwedThanks(*row) for row in THANKS.rows(member.group_id)]


def just_logged(member: Membership, at: datetime) -> JustLogged | None:
    """Return the visit that a member logged last, while it is fresh."""
    rows = LOGGED.rows(member.pk, member.group_id, at, at - UNDO_FOR)
    return next((JustLogged(*row) for row in rows), None)


def _thanks() -> Any:
    named = NullIf("introducer", Value(""))
    who: Coalesce = Coalesce(named, "practice__name", output_field=CharField())
    owed = Introduction.objects.seen_by(MEMBER).to_thank()
    return owed.values_list("pk", who, "introduced__name")[:MOST_THANKS]


def _logged() -> Any:
    fresh = Visit.objects.seen_by(MEMBER).fresh(MEMBER, AT)
    return fresh.values_list("pk", "practice__name", "on")[:1]


THANKS = Prepared(_thanks, {MEMBER.group_id: UUIDField()}, (UUIDField(), CharField(), CharField()))
LOGGED = Prepared(
    _logged,
    {
        MEMBER.pk: UUIDField(),
        MEMBER.group_id: UUIDField(),
        AT: DateTimeField(),
        AT - UNDO_FOR: DateTimeField(),
    },
    (UUIDField(), CharField(), DateField()),
)

"""What a therapist owes their own clients: shown on Today, by code and never by name."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import CharField, DateField, Exists, OuterRef, QuerySet, UUIDField, Value

from alongside.outreach.prepared import Prepared
from alongside.releases.models import (
    EXPIRES_SOON,
    TREATS,
    Consult,
    Delivery,
    Letter,
    Prescriber,
    Release,
)
from alongside.releases.scope import LetterKind
from alongside.team.models import Membership

# They stand in the query for whoever asks, and for the day.
WHO, DAY = UUID(int=1), date(1, 1, 2)
# What is owed, with the name of whom it concerns.
CONSULT, ENDING, LETTER, STRANGER = "consult", "ending", "letter", "stranger"
SAID = {
    CONSULT: "what you owe {} after the consult",
    ENDING: "the release ends",
    LETTER: "send the letter to {}",
    STRANGER: "introduce yourself to {}",
}


@dataclass(frozen=True, slots=True)
class Due:
    """One thing owed; `on` is the day by which, None where there is no such day."""

    client_id: UUID
    code: str
    what: str
    on: date | None = None


def due_to(member: Membership, on: date) -> list[Due]:
    """Return what a member owes their own clients, what has a day first."""
    if member.role not in TREATS:
        return []
    rows = OWED.rows(member.pk, on, on + EXPIRES_SOON)
    owed = [Due(client, code, SAID[why].format(who), day) for why, client, code, who, day in rows]
    return sorted(owed, key=lambda due: (due.on or date.max, due.code, due.what))


def _owed() -> QuerySet[Any, Any]:
    """Put the four kinds together: one question of the database on a page of every day."""
    return _consults().union(_endings(), _letters(), _strangers(), all=True)


def _consults() -> QuerySet[Any, Any]:
    owing = Consult.objects.filter(client__therapist=WHO, owed_on__lte=DAY).owing()
    return _columns(owing, CONSULT, "contact__name", "owed_on")


def _endings() -> QuerySet[Any, Any]:
    ending = Release.objects.filter(client__therapist=WHO).expiring(DAY)
    return _columns(ending, ENDING, Value("", CharField()), "ends_on")


def _letters() -> QuerySet[Any, Any]:
    waiting = Letter.objects.filter(client__therapist=WHO).queued()
    return _columns(waiting, LETTER, "contact__name", Value(None, DateField()))


def _strangers() -> QuerySet[Any, Any]:
    """Return step 5 where it stands: a release signed, and the prescriber not told of you."""
    in_force = Release.objects.in_force(DAY).filter(client=OuterRef("client"))
    told = Delivery.objects.filter(
        letter__kind=LetterKind.INTRODUCTION,
        letter__client=OuterRef("client"),
        letter__contact=OuterRef("contact"),
    )
    consulted = Consult.objects.filter(client=OuterRef("client"), contact=OuterRef("contact"))
    own = Prescriber.objects.filter(client__therapist=WHO, no=None)
    unknown = own.filter(Exists(in_force), ~Exists(told), ~Exists(consulted))
    return _columns(unknown, STRANGER, "contact__name", Value(None, DateField()))


def _columns(rows: QuerySet[Any, Any], why: str, who: Any, on: Any) -> QuerySet[Any, Any]:
    return rows.order_by().values_list(Value(why), "client", "client__code", who, on)


OWED = Prepared(
    _owed,
    {WHO: UUIDField(), DAY: DateField(), DAY + EXPIRES_SOON: DateField()},
    (CharField(), UUIDField(), CharField(), CharField(), DateField()),
)

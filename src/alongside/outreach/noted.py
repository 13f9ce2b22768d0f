"""The days of a practice that are no visits, read from nine tables at once."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import CharField, DateField, DateTimeField, F, UUIDField, Value
from django.db.models.functions import Coalesce, NullIf

from alongside.outreach.models import (
    DoNotVisit,
    Introduction,
    Lifting,
    Opening,
    Pause,
    Referral,
    Scan,
    SisterFact,
    StepFiveFact,
)
from alongside.outreach.prepared import Prepared

DECLINED, LIFTED, FULL, OPENS = "declined", "lifted", "full", "opens"
SENT, SCANNED, INTRODUCED = "sent", "scanned", "introduced"


class Noted(NamedTuple):
    """One day of a practice that is no visit: what it is, when it was noted, and whose words."""

    what: str
    on: date
    at: datetime
    words: str


def noted_of(practice_id: UUID, goer_id: UUID) -> Mapping[str, list[Noted]]:
    """Return every day that counts beside the visits, by what it is and as they were noted.

    Args:
        goer_id: the membership of whoever goes there, who may be full.
    """
    rows = [Noted(*row) for row in NOTED.rows(practice_id, goer_id)]
    by_kind: defaultdict[str, list[Noted]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.at, row.on)):
        by_kind[row.what].append(row)
    return by_kind


PRACTICE, GOER = UUID(int=1), UUID(int=2)


def _query() -> Any:
    named = NullIf("introducer", Value(""))
    who: Coalesce = Coalesce(named, "practice__name", output_field=CharField())
    there = {"practice": PRACTICE}
    first, *others = (
        _shown(DoNotVisit.objects.filter(**there), DECLINED),
        _shown(Lifting.objects.filter(**there), LIFTED),
        _shown(StepFiveFact.objects.filter(**there), F("what")),
        _shown(Referral.objects.filter(**there), SENT),
        _shown(Scan.objects.filter(batch__practice=PRACTICE), SCANNED, at="batch__at"),
        _shown(
            Introduction.objects.standing().filter(introduced=PRACTICE),
            INTRODUCED,
            on="visit__on",
            words=who,
        ),
        _shown(Pause.objects.filter(member=GOER), FULL, on="until"),
        _shown(Opening.objects.filter(**there), OPENS),
        _shown(SisterFact.objects.filter(**there), F("what")),
    )
    return first.union(*others, all=True)


def _shown(
    rows: Any, what: str | F, *, on: str = "on", at: str = "at", words: object = None
) -> Any:
    """Return rows of any table in one shape, so that one query reads them all."""
    kind = what if isinstance(what, F) else Value(what, output_field=CharField())
    said = words or Value("", output_field=CharField())
    shown = rows.annotate(is_what=kind, its_day=F(on), its_at=F(at), its_words=said)
    return shown.values_list("is_what", "its_day", "its_at", "its_words")


NOTED = Prepared(
    _query,
    {PRACTICE: UUIDField(), GOER: UUIDField()},
    (CharField(), DateField(), DateTimeField(), CharField()),
)

"""The rows of a practice as the playbook's history."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import CharField, F, Value
from django.db.models.functions import Coalesce, NullIf

from alongside.outreach.models import Entrance, Opening, Practice, Scan, StepFiveFact, Visit
from alongside.playbook import history as playbook
from alongside.team.models import Membership

DECLINED, LIFTED, FULL, OPENS = "declined", "lifted", "full", "opens"
SENT, SCANNED, INTRODUCED = "sent", "scanned", "introduced"


class Noted(NamedTuple):
    """One day of a practice that is no visit: what it is, when it was noted, and whose words."""

    what: str
    on: date
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """What decides what comes next with a practice, who goes there, and the rows it came from.

    noted: the days that are no visits, by what they are and in the order they were noted.
    """

    history: playbook.History
    goer: Membership
    visits: tuple[Visit, ...]
    noted: Mapping[str, list[Noted]]


def recorded(practice: Practice, *, without: Visit | None = None) -> Recorded:
    """Return the history in two queries, however long it is, and who goes next.

    Args:
        practice: with its entrance.
        without: a visit that is about to be told anew.
    """
    entrance = practice.entrance
    standing = practice.visits.standing().told().select_related("by__person")
    visits = tuple(visit for visit in standing if visit != without)
    # Whoever went last goes again; where nobody has been, whoever entered it.
    goer = visits[-1].by if visits else entrance.by
    noted = _noted(practice, goer)
    return Recorded(_history(practice, entrance, visits, noted), goer, visits, noted)


def _history(
    practice: Practice,
    entrance: Entrance,
    visits: tuple[Visit, ...],
    noted: Mapping[str, list[Noted]],
) -> playbook.History:
    five = {row.what: row.on for what in StepFiveFact.What for row in noted[what]}
    return playbook.History(
        entry=playbook.Entry(entrance.entry),
        specialty=playbook.Specialty(practice.specialty),
        entered_on=entrance.on,
        office=playbook.Office(playbook.Policy(practice.policy), practice.weekdays),
        visits=_visits(visits, noted[DECLINED]),
        comfortable_with_own_doctor=entrance.is_comfortable,
        own_appointment_on=entrance.own_appointment_on,
        introduced_by=next((row.words for row in noted[INTRODUCED]), None),
        released_on=five.get(StepFiveFact.What.RELEASED),
        client_said_no_on=five.get(StepFiveFact.What.SAID_NO),
        lifted_on=max((row.on for row in noted[LIFTED]), default=None),
        not_before=_not_before(noted, has_visits=bool(visits)),
        referrals=tuple(row.on for row in noted[SENT]),
        scans=tuple(row.on for row in noted[SCANNED]),
    )


def _noted(practice: Practice, goer: Membership) -> Mapping[str, list[Noted]]:
    """Return every other day that counts, by what it is and in the order it was noted."""
    named = NullIf("introducer", Value(""))
    who: Coalesce = Coalesce(named, "practice__name", output_field=CharField())
    scans = Scan.objects.filter(batch__practice=practice)
    first, *others = (
        _as_noted(practice.noes.all(), DECLINED),
        _as_noted(practice.liftings.all(), LIFTED),
        _as_noted(practice.step_five.all(), F("what")),
        _as_noted(practice.referrals.all(), SENT),
        _as_noted(scans, SCANNED, at="batch__at"),
        _as_noted(practice.named_by.standing(), INTRODUCED, on="visit__on", words=who),
        _as_noted(goer.pauses.all(), FULL, on="until"),
        _as_noted(Opening.objects.filter(practice=practice), OPENS),
    )
    by_kind: defaultdict[str, list[Noted]] = defaultdict(list)
    rows = (Noted(*row) for row in first.union(*others, all=True))
    for row in sorted(rows, key=lambda row: (row.at, row.on)):
        by_kind[row.what].append(row)
    return by_kind


def _as_noted(
    rows: Any, what: str | F, *, on: str = "on", at: str = "at", words: object = None
) -> Any:
    """Return rows of any table in one shape, so that one query reads them all."""
    kind = what if isinstance(what, F) else Value(what, output_field=CharField())
    said = words or Value("", output_field=CharField())
    shown = rows.annotate(is_what=kind, its_day=F(on), its_at=F(at), its_words=said)
    return shown.values_list("is_what", "its_day", "its_at", "its_words")


def _not_before(noted: Mapping[str, list[Noted]], *, has_visits: bool) -> date | None:
    """Return until when the one who goes is full; a place nobody has been to also waits its turn.

    The latest pause counts, as the one who goes may end it by naming an earlier day.
    """
    days = [row.on for row in noted[FULL][-1:]]
    days += [] if has_visits else [row.on for row in noted[OPENS]]
    return max(days, default=None)


def _visits(rows: tuple[Visit, ...], noes: list[Noted]) -> tuple[playbook.Visit, ...]:
    """Return visits and noes told outside of one, by day, within a day as they were noted."""
    visits = [(row.on, row.logged_at, visit_of(row)) for row in rows]
    declined = [(no.on, no.at, playbook.Visit(no.on, playbook.Outcome.DECLINED)) for no in noes]
    return tuple(told for _, _, told in sorted((*visits, *declined), key=lambda row: row[:2]))


def visit_of(row: Visit) -> playbook.Visit:
    """Return a visit's facts, which the playbook refuses where they do not go together."""
    return playbook.Visit(
        on=row.on,
        outcome=playbook.Outcome(row.outcome),
        come_back_on=row.come_back_on,
        leave=playbook.Leave(row.leave) if row.leave else None,
        handouts_left=row.handouts_left,
        cards_left=row.cards_left,
        manager_met=row.manager_met,
        referral_way_noted=row.referral_way_noted,
        question=playbook.Question(row.question) if row.question else None,
        favourite=row.favourite or None,
        introduced=row.introduced,
        consulted=row.consulted,
    )

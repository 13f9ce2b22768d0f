"""The rows of a practice as the playbook's history."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import UUIDField

from alongside.outreach.models import Entrance, Practice, SisterFact, StepFiveFact, Visit
from alongside.outreach.noted import (
    DECLINED,
    FULL,
    INTRODUCED,
    LIFTED,
    OPENS,
    SCANNED,
    SENT,
    Noted,
    noted_of,
)
from alongside.outreach.prepared import Prepared
from alongside.outreach.sisters import FORTNIGHT_DAYS, PRIVATE_ENTRIES
from alongside.playbook import history as playbook


@dataclass(frozen=True, slots=True)
class Recorded:
    """What decides what comes next with a practice, who goes there, and the rows it came from.

    goer_id: the membership of whoever goes.
    noted: the days that are no visits, by what they are and in the order they were noted.
    """

    history: playbook.History
    goer_id: UUID
    visits: tuple[Visit, ...]
    noted: Mapping[str, list[Noted]]

    @property
    def closed_by_sister_on(self) -> date | None:
        """The day of a sister group's no, where nothing but that closes this door."""
        told = self.noted[SisterFact.What.DECLINED]
        is_own = _is_closed(_visits(self.visits, self.noted[DECLINED]), _lifted_on(self.noted))
        return None if is_own or not told else told[-1].on

    def visited_by_sister_on(self, today: date) -> date | None:
        """The day on which a sister group was there, while it is less than a fortnight ago."""
        told = self.noted[SisterFact.What.VISITED]
        is_near = told and (today - told[-1].on).days < FORTNIGHT_DAYS
        return told[-1].on if is_near and not self.noted[SisterFact.What.DECLINED] else None


def recorded(practice: Practice, *, without: Visit | None = None) -> Recorded:
    """Return the history in two queries, however long it is, and who goes next.

    Args:
        practice: with its entrance.
        without: a visit that is about to be told anew.
    """
    entrance = practice.entrance
    visits = tuple(visit for visit in _standing_at(practice) if visit != without)
    # Whoever went last goes again; where nobody has been, whoever entered it.
    goer_id = visits[-1].by_id if visits else entrance.by_id
    noted = noted_of(practice.pk, goer_id)
    return Recorded(_history(practice, entrance, visits, noted), goer_id, visits, noted)


PRACTICE = UUID(int=1)
FIELDS = {field.attname: field for field in Visit.objects.all().query.get_meta().concrete_fields}
STANDING = Prepared(
    lambda: Visit.objects.filter(practice=PRACTICE).standing().told().values_list(*FIELDS),
    {PRACTICE: UUIDField()},
    tuple(FIELDS.values()),
)


def _standing_at(practice: Practice) -> Iterator[Visit]:
    for row in STANDING.rows(practice.pk):
        visit = Visit.from_db(connection.alias, FIELDS, row)
        visit.practice = practice
        yield visit


def _history(
    practice: Practice,
    entrance: Entrance,
    visits: tuple[Visit, ...],
    noted: Mapping[str, list[Noted]],
) -> playbook.History:
    told, lifted_on = _with_sisters(
        _visits(visits, noted[DECLINED]), _lifted_on(noted), entrance.on, noted
    )
    five = {row.what: row.on for what in StepFiveFact.What for row in noted[what]}
    return playbook.History(
        entry=playbook.Entry(entrance.entry),
        specialty=playbook.Specialty(practice.specialty),
        entered_on=entrance.on,
        office=playbook.Office(playbook.Policy(practice.policy), practice.weekdays),
        visits=told,
        comfortable_with_own_doctor=entrance.is_comfortable,
        own_appointment_on=entrance.own_appointment_on,
        introduced_by=next((row.words for row in noted[INTRODUCED]), None),
        released_on=five.get(StepFiveFact.What.RELEASED),
        client_said_no_on=five.get(StepFiveFact.What.SAID_NO),
        lifted_on=lifted_on,
        not_before=_not_before(noted, entrance, has_visits=bool(visits)),
        referrals=tuple(row.on for row in noted[SENT]),
        scans=tuple(row.on for row in noted[SCANNED]),
    )


def _lifted_on(noted: Mapping[str, list[Noted]]) -> date | None:
    return max((row.on for row in noted[LIFTED]), default=None)


def _with_sisters(
    visits: tuple[playbook.Visit, ...],
    lifted_on: date | None,
    entered_on: date,
    noted: Mapping[str, list[Noted]],
) -> tuple[tuple[playbook.Visit, ...], date | None]:
    """Return visits and lifting as they are once the nos of sister groups count, too.

    Each no is lifted where it was told: ours leaves theirs standing, and theirs ours. One that was
    lifted there is a no of that same day here, so the playbook's row on liftings gives the day.
    """
    told, ended = noted[SisterFact.What.DECLINED], noted[SisterFact.What.LIFTED]
    if _is_closed(visits, lifted_on):
        return visits, lifted_on
    if told:
        return _told_a_no(visits, told[-1].on), None
    if ended and ended[-1].on >= entered_on:
        no = _told_a_no(visits, ended[-1].on)
        return no, max(filter(None, (lifted_on, ended[-1].on)))
    return visits, lifted_on


def _told_a_no(visits: tuple[playbook.Visit, ...], on: date) -> tuple[playbook.Visit, ...]:
    no = playbook.Visit(on, playbook.Outcome.DECLINED)
    return tuple(sorted((*visits, no), key=lambda visit: visit.on))


def _is_closed(visits: tuple[playbook.Visit, ...], lifted_on: date | None) -> bool:
    """Whether a no that was told here stands: not to be visited, or not to leave anything."""
    since = [visit for visit in visits if lifted_on is None or visit.on > lifted_on]
    answers = [visit.leave_answer for visit in since if visit.leave_answer is not None]
    is_declined = any(visit.outcome is playbook.Outcome.DECLINED for visit in since)
    return is_declined or answers[-1:] == [playbook.Leave.REFUSED]


def _not_before(
    noted: Mapping[str, list[Noted]], entrance: Entrance, *, has_visits: bool
) -> date | None:
    """Return until when the one who goes is full; a place nobody has been to also waits its turn.

    The latest pause counts, as the one who goes may end it by naming an earlier day. Where a sister
    group has just been, a first visit waits a fortnight; not where one is a patient oneself, or
    where a client's care is what one comes for.
    """
    days = [row.on for row in noted[FULL][-1:]]
    if not has_visits:
        days += [row.on for row in noted[OPENS]]
    if not has_visits and entrance.entry not in PRIVATE_ENTRIES:
        fortnight = timedelta(days=FORTNIGHT_DAYS)
        days += [row.on + fortnight for row in noted[SisterFact.What.VISITED]]
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

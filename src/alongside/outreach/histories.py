"""The rows of a practice as the playbook's history."""

from datetime import date
from itertools import chain

from alongside.outreach.models import Practice, StepFiveFact, Visit
from alongside.playbook import history as playbook


def history_of(practice: Practice) -> playbook.History:
    """Return everything that decides what comes next with a practice."""
    entrance = practice.entrance
    five = {fact.what: fact.on for fact in practice.step_five.all()}
    return playbook.History(
        entry=playbook.Entry(entrance.entry),
        specialty=playbook.Specialty(practice.specialty),
        entered_on=entrance.on,
        office=playbook.Office(playbook.Policy(practice.policy), practice.weekdays),
        visits=_visits(practice),
        comfortable_with_own_doctor=entrance.is_comfortable,
        own_appointment_on=entrance.own_appointment_on,
        introduced_by=_introducer(practice),
        released_on=five.get(StepFiveFact.What.RELEASED),
        client_said_no_on=five.get(StepFiveFact.What.SAID_NO),
        lifted_on=max((lifting.on for lifting in practice.liftings.all()), default=None),
        not_before=_paused_until(practice),
        referrals=tuple(referral.on for referral in practice.referrals.all()),
        scans=tuple(scan.on for batch in practice.card_batches.all() for scan in batch.scans.all()),
    )


def _introducer(practice: Practice) -> str | None:
    named = practice.named_by.select_related("practice").order_by("at", "pk").first()
    return (named.introducer or named.practice.name) if named else None


def _paused_until(practice: Practice) -> date | None:
    """Return until when the one who goes there is full, as they last said."""
    latest = practice.goer.pauses.order_by("at", "pk").last()
    return latest.until if latest else None


def _visits(practice: Practice) -> tuple[playbook.Visit, ...]:
    """Return visits and noes told outside of one, by day, within a day as they were noted."""
    visits = [(v.on, v.logged_at, _visit(v)) for v in practice.visits.standing().told()]
    noes = [
        (no.on, no.at, playbook.Visit(no.on, playbook.Outcome.DECLINED))
        for no in practice.noes.all()
    ]
    return tuple(told for _, _, told in sorted(chain(visits, noes), key=lambda row: row[:2]))


def _visit(row: Visit) -> playbook.Visit:
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

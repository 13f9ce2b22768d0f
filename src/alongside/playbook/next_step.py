"""What comes next with a practice, when, and why: the playbook's one answer."""

from calendar import day_name
from collections.abc import Container
from dataclasses import dataclass, replace
from datetime import date

from alongside.playbook.course import Answer, Course, Kind, Moment
from alongside.playbook.duties import Duty, thanks_for
from alongside.playbook.history import History, Office, Policy
from alongside.playbook.kits import Kit, kit_for
from alongside.playbook.steps import Step
from alongside.playbook.table import TABLE, first_answer
from alongside.playbook.talk import lines_for


@dataclass(frozen=True, slots=True)
class NextStep:
    """What comes next. step and due_on are None when the door is closed or resting.

    row: the row of the table that answered. ask_first: kinds of contact, the first one first.
    path, done: the steps this entry walks, in order, and those that are done.
    """

    kind: Kind
    row: int
    step: Step | None
    due_on: date | None
    ask_first: tuple[str, ...]
    bring: Kit
    say: tuple[str, ...]
    why: str
    duties: tuple[Duty, ...]
    path: tuple[Step, ...]
    done: frozenset[Step]


def next_step(history: History, on: date, holidays: Container[date]) -> NextStep:
    """Return what comes next with a practice.

    The same history gives the same answer whatever the day: `on` only refuses what is said to
    have happened after it, and a day that is overdue stays where it was.

    Args:
        history: what happened, as facts.
        on: the day asked about, 1990 to 2200.
        holidays: the US federal holidays and their observed days.
    Raises: BadHistory, when something lies after `on`.
    """
    history.check_known_by(on)
    moment = Course(history, history.office.open_days(holidays), first_answer).now()
    answer = _paused(moment.answer, moment)
    step = answer.step
    return NextStep(
        kind=answer.kind,
        row=answer.row,
        step=step,
        due_on=answer.day,
        ask_first=_ask_first(step, moment) if step else (),
        bring=kit_for(step, moment) if step else Kit(),
        say=lines_for(step, moment, keep_warm=answer.kind is Kind.KEEP_WARM) if step else (),
        why=_why(answer, moment),
        duties=_duties(moment, holidays) if step else (),
        path=moment.path,
        done=frozenset(step for step in Step if moment.is_done(step)),
    )


def _paused(answer: Answer, moment: Moment) -> Answer:
    """Return the answer with nothing due before the end of a pause, a named day included."""
    until = moment.history.not_before
    if answer.day is None or until is None or answer.day >= until:
        return answer
    return replace(answer, day=moment.open_days.forward(until))


def _ask_first(step: Step, moment: Moment) -> tuple[str, ...]:
    if step is Step.SOMEONE_NEW:
        return ("client",) if moment.history.released_on is None else ("prescriber",)
    if step is Step.OWN_DOCTOR:
        return ("prescriber",)
    if step is Step.HANDOUT_AND_CARDS or moment.has_met_manager:
        return ("prescriber", "business manager")
    return ("business manager", "prescriber")


def _duties(moment: Moment, holidays: Container[date]) -> tuple[Duty, ...]:
    if moment.last_met is None or not moment.last_met.names_a_practice:
        return ()
    return (thanks_for(moment.last_met, holidays, moment.history.not_before),)


def _why(answer: Answer, moment: Moment) -> str:
    reason = TABLE[answer.row - 1].why
    if answer.step is None:
        return reason
    manner = _manner(moment.history.office)
    return f"{reason} {manner}" if manner else reason


def _manner(office: Office) -> str:
    match office.policy:
        case Policy.DROP_IN:
            return ""
        case Policy.APPOINTMENT:
            return "They see visitors by appointment: ring for a time."
        case Policy.CERTAIN_DAYS:
            days = ", ".join(day_name[day] for day in sorted(office.open_weekdays))
            return f"They see visitors on certain days: {days}."
        case Policy.NEVER:
            return "They take no visitors: by letter and phone."

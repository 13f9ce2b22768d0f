"""Histories as a therapist would tell them: short words for visits, and one question to ask."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from alongside.federal_holidays import FederalHolidays
from alongside.playbook.history import Entry, History, Outcome, Question, Specialty, Visit
from alongside.playbook.next_step import NextStep, next_step

HOLIDAYS = FederalHolidays()
MUCH_LATER = date(2030, 1, 1)
ENTERED = "2026-01-02"  # a Friday


def day(text: str) -> date:
    return date.fromisoformat(text)


def visit(on: str, outcome: Outcome, **facts: Any) -> Visit:
    if "come_back_on" in facts:
        facts["come_back_on"] = day(facts["come_back_on"])
    return Visit(day(on), outcome, **facts)


def met(on: str, **facts: Any) -> Visit:
    return visit(on, Outcome.MET_PRESCRIBER, **facts)


def met_manager(on: str, **facts: Any) -> Visit:
    return visit(on, Outcome.MET_MANAGER, **facts)


def handed(on: str, **facts: Any) -> Visit:
    """A visit that does step 2 (and, since a handout was taken, step 1)."""
    return met(on, handouts_left=5, cards_left=10, **facts)


def shut(on: str) -> Visit:
    return visit(on, Outcome.SHUT)


def front_desk(on: str, **facts: Any) -> Visit:
    return visit(on, Outcome.FRONT_DESK_ONLY, **facts)


def come_back(on: str, come_back_on: str) -> Visit:
    return visit(on, Outcome.COME_BACK, come_back_on=come_back_on)


def declined(on: str) -> Visit:
    return visit(on, Outcome.DECLINED)


def history(
    entry: Entry, *visits: Visit, days: Iterable[str] = (), entered_on: str = ENTERED, **facts: Any
) -> History:
    """Return a history; days (scans) and facts ending in `_on` are written as text."""
    for name, value in facts.items():
        if isinstance(value, str) and (name.endswith("_on") or name == "not_before"):
            facts[name] = day(value)
    return History(
        entry=entry,
        specialty=facts.pop("specialty", Specialty.FAMILY_MEDICINE),
        entered_on=day(entered_on),
        visits=visits,
        scans=tuple(day(text) for text in days),
        **facts,
    )


def own_doctor(*visits: Visit, **facts: Any) -> History:
    return history(Entry.OWN_DOCTOR, *visits, **facts)


def by_hand(*visits: Visit, **facts: Any) -> History:
    return history(Entry.BY_HAND, *visits, **facts)


def introduced(*visits: Visit, **facts: Any) -> History:
    return history(Entry.INTRODUCTION, *visits, **facts)


def client(*visits: Visit, **facts: Any) -> History:
    return history(Entry.CLIENT, *visits, **facts)


def walked(*more: Visit) -> tuple[Visit, ...]:
    """The visits of a path that is done on Friday 6 February 2026, and what came after."""
    last = met("2026-02-06", question=Question.BRUSHED_OFF, favourite="none")
    return (handed("2026-01-05"), last, *more)


def answer(told: History, on: date = MUCH_LATER) -> NextStep:
    return next_step(told, on, HOLIDAYS)


def due(told: History) -> str | None:
    """Return the row that answers, the kind, the step and the day, as one line to compare."""
    found = answer(told)
    parts = (found.row, found.kind, found.step, found.due_on)
    return " ".join(str(part) for part in parts if part is not None)

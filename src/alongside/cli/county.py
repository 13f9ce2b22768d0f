"""`alongside territory demo`: an invented county, and what comes next with each of its offices."""

from datetime import date, timedelta
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Annotated, Any

import typer

from alongside.cli.days import a_day, today

if TYPE_CHECKING:
    from alongside.playbook.history import History
    from alongside.playbook.next_step import NextStep
    from alongside.territory.ranking import Office

NEAR = "04101"
WITHIN_MILES = 25.0

STEPS = {
    1: "at your own doctor's",
    2: "leave the handout and ten cards, meet the business manager",
    3: "come back a month later, ask the ten-second question",
    4: "ask for the next door",
    5: "someone new, under a release",
}


def county(
    on: Annotated[
        date | None,
        typer.Option(parser=a_day, metavar="YYYY-MM-DD", help="The day to show; else today."),
    ] = None,
) -> None:
    """Rank a small invented county, and say what comes next with each of its offices."""
    day = on or today()
    typer.echo(f"An invented county around {NEAR}, on {_spoken(day)}. Nobody in it is real.")
    for office in _ranked():
        typer.echo("\n" + "\n".join(_lines(office, _next_step(office, day))))


def _ranked() -> tuple["Office", ...]:
    from alongside.territory.clinicians import read_clinicians
    from alongside.territory.ranking import rank_offices
    from alongside.territory.weights import Weights

    with as_file(files("alongside.territory") / "data" / "demo_clinicians.csv") as path:
        clinicians = read_clinicians(path)
        ranking = rank_offices(
            clinicians, near=NEAR, within_miles=WITHIN_MILES, limit=0, weights=Weights()
        )
    return ranking.offices


def _next_step(office: "Office", on: date) -> "NextStep":
    from alongside.federal_holidays import FederalHolidays
    from alongside.playbook.next_step import next_step

    return next_step(_history(office, on), on, FederalHolidays())


def _history(office: "Office", on: date) -> "History":
    """Return what happened there so far: invented, and told in days before the day shown."""
    from alongside.playbook.history import Entry, History, Specialty

    told = STORY.get(office.street, {"entry": "territory", "days": 0})
    kinds = {person.specialty for person in office.clinicians}
    kind = next((kind for kind in Specialty if kind in kinds), Specialty.OTHER)
    return History(
        entry=Entry(told["entry"]),
        specialty=kind,
        entered_on=on - timedelta(days=told["days"]),
        introduced_by=told.get("introduced_by"),
        visits=tuple(_visit(on, facts) for facts in told.get("visits", ())),
    )


def _visit(on: date, facts: dict[str, Any]) -> Any:
    from alongside.playbook.history import Leave, Outcome, Question, Visit

    kinds: dict[str, Any] = {"outcome": Outcome, "leave": Leave, "question": Question}
    read = {name: kinds[name](fact) if name in kinds else fact for name, fact in facts.items()}
    return Visit(on=on - timedelta(days=read.pop("days")), **read)


def _lines(office: "Office", found: "NextStep") -> list[str]:
    lines = [
        f"{office.rank:>3}. {_address(office)}",
        f"     {'; '.join(office.reasons)}",
        f"     {_what(found)}",
        f"     {found.why}",
    ]
    if found.say:
        lines.append(f"     Say: “{found.say[0]}”")
    return lines


def _address(office: "Office") -> str:
    unit = f"unit {office.unit}" if office.unit and " " not in office.unit else office.unit
    parts = (office.name, office.street, unit, office.city)
    return ", ".join(part.title() for part in parts if part)


def _what(found: "NextStep") -> str:
    if found.step is None or found.due_on is None:
        return "Closed." if found.kind == "closed" else "At rest."
    what = "Keep warm" if found.kind == "keep_warm" else f"Step {found.step}, {STEPS[found.step]}"
    return f"{_spoken(found.due_on)}: {what}. Ask for the {', then the '.join(found.ask_first)}."


def _spoken(day: date) -> str:
    return f"{day:%A}, {day.day} {day:%B %Y}"


HANDED = {"outcome": "met_prescriber", "handouts_left": 5, "cards_left": 10}
STORY: dict[str, dict[str, Any]] = {
    "18 TIDEGATE AVE": {
        "entry": "own_doctor",
        "days": 40,
        "visits": [HANDED | {"days": 33, "leave": "given", "manager_met": True}],
    },
    "340 HALYARD LOFT ST": {"entry": "introduction", "days": 3, "introduced_by": "Dr. Thistlewood"},
    "77 SALTWHISTLE ST": {
        "entry": "territory",
        "days": 70,
        "visits": [
            HANDED | {"days": 63},
            {"days": 5, "outcome": "met_prescriber", "question": "has_nobody"},
        ],
    },
    "51 CANNERY BELL RD": {
        "entry": "territory",
        "days": 6,
        "visits": [{"days": 1, "outcome": "shut"}],
    },
    "205 THIMBLEBERRY WAY": {
        "entry": "by_hand",
        "days": 120,
        "visits": [
            HANDED | {"days": 100},
            {"days": 65, "outcome": "met_manager", "question": "refers_psychiatry"},
            {"days": 30, "outcome": "met_prescriber", "favourite": "Heronwood Womens Care"},
        ],
    },
    "88 SEXTANT HILL RD": {
        "entry": "territory",
        "days": 20,
        "visits": [{"days": 12, "outcome": "declined"}],
    },
}

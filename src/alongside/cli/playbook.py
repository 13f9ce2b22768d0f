"""`alongside playbook`: what comes next with a practice, and the table that says so."""

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alongside.cli.days import a_day, today
from alongside.errors import Refused

if TYPE_CHECKING:
    from alongside.playbook.history import History
    from alongside.playbook.next_step import NextStep

app = typer.Typer(
    help="What comes next with a practice, when, and why.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


class UnreadableHistory(Refused):
    """The history file could not be read as JSON."""


@app.command("next")
def next_(
    history: Annotated[
        Path, typer.Option(help="A history in JSON; its keys are in docs/playbook.md.")
    ],
    on: Annotated[
        date | None,
        typer.Option(parser=a_day, metavar="YYYY-MM-DD", help="The day asked about; else today."),
    ] = None,
) -> None:
    """Print what comes next with one practice, as JSON."""
    from alongside.federal_holidays import FederalHolidays
    from alongside.playbook.next_step import next_step

    try:
        answer = next_step(_read(history), on or today(), FederalHolidays())
    except Refused as refusal:
        raise UnreadableHistory(f"{history}: {refusal}") from None
    typer.echo(json.dumps(_as_json(answer), ensure_ascii=False, indent=2))


@app.command("table")
def table() -> None:
    """Print what leads to what, as a Markdown table."""
    from alongside.playbook.printed import table_as_markdown

    typer.echo(table_as_markdown())


def _read(path: Path) -> "History":
    from alongside.playbook.reading import read_history

    return read_history(_parse(path))


def _parse(path: Path) -> object:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UnreadableHistory(f"cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError as error:
        raise UnreadableHistory(f"is not UTF-8 text (byte {error.start}).") from None
    try:
        return json.loads(text, object_pairs_hook=_no_key_twice)
    except (ValueError, RecursionError) as error:
        raise UnreadableHistory(f"is not JSON: {error}") from None


def _no_key_twice(pairs: list[tuple[str, object]]) -> dict[str, object]:
    for key, times in Counter(key for key, _ in pairs).items():
        if times > 1:
            raise ValueError(f"the key {key!r} stands there twice")
    return dict(pairs)


def _as_json(answer: "NextStep") -> dict[str, object]:
    return {
        "kind": answer.kind,
        "step": answer.step,
        "due_on": answer.due_on and answer.due_on.isoformat(),
        "ask_first": answer.ask_first,
        "bring": {
            "handouts": answer.bring.handouts,
            "cards": answer.bring.cards,
            "availability_cards": answer.bring.availability_cards,
        },
        "say": answer.say,
        "why": answer.why,
        "duties": [
            {"kind": duty.kind, "due_on": duty.due_on.isoformat(), "to": duty.to}
            for duty in answer.duties
        ],
    }

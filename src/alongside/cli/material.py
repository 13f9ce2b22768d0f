"""`alongside material`: what is left on the counter, and what it may say."""

import json
import textwrap
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from alongside.cli.days import a_day, today

app = typer.Typer(
    help="What is left on the counter, and the evidence that it stands on.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

WIDTH = 80


class Format(StrEnum):
    """How the records are printed."""

    TABLE = "table"
    JSON = "json"


@app.command("evidence")
def evidence_(
    on: Annotated[
        date | None,
        typer.Option(parser=a_day, metavar="YYYY-MM-DD", help="The day asked about; else today."),
    ] = None,
    evidence: Annotated[
        Path | None, typer.Option(help="A file of the shape of the shipped one; else that.")
    ] = None,
    output_format: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
) -> None:
    """List the records of the evidence: which may be printed, and why not the others."""
    from alongside.materials.evidence import read_evidence
    from alongside.materials.gate import record_may_print

    day = on or today()
    records = read_evidence(evidence).records.values()
    found = [(record.id, record_may_print(record, day), record.review_by) for record in records]
    printer = _as_json if output_format is Format.JSON else _as_table
    typer.echo(printer(found))


Found = tuple[str, str | None, date]


def _as_json(found: list[Found]) -> str:
    answer = [
        {
            "id": id_,
            "may_print": why_not is None,
            "why_not": why_not,
            "review_by": review_by.isoformat(),
        }
        for id_, why_not, review_by in found
    ]
    return json.dumps(answer, ensure_ascii=False, indent=2)


def _as_table(found: list[Found]) -> str:
    widest = max((len(id_) for id_, _, _ in found), default=0)
    lines = [f"{'record':<{widest}}  review by   may be printed"]
    for id_, why_not, review_by in found:
        begin = f"{id_:<{widest}}  {review_by}  "
        said = "yes" if why_not is None else f"no: {why_not}"
        indent = " " * len(begin)
        lines.append(textwrap.fill(begin + said, WIDTH, subsequent_indent=indent))
    # What stands in a file must not steer the terminal.
    return "\n".join(
        "".join(letter if letter.isprintable() else " " for letter in line)
        for text in lines
        for line in text.split("\n")
    )

"""The `alongside` command: parse, call one room, print."""

import sys

import typer

from alongside.cli import (
    instance,
    keys,
    letters,
    material,
    material_print,
    playbook,
    referral,
    territory,
)
from alongside.cli.county import county
from alongside.cli.demo import demo
from alongside.cli.territory_build import build
from alongside.cli.territory_fetch import fetch
from alongside.cli.territory_load import load
from alongside.cli.territory_look_up import look_up
from alongside.cli.territory_years import years
from alongside.errors import Refused

app = typer.Typer(
    name="alongside",
    help="Win referrals from primary care, five minutes at a time.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
territory.app.command()(load)
territory.app.command()(build)
territory.app.command()(fetch)
territory.app.command()(years)
territory.app.command()(look_up)
app.add_typer(territory.app, name="territory")
app.add_typer(playbook.app, name="playbook")
app.add_typer(material.app, name="material")
app.add_typer(letters.app, name="letter")
app.command()(letters.disclosures)
app.add_typer(referral.app, name="referral")
app.add_typer(keys.app, name="keys")
app.command()(demo)
territory.app.command("demo")(county)
for command in (
    instance.serve,
    instance.worker,
    instance.check,
    instance.backup,
    instance.restore,
):
    app.command()(command)
for printing in material_print.COMMANDS:
    material.app.command()(printing)


def run() -> None:
    """Run the command; a refusal is one message on stderr and exit code 2."""
    try:
        app()
    except Refused as refusal:
        typer.echo(f"alongside: {refusal}", err=True)
        sys.exit(2)
    except OSError as error:
        typer.echo(f"alongside: {error.strerror or error}.", err=True)
        sys.stdout = None  # a full disk would be met once more at exit, with a traceback
        sys.exit(2)

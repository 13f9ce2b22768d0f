"""`alongside letter queue` and `alongside disclosures`: what waits, and what was told."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alongside.cli.instance import open_instance
from alongside.errors import Refused

if TYPE_CHECKING:
    from alongside.team.models import Membership

As = Annotated[str, typer.Option("--as", metavar="EMAIL", help="Who asks; else the group's owner.")]
Group = Annotated[str, typer.Option(help="Whose; needed where there are several groups.")]
app = typer.Typer(help="Letters about clients.", no_args_is_help=True)


class NoSuchClient(Refused):
    """A code that no client of the one who asks has."""


class FileThere(Refused):
    """A file that is not written over."""


@app.callback()
def letter() -> None:
    """Keep `queue` a word of its own."""


@app.command()
def queue(asks: As = "", group: Group = "") -> None:
    """List the letters that wait to leave: by code, and never by name."""
    member = _member(asks, group)
    from alongside.releases.models import Letter

    waiting = list(Letter.objects.seen_by(member).for_list().queued())
    for one in waiting:
        typer.echo(
            f"{one.on}  {one.client.code}  {one.get_kind_display()} to {one.contact}, "
            f"{one.contact.practice}; stands on {one.get_basis_display()}"
        )
    typer.echo(f"{len(waiting)} waiting. They leave from the outbox, each tried once more.")


def disclosures(
    client: Annotated[str, typer.Option(metavar="CODE", help="The client's code.")],
    out: Annotated[Path, typer.Option(metavar="FILE.pdf", help="The file to write.")],
    asks: As = "",
    group: Group = "",
) -> None:
    """Print what was told about a client, to whom, and on what it stood."""
    member = _member(asks, group)
    from alongside.releases.disclosures import print_disclosures
    from alongside.releases.models import Client

    if out.exists():
        raise FileThere(f"{out} exists already; name another file.")
    seen = Client.objects.seen_by(member).select_related("group", "therapist__group")
    found = seen.filter(code__iexact=client).first()
    if found is None:
        raise NoSuchClient(f"{member} sees no client with the code {client}.")
    printed = print_disclosures(member=member, client=found, at=datetime.now(UTC))
    with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(printed.pdf)
    typer.echo(f"{out}: pages: {printed.pages}. It names the client.")


def _member(asks: str, group: str) -> "Membership":
    open_instance()
    from alongside.team.asking import member_called
    from alongside.team.known import refuse_old_tables

    refuse_old_tables()
    return member_called(email=asks, group=group)

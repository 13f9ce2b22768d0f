"""`alongside demo`: an invented therapist's Alongside, to look at and to try."""

import os
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alongside.cli import instance
from alongside.errors import Refused

if TYPE_CHECKING:
    from alongside.team.models import Installation


class NotTheDemo(Refused):
    """The folder holds somebody's own data."""


def demo(
    home: Annotated[
        Path | None, typer.Option(help="Where the demo's data is kept; else beside your own.")
    ] = None,
    host: Annotated[str, typer.Option(help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(envvar="PORT", min=1, max=65535)] = 8000,
) -> None:
    """Serve an invented therapist's Alongside, eight weeks in, until Ctrl-C."""
    os.environ["ALONGSIDE_HOME"] = str((home or _demo_home()).absolute())
    # The demo is a file of its own, whatever server one's own data is on.
    os.environ["DATABASE_URL"] = ""
    instance.prepare(host, port)
    _tell_once(instance.brought_up_to_date())
    _announce(port)
    instance.run_server(host, port, has_worker=True)


def _demo_home() -> Path:
    from platformdirs import user_data_path

    return user_data_path("alongside-demo", appauthor=False)


def _tell_once(installation: "Installation") -> None:
    from django.conf import settings
    from django.db import connections, transaction
    from django.utils import timezone

    from alongside.cli import story

    if installation.owner_id is None:
        # Yesterday, so that what is shown is past in every time zone.
        day = (timezone.now() - timedelta(days=1)).date()
        with transaction.atomic():
            cast = story.tell(day)
        story.load_county(cast.maya, timezone.now())
    elif not story.is_told():
        raise NotTheDemo(f"{settings.HOME} holds data of your own; name another --home.")
    connections.close_all()


def _announce(port: int) -> None:
    from alongside.cli.story import INES, MAYA, PASSWORD, SAM

    typer.echo(f"Alongside serves at http://localhost:{port}, with invented people in it.")
    typer.echo(f"Sign in as {MAYA} (therapist), {SAM} (coordinator) or {INES} (another group).")
    typer.echo(f"The password of each is: {PASSWORD}")

"""`alongside serve`, `worker`, `check`, `backup` and `restore`: one instance, with its database."""

import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alongside.errors import Refused

if TYPE_CHECKING:
    from alongside.team.locks import Lock
    from alongside.team.models import Installation

PassphraseFile = Annotated[
    Path | None, typer.Option(help="A file that holds the passphrase, and nothing else.")
]


class PortTaken(Refused):
    """Something else listens there."""


class TwoKeys(Refused):
    """A key and a passphrase were both given."""


def serve(
    host: Annotated[str, typer.Option(help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(envvar="PORT", min=1, max=65535)] = 8000,
    has_worker: Annotated[
        bool, typer.Option("--worker/--no-worker", help="With a worker, for what takes long.")
    ] = True,
) -> None:
    """Serve this instance, until Ctrl-C."""
    prepare(host, port)
    _announce(brought_up_to_date(), port)
    run_server(host, port, has_worker=has_worker)


def worker(
    parent: Annotated[int | None, typer.Option(hidden=True, help="End when it ends.")] = None,
) -> None:
    """Do the work that takes long, apart from `serve --no-worker`, until Ctrl-C."""
    open_instance()
    from alongside.cli.worker import run_worker

    run_worker(parent)


def check() -> None:
    """Say whether this instance is sound; exit with 1 when something is bad."""
    open_instance()
    from django.utils import timezone

    from alongside.team.soundness import State, soundness

    found = soundness(timezone.now())
    for finding in found:
        typer.echo(f"{finding.state:<5} {finding.name}: {finding.said}")
    raise typer.Exit(int(any(finding.state == State.BAD for finding in found)))


def backup(
    file: Annotated[Path, typer.Argument(help="The file to write; one that exists is refused.")],
    key: Annotated[
        str, typer.Option(metavar="AGE-PUBLIC-KEY", help="Encrypt to this age public key.")
    ] = "",
    passphrase_file: PassphraseFile = None,
) -> None:
    """Write the whole database to one file."""
    open_instance()
    from alongside.team.backups import back_up
    from alongside.team.locks import public_key

    lock = _lock(public_key(key) if key else None, passphrase_file)
    done = back_up(file, lock=lock)
    kind = "encrypted" if done.is_encrypted else "NOT encrypted"
    typer.echo(f"{done.path}: {done.size_bytes} bytes, {kind}.")
    typer.echo(
        f"The secret key is not in it: it is in {done.secret_key_place}. Keep a copy of the key "
        "apart from the backup; without it, authenticator apps must be set up anew."
    )
    typer.echo(
        f"The sealing keys are not in it either: they are in {done.sealing_keys_place}. Keep a "
        "copy of them, too; without it, no client's name can be read from this backup again."
    )


def restore(
    file: Annotated[Path, typer.Argument(help="A file that `alongside backup` wrote.")],
    identity_file: Annotated[
        Path | None, typer.Option(help="A file that holds the age secret key.")
    ] = None,
    passphrase_file: PassphraseFile = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Let go of everything that this instance holds.")
    ] = False,
) -> None:
    """Put a backup in place: all of it, or nothing."""
    open_instance()
    from alongside.team import backups
    from alongside.team.locks import read_secret_keys

    lock = _lock(read_secret_keys(identity_file) if identity_file else None, passphrase_file)
    backups.restore(file, lock=lock, replace=replace)
    typer.echo(f"{file} is restored. `alongside serve` brings it up to date and serves it.")


def prepare(host: str, port: int) -> None:
    """Open the instance that is to be served there."""
    # Links lead to where it is served, unless a public address was said.
    os.environ.setdefault("ALONGSIDE_PUBLIC_URL", f"http://localhost:{port}")
    _refuse_taken(host, port)
    open_instance()
    from alongside.cli.stylesheets import collect_once

    collect_once()


def open_instance() -> None:
    """Set Django up: 1.5 s that the workshops' commands are spared."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.config.settings")
    os.umask(0o077)  # a database, a copy or a draft is nobody else's to read
    import django
    from django.conf import settings

    django.setup()
    settings.HOME.mkdir(parents=True, exist_ok=True, mode=0o700)


def _lock(lock: "Lock | None", passphrase_file: Path | None) -> "Lock | None":
    if passphrase_file is None:
        return lock
    if lock is not None:
        raise TwoKeys("Give a key or a passphrase, not both.")
    from alongside.team.locks import read_passphrase

    return read_passphrase(passphrase_file)


def _refuse_taken(host: str, port: int) -> None:
    """Say it in one message; gunicorn would try five times, with a traceback's worth of lines."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except OSError as error:
            reason = error.strerror or str(error)
            raise PortTaken(f"{host}, port {port}: {reason}. Try another --port.") from None


def brought_up_to_date() -> "Installation":
    from django.core.management import call_command
    from django.db import connections

    from alongside.team.actions import install

    call_command("migrate", verbosity=0, interactive=False)
    installation = install()
    connections.close_all()  # a connection must not be shared with the workers to come
    return installation


def _announce(installation: "Installation", port: int) -> None:
    from django.conf import settings

    from alongside.team.first_code import first_code

    typer.echo(f"Alongside serves at http://localhost:{port}")
    if f"http://localhost:{port}" != settings.PUBLIC_URL:
        typer.echo(f"Its public address is {settings.PUBLIC_URL}")
    if installation.owner_id is None:
        typer.echo(f"Nobody owns it yet. The first visitor's code: {first_code(installation)}")


def run_server(host: str, port: int, *, has_worker: bool) -> None:
    from alongside.cli.keeper import WorkerKeeper
    from alongside.cli.server import Server

    Server(host, port, WorkerKeeper() if has_worker else None).run()

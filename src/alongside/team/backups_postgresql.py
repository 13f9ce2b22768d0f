"""The copy of a PostgreSQL database: pg_dump's custom format."""

import os
import subprocess
from pathlib import Path

from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient

from alongside.errors import Refused
from alongside.team.audit import POSTGRESQL, missing_triggers
from alongside.team.known import refuse_newer

BEFORE = "alongside_before_restore"


class DumpFailed(Refused):
    """PostgreSQL's own tool said no."""


class RestoreInterrupted(Refused):
    """The data from before an interrupted restore still stand aside."""


def write_copy(copy: Path) -> None:
    """Dump what is committed, while others write."""
    _tool("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={copy}")


def put_back(copy: Path) -> None:
    """Restore beside the data that stand, and let those go only when all of it is there."""
    _check(copy)
    _set_aside()
    try:
        _tool("pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", str(copy))
        _check_triggers(missing_triggers(connection))
    except BaseException:
        _run("DROP SCHEMA public CASCADE", f"ALTER SCHEMA {BEFORE} RENAME TO public")
        raise
    _run(f"DROP SCHEMA {BEFORE} CASCADE")


def _check(copy: Path) -> None:
    """Refuse what can be known from the copy alone, before anything is touched."""
    listed = _output("pg_restore", "--list", str(copy))
    _check_triggers([name for name in POSTGRESQL if f" team_event {name} " not in listed])
    rows = _output(
        "pg_restore", "--data-only", "--table=django_migrations", "--file=-", str(copy)
    ).splitlines()
    # COPY's lines: id, app, name, applied, with a tab between.
    columns = [line.split("\t") for line in rows]
    refuse_newer((row[1], row[2]) for row in columns if len(row) == 4)


def _check_triggers(missing: list[str]) -> None:
    if missing:
        raise DumpFailed("The backup's audit trail is not protected. Nothing is done.")


def _set_aside() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [BEFORE])
        if cursor.fetchone():
            raise RestoreInterrupted(
                f"A restore was interrupted: what was there before stands in the schema {BEFORE}. "
                "docs/running.md says how to go back to it, or to let it go."
            )
    _run(f"ALTER SCHEMA public RENAME TO {BEFORE}", "CREATE SCHEMA public")


def _run(*statements: str) -> None:
    """Run all of them or none: PostgreSQL's schemas change inside a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("; ".join(statements))


def _tool(name: str, *words: str) -> str:
    """Run one of PostgreSQL's tools on this database; its password is never an argument."""
    command, env = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    where = [*command[1:-1], f"--dbname={command[-1]}"]
    return _output(name, *where, *words, env=os.environ | (env or {}))


def _output(name: str, *words: str, env: dict[str, str] | None = None) -> str:
    try:
        done = subprocess.run(
            [name, *words], env=env, capture_output=True, text=True, errors="replace", check=False
        )
    except FileNotFoundError:
        raise DumpFailed(
            f"{name} is not installed; it comes with PostgreSQL's client programs."
        ) from None
    if done.returncode:
        first = (done.stderr.strip() or "no reason was given").splitlines()[0]
        raise DumpFailed(f"{first}. Nothing is done.")
    return done.stdout

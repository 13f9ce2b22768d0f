"""The copy of an SQLite database: a file like the one it came from."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connection

from alongside.errors import Refused
from alongside.team.audit import SQLITE
from alongside.team.known import refuse_newer


class Unsound(Refused):
    """A copy that the database itself finds fault with."""


def write_copy(copy: Path) -> None:
    """Copy what is committed, while others write: the backup API would begin again each time."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(copy)])


def put_back(copy: Path) -> None:
    """Put the copy in place of the database, in one transaction of the database's own.

    Never by renaming: a journal left by a killed server would be played onto the new file, and
    a server that still runs would go on writing to the old one.
    """
    _check(copy)
    connection.close()
    target = Path(connection.settings_dict["NAME"])
    os.close(os.open(target, os.O_RDWR | os.O_CREAT, 0o600))
    try:
        with closing(sqlite3.connect(copy)) as source, closing(sqlite3.connect(target)) as out:
            source.backup(out)
    except sqlite3.DatabaseError as error:
        raise Unsound(f"The restore was stopped, and nothing is done: {error}.") from None


def _check(copy: Path) -> None:
    try:
        with closing(sqlite3.connect(copy)) as database:
            _check_pages(database)
            refuse_newer(database.execute("SELECT app, name FROM django_migrations").fetchall())
            _check_triggers(database)
    except sqlite3.DatabaseError as error:
        raise Unsound(f"The backup is damaged: {error}. Nothing is done.") from None


def _check_pages(database: sqlite3.Connection) -> None:
    faults = [line for (line,) in database.execute("PRAGMA integrity_check") if line != "ok"]
    faults += [f"a row of {row[0]} lost what it points at" for row in _orphans(database)]
    if faults:
        raise Unsound(f"The backup is damaged: {faults[0]}. Nothing is done.")


def _orphans(database: sqlite3.Connection) -> list[tuple[str, int, str, int]]:
    return database.execute("PRAGMA foreign_key_check").fetchall()


def _check_triggers(database: sqlite3.Connection) -> None:
    query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if set(SQLITE) - {name for (name,) in database.execute(query)}:
        raise Unsound("The backup's audit trail is not protected. Nothing is done.")

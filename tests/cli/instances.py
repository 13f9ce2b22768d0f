"""Instances of a test's own: a home and a database, used only by commands in other processes."""

import atexit
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg

from tests.cli.command import COMMAND

SERVER = os.environ.get("DATABASE_URL", "")
BEGIN = """
import django
django.setup()
from datetime import UTC, date, datetime
from django.core.management import call_command
from alongside.outreach.actions import Described, add_practice
from alongside.playbook.history import Entry
from alongside.team.actions import found, install
call_command("migrate", verbosity=0)
install()
at = datetime(2026, 1, 5, 17, tzinfo=UTC)
maya = found(email="maya@example.com", name="Maya Okonkwo", password="a long enough phrase",
             group_name="Casco Counseling", time_zone="America/New_York", at=at)
add_practice(member=maya, entry=Entry.OWN_DOCTOR, on=date(2026, 1, 2), at=at,
             described=Described("Elm Street Family Medicine", "family_medicine", zip5="04101"))
"""


@dataclass(frozen=True, slots=True)
class Instance:
    home: Path
    database_url: str

    @property
    def env(self) -> dict[str, str]:
        mine = {"ALONGSIDE_HOME": str(self.home), "DJANGO_SETTINGS_MODULE": SETTINGS}
        others = {name: said for name, said in os.environ.items() if name[:10] != "ALONGSIDE_"}
        return others | mine | {"DATABASE_URL": self.database_url, "COLUMNS": "80"}

    def alongside(self, *words: object, **env: str) -> subprocess.CompletedProcess[str]:
        return self._run(str(COMMAND), *map(str, words), **env)

    def python(self, code: str) -> subprocess.CompletedProcess[str]:
        return self._run(sys.executable, "-c", code)

    def begin(self) -> None:
        """Become a copy of the one instance in which the story was begun."""
        begun = _begun()
        shutil.copytree(begun.home, self.home, dirs_exist_ok=True)
        if self.database_url:
            own, original = _name_of(self), _name_of(begun)
            with psycopg.connect(SERVER, autocommit=True) as server:
                server.execute(f"DROP DATABASE {own}")
                server.execute(f"CREATE DATABASE {own} TEMPLATE {original}")

    def begin_anew(self) -> None:
        """Make the tables, and begin the story."""
        done = self.python(BEGIN)
        assert done.returncode == 0, done.stderr

    def rows(self) -> dict[str, list[str]]:
        with self.database() as database:
            tables = [name for (name,) in database.execute(self._tables)]
            return {
                table: sorted(map(str, database.execute(f'SELECT * FROM "{table}"').fetchall()))
                for table in tables
            }

    @contextmanager
    def database(self) -> Iterator[Any]:
        opened = (
            psycopg.connect(self.database_url, autocommit=True)
            if self.database_url
            else sqlite3.connect(self.home / "alongside.sqlite3", isolation_level=None)
        )
        with closing(opened) as database:
            yield database

    @property
    def _tables(self) -> str:
        if self.database_url:
            return "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        return "SELECT name FROM sqlite_master WHERE type = 'table'"

    def _run(self, *command: str, **env: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, env=self.env | env, capture_output=True, text=True, check=False, timeout=120
        )


@contextmanager
def new_instance(home: Path) -> Iterator[Instance]:
    """Lend an empty instance; on PostgreSQL, with a database that is dropped again."""
    home.mkdir(mode=0o700)
    if not SERVER:
        yield Instance(home, "")
        return
    name = f"alongside_scratch_{uuid4().hex}"
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield Instance(home, urlsplit(SERVER)._replace(path=f"/{name}").geturl())
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@cache
def _begun() -> Instance:
    """Begin the story once for all tests of a process, and clear it away at its end."""
    end = ExitStack()
    atexit.register(end.close)
    folder = end.enter_context(TemporaryDirectory())
    instance = end.enter_context(new_instance(Path(folder) / "begun"))
    instance.begin_anew()
    return instance


def _name_of(instance: Instance) -> str:
    return urlsplit(instance.database_url).path.strip("/")


SETTINGS = "alongside.config.settings"

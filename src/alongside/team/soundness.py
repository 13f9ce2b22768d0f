"""Whether this instance is sound: one finding a thing, in words that say what to do."""

import platform
import shutil
import smtplib
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from importlib.metadata import version
from pathlib import Path
from stat import S_IMODE
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import get_connection
from django.db import Error, connection
from django.db.backends.base.base import BaseDatabaseWrapper

from alongside.team import keyring
from alongside.team.actions import WORKER_GONE
from alongside.team.audit import missing_triggers
from alongside.team.keyring import KeyUnreadable
from alongside.team.known import unapplied
from alongside.team.models import Job, Worker
from alongside.team.sealing import missing_keys

# A day's logging is kilobytes; a backup needs room for the whole database once more.
LOW_DISK_MB = 1000
NO_DISK_MB = 100
# A job waits for the one before it; so long it waits only when something is wrong.
LONG_WAIT = timedelta(hours=1)
LOCAL = ("localhost", "127.0.0.1", "::1")


class State(StrEnum):
    OK = "ok"
    LOOK = "look"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    name: str
    state: State
    said: str


Look = Callable[[], tuple[State, str]]


def vital_signs(at: datetime) -> tuple[Finding, ...]:
    """Return what a monitor asks every minute: quick, and with no word to the outside."""
    return tuple(_finding(name, look) for name, look in (VITAL | _of_work(at)).items())


def soundness(at: datetime) -> tuple[Finding, ...]:
    """Return everything there is to know, for the one who runs the instance."""
    looks = VITAL | _of_work(at) | FURTHER
    return tuple(_finding(name, look) for name, look in looks.items())


def _of_work(at: datetime) -> dict[str, Look]:
    return {"worker": partial(_worker, at), "queue": partial(_queue, at)}


def _finding(name: str, look: Look) -> Finding:
    try:
        return Finding(name, *look())
    except (Error, OSError) as error:
        return Finding(name, State.BAD, f"could not be asked: {str(error).strip()}")


def _database() -> tuple[State, str]:
    connection.ensure_connection()
    return _postgresql() if connection.vendor == "postgresql" else _sqlite()


def _postgresql() -> tuple[State, str]:
    said = f"PostgreSQL {_asked('SHOW server_version')}"
    commit = str(_asked("SHOW synchronous_commit"))
    if commit == "off":
        return State.LOOK, f"{said}; synchronous_commit is off: a power cut may lose a visit"
    return State.OK, f"{said}, synchronous_commit {commit}"


def _sqlite() -> tuple[State, str]:
    journal, synchronous, keys = (
        str(_asked(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous", "foreign_keys")
    )
    said = (
        f"SQLite {sqlite3.sqlite_version} at {connection.settings_dict['NAME']}, "
        f"journal {journal}, synchronous {synchronous}, foreign keys {keys}"
    )
    if journal == "truncate":
        said += "; WAL only from SQLite 3.51.3, as it can corrupt a database before"
    expected = (settings.JOURNAL_MODE.lower(), "2", "1")
    return State.OK if (journal, synchronous, keys) == expected else State.BAD, said


def _asked(query: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


def look_at_triggers(missing: Callable[[BaseDatabaseWrapper], list[str]]) -> Look:
    """Return the look at rows that may only be added to; `missing` names the triggers that fell."""
    return partial(_append_only, missing)


def _append_only(missing: Callable[[BaseDatabaseWrapper], list[str]]) -> tuple[State, str]:
    fallen = missing(connection)
    if fallen:
        return State.BAD, f"not protected: {', '.join(fallen)} missing"
    return State.OK, "append-only, its triggers stand"


def _migrations() -> tuple[State, str]:
    waiting = unapplied()
    if waiting:
        return State.BAD, f"{len(waiting)} not applied; `alongside serve` applies them"
    return State.OK, "all applied"


def _disk() -> tuple[State, str]:
    free_mb = shutil.disk_usage(settings.HOME).free // 1_000_000
    said = f"{free_mb} MB free at {settings.HOME}"
    if free_mb < LOW_DISK_MB:
        return (State.BAD if free_mb < NO_DISK_MB else State.LOOK), said
    return State.OK, said


def _worker(at: datetime) -> tuple[State, str]:
    if Worker.objects.seen_since(at - WORKER_GONE).exists():
        return State.OK, "at work"
    what = "none was seen lately; `alongside serve` runs one, or `alongside worker` apart from it"
    # One that just begins is not seen yet: a job may wait a moment for it.
    is_missed = Job.objects.unended().filter(made_at__lt=at - WORKER_GONE).exists()
    return (State.BAD, f"{what}, and work waits for it") if is_missed else (State.LOOK, what)


def _queue(at: datetime) -> tuple[State, str]:
    waiting = Job.objects.waiting().order_by("made_at", "pk")
    first = waiting.first()
    if first is None:
        return State.OK, "nothing waits"
    minutes = int((at - first.made_at).total_seconds() // 60)
    said = f"{waiting.count()} waiting, the first for {minutes} min"
    return (State.LOOK if at - first.made_at > LONG_WAIT else State.OK), said


def _static_files() -> tuple[State, str]:
    if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        return State.BAD, f"not collected at {settings.STATIC_ROOT}; `alongside serve` does it"
    return State.OK, f"at {settings.STATIC_ROOT}"


def _mail() -> tuple[State, str]:
    if not settings.EMAIL_HOST:
        return State.LOOK, "printed to the terminal; set ALONGSIDE_SMTP_HOST to send it"
    server = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        mail = get_connection()
        mail.open()
        mail.close()
    except smtplib.SMTPException as error:
        return State.BAD, f"{server} refuses: {type(error).__name__}"
    return State.OK, f"{server} answers"


def _public_url() -> tuple[State, str]:
    said = urlsplit(settings.PUBLIC_URL)
    if said.scheme == "https":
        return State.OK, settings.PUBLIC_URL
    if said.hostname in LOCAL:
        return State.LOOK, f"{settings.PUBLIC_URL}: only this machine can open its links"
    return State.BAD, f"{settings.PUBLIC_URL} is not https: log-ins would travel in the open"


def _secret_key() -> tuple[State, str]:
    if settings.SECRET_KEY_FILE is None:
        return State.OK, f"from {settings.SECRET_KEY_PLACE}"
    mode = S_IMODE(settings.SECRET_KEY_FILE.stat().st_mode)
    said = f"{settings.SECRET_KEY_FILE}, mode {mode:04o}"
    if mode & 0o077:
        return State.BAD, f"{said}: others on this machine may read it; chmod 600 it"
    return State.OK, said


def _sealing_keys() -> tuple[State, str]:
    try:
        missing = missing_keys()
        known = len(keyring.ring().keys)
    except KeyUnreadable as refusal:
        return State.BAD, str(refusal)
    if missing:
        names = ", ".join(sorted(key_id.hex() for key_id in missing))
        lost = f"{names} is missing: put back the copy of the sealing keys kept with the backups"
        return State.BAD, f"{keyring.place()}: {lost}"
    if keyring.are_said() or keyring.there_are_none():
        return State.OK, f"from {keyring.place()}" if known else "nothing is sealed yet"
    mode = S_IMODE(keyring.path().stat().st_mode)
    said = f"{keyring.path()}, mode {mode:04o}"
    if mode & 0o077:
        return State.BAD, f"{said}: others on this machine may read them; chmod 600 it"
    if known > 1:
        return State.LOOK, f"{said}; a rotation was cut off: run `alongside keys rotate` again"
    return State.OK, said


def _versions() -> tuple[State, str]:
    named = (f"{name} {version(name.lower())}" for name in ("Alongside", "Django", "gunicorn"))
    return State.OK, f"{', '.join(named)}, Python {platform.python_version()}"


# A room above adds its own look when it is set up.
VITAL: dict[str, Look] = {
    "database": _database,
    "audit trail": look_at_triggers(missing_triggers),
    "migrations": _migrations,
    "disk": _disk,
}
FURTHER: dict[str, Look] = {
    "static files": _static_files,
    "mail": _mail,
    "public URL": _public_url,
    "secret key": _secret_key,
    "sealing keys": _sealing_keys,
    "versions": _versions,
}

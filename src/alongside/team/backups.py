"""A copy of the whole database in one file, and the way back.

The file is two lines of text, which engine and the SHA-256 of the rest, and then the copy: an
SQLite file, or pg_dump's custom format. With a key or a passphrase all of it is an age file.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from django.conf import settings
from django.db import connection

from alongside.errors import Refused
from alongside.team import backups_postgresql, backups_sqlite, locks
from alongside.team.keyring import place
from alongside.team.locks import Lock

TITLE = "alongside backup 1"
LINE_BYTES = 200


class BackupExists(Refused):
    """A backup writes over no file."""


class NothingToBackUp(Refused):
    """An instance that nobody has begun."""


class NotEmpty(Refused):
    """A restore onto an instance in use was not asked for."""


class NotABackup(Refused):
    """A file that is no backup, or not the one that was written."""


class InsideTransaction(Refused):
    """A copy made inside a transaction would hold half of it, or wait for itself."""


@dataclass(frozen=True, slots=True)
class Backup:
    """What was written, and where the key is that is not in it."""

    path: Path
    size_bytes: int
    is_encrypted: bool
    secret_key_place: str
    sealing_keys_place: str


def back_up(path: Path, *, lock: Lock | None = None) -> Backup:
    """Write the whole database to a new file, readable by its owner only, or nothing at all."""
    _refuse_inside_transaction()
    if path.exists():
        raise BackupExists(f"{path} exists already; name another file.")
    if is_empty():
        raise NothingToBackUp("There is nothing to back up: nobody has an account here yet.")
    with _drafts() as drafts:
        copy = _enveloped(drafts)
        if lock is not None:
            copy = locks.lock_file(copy, lock)
        _put(copy, path)
    return Backup(path, path.stat().st_size, lock is not None, settings.SECRET_KEY_PLACE, place())


def restore(path: Path, *, lock: Lock | None = None, replace: bool = False) -> None:
    """Put a backup's rows in place; refused, with nothing changed, unless all of it is sound."""
    _refuse_inside_transaction()
    if not replace and not is_empty():
        raise NotEmpty(
            "This instance has people in it already, and they would be lost: back it up, then "
            "restore with --replace."
        )
    with _drafts() as drafts:
        plain = locks.unlock_file(path, lock, drafts) if locks.is_locked(path) else path
        engine, copy = _opened(plain, drafts)
        engine.put_back(copy)


def is_empty() -> bool:
    """Return whether nobody has an account here, as before the first run."""
    tables = connection.introspection.table_names()
    if "team_person" not in tables:
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM team_person LIMIT 1")
        return cursor.fetchone() is None


def _refuse_inside_transaction() -> None:
    if connection.in_atomic_block:
        raise InsideTransaction("A backup is made and restored outside any transaction.")


@contextmanager
def _drafts() -> Iterator[Path]:
    """Lend a folder for what is not encrypted yet: beside the database, never beside the file.

    The file may be going to a memory stick or a shared folder, where no draft is to be found.
    """
    with tempfile.TemporaryDirectory(prefix="backup-", dir=settings.HOME) as folder:
        yield Path(folder)


def _engine(vendor: str) -> ModuleType:
    return backups_postgresql if vendor == "postgresql" else backups_sqlite


def _enveloped(drafts: Path) -> Path:
    copy, whole = drafts / "copy", drafts / "whole"
    _engine(connection.vendor).write_copy(copy)
    with copy.open("rb") as source, whole.open("wb") as out:
        digest = hashlib.file_digest(source, "sha256").hexdigest()
        out.write(f"{TITLE} {connection.vendor}\n{digest}\n".encode("ascii"))
        source.seek(0)
        shutil.copyfileobj(source, out)
    copy.unlink()
    return whole


def _opened(plain: Path, drafts: Path) -> tuple[ModuleType, Path]:
    """Return the engine and the copy, once every byte is known to be the one that was written."""
    copy = drafts / "copy"
    with plain.open("rb") as source:
        title, said = source.readline(LINE_BYTES), source.readline(LINE_BYTES)
        _check_title(plain, title)
        with copy.open("wb+") as out:
            shutil.copyfileobj(source, out)
            out.seek(0)
            digest = hashlib.file_digest(out, "sha256").hexdigest()
    if said != f"{digest}\n".encode("ascii"):
        raise NotABackup("The file was changed or cut short since it was written. Nothing is done.")
    return _engine(connection.vendor), copy


def _check_title(plain: Path, title: bytes) -> None:
    titles = {f"{TITLE} {vendor}\n".encode("ascii"): vendor for vendor in ("sqlite", "postgresql")}
    if title not in titles:
        raise NotABackup(f"{plain.name} is no backup that Alongside wrote. Nothing is done.")
    if titles[title] != connection.vendor:
        raise NotABackup(
            f"The backup is of {titles[title]} and this instance runs on {connection.vendor}: "
            "restore it where DATABASE_URL says the same. Nothing is done."
        )


def _put(copy: Path, path: Path) -> None:
    """Write beside and rename: not even a power cut leaves half a file under the name."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as out, copy.open("rb") as source:
            shutil.copyfileobj(source, out)
            out.flush()
            os.fsync(out.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

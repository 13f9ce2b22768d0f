"""The keys that close what is sealed: from the environment, or a file in the instance's home.

A key a line (in the environment: between commas), 32 bytes in base64; the last is the one that
closes, the others open what they closed. The file is written whole, beside itself and renamed, and
is on disk before any row needs it. No key is ever in the database.
"""

import fcntl
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from alongside.errors import Refused

NAME = "sealing-keys"
VARIABLE = "ALONGSIDE_KEYS"
KEY_BYTES = 32
ID_BYTES = 8


class KeyMissing(Refused):
    """A key that closed something is not there."""


class KeyUnreadable(Refused):
    """What stands where a key should stand is none."""


class KeysSaid(Refused):
    """Keys from the environment are changed there, by whoever runs the instance."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key; its id is derived from it, so that a wrong one is never taken for it."""

    id: bytes
    aes: AESGCM = field(repr=False)
    index: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Ring:
    """The keys there are, as they are named."""

    keys: tuple[Key, ...]

    @property
    def current(self) -> Key:
        return self.keys[-1]

    def key(self, key_id: bytes) -> Key:
        """Return the key of an id, or say what to restore."""
        for key in self.keys:
            if key.id == key_id:
                return key
        raise KeyMissing(
            f"The key {key_id.hex()} that closed this is not in {place()}. Put back the copy of "
            "the sealing keys that was kept with the backups: without that key it cannot be read."
        )


def place() -> str:
    """Return where the keys are, in words."""
    return f"the environment variable {VARIABLE}" if are_said() else str(path())


def are_said() -> bool:
    return bool(settings.SEALING_KEYS)


def path() -> Path:
    return Path(settings.HOME) / NAME


def there_are_none() -> bool:
    return not are_said() and not path().exists()


def ring() -> Ring:
    """Return the keys there are; read anew each time, for they may have just been rotated."""
    return _parsed(settings.SEALING_KEYS or _read())


def make_first_key() -> None:
    """Make the file with one key, unless another process was first."""
    with alone():
        if there_are_none():
            _write((_new_key(),))


def add_key() -> None:
    """Put a new key last, in the file: it closes from now on."""
    _refuse_said()
    _write((*_lines(_read()), _new_key()))


def keep_last_key() -> None:
    """Leave the last key alone in the file."""
    _refuse_said()
    _write(_lines(_read())[-1:])


@contextmanager
def alone() -> Iterator[None]:
    """Keep every other process of this home from changing the file meanwhile."""
    path().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _opened_to_write(path().with_name(f"{NAME}.lock")) as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _refuse_said() -> None:
    if are_said():
        raise KeysSaid(f"The keys come from {place()}: change them there.")


def _read() -> str:
    try:
        return path().read_text("ascii")
    except FileNotFoundError:
        return ""


def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.replace(",", " ").split())


@lru_cache(maxsize=4)
def _parsed(text: str) -> Ring:
    return Ring(tuple(_key(line) for line in _lines(text)))


def _key(line: str) -> Key:
    try:
        secret = urlsafe_b64decode(line)
    except ValueError:
        secret = b""
    if len(secret) != KEY_BYTES:
        # The line may be a key with a slip in it: it is not repeated.
        raise KeyUnreadable(f"{place()} holds a line that is no key of {KEY_BYTES} bytes.")
    return Key(
        id=_derived(secret, b"id", ID_BYTES),
        aes=AESGCM(_derived(secret, b"seal", KEY_BYTES)),
        index=_derived(secret, b"index", KEY_BYTES),
    )


def _derived(secret: bytes, purpose: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt=None, info=b"alongside " + purpose).derive(secret)


def _new_key() -> str:
    return urlsafe_b64encode(os.urandom(KEY_BYTES)).decode("ascii")


def _write(lines: tuple[str, ...]) -> None:
    """Write beside, sync, rename, sync the folder: no power cut leaves half a file, or none."""
    beside = path().with_name(f"{NAME}.new")
    with _opened_to_write(beside) as out:
        out.truncate()
        out.write("".join(f"{line}\n" for line in lines).encode("ascii"))
        out.flush()
        os.fsync(out.fileno())
    beside.replace(path())
    folder = os.open(path().parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _opened_to_write(file: Path) -> BinaryIO:
    return os.fdopen(os.open(file, os.O_RDWR | os.O_CREAT, 0o600), "rb+")

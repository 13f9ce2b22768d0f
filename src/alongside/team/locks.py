"""How a backup is closed to others: age, by a public key or by a passphrase."""

from dataclasses import dataclass
from pathlib import Path

import pyrage  # type: ignore[import-untyped]

from alongside.errors import Refused

AGE = b"age-encryption.org/"
PASSPHRASE_LETTERS = 12


class KeyUnreadable(Refused):
    """A key or a passphrase that cannot be used."""


class Locked(Refused):
    """A backup that this key does not open, or that is not what was written."""


@dataclass(frozen=True, slots=True)
class Lock:
    """What closes or opens a backup: one of a public key, secret keys, or a passphrase."""

    public_key: str = ""
    secret_keys: tuple[str, ...] = ()
    passphrase: str = ""


def public_key(text: str) -> Lock:
    """Return the lock of an age public key, age1…"""
    _recipient(text)
    return Lock(public_key=text)


def read_secret_keys(path: Path) -> Lock:
    """Return what an age identity file opens; its comments are left out."""
    lines = (line.strip() for line in _text(path).splitlines())
    keys = tuple(line for line in lines if line and not line.startswith("#"))
    if not keys:
        raise KeyUnreadable(f"{path} holds no key; AGE-SECRET-KEY-… was expected.")
    for key in keys:
        _identity(key)
    return Lock(secret_keys=keys)


def read_passphrase(path: Path) -> Lock:
    """Return the passphrase that a file holds, without the end of its line."""
    passphrase = _text(path).strip("\r\n")
    if len(passphrase) < PASSPHRASE_LETTERS:
        raise KeyUnreadable(
            f"{path}: a passphrase of {PASSPHRASE_LETTERS} letters at least was expected."
        )
    return Lock(passphrase=passphrase)


def is_locked(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(AGE)) == AGE


def lock_file(plain: Path, lock: Lock) -> Path:
    """Return the encrypted file; the plain one is gone."""
    closed = plain.with_suffix(".age")
    if lock.public_key:
        pyrage.encrypt_file(str(plain), str(closed), [_recipient(lock.public_key)])
    else:
        # The library closes a file by passphrase only in memory.
        closed.write_bytes(pyrage.passphrase.encrypt(plain.read_bytes(), lock.passphrase))
    plain.unlink()
    return closed


def unlock_file(closed: Path, lock: Lock | None, folder: Path) -> Path:
    """Return the file inside; one message for a wrong key and a changed file, as age tells none."""
    if lock is None:
        raise Locked(f"{closed.name} is encrypted; give --identity-file or --passphrase-file.")
    plain = folder / "plain"
    try:
        if lock.secret_keys:
            identities = [_identity(key) for key in lock.secret_keys]
            pyrage.decrypt_file(str(closed), str(plain), identities)
        else:
            plain.write_bytes(pyrage.passphrase.decrypt(closed.read_bytes(), lock.passphrase))
    except (pyrage.DecryptError, OSError):
        raise Locked(
            f"{closed.name} does not open: the key or passphrase is another one, or the file was "
            "changed since it was written. Nothing is done."
        ) from None
    return plain


def _recipient(text: str) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        raise KeyUnreadable(f"“{text:.70}” is no age public key; age1… was expected.") from None


def _identity(text: str) -> pyrage.x25519.Identity:
    try:
        return pyrage.x25519.Identity.from_str(text)
    except pyrage.IdentityError:
        # The text may be a secret with a slip in it: it is not repeated.
        raise KeyUnreadable("The identity file holds a line that is no age secret key.") from None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise KeyUnreadable(f"{path} is not text.") from None

"""What the environment says, read by type."""

import os
from pathlib import Path

from alongside.errors import Refused


class BadSetting(Refused):
    """An environment variable says what makes no sense."""


def env_text(name: str, default: str = "") -> str:
    """Return what a variable says, without blanks around it."""
    return os.environ.get(name, default).strip()


def env_path(name: str, default: Path) -> Path:
    """Return the path that a variable names; ~ is the person's home."""
    said = env_text(name)
    return Path(said).expanduser() if said else default


def env_flag(name: str, *, default: bool) -> bool:
    """Return whether a variable says yes; the default when it says nothing."""
    words = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    said = env_text(name).lower()
    if said and said not in words:
        raise BadSetting(f"{name} is {said!r}; 1, true, yes, 0, false or no was expected.")
    return words.get(said, default)


def env_number(name: str, default: int) -> int:
    """Return the whole number that a variable says."""
    said = env_text(name)
    if said and not (said.isascii() and said.isdigit()):
        raise BadSetting(f"{name} is {said!r}; a whole number was expected.")
    return int(said) if said else default

"""The secret key: from the environment, or made once in the data folder."""

import os
import secrets
from pathlib import Path

NAME = "secret-key"


def secret_key(said: str, home: Path) -> str:
    """Return the key that was said, else the one in the data folder, made when there is none."""
    if said:
        return said
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not (home / NAME).exists():
        _make(home / NAME)
    return (home / NAME).read_text("ascii").strip()


def _make(path: Path) -> None:
    """Make the key under another name, then give it its own: nobody ever reads half of one."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(secrets.token_urlsafe(50))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was first; its key is the one
    finally:
        draft.unlink()

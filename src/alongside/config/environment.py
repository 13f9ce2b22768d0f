"""What the environment says, read by type."""

import os
from pathlib import Path


def env_text(name: str, default: str = "") -> str:
    """Return what a variable says, without blanks around it."""
    return os.environ.get(name, default).strip()


def env_path(name: str, default: Path) -> Path:
    """Return the path that a variable names; ~ is the person's home."""
    said = env_text(name)
    return Path(said).expanduser() if said else default

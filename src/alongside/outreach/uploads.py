"""Files that were uploaded and wait for the worker: in the home, and nobody else's to read."""

from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings

from alongside.errors import Refused

# What a failed job left behind is kept so long, so that it can be tried again.
KEPT = timedelta(days=7)


class FolderGone(Refused):
    """A built territory that is not where territories are looked for."""


def upload_path(upload: UUID) -> Path:
    """Return where an upload waits; its name is a key of ours, never a person's words."""
    folder: Path = settings.HOME / "uploads"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder / str(upload)


def folders() -> list[str]:
    """Return the names of the built territories on this computer, where a setting says so."""
    base: Path | None = settings.TERRITORIES
    if base is None or not base.is_dir():
        return []
    return sorted(one.name for one in base.iterdir() if _is_built(one, within=base.resolve()))


def folder_of(name: str) -> Path:
    """Return where the built territory of a name lies: one of those listed, and nowhere else.

    Raises:
        FolderGone: it is not, or no longer, listed.
    """
    base: Path | None = settings.TERRITORIES
    if base is None or name not in folders():
        raise FolderGone(f"There is no built territory “{name:.80}” in the folder of the setting.")
    return base / name


def name_of(folder: Path) -> str:
    """Return by which name a built territory is known.

    Raises:
        FolderGone: it does not lie where territories are looked for.
    """
    base: Path | None = settings.TERRITORIES
    if base is None or folder.resolve().parent != base.resolve():
        raise FolderGone(
            f"{folder} does not lie in the folder that ALONGSIDE_TERRITORIES names, where it is "
            "looked for whenever the place changes: put it there, and set that for the server too."
        )
    return folder.resolve().name


def _is_built(path: Path, *, within: Path) -> bool:
    """Return whether a build is there; a link that leads out of the folder is not followed."""
    return within in path.resolve().parents and (path / "current" / "build.json").is_file()


def clear_old_uploads(upload: UUID, at: datetime) -> None:
    """Clear away what has waited beside an upload for a week."""
    oldest = (at - KEPT).timestamp()
    for path in upload_path(upload).parent.iterdir():
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)

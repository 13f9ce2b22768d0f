"""Files that were uploaded and wait for the worker: in the home, and nobody else's to read."""

from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings

# What a failed job left behind is kept so long, so that it can be tried again.
KEPT = timedelta(days=7)


def upload_path(upload: UUID) -> Path:
    """Return where an upload waits; its name is a key of ours, never a person's words."""
    folder: Path = settings.HOME / "uploads"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder / str(upload)


def clear_old_uploads(upload: UUID, at: datetime) -> None:
    """Clear away what has waited beside an upload for a week."""
    oldest = (at - KEPT).timestamp()
    for path in upload_path(upload).parent.iterdir():
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)

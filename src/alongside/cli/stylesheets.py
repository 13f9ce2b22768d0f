"""Stylesheets, scripts and fonts, gathered to be served: once a version, by whoever serves."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

# What `make` and the page's storage keep: which file is served under which name.
MANIFEST = "staticfiles.json"
# What was there when they were gathered, so that another version is seen.
MARK = "gathered-of"


def collect_once() -> None:
    """Gather what is not gathered yet, or is another version's.

    A folder without our mark was filled by somebody else, such as `make`, who keeps it current.
    """
    root = Path(settings.STATIC_ROOT)
    mark, digest = root / MARK, _digest()
    is_theirs = (root / MANIFEST).exists() and not mark.exists()
    if is_theirs or (mark.exists() and mark.read_text("ascii") == digest):
        return
    root.mkdir(parents=True, exist_ok=True)
    mark.write_text("", "ascii")  # ours from here on, and not whole yet
    call_command("collectstatic", interactive=False, verbosity=0)
    mark.write_text(digest, "ascii")


def _digest() -> str:
    return hashlib.sha256("\n".join(sorted(_found())).encode()).hexdigest()


def _found() -> Iterator[str]:
    """Yield each file that would be served, with its size and when it was changed."""
    for finder in get_finders():
        for path, storage in finder.list(None):
            stat = Path(storage.path(path)).stat()
            yield f"{path} {stat.st_size} {stat.st_mtime_ns}"

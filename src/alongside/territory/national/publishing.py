"""A territory in use: the folder that everybody reads turns from one build to the next at once.

DIR/current            a link to the build in use; the one thing that changes
DIR/clinicians.parquet, sites.parquet, offices.parquet, build.json    links through `current`
DIR/builds/ID/         the files of a build, which never change
DIR/stages/            what finished stages made, for a build that is begun again
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alongside.errors import Refused
from alongside.territory.national.stages import sync_folder

CURRENT, BUILDS, STAGES, LOCK = "current", "builds", "stages", ".lock"
TABLES = ("clinicians", "sites", "offices")
FILES = (*(f"{name}.parquet" for name in TABLES), "build.json")


class OutputUnusable(Refused):
    """The folder to build into cannot be, or is somebody else's."""


@contextmanager
def only_build_in(out: Path) -> Iterator[None]:
    """Hold a territory's folder for one build; the system lets it go even of a killed one.

    Raises:
        OutputUnusable: no folder can be made, it holds other files, or another build is at work.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        _refuse_strange(out)
        lock = (out / LOCK).open("w")
    except OSError as error:
        raise OutputUnusable(f"{out} cannot be built into: {error.strerror}.") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise OutputUnusable(
                f"Another build is at work in {out}; wait until it is done."
            ) from (error)
        yield


def new_folder(out: Path, name: str) -> Path:
    """Return an empty folder for the files of a build; one that was begun and left is removed."""
    for begun in (out / BUILDS).glob("*.begun"):
        shutil.rmtree(begun, ignore_errors=True)
    folder = out / BUILDS / f"{name}.begun"
    folder.mkdir(parents=True)
    return folder


def put_in_use(out: Path, begun: Path) -> None:
    """Bring the files of a build onto the disk, and turn the territory over to it at once."""
    sync_folder(begun)
    done = begun.with_suffix("")
    begun.rename(done)
    sync_folder_only(done.parent)
    for name in FILES:
        _link(out / name, Path(CURRENT) / name, replace=False)
    _link(out / CURRENT, Path(BUILDS) / done.name, replace=True)
    sync_folder_only(out)


def clear_old_builds(out: Path, *, keep: int = 2) -> None:
    """Remove builds but the one in use and the one before it, which somebody may still read."""
    in_use = (out / CURRENT).resolve()
    builds = sorted((out / BUILDS).iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in [path for path in builds if path != in_use][keep - 1 :]:
        shutil.rmtree(path, ignore_errors=True)


def sync_folder_only(folder: Path) -> None:
    """Bring the names in a folder onto the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _refuse_strange(out: Path) -> None:
    ours = {CURRENT, BUILDS, STAGES, LOCK, *FILES}
    strange = sorted(path.name for path in out.iterdir() if path.name not in ours)
    if strange and not (out / CURRENT).is_symlink():
        raise OutputUnusable(
            f"{out} holds other files ({', '.join(strange)[:80]}); name a new folder, or an empty "
            "one, for the territory."
        )
    if copied := [
        name for name in FILES if (out / name).exists() and not (out / name).is_symlink()
    ]:
        raise OutputUnusable(
            f"{out} is a copy of a territory ({', '.join(copied)}), in which nothing can be built; "
            "name a new folder."
        )


def _link(path: Path, to: Path, *, replace: bool) -> None:
    if path.is_symlink() and not replace:
        return
    beside = path.with_name(f".{path.name}.new")
    beside.unlink(missing_ok=True)
    beside.symlink_to(to)
    beside.replace(path)

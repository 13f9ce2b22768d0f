"""The work of a build in stages: each is done whole, kept, not done again for the same files."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from alongside.territory.national.sources import Source
from alongside.territory.national.streams import sha256_of

DONE = "done.json"
EDGE_BYTES = 1 << 20
# Raised whenever what a stage writes changes: what an older version kept is then not used.
SCHEMA_VERSION = 1

Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Stage:
    """A finished stage: where its tables are, and what was noted of it."""

    folder: Path
    facts: Facts
    was_there: bool


@dataclass(slots=True)
class Stages:
    """The stages of one territory, in a folder of its own that only its owner reads."""

    folder: Path
    used: set[str] = field(default_factory=set)

    def do(self, name: str, key: object, make: Callable[[Path], Facts]) -> Stage:
        """Return a stage, done now or found done.

        Args:
            name: of the stage.
            key: all that its tables depend on.
            make: writes its tables into a folder and returns what is to be noted.
        """
        digest = hashlib.sha256(repr((SCHEMA_VERSION, name, key)).encode()).hexdigest()[:16]
        folder = self.folder / f"{name}-{digest}"
        self.used.add(folder.name)
        if (folder / DONE).is_file():
            return Stage(folder, json.loads((folder / DONE).read_text("utf-8")), was_there=True)
        unfinished = self.folder / f"{name}-{digest}.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)
        unfinished.mkdir(parents=True, mode=0o700)
        try:
            facts = make(unfinished)
            write_durably(unfinished / DONE, json.dumps(facts, indent=1))
            unfinished.rename(folder)
        except BaseException:  # Ctrl-C, too: what is half done is of no use to anybody
            shutil.rmtree(unfinished, ignore_errors=True)
            raise
        return Stage(folder, facts, was_there=False)

    def clear_unused(self) -> None:
        """Remove the stages of earlier builds that this one had no use for."""
        for path in self.folder.iterdir():
            if path.name not in self.used:
                shutil.rmtree(path, ignore_errors=True)


def identity(source: Source) -> tuple[object, ...]:
    """Return what tells a file from another that stood at its place: not all of it is read."""
    stat = source.path.stat()
    with source.path.open("rb") as file:
        head = file.read(EDGE_BYTES)
        file.seek(max(stat.st_size - EDGE_BYTES, 0))
        edges = hashlib.sha256(head + file.read(EDGE_BYTES)).hexdigest()
    return (str(source.path.resolve()), source.member, stat.st_size, stat.st_mtime_ns, edges)


def while_hashing(source: Source, work: Callable[[], Facts]) -> Facts:
    """Return what the work notes, and the file's path, size and SHA-256, reckoned meanwhile."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        sha256 = thread.submit(sha256_of, source.path)
        noted = work()
        told = {
            "path": str(source.path),
            "member": source.member,
            "bytes": source.path.stat().st_size,
            "sha256": sha256.result(),
        }
    return noted | {"source": told}


def write_durably(path: Path, text: str) -> None:
    """Write a text so that it is on the disk when this returns."""
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder, and each file in it, onto the disk."""
    for path in (*folder.iterdir(), folder):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

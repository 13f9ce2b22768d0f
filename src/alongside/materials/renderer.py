"""The renderer: a child process that holds one Typst compiler, and the parent that minds it.

A page that takes too long or too much memory is stopped by ending the child: nothing else
interrupts a compile. The next page gets a new child.
"""

import atexit
import json
import os
import signal
import subprocess
import sys
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from threading import Lock
from typing import Literal

from alongside.errors import Refused

Format = Literal["pdf", "png", "svg"]

SECONDS = 10.0
MEMORY_BYTES = 1_500_000_000
# One page gains nothing by threads, and each thread reserves address space of the limit.
ENVIRONMENT = {"RAYON_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}


class RendererOverstepped(Refused):
    """A page that took more time or memory than a page may."""


class RenderingFailed(Refused):
    """A page that Typst refused to draw."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """What came out: one file for a PDF, one per page for pictures; and Typst's warnings."""

    files: tuple[bytes, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Child:
    process: "subprocess.Popen[bytes]"
    connection: Connection


class Renderer:
    """One compiler in a child process; safe to use from many threads and in forked workers.

    Args:
        seconds: how long one document may take.
        memory_bytes: how much address space the child may have.
    """

    def __init__(self, *, seconds: float = SECONDS, memory_bytes: int = MEMORY_BYTES) -> None:
        self._seconds = seconds
        self._memory_bytes = memory_bytes
        self._lock = Lock()
        self._child: _Child | None = None
        _every_renderer.add(self)

    def render(
        self,
        files: Mapping[str, bytes],
        *,
        timestamp: int,
        file_format: Format = "pdf",
        pixels_per_inch: int = 144,
    ) -> Rendered:
        """Return a document drawn from `main.typ` and the files that it reads.

        Args:
            files: by the names under which the templates know them; nothing else can be read.
            timestamp: seconds of the document's date; the same one gives the same bytes.
        Raises: RendererOverstepped, RenderingFailed.
        """
        head = {
            "names": list(files),
            "format": file_format,
            "timestamp": timestamp,
            "ppi": pixels_per_inch,
        }
        with self._lock:
            answer = self._ask(head, tuple(files.values()))
        told = json.loads(answer[0])
        if told["error"] is not None:
            raise RenderingFailed(f"The page cannot be drawn: {told['error']}")
        return Rendered(tuple(answer[1:]), tuple(told["warnings"]))

    def close(self) -> None:
        """End the child, at work or not; a later page starts a new one."""
        if (child := self._child) is not None:
            child.process.kill()
        with self._lock:
            self._kill()

    def forget(self) -> None:
        """Leave the child to the process that started it: in a forked one, have one's own."""
        self._lock = Lock()
        if self._child is not None:
            self._child.connection.close()
            self._child.process.poll()  # not ours to wait for, which this notes
            self._child = None

    @property
    def pid(self) -> int | None:
        """Return the child's process id, or None while there is none."""
        return self._child.process.pid if self._child else None

    def _ask(self, head: Mapping[str, object], bodies: Sequence[bytes]) -> list[bytes]:
        if self._child is None or self._child.process.poll() is not None:
            self._kill()
            self._child = _started(self._seconds, self._memory_bytes)
        connection = self._child.connection
        try:
            connection.send_bytes(json.dumps(head).encode())
            for body in bodies:
                connection.send_bytes(body)
            return self._receive(connection)
        except (EOFError, OSError):
            raise RendererOverstepped(self._why_it_ended()) from None
        except BaseException:
            # Left half-way, by Ctrl-C for one: its answer must not be taken for the next one's.
            self._kill()
            raise

    def _receive(self, connection: Connection) -> list[bytes]:
        if not connection.poll(self._seconds):
            self._kill()
            raise RendererOverstepped(self._too_slow())
        count = int(connection.recv_bytes())
        return [connection.recv_bytes() for _ in range(count)]

    def _why_it_ended(self) -> str:
        ended = self._reap()
        if ended == -signal.SIGABRT:
            megabytes = self._memory_bytes // 1_000_000
            return f"The page took more than {megabytes} MB of memory and was stopped."
        if ended == -signal.SIGALRM:
            return self._too_slow()
        return "The renderer ended before the page was drawn; try again."

    def _too_slow(self) -> str:
        return f"The page took longer than {self._seconds:g} seconds and was stopped."

    def _kill(self) -> None:
        if self._child is not None:
            self._child.process.kill()
            self._reap()

    def _reap(self) -> int | None:
        """Wait for a child that is on its way, and return how it ended."""
        if self._child is None:
            return None
        child, self._child = self._child, None
        child.connection.close()
        try:
            return child.process.wait(self._seconds)
        except subprocess.TimeoutExpired:
            child.process.kill()
            return child.process.wait()


def _started(seconds: float, memory_bytes: int) -> _Child:
    ours, theirs = Pipe()
    command = [sys.executable, "-m", "alongside.materials.renderer_process"]
    process = subprocess.Popen(
        [*command, str(theirs.fileno()), str(seconds), str(memory_bytes)],
        env=os.environ | ENVIRONMENT,
        pass_fds=(theirs.fileno(),),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C is the parent's to answer
    )
    theirs.close()
    return _Child(process, ours)


_every_renderer: "weakref.WeakSet[Renderer]" = weakref.WeakSet()


def _forget_all() -> None:
    for renderer in _every_renderer:
        renderer.forget()


def _close_all() -> None:
    for renderer in _every_renderer:
        renderer.close()


os.register_at_fork(after_in_child=_forget_all)
atexit.register(_close_all)

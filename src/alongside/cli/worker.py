"""The worker: one process to a home, which does one job after the other."""

import ctypes
import fcntl
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, NoReturn
from uuid import UUID

from django.conf import settings
from django.db import Error, close_old_connections

from alongside.errors import Refused
from alongside.outreach.actions import forget_devices
from alongside.team.actions import put_back, see_worker
from alongside.team.ids import uuid7
from alongside.team.known import refuse_old_tables
from alongside.team.work import do_next_job

IDLE_SECONDS = 1
# Less by far than team's WORKER_GONE.
PULSE_SECONDS = 10
PR_SET_PDEATHSIG = 1
logger = logging.getLogger(__name__)


class WorkerRuns(Refused):
    """A home has one worker."""


class DatabaseAway(Refused):
    """A worker that cannot ask its database ends: only a new one knows that nothing is its own."""


def run_worker(parent: int | None) -> None:
    """Do jobs until told to end, or until the server that started this process is gone."""
    if parent is not None:
        _end_with(parent)
    turn = Turn()
    with _sole_worker(settings.HOME, waits=parent is not None) as worker_id:
        try:
            _begin(worker_id)
            _work(turn, worker_id)
        except Error as error:
            raise DatabaseAway(f"The database cannot be asked: {str(error).strip()}") from error


class Turn:
    """Until SIGTERM or Ctrl-C; a job is left where it is, and begun anew by the next worker."""

    def __init__(self) -> None:
        self.is_over = False
        for told in (signal.SIGTERM, signal.SIGINT):
            signal.signal(told, self._end)

    def _end(self, _signal: int, _frame: object) -> NoReturn:
        # Inside a job the queue's library catches the exit and comes back here.
        self.is_over = True
        sys.exit(0)


def _end_with(parent: int) -> None:
    """End when the parent does, even by kill -9: on Linux by the kernel, elsewhere by looking."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    threading.Thread(target=_look_after, args=(parent,), daemon=True).start()


def _look_after(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(IDLE_SECONDS)
    os._exit(1)


@contextmanager
def _sole_worker(home: Path, *, waits: bool) -> Iterator[UUID]:
    """Lend the home's one place for a worker, and its name; the kernel takes it back at any end.

    The name stays the same, so that the next worker knows what the last one left.
    """
    with (home / "worker").open("a+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX if waits else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise WorkerRuns(
                f"A worker works in {home} already: `alongside serve` starts its own, "
                "unless it is told --no-worker."
            ) from None
        yield _name_in(file)


def _name_in(file: IO[str]) -> UUID:
    file.seek(0)
    try:
        return UUID(file.read().strip())
    except ValueError:
        name = uuid7()
        file.truncate(0)
        file.write(f"{name}\n")
        file.flush()
        return name


def _begin(worker_id: UUID) -> None:
    refuse_old_tables()
    see_worker(worker_id=worker_id, at=_now())
    put_back(at=_now(), mine=worker_id)
    threading.Thread(target=_live, args=(worker_id,), daemon=True).start()


def _work(turn: Turn, worker_id: UUID) -> None:
    while not turn.is_over:
        close_old_connections()
        if not do_next_job(worker_id):
            time.sleep(IDLE_SECONDS)


def _live(worker_id: UUID) -> None:
    """Write down again and again that this worker lives, and look for what others left."""
    while True:
        time.sleep(PULSE_SECONDS)
        close_old_connections()
        try:
            see_worker(worker_id=worker_id, at=_now())
            put_back(at=_now())
            forget_devices(at=_now())
        except Error as error:
            logger.warning("The worker could not write that it lives: %s", error)


def _now() -> datetime:
    return datetime.now(UTC)

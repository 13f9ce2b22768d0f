"""Who keeps the server's one worker going: started, and started again when it dies."""

import os
import subprocess
import sys
import time

import typer

FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 8.0
# A worker that lived so long did not die of its start.
STEADY_SECONDS = 10
FAREWELL_SECONDS = 10


class WorkerKeeper:
    """Looked at about once a second by the server's own loop, which must not wait for it."""

    def __init__(self) -> None:
        self._worker: subprocess.Popen[bytes] | None = None
        self._started_at = self._next_at = time.monotonic()
        self._pause = FIRST_PAUSE_SECONDS
        self._is_over = False

    def keep(self) -> None:
        """Start a worker when there is none, later and later while they die at once."""
        if self._worker is not None and self._worker.poll() is not None:
            self._worker = None
            self._lay_off(time.monotonic())
        if self._worker is None and time.monotonic() >= self._next_at and not self._is_over:
            self._start()

    def dismiss(self) -> None:
        """Tell the worker to end; no other one is started."""
        self._is_over = True
        if self._worker is not None:
            self._worker.terminate()

    def see_off(self) -> None:
        """Wait until it has ended, and not for long: what it was doing is done anew."""
        if self._worker is None:
            return
        try:
            self._worker.wait(FAREWELL_SECONDS)
        except subprocess.TimeoutExpired:
            self._worker.kill()

    def _lay_off(self, at: float) -> None:
        is_steady = at - self._started_at >= STEADY_SECONDS
        longer = min(self._pause * 2, LONGEST_PAUSE_SECONDS)
        self._pause = FIRST_PAUSE_SECONDS if is_steady else longer
        self._next_at = at + self._pause
        if not self._is_over:
            typer.echo(f"The worker died; another starts in {self._pause:g} s.", err=True)

    def _start(self) -> None:
        self._started_at = time.monotonic()
        self._worker = subprocess.Popen(
            [sys.executable, "-m", "alongside.cli", "worker", "--parent", str(os.getpid())],
            stdin=subprocess.DEVNULL,
        )

"""What the worker can do: each kind of job has a function, and tells its progress.

    @does("territory load")
    def load(job: Job, progress: Progress) -> Done: ...

The functions live in the rooms above, which name them here when the apps are ready.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from alongside.errors import Refused
from alongside.team.actions import beat
from alongside.team.models import Job, JobStop

BETWEEN_BEATS = timedelta(seconds=1)


class KindUnknown(Refused):
    """A job of a kind that no room does."""


class Stopped(Exception):
    """Somebody wished that the job stop; raised by `Progress.tell`, and for the worker to catch."""


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it: words that a person reads, and what a page needs to show it."""

    words: str = ""
    result: Mapping[str, object] = field(default_factory=dict)


class Progress:
    """How far a job is, told to whoever looks, about once a second at most."""

    def __init__(self, job: Job, clock: Callable[[], datetime]) -> None:
        self._job = job
        self._clock = clock
        self._told_at: datetime | None = None

    def tell(
        self, *, done: int | None = None, total: int | None = None, words: str | None = None
    ) -> None:
        """Note how far it is, between two transactions; raise `Stopped` when that is wished.

        What is not said stays as it was.
        """
        job = self._job
        job.progress_done = job.progress_done if done is None else done
        job.progress_total = job.progress_total if total is None else total
        job.progress_words = job.progress_words if words is None else words
        at = self._clock()
        if self._told_at is None or at - self._told_at >= BETWEEN_BEATS:
            self._told_at = at
            self._write(at)

    def _write(self, at: datetime) -> None:
        beat(job=self._job, at=at)
        if JobStop.objects.filter(job=self._job.pk).exists():
            raise Stopped


Kind = Callable[[Job, Progress], Done]
_KINDS: dict[str, Kind] = {}


def does(kind: str) -> Callable[[Kind], Kind]:
    """Name the function that does a kind of job; it may be run again after a crash."""

    def named(function: Kind) -> Kind:
        if _KINDS.setdefault(kind, function) is not function:
            raise ValueError(f"Two functions do “{kind}”.")
        return function

    return named


def doer_of(kind: str) -> Kind:
    """Return the function that does a kind of job."""
    if kind not in _KINDS:
        raise KindUnknown(f"This version of Alongside does not know how to do “{kind}”.")
    return _KINDS[kind]

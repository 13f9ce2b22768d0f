"""The worker's way in: a job's id comes from the queue, and nothing with it: the clock is read."""

import logging
from datetime import UTC, datetime
from uuid import UUID

from django_tasks import task
from django_tasks_db.management.commands.db_worker import Worker as QueueWorker
from django_tasks_db.models import DBTaskResult

from alongside.errors import Refused
from alongside.team.actions import TakenOver, begin_work, end_work
from alongside.team.jobs import Done, Progress, Stopped, doer_of
from alongside.team.models import Job, JobEnding

How = JobEnding.How
OUR_FAULT = (
    "Something went wrong on our side, and it is written in the server's log. You can try again."
)
logger = logging.getLogger(__name__)


def do_next_job(worker_id: UUID) -> bool:
    """Do the job that waits longest, and return whether there was one.

    It is looked for first: to claim one, the library locks out SQLite's readers too.
    """
    if not DBTaskResult.objects.ready().exists():
        return False
    QueueWorker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=1,
        worker_id=str(worker_id),
        excluded_queue_names=[],
    ).run()
    return True


@task()
def work(job_id: str) -> None:
    """Do a job, unless it has ended."""
    job = begin_work(job_id=UUID(job_id), at=_now())
    if job is None:
        return
    try:
        how, done = _outcome(job)
        end_work(job=job, how=how, words=done.words, result=done.result, at=_now())
    except TakenOver:
        logger.warning("Job %s went on elsewhere, as this worker seemed gone.", job.pk)


def _outcome(job: Job) -> tuple[How, Done]:
    try:
        return How.DONE, doer_of(job.kind)(job, Progress(job, _now))
    except Stopped:
        return How.STOPPED, Done("It was stopped.")
    except TakenOver:
        raise
    except Refused as refusal:
        return How.FAILED, Done(str(refusal))
    except Exception:
        logger.exception("Job %s (%s) failed.", job.pk, job.kind)
        return How.FAILED, Done(OUR_FAULT)


def _now() -> datetime:
    return datetime.now(UTC)

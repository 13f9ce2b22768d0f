"""Work that takes long: asked for, begun, told of, stopped, ended, tried again."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from alongside.errors import Refused
from alongside.team import actions as team
from alongside.team import jobs
from alongside.team.ids import uuid7
from alongside.team.jobs import Done, Progress, does
from alongside.team.models import Event, Job, JobEnding, JobStop, Membership, Role
from alongside.team.work import OUR_FAULT, do_next_job, work
from tests.conftest import MONDAY, at

NOON = at(MONDAY)
ME = uuid7()
Queued = DBTaskResult[Any, Any]
done_with: list[object] = []


@does("note a number")
def note_a_number(job: Job, progress: Progress) -> Done:
    progress.tell(done=1, total=2, words="Half of it")
    done_with.append(job.arguments["number"])
    return Done("Noted.", {"number": job.arguments["number"]})


@does("refuse")
def refuse(job: Job, progress: Progress) -> Done:
    raise Refused("Row 7 has no name.")


@does("break")
def break_down(job: Job, progress: Progress) -> Done:
    raise ZeroDivisionError("a client's name")


@does("be ended from outside")
def be_ended(job: Job, progress: Progress) -> Done:
    raise SystemExit(1)


def asked(member: Membership, kind: str = "note a number", key: UUID | None = None) -> Job:
    return team.ask_for_work(
        member=member,
        kind=kind,
        key=key or uuid4(),
        title="Noting a number",
        arguments={"number": 7},
        at=NOON,
    )


def begun(job: Job, moment: datetime = NOON) -> Job:
    found = team.begin_work(job_id=job.pk, at=moment)
    assert found is not None
    return found


def carried_out(job: Job) -> None:
    """As the worker does it, without the queue."""
    work.call(job_id=str(job.pk))


def ending(job: Job) -> JobEnding:
    return JobEnding.objects.get(job=job)


def task_of(job: Job) -> Queued:
    job.refresh_from_db()
    assert job.task_id is not None
    return DBTaskResult.objects.get(pk=job.task_id)


@pytest.mark.django_db(transaction=True)
def test_the_worker_does_what_was_asked_for_and_once(maya: Membership) -> None:
    done_with.clear()
    job = asked(maya)
    assert do_next_job(ME)
    assert not do_next_job(ME)
    assert done_with == [7]
    assert (ending(job).how, ending(job).words) == ("done", "Noted.")
    assert ending(job).result == {"number": 7}
    job.refresh_from_db()
    assert (job.progress_done, job.progress_total, job.progress_words) == (1, 2, "Half of it")


def test_the_same_key_is_the_same_job(maya: Membership, sam: Membership) -> None:
    key = uuid4()
    assert asked(maya, key=key) == asked(maya, key=key)
    assert asked(sam, key=key) not in Job.objects.filter(by=maya)
    assert DBTaskResult.objects.count() == Job.objects.count() == 2


def test_a_job_that_has_ended_is_not_done_again(maya: Membership) -> None:
    done_with.clear()
    job = asked(maya)
    for _ in range(3):
        carried_out(job)
    assert done_with == [7]


def test_what_a_room_refuses_is_what_a_person_reads(maya: Membership) -> None:
    job = asked(maya, "refuse")
    carried_out(job)
    assert (ending(job).how, ending(job).words) == ("failed", "Row 7 has no name.")


def test_what_broke_is_said_plainly_and_told_to_the_log(
    maya: Membership, caplog: pytest.LogCaptureFixture
) -> None:
    job = asked(maya, "break")
    carried_out(job)
    assert (ending(job).how, ending(job).words) == ("failed", OUR_FAULT)
    assert "ZeroDivisionError" in caplog.text
    assert "client's name" not in task_of(job).traceback


def test_a_kind_that_nobody_does_fails_with_its_name(maya: Membership) -> None:
    job = asked(maya, "sing")
    carried_out(job)
    assert ending(job).how == "failed"
    assert "“sing”" in ending(job).words


def test_two_functions_cannot_do_one_kind() -> None:
    with pytest.raises(ValueError, match="note a number"):
        does("note a number")(lambda _job, _progress: Done())
    assert jobs.doer_of("note a number") is note_a_number


def test_a_job_that_waits_is_stopped_at_once(maya: Membership) -> None:
    done_with.clear()
    job = asked(maya)
    team.ask_to_stop(member=maya, job=job, at=NOON)
    carried_out(job)
    assert ending(job).how == "stopped"
    assert done_with == []


def test_a_job_under_way_heeds_the_wish_when_it_next_tells_its_progress(maya: Membership) -> None:
    job = begun(asked(maya))
    progress = Progress(job, lambda: NOON)
    progress.tell(done=1)
    team.ask_to_stop(member=maya, job=job, at=NOON)
    team.ask_to_stop(member=maya, job=job, at=NOON)
    assert JobStop.objects.count() == 1
    later = Progress(job, lambda: NOON)
    with pytest.raises(jobs.Stopped):
        later.tell(done=2)
    carried_out(job)  # its worker died before it could heed it
    assert ending(job).how == "stopped"


def test_progress_is_written_once_a_second_at_most(maya: Membership) -> None:
    job = begun(asked(maya))
    moments = iter(NOON + timedelta(milliseconds=400) * number for number in range(5))
    progress = Progress(job, lambda: next(moments))
    written = []
    for number in range(5):
        progress.tell(done=number)
        written.append(Job.objects.get(pk=job.pk).progress_done)
    assert written == [0, 0, 0, 3, 3]
    assert Job.objects.get(pk=job.pk).heartbeat_at == NOON + timedelta(milliseconds=1200)


def test_what_has_ended_cannot_be_stopped(maya: Membership) -> None:
    job = asked(maya)
    carried_out(job)
    with pytest.raises(team.WorkEnded, match="Noting a number"):
        team.ask_to_stop(member=maya, job=job, at=NOON)


def test_only_who_asked_or_an_owner_stops_and_tries_again(
    maya: Membership, sam: Membership, ines: Membership
) -> None:
    hers, his = asked(maya, "refuse"), asked(sam, "refuse")
    with pytest.raises(team.NotAllowed, match="Maya Okonkwo"):
        team.ask_to_stop(member=sam, job=hers, at=NOON)
    with pytest.raises(team.NotAllowed):
        team.ask_to_stop(member=ines, job=his, at=NOON)
    for job in (hers, his):
        carried_out(job)
    for member, job in ((sam, hers), (ines, hers), (ines, his)):
        with pytest.raises(team.NotAllowed):
            team.retry_work(member=member, job=job, key=uuid4(), at=NOON)
    assert team.retry_work(member=maya, job=his, key=uuid4(), at=NOON).by == maya
    assert Job.objects.count() == 3


def test_what_failed_is_tried_again_once_as_a_job_of_its_own(maya: Membership) -> None:
    job = asked(maya, "refuse")
    carried_out(job)
    again = team.retry_work(member=maya, job=job, key=uuid4(), at=NOON)
    assert again != job
    assert (again.kind, again.arguments, again.retrial_of) == (job.kind, job.arguments, job)
    assert team.retry_work(member=maya, job=job, key=uuid4(), at=NOON) == again
    assert Job.objects.count() == 2


def test_what_was_done_or_goes_on_is_not_tried_again(maya: Membership) -> None:
    job = asked(maya)
    for _ in range(2):
        with pytest.raises(team.WorkNotFailed):
            team.retry_work(member=maya, job=job, key=uuid4(), at=NOON)
        carried_out(job)


def claimed(job: Job, worker: UUID) -> Queued:
    """As a worker leaves it that is killed in the midst of it."""
    task = task_of(job)
    task.claim(str(worker))
    begun(job)
    return task


@pytest.mark.django_db(transaction=True)
def test_what_a_gone_worker_left_is_done_by_another(maya: Membership) -> None:
    done_with.clear()
    gone, job = uuid7(), asked(maya)
    team.see_worker(worker_id=gone, at=NOON)
    claimed(job, gone)
    soon = NOON + team.WORKER_GONE - timedelta(seconds=1)
    assert team.put_back(at=soon) == 0
    assert not do_next_job(ME)
    assert team.put_back(at=NOON + team.WORKER_GONE) == 1
    assert do_next_job(ME)
    assert done_with == [7]
    job.refresh_from_db()
    assert job.runs == 2


def test_what_ones_own_crash_left_is_put_back_at_once(maya: Membership) -> None:
    job = asked(maya)
    team.see_worker(worker_id=ME, at=NOON)
    claimed(job, ME)
    assert team.put_back(at=NOON) == 0
    assert team.put_back(at=NOON, mine=ME) == 1
    assert task_of(job).status == TaskResultStatus.READY


@pytest.mark.django_db(transaction=True)
def test_a_job_whose_place_in_the_queue_ended_without_it_is_queued_anew(maya: Membership) -> None:
    job = asked(maya, "be ended from outside")
    do_next_job(ME)
    assert task_of(job).status == TaskResultStatus.FAILED
    assert not job.is_ended
    assert team.put_back(at=NOON) == 1
    assert task_of(job).status == TaskResultStatus.READY


def test_a_worker_that_seemed_gone_writes_no_more(maya: Membership) -> None:
    slow = begun(asked(maya))
    begun(slow)
    with pytest.raises(team.TakenOver):
        Progress(slow, lambda: NOON).tell(done=1)
    with pytest.raises(team.TakenOver):
        team.end_work(job=slow, how=JobEnding.How.DONE, words="", result={}, at=NOON)
    assert not JobEnding.objects.exists()


def test_a_job_that_ends_its_worker_each_time_fails_in_the_end(maya: Membership) -> None:
    job = asked(maya)
    for _ in range(team.MOST_RUNS):
        begun(job)
    work.call(job_id=str(job.pk))
    assert ending(job).how == "failed"


def test_a_group_sees_its_own_jobs(maya: Membership, sam: Membership, ines: Membership) -> None:
    job = asked(maya)
    assert list(Job.objects.seen_by(sam)) == [job]
    assert list(Job.objects.seen_by(ines)) == []


def test_each_act_and_each_end_leaves_an_event(maya: Membership, sam: Membership) -> None:
    team.change_role(member=maya, whose=sam, role=Role.OWNER, at=NOON)
    sam.refresh_from_db()
    job = asked(maya)
    team.ask_to_stop(member=sam, job=job, at=NOON)
    told = Event.objects.filter(row="Job", row_id=job.pk).order_by("sequence")
    assert list(told.values_list("verb", "person__name")) == [
        ("work asked for", "Maya Okonkwo"),
        ("work asked to stop", "Sam Reyes"),
        ("work stopped", "Maya Okonkwo"),
    ]

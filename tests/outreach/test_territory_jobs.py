"""Loading and ranking as the worker does it, from what the page left for it."""

import os
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

from alongside.outreach.actions.territory import ask_to_load, settle_place
from alongside.outreach.models import TerritoryLoad, TerritoryPlace
from alongside.outreach.uploads import KEPT, upload_path
from alongside.team.actions import retry_work
from alongside.team.models import Job, JobEnding, Membership
from alongside.team.work import work
from tests.conftest import MONDAY, at
from tests.outreach.territories import ROWS, load_rows, offices_seen_by
from tests.territory.cms_file import Row, write_cms
from tests.territory.cms_file import at as row_at

BAD = [row_at("1 ELM ST"), row_at("2 ELM ST", zip="X")]


def uploaded(rows: list[Row]) -> UUID:
    upload = uuid4()
    write_cms(upload_path(upload), rows)
    return upload


def asked(member: Membership, rows: list[Row], *, skip_bad_rows: bool = False) -> Job:
    return ask_to_load(
        member=member,
        key=uuid4(),
        upload=uploaded(rows),
        file_name="DAC_National.csv",
        skip_bad_rows=skip_bad_rows,
        near="04101",
        at=at(MONDAY),
    )


def done(job: Job) -> JobEnding:
    work.call(job_id=str(job.pk))
    return JobEnding.objects.get(job=job)


def upload_of(job: Job) -> Path:
    return upload_path(UUID(job.arguments["upload"]))


def test_an_upload_is_loaded_and_then_let_go(maya: Membership) -> None:
    job = asked(maya, ROWS)
    ending = done(job)
    assert ending.how == "done"
    assert ending.words == (
        "6 rows read, 5 kept. 1 row dropped: post-office box, 1 of primary care."
    )
    assert ending.result == {"load": str(TerritoryLoad.objects.get().pk)}
    assert len(offices_seen_by(maya)) == 3
    assert not upload_of(job).exists()
    assert TerritoryPlace.objects.get().near == "04101"


def test_a_refusal_names_the_person_s_file_and_the_row_and_what_to_tick(maya: Membership) -> None:
    job = asked(maya, BAD)
    ending = done(job)
    assert ending.how == "failed"
    assert ending.words == (
        "DAC_National.csv, row 3: column ZIP Code: “X” is no ZIP (5 digits, or 9 with the +4). "
        "Correct the file, or leave bad rows out by ticking “Leave bad rows out”."
    )
    assert not upload_of(job).exists()


def test_what_was_refused_is_asked_for_again(maya: Membership) -> None:
    job = asked(maya, BAD)
    done(job)
    again = retry_work(member=maya, job=job, key=uuid4(), at=at(MONDAY))
    assert done(again).words == "The uploaded file is no longer here; choose it again."


def test_bad_rows_are_left_out_when_that_is_ticked(maya: Membership) -> None:
    ending = done(asked(maya, BAD, skip_bad_rows=True))
    assert ending.words == "2 rows read, 1 kept. 1 row left out as bad."


def test_another_zip_is_a_job_once_something_is_loaded(maya: Membership, tmp_path: Path) -> None:
    load_rows(maya, tmp_path)
    assert not Job.objects.exists()
    settle_place(member=maya, near="04102", within_miles=1, at=at(MONDAY))
    assert done(Job.objects.get()).how == "done"
    assert offices_seen_by(maya) == ["112 State St"]


def test_a_job_that_is_done_twice_loads_once(maya: Membership) -> None:
    job = asked(maya, ROWS)
    first = done(job)
    JobEnding.objects.filter(pk=first.pk).delete()  # as if the worker fell just before it
    write_cms(upload_of(job), ROWS)
    done(job)
    assert TerritoryLoad.objects.count() == 1
    assert len(offices_seen_by(maya)) == 3


def test_what_waited_for_a_week_is_cleared_away(maya: Membership) -> None:
    old, new = uploaded(ROWS), uploaded(ROWS)
    job = asked(maya, ROWS)
    done(job)
    job.refresh_from_db()
    assert job.started_at is not None
    week_ago = (job.started_at - KEPT - timedelta(minutes=1)).timestamp()
    os.utime(upload_path(old), (week_ago, week_ago))
    done(asked(maya, ROWS))
    assert not upload_path(old).exists()
    assert upload_path(new).exists()

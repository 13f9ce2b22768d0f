"""Looking near a ZIP, as the worker does it: what it adds, what it leaves, and how it ends."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from pytest_django import Settings

from alongside.outreach.actions.territory import PlaceBad, adopt, ask_to_look_up
from alongside.outreach.loading import kept_path, rows_in_use
from alongside.outreach.models import Candidate, Contact, Practice, RankingInUse, TerritoryLoad
from alongside.team.actions import retry_work
from alongside.team.models import Job, JobEnding, JobStop, Membership
from alongside.team.work import work
from tests.conftest import MONDAY, at
from tests.outreach.territories import load_rows, offices_seen_by
from tests.territory.cms_file import at as row_at
from tests.territory.cms_file import npi
from tests.territory.replay import Replay, person, replaying

FALMOUTH, PORTLAND = "04105", "04101"
PSYCHIATRIC = {"code": "363LP0808X", "desc": "Nurse Practitioner, Psych/Mental Health"}


@pytest.fixture
def replay(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Replay]:
    """The registry knows a family physician in Falmouth and one in Portland."""
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    falmouth = person(101, zip5=FALMOUTH, line_1="9 SHORE RD")
    with replaying(falmouth, person(102, zip5=PORTLAND, line_1="3 QUAY ST")) as server:
        settings.NPI_REGISTRY = server.url
        yield server


def asked(member: Membership, near: str = FALMOUTH, within_miles: int = 1) -> Job:
    return ask_to_look_up(
        member=member, key=uuid4(), near=near, within_miles=within_miles, at=at(MONDAY)
    )


def done(job: Job) -> JobEnding:
    work.call(job_id=str(job.pk))
    return JobEnding.objects.get(job=job)


def made_of(member: Membership) -> list[tuple[str, int]]:
    in_use = RankingInUse.of(member)
    assert in_use is not None
    return [(str(one["name"]), int(str(one["rows"]))) for one in in_use.load.told_sources]


def test_from_nothing_a_zip_gives_offices(maya: Membership, replay: Replay) -> None:
    ending = done(asked(maya))
    assert (ending.how, ending.words) == ("done", "1 row read, 1 kept.")
    assert offices_seen_by(maya) == ["9 Shore Rd"]
    in_use = RankingInUse.of(maya)
    assert in_use is not None
    assert str(in_use.ranking.place) == "1 miles around 04105"
    assert in_use.load.source == "registry"


def test_a_look_beside_a_file_adds_and_settles_who_is_unclear(
    maya: Membership, replay: Replay, tmp_path: Path
) -> None:
    nurse = row_at("7 PINE ST", specialty="NURSE PRACTITIONER") | {"NPI": npi(300)}
    load_rows(maya, tmp_path, [row_at("12 ELM ST"), nurse])
    assert offices_seen_by(maya) == ["12 Elm St", "7 Pine St"]
    replay.records.append(person(300, zip5=FALMOUTH, line_1="1 FAR RD", **PSYCHIATRIC))
    adopted = adopt(member=maya, candidate=Candidate.objects.seen_by(maya)[0], at=at(MONDAY))
    done(asked(maya, within_miles=10))
    # What Medicare calls a nurse practitioner is a psychiatric one: no primary care any more.
    assert offices_seen_by(maya) == ["9 Shore Rd", "12 Elm St", "3 Quay St"]
    assert made_of(maya) == [("clinicians.csv", 2), ("NPI Registry, 10 miles around 04105", 3)]
    assert Practice.objects.get() == adopted
    assert Contact.objects.filter(practice=adopted).count() == 1


def test_a_look_near_another_zip_adds_and_near_the_same_one_replaces(
    maya: Membership, replay: Replay
) -> None:
    done(asked(maya, FALMOUTH))
    done(asked(maya, PORTLAND, within_miles=8))
    assert offices_seen_by(maya) == ["3 Quay St", "9 Shore Rd"]
    replay.records = [person(103, zip5=PORTLAND, line_1="5 NEW ST")]
    for path in (kept_path(maya, uuid4()).parents[2] / "registry").iterdir():
        path.unlink()  # as if a month had gone by
    done(asked(maya, PORTLAND, within_miles=1))
    rows = rows_in_use(maya)
    assert rows is not None
    lines = rows.rows.collect()["line_1"].to_list()
    assert sorted(lines) == ["5 NEW ST", "9 SHORE RD"]
    assert len(made_of(maya)) == 3


def test_a_file_that_comes_later_leaves_what_was_looked_up(
    maya: Membership, replay: Replay, tmp_path: Path
) -> None:
    done(asked(maya, within_miles=10))
    load_rows(maya, tmp_path, [row_at("12 ELM ST")])
    load_rows(maya, tmp_path, [row_at("14 OAK ST")])
    assert offices_seen_by(maya) == ["9 Shore Rd", "14 Oak St", "3 Quay St"]
    assert [name for name, _ in made_of(maya)] == [
        "NPI Registry, 10 miles around 04105",
        "clinicians.csv",
    ]


def test_what_fails_changes_nothing_and_is_tried_again(
    maya: Membership, replay: Replay, tmp_path: Path
) -> None:
    load_rows(maya, tmp_path)
    before = offices_seen_by(maya), made_of(maya)
    replay.faults.extend(["error"])
    job = asked(maya)
    ending = done(job)
    assert (ending.how, ending.words) == (
        "failed",
        "The NPI Registry answered: No valid search criteria provided.",
    )
    assert (offices_seen_by(maya), made_of(maya)) == before
    assert RankingInUse.objects.get().ranking.place.near == PORTLAND
    again = retry_work(member=maya, job=job, key=uuid4(), at=at(MONDAY))
    assert done(again).how == "done"
    assert "9 Shore Rd" in offices_seen_by(maya)


def test_it_is_stopped_while_the_registry_is_waited_for(maya: Membership, replay: Replay) -> None:
    replay.faults.extend(["429"] * 5)
    job = asked(maya)
    JobStop.objects.create(job=job, by=maya, at=at(MONDAY))
    assert done(job).how == "stopped"
    assert not RankingInUse.objects.exists()
    assert not TerritoryLoad.objects.exists()


def test_a_job_that_is_done_twice_looks_once(maya: Membership, replay: Replay) -> None:
    job = asked(maya)
    first = done(job)
    JobEnding.objects.filter(pk=first.pk).delete()  # as if the worker fell just before it
    done(job)
    assert TerritoryLoad.objects.count() == 1
    assert len(replay.asked) == 1


def test_a_circle_too_wide_or_a_zip_that_is_none_is_no_job(maya: Membership) -> None:
    with pytest.raises(PlaceBad, match="about 1 to 25"):
        asked(maya, within_miles=26)
    with pytest.raises(Exception, match="known neither to Census"):
        asked(maya, near="00001")
    assert not Job.objects.exists()


def test_a_stranger_sees_nothing_of_it(maya: Membership, ines: Membership, replay: Replay) -> None:
    done(asked(maya))
    assert offices_seen_by(ines) == []

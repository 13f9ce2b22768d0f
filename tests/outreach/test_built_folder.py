"""A built territory on this computer becomes a group's offices: in its words, never in figures."""

import json
from pathlib import Path
from uuid import uuid4

import pytest
from pytest_django import Settings

from alongside.outreach.actions.territory import (
    ask_to_load_folder,
    ask_to_look_up,
    settle_place,
)
from alongside.outreach.models import Candidate, RankingInUse, TerritoryLoad
from alongside.outreach.uploads import FolderGone, folder_of, folders
from alongside.team.models import Job, JobEnding, Membership
from alongside.team.work import work
from alongside.territory.national.build import Order
from tests.conftest import MONDAY, at
from tests.outreach.territories import load_rows, offices_seen_by
from tests.territory.cms_file import at as row_at
from tests.territory.national import cms_files as cms

# Claims that no page may tell: a number that occurs nowhere else.
CLAIMS = 73519


@pytest.fixture
def maine(settings: Settings, tmp_path: Path) -> Path:
    """A built territory called maine, in the folder of the setting."""
    base = tmp_path / "territories"
    base.mkdir()
    people = cms.write_people(
        tmp_path / cms.NAME,
        cms.person(1, line_1="12 ELM ST"),
        cms.person(2, line_1="3 QUAY ST"),
        cms.person(3, line_1="9 SHORE RD", zip="041050000"),
    )
    claims = cms.write_claims(
        tmp_path / "d.csv", (1, "Sertraline Hcl", CLAIMS), (2, "Lisinopril", 20)
    )
    cms.build(Order((people,), base / "maine", prescribers=claims))
    settings.TERRITORIES = base
    return base


def done(job: Job) -> JobEnding:
    work.call(job_id=str(job.pk))
    return JobEnding.objects.get(job=job)


def asked(member: Membership, folder: str = "maine") -> Job:
    return ask_to_load_folder(
        member=member, key=uuid4(), folder=folder, near="04101", at=at(MONDAY)
    )


def test_it_is_ranked_and_ranked_anew_where_it_lies(maya: Membership, maine: Path) -> None:
    ending = done(asked(maya))
    assert (ending.how, ending.words) == ("done", "3 rows read, 3 kept.")
    assert set(offices_seen_by(maya)) == {"12 Elm St", "3 Quay St", "9 Shore Rd"}
    in_use = RankingInUse.of(maya)
    assert in_use is not None
    assert (in_use.load.source, in_use.load.file_name) == ("built", "maine")
    settle_place(member=maya, near="04105", within_miles=1, at=at(MONDAY))
    assert done(Job.objects.get(kind="territory rank")).how == "done"
    assert offices_seen_by(maya) == ["9 Shore Rd"]


def test_no_row_holds_anybody_s_figures(maya: Membership, maine: Path) -> None:
    done(asked(maya))
    told = json.dumps(
        list(Candidate.objects.values()) + list(TerritoryLoad.objects.values()), default=str
    )
    assert str(CLAIMS) not in told
    clinicians = [one for office in Candidate.objects.all() for one in office.clinicians]
    assert {key for one in clinicians for key in one} == {"npi", "name", "specialty"}


def test_only_what_lies_in_the_folder_is_loaded(
    maya: Membership, maine: Path, tmp_path: Path, settings: Settings
) -> None:
    (maine / "empty").mkdir()
    (maine / "out").symlink_to(tmp_path)
    (maine / "around").symlink_to(maine / "maine")
    outside = tmp_path / "elsewhere"
    (maine / "maine").rename(outside)
    (maine / "away").symlink_to(outside)
    assert folders() == []
    for name in ("maine", "..", "../elsewhere", str(outside), "away", "empty", ""):
        with pytest.raises(FolderGone):
            asked(maya, name)
    settings.TERRITORIES = None
    with pytest.raises(FolderGone):
        folder_of("maine")
    assert not Job.objects.exists()


def test_a_folder_that_has_gone_meanwhile_is_told(maya: Membership, maine: Path) -> None:
    job = asked(maya)
    (maine / "maine").rename(maine.parent / "gone")
    ending = done(job)
    assert (ending.how, "no built territory “maine”" in ending.words) == ("failed", True)


def test_it_takes_the_place_of_all_and_a_file_takes_its_place(
    maya: Membership, maine: Path, tmp_path: Path
) -> None:
    load_rows(maya, tmp_path, [row_at("1 OLD ST")])
    done(asked(maya))
    assert "1 Old St" not in offices_seen_by(maya)
    look = ask_to_look_up(member=maya, key=uuid4(), near="04105", within_miles=1, at=at(MONDAY))
    assert "knows more than the registry tells" in done(look).words
    load_rows(maya, tmp_path, [row_at("1 NEW ST")])
    assert offices_seen_by(maya) == ["1 New St"]

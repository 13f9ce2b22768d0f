"""A clinicians file becomes the group's offices: all of it, or nothing anybody sees."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection

from alongside.errors import Refused
from alongside.outreach import loading
from alongside.outreach.actions import Told, log_visit, territory
from alongside.outreach.loading import PlaceMissing, load_territory, rank_territory
from alongside.outreach.models import (
    Candidate,
    Practice,
    Ranking,
    RankingInUse,
    TerritoryLoad,
    TerritoryPlace,
    Visit,
)
from alongside.team.models import Event, Membership
from alongside.territory.clinicians import RowsBad
from tests.conftest import MONDAY, at
from tests.outreach.territories import load_rows, look_around, offices_seen_by, work_of
from tests.territory.cms_file import at as row_at
from tests.territory.cms_file import write_cms

MAINE = Path(__file__).parents[1] / "territory" / "data" / "clinicians_maine.csv"


def kept_files(member: Membership) -> list[str]:
    return [path.stem for path in (settings.HOME / "territory").glob("*/*.parquet")]


def test_a_file_becomes_offices_in_order_with_reasons(maya: Membership, tmp_path: Path) -> None:
    load_rows(maya, tmp_path)
    assert offices_seen_by(maya) == ["Deering Family Practice PC", "112 State St", "7 Pine St"]
    best = Candidate.objects.seen_by(maya).best_first()[0]
    assert (best.street, best.unit, best.city, best.zip5) == (
        "12 Elm St",
        "Ste 5",
        "Portland",
        "04101",
    )
    assert best.reasons == ["3 family physicians", "in your ZIP", "primary care only"]
    assert [one["name"] for one in best.clinicians][1] == "CORISANDE MCTAVISH"
    assert best.specialty == "family_medicine"
    assert best.where == "12 Elm St, Ste 5, Portland"


def test_what_was_read_kept_and_dropped_is_said(maya: Membership, tmp_path: Path) -> None:
    load = load_rows(maya, tmp_path)
    assert (load.rows_read, load.rows_kept, load.rows_skipped) == (6, 5, 0)
    assert TerritoryLoad.objects.get().left_out == [["post-office box", 1, 1]]
    assert Event.objects.filter(verb="territory loaded", row_id=load.pk).count() == 1


def test_the_real_excerpt_has_the_order_of_the_command(maya: Membership) -> None:
    look_around(maya)
    load_territory(work_of(maya), path=MAINE, file_name="maine.csv")
    assert offices_seen_by(maya)[:3] == ["272 Congress St", "84 Marginal Way", "211 Marginal Way"]
    assert TerritoryLoad.objects.get().rows_read == 3_516


def test_a_bad_row_refuses_the_file_and_nothing_is_there(maya: Membership, tmp_path: Path) -> None:
    look_around(maya)
    path = write_cms(tmp_path / "bad.csv", [row_at("1 ELM ST"), row_at("2 ELM ST", zip="X")])
    with pytest.raises(RowsBad, match="row 3: column ZIP Code: “X”"):
        load_territory(work_of(maya), path=path, file_name="bad.csv")
    assert not Candidate.objects.exists()
    assert not TerritoryLoad.objects.exists()
    assert kept_files(maya) == []
    load_territory(work_of(maya), path=path, file_name="bad.csv", skip_bad_rows=True)
    load = TerritoryLoad.objects.get()
    assert (load.rows_read, load.rows_skipped, load.rows_kept) == (2, 1, 1)


def test_without_a_place_nothing_is_read(maya: Membership) -> None:
    with pytest.raises(PlaceMissing, match="around which ZIP"):
        load_territory(work_of(maya), path=MAINE, file_name="maine.csv")


def test_a_newer_file_takes_the_place_of_the_older_one(maya: Membership, tmp_path: Path) -> None:
    load_rows(maya, tmp_path)
    newer = load_rows(maya, tmp_path, [row_at("1 OAK ST")])
    assert offices_seen_by(maya) == ["1 Oak St"]
    assert Candidate.objects.count() == Ranking.objects.count() == 1
    assert TerritoryLoad.objects.count() == 2
    assert kept_files(maya) == [str(newer.pk)]


class Killed(BaseException):
    """As kill -9 does it: nothing of ours is run any more."""


@pytest.mark.parametrize("last_words", ["Reading the file", "Keeping its rows", "Ranking the"])
def test_a_load_that_was_killed_is_taken_up_again_and_counts_once(
    maya: Membership, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, last_words: str
) -> None:
    monkeypatch.setattr(loading, "A_BATCH", 1)
    load_rows(maya, tmp_path, [row_at("1 OAK ST")])
    key, killed = (
        uuid4(),
        write_cms(tmp_path / "next.csv", [row_at("2 ELM ST"), row_at("3 ELM ST")]),
    )

    def fall(_: int, words: str) -> None:
        if words.startswith(last_words):
            raise Killed

    with pytest.raises(Killed):
        load_territory(work_of(maya, key=key, tell=fall), path=killed, file_name="next.csv")
    assert offices_seen_by(maya) == ["1 Oak St"]
    for _ in range(2):
        load_territory(work_of(maya, key=key), path=killed, file_name="next.csv")
    assert offices_seen_by(maya) == ["2 Elm St", "3 Elm St"]
    assert Candidate.objects.count() == 2
    assert TerritoryLoad.objects.count() == 2
    assert kept_files(maya) == [str(key)]


def test_killed_between_two_batches_the_old_offices_stand_and_the_draft_is_cleared(
    maya: Membership, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "A_BATCH", 1)
    load_rows(maya, tmp_path, [row_at("1 OAK ST")])
    path = write_cms(tmp_path / "next.csv", [row_at("2 ELM ST"), row_at("3 ELM ST")])
    told: list[int] = []

    def fall(done: int, words: str) -> None:
        told.append(done)
        if done > 70:
            raise Killed

    with pytest.raises(Killed):
        load_territory(work_of(maya, tell=fall), path=path, file_name="next.csv")
    assert Candidate.objects.count() == 2  # one that is shown, one of the draft
    assert offices_seen_by(maya) == ["1 Oak St"]
    load_territory(work_of(maya), path=path, file_name="next.csv")
    assert Candidate.objects.count() == 2
    assert Ranking.objects.count() == 1
    assert told == sorted(told)


def test_another_zip_and_other_weights_rank_anew_without_the_file(
    maya: Membership, tmp_path: Path
) -> None:
    load_rows(maya, tmp_path)
    (tmp_path / "clinicians.csv").unlink()
    territory.settle_place(
        member=maya,
        near="04102",
        within_miles=5,
        weights={"weights": {"distance": 1, "prescribers": 0, "primary_care_share": 0}},
        at=at(MONDAY),
    )
    rank_territory(work_of(maya))
    assert offices_seen_by(maya)[0] == "112 State St"
    assert RankingInUse.objects.get().ranking.place.near == "04102"
    before = Ranking.objects.get().pk
    rank_territory(work_of(maya))
    assert Ranking.objects.get().pk == before  # nothing has changed, so nothing was done


def test_a_place_that_changes_while_it_is_ranked_is_heeded(
    maya: Membership, tmp_path: Path
) -> None:
    look_around(maya)
    path = write_cms(tmp_path / "clinicians.csv", [row_at("1 OAK ST"), row_at("2 ELM ST")])
    moved: list[TerritoryPlace] = []

    def move(done: int, _: str) -> None:
        if done >= 70 and not moved:
            moved.append(
                territory.settle_place(member=maya, near="04102", within_miles=9, at=at(MONDAY))
            )

    load_territory(work_of(maya, tell=move), path=path, file_name="clinicians.csv")
    assert RankingInUse.objects.get().ranking.place == moved[0]
    assert Candidate.objects.count() == 2


@pytest.mark.parametrize(
    ("near", "miles", "weights", "words"),
    [
        ("04X01", 10, {}, "is no ZIP"),
        ("00001", 10, {}, "known neither to Census"),
        ("04101", 0, {}, "from 1 to 100"),
        ("04101", 101, {}, "from 1 to 100"),
        ("04101", 10, {"distance": -1}, "0, or from"),
        ("04101", 10, {"distance": 0, "prescribers": 0, "primary_care_share": 0}, "all are zero"),
    ],
)
def test_a_place_that_makes_no_sense_is_refused(
    maya: Membership, near: str, miles: int, weights: dict[str, float], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        territory.settle_place(
            member=maya,
            near=near,
            within_miles=miles,
            weights={"weights": weights},
            at=at(MONDAY),
        )
    assert not TerritoryPlace.objects.exists()


def test_the_same_place_said_twice_is_one(maya: Membership) -> None:
    look_around(maya)
    look_around(maya)
    assert TerritoryPlace.objects.count() == 1


def test_a_stranger_sees_nothing_of_it(maya: Membership, ines: Membership, tmp_path: Path) -> None:
    load_rows(maya, tmp_path)
    for model in (TerritoryPlace, TerritoryLoad, Ranking, RankingInUse, Candidate):
        assert model.objects.exists()
        assert not model.objects.seen_by(ines).exists()
    assert TerritoryPlace.of(ines) is None
    assert RankingInUse.of(ines) is None
    with pytest.raises(PlaceMissing):
        load_territory(work_of(ines), path=MAINE, file_name="maine.csv")


def test_a_strangers_load_leaves_ours_alone(
    maya: Membership, ines: Membership, tmp_path: Path
) -> None:
    ours = load_rows(maya, tmp_path)
    theirs = load_rows(ines, tmp_path, [row_at("1 OAK ST")])
    assert offices_seen_by(maya)[0] == "Deering Family Practice PC"
    assert offices_seen_by(ines) == ["1 Oak St"]
    assert sorted(kept_files(maya)) == sorted((str(ours.pk), str(theirs.pk)))


@pytest.mark.django_db(transaction=True)
def test_a_visit_is_logged_while_a_file_is_loaded(
    maya: Membership, own_doctor: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "A_BATCH", 10)
    territory.settle_place(member=maya, near="04101", within_miles=100, at=at(MONDAY))
    waits = []

    with ThreadPoolExecutor(1) as threads:
        loaded = threads.submit(_load_slowly, maya)
        while not loaded.done():
            waits.append(_seconds_to_log_a_visit(maya, own_doctor))
            time.sleep(0.02)  # a person, and not a loop that never lets go of the database
        loaded.result()
    assert Candidate.objects.count() > 200
    assert len(waits) > 20
    assert max(waits) < 1
    assert Visit.objects.count() == len(waits)


def _load_slowly(member: Membership) -> None:
    def dawdle(_: int, __: str) -> None:
        time.sleep(0.1)  # a slow disk: in one transaction, a visit would wait for all of it

    try:
        load_territory(work_of(member, tell=dawdle), path=MAINE, file_name="maine.csv")
    finally:
        connection.close()


def _seconds_to_log_a_visit(member: Membership, practice: Practice) -> float:
    begun = time.perf_counter()
    told = Told(on=MONDAY, outcome="shut")
    log_visit(member=member, practice=practice, key=uuid4(), told=told, at=at(MONDAY))
    return time.perf_counter() - begun


@pytest.mark.django_db(transaction=True)
def test_two_loads_at_once_wait_for_each_other(maya: Membership, tmp_path: Path) -> None:
    look_around(maya)
    files = [
        write_cms(
            tmp_path / f"{tree}.csv", [row_at(f"{number} {tree} ST") for number in range(1, 40)]
        )
        for tree in ("OAK", "ELM")
    ]

    def load(path: Path) -> None:
        try:
            later = at(MONDAY) + timedelta(hours=files.index(path))
            load_territory(work_of(maya, when=later), path=path, file_name=path.name)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(load, files))
    assert Candidate.objects.count() == 39
    assert len({street.split()[1] for street in offices_seen_by(maya)}) == 1
    assert TerritoryLoad.objects.count() == 2
    assert len(kept_files(maya)) == 1

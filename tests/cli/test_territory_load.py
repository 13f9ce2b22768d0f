"""`alongside territory load`, in a process of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from alongside.territory.national.build import Order
from tests.cli.instances import Instance, new_instance
from tests.outreach.territories import ROWS
from tests.territory.cms_file import at, write_cms
from tests.territory.national import cms_files as cms


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[Instance]:
    with new_instance(tmp_path / "home") as made:
        made.begin()
        yield made


@pytest.fixture
def clinicians(tmp_path: Path) -> Path:
    return write_cms(tmp_path / "DAC_National.csv", ROWS)


def test_it_says_what_was_read_kept_and_dropped_and_the_offices_are_there(
    instance: Instance, clinicians: Path
) -> None:
    done = instance.alongside("territory", "load", clinicians, "--near", "04101")
    assert (done.returncode, done.stderr.count("Traceback")) == (0, 0)
    assert done.stdout == (
        "6 rows read, 5 kept.\n"
        "1 row dropped: post-office box, 1 of primary care.\n"
        "3 offices within 10 miles around 04101.\n"
    )
    rows = instance.rows()
    assert len(rows["outreach_candidate"]) == 3
    [load] = rows["outreach_territoryload"]
    assert "DAC_National.csv" in load
    assert str(clinicians.parent) not in load
    assert [
        path.stat().st_mode & 0o777 for path in instance.home.glob("territory/*/*.parquet")
    ] == [0o600]


def test_a_bad_file_is_refused_by_row_and_nothing_changes(
    instance: Instance, clinicians: Path, tmp_path: Path
) -> None:
    instance.alongside("territory", "load", clinicians, "--near", "04101")
    before = instance.rows()
    bad = write_cms(tmp_path / "bad.csv", [at("1 ELM ST"), at("2 ELM ST", zip="X")])
    done = instance.alongside("territory", "load", bad)
    assert done.returncode == 2
    assert f"alongside: {bad}, row 3: column ZIP Code: “X” is no ZIP" in done.stderr
    assert "--skip-bad-rows" in done.stderr
    assert instance.rows() == before
    done = instance.alongside("territory", "load", bad, "--skip-bad-rows")
    assert done.stdout.startswith("2 rows read, 1 kept.\n1 row left out as bad.\n")
    assert len(instance.rows()["outreach_candidate"]) == 1


def test_without_a_zip_it_asks_for_one(instance: Instance, clinicians: Path) -> None:
    done = instance.alongside("territory", "load", clinicians)
    assert done.returncode == 2
    assert "around which ZIP" in done.stderr
    assert "--near" in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--as", "nobody@example.com"), "Nobody here fits"),
        (("--group", "Nowhere"), "Nobody here fits"),
        (("--near", "00001"), "known neither to Census"),
    ],
)
def test_what_makes_no_sense_is_refused(
    instance: Instance, clinicians: Path, words: tuple[str, ...], said: str
) -> None:
    done = instance.alongside("territory", "load", clinicians, "--near", "04101", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_who_asks_and_for_which_group_can_be_said(instance: Instance, clinicians: Path) -> None:
    words = ("--near", "04101", "--as", "MAYA@example.com", "--group", "casco counseling")
    done = instance.alongside("territory", "load", clinicians, *words)
    assert done.returncode == 0, done.stderr


def test_a_home_without_a_database_is_sent_to_serve(tmp_path: Path, clinicians: Path) -> None:
    with new_instance(tmp_path / "empty") as empty:
        done = empty.alongside("territory", "load", clinicians, "--near", "04101")
    assert done.returncode == 2
    assert "`alongside serve`" in done.stderr


def test_a_built_territory_is_loaded_from_where_territories_lie(
    instance: Instance, tmp_path: Path
) -> None:
    people = [cms.person(n, line_1=f"{n} ELM ST") for n in range(1, 4)]
    far = cms.person(4, zip="04330", city="AUGUSTA")
    nppes = cms.write_people(tmp_path / cms.NAME, *people, far, cms.gone(5))
    claims = cms.write_claims(tmp_path / "claims.csv", (1, "Sertraline Hcl", 4321))
    folder = tmp_path / "territories" / "maine"
    cms.build(Order((nppes,), folder, prescribers=claims))
    words = ("territory", "load", folder, "--near", "04101")
    done = instance.alongside(*words)
    assert (done.returncode, "ALONGSIDE_TERRITORIES" in done.stderr) == (2, True)
    done = instance.alongside(*words, ALONGSIDE_TERRITORIES=str(folder.parent))
    assert (done.returncode, done.stderr.count("Traceback")) == (0, 0)
    assert done.stdout == (
        "5 rows read, 4 kept.\n1 row dropped: deactivated.\n"
        "3 offices within 10 miles around 04101.\n"
    )
    candidates = str(instance.rows()["outreach_candidate"])
    assert "top fifth for psychotropics among family physicians" in candidates
    # No count of what a clinician prescribed gets into the records.
    assert "4321" not in str(instance.rows())

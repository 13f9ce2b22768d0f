"""`alongside material evidence` lists the records, and why some may not be printed."""

import json
from pathlib import Path

import pytest

from tests.cli.command import alongside
from tests.materials.paper import evidence_file, spoilt


def listed(*words: str) -> dict[str, dict[str, object]]:
    run = alongside("material", "evidence", "--format", "json", *words)
    assert (run.returncode, run.stderr) == (0, "")
    return {record["id"]: record for record in json.loads(run.stdout)}


def test_each_record_is_listed_with_whether_it_may_be_printed() -> None:
    records = listed("--on", "2026-11-24")
    assert len(records) == 58
    assert records["wiles2013"] == {
        "id": "wiles2013",
        "may_print": True,
        "why_not": None,
        "review_by": "2027-11-23",
    }
    assert records["pace2018"] == {
        "id": "pace2018",
        "may_print": False,
        "why_not": 'print_ok is "no": keep it off paper',
        "review_by": "2027-11-23",
    }


def test_after_its_review_no_record_may_be_printed() -> None:
    records = listed("--on", "2027-11-24")
    assert {record["may_print"] for record in records.values()} == {False}
    assert all("past review since 2027-11-23" in str(r["why_not"]) for r in records.values())


def test_without_a_day_it_is_asked_about_today(tmp_path: Path) -> None:
    path = evidence_file(tmp_path, spoilt("evidence", 'id = "wiles2013"', collected="2020-01-01"))
    records = listed("--evidence", str(path))
    assert "past review since 2021-01-01" in str(records["wiles2013"]["why_not"])


def test_another_file_is_read_instead(tmp_path: Path) -> None:
    path = evidence_file(tmp_path, spoilt("evidence", 'id = "wiles2013"', verified="false"))
    records = listed("--on", "2026-11-24", "--evidence", str(path))
    assert records["wiles2013"]["may_print"] is False
    assert records["wiles2013"]["why_not"] == "not verified: read it at its source first"


def test_a_table_is_printed_for_people() -> None:
    run = alongside("material", "evidence", "--on", "2026-11-24")
    assert run.returncode == 0
    lines = run.stdout.splitlines()
    assert lines[0] == "record            review by   may be printed"
    assert "wiles2013         2027-11-23  yes" in lines
    assert 'pace2018          2027-11-23  no: print_ok is "no": keep it off paper' in lines
    assert max(map(len, lines)) <= 80


def test_what_stands_in_a_file_does_not_steer_the_terminal(tmp_path: Path) -> None:
    path = evidence_file(tmp_path)
    text = path.read_text("utf-8").replace('"linde2015"', '"linde\\u001b[2J"')
    run = alongside("material", "evidence", "--evidence", str(evidence_file(tmp_path, text)))
    assert run.returncode == 0
    assert "\x1b" not in run.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--on", "tomorrow"), "is no day"),
        (("--evidence", "nowhere.toml"), "nowhere.toml: cannot be read: No such file"),
        (("--format", "csv"), "csv"),
    ],
)
def test_bad_words_are_refused(words: tuple[str, ...], said: str) -> None:
    run = alongside("material", "evidence", *words)
    assert (run.returncode, run.stdout) == (2, "")
    assert said in run.stderr


def test_a_bad_file_is_refused_by_file_record_and_key(tmp_path: Path) -> None:
    path = evidence_file(tmp_path, spoilt("evidence", 'id = "wiles2013"', verified='"yes"'))
    run = alongside("material", "evidence", "--evidence", str(path))
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == (
        f"alongside: {path}: [[evidence]] wiles2013, verified: found 'yes'; expected true or "
        "false.\n"
    )

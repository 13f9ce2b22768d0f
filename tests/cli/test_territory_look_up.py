"""`alongside territory look-up`, the real command, against a registry at home."""

import json
from pathlib import Path

import pytest

from tests.cli.command import alongside
from tests.territory.replay import Replay, person, replaying


def look_up(replay: Replay, *words: str, near: str = "04105") -> tuple[int, str, str]:
    run = alongside("territory", "look-up", "--zip", near, "--registry", replay.url, *words)
    assert "Traceback" not in run.stderr
    return run.returncode, run.stdout, run.stderr


@pytest.fixture(autouse=True)
def _home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ALONGSIDE_HOME", str(tmp_path))


def test_offices_are_printed_as_rank_prints_them_and_asked_for_once(tmp_path: Path) -> None:
    people = [person(1, zip5="04105"), person(2, zip5="04105", line_1="7 PINE ST")]
    nurse = person(
        3, zip5="04105", code="363LF0000X", desc="Nurse Practitioner, Family", line_1="7 PINE ST"
    )
    with replaying(*people, nurse) as replay:
        code, out, _ = look_up(replay, "--format", "json", "--within-miles", "1")
        told = [(one["street"], one["tier"], one["primary_care"]) for one in json.loads(out)]
        assert (code, told) == (0, [("7 PINE ST", "office", 2), ("12 ELM ST", "office", 1)])
        _, table, _ = look_up(replay, "--within-miles", "1")
        assert "1 family physician, 1 nurse practitioner, in your ZIP" in table
        _, rows, _ = look_up(replay, "--within-miles", "1", "--format", "csv")
        assert rows.startswith('"rank","tier",')
        assert len(replay.asked) == 1
    assert len(list((tmp_path / "registry").iterdir())) == 1


def test_what_fails_is_one_message(tmp_path: Path) -> None:
    with replaying() as replay:
        replay.faults.append("error")
        code, out, err = look_up(replay)
        assert (code, out) == (2, "")
        assert err == ("alongside: The NPI Registry answered: No valid search criteria provided.\n")
        assert look_up(replay, near="99999")[0] == 2
        assert (
            "hold 1,973 ZIPs; at most 400"
            in look_up(replay, "--within-miles", "100", near="10001")[2]
        )
        assert look_up(replay, "--within-miles", "nan")[0] == 2
        assert len(replay.asked) == 1

"""`alongside playbook`, as a person or a program runs it."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import alongside

HISTORY: dict[str, Any] = {
    "entry": "own_doctor",
    "specialty": "family_medicine",
    "entered_on": "2026-01-02",
    "office": {"policy": "drop_in"},
    "visits": [
        {"on": "2026-01-05", "outcome": "met_prescriber", "handouts_left": 5, "cards_left": 10}
    ],
}


def ask(folder: Path, text: str | bytes, on: str = "2026-03-01") -> Any:
    file = folder / "history.json"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return alongside("playbook", "next", "--history", str(file), "--on", on)


def test_next_prints_what_comes_next(tmp_path: Path) -> None:
    done = ask(tmp_path, json.dumps(HISTORY))
    assert done.returncode == 0
    found = json.loads(done.stdout)
    assert list(found) == [
        "kind", "step", "due_on", "ask_first", "bring", "say", "why", "duties",
    ]  # fmt: skip
    assert (found["kind"], found["step"], found["due_on"]) == ("step", 3, "2026-02-05")
    assert found["ask_first"] == ["business manager", "prescriber"]
    assert found["bring"] == {"handouts": 5, "cards": 10, "availability_cards": 0}


def test_next_prints_duties(tmp_path: Path) -> None:
    visit = HISTORY["visits"][0] | {"favourite": "Elm Street"}
    done = ask(tmp_path, json.dumps(HISTORY | {"visits": [visit]}))
    duty = {"kind": "thank_introducer", "due_on": "2026-01-07", "to": "prescriber"}
    assert json.loads(done.stdout)["duties"] == [duty]


def test_a_file_saved_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    assert ask(tmp_path, b"\xef\xbb\xbf" + json.dumps(HISTORY).encode()).returncode == 0


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is not JSON"),
        ("{", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ('{"entry": "by_hand", "entry": "client"}', "'entry' stands there twice"),
        (b"\xff\xfe{\x00}\x00", "is not UTF-8"),
        (json.dumps(HISTORY | {"colour": 1}), "colour: no such key"),
        (json.dumps(HISTORY | {"entered_on": "2026-03-02"}), "is after 2026-03-01"),
    ],
)
def test_a_bad_history_is_one_clear_message(tmp_path: Path, text: str | bytes, says: str) -> None:
    done = ask(tmp_path, text)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "history.json" in done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_history_is_named() -> None:
    done = alongside("playbook", "next", "--history", "nowhere.json")
    assert done.returncode == 2
    assert "nowhere.json" in done.stderr


@pytest.mark.parametrize("on", ["yesterday", "2026-02-30", "1989-12-31"])
def test_a_bad_day_is_refused(tmp_path: Path, on: str) -> None:
    done = ask(tmp_path, json.dumps(HISTORY), on)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_table_prints_every_row() -> None:
    lines = alongside("playbook", "table").stdout.splitlines()
    assert [line.split(" | ")[0] for line in lines if line.startswith("| ")][1:] == [
        f"| {number}" for number in range(1, 15)
    ]


@pytest.mark.parametrize("words", [(), ("playbook",), ("territory",)])
def test_without_a_command_the_help_is_shown(words: tuple[str, ...]) -> None:
    done = alongside(*words)
    assert "Usage: alongside" in done.stdout + done.stderr

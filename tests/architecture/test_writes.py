"""Rows are written only in `actions.py` or a subject's `…_actions.py`, in one transaction each."""

import ast
from collections.abc import Iterator
from pathlib import Path

SRC = Path(__file__).parents[2] / "src" / "alongside"
ROOMS = ("team", "outreach")
WRITES = {
    "bulk_create",
    "bulk_update",
    "create",
    "delete",
    "get_or_create",
    "save",
    "update",
    "update_or_create",
}


def writes_in(code: str) -> Iterator[str]:
    calls = (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call))
    for call in calls:
        if isinstance(call.func, ast.Attribute) and call.func.attr in WRITES:
            yield f"line {call.lineno}: {call.func.attr}"


def is_of_actions(name: str) -> bool:
    return name == "actions.py" or name.endswith("_actions.py")


def test_no_other_file_writes_rows() -> None:
    found = {
        str(file.relative_to(SRC)): list(writes_in(file.read_text(encoding="utf-8")))
        for room in ROOMS
        for file in (SRC / room).glob("*.py")
        if not is_of_actions(file.name)
    }
    assert {file: writes for file, writes in found.items() if writes} == {}


def test_a_write_elsewhere_is_found() -> None:
    assert list(writes_in("Visit.objects.filter(pk=1).update(note='')")) == ["line 1: update"]


def test_only_a_file_that_says_so_holds_actions() -> None:
    names = ("actions.py", "territory_actions.py", "reactions.py", "models.py")
    assert [is_of_actions(name) for name in names] == [True, True, False, False]

"""Rows are written only in a room's `actions`: there stand the transaction and the event."""

import ast
from collections.abc import Iterator
from pathlib import Path

SRC = Path(__file__).parents[2] / "src" / "alongside"
ROOMS = ("team", "outreach", "releases", "referrals")
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


def test_no_other_file_writes_rows() -> None:
    found = {
        str(file.relative_to(SRC)): list(writes_in(file.read_text(encoding="utf-8")))
        for room in ROOMS
        for file in (SRC / room).rglob("*.py")
        if not {"actions", "actions.py", "migrations"} & set(file.parts)
    }
    assert {file: writes for file, writes in found.items() if writes} == {}


def test_a_write_elsewhere_is_found() -> None:
    assert list(writes_in("Visit.objects.filter(pk=1).update(note='')")) == ["line 1: update"]

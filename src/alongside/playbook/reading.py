"""A history as people and programs write it down: JSON's own shapes, read strictly."""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from alongside.playbook.history import (
    BadHistory,
    Entry,
    History,
    Leave,
    Office,
    Outcome,
    Policy,
    Question,
    Specialty,
    Visit,
)

Choice = TypeVar("Choice", bound=StrEnum)
Value = TypeVar("Value")
Reader = Callable[[object, str], object]


def read_history(document: object) -> History:
    """Return the history that a parsed JSON document describes.

    Args: document: the object documented in `docs/playbook.md`.
    Raises: BadHistory, naming the key, what stands there and what was expected.
    """
    fields = _fields(document, "", HISTORY, needed=NEEDED_IN_HISTORY)
    return History(**fields)  # type: ignore[arg-type]


def _visit(value: object, where: str) -> Visit:
    fields = _fields(value, where, VISIT, needed=("on", "outcome"))
    try:
        return Visit(**fields)  # type: ignore[arg-type]
    except BadHistory as refusal:
        raise BadHistory(f"{where}.{refusal}") from None


def _office(value: object, where: str) -> Office:
    fields = _fields(value, where, OFFICE, needed=())
    try:
        return Office(**fields)  # type: ignore[arg-type]
    except BadHistory as refusal:
        raise BadHistory(f"{where}.{refusal}") from None


def _fields(
    value: object, where: str, readers: Mapping[str, Reader], needed: tuple[str, ...]
) -> dict[str, object]:
    """Return the read fields that are there; the others keep their defaults."""
    if not isinstance(value, dict):
        raise _wrong(where, value, "an object in braces, {…}")
    place = f"{where}." if where else ""
    for key in value:
        if key not in readers:
            known = ", ".join(readers)
            raise BadHistory(f"{place}{key}: no such key; known here: {known}.")
    for key in needed:
        if key not in value:
            raise BadHistory(f"{place}{key}: missing; it is needed.")
    return {key: readers[key](item, f"{place}{key}") for key, item in value.items()}


def _day(value: object, where: str) -> date:
    # fromisoformat also takes 20260105 and 2026-W02-1, which nobody means here.
    if isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-":
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise _wrong(where, value, "a day as YYYY-MM-DD")


def _flag(value: object, where: str) -> bool:
    if not isinstance(value, bool):
        raise _wrong(where, value, "true or false")
    return value


def _count(value: object, where: str) -> int:
    # bool is an int to Python, and not to a person.
    if not isinstance(value, int) or isinstance(value, bool):
        raise _wrong(where, value, "a whole number, 0 or more")
    return value


def _name(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise _wrong(where, value, "a name in quotes")
    return value


def _one_of(choices: type[Choice]) -> Callable[[object, str], Choice]:
    def read(value: object, where: str) -> Choice:
        if isinstance(value, str) and value in list(choices):
            return choices(value)
        raise _wrong(where, value, "one of " + ", ".join(choices))

    return read


def _or_null(read: Callable[[object, str], Value]) -> Callable[[object, str], Value | None]:
    return lambda value, where: None if value is None else read(value, where)


def _list_of(read: Callable[[object, str], Value]) -> Callable[[object, str], tuple[Value, ...]]:
    def read_list(value: object, where: str) -> tuple[Value, ...]:
        if not isinstance(value, list):
            raise _wrong(where, value, "a list in brackets, […]")
        return tuple(read(item, f"{where}[{index}]") for index, item in enumerate(value))

    return read_list


def _weekdays(value: object, where: str) -> frozenset[int]:
    return frozenset(_list_of(_count)(value, where))


def _wrong(where: str, value: object, expected: str) -> BadHistory:
    return BadHistory(f"{where or 'the history'}: found {_shown(value)}; expected {expected}.")


def _shown(value: object) -> str:
    """Return a value as a person would recognise it, cut where it is long."""
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    names = {None: "null", True: "true", False: "false"}
    text = names[value] if value is None or isinstance(value, bool) else repr(value)
    return text if len(text) <= 60 else text[:60] + "…"


NEEDED_IN_HISTORY = ("entry", "specialty", "entered_on", "office", "visits")
OFFICE: Mapping[str, Reader] = {"policy": _one_of(Policy), "open_weekdays": _weekdays}
VISIT: Mapping[str, Reader] = {
    "on": _day,
    "outcome": _one_of(Outcome),
    "come_back_on": _or_null(_day),
    "leave": _or_null(_one_of(Leave)),
    "handouts_left": _count,
    "cards_left": _count,
    "manager_met": _flag,
    "referral_way_noted": _flag,
    "question": _or_null(_one_of(Question)),
    "favourite": _or_null(_name),
    "introduced": _flag,
    "consulted": _flag,
}
HISTORY: Mapping[str, Reader] = {
    "entry": _one_of(Entry),
    "specialty": _one_of(Specialty),
    "entered_on": _day,
    "comfortable_with_own_doctor": _flag,
    "own_appointment_on": _or_null(_day),
    "introduced_by": _or_null(_name),
    "released_on": _or_null(_day),
    "client_said_no_on": _or_null(_day),
    "lifted_on": _or_null(_day),
    "not_before": _or_null(_day),
    "office": _office,
    "visits": _list_of(_visit),
    "referrals": _list_of(_day),
    "scans": _list_of(_day),
}

"""TOML read strictly: each key known, each value of its kind, each fault named by its place."""

import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path

from alongside.errors import Refused

Reader = Callable[[object, str], object]
# The evidence that ships has 90 kB; beyond this it is another kind of file.
LARGEST_FILE_BYTES = 5_000_000


class TableBad(Refused):
    """A TOML file that cannot be read, or says what was not expected."""


def parse(path: Path) -> tuple[dict[str, object], str]:
    """Return a TOML file's tables, and its text.

    Raises: TableBad.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE_BYTES + 1)
    except OSError as error:
        raise TableBad(f"cannot be read: {error.strerror}.") from error
    if len(content) > LARGEST_FILE_BYTES:
        raise TableBad(f"is larger than {LARGEST_FILE_BYTES // 1_000_000} MB.")
    try:
        text = content.decode("utf-8-sig")
        return tomllib.loads(text), text
    except (ValueError, RecursionError) as error:  # also a number of thousands of digits
        raise TableBad(f"is not TOML in UTF-8: {error}.") from error


def fields(
    value: object, where: str, readers: Mapping[str, Reader], needed: tuple[str, ...]
) -> dict[str, object]:
    """Return the read values of the keys that are there.

    Args: where: the table's place in the file, for the refusal ("" for the file itself).
    Raises: TableBad, naming the place, the key and what was expected.
    """
    if not isinstance(value, dict):
        raise wrong(where, value, "a table")
    place = f"{where}, " if where else ""
    for key in value:
        if key not in readers:
            raise TableBad(f"{place}{_cut(key)}: no such key; there is {', '.join(readers)}.")
    for key in needed:
        if key not in value:
            raise TableBad(f"{place}{key}: missing; it is needed.")
    return {key: readers[key](item, f"{place}{key}") for key, item in value.items()}


def anything(value: object, _where: str) -> object:
    """Return a value as it stands; another reader looks at it."""
    return value


def text(value: object, where: str) -> str:
    """Return a text, which may be blank."""
    if not isinstance(value, str):
        raise wrong(where, value, "text in quotes")
    return value


def filled(value: object, where: str) -> str:
    """Return a text that shows something."""
    found = text(value, where)
    if not any(letter.isprintable() and not letter.isspace() for letter in found):
        raise TableBad(f"{where}: blank; it is needed.")
    return found


def flag(value: object, where: str) -> bool:
    """Return true or false."""
    if not isinstance(value, bool):
        raise wrong(where, value, "true or false")
    return value


def count(value: object, where: str) -> int:
    """Return a whole number, 1 or more."""
    # TOML's true is a bool, which Python takes for the number 1.
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise wrong(where, value, "a whole number, 1 or more")
    return value


def day(value: object, where: str) -> date:
    """Return a day, written as TOML's own or in quotes."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise wrong(where, value, "a day, such as 2026-11-23")


def one_of(choices: tuple[str, ...]) -> Callable[[object, str], str]:
    """Return the reader of a word from a list."""

    def read(value: object, where: str) -> str:
        if isinstance(value, str) and value in choices:
            return value
        raise wrong(where, value, "one of " + ", ".join(choices))

    return read


def list_of(read: Callable[[object, str], str]) -> Callable[[object, str], tuple[str, ...]]:
    """Return the reader of a list of texts."""

    def read_list(value: object, where: str) -> tuple[str, ...]:
        if not isinstance(value, list):
            raise wrong(where, value, "a list in brackets, […]")
        return tuple(read(item, f"{where}, number {n}") for n, item in enumerate(value, 1))

    return read_list


def each_of(tables: Mapping[str, object], name: str) -> list[object]:
    """Return the tables `[[name]]` of a file, as they stand there.

    Raises: TableBad.
    """
    found = tables.get(name, [])
    if not isinstance(found, list):
        raise wrong(name, found, f"tables headed [[{name}]]")
    return found


def wrong(where: str, value: object, expected: str) -> TableBad:
    """Return the refusal of a value of another kind."""
    return TableBad(f"{where or 'the file'}: found {_shown(value)}; expected {expected}.")


def _shown(value: object) -> str:
    if isinstance(value, dict | list):
        return "a table" if isinstance(value, dict) else "a list"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    return _cut(repr(value))


def _cut(shown: str) -> str:
    return shown if len(shown) <= 60 else shown[:60] + "…"

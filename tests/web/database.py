"""The whole database, to be compared before and after."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

# Whoever asks leaves a trace here, allowed or not.
OF_ASKING = {
    "django_session",
    "shared_counts",
    # A card's page notes that it was looked at (test_card_page.py).
    "outreach_scan",
    "outreach_scankey",
    "outreach_scanmark",
}
Rows = dict[str, list[str]]
# Anything but a question or a point to go back to; where no table is named, it counts too.
WRITES = re.compile(
    r'\A\s*(?!SELECT|SAVEPOINT|RELEASE|ROLLBACK|PRAGMA|SET )\w+(?: INTO| FROM)?\s+"?(\w*)'
)


def whole_database() -> Rows:
    """Return every row of every table but those that each request may touch."""
    with connection.cursor() as cursor:
        tables = sorted(set(connection.introspection.table_names(cursor)) - OF_ASKING)
        found = {}
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [column[0] for column in cursor.description]
            rows = cursor.fetchall()
            found[table] = sorted(str(dict(zip(columns, row, strict=True))) for row in rows)
        return found


def changed(before: Rows, after: Rows) -> Rows:
    """Return, for each table that is not as it was, the rows that came, went or differ."""
    both = {table: sorted({*before[table]} ^ {*after[table]}) for table in before}
    return {table: rows for table, rows in both.items() if rows}


@dataclass
class Trial:
    """What was changed while it was tried, and is not any more."""

    change: Rows = field(default_factory=dict)


@contextmanager
def tried() -> Iterator[Trial]:
    """Undo whatever is done inside; afterwards the trial tells what it had changed.

    Where nothing was written no row can differ, and the database need not be compared.
    """
    trial, after = Trial(), None
    with taken_back():
        with writing() as written:
            yield trial
        if written:
            after = whole_database()
    if after is not None:
        trial.change = changed(whole_database(), after)


@contextmanager
def writing() -> Iterator[list[str]]:
    """Collect the statements that write, but for what each request may touch."""
    written: list[str] = []

    def note(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        said = str(sql)
        found = WRITES.search(said)
        if found and found[1] not in OF_ASKING:
            written.append(said)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield written


@contextmanager
def taken_back() -> Iterator[None]:
    """Undo in the database whatever is done inside."""
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)

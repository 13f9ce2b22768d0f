"""The whole database, to be compared before and after."""

from collections.abc import Iterator
from contextlib import contextmanager

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


@contextmanager
def taken_back() -> Iterator[None]:
    """Undo in the database whatever is done inside."""
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)

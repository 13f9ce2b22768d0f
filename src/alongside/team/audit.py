"""The audit trail can be added to and nothing else: kept by triggers in the database itself."""

from collections.abc import Iterable

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "team_event"
WHY = "The audit trail is append-only."

SQLITE = {
    "team_event_no_update": "BEFORE UPDATE ON team_event",
    "team_event_no_delete": "BEFORE DELETE ON team_event",
    # INSERT OR REPLACE deletes without firing a DELETE trigger.
    "team_event_no_replace": (
        "BEFORE INSERT ON team_event "
        "WHEN EXISTS (SELECT 1 FROM team_event WHERE sequence = NEW.sequence)"
    ),
}
POSTGRESQL = {
    "team_event_no_update": "BEFORE UPDATE OR DELETE ON team_event FOR EACH ROW",
    "team_event_no_truncate": "BEFORE TRUNCATE ON team_event FOR EACH STATEMENT",
}


def make_triggers(connection: BaseDatabaseWrapper) -> None:
    """Make the triggers; a migration that rebuilds the table on SQLite must call this again."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE OR REPLACE FUNCTION team_event_refuse() RETURNS trigger AS "
                f"$$ BEGIN RAISE EXCEPTION '{WHY}'; END $$ LANGUAGE plpgsql"
            )
        for name, when in _triggers(connection).items():
            cursor.execute(_statement(connection, name, when))


def drop_triggers(connection: BaseDatabaseWrapper) -> None:
    """Drop them: for tests that flush the database, and for going back a migration."""
    with connection.cursor() as cursor:
        for name in _triggers(connection):
            on = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def missing_triggers(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the names of the triggers that do not stand."""
    return fallen(connection, _triggers(connection))


def fallen(connection: BaseDatabaseWrapper, names: Iterable[str]) -> list[str]:
    """Return which triggers of these names do not stand, whatever room they are of."""
    query = (
        "SELECT tgname FROM pg_trigger WHERE pg_table_is_visible(tgrelid) AND tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        standing = {name for (name,) in cursor.fetchall()}
    return sorted(set(names) - standing)


def _triggers(connection: BaseDatabaseWrapper) -> dict[str, str]:
    return POSTGRESQL if connection.vendor == "postgresql" else SQLITE


def _statement(connection: BaseDatabaseWrapper, name: str, when: str) -> str:
    if connection.vendor == "postgresql":
        return f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION team_event_refuse()"
    return f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, '{WHY}'); END"

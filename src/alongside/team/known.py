"""Which migrations this version knows, and which of them the database has."""

from collections.abc import Iterable

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from alongside.errors import Refused


class MadeByNewer(Refused):
    """A copy from a later version, whose tables this one does not know."""


class NotUpToDate(Refused):
    """The database waits for a migration."""


def refuse_newer(applied: Iterable[tuple[str, str]]) -> None:
    """Refuse a copy that holds a migration unknown here; an older copy is brought on by `serve`."""
    loader = MigrationLoader(None)
    unknown = sorted(
        f"{app}.{name}"
        for app, name in applied
        if app in loader.migrated_apps and (app, name) not in loader.disk_migrations
    )
    if unknown:
        raise MadeByNewer(
            f"The backup was made by a newer version ({unknown[0]}); restore it there. "
            "Nothing is done."
        )


def unapplied() -> list[str]:
    """Return the migrations that the database has not had, in their order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def refuse_old_tables() -> None:
    """Refuse to work on a database that waits for a migration."""
    if unapplied():
        raise NotUpToDate("The database is not up to date; `alongside serve` brings it there.")

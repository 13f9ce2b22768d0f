"""What was told can be added to and nothing else: kept by triggers in the database itself.

Sealed columns may be closed anew with another key: what is in them is kept by the sealing.
"""

from collections.abc import Mapping

from django.db.backends.base.base import BaseDatabaseWrapper

from alongside.team.audit import fallen

WHY = "What was told is append-only."
# A table, with the columns that no update may name: all but the sealed ones.
KEPT: Mapping[str, tuple[str, ...]] = {
    "releases_letter": (
        *("id", "group_id", "client_id", "contact_id", "kind", "items", "release_id", "basis"),
        *("referral_id", "sha256", "on", "by_id", "at", "key"),
    ),
    "releases_delivery": ("id", "letter_id", "how", "address", "by_id", "at", "key"),
    "releases_disclosure": (
        *("id", "group_id", "client_id", "contact_id", "recipient", "address", "items", "way"),
        *("basis", "is_accountable", "letter_id", "consult_id", "on", "by_id", "at"),
    ),
    "releases_signature": (
        *("release_id", "group_id", "how", "signed_on", "at", "by_id", "has_intent"),
        *("consents_to_electronic", "document_type", "sha256"),
    ),
    "releases_revocation": ("release_id", "group_id", "on", "by_id", "at"),
}
YOUNG = {
    "sqlite": "WHEN OLD.at > datetime('now', '-6 years')",
    "postgresql": "FOR EACH ROW WHEN (OLD.at > now() - interval '6 years')",
}


def make_triggers(connection: BaseDatabaseWrapper) -> None:
    """Make the triggers; a migration that rebuilds a table on SQLite must call this again."""
    is_server = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if is_server:
            cursor.execute(
                "CREATE OR REPLACE FUNCTION releases_refuse() RETURNS trigger AS "
                f"$$ BEGIN RAISE EXCEPTION '{WHY}'; END $$ LANGUAGE plpgsql"
            )
        for name, when in triggers(connection.vendor).items():
            body = (
                "EXECUTE FUNCTION releases_refuse()"
                if is_server
                else f"BEGIN SELECT RAISE(ABORT, '{WHY}'); END"
            )
            cursor.execute(f"CREATE TRIGGER {name} {when} {body}")


def drop_triggers(connection: BaseDatabaseWrapper) -> None:
    """Drop them: for tests that flush the database, and for going back a migration."""
    with connection.cursor() as cursor:
        for name, when in triggers(connection.vendor).items():
            on = f" ON {_table(when)}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def missing_triggers(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the names of the triggers that do not stand."""
    return fallen(connection, triggers(connection.vendor))


def triggers(vendor: str) -> dict[str, str]:
    """Return each trigger by its name, up to what it does."""
    made: dict[str, str] = {}
    for table, columns in KEPT.items():
        named = ", ".join(f'"{column}"' for column in columns)
        each = " FOR EACH ROW" if vendor == "postgresql" else ""
        made[f"{table}_no_update"] = f"BEFORE UPDATE OF {named} ON {table}{each}"
        made[f"{table}_no_delete"] = f"BEFORE DELETE ON {table} {YOUNG[vendor]}"
        if vendor == "postgresql":
            made[f"{table}_no_truncate"] = f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT"
        else:
            key = columns[0]
            # INSERT OR REPLACE deletes without firing a DELETE trigger.
            made[f"{table}_no_replace"] = (
                f"BEFORE INSERT ON {table} "
                f'WHEN EXISTS (SELECT 1 FROM {table} WHERE "{key}" = NEW."{key}")'
            )
    return made


def _table(when: str) -> str:
    return when.split(" ON ")[1].split()[0]

"""The audit trail can be added to and nothing else."""

import pytest
from django.db import DatabaseError, connection, transaction

from alongside.team.audit import drop_triggers, make_triggers, missing_triggers
from alongside.team.models import Event, Membership

pytestmark = pytest.mark.django_db


def refused(statement: str) -> None:
    refuses = pytest.raises(DatabaseError, match="append-only")
    with refuses, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_every_trigger_stands_after_all_migrations() -> None:
    assert missing_triggers(connection) == []


def test_a_trigger_that_is_gone_is_missed() -> None:
    drop_triggers(connection)
    assert missing_triggers(connection) != []
    make_triggers(connection)
    assert missing_triggers(connection) == []


def test_an_event_cannot_be_changed(maya: Membership) -> None:
    refused("UPDATE team_event SET verb = 'nothing happened'")
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.update(verb="nothing happened")


def test_an_event_cannot_be_deleted(maya: Membership) -> None:
    refused("DELETE FROM team_event")
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.all().delete()


def test_an_event_cannot_be_replaced(maya: Membership) -> None:
    again = "SELECT * FROM team_event"
    refused(
        f"INSERT OR REPLACE INTO team_event {again}"
        if connection.vendor == "sqlite"
        else f"INSERT INTO team_event {again} ON CONFLICT (sequence) DO UPDATE SET verb = 'none'"
    )


@pytest.mark.django_db(transaction=True)
def test_the_trail_cannot_be_truncated(maya: Membership) -> None:
    # SQLite has no TRUNCATE: there it is a DELETE of everything.
    refused(
        "TRUNCATE team_event" if connection.vendor == "postgresql" else "DELETE FROM team_event"
    )

"""The story every test begins from: invented people, made by the real actions."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.test import TransactionTestCase
from pytest_django import Settings

from alongside.outreach import actions as outreach
from alongside.outreach.actions import Described, Told
from alongside.outreach.models import Practice, Visit
from alongside.playbook.history import Entry
from alongside.releases import append_only
from alongside.team import actions as team
from alongside.team.audit import drop_triggers, make_triggers
from alongside.team.models import Membership, Role

pytest_plugins = ("tests.chromium",)

MONDAY = date(2026, 1, 5)


def at(day: date, hour: int = 17) -> datetime:
    """An instant of that day in Portland, Maine (17 UTC is noon there)."""
    return datetime.combine(day, time(hour), tzinfo=UTC)


@pytest.fixture
def maya(db: None) -> Membership:
    """A therapist in Portland, Maine, and the owner of her group."""
    team.install()
    return team.found(
        email="maya@example.com",
        name="Maya Okonkwo",
        password="a long enough phrase",
        group_name="Casco Counseling",
        time_zone="America/New_York",
        at=at(MONDAY),
    )


@pytest.fixture
def sam(maya: Membership) -> Membership:
    """Her coordinator."""
    _, token = team.invite(
        member=maya, email="sam@example.com", role=Role.COORDINATOR, at=at(MONDAY)
    )
    return team.accept(token=token, name="Sam Reyes", password="another phrase", at=at(MONDAY))


@pytest.fixture
def ines(maya: Membership) -> Membership:
    """A stranger: the owner of another group on the same server."""
    person = team.make_person(email="ines@example.com", name="Ines Duarte", password="a third one")
    return team.start_group(
        person=person, name="Back Cove Therapy", time_zone="America/Los_Angeles", at=at(MONDAY)
    )


@pytest.fixture
def own_doctor(maya: Membership) -> Practice:
    """Maya's own doctor's office."""
    return outreach.add_practice(
        member=maya,
        entry=Entry.OWN_DOCTOR,
        on=date(2026, 1, 2),
        at=at(date(2026, 1, 2)),
        described=Described("Elm Street Family Medicine", "family_medicine", zip5="04101"),
    )


@pytest.fixture
def first_visit(maya: Membership, own_doctor: Practice) -> Visit:
    """Steps 1 and 2 at one stop, on Monday 5 January 2026."""
    return outreach.log_visit(
        member=maya,
        practice=own_doctor,
        key=uuid4(),
        told=Told(
            on=MONDAY,
            outcome="met_prescriber",
            leave="given",
            handouts_left=5,
            cards_left=10,
            manager_met=True,
        ),
        at=at(MONDAY),
    )


@pytest.fixture(autouse=True)
def _plain_static_files(settings: Settings, tmp_path: Path) -> None:
    """Pages are tried with plain static files: nothing has to be collected first."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.STATIC_ROOT = tmp_path


@pytest.fixture(autouse=True)
def _a_home_of_its_own(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Files that are loaded are kept in the home: each test's is its own."""
    settings.HOME = tmp_path_factory.mktemp("instance")


@pytest.fixture(autouse=True, scope="session")
def _a_flush_may_empty_the_audit_trail() -> Iterator[None]:
    """Tests with transactions of their own are flushed, which the triggers refuse."""
    flush = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def flush_without_triggers(case: TransactionTestCase) -> None:
        drop_triggers(connection)
        append_only.drop_triggers(connection)
        flush(case)
        make_triggers(connection)
        append_only.make_triggers(connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", flush_without_triggers)
        yield

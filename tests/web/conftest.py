"""Browsers without a screen, for the pages."""

from collections.abc import Callable

import pytest
from django.core.cache import caches
from django.test import Client
from pytest_django import Settings

from alongside.team.models import Membership

As = Callable[[Membership], Client]


@pytest.fixture(autouse=True)
def _nobody_asked_before() -> None:
    """What is counted of strangers stays in this process's memory: each test begins anew."""
    caches["this_process"].clear()


@pytest.fixture(autouse=True)
def _a_built_territory_to_choose(
    settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """One lies in the folder of the setting, so that its form is on the page, too."""
    settings.TERRITORIES = tmp_path_factory.mktemp("territories")
    built = settings.TERRITORIES / "maine" / "current"
    built.mkdir(parents=True)
    (built / "build.json").write_text("{}")


@pytest.fixture
def signed_in() -> As:
    """A browser in which a member is signed in."""

    def browser(member: Membership) -> Client:
        client = Client()
        client.force_login(member.person)
        return client

    return browser

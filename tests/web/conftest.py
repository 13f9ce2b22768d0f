"""Browsers without a screen, for the pages."""

from collections.abc import Callable

import pytest
from django.core.cache import caches
from django.test import Client

from alongside.team.models import Membership

As = Callable[[Membership], Client]


@pytest.fixture(autouse=True)
def _nobody_asked_before() -> None:
    """What is counted of strangers stays in this process's memory: each test begins anew."""
    caches["this_process"].clear()


@pytest.fixture
def signed_in() -> As:
    """A browser in which a member is signed in."""

    def browser(member: Membership) -> Client:
        client = Client()
        client.force_login(member.person)
        return client

    return browser

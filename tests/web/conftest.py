"""Browsers without a screen, for the pages."""

from collections.abc import Callable

import pytest
from django.test import Client

from alongside.team.models import Membership

As = Callable[[Membership], Client]


@pytest.fixture
def signed_in() -> As:
    """A browser in which a member is signed in."""

    def browser(member: Membership) -> Client:
        client = Client()
        client.force_login(member.person)
        return client

    return browser

"""The story of a client and their prescriber."""

import pytest
from pytest_django import Settings

from alongside.team.models import Membership
from tests.releases.story import Story, begun


@pytest.fixture(autouse=True)
def _passwords_are_not_the_point(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def story(maya: Membership) -> Story:
    return begun(maya)

"""A real browser at the size of a phone: Debian's Chromium, driven by Playwright."""

from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from alongside.team.models import Membership

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1240, "height": 900}


@pytest.fixture
def phone(chromium: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A page at 360 px, on the live server."""
    context = chromium.new_context(viewport=PHONE, base_url=live_server.url)  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(5_000)
    yield page
    context.close()


@pytest.fixture
def maya_s_phone(phone: Page, maya: Membership, live_server: LiveServer) -> Page:
    """Her phone, signed in."""
    client = Client()
    client.force_login(maya.person, backend=BACKEND)
    cookie = client.cookies["sessionid"].value
    phone.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    return phone

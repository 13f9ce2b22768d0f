"""A real browser at the size of a phone: Debian's Chromium, driven by Playwright."""

from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from alongside.team.models import Membership

BACKEND = "alongside.web.accounts.Backend"
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
    sign_in(phone.context, maya, live_server)
    return phone


def sign_in(context: BrowserContext, member: Membership, live_server: LiveServer) -> None:
    """Give a browser the session of a member."""
    client = Client()
    client.force_login(member.person, backend=BACKEND)
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])

"""No page has a fault that axe finds, nor is wider than the screen: every page, found by itself."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page

from alongside.team.models import Membership
from tests.journeys.conftest import DESKTOP, PHONE
from tests.web.addresses import addresses
from tests.web.belongings import Belongings

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]

OF_ACCOUNTS = (
    "account_change_password",
    "account_email",
    "account_reauthenticate",
    "mfa_index",
    "usersessions_list",
)
FOR_WHOEVER_COMES = ("account_login", "account_reset_password")


# Contrast is the scheme's alone and layout the size's: two rounds try both of each.
@pytest.mark.parametrize(
    ("size", "scheme"), [(PHONE, "light"), (DESKTOP, "dark")], ids=["phone", "desktop"]
)
def test_no_page_has_a_fault_that_axe_finds(
    maya_s_phone: Page, maya: Membership, size: dict[str, int], scheme: str
) -> None:
    page, own = maya_s_phone, Belongings(maya)
    own.all()
    page.set_viewport_size(size)  # type: ignore[arg-type]
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    for place in _places(page, own):
        _look(page, place, size["width"])
    page.context.clear_cookies()
    for name in FOR_WHOEVER_COMES:
        _look(page, reverse(name), size["width"])


def _places(page: Page, own: Belongings) -> list[str]:
    """Return every page that is one: the others take what is sent, or answer with a file."""
    found = []
    for place in [address.of(own) for address in addresses()] + list(map(reverse, OF_ACCOUNTS)):
        answer = page.request.get(place)
        is_html = answer.headers.get("content-type", "").startswith("text/html")
        if answer.status == 200 and is_html and answer.body().startswith(b"<!doctype"):
            found.append(place)
    assert len(found) > 20, found
    return found


def _look(page: Page, place: str, width: int) -> None:
    page.goto(place)
    found = Axe().run(page)
    assert found.violations_count == 0, (place, found.generate_report())
    assert page.evaluate("document.documentElement.scrollWidth") <= width, place

"""With four taps, without JavaScript, and with the keyboard alone."""

import time

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from alongside.outreach.models import Practice, Visit
from alongside.team.models import Membership
from tests.journeys.conftest import PHONE, sign_in
from tests.journeys.walk import choose

pytestmark = pytest.mark.django_db(transaction=True)

SECONDS = 20


def test_a_visit_is_logged_in_four_taps_and_under_20_seconds(
    maya_s_phone: Page, own_doctor: Practice, first_visit: Visit
) -> None:
    page = maya_s_phone
    page.goto("/")
    began = time.monotonic()
    taps: list[Locator] = [
        page.get_by_role("link", name="Log visit"),
        page.get_by_text("The prescriber", exact=True),
        page.get_by_text("Has nobody", exact=True),
        page.get_by_role("button", name="Save"),
    ]
    for tap in taps:
        tap.click()
    expect(page.get_by_role("status").first).to_contain_text("Saved. Come back")
    assert time.monotonic() - began < SECONDS
    assert Visit.objects.standing().count() == 2


def test_it_is_undone_in_one(maya_s_phone: Page, own_doctor: Practice, first_visit: Visit) -> None:
    page = maya_s_phone
    page.goto(f"/practices/{own_doctor.pk}/visits/new/")
    choose(page, "Door was closed")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status").first).to_contain_text("taken back")
    assert Visit.objects.standing().get() == first_visit


def test_the_same_works_without_javascript(
    chromium: Browser,
    live_server: LiveServer,
    maya: Membership,
    own_doctor: Practice,
    first_visit: Visit,
) -> None:
    context = chromium.new_context(
        viewport=PHONE,  # type: ignore[arg-type]
        base_url=live_server.url,
        java_script_enabled=False,
    )
    sign_in(context, maya, live_server)
    page = context.new_page()
    page.goto("/")
    page.get_by_role("link", name="Log visit").click()
    page.get_by_text("The prescriber", exact=True).click()
    page.get_by_text("Has nobody", exact=True).click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").first).to_contain_text("Saved. Come back")
    page.goto("/practices/")
    page.get_by_label("Find one").fill("elm")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("link", name="Elm Street Family Medicine")).to_be_visible()
    context.close()


def test_the_keyboard_alone_logs_a_visit(
    maya_s_phone: Page, own_doctor: Practice, first_visit: Visit
) -> None:
    page = maya_s_phone
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    page.keyboard.press("Enter")
    _tab_to(page, page.get_by_role("link", name="Log visit"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("What happened?")
    _tab_to(page, page.get_by_role("radio", name="The prescriber"))
    page.keyboard.press("Space")
    _tab_to(page, page.get_by_role("radio", name="Not asked").first)
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("radio", name="Brushed it off")).to_be_checked()
    _tab_to(page, page.get_by_role("button", name="Save"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Saved.")


def _tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until it has the focus, as often as anybody would have the patience to."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"Tab does not reach {wanted}")

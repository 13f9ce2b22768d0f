"""From an empty list to the day of the next visit, on a phone."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from alongside.outreach.models import Practice, Visit
from tests.journeys.conftest import DESKTOP, PHONE

pytestmark = pytest.mark.django_db(transaction=True)


def choose(page: Page, label: str) -> None:
    page.get_by_role("radio", name=label, exact=True).check()


def test_maya_adds_her_own_doctor_and_is_told_when_to_come_back(maya_s_phone: Page) -> None:
    page = maya_s_phone
    page.goto("/")
    page.get_by_role("link", name="Add a practice").click()
    choose(page, "My own doctor's")
    page.get_by_role("textbox", name="Name").fill("Elm Street Family Medicine")
    page.get_by_label("What kind of office").select_option("family_medicine")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Elm Street Family Medicine")

    page.get_by_role("link", name="Log visit").click()
    choose(page, "The prescriber")
    choose(page, "Yes")
    page.get_by_label("On:", exact=True).fill("2026-01-05")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("Come back Thursday, 5 February 2026")

    page.get_by_role("link", name="Today").click()
    expect(page.get_by_role("heading", name="Next door")).to_be_visible()
    expect(page.get_by_text("what do you usually do next")).to_be_visible()


def test_a_visit_is_logged_in_four_taps(
    maya_s_phone: Page, own_doctor: Practice, first_visit: Visit
) -> None:
    page = maya_s_phone
    page.goto("/")
    page.get_by_role("link", name="Log visit").click()
    choose(page, "The prescriber")
    choose(page, "Has nobody")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("Saved. Come back")


def test_the_form_shows_only_what_the_outcome_needs(
    maya_s_phone: Page, own_doctor: Practice
) -> None:
    page = maya_s_phone
    page.goto(f"/practices/{own_doctor.pk}/visits/new/")
    expect(page.get_by_text("Has nobody", exact=True)).to_be_hidden()
    choose(page, "The prescriber")
    expect(page.get_by_text("Has nobody", exact=True)).to_be_visible()
    choose(page, "Door was closed")
    expect(page.get_by_text("Has nobody", exact=True)).to_be_hidden()


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_fault_that_axe_finds(
    maya_s_phone: Page, own_doctor: Practice, first_visit: Visit, size: dict[str, int], scheme: str
) -> None:
    page = maya_s_phone
    page.set_viewport_size(size)  # type: ignore[arg-type]
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    for place in (
        "/",
        "/practices/",
        "/practices/new/",
        f"/practices/{own_doctor.pk}/",
        f"/practices/{own_doctor.pk}/mending/",
        f"/practices/{own_doctor.pk}/visits/new/",
        f"/visits/{first_visit.pk}/withdrawal/",
        "/events/",
    ):
        page.goto(place)
        found = Axe().run(page)
        assert found.violations_count == 0, (place, found.generate_report())
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= size["width"], place


def test_nothing_breaks_the_content_security_policy(
    maya_s_phone: Page, own_doctor: Practice, first_visit: Visit
) -> None:
    page = maya_s_phone
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    for place in ("/", f"/practices/{own_doctor.pk}/", f"/practices/{own_doctor.pk}/visits/new/"):
        page.goto(place)
    assert [line for line in said if re.search("Content Security|Refused", line)] == []

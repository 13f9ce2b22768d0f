"""From an empty list to the day of the next visit, on a phone."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from alongside.outreach.models import Practice, Visit
from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.walk import choose

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_form_shows_only_what_the_outcome_needs(
    maya_s_phone: Page, own_doctor: Practice, first_visit: Visit
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
        "/territory/",
        "/settings/territory/",
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

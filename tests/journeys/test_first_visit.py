"""From an empty list to the day of the next visit, on a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from alongside.outreach.models import Practice, Visit
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


def test_nothing_breaks_the_content_security_policy(
    maya_s_phone: Page, own_doctor: Practice, first_visit: Visit
) -> None:
    page = maya_s_phone
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    for place in ("/", f"/practices/{own_doctor.pk}/", f"/practices/{own_doctor.pk}/visits/new/"):
        page.goto(place)
    assert [line for line in said if re.search("Content Security|Refused", line)] == []

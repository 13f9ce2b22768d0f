"""The main screens as the story has them: looked at here, and kept for the README."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from alongside.cli import story
from alongside.cli.story import Cast
from tests.journeys.conftest import DESKTOP, PHONE, sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]

# `make pictures` keeps them; else they are made, looked at and thrown away.
KEPT = os.environ.get("ALONGSIDE_PICTURES")
PNG = b"\x89PNG"


@pytest.fixture
def cast() -> Cast:
    cast = story.tell((timezone.now() - timedelta(days=1)).date())
    story.load_county(cast.maya, timezone.now())
    return cast


def test_the_main_screens_have_their_pictures(
    chromium: Browser, live_server: LiveServer, cast: Cast, tmp_path: Path
) -> None:
    folder = Path(KEPT) if KEPT else tmp_path
    for size, suffix, scheme in ((PHONE, "", "light"), (DESKTOP, "-wide", "light")):
        context = chromium.new_context(
            viewport=size,  # type: ignore[arg-type]
            base_url=live_server.url,
            color_scheme=scheme,  # type: ignore[arg-type]
        )
        sign_in(context, cast.maya, live_server)
        page = context.new_page()
        for name, place in _places(cast).items():
            page.goto(place)
            _look(page, name)
            picture = page.screenshot(path=folder / f"{name}{suffix}.png")
            assert picture.startswith(PNG)
        context.close()


def _places(cast: Cast) -> dict[str, str]:
    return {
        "today": "/",
        "territory": "/territory/",
        "practice": f"/practices/{cast.elm_street.pk}/",
        "visit": f"/practices/{cast.munjoy_hill.pk}/visits/new/",
        "introductions": "/introductions/",
        "materials": "/materials/",
    }


def _look(page: Page, name: str) -> None:
    """See that the screen holds what the story says, before it is shown to anybody."""
    said = {
        "today": "Back Cove Women’s Health",
        "territory": "Adopt",
        "practice": "A card was scanned",
        "visit": "“What do you usually do next?”",
        "introductions": "named by Dr. Ana Ortiz",
        "materials": "Print the page",
    }
    if name == "visit":
        page.get_by_text("The prescriber", exact=True).click()
        page.get_by_text("Has nobody", exact=True).click()
        expect(page.get_by_role("button", name="Save · come back")).to_be_visible()
    if name == "materials":
        expect(page.locator(".sheet")).to_have_js_property("complete", True)
    expect(page.get_by_text(said[name]).first).to_be_visible()

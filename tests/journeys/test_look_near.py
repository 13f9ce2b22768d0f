"""From an empty instance and a ZIP to offices in order, on a list and on a map; nothing loaded."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pytest_django import Settings

from alongside.team.models import Job
from alongside.team.work import work
from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.test_from_nothing import begin
from tests.territory.replay import Replay, person, replaying

pytestmark = pytest.mark.django_db(transaction=True)

PICTURES = os.environ.get("LOOK_PICTURES", "")


@pytest.fixture
def replay(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Replay]:
    nurse = {"code": "363LF0000X", "desc": "Nurse Practitioner, Family"}
    people = [
        person(1, line_1="12 ELM ST"),
        person(2, line_1="12 ELM ST", last_name="OKORO"),
        person(3, line_1="3 QUAY ST", last_name="DUARTE"),
        person(4, line_1="7 PINE ST", last_name="MCTAVISH", **nurse),
        person(5, zip5="04102", line_1="9 SHORE RD", last_name="O'DOWD"),
    ]
    with replaying(*people) as server:
        server.faults.extend(["500", "cut"])
        settings.NPI_REGISTRY = server.url
        # Waiting for the registry takes no time here; the browser's own waiting does.
        monkeypatch.setattr("alongside.outreach.looking_up.A_MOMENT_SECONDS", 1000.0)
        monkeypatch.setattr("alongside.outreach.looking_up.time.sleep", lambda seconds: None)
        yield server


def keep_picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


def check_axe(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, (page.url, found.generate_report())
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= page.evaluate("innerWidth"), page.url


def test_a_zip_is_all_it_takes(phone: Page, replay: Replay) -> None:
    begin(phone, near="04101")
    phone.get_by_role("link", name="Territory").click()
    expect(phone.get_by_text("It waits for its turn")).to_be_visible()
    keep_picture(phone, "empty")
    work.call(job_id=str(Job.objects.get().pk))
    expect(phone.get_by_role("heading", name="Near 04101")).to_be_visible()
    offices = phone.get_by_role("heading", level=2)
    expect(offices).to_have_text(["12 Elm St", "3 Quay St", "7 Pine St", "9 Shore Rd"])
    expect(phone.get_by_text("1 nurse practitioner")).to_be_visible()
    keep_picture(phone, "list")
    _nothing_breaks_the_policy(phone)
    phone.goto("/territory/")
    check_axe(phone)
    phone.get_by_role("link", name="Map", exact=True).click()
    _the_map_by_keyboard(phone)
    phone.goto("/settings/data/")
    expect(phone.get_by_text("NPI Registry, 5 miles around 04101")).to_be_visible()
    keep_picture(phone, "data")
    check_axe(phone)


def _the_map_by_keyboard(page: Page) -> None:
    drawn = page.get_by_role("group", name="Map of the offices below").get_by_role("button")
    expect(drawn).to_have_count(6)  # four dots, nearer and farther
    for size, scheme, name in ((PHONE, "light", "map"), (DESKTOP, "dark", "map-wide")):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.wait_for_timeout(300)
        keep_picture(page, name)
        check_axe(page)
    second = page.get_by_role("button", name="2 3 Quay St")
    second.focus()
    page.keyboard.press("Enter")
    popup = page.locator(".leaflet-popup").get_by_role("link", name="3 Quay St")
    expect(popup).to_be_visible()
    keep_picture(page, "map-open")
    page.get_by_label("Specialty").select_option("Nurse practitioner")
    expect(page.get_by_role("listitem").filter(has_text="Pine St")).to_be_visible()
    expect(page.get_by_role("button", name="7 Pine St")).to_be_visible()
    page.get_by_role("listitem").get_by_role("link", name="7 Pine St").click()
    expect(page.locator("li:target")).to_contain_text("7 Pine St")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.emulate_media(color_scheme="light")


def _nothing_breaks_the_policy(page: Page) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto("/territory/map/")  # before axe, which itself puts styles on a page
    page.get_by_role("button", name="1 12 Elm St").press("Enter")
    page.get_by_role("button", name="Zoom in").press("Enter")
    expect(page.locator(".leaflet-popup")).to_be_visible()
    assert said == [], "\n".join(said)

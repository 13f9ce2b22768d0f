"""From an empty territory to the first office on the list, on a phone."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from alongside.outreach.actions.territory import adopt
from alongside.outreach.models import Candidate, Practice
from alongside.team.models import Job, Membership
from alongside.team.work import work
from tests.conftest import MONDAY, at
from tests.journeys.conftest import BACKEND, DESKTOP, PHONE
from tests.outreach.territories import ROWS, load_rows
from tests.territory.cms_file import write_cms

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def clinicians(tmp_path: Path) -> Path:
    return write_cms(tmp_path / "DAC_National.csv", ROWS)


def act(page: Page, words: str, office: str, role: Literal["button", "link"] = "button") -> Locator:
    """What is to be done with one office: a screen reader hears which."""
    return page.get_by_role(role, name=re.compile(f"{words}.*{office}"))


def send(page: Page, clinicians: Path) -> None:
    page.goto("/")
    page.get_by_role("link", name="Territory").click()
    page.get_by_label("Your ZIP").fill("04101")
    page.get_by_label("The clinicians file").set_input_files(clinicians)
    page.get_by_role("button", name="Load it").click()
    expect(page.get_by_text("It waits for its turn")).to_be_visible()


def the_worker_comes_round() -> None:
    work.call(job_id=str(Job.objects.get().pk))


def test_a_file_is_sent_and_an_office_of_it_is_on_the_list(
    maya_s_phone: Page, clinicians: Path
) -> None:
    page = maya_s_phone
    send(page, clinicians)
    the_worker_comes_round()
    # The page asks by itself how far the work is.
    expect(page.get_by_role("heading", name="Near 04101")).to_be_visible()

    best = page.get_by_role("listitem").filter(has=page.get_by_role("heading", level=2)).first
    expect(best).to_contain_text("Deering Family Practice PC")
    expect(best).to_contain_text("3 family physicians")
    act(page, "Not for me", "Deering").click()
    act(page, "Back again", "Deering").click()
    act(page, "Adopt", "Deering").click()
    expect(act(page, "On your list", "Deering", role="link")).to_be_focused()
    assert page.url.endswith("/territory/")

    page.get_by_role("link", name="Practices", exact=True).click()
    page.get_by_role("link", name="Deering Family Practice PC").click()
    expect(page.get_by_text("Corisande McTavish")).to_be_visible()


def test_choosing_shows_other_offices_at_once(
    maya_s_phone: Page, maya: Membership, tmp_path: Path
) -> None:
    load_rows(maya, tmp_path)
    page = maya_s_phone
    page.goto("/territory/")
    page.get_by_label("Specialty").select_option("Internal medicine")
    expect(page.get_by_role("heading", level=2)).to_have_text(["112 State St"])
    assert "specialty=internal_medicine" in page.url
    page.get_by_label("Kind of place").select_option("Unclear (1)")
    expect(page.get_by_text("There is no such office here")).to_be_visible()
    page.get_by_label("Specialty").select_option("All specialties")
    expect(page.get_by_role("heading", level=2)).to_have_text(["7 Pine St"])


def test_a_refused_upload_is_said_in_place(maya_s_phone: Page, clinicians: Path) -> None:
    page = maya_s_phone
    page.goto("/territory/")
    page.get_by_label("Your ZIP").fill("00001")
    page.get_by_label("The clinicians file").set_input_files(clinicians)
    page.get_by_role("button", name="Load it").click()
    expect(page.get_by_text("known neither to Census")).to_be_visible()
    expect(page.get_by_role("button", name="Load it")).to_be_enabled()


@pytest.fixture
def plain_phone(chromium: Browser, live_server: LiveServer, maya: Membership) -> Iterator[Page]:
    """Maya's phone, with JavaScript off."""
    client = Client()
    client.force_login(maya.person, backend=BACKEND)
    context = chromium.new_context(
        viewport=PHONE,  # type: ignore[arg-type]
        base_url=live_server.url,
        java_script_enabled=False,
    )
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page = context.new_page()
    page.set_default_timeout(5_000)
    yield page
    context.close()


def test_without_javascript_the_same_works(plain_phone: Page, clinicians: Path) -> None:
    page = plain_phone
    send(page, clinicians)
    the_worker_comes_round()
    page.get_by_role("link", name="Territory").click()
    act(page, "Not for me", "112 State St").click()
    expect(page.get_by_role("status")).to_have_text("112 State St was set aside.")
    page.get_by_label("Kind of place").select_option("Set aside (1)")
    page.get_by_role("button", name="Show").click()
    act(page, "Back again", "112 State St").click()
    page.goto("/territory/")
    act(page, "Adopt", "112 State St").click()
    expect(page.get_by_role("status")).to_have_text("112 State St is on your list.")
    act(page, "On your list", "112 State St", role="link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("112 State St")


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_of_the_territory_has_a_fault_that_axe_finds(
    maya_s_phone: Page, maya: Membership, tmp_path: Path, size: dict[str, int], scheme: str
) -> None:
    load_rows(maya, tmp_path)
    best = Candidate.objects.seen_by(maya).best_first()[0]
    adopt(member=maya, candidate=best, at=at(MONDAY))
    page = maya_s_phone
    page.set_viewport_size(size)  # type: ignore[arg-type]
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    for place in ("/territory/", "/territory/?show=aside", "/territory/loads/"):
        page.goto(place)
        found = Axe().run(page)
        assert found.violations_count == 0, (place, found.generate_report())
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= size["width"], place


def test_nothing_on_the_page_breaks_the_content_security_policy(
    maya_s_phone: Page, maya: Membership, clinicians: Path, tmp_path: Path
) -> None:
    page = maya_s_phone
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    send(page, clinicians)
    the_worker_comes_round()
    expect(page.get_by_role("heading", name="Near 04101")).to_be_visible()
    act(page, "Adopt", "Deering").click()
    expect(act(page, "On your list", "Deering", role="link")).to_be_visible()
    page.get_by_label("How far").select_option("1 mile")
    expect(page.get_by_role("heading", level=2)).to_have_count(1)
    assert [line for line in said if re.search("Content Security|Refused", line)] == []
    assert Practice.objects.count() == 1

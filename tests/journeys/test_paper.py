"""From who one is to a page on a counter, and from a card's code to a scan, on a phone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import caches
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from alongside.outreach import actions as outreach
from alongside.outreach.models import Practice, Printing, Scan
from alongside.team.models import Membership
from tests.conftest import MONDAY, at
from tests.journeys.conftest import DESKTOP, PHONE, sign_in
from tests.materials.printed import picture_of, text_of
from tests.outreach.letterheads import LOGO, lines_of, room_of, written_by

pytestmark = pytest.mark.django_db(transaction=True)

PUBLIC = "https://casco.example.org"
LABELS = {
    "name": "Name:",
    "credentials": "Credentials",
    "licence": "License number",
    "practice_name": "Practice:",
    "street": "Street",
    "city": "City",
    "zip5": "ZIP",
    "phone": "Phone",
}


@pytest.fixture(autouse=True)
def _nobody_was_here() -> None:
    caches["this_process"].clear()


@pytest.fixture
def a_stranger_s_phone(chromium: Browser, live_server: LiveServer) -> Iterator[Page]:
    """Whoever picks a card up; without JavaScript."""
    context = chromium.new_context(
        viewport=PHONE,  # type: ignore[arg-type]
        base_url=live_server.url,
        java_script_enabled=False,
    )
    yield context.new_page()
    context.close()


def write_profile(page: Page) -> None:
    """From Materials, which asks for it first."""
    page.get_by_role("link", name="Materials").click()
    page.get_by_role("link", name="Write my profile").click()
    lines = lines_of("Elm Street")
    for name, label in LABELS.items():
        page.get_by_label(label).fill(lines[name])
    page.get_by_label("State of the license").select_option("ME")
    page.get_by_label("State:", exact=True).select_option("ME")
    page.get_by_label("CBT", exact=True).check()
    page.get_by_role("button", name="Save my profile").click()
    expect(page.get_by_role("status")).to_contain_text("Saved")


def is_drawn(page: Page) -> None:
    """See that the preview is a picture of the paper's own shape."""
    sheet = page.get_by_role("img", name=re.compile("as it will be printed"))
    expect(sheet).to_be_visible()
    expect(sheet).to_have_js_property("complete", True)
    assert sheet.evaluate("picture => picture.naturalWidth") > 300


def test_a_page_is_previewed_printed_and_lies_on_a_counter(
    maya_s_phone: Page, own_doctor: Practice, tmp_path: Path
) -> None:
    page = maya_s_phone
    page.goto("/")
    write_profile(page)
    page.get_by_role("link", name="Materials").click()
    is_drawn(page)
    page.get_by_label("For whose counter").first.select_option(label=str(own_doctor))
    saved = keep(page, "Print the page", tmp_path / "page.pdf")
    assert "Elm Street Therapist" in text_of(saved.read_bytes())
    page.goto("/materials/")
    page.get_by_role("link", name=str(own_doctor)).click()
    expect(page.get_by_text(re.compile(r"Primary care\. Printed .* review by"))).to_be_visible()


def test_what_is_chosen_shows_at_once(maya_s_phone: Page, maya: Membership) -> None:
    written_by(maya, "Elm Street", at=at(MONDAY))
    page = maya_s_phone
    page.goto("/materials/")
    page.get_by_text("The five findings").click()
    page.get_by_role("checkbox", checked=True).last.uncheck()
    expect(page.get_by_role("alert")).to_contain_text("4 bullets were chosen")
    page.locator("input[name=bullet]:not(:checked)").last.check()
    expect(page.get_by_role("alert")).to_have_count(0)
    page.locator("#paper").select_option("A4")
    expect(page.locator(".sheet.a4")).to_be_visible()
    is_drawn(page)
    page.locator("#audience").select_option("OB/GYN")
    expect(page.get_by_text("4 bullets were chosen")).to_have_count(0)
    expect(page.locator("input[name=audience][type=hidden]").first).to_have_value("obgyn")


def test_without_javascript_the_same_page_is_shown_and_printed(
    a_stranger_s_phone: Page, live_server: LiveServer, maya: Membership, tmp_path: Path
) -> None:
    written_by(maya, "Elm Street", at=at(MONDAY))
    page = a_stranger_s_phone
    sign_in(page.context, maya, live_server)
    page.goto("/materials/")
    page.locator("#audience").select_option("Patients, in the waiting room")
    page.get_by_role("button", name="Show it").click()
    expect(page.locator(".sheet")).to_be_visible()
    assert "988" in text_of(keep(page, "Print the page", tmp_path / "page.pdf").read_bytes())
    assert Printing.objects.get().audience == "patient"


def test_a_printed_card_opens_the_page_and_is_counted_once(
    maya_s_phone: Page,
    a_stranger_s_phone: Page,
    maya: Membership,
    own_doctor: Practice,
    settings: Settings,
    tmp_path: Path,
) -> None:
    settings.PUBLIC_URL = PUBLIC
    written_by(maya, "Elm Street", at=at(MONDAY))
    room_of(maya, on=maya.group.day_of(timezone.now()), at=timezone.now())
    page, theirs = maya_s_phone, a_stranger_s_phone
    (address,) = codes_of(print_cards(page, own_doctor, tmp_path / "cards.pdf"))
    assert address.startswith(f"{PUBLIC}/c/")
    for _ in range(2):
        theirs.goto(address.removeprefix(PUBLIC))
        expect(theirs.get_by_role("heading", level=1)).to_have_text("Elm Street Therapist, LCSW")
        expect(theirs.get_by_text("Two evening openings")).to_be_visible()
    assert theirs.context.cookies() == []
    assert Scan.objects.count() == 1
    page.goto(f"/practices/{own_doctor.pk}/")
    expect(page.get_by_text("A card was scanned")).to_have_count(1)


def print_cards(page: Page, practice: Practice, path: Path) -> Path:
    """Print ten cards for a practice, from Materials, and keep the file."""
    page.goto("/materials/")
    page.get_by_text("Cards", exact=True).click()
    page.locator("#cards-practice").select_option(label=str(practice))
    return keep(page, "Print: cards", path)


def keep(page: Page, button: str, path: Path) -> Path:
    """Press a button that prints, and keep the file."""
    with page.expect_download() as caught:
        page.get_by_role("button", name=button).click()
    caught.value.save_as(path)
    return path


def codes_of(pdf: Path) -> set[str]:
    """Return what the codes of the first page say."""
    return {found.text for found in zxingcpp.read_barcodes(picture_of(pdf.read_bytes(), 150))}


@pytest.fixture
def places(maya: Membership, own_doctor: Practice) -> tuple[str, ...]:
    """Every page of the paper, filled."""
    written_by(maya, "Elm Street", at=at(MONDAY))
    outreach.settle_logo(member=maya, content=LOGO, at=at(MONDAY))
    room_of(maya, on=maya.group.day_of(timezone.now()), at=timezone.now())
    _, token = outreach.make_cards(member=maya, practice=own_doctor, at=at(MONDAY))
    return (
        "/materials/",
        f"/materials/?practice={own_doctor.pk}",
        "/materials/?audience=patient&of=patient&bullet=patient_plain:1",
        "/settings/profile/",
        "/settings/availability/",
        f"/practices/{own_doctor.pk}/",
        f"/c/{token}/",
        "/c/nobody-knows/",
    )


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("size", "scheme"), [(PHONE, "light"), (DESKTOP, "dark")], ids=["phone", "desktop"]
)
def test_no_page_of_the_paper_has_a_fault_that_axe_finds(
    maya_s_phone: Page, places: tuple[str, ...], size: dict[str, int], scheme: str
) -> None:
    page = maya_s_phone
    page.set_viewport_size(size)  # type: ignore[arg-type]
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    for place in places:
        page.goto(place)
        found = Axe().run(page)
        assert found.violations_count == 0, (place, found.generate_report())
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= size["width"], place


def test_nothing_of_the_paper_breaks_the_content_security_policy(
    maya_s_phone: Page, places: tuple[str, ...]
) -> None:
    page = maya_s_phone
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    for place in places:
        page.goto(place)
        page.wait_for_load_state("networkidle")
    assert [line for line in said if re.search("Content Security|Refused", line)] == []

"""Somebody scans a card, asks, is answered inside the clock, comes, and the loop is closed."""

import re
from collections.abc import Iterator

import pytest
from django.core.cache import caches
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from alongside.outreach import actions as outreach
from alongside.outreach.models import Practice
from alongside.referrals.models import Referral
from alongside.team.models import Membership
from tests.conftest import MONDAY, at
from tests.journeys.conftest import PHONE
from tests.outreach.letterheads import written_by
from tests.web.test_card_requests import sum_of

pytestmark = pytest.mark.django_db(transaction=True)

NAME = "Zephyrine Quill"


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def theirs(
    chromium: Browser, live_server: LiveServer, request: pytest.FixtureRequest
) -> Iterator[Page]:
    """The phone of whoever scans a card."""
    for cache in caches.all():
        cache.clear()
    context = chromium.new_context(
        viewport=PHONE,  # type: ignore[arg-type]
        base_url=live_server.url,
        java_script_enabled=request.param,
    )
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()


@pytest.fixture
def card(maya: Membership, own_doctor: Practice) -> str:
    """What the code of Maya's cards opens."""
    written_by(maya, "Elm Street", at=at(MONDAY))
    outreach.add_contact(
        member=maya, practice=own_doctor, name="Dr. Ana Ortiz", part="prescriber", at=at(MONDAY)
    )
    _, token = outreach.make_cards(member=maya, practice=own_doctor, at=at(MONDAY))
    return f"/c/{token}/"


def test_from_a_card_to_a_closed_loop(
    theirs: Page, maya_s_phone: Page, maya: Membership, own_doctor: Practice, card: str
) -> None:
    ask(theirs, card)
    look_after(maya_s_phone)
    ana = Referral.objects.with_course().get()
    assert ana.answered.on == ana.on == maya.group.day_of(timezone.now())
    assert (ana.closed.reason, ana.practice) == ("seen_here", own_doctor)
    maya_s_phone.goto(f"/practices/{own_doctor.pk}/")
    expect(maya_s_phone.get_by_text("Somebody was sent")).to_be_visible()
    assert "Zephyrine" not in maya_s_phone.content()


def look_after(page: Page) -> None:
    """Answer inside the clock, offer a time, see them, and close the loop."""
    see(page)
    be_refused_a_letter(page)
    close(page)


def close(page: Page) -> None:
    """Close the loop, from the page of whoever was sent."""
    page.get_by_role("link", name="Close it").last.click()
    page.get_by_text("Seen here").click()
    page.get_by_role("button", name="Close it").click()
    expect(page.get_by_role("heading", name="Closed")).to_be_visible()


def see(page: Page) -> None:
    """Answer inside the clock, offer a time, and see them."""
    page.goto("/")
    page.get_by_role("link", name="Answer Zephyrine").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(NAME)
    page.get_by_role("button", name="They heard from us").click()
    expect(page.get_by_role("heading", name="To offer a time")).to_be_visible()
    page.get_by_role("link", name="Offer a time").click()
    page.get_by_role("button", name="They were offered it").click()
    page.get_by_role("link", name="They came").click()
    page.get_by_role("button", name="Note it").click()
    expect(page.get_by_role("heading", name="Seen, to tell")).to_be_visible()


def be_refused_a_letter(page: Page) -> None:
    """Without a release nothing goes to the office, and it is said why."""
    page.get_by_role("link", name="Tell who sent them").click()
    page.get_by_label("To whom").select_option(label="Dr. Ana Ortiz")
    page.get_by_role("button", name="Write the letter").click()
    expect(page.get_by_text("without their signed release")).to_be_visible()
    page.get_by_role("link", name="Referrals").click()
    page.get_by_role("link", name="Zephyrine").click()


def ask(page: Page, card: str) -> None:
    """Ask for an appointment, as a person does: with a slip first."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(card)
    page.get_by_role("link", name="Ask for an appointment").click()
    page.get_by_label("Your name").fill(NAME)
    page.get_by_label("You may call or write").check()
    answer_if_asked(page)
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_text("Please give a phone number")).to_be_visible()
    page.get_by_label("Phone").fill("207-555-0177")
    answer_if_asked(page)
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    expect(page.get_by_text("within one business day")).to_be_visible()
    assert NAME not in page.url
    assert page.context.cookies() == []
    assert [line for line in said if re.search("Content Security|Refused", line)] == []


def answer_if_asked(page: Page) -> None:
    """Without scripts the plain question is answered; with them the work is done meanwhile."""
    if page.evaluate("typeof customElements") == "object" and scripts_run(page):
        return
    page.locator("card-work input").fill(str(sum_of(page.content())))


def scripts_run(page: Page) -> bool:
    return bool(page.evaluate("!!customElements.get('card-work')"))

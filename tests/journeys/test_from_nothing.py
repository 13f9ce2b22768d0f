"""From an empty instance to the named practice, on a phone: the whole of the protocol."""

import re
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from alongside.outreach import actions as outreach
from alongside.outreach.models import Practice
from alongside.playbook.steps import Step
from alongside.team import actions as team
from alongside.team.first_code import first_code
from alongside.team.models import Membership, Role
from tests.journeys.walk import add_practice, begin_visit, choose, open_practice, save

pytestmark = pytest.mark.django_db(transaction=True)

MONDAY, MONTH_ON, WEEK_ON = date(2026, 1, 5), date(2026, 2, 5), date(2026, 2, 12)


def begin(page: Page, *, is_comfortable: bool = True, near: str = "") -> None:
    """Make the owner's account with the terminal's code, and answer the three questions."""
    code = first_code(team.install())
    page.goto("/")
    page.get_by_label("The code in your terminal").fill(code)
    page.get_by_label("Your name").fill("Maya Okonkwo")
    page.get_by_label("Your email").fill("maya@example.com")
    page.get_by_label("Password").fill("a long enough phrase")
    page.get_by_label("Your practice's name").fill("Casco Counseling")
    page.get_by_label("Time zone").select_option("America/New_York")
    page.get_by_role("button", name="Make my account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Three questions")
    page.get_by_role("textbox", name="ZIP").fill(near)
    choose(page, "Yes, gladly" if is_comfortable else "I would rather not")
    page.get_by_role("button", name="Go on").click()


def test_from_the_code_to_the_named_practice(phone: Page) -> None:
    begin(phone)
    expect(phone.get_by_role("radio", name="My own doctor's")).to_be_checked()
    phone.get_by_role("textbox", name="Name").fill("Elm Street Family Medicine")
    phone.get_by_label("What kind of office").select_option("internal_medicine")
    phone.get_by_role("button", name="Add it").click()
    _steps_1_and_2_at_one_stop(phone)
    _the_question_a_month_later(phone)
    _the_next_door_a_week_later(phone)
    open_practice(phone, "Back Cove Women’s Health")
    opening = "Dr. Ortiz told me that you are the practice they like best to refer to."
    expect(phone.get_by_text(opening)).to_be_visible()
    phone.get_by_role("link", name="Today").click()
    expect(phone.get_by_text("Thank Dr. Ortiz", exact=True)).to_be_visible()


def _steps_1_and_2_at_one_stop(phone: Page) -> None:
    begin_visit(phone, MONDAY, "The prescriber")
    choose(phone, "Yes")
    phone.get_by_label("I met the business manager too").check()
    save(phone, "Come back Thursday, 5 February 2026.")


def _the_question_a_month_later(phone: Page) -> None:
    begin_visit(phone, MONTH_ON, "The prescriber")
    choose(phone, "Has nobody")
    expect(phone.get_by_role("button", name="Save · come back Thu 12 February")).to_be_visible()
    save(phone, "Come back Thursday, 12 February 2026.")


def _the_next_door_a_week_later(phone: Page) -> None:
    expect(phone.get_by_text("Which OB/GYN do you like best to refer to?")).to_be_visible()
    begin_visit(phone, WEEK_ON, "The prescriber")
    phone.get_by_label("Their favourite practice").fill("Back Cove Women’s Health")
    phone.get_by_label("Who named it").fill("Dr. Ortiz")
    save(phone, "Come back")


def test_a_client_s_prescriber_walks_through_all_five(maya_s_phone: Page) -> None:
    page = maya_s_phone
    add_practice(page, "Munjoy Hill", what="A client's prescriber (no client is named here)")
    _step_5_and_2_at_one_stop(page)
    begin_visit(page, MONTH_ON, "The manager")
    save(page, "Come back Thursday, 12 February 2026.")
    begin_visit(page, WEEK_ON, "The prescriber")
    page.get_by_label("Their favourite practice").fill("none")
    save(page, "Come back")
    owed = Practice.objects.get().owed
    assert owed.kind == "keep_warm"
    assert all(owed.done >> step & 1 for step in Step)


def _step_5_and_2_at_one_stop(page: Page) -> None:
    page.get_by_role("link", name="Note a release, or a no").click()
    choose(page, "A release was signed")
    page.get_by_label("On:", exact=True).fill(MONDAY.isoformat())
    page.get_by_role("button", name="Note it").click()
    begin_visit(page, MONDAY, "The prescriber")
    choose(page, "Asked about you")
    choose(page, "Yes")
    for told in (
        "I introduced myself, under the release",
        "We compared notes on the care we share",
        "I met the business manager too",
        "They said how they like referrals to work",
    ):
        page.get_by_label(told).check()
    save(page, "Come back Thursday, 5 February 2026.")


def test_whoever_is_uncomfortable_begins_elsewhere_and_nobody_else_sees_it(phone: Page) -> None:
    begin(phone, is_comfortable=False)
    expect(phone.get_by_role("radio", name="A client's prescriber")).to_be_checked()
    add_practice(phone, "Elm Street", what="My own doctor's")
    expect(phone.get_by_text("begin with a client's prescriber").first).to_be_visible()
    maya = Membership.objects.get()
    sam = _a_colleague(maya)
    seen = _pages(sam)
    outreach.settle_comfort(member=maya, is_comfortable=True, at=timezone.now())
    assert _pages(sam) == seen


def _a_colleague(maya: Membership) -> Client:
    """Return the browser of another owner of the group: nobody may see more."""
    now = timezone.now()
    _, token = team.invite(member=maya, email="sam@example.com", role=Role.OWNER, at=now)
    sam = team.accept(token=token, name="Sam", password="another phrase", at=now)
    client = Client()
    client.force_login(sam.person)
    return client


def _pages(sam: Client) -> list[str]:
    """Return the pages on which it might be told, but for the form tokens, which always change."""
    place = f"/practices/{Practice.objects.get().pk}/"
    pages = ("/?whose=all", "/practices/", place, f"{place}visits/new/", "/introductions/")
    return [re.sub('value="[^"]{36,}"', "", sam.get(page).content.decode()) for page in pages]

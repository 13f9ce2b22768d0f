"""Step 5 on a phone: a release signed on it, the introduction, the consult, an open door."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from alongside.outreach import actions as outreach
from alongside.outreach.actions import Described
from alongside.outreach.models import Contact, Practice, StepFiveFact, Visit
from alongside.outreach.owed import owed
from alongside.playbook.history import Entry
from alongside.playbook.steps import Step
from alongside.releases.models import Consult, Delivery, Disclosure, Letter, Signature
from alongside.team.models import Event, Membership
from tests.materials.printed import text_of
from tests.outreach.letterheads import written_by

pytestmark = pytest.mark.django_db(transaction=True)

NAME, CODE = "Wilhelmina Quackenbush", "WQ-14"
PASSWORD = "a long enough phrase"


@pytest.fixture
def elm_street(maya: Membership) -> Practice:
    """Entered through a client, three days ago."""
    moment = timezone.now() - timedelta(days=3)
    written_by(maya, "Maya", at=moment)
    there = outreach.add_practice(
        member=maya,
        entry=Entry.CLIENT,
        on=maya.group.day_of(moment),
        at=moment,
        described=Described("Elm Street Family Medicine", "family_medicine", street="1 Elm St"),
    )
    outreach.add_contact(
        member=maya, practice=there, name="Dr. Ana Ortiz", part=Contact.Part.PRESCRIBER, at=moment
    )
    return there


def test_from_a_client_to_an_open_door_and_back(maya_s_phone: Page, elm_street: Practice) -> None:
    page = maya_s_phone
    add_the_client(page)
    refused_without_a_release(page)
    make_the_release(page, CODE, "How I am doing")
    sign_it_on_the_phone(page, NAME)
    take_the_phone_back(page, CODE)
    introduce(page)
    consult(page)
    is_open(elm_street)
    take_it_back(page)
    nowhere_but_on_its_own_pages(page)


def add_the_client(page: Page) -> None:
    page.goto("/practices/")
    page.get_by_role("link", name="Clients’ prescribers").click()
    page.get_by_role("link", name="Add a client").click()
    page.get_by_label("Code").fill("WQ-14")
    page.get_by_role("textbox", name="Name").fill(NAME)
    page.get_by_label("State").select_option("ME")
    page.get_by_role("button", name="Add them").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("WQ-14")
    page.get_by_role("link", name="Note a prescriber").click()
    page.get_by_role("button", name="Note them").click()
    expect(page.get_by_role("heading", name="Dr. Ana Ortiz")).to_be_visible()


def refused_without_a_release(page: Page) -> None:
    page.get_by_role("link", name="Write a letter").click()
    page.get_by_role("button", name="Put it in the outbox").click()
    expect(page.locator(".errorlist")).to_contain_text("No release names Dr. Ana Ortiz")
    page.go_back()
    page.go_back()


def make_the_release(page: Page, code: str, *items: str) -> None:
    page.goto("/clients/")
    page.get_by_role("link", name=code).click()
    page.get_by_role("link", name="Make the release").click()
    for item in items:
        page.get_by_label(item, exact=True).check()
    page.get_by_role("button", name="Go on to sign it").click()
    page.get_by_role("button", name="Show the release").click()


def sign_it_on_the_phone(page: Page, name: str) -> None:
    form = page.url
    for elsewhere in ("/", "/clients/", "/settings/", "/accounts/logout/", "/nowhere/"):
        page.goto(elsewhere)
        assert page.url == form, elsewhere
    draw_in_the_field(page)
    page.get_by_label("My initials: they may be told").fill("WQ")
    page.get_by_label("My initials: they may tell").fill("WQ")
    page.get_by_label("My name, or the name of who signs for me").fill(name)
    page.get_by_label("I mean this as my signature.").check()
    page.get_by_label("I agree to sign on this screen.").check()
    page.get_by_role("button", name="Sign").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. It is signed.")
    kept = Signature.objects.get()
    assert kept.how == Signature.How.DRAWN
    assert name in text_of(kept.document)
    assert len(kept.strokes.split()) > 3


def draw_in_the_field(page: Page) -> None:
    field = page.locator("canvas")
    field.scroll_into_view_if_needed()
    box = field.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 150, box["y"] + 70, steps=5)
    page.mouse.up()


def take_the_phone_back(page: Page, code: str) -> None:
    page.get_by_role("link", name="Give the phone back").click()
    page.get_by_label("Password").fill("what a stranger would try")
    page.get_by_role("button", name="It is me").click()
    expect(page.locator(".errorlist")).to_contain_text("not the password")
    page.goto("/clients/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. It is signed.")
    page.goto("/handing-back/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="It is me").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(code)
    with page.expect_download():
        page.get_by_role("button", name="The client’s copy").click()


def introduce(page: Page) -> None:
    page.get_by_role("link", name="Write a letter").click()
    page.get_by_label("How it goes").fill("Better sleep since March.")
    page.get_by_role("button", name="Put it in the outbox").click()
    with page.expect_download() as left:
        page.get_by_role("button", name="Get the PDF, and note that it left").click()
    words = text_of(left.value.path().read_bytes())
    assert NAME in words
    assert "Better sleep since March." in words
    assert "Dr. Ana Ortiz" in words
    assert "quackenbush" not in left.value.suggested_filename
    assert Delivery.objects.count() == Disclosure.objects.count() == 1


def consult(page: Page) -> None:
    page.goto("/clients/")
    page.get_by_role("link", name="WQ-14").click()
    page.get_by_role("link", name="Note a consult").click()
    page.get_by_label("How I am doing").check()
    page.get_by_label(re.compile("What do you usually do next")).select_option("has_nobody")
    page.get_by_role("button", name="Note it").click()
    expect(page.get_by_role("heading", name="Dr. Ana Ortiz, by phone")).to_be_visible()


def is_open(there: Practice) -> None:
    fresh = Practice.objects.select_related("entrance", "group").get(pk=there.pk)
    assert Step.SOMEONE_NEW in owed(fresh, timezone.now()).found.done
    assert Visit.objects.count() == 2


def take_it_back(page: Page) -> None:
    page.get_by_role("link", name="Write a letter").click()
    page.get_by_label("Which letter").select_option("consult")
    page.get_by_role("button", name="Put it in the outbox").click()
    assert Letter.objects.queued().count() == 1
    page.goto("/clients/")
    page.get_by_role("link", name="WQ-14").click()
    page.get_by_role("link", name="Revoke").click()
    page.get_by_role("button", name="Stop all sharing").click()
    assert not Letter.objects.queued().exists()
    page.get_by_role("link", name="Note a consult").click()
    page.get_by_role("button", name="Note it").click()
    expect(page.locator(".errorlist")).to_contain_text("The release was revoked")
    assert Consult.objects.count() == 1
    assert set(StepFiveFact.objects.values_list("what", flat=True)) == {"released", "said_no"}


def nowhere_but_on_its_own_pages(page: Page) -> None:
    """The practice, Today and the trail speak of no client by name."""
    for path in ("/", "/practices/", "/events/", "/clients/", "/outbox/", "/settings/"):
        page.goto(path)
        assert "Quackenbush" not in page.content(), path
    page.goto("/practices/")
    page.get_by_role("link", name="Elm Street Family Medicine").click()
    assert "Quackenbush" not in page.content()
    assert "WQ-14" not in page.content()
    assert Event.objects.filter(verb="client looked at").exists()

"""What every journey does: chooses, logs and reads, as a person would."""

from datetime import date

from playwright.sync_api import Page, expect


def choose(page: Page, label: str) -> None:
    page.get_by_role("radio", name=label, exact=True).check()


def add_practice(page: Page, name: str, *, what: str, kind: str = "family_medicine") -> None:
    """Add a practice by hand, from anywhere."""
    page.goto("/practices/new/")
    choose(page, what)
    page.get_by_role("textbox", name="Name").fill(name)
    page.get_by_label("What kind of office").select_option(kind)
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def open_practice(page: Page, name: str) -> None:
    page.goto("/practices/")
    page.get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def begin_visit(page: Page, on: date, outcome: str) -> None:
    """Open the visit's form from a practice's page, with all of it unfolded."""
    page.get_by_role("link", name="Log visit").click()
    choose(page, outcome)
    page.get_by_label("On:", exact=True).fill(on.isoformat())
    page.locator("details.rest > summary").click()


def save(page: Page, follows: str) -> None:
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").first).to_contain_text(follows)

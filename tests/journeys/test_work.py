"""A long job watched on a phone: the page moves by itself, and a reload shows the same."""

from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, Request, expect

from alongside.team import actions
from alongside.team.models import Job, JobEnding, Membership
from tests.journeys.conftest import DESKTOP, PHONE

pytestmark = pytest.mark.django_db(transaction=True)


def begun(member: Membership, title: str = "Loading clinicians.csv") -> Job:
    job = actions.ask_for_work(
        member=member, kind="none", key=uuid4(), title=title, arguments={}, at=timezone.now()
    )
    held = actions.begin_work(job_id=job.pk, at=timezone.now())
    assert held is not None
    return held


def told(job: Job, done: int) -> None:
    job.progress_done, job.progress_total, job.progress_words = done, 20_000, "Reading the rows"
    actions.beat(job=job, at=timezone.now())


def end(job: Job, how: str, words: str) -> None:
    actions.end_work(job=job, how=JobEnding.How(how), words=words, result={}, at=timezone.now())


def test_progress_is_seen_without_a_reload_and_survives_one(
    maya_s_phone: Page, maya: Membership
) -> None:
    page, job = maya_s_phone, begun(maya)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    told(job, 5_000)
    page.goto("/settings/")
    page.get_by_role("link", name="Work that takes long").click()
    bar = page.get_by_role("progressbar", name="Loading clinicians.csv")
    expect(bar).to_have_attribute("value", "5000")
    button = page.get_by_role("button", name="Stop the work “Loading clinicians.csv”")
    button.focus()
    told(job, 12_000)
    expect(bar).to_have_attribute("value", "12000")
    expect(button).to_be_focused()
    page.reload()
    expect(bar).to_have_attribute("value", "12000")
    end(job, "done", "20,000 rows read.")
    expect(page.get_by_text("20,000 rows read.")).to_be_visible()
    expect(bar).to_have_count(0)
    assert said == []


def test_a_page_polls_while_something_runs_and_then_no_more(
    maya_s_phone: Page, maya: Membership
) -> None:
    page, job = maya_s_phone, begun(maya)
    polls: list[Request] = []
    page.on("request", lambda asked: polls.append(asked) if "stage=" in asked.url else None)
    page.goto(f"/work/{job.pk}/")
    page.wait_for_timeout(4_500)
    assert len(polls) == 2
    assert all(asked.headers["hx-trigger"] == "poll" for asked in polls)
    end(job, "failed", "Row 7 has no name.")
    expect(page.get_by_text("Row 7 has no name.")).to_be_visible()
    count = len(polls)
    page.wait_for_timeout(4_500)
    assert len(polls) == count


def test_a_job_is_stopped_and_tried_again(maya_s_phone: Page, maya: Membership) -> None:
    page, job = maya_s_phone, begun(maya)
    page.goto("/work/")
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("Stopping")).to_be_visible()
    end(job, "stopped", "It was stopped.")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("Waits for its turn")).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(
    maya_s_phone: Page, maya: Membership, size: dict[str, int], scheme: str
) -> None:
    page = maya_s_phone
    page.set_viewport_size(size)  # type: ignore[arg-type]
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto("/work/")
    assert Axe().run(page).violations_count == 0
    running, failed = begun(maya), begun(maya, "Loading " + "a_very_long_name" * 9 + ".csv")
    told(running, 5_000)
    end(failed, "failed", "Row 7 has no name.")
    end(begun(maya), "done", "4,211 clinicians at 1,034 offices; 17 rows were left out.")
    for place in ("/work/", f"/work/{running.pk}/", f"/work/{failed.pk}/"):
        page.goto(place)
        found = Axe().run(page)
        assert found.violations_count == 0, (place, found.generate_report())
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], place

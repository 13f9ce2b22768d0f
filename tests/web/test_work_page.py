"""Settings → Work: what is under way, what came of it, and who may stop it or try it again."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alongside.team import actions
from alongside.team.models import Event, Job, JobEnding, JobStop, Membership
from tests.web.conftest import As

POLL = {"hx-request": "true", "hx-trigger": "poll"}


def asked(member: Membership, title: str = "Loading clinicians.csv") -> Job:
    return actions.ask_for_work(
        member=member, kind="none", key=uuid4(), title=title, arguments={}, at=timezone.now()
    )


def begun(job: Job, done: int = 0, words: str = "") -> Job:
    held = actions.begin_work(job_id=job.pk, at=timezone.now())
    assert held is not None
    held.progress_done, held.progress_total, held.progress_words = done, 20_000, words
    actions.beat(job=held, at=timezone.now())
    return held


def ended(job: Job, how: str = "done", words: str = "") -> Job:
    actions.end_work(job=job, how=JobEnding.How(how), words=words, result={}, at=timezone.now())
    return Job.objects.get(pk=job.pk)


def failed(member: Membership) -> Job:
    return ended(begun(asked(member)), "failed", "Row 7 has no name.")


def text(client: Client, path: str = "/work/") -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_empty_list_says_what_will_appear(maya: Membership, signed_in: As) -> None:
    page = text(signed_in(maya))
    assert "Nothing has been asked for yet" in page
    assert 'id="poll"' not in page
    assert 'href="/work/"' in text(signed_in(maya), "/settings/")


def test_every_member_sees_what_is_under_way_and_how_far(
    maya: Membership, sam: Membership, signed_in: As
) -> None:
    job = begun(asked(maya), 5_000, "Reading the rows")
    for member in (maya, sam):
        for path in ("/work/", f"/work/{job.pk}/"):
            page = text(signed_in(member), path)
            assert "Loading clinicians.csv" in page
            assert "Maya Okonkwo" in page
            assert 'max="20000" value="5000"' in page
            assert "Reading the rows · 5,000 of 20,000<" in page
            assert "Look again" in page
            assert ("Stop<" in page) == (member == maya)


def test_a_job_that_waits_says_so(maya: Membership, signed_in: As) -> None:
    asked(maya)
    page = text(signed_in(maya))
    assert "Waits for its turn" in page
    assert "<progress" not in page


def test_what_failed_says_why(maya: Membership, signed_in: As) -> None:
    job = failed(maya)
    for path in ("/work/", f"/work/{job.pk}/"):
        page = text(signed_in(maya), path)
        assert "<strong>Failed.</strong> Row 7 has no name." in page
        assert "Try again<" in page
        assert 'id="poll"' not in page


def test_a_title_is_text_and_nothing_else(maya: Membership, signed_in: As) -> None:
    job = begun(asked(maya, "<script>alert(1)</script>"), words="<b onload=x>")
    for path in ("/work/", f"/work/{job.pk}/"):
        page = text(signed_in(maya), path)
        assert "<script>alert" not in page
        assert "<b onload" not in page


def test_whoever_asked_stops_it(maya: Membership, sam: Membership, signed_in: As) -> None:
    waiting, under_way = asked(sam), begun(asked(sam))
    theirs = signed_in(sam)
    for job in (waiting, under_way):
        assert theirs.post(f"/work/{job.pk}/stop-wish/").headers["Location"] == "/work/"
    assert JobEnding.objects.get().job == waiting
    assert JobStop.objects.count() == 2
    page = text(theirs)
    assert "<p>Stopping ·" in page
    assert "Stop<" not in page


def test_an_owner_stops_a_colleague_s_and_a_colleague_no_owner_s(
    maya: Membership, sam: Membership, signed_in: As
) -> None:
    hers, his = begun(asked(maya)), begun(asked(sam))
    answer = signed_in(sam).post(f"/work/{hers.pk}/stop-wish/")
    assert answer.status_code == 422
    assert "Maya Okonkwo, who asked for it, or an owner" in answer.content.decode()
    assert signed_in(maya).post(f"/work/{his.pk}/stop-wish/").status_code == 302
    assert JobStop.objects.get().job == his


def test_what_failed_is_tried_again_once(maya: Membership, signed_in: As) -> None:
    job = failed(maya)
    mine = signed_in(maya)
    for _ in range(2):
        assert mine.post(f"/work/{job.pk}/retrial/").headers["Location"] == "/work/"
    again = Job.objects.exclude(pk=job.pk).get()
    assert again.retrial_of == job
    assert f'href="/work/{again.pk}/">Tried again' in text(mine)


def test_what_was_done_is_not_tried_again(maya: Membership, signed_in: As) -> None:
    job = ended(begun(asked(maya)))
    assert signed_in(maya).post(f"/work/{job.pk}/retrial/").status_code == 422
    assert "Try again<" not in text(signed_in(maya))
    assert Job.objects.count() == 1


PATHS = ("/work/{}/", "/work/{}/stop-wish/", "/work/{}/retrial/")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("verb", ["get", "post", "put", "delete"])
def test_a_stranger_finds_nothing_and_changes_nothing(
    maya: Membership, ines: Membership, signed_in: As, path: str, verb: str
) -> None:
    for job in (begun(asked(maya)), failed(maya)):
        before = Event.objects.count(), Job.objects.count(), JobStop.objects.count()
        answer = getattr(signed_in(ines), verb)(path.format(job.pk))
        # What a page answers to is said before anything is looked up.
        assert answer.status_code in ({404} if verb == _verb_of(path) else {404, 405})
        assert (Event.objects.count(), Job.objects.count(), JobStop.objects.count()) == before
    assert "clinicians.csv" not in text(signed_in(ines))


def _verb_of(path: str) -> str:
    return "get" if path == PATHS[0] else "post"


@pytest.mark.parametrize("path", ["/work/", *PATHS])
def test_signed_out_goes_to_log_in(maya: Membership, client: Client, path: str) -> None:
    answer = client.post(path.format(uuid4()))
    assert answer.headers["Location"].startswith("/accounts/login/")


def polled(client: Client, path: str, page: str) -> tuple[str, str]:
    """Ask as the page itself asks every two seconds; return where it goes, and what."""
    found = re.search(r'hx-get="(\?stage=\w+)" hx-trigger="every 2s"', page)
    assert found
    answer = client.get(path + found[1], headers=POLL)
    return answer.headers.get("HX-Retarget", ""), answer.content.decode()


@pytest.mark.parametrize("place", ["/work/", "/work/{}/"])
def test_a_page_that_polls_gets_the_bars_alone_until_something_ends(
    maya: Membership, signed_in: As, place: str
) -> None:
    job = begun(asked(maya))
    mine, path = signed_in(maya), place.format(job.pk)
    page = text(mine, path)
    job.progress_done = 700
    actions.beat(job=job, at=timezone.now())
    where, part = polled(mine, path, page)
    assert where == ""
    assert f'id="bar-{job.pk}" hx-swap-oob="true"' in part
    assert "700 of 20,000" in part
    assert "<form" not in part
    assert "<html" not in part
    ended(job, words="All read.")
    where, part = polled(mine, path, page)
    assert where == "#jobs"
    assert "All read." in part
    assert 'id="poll"' not in part
    assert "<html" not in part


def test_the_page_asks_no_more_of_the_database_for_more_jobs(
    maya: Membership, signed_in: As
) -> None:
    mine = signed_in(maya)
    text(mine)
    counts = []
    for _ in range(2):
        for _ in range(4):
            begun(asked(maya))
            failed(maya)
        with CaptureQueriesContext(connection) as queries:
            text(mine)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_old_work_is_on_further_pages(maya: Membership, signed_in: As) -> None:
    for _ in range(26):
        failed(maya)
    mine = signed_in(maya)
    assert 'href="?page=2">Earlier' in text(mine)
    assert text(mine, "/work/?page=2").count("<li><div>") == 1

"""Clients' pages: who sees whom, no way round the release by any address, and no name elsewhere."""

import io
import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pikepdf
import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.utils import timezone
from pytest_django import Settings

from alongside.releases import actions, letters
from alongside.releases.actions import Wished
from alongside.releases.models import (
    Client,
    Consult,
    Delivery,
    Disclosure,
    Letter,
    Release,
    Signature,
)
from alongside.releases.scope import Item, LetterKind
from alongside.team.models import Event, Job, Membership, Role
from tests.releases.story import CANARY, Story, begun, joined
from tests.web.conftest import As
from tests.web.database import whole_database

NOW = timezone.now()
PDF = b"%PDF-1.7 a page that was signed"


@pytest.fixture(autouse=True)
def _passwords_are_not_the_point(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def story(maya: Membership) -> Story:
    return begun(maya, on=maya.group.day_of(NOW) - timedelta(days=30))


@pytest.fixture
def browser(story: Story, signed_in: As) -> Browser:
    return signed_in(story.maya)


def released(story: Story, **wished: object) -> Release:
    wish: dict[str, Any] = {"contacts": (story.ortiz,), "items": frozenset(Item)} | wished
    made = actions.draft_release(
        member=story.maya,
        client=story.client,
        wished=Wished(**wish),
        at=NOW,
    )
    today = story.maya.group.day_of(NOW)
    actions.keep_paper(
        member=story.maya, release=made, scan=PDF, name=CANARY, signed_on=today, at=NOW
    )
    return made


def queued(story: Story) -> Letter:
    return letters.write(
        member=story.maya,
        client=story.client,
        contact=story.ortiz,
        kind=LetterKind.INTRODUCTION,
        said=letters.Said(),
        key=uuid4(),
        at=NOW,
    )


SEEN_BY = {
    "owner": (Role.OWNER, 200, True),
    "another therapist": (Role.THERAPIST, 200, False),
    "a coordinator": (Role.COORDINATOR, 404, False),
    "a liaison": (Role.LIAISON, 404, False),
}


@pytest.mark.parametrize("who", SEEN_BY)
def test_who_sees_which_clients(story: Story, signed_in: As, who: str) -> None:
    role, listed, sees = SEEN_BY[who]
    browser = signed_in(joined(story.maya, "Noor", role))
    released(story)
    for path in ("/clients/", "/outbox/"):
        assert browser.get(path).status_code == listed
    assert ("WQ-1" in browser.get("/clients/").content.decode()) == sees
    looks = Event.objects.filter(verb="client looked at")
    answer = browser.get(f"/clients/{story.client.pk}/")
    assert answer.status_code == (200 if sees else 404)
    assert looks.count() == int(sees)
    assert "WQ-1" not in browser.get("/").content.decode()


def test_today_asks_few_queries_of_whoever_has_clients(
    story: Story, browser: Browser, django_assert_max_num_queries: Any
) -> None:
    released(story)
    queued(story)
    browser.get("/")  # a new session is written once
    with django_assert_max_num_queries(12):
        page = browser.get("/").content.decode()
    assert "Send the letter to Dr. Ana Ortiz" in page
    assert "Introduce yourself to Dr. Ana Ortiz" in page


def test_a_therapist_sees_their_own_clients(story: Story, signed_in: As) -> None:
    noor = joined(story.maya, "Noor", Role.THERAPIST)
    own = actions.add_client(member=noor, code="NA-2", state="ME", at=NOW)
    page = signed_in(noor).get("/clients/").content.decode()
    assert ("NA-2" in page, "WQ-1" in page) == (True, False)
    assert signed_in(noor).get(f"/clients/{own.pk}/").status_code == 200


def _letter_form(story: Story) -> dict[str, object]:
    return {"kind": "report_back", "contact": story.ortiz.pk, "treatment_plan": "Weekly."}


def _consult_form(story: Story) -> dict[str, object]:
    today = story.maya.group.day_of(NOW).isoformat()
    return {"contact": story.ortiz.pk, "on": today, "how": "phone", "items": ["progress"]}


def _revoked(story: Story) -> Release:
    made = released(story)
    today = story.maya.group.day_of(NOW)
    actions.revoke(member=story.maya, release=made, on=today, at=NOW)
    return made


WITHOUT: dict[str, Callable[[Story], object]] = {
    "none": lambda story: None,
    "unsigned": lambda story: actions.draft_release(
        member=story.maya,
        client=story.client,
        wished=Wished(contacts=(story.ortiz,), items=frozenset(Item)),
        at=NOW,
    ),
    "revoked": _revoked,
    "for somebody else": lambda story: released(story, contacts=(story.other,)),
    "of another scope": lambda story: released(story, items=frozenset({Item.RISK})),
    "to hear alone": lambda story: released(story, tells=False),
}


@pytest.mark.parametrize("without", WITHOUT)
def test_by_no_address_is_a_release_gone_round(
    story: Story, browser: Browser, without: str
) -> None:
    WITHOUT[without](story)
    tries: tuple[tuple[str, dict[str, object]], ...] = (
        (f"/clients/{story.client.pk}/letters/new/", _letter_form(story)),
        (f"/clients/{story.client.pk}/consults/new/", _consult_form(story)),
        (
            f"/clients/{story.client.pk}/letters/new/",
            _letter_form(story) | {"basis": "treatment", "why": "a dose change"},
        ),
    )
    for tried, (path, said) in enumerate(tries, 1):
        answer = browser.post(path, said)
        assert (answer.status_code, b"errorlist" in answer.content) == (422, True), path
        refused = Event.objects.filter(verb="refused: no release covers it")
        assert refused.count() == tried
    assert not Letter.objects.exists()
    assert not Consult.objects.exists()
    assert not Disclosure.objects.exists()


def test_a_letter_that_was_stopped_gives_no_paper(story: Story, browser: Browser) -> None:
    made = released(story)
    letter = queued(story)
    today = story.maya.group.day_of(NOW).isoformat()
    assert browser.post(f"/releases/{made.pk}/revocation/", {"on": today}).status_code == 302
    for act in ("delivery", "fax-cover"):
        answer = browser.post(f"/client-letters/{letter.pk}/{act}/", {"how": "printed"})
        assert answer.status_code == 422
        assert b"%PDF" not in answer.content
    assert not Delivery.objects.exists()


def test_a_scan_is_taken_in_and_anything_else_is_not(story: Story, browser: Browser) -> None:
    wished = Wished(contacts=(story.ortiz,), items=frozenset(Item))
    made = actions.draft_release(member=story.maya, client=story.client, wished=wished, at=NOW)
    path, today = f"/release-drafts/{made.pk}/paper/", story.maya.group.day_of(NOW).isoformat()
    for content in (b"<svg>", b"%PDF" + b"0" * 10_200_000):
        file = SimpleUploadedFile("scan.pdf", content)
        answer = browser.post(path, {"scan": file, "on": today, "name": CANARY})
        assert answer.status_code == 422
    file = SimpleUploadedFile("scan.pdf", PDF)
    assert browser.post(path, {"scan": file, "on": today, "name": CANARY}).status_code == 302
    assert Signature.objects.get().document == PDF
    copy = browser.post(f"/releases/{made.pk}/copy/")
    assert (copy.content, copy.headers["Content-Type"]) == (PDF, "application/pdf")


def test_what_must_be_kept_is_not_deleted(story: Story, browser: Browser) -> None:
    released(story)
    path = f"/clients/{story.client.pk}/deletion/"
    assert b"six years" in browser.get(path).content
    answer = browser.post(path)
    assert (answer.status_code, b"can be deleted until" in answer.content) == (422, True)


def test_a_phone_handed_over_leads_back_from_every_address(story: Story, browser: Browser) -> None:
    wished = Wished(contacts=(story.ortiz,), items=frozenset(Item))
    made = actions.draft_release(member=story.maya, client=story.client, wished=wished, at=NOW)
    other = actions.draft_release(member=story.maya, client=story.client, wished=wished, at=NOW)
    page = f"/release-drafts/{made.pk}/signature/"
    assert browser.get(page).headers["Location"] == f"/release-drafts/{made.pk}/signing/"
    assert browser.post(f"/release-drafts/{made.pk}/signing/").headers["Location"] == page
    paths = ("/", f"/clients/{story.client.pk}/", f"/release-drafts/{other.pk}/signature/")
    for path in (*paths, "/accounts/password/change/", "/accounts/logout/", "/nowhere"):
        for answer in (browser.get(path), browser.post(path, {"what": "ever"})):
            assert (answer.status_code, answer.headers.get("Location")) == (302, page), path
    assert browser.get(page).status_code == 200
    for password in ("", "wrong"):
        assert browser.post("/handing-back/", {"password": password}).status_code == 422
    back = browser.post("/handing-back/", {"password": "a long enough phrase"})
    assert back.headers["Location"] == f"/clients/{story.client.pk}/"
    assert browser.get("/").status_code == 200


def test_whoever_has_no_password_at_hand_signs_out(story: Story, browser: Browser) -> None:
    wished = Wished(contacts=(story.ortiz,), items=frozenset(Item))
    made = actions.draft_release(member=story.maya, client=story.client, wished=wished, at=NOW)
    browser.post(f"/release-drafts/{made.pk}/signing/")
    browser.post("/handing-back/", {"out": "1"})
    assert browser.get("/").headers["Location"].startswith("/accounts/login/")


class Heard(logging.Handler):
    """Every line that anything logs."""

    def __init__(self) -> None:
        super().__init__(level=0)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.getMessage()} {record.__dict__}")


@pytest.fixture
def heard() -> Iterator[Heard]:
    handler, root = Heard(), logging.getLogger()
    loggers = [root, logging.getLogger("django")]
    for logger in loggers:
        logger.addHandler(handler)
    yield handler
    for logger in loggers:
        logger.removeHandler(handler)


def _the_whole_way(story: Story) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield what is sent, one act after the other: refused, told, left, and printed."""
    page = f"/clients/{story.client.pk}"
    yield "/clients/new/", {"code": "C-2", "name": CANARY, "state": "ME", "reached_at": CANARY}
    yield f"{page}/letters/new/", _letter_form(story)
    released(story)
    yield f"{page}/letters/new/", _letter_form(story) | {"progress": f"{CANARY} sleeps."}
    owed = {"owed": CANARY, "owed_on": NOW.date().isoformat()}
    yield f"{page}/consults/new/", _consult_form(story) | owed
    yield f"/client-letters/{Letter.objects.get().pk}/delivery/", {"how": "printed"}
    yield f"{page}/disclosures/", {}


def test_the_name_stands_in_no_row_log_mail_address_or_job(
    story: Story, browser: Browser, heard: Heard
) -> None:
    """The database is read as whoever steals it would read it: every column of every row."""
    answers = [browser.post(path, said) for path, said in _the_whole_way(story)]
    assert [answer.status_code for answer in answers] == [302, 422, 302, 302, 200, 200]
    addresses = [dict(answer.headers) for answer in answers]
    first, last = CANARY.split()
    told = (whole_database(), heard.lines, mail.outbox, addresses, list(Job.objects.values()))
    for place in told:
        assert first not in str(place)
        assert last not in str(place)
    assert heard.lines
    assert Consult.objects.get().owed == CANARY
    assert Client.objects.get(code="C-2").contact == CANARY
    with pikepdf.open(io.BytesIO(answers[4].content)) as opened:
        assert first not in f"{opened.docinfo} {opened.open_metadata()}"

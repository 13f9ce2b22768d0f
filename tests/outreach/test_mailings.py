"""An email to an office: by a real mail server, once, with a link that stops all further ones."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from uuid import uuid4

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from alongside.materials.sheets import written
from alongside.outreach import actions as outreach
from alongside.outreach.actions import Described, mailings
from alongside.outreach.mailings import FaxPermission, MailAttempt, Mailing, MailStop
from alongside.outreach.models import Contact, Practice
from alongside.team.actions import retry_work
from alongside.team.models import Job, Membership
from alongside.team.work import work
from tests.cli.test_serve import free_port
from tests.conftest import MONDAY, at
from tests.outreach.letterheads import room_of, written_by
from tests.outreach.sisters import listed, went

SITE = "https://alongside.example.org"
MAY_ASK = re.compile(
    r"team_(?:person|membership|group|departure|job|jobending|jobstop|event)|django_tasks\w*|"
    r"outreach_(?:practice|contact|letterhead|availability|followup|mail\w*)"
)


@dataclass
class Post:
    """A mail server, which keeps what it takes, or takes nothing."""

    kept: list[EmailMessage] = field(default_factory=list)
    answer: str = "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        if self.answer.startswith("250"):
            self.kept.append(message_from_bytes(envelope.content, policy=policy.default))
        return self.answer


@pytest.fixture
def post(settings: Settings) -> Iterator[Post]:
    handler = Post()
    server = Controller(handler, hostname="127.0.0.1", port=free_port())
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_USE_TLS = "127.0.0.1", False
    settings.EMAIL_PORT = server.port
    settings.DEFAULT_FROM_EMAIL = "Alongside <mail@alongside.example.org>"
    yield handler
    server.stop()


def somebody(member: Membership, email: str = "Ann@office.example", **where: str) -> Contact:
    practice = listed(member, where)
    return outreach.add_contact(
        member=member, practice=practice, name="Ann Lee", part="manager", email=email, at=at(MONDAY)
    )


def ask(member: Membership, contact: Contact, **otherwise: object) -> Job:
    kind, site = otherwise.get("kind", Mailing.Kind.INTRODUCTION), otherwise.get("site", SITE)
    key = uuid4()
    mailings.ask_to_mail(
        member=member,
        contact=contact,
        kind=Mailing.Kind(str(kind)),
        site=str(site),
        at=timezone.now(),
        key=key,
    )
    return Job.objects.get(key=key)


def done(job: Job) -> str:
    work.call(job_id=str(job.pk))
    return str(Job.objects.get(pk=job.pk).ending.words)


def link_in(letter: EmailMessage) -> str:
    found = re.fullmatch(
        rf"<{SITE}(/no-more-mail/[\w-]{{43}}/)>", letter["List-Unsubscribe"].strip()
    )
    assert found is not None
    assert f"{SITE}{found[1]}" in letter.get_content()
    return found[1]


def test_it_says_what_it_is_from_whom_and_how_to_stop_it(maya: Membership, post: Post) -> None:
    written_by(maya, "Maya", at=at(MONDAY))
    assert done(ask(maya, somebody(maya))) == "It was sent."
    (letter,) = post.kept
    body = letter.get_content()
    assert letter["Subject"] == "Maya Therapist, LCSW, Maya Counseling: an introduction"
    assert letter["To"] == "Ann@office.example"
    assert letter["From"] == "Maya Therapist <mail@alongside.example.org>"
    assert letter["Reply-To"] == "maya@example.com"
    assert body.startswith("This is an advertisement from Maya Therapist, LCSW")
    assert "48 Exchange Street, Suite 3, Portland, ME 04101" in body
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link_in(letter)
    assert "{" not in body


def test_it_is_sent_once_however_often_the_worker_begins(maya: Membership, post: Post) -> None:
    written_by(maya, "Maya", at=at(MONDAY))
    job, contact = ask(maya, somebody(maya)), Contact.objects.get()
    done(job)
    work.call(job_id=str(job.pk))
    mailing = Mailing.objects.get()
    assert mailings.begin_attempt(mailing=mailing, site=SITE, at=at(MONDAY)) is None
    again = ask(maya, contact)
    # A worker that fell after the mail server had it, and before it could note that.
    mailings.begin_attempt(mailing=Mailing.objects.latest("at", "pk"), site=SITE, at=at(MONDAY))
    assert "may have gone" in done(again)
    assert len(post.kept) == 1


def test_what_the_server_does_not_take_may_be_tried_again(maya: Membership, post: Post) -> None:
    written_by(maya, "Maya", at=at(MONDAY))
    post.answer = "554 no"
    job = ask(maya, somebody(maya))
    assert done(job) == "The mail server did not take it (SMTPDataError)."
    post.answer = "250 OK"
    retried = retry_work(member=maya, job=job, key=uuid4(), at=at(MONDAY))
    assert done(retried) == "It was sent."
    assert len(post.kept) == 1


def test_one_press_stops_it_at_once_for_everybody_and_for_good(
    maya: Membership, ines: Membership, post: Post
) -> None:
    for member in (maya, ines):
        written_by(member, "Maya", at=at(MONDAY))
    contact = somebody(maya)
    done(ask(maya, contact))
    waiting = ask(maya, contact)
    link = link_in(post.kept[0])
    program = Client(enforce_csrf_checks=True)  # a mail program: no page, no cookie, no token
    shown = program.get(link)
    assert (shown.status_code, MailStop.objects.count()) == (200, 0)
    # The address of the contact is another by now: the one that was written to is meant.
    outreach.mend_contact(member=maya, contact=contact, at=at(MONDAY), email="b@office.example")
    for _ in range(2):
        answer = program.post(link, {"List-Unsubscribe": "One-Click"})
        assert (answer.status_code, answer.cookies) == (200, {})
    outreach.mend_contact(member=maya, contact=contact, at=at(MONDAY), email=" ann@OFFICE.example")
    assert "asked for no more email" in done(waiting)
    with pytest.raises(mailings.MailRefused, match="asked for no more email"):
        ask(ines, somebody(ines, "ANN@office.example"))
    stop = MailStop.objects.get()
    assert b"ann" not in bytes(stop.address_hash).lower()
    assert len(post.kept) == 1


def test_a_link_that_nobody_sent_stops_nothing(db: None) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.get("/no-more-mail/abc/").status_code == 200
    assert client.post("/no-more-mail/abc/").status_code == 404
    assert not MailStop.objects.exists()


def test_what_may_not_go_is_refused(maya: Membership, ines: Membership) -> None:
    contact = somebody(maya)
    with pytest.raises(mailings.MailRefused, match="postal address"):
        ask(maya, contact)
    written_by(maya, "Maya", at=at(MONDAY))
    with pytest.raises(mailings.MailRefused, match="https"):
        ask(maya, contact, site="http://localhost:8000")
    with pytest.raises(mailings.MailRefused, match="when you have room"):
        ask(maya, contact, kind="room")
    with pytest.raises(mailings.MailRefused, match="no email address"):
        ask(maya, somebody(maya, "", street="80 Pine Street"))
    with pytest.raises(outreach.NotYours):
        ask(ines, contact)
    went(maya, contact.practice, MONDAY, outcome="declined")
    fresh = Contact.objects.select_related("practice__owed").get(pk=contact.pk)
    with pytest.raises(mailings.MailRefused, match="left alone"):
        ask(maya, fresh)
    assert not Mailing.objects.exists()


def test_it_says_when_there_is_room_as_was_written_down(maya: Membership, post: Post) -> None:
    written_by(maya, "{phone} Maya", at=at(MONDAY))
    today = maya.group.day_of(timezone.now())  # the worker reads the clock
    room_of(maya, on=today, at=timezone.now())
    done(ask(maya, somebody(maya), kind="room"))
    (letter,) = post.kept
    assert letter["Subject"].endswith(f"room as of {written(today)}")
    body = letter.get_content()
    assert "- Two evening openings" in body
    assert "Insurance: Anthem" in body
    assert "{phone} Maya Therapist" in body  # what people wrote is read as no pattern


def test_nothing_but_the_writer_s_paper_and_the_contact_is_read(
    maya: Membership, post: Post
) -> None:
    written_by(maya, "Maya", at=at(MONDAY))
    contact = somebody(maya)
    went(maya, contact.practice, MONDAY, note="canary", question_words="canary")
    job = ask(maya, contact)
    with CaptureQueriesContext(connection) as asked:
        done(job)
    tables = {
        table
        for one in asked.captured_queries
        for table in re.findall(r'(?:FROM|JOIN|INTO|UPDATE) "(\w+)"', one["sql"])
    }
    assert {"outreach_mailattempt", "outreach_letterhead"} <= tables
    assert [table for table in sorted(tables) if not MAY_ASK.fullmatch(table)] == []
    assert "canary" not in str(post.kept[0])
    token = link_in(post.kept[0]).split("/")[2]
    kept = str(list(Job.objects.values())) + str(list(MailAttempt.objects.values()))
    assert token not in kept


def faxed(member: Membership, practice: Practice) -> object:
    return mailings.note_promotional_fax(
        member=member, practice=practice, at=at(MONDAY), key=uuid4()
    )


def test_no_promotional_fax_without_a_dated_written_permission(
    maya: Membership, ines: Membership
) -> None:
    practice = listed(maya, {"fax": "207-555-0111"})
    told = {"given_by": "Ann Lee", "kept": "the blue folder"}
    with pytest.raises(mailings.NoFaxPermission, match="in writing"):
        faxed(maya, practice)
    for wrong in ({"given_by": " "}, {"kept": ""}):
        with pytest.raises(mailings.NoFaxPermission):
            allow(maya, practice, **{**told, **wrong})
    with pytest.raises(outreach.NotYours):
        allow(ines, practice, **told)
    permission = allow(maya, practice, **told)
    assert faxed(maya, practice)
    # It was given for a number: another one was not.
    other = Described("Elm", "family_medicine", fax="207-555-0199")
    outreach.mend_practice(member=maya, practice=practice, described=other, at=at(MONDAY))
    with pytest.raises(mailings.NoFaxPermission):
        faxed(maya, Practice.objects.get(pk=practice.pk))
    permission = allow(maya, Practice.objects.get(pk=practice.pk), **told)
    mailings.end_fax_permission(member=maya, permission=permission, at=at(MONDAY))
    with pytest.raises(mailings.NoFaxPermission):
        faxed(maya, Practice.objects.get(pk=practice.pk))


def allow(member: Membership, practice: Practice, **told: str) -> FaxPermission:
    return mailings.note_fax_permission(
        member=member,
        practice=practice,
        given_by=told["given_by"],
        kept=told["kept"],
        given_on=MONDAY,
        at=at(MONDAY),
        key=uuid4(),
    )

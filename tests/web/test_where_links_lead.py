"""A forged host, a forged way back: no redirect and no link in a mail leads away from here."""

import re
from collections.abc import Callable, Iterator, Mapping

import pytest
from django.core import mail
from django.test import Client
from pytest_django import Settings

from alongside.team.models import Membership
from tests.web.addresses import addresses
from tests.web.belongings import Belongings
from tests.web.conftest import As
from tests.web.database import taken_back
from tests.web.filling import filled, form_for
from tests.web.test_own_account import PLAIN, signed_in_by_password

pytestmark = pytest.mark.one_database

LOG_IN = "/accounts/login/"
PASSWORD = "a long enough phrase"
RIGHT = {"login": "maya@example.com", "password": PASSWORD}
OURS = "https://alongside.example.org"

FOREIGN_HOSTS = (
    "evil.test",
    "evil.test:80",
    "localhost.evil.test",
    "alongside.example.org.evil.test",
    "localhost@evil.test",
    "localhost:80@evil.test",
    "evil.test#localhost",
    "evil.test/localhost",
    "evil.test\\localhost",
    "[::1].evil.test",
    "127.0.0.1.evil.test",
    "xn--lcalhost-54a.evil.test",
    "localhost,evil.test",
    "localhost evil.test",
)
FORGED_HEADERS = (
    {"x-forwarded-host": "evil.test"},
    {"x-forwarded-host": "localhost, evil.test"},
    {"x-forwarded-server": "evil.test"},
    {"x-forwarded-proto": "evil"},
    {"x-forwarded-port": "666"},
    {"x-host": "evil.test"},
    {"x-original-host": "evil.test"},
    {"x-original-url": "//evil.test/"},
    {"x-rewrite-url": "//evil.test/"},
    {"forwarded": "host=evil.test;proto=http"},
    {"referer": "https://evil.test/"},
    {"origin": "https://evil.test"},
    {"host": "localhost:666"},
    {"host": "127.0.0.1:1"},
)
WAYS_AWAY = (
    "https://evil.test",
    "//evil.test",
    "///evil.test",
    "////evil.test/%2f..",
    "/\\evil.test",
    "\\\\evil.test",
    "\\/evil.test",
    "/\t/evil.test",
    "\t//evil.test",
    "/\n/evil.test",
    "/%09/evil.test",
    " //evil.test",
    "\x00//evil.test",
    "\x1f//evil.test",
    "https:evil.test",
    "https:/evil.test",
    "http:\\\\evil.test",
    "https://alongside.example.org@evil.test",
    "https://alongside.example.org.evil.test",
    "https://localhost:666/",
    "http://127.0.0.1:22/",
    "http://[::1]/",
    "https://alongside.example.org:8443/",
    "ftp://alongside.example.org/",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "//evil.test\r\nSet-Cookie: a=b",
    "/\r\nLocation: https://evil.test",
    "%2f%2fevil.test",
    "%5c%5cevil.test",
    "//％65vil.test",  # noqa: RUF001 full width
    "https://evil。test",
    "//evil.test/?next=/",
    "?next=//evil.test",
    ".evil.test",
    "@evil.test",
)
# An own path, as every browser reads it: one slash, and then neither a second nor a backslash.
OWN_PATH = re.compile(r"/(?![/\\])[\x21-\x7e]*")


@pytest.fixture(autouse=True)
def _at_a_public_address(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.PUBLIC_URL = OURS
    settings.CSRF_TRUSTED_ORIGINS = [OURS]
    settings.ALLOWED_HOSTS = [
        "alongside.example.org",
        "localhost",
        "127.0.0.1",
        "[::1]",
        "testserver",
    ]


@pytest.fixture
def mayas(maya: Membership) -> Client:
    maya.person.set_password(PASSWORD)
    maya.person.save()
    return signed_in_by_password("maya@example.com", PASSWORD)


def stays(location: str) -> bool:
    return bool(OWN_PATH.fullmatch(location))


@pytest.mark.parametrize("host", FOREIGN_HOSTS)
def test_a_foreign_host_is_refused_whatever_is_asked(mayas: Client, host: str) -> None:
    asked = [("get", LOG_IN, {}), ("post", LOG_IN, RIGHT), ("get", "/team/", {}), *mailing()]
    for verb, path, said in asked:
        answer = getattr(mayas, verb)(path, said, headers={"host": host})
        assert answer.status_code == 400, path
        assert b"evil" not in answer.content
        assert "Location" not in answer.headers
    assert mail.outbox == []


def mailing() -> Iterator[tuple[str, str, dict[str, str]]]:
    """Return what sends a mail with a link in it."""
    yield "post", "/invitations/", {"email": "noor@example.com", "role": "therapist"}
    yield "post", "/accounts/email/", {"email": "maya@example.net", "action_add": ""}
    yield "post", "/accounts/password/reset/", {"email": "maya@example.com"}


@pytest.mark.parametrize("headers", FORGED_HEADERS, ids=str)
def test_a_forged_header_leads_no_mail_and_no_redirect_away(
    mayas: Client, headers: dict[str, str]
) -> None:
    for verb, path, said in mailing():
        answer = getattr(mayas, verb)(path, said, headers=headers)
        assert stays(answer.headers.get("Location", "/")), path
    assert len(mail.outbox) == 3
    for letter in mail.outbox:
        told = f"{letter.subject}\n{letter.body}"
        assert set(re.findall(r"\w+://[\w.:@-]*\w", told)) == {OURS}
        # A link's key is chance, and may hold any three digits.
        assert not re.search(r"evil|localhost|127\.0|:666", told)


@pytest.mark.parametrize("headers", FORGED_HEADERS, ids=str)
def test_a_forged_header_leads_nobody_away_at_log_in(
    maya: Membership, mayas: Client, headers: dict[str, str]
) -> None:
    browser = Client()
    for answer in (
        browser.get("/team/", headers=headers),
        browser.post(LOG_IN, RIGHT, headers=headers),
        browser.get("/team/", headers=headers),
    ):
        assert stays(answer.headers.get("Location", "/"))
        assert b"evil" not in answer.content
        assert "666" not in answer.headers.get("Location", "")


def logging_in(browser: Client, away: str) -> Iterator[str]:
    """Yield where one is led who logs in with a forged way back, in each way there is."""
    with taken_back():
        yield Client().post(LOG_IN, {**RIGHT, "next": away}).headers["Location"]
        yield Client().post(LOG_IN, RIGHT, query_params={"next": away}).headers["Location"]
        yield browser.get(LOG_IN, {"next": away}).headers["Location"]
        yield browser.get("/accounts/signup/", {"next": away}).headers["Location"]


def confirming_who_one_is(browser: Client, away: str) -> Iterator[str]:
    said = {"password": PASSWORD, "next": away}
    with taken_back():
        yield browser.post("/accounts/reauthenticate/", said).headers["Location"]


def logging_out(browser: Client, away: str) -> Iterator[str]:
    with taken_back():
        yield browser.post("/accounts/logout/", {"next": away}).headers["Location"]


@pytest.mark.parametrize("away", WAYS_AWAY, ids=repr)
@pytest.mark.parametrize("act", [logging_in, confirming_who_one_is, logging_out])
def test_no_way_back_leads_away(
    mayas: Client, away: str, act: Callable[[Client, str], Iterator[str]]
) -> None:
    for location in act(mayas, away):
        assert stays(location), location


def test_an_own_way_back_is_gone(mayas: Client) -> None:
    """Else that nothing leads away would prove nothing."""
    assert list(logging_in(mayas, "/team/?a=b")) == ["/team/?a=b"] * 4
    assert list(confirming_who_one_is(mayas, "/settings/")) == ["/settings/"]


@pytest.mark.parametrize("away", [WAYS_AWAY[0], WAYS_AWAY[1], WAYS_AWAY[4], WAYS_AWAY[24]])
def test_no_page_at_all_leads_away(maya: Membership, mayas: Client, away: str) -> None:
    own, forged = Belongings(maya), {"next": away, "url": away, "return": away, "to": away}
    own.all()
    for address in addresses():
        path = address.of(own)
        form = form_for(mayas, own, path)
        said = {**forged, **(filled(form) if form is not None else {})}
        for answer in each_way(mayas, path, said, forged):
            assert stays(answer), path
    for path, _ in PLAIN:
        for answer in each_way(mayas, path, {**forged, "password": PASSWORD}, forged):
            assert stays(answer), path


def each_way(
    browser: Client, path: str, said: Mapping[str, object], forged: dict[str, str]
) -> Iterator[str]:
    with taken_back():
        yield browser.get(path, forged).headers.get("Location", "/")
    with taken_back():
        posted = browser.post(path, said, query_params=forged)
        yield posted.headers.get("Location", "/")


def test_a_form_from_another_site_is_refused(mayas: Client, signed_in: As) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies["sessionid"] = mayas.cookies["sessionid"].value
    page = strict.get("/settings/", secure=True, headers={"host": "alongside.example.org"})
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page.content.decode())
    assert token
    said = {"csrfmiddlewaretoken": token[1], "until": "2026-12-01"}
    for origin, status in ((OURS, 302), ("https://evil.test", 403), ("null", 403)):
        told = {"host": "alongside.example.org", "origin": origin}
        answer = strict.post("/pauses/", said, secure=True, headers=told)
        assert answer.status_code == status, origin

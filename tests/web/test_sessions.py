import re
from collections.abc import Iterator
from unittest.mock import patch

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.utils import decrypt
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from pytest_django import Settings

from alongside.team.models import Event, Membership
from tests.web.conftest import As

LOG_IN = "/accounts/login/"
RIGHT = {"login": "maya@example.com", "password": "a long enough phrase"}
WRONG = {**RIGHT, "password": "not the phrase"}


class Clock:
    def __init__(self) -> None:
        self.at = 1_800_000_000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock() -> Iterator[Clock]:
    told = Clock()
    with patch("alongside.web.sessions.time.time", told):
        yield told


def is_signed_in(client: Client, **headers: str) -> bool:
    return client.get("/settings/", headers=headers).status_code == 200


def test_a_session_ends_when_nobody_uses_it(maya: Membership, signed_in: As, clock: Clock) -> None:
    mine = signed_in(maya)
    assert is_signed_in(mine)
    clock.at += 29 * 60
    assert is_signed_in(mine)
    clock.at += 29 * 60
    assert is_signed_in(mine)
    clock.at += 31 * 60
    assert not is_signed_in(mine)


def test_a_page_that_polls_keeps_no_session_alive(
    maya: Membership, signed_in: As, clock: Clock
) -> None:
    mine = signed_in(maya)
    assert is_signed_in(mine)
    for _ in range(30):
        clock.at += 60
        assert is_signed_in(mine, **{"hx-trigger": "poll"})
        mine.get("/healthz")
    clock.at += 1
    assert not is_signed_in(mine, **{"hx-trigger": "poll"})


def test_a_session_ends_after_some_hours_in_any_case(
    maya: Membership, signed_in: As, clock: Clock
) -> None:
    mine = signed_in(maya)
    for _ in range(12 * 3):
        assert is_signed_in(mine)
        clock.at += 20 * 60
    clock.at += 1
    assert not is_signed_in(mine)


def test_a_part_of_a_page_sends_the_whole_page_to_log_in(maya: Membership) -> None:
    answer = Client().get("/settings/", headers={"hx-request": "true"})
    assert answer.headers["HX-Redirect"] == LOG_IN


def test_log_in_leads_to_today_and_leaves_an_event(maya: Membership, client: Client) -> None:
    assert client.post(LOG_IN, RIGHT).headers["Location"] == "/"
    assert Event.objects.filter(verb="signed in", person=maya.person).exists()


@pytest.mark.parametrize("away", ["https://evil.example", "//evil.example", "javascript:alert(1)"])
def test_log_in_leads_nowhere_else(maya: Membership, client: Client, away: str) -> None:
    assert client.post(LOG_IN, {**RIGHT, "next": away}).headers["Location"] == "/"


def test_log_in_is_throttled_in_the_database(maya: Membership, client: Client) -> None:
    for port in range(5):
        client.post(LOG_IN, WRONG, headers={"host": f"localhost:{port + 1}"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM shared_counts")
        assert cursor.fetchone()[0] > 0
    answer = client.post(LOG_IN, RIGHT, headers={"host": "127.0.0.1:99"})
    assert answer.status_code == 200
    assert "Too many failed login attempts" in answer.content.decode()
    cache.clear()
    assert client.post(LOG_IN, RIGHT).status_code == 302


def test_a_failed_log_in_leaves_an_event(maya: Membership, client: Client) -> None:
    client.post(LOG_IN, WRONG)
    assert Event.objects.filter(verb="sign-in failed", person=maya.person).count() == 1


def test_a_resets_link_does_not_follow_a_forged_host(
    maya: Membership, client: Client, settings: Settings
) -> None:
    settings.PUBLIC_URL = "https://alongside.example.org"
    forged = {"host": "localhost:666"}
    client.post("/accounts/password/reset/", {"email": "maya@example.com"}, headers=forged)
    letter = mail.outbox[-1]
    assert "localhost" not in f"{letter.subject} {letter.body}"
    found = re.search(r"https://alongside\.example\.org(/\S+)", str(letter.body))
    assert found
    assert b"password1" in client.get(found[1], follow=True).content


def test_a_host_that_is_not_ours_is_refused(maya: Membership, client: Client) -> None:
    assert client.get(LOG_IN, headers={"host": "evil.example"}).status_code == 400


def test_nobody_signs_up(maya: Membership, client: Client) -> None:
    told = {"email": "new@example.com", "password1": "a long enough phrase"}
    client.post("/accounts/signup/", told)
    assert maya.person.__class__.objects.count() == 1


def test_a_group_may_ask_for_a_second_factor(
    maya: Membership, sam: Membership, signed_in: As
) -> None:
    maya.group.requires_second_factor = True
    maya.group.save()
    theirs = signed_in(sam)
    assert theirs.get("/settings/").headers["Location"] == "/accounts/2fa/"
    assert theirs.post("/pauses/", {"until": "2026-12-01"}).headers["Location"] == "/accounts/2fa/"
    assert theirs.get("/accounts/2fa/").status_code == 200
    TOTP.activate(sam.person, generate_totp_secret())
    assert theirs.get("/settings/").status_code == 200


def test_a_second_factors_secret_is_not_stored_plain(maya: Membership) -> None:
    secret = generate_totp_secret()
    TOTP.activate(maya.person, secret)
    kept = Authenticator.objects.get().data["secret"]
    assert secret not in kept
    assert decrypt(kept) == secret


PUBLIC = (LOG_IN, "/accounts/password/reset/", "/invitations/none/")
OWN = (
    "/settings/",
    "/team/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/password/change/",
    "/accounts/email/",
    "/accounts/sessions/",
    "/accounts/logout/",
    "/accounts/reauthenticate/",
)
INLINE = re.compile(
    r"<style|\sstyle=|\son\w+=|<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")|javascript:"
)


@pytest.mark.parametrize("path", PUBLIC + OWN)
def test_pages_carry_the_policy_and_nothing_inline(maya: Membership, path: str) -> None:
    mine = Client()
    if path in OWN:
        mine.post(LOG_IN, RIGHT)
        mine.post("/accounts/reauthenticate/", {"password": RIGHT["password"]})
    answer = mine.get(path)
    assert answer.status_code == (404 if "none" in path else 200)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "no-store" in answer.headers["Cache-Control"]
    page = answer.content.decode()
    assert INLINE.findall(page) == []
    assert 'class="brand"' in page

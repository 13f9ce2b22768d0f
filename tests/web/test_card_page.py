"""The page that a card's code opens: the same for everybody, and it keeps nothing of anybody."""

import pytest
from django.core.cache import caches
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from alongside.outreach import actions as outreach
from alongside.outreach.models import Practice, Printing, Scan, ScanMark
from alongside.team import actions as team
from alongside.team.models import Membership
from tests.conftest import MONDAY, at
from tests.outreach.letterheads import room_of, written_by
from tests.web.conftest import As

PHONE = {"User-Agent": "Mozilla/5.0 (iPhone)"}


@pytest.fixture(autouse=True)
def _nobody_was_here() -> None:
    caches["this_process"].clear()


@pytest.fixture
def card(maya: Membership, own_doctor: Practice) -> str:
    """The address that the code of Maya's cards opens."""
    written_by(maya, "Elm Street", at=at(MONDAY))
    _, token = outreach.make_cards(member=maya, practice=own_doctor, at=at(MONDAY))
    return f"/c/{token}/"


def text_of(client: Client, path: str) -> str:
    return " ".join(client.get(path, headers=PHONE).content.decode().split())


def test_it_says_who_this_is_and_how_to_reach_them(card: str, client: Client) -> None:
    page = text_of(client, card)
    assert "Elm Street Therapist, LCSW" in page
    assert 'href="tel:207-555-0142"' in page
    assert 'href="tel:988"' in page
    assert "Please call: you will hear" in page


def test_it_says_when_there_is_room_while_that_is_true(
    maya: Membership, card: str, client: Client
) -> None:
    on = maya.group.day_of(timezone.now())
    room_of(maya, on=on, at=timezone.now())
    page = text_of(client, card)
    for said in ("Two evening openings", "16 and up", "Anthem", "Sleep", "As of", "valid until"):
        assert said in page
    assert "Please call: you will hear" not in page


def test_past_its_day_it_says_to_call(maya: Membership, card: str, client: Client) -> None:
    room_of(maya, on=MONDAY, at=at(MONDAY))
    page = text_of(client, card)
    assert "Two evening openings" not in page
    assert "was true until February 4, 2026" in page
    assert "Please call" in page


def test_it_says_nothing_of_the_practice_where_the_card_lay(card: str, client: Client) -> None:
    assert "Family Medicine" not in text_of(client, card)


@pytest.mark.parametrize("who", ["nobody", "maya", "a forged session"])
def test_no_cookie_is_read_and_none_is_set(
    maya: Membership, card: str, signed_in: As, client: Client, who: str
) -> None:
    browser = signed_in(maya) if who == "maya" else client
    if who == "a forged session":
        browser.cookies["sessionid"] = "forged"
    for path in (card, "/c/nobody-knows/"):
        answer = browser.get(path)
        assert not answer.cookies
        assert "Maya" not in answer.content.decode()
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert 'name="robots" content="noindex' in answer.content.decode()


def test_it_is_small_and_asks_nothing_of_others(card: str, client: Client) -> None:
    page = client.get(card).content.decode()
    assert len(page) < 4_000
    assert "<script" not in page
    assert "http" not in page.replace("http://www.w3.org", "")


def test_unknown_revoked_and_parted_cards_get_one_kind_page(
    maya: Membership, sam: Membership, own_doctor: Practice, card: str, client: Client
) -> None:
    revoked, token = outreach.make_cards(member=maya, practice=own_doctor, at=at(MONDAY))
    outreach.revoke_cards(member=maya, batch=revoked, at=at(MONDAY))
    _, of_sam = outreach.make_cards(member=sam, practice=own_doctor, at=at(MONDAY))
    team.part(member=maya, whose=sam, at=at(MONDAY))
    answers = [client.get(path) for path in ("/c/x/", f"/c/{token}/", f"/c/{of_sam}/")]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert len({answer.content for answer in answers}) == 1
    assert "call" in answers[0].content.decode()
    assert not Scan.objects.exists()


def test_a_look_counts_once_a_day_and_device(
    maya: Membership, card: str, own_doctor: Practice, client: Client, signed_in: As
) -> None:
    for agent in ("A phone", "A phone", "Another phone"):
        client.get(card, headers={"User-Agent": agent})
    assert Scan.objects.count() == 2
    assert ScanMark.objects.count() == 2
    page = signed_in(maya).get(f"/practices/{own_doctor.pk}/").content.decode()
    assert "<dd>2; last" in page


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Purpose": "prefetch"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
        {"X-Moz": "prefetch"},
        {"User-Agent": "Slackbot-LinkExpanding 1.0"},
        {"User-Agent": "facebookexternalhit/1.1"},
    ],
)
def test_what_is_no_person_counts_nothing(
    card: str, client: Client, headers: dict[str, str]
) -> None:
    assert client.get(card, headers=headers).status_code == 200
    assert client.head(card, headers=PHONE).status_code == 200
    assert client.post(card).status_code == 405
    assert not Scan.objects.exists()


def test_who_asks_too_often_is_asked_to_wait(card: str, client: Client) -> None:
    answers = [client.get(card, headers=PHONE).status_code for _ in range(62)]
    assert answers.count(200) == 60
    late = client.get(card, headers=PHONE)
    assert (late.status_code, late.cookies) == (429, {})
    elsewhere = client.get(card, headers=PHONE, REMOTE_ADDR="203.0.113.77")
    assert elsewhere.status_code == 200


def test_a_scan_that_cannot_be_written_does_not_hide_the_page(
    card: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(**_: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(outreach, "note_scan", busy)
    assert client.get(card, headers=PHONE).status_code == 200


def test_a_card_printed_by_a_colleague_opens_the_therapist_s_page(
    maya: Membership, sam: Membership, own_doctor: Practice, client: Client
) -> None:
    written_by(maya, "Elm Street", at=at(MONDAY))
    token = outreach.new_token()
    kind = outreach.Inked(Printing.Kind.CARDS, "0" * 64)
    outreach.note_printing(
        member=sam, whose=maya, inked=kind, at=at(MONDAY), practice=own_doctor, token=token
    )
    assert "Elm Street Therapist" in text_of(client, f"/c/{token}/")

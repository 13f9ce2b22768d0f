"""A card's two forms: a person or the office writes, robots do not, and nobody is told of."""

import logging
from typing import Any
from uuid import uuid4

import lxml.html
import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.utils import timezone

from alongside.outreach import actions as outreach
from alongside.outreach.models import Practice
from alongside.outreach.models import Referral as Counted
from alongside.referrals.clock import answer_by
from alongside.referrals.models import Referral
from alongside.referrals.waiting import HOLIDAYS
from alongside.team.models import Event, Membership
from alongside.web import card_requests, challenge
from alongside.web.card_words import ENGLISH, SPANISH, a_day
from tests.conftest import MONDAY, at
from tests.outreach.letterheads import written_by
from tests.web.conftest import As
from tests.web.filling import filled, solved

CANARY = "Zephyrine"
PERSON = {
    "name": f"{CANARY} Quill",
    "phone": "207-555-0177",
    "email": "zephyrine.quill@example.com",
    "best_time": "zephyr mornings",
    "insurer": "Quillcare",
    "agree": "on",
}
SENT = {
    "sender": "Dana Quill",
    "name": CANARY,
    "phone": "207-555-0177",
    "urgent": "no",
    "agree": "on",
}


@pytest.fixture(autouse=True)
def _nobody_was_here(db: None) -> None:
    for cache in caches.all():
        cache.clear()


@pytest.fixture
def card(maya: Membership, own_doctor: Practice) -> str:
    """The address that the code of Maya's cards opens."""
    written_by(maya, "Elm Street", at=at(MONDAY))
    _, token = outreach.make_cards(member=maya, practice=own_doctor, at=at(MONDAY))
    return f"/c/{token}/"


def form_on(client: Client, path: str) -> Any:
    return lxml.html.document_fromstring(client.get(path).content.decode()).forms[0]


def opened(client: Client, path: str) -> dict[str, str]:
    """Return the hidden fields of a form that was opened, its work done."""
    said = filled(form_on(client, path))
    return {name: said[name][0] for name in ("challenge", "solution")}


def sum_of(page: str) -> int:
    """Answer the plain question as whoever reads it would."""
    numbers = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    label = lxml.html.document_fromstring(page).xpath("string(//card-work/label)")
    return sum(numbers.index(word) for word in label.replace("?", " ").split() if word in numbers)


def test_a_person_asks_for_an_appointment_and_is_told_when_they_hear(
    card: str, client: Client, maya: Membership, own_doctor: Practice
) -> None:
    path = f"{card}appointment/"
    answer = client.post(path, {**PERSON, **opened(client, path)})
    assert answer.status_code == 302
    ana = Referral.objects.get()
    assert (ana.name, ana.email, ana.best_time) == (
        PERSON["name"],
        PERSON["email"],
        "zephyr mornings",
    )
    assert (ana.way, ana.owner, ana.practice, ana.basis) == ("card", maya, own_doctor, "card")
    assert ana.consented_at is not None
    assert Counted.objects.get().practice == own_doctor
    page = client.get(answer["Location"]).content.decode()
    assert a_day(answer_by(ana.on, HOLIDAYS), "en") in page
    assert "within one business day" in page
    assert CANARY not in page + answer["Location"]


def test_the_office_sends_somebody_who_is_urgent_or_will_call(card: str, client: Client) -> None:
    path = f"{card}sending/"
    assert "988" in client.get(path).content.decode()
    urgent = client.post(path, {**SENT, "urgent": "yes", **opened(client, path)})
    assert "as it is urgent" in client.get(urgent["Location"]).content.decode()
    calls = {**SENT, "phone": "", "will_call": "on", **opened(client, path)}
    assert "their call" in client.get(client.post(path, calls)["Location"]).content.decode()
    first, second = Referral.objects.order_by("at")
    assert (first.is_urgent, first.will_call, first.sender) == (True, False, "Dana Quill")
    assert (second.is_urgent, second.will_call) == (False, True)


@pytest.mark.parametrize(
    ("form", "said", "told"),
    [
        ("appointment", {"name": ""}, "missing"),
        ("appointment", {"phone": "", "email": ""}, "reach"),
        ("appointment", {"email": "no address"}, "bad_email"),
        ("appointment", {"agree": ""}, "tick"),
        ("appointment", {"website": "http://example.com"}, "left_empty"),
        ("sending", {"phone": ""}, "reach_them"),
        ("sending", {"sender": ""}, "missing"),
    ],
)
def test_what_is_missing_is_said_and_nothing_has_to_be_written_twice(
    card: str, client: Client, form: str, said: dict[str, str], told: str
) -> None:
    path = f"{card}{form}/"
    wrong = {**(PERSON if form == "appointment" else SENT), **said, **opened(client, path)}
    answer = client.post(path, wrong)
    page = answer.content.decode()
    assert (answer.status_code, Referral.objects.exists()) == (422, False)
    assert ENGLISH[told] in page
    # The challenge that was met is met still.
    again = filled(lxml.html.document_fromstring(page).forms[0])
    right = {**(PERSON if form == "appointment" else SENT), "challenge": again["challenge"][0]}
    assert client.post(path, {**right, "solution": wrong["solution"]}).status_code == 302


def test_without_scripts_a_plain_question_is_answered(card: str, client: Client) -> None:
    path = f"{card}appointment/"
    page = client.get(path).content.decode()
    hidden = lxml.html.document_fromstring(page).forms[0].fields["challenge"]
    right = sum_of(page)
    wrong = client.post(path, {**PERSON, "challenge": hidden, "answer": str(right + 1)})
    assert (wrong.status_code, Referral.objects.count()) == (422, 0)
    assert sum_of(wrong.content.decode()) == right  # it is asked again
    assert client.post(path, {**PERSON, "challenge": hidden, "answer": right}).status_code == 302


def test_what_is_sent_twice_is_one_and_says_the_same(card: str, client: Client) -> None:
    path = f"{card}appointment/"
    said = {**PERSON, **opened(client, path)}
    first, second = (client.post(path, said) for _ in range(2))
    assert first.status_code == second.status_code == 302
    assert Referral.objects.count() == 1
    pages = [client.get(answer["Location"]).content for answer in (first, second)]
    assert pages[0] == pages[1]


def test_no_cookie_is_read_or_set_and_nothing_is_kept_by_a_browser(
    card: str, client: Client, maya: Membership, signed_in: As
) -> None:
    for browser in (client, signed_in(maya)):
        for form, said in (("appointment", PERSON), ("sending", SENT)):
            path = f"{card}{form}/"
            answer = browser.post(path, {**said, **opened(browser, path)})
            thanks = browser.get(answer["Location"])
            for one in (answer, thanks, browser.get(path)):
                assert not one.cookies
                assert (
                    one.headers["Cache-Control"].startswith("max-age=0")
                    or "no-store" in (one.headers["Cache-Control"])
                )
                assert one.headers["Referrer-Policy"] == "no-referrer"


def spoilt(form: str, card: str, client: Client, other_card: str) -> dict[str, dict[str, str]]:
    """Return what robots send: each beside what makes it one."""
    path = f"{card}{form}/"
    met = opened(client, path)
    elsewhere = opened(client, f"{other_card}{form}/")
    other_form = opened(client, f"{card}{'sending' if form == 'appointment' else 'appointment'}/")
    unsigned = {"challenge": f"{met['challenge'][:-4]}AAAA", "solution": met["solution"]}
    return {
        "nothing": {},
        "no work": {"challenge": met["challenge"]},
        "wrong work": {"challenge": met["challenge"], "solution": "1x"},
        "long work": {"challenge": met["challenge"], "solution": "9" * 5000},
        "wrong answer": {"challenge": met["challenge"], "answer": "1"},
        "forged": unsigned,
        "junk": {"challenge": "a:b:c", "solution": "1"},
        "another card's": elsewhere,
        "another form's": other_form,
        "trap": {**met, "website": "http://example.com"},
    }


@pytest.mark.parametrize("form", ["appointment", "sending"])
def test_robots_bring_nobody_and_people_are_served_beside_them(
    card: str, client: Client, sam: Membership, own_doctor: Practice, form: str
) -> None:
    written_by(sam, "Oak", at=at(MONDAY))
    _, token = outreach.make_cards(member=sam, practice=own_doctor, at=at(MONDAY))
    path, told = f"{card}{form}/", PERSON if form == "appointment" else SENT
    sent = spoilt(form, card, client, f"/c/{token}/")
    events = Event.objects.count()
    for number in range(100):
        robot = list(sent.values())[number % len(sent)]
        address = f"203.0.113.{number % 200}"
        answer = client.post(path, {**told, **robot}, REMOTE_ADDR=address)
        assert answer.status_code == 422, robot
    assert (Referral.objects.count(), Event.objects.count()) == (0, events)
    assert client.post(path).status_code == 422
    # Nothing of it was counted against the card, nor against whoever comes from elsewhere.
    assert client.post(path, {**told, **opened(client, path)}).status_code == 302


def test_a_page_that_stood_open_is_sent_once_more(
    card: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"{card}appointment/"
    said = {**PERSON, **opened(client, path)}
    monkeypatch.setattr(challenge, "OPEN_SECONDS", -1)
    old = client.post(path, said)
    assert (old.status_code, Referral.objects.exists()) == (422, False)
    assert "stood open for long" in old.content.decode()
    monkeypatch.undo()
    form = lxml.html.document_fromstring(old.content.decode()).forms[0]
    assert form.fields["name"] == PERSON["name"]
    anew = {
        "challenge": form.fields["challenge"],
        "solution": solved(form.xpath("//@data-seed")[0]),
    }
    assert client.post(path, {**PERSON, **anew}).status_code == 302


def test_an_address_and_a_card_have_their_limits_and_no_address_is_kept(
    card: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"{card}appointment/"
    statuses = [
        client.post(path, {**PERSON, **opened(client, path)}, REMOTE_ADDR="203.0.113.9").status_code
        for _ in range(card_requests.MOST_OF_ADDRESS + 1)
    ]
    assert statuses == [302] * card_requests.MOST_OF_ADDRESS + [429]
    elsewhere = {**PERSON, **opened(client, path)}
    assert client.post(path, elsewhere, REMOTE_ADDR="203.0.113.10").status_code == 302
    monkeypatch.setattr(card_requests, "MOST_OF_CARD", 1)
    again = {**PERSON, **opened(client, path)}
    assert client.post(path, again, REMOTE_ADDR="203.0.113.11").status_code == 429
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM shared_counts")
        kept = str(cursor.fetchall())
    assert "card-address:" in kept
    assert "203.0.113" not in kept


def test_spanish_waits_for_whoever_read_it(
    card: str, client: Client, maya: Membership, signed_in: As
) -> None:
    path = f"{card}appointment/"
    assert SPANISH["ask"] not in client.get(f"{path}?lang=es").content.decode()
    owner = signed_in(maya)
    owner.post("/settings/spanish/", {"reviewed_by": "Dr. Ruth Paz"})
    page = client.get(f"{path}?lang=es").content.decode()
    assert SPANISH["ask"] in page
    assert 'lang="es"' in page.partition(">")[2][:80]
    assert ENGLISH["send_it"] not in page
    answer = client.post(f"{path}?lang=es", {**PERSON, **opened(client, f"{path}?lang=es")})
    assert Referral.objects.get().language == "es"
    told = client.get(answer["Location"]).content.decode()
    assert "día hábil" in told
    owner.post("/settings/spanish/", {"reviewed_by": ""})
    assert SPANISH["ask"] not in client.get(f"{path}?lang=es").content.decode()


def test_words_that_changed_wait_to_be_read_again(
    card: str, client: Client, maya: Membership, signed_in: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in(maya).post("/settings/spanish/", {"reviewed_by": "Dr. Ruth Paz"})
    monkeypatch.setattr("alongside.web.spanish.words_hash", lambda: "others")
    assert SPANISH["ask"] not in client.get(f"{card}appointment/?lang=es").content.decode()
    assert "have changed" in signed_in(maya).get("/settings/spanish/").content.decode()


def test_both_languages_say_the_same_things() -> None:
    assert ENGLISH.keys() == SPANISH.keys()
    for name in ENGLISH:
        assert ENGLISH[name].count("{") == SPANISH[name].count("{"), name


def test_who_was_sent_stands_nowhere_in_clear(
    card: str,
    client: Client,
    maya: Membership,
    signed_in: As,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The canary: everything is done to them, then all that was written is read."""
    with caplog.at_level(logging.DEBUG):
        path, group = f"{card}appointment/", signed_in(maya)
        for said in (PERSON, {**PERSON, "email": f"{CANARY} at no address"}):
            client.post(path, {**said, **opened(client, path)})
        ana = Referral.objects.get()
        page = f"/referrals/{ana.pk}/"
        places = [answer["Location"] for answer in acted(group, page, ana)]
    for place in ("/referrals/?list=closed", page):
        assert CANARY in group.get(place).content.decode()
    for place in ("/events/", "/practices/", f"/practices/{ana.practice_id}/", "/visits.csv"):
        assert CANARY not in b"".join(group.get(place)).decode(), place
    words = (CANARY, "Quill", "zephyr", "555-0177", "2075550177")
    for word in words:
        assert word not in caplog.text + " ".join(places)
        assert word not in everything_stored()


def acted(group: Client, page: str, ana: Referral) -> list[Any]:
    """Do everything to them that a group does."""
    today = ana.group.day_of(timezone.now()).isoformat()
    answers = [
        group.post(f"{page}answer/", {"how": "spoke"}),
        group.post(f"{page}offer/", {"for_on": today, "key": str(uuid4())}),
    ]
    offer = ana.offers.get()
    answers += [
        group.post(f"/offers/{offer.pk}/session/", {"on": today}),
        group.post(f"{page}credit/", {"practice": ""}),
        group.post(f"{page}closing/", {"reason": "seen_here"}),
    ]
    assert {answer.status_code for answer in answers} == {302}
    return answers


def everything_stored() -> str:
    """Return each column of each row of each table, as bytes and as text."""
    found = ""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                found += " ".join(
                    bytes(value).decode("latin-1")
                    if isinstance(value, bytes | memoryview)
                    else str(value)
                    for value in row
                )
    return found


def test_a_promise_that_nobody_made_leads_to_the_card(card: str, client: Client) -> None:
    answer = client.get(f"{card}thanks/?told=abc")
    assert (answer.status_code, answer["Location"]) == (302, card)

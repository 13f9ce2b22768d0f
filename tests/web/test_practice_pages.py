"""Today, practices and visits, as the browser asks for them."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alongside.outreach import actions as outreach
from alongside.outreach.actions import Described, Told
from alongside.outreach.models import FollowUp, Practice, StepFiveFact, Visit
from alongside.playbook.history import Entry
from alongside.team.models import Event, Membership
from tests.conftest import MONDAY, at

BACKEND = "alongside.web.accounts.Backend"


def browser(member: Membership) -> Client:
    client = Client()
    client.force_login(member.person, backend=BACKEND)
    return client


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return answer.content.decode()


def form(**facts: object) -> dict[str, object]:
    return {"key": str(uuid4()), "on": "2026-02-05", "outcome": "met_prescriber"} | facts


def test_an_empty_day_teaches_where_to_begin(maya: Membership) -> None:
    assert "Begin at your own doctor" in text(browser(maya), "/")


def test_today_shows_who_is_next_and_what_to_say(
    maya: Membership, own_doctor: Practice, first_visit: Visit
) -> None:
    page = text(browser(maya), "/")
    assert "Elm Street Family Medicine" in page
    assert "5 handouts, 10 cards" in page
    assert "what do you usually do next" in page


def test_a_practice_is_added_by_hand(maya: Membership) -> None:
    client = browser(maya)
    told = {"entry": "own_doctor", "name": "Elm Street", "specialty": "family_medicine"}
    answer = client.post("/practices/new/", told | {"policy": "drop_in", "weekdays": [0, 1, 2]})
    practice = Practice.objects.get()
    assert answer.headers["Location"] == f"/practices/{practice.pk}/"
    assert practice.weekdays == {0, 1, 2}
    assert practice.entrance.entry == Entry.OWN_DOCTOR


def test_a_visit_is_logged_and_says_what_follows(
    maya: Membership, own_doctor: Practice, first_visit: Visit
) -> None:
    answer = browser(maya).post(
        f"/practices/{own_doctor.pk}/visits/new/", form(question="has_nobody"), follow=True
    )
    assert "Come back Thursday, 12 February 2026" in answer.content.decode()


def test_a_form_sent_twice_is_one_visit(maya: Membership, own_doctor: Practice) -> None:
    client, sent = browser(maya), form()
    for _ in range(2):
        client.post(f"/practices/{own_doctor.pk}/visits/new/", sent)
    assert Visit.objects.count() == 1


def test_the_defaults_of_the_form_do_not_spoil_a_visit_that_met_nobody(
    maya: Membership, own_doctor: Practice
) -> None:
    sent = form(outcome="shut", handouts_left=5, cards_left=10)
    browser(maya).post(f"/practices/{own_doctor.pk}/visits/new/", sent)
    assert Visit.objects.get().handouts_left == 0


def test_what_the_playbook_refuses_is_said_on_the_form(
    maya: Membership, own_doctor: Practice
) -> None:
    sent = form(on="2099-01-01")
    answer = browser(maya).post(f"/practices/{own_doctor.pk}/visits/new/", sent)
    assert answer.status_code == 422
    assert "is after" in answer.content.decode()
    assert Visit.objects.count() == 0


def test_a_visit_is_taken_back(maya: Membership, own_doctor: Practice, first_visit: Visit) -> None:
    browser(maya).post(f"/visits/{first_visit.pk}/withdrawal/")
    assert FollowUp.objects.get(standing_for=own_doctor).step == 1


def test_later_takes_a_stop_off_today(
    maya: Membership, own_doctor: Practice, first_visit: Visit
) -> None:
    client = browser(maya)
    follow_up = FollowUp.objects.get(standing_for=own_doctor)
    client.post(
        f"/follow-ups/{follow_up.pk}/postponement/",
        {"until": str(timezone.now().date() + timedelta(days=300))},
    )
    assert "Nobody is due today" in text(client, "/")


def test_steps_1_and_5_and_the_comfort_choice_are_nobody_else_s(
    maya: Membership, sam: Membership, own_doctor: Practice
) -> None:
    outreach.add_practice(
        member=maya,
        described=Described("Quiet Street", "family_medicine"),
        entry=Entry.OWN_DOCTOR,
        on=MONDAY,
        at=at(MONDAY),
        is_comfortable=False,
    )
    for practice in Practice.objects.all():
        mine = text(browser(maya), f"/practices/{practice.pk}/")
        theirs = text(browser(sam), f"/practices/{practice.pk}/")
        assert "Nothing is due from you here" in theirs
        assert "Nothing is due from you here" not in mine
        for word in ("own care", "Step 1", "own appointment", "client"):
            assert word not in theirs
    assert "Nobody is due today" in text(browser(sam), "/")


def test_saving_a_visit_tells_a_colleague_no_more_than_the_page_does(
    maya: Membership, sam: Membership
) -> None:
    quiet = outreach.add_practice(
        member=maya,
        described=Described("Quiet Street", "family_medicine"),
        entry=Entry.OWN_DOCTOR,
        on=MONDAY,
        at=at(MONDAY),
        is_comfortable=False,
    )
    place = f"/practices/{quiet.pk}/visits/new/"
    page = browser(sam).post(place, form(outcome="shut"), follow=True).content.decode()
    assert "Saved." in page
    assert "closed for now" not in page
    assert "Come back Thursday" not in page


def test_a_client_s_no_is_told_to_nobody_else(maya: Membership, sam: Membership) -> None:
    practice = outreach.add_practice(
        member=maya,
        described=Described("Munjoy Hill", "internal_medicine"),
        entry=Entry.CLIENT,
        on=MONDAY,
        at=at(MONDAY),
    )
    outreach.note_step_five(
        member=maya, practice=practice, what=StepFiveFact.What.SAID_NO, on=MONDAY, at=at(MONDAY)
    )
    assert "client" in text(browser(maya), f"/practices/{practice.pk}/")
    assert "client" not in text(browser(sam), f"/practices/{practice.pk}/")
    assert "client" not in text(browser(sam), "/")


URLS = (
    "/practices/{practice}/",
    "/practices/{practice}/mending/",
    "/practices/{practice}/archival/",
    "/practices/{practice}/lifting/",
    "/practices/{practice}/contacts/new/",
    "/practices/{practice}/visits/new/",
    "/visits/{visit}/withdrawal/",
    "/follow-ups/{follow_up}/postponement/",
)


@pytest.mark.parametrize("url", URLS)
@pytest.mark.parametrize("verb", ["get", "post", "put", "delete"])
def test_a_stranger_finds_nothing_and_changes_nothing(
    ines: Membership, own_doctor: Practice, first_visit: Visit, url: str, verb: str
) -> None:
    follow_up = FollowUp.objects.get(standing_for=own_doctor)
    place = url.format(practice=own_doctor.pk, visit=first_visit.pk, follow_up=follow_up.pk)
    before = (Event.objects.count(), FollowUp.objects.count(), Visit.objects.count())
    assert getattr(browser(ines), verb)(place, form(until="2099-01-01")).status_code == 404
    assert (Event.objects.count(), FollowUp.objects.count(), Visit.objects.count()) == before


@pytest.mark.parametrize("url", ["/", "/practices/", "/practices/new/", *URLS])
def test_whoever_is_signed_out_is_sent_to_the_log_in(db: None, url: str) -> None:
    place = url.format(practice=uuid4(), visit=uuid4(), follow_up=uuid4())
    answer = Client().get(place)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/login/?next=")


@pytest.mark.parametrize(
    "words", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "'onfocus='alert(1)"]
)
def test_what_people_write_is_shown_and_never_run(maya: Membership, words: str) -> None:
    practice = outreach.add_practice(
        member=maya,
        described=Described(words, "other", street=words, city=words),
        entry=Entry.BY_HAND,
        on=MONDAY,
        at=at(MONDAY),
    )
    outreach.log_visit(
        member=maya,
        practice=practice,
        key=uuid4(),
        told=Told(on=MONDAY, outcome="met_prescriber", favourite=words, note=words),
        at=at(MONDAY),
    )
    client = browser(maya)
    for url in ("/", "/practices/", f"/practices/{practice.pk}/"):
        assert words not in text(client, url)


def test_a_page_asks_no_more_of_the_database_for_more_rows(maya: Membership) -> None:
    client = browser(maya)
    client.get("/")  # the first request of a session writes down when it was seen
    asked = []
    for number in range(24):
        outreach.add_practice(
            member=maya,
            described=Described(f"Office {number}", "other"),
            entry=Entry.BY_HAND,
            on=date(2026, 1, 2),
            at=at(MONDAY),
        )
        if number in (1, 23):
            asked.append([_queries(client, url) for url in ("/", "/practices/")])
    assert asked[0] == asked[1]


def _queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return len(queries)

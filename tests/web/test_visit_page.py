"""A visit is told, told again, undone; and the button says what would follow."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from alongside.outreach import actions as outreach
from alongside.outreach.actions import Told
from alongside.outreach.models import FollowUp, Practice, Visit
from alongside.playbook.history import Entry
from alongside.team.models import Membership
from tests.conftest import MONDAY, at
from tests.web.conftest import As

ANSWERED = {"on": "2026-02-05", "outcome": "met_prescriber", "question": "has_nobody"}


@pytest.fixture
def client(maya: Membership, signed_in: As) -> Client:
    return signed_in(maya)


def test_the_button_says_what_would_follow(
    client: Client, own_doctor: Practice, first_visit: Visit
) -> None:
    answer = client.post(f"/practices/{own_doctor.pk}/outlook/", ANSWERED)
    assert "Save · come back Thu 12 February" in answer.content.decode()
    assert Visit.objects.count() == 1


def test_the_button_says_why_it_cannot_be_saved(
    client: Client, own_doctor: Practice, first_visit: Visit
) -> None:
    sent = ANSWERED | {"come_back_on": "2026-02-01"}
    answer = client.post(f"/practices/{own_doctor.pk}/outlook/", sent)
    assert "is not after the visit" in answer.content.decode()


def test_a_colleague_is_not_told_what_is_private(
    sam: Membership, signed_in: As, own_doctor: Practice
) -> None:
    sent = {"on": "2026-02-05", "outcome": "shut"}
    answer = signed_in(sam).post(f"/practices/{own_doctor.pk}/outlook/", sent)
    assert "come back" not in answer.content.decode()


def test_a_visit_is_corrected_and_the_day_moves(
    client: Client, own_doctor: Practice, first_visit: Visit
) -> None:
    page = client.get(f"/visits/{first_visit.pk}/correction/").content.decode()
    assert 'value="given" id="id_leave_0" checked' in page or "checked" in page
    told = {"key": str(uuid4()), "on": "2026-01-05", "outcome": "met_prescriber", "leave": "given"}
    client.post(f"/visits/{first_visit.pk}/correction/", told)
    assert FollowUp.objects.get(standing_for=own_doctor).step == 2


def test_only_whoever_logged_it_finds_its_correction(
    sam: Membership, signed_in: As, first_visit: Visit
) -> None:
    assert signed_in(sam).get(f"/visits/{first_visit.pk}/correction/").status_code == 404


def test_undo_is_offered_for_ten_minutes(
    client: Client, maya: Membership, own_doctor: Practice
) -> None:
    now = timezone.now()
    for minutes, is_offered in ((9, True), (11, False)):
        visit = outreach.log_visit(
            member=maya,
            practice=own_doctor,
            key=uuid4(),
            told=Told(on=MONDAY, outcome="shut"),
            at=now - timedelta(minutes=minutes),
        )
        for page in ("/", f"/practices/{own_doctor.pk}/"):
            shown = client.get(page).content.decode()
            assert (f"/visits/{visit.pk}/withdrawal/" in shown.split("eyebrow")[0]) is is_offered
        outreach.withdraw_visit(member=maya, visit=visit, at=now)


def test_what_was_undone_is_as_if_it_had_not_been(
    client: Client, own_doctor: Practice, first_visit: Visit
) -> None:
    client.post(f"/visits/{first_visit.pk}/withdrawal/")
    assert FollowUp.objects.get(standing_for=own_doctor).step == 1


def test_a_client_s_prescriber_is_walked_through_step_five(
    client: Client, maya: Membership
) -> None:
    sent = {"entry": "client", "name": "Munjoy Hill", "specialty": "internal_medicine"}
    client.post("/practices/new/", sent | {"policy": "drop_in", "weekdays": [0, 1, 2, 3, 4]})
    practice = Practice.objects.get(entrance__entry=Entry.CLIENT)
    day = str(timezone.now().date() - timedelta(days=1))
    told = {"on": day, "outcome": "met_prescriber", "introduced": "on", "consulted": "on"}
    refused = client.post(f"/practices/{practice.pk}/visits/new/", told)
    assert "there was no release" in refused.content.decode()
    client.post(f"/practices/{practice.pk}/step-five/", {"what": "released", "on": day})
    told |= {"question": "asked_about_you", "handouts_left": "1", "cards_left": "10"}
    client.post(f"/practices/{practice.pk}/visits/new/", told)
    follow_up = FollowUp.objects.get(standing_for=practice)
    assert {2, 5} <= {step for step in range(6) if follow_up.done >> step & 1}


def test_step_five_is_not_there_for_a_colleague(
    maya: Membership, sam: Membership, signed_in: As, own_doctor: Practice
) -> None:
    answer = signed_in(sam).post(
        f"/practices/{own_doctor.pk}/step-five/", {"what": "released", "on": "2026-01-05"}
    )
    assert answer.status_code == 404
    page = signed_in(sam).get(f"/practices/{own_doctor.pk}/visits/new/").content.decode()
    assert "Under a release" not in page


def test_a_favourite_is_on_the_list_when_the_visit_is_saved(
    client: Client, own_doctor: Practice, first_visit: Visit
) -> None:
    sent = ANSWERED | {"favourite": "Back Cove Women’s Health", "named_by": "Dr. Ortiz"}
    client.post(f"/practices/{own_doctor.pk}/visits/new/", sent)
    named = Practice.objects.get(name="Back Cove Women’s Health")
    page = client.get(f"/practices/{named.pk}/").content.decode()
    assert "Dr. Ortiz told me that you are the practice they like best to refer to." in page
    assert "Thank Dr. Ortiz" in client.get("/").content.decode()


def test_thanks_said_are_off_the_list(
    client: Client, own_doctor: Practice, first_visit: Visit
) -> None:
    client.post(f"/practices/{own_doctor.pk}/visits/new/", ANSWERED | {"favourite": "Back Cove"})
    edge = own_doctor.named.get()
    client.post(f"/introductions/{edge.pk}/thanks/")
    assert "Thank Elm Street" not in client.get("/").content.decode()


def test_introductions_are_drawn_and_listed(
    client: Client, own_doctor: Practice, first_visit: Visit
) -> None:
    assert "comes onto your list" in client.get("/introductions/").content.decode()
    client.post(f"/practices/{own_doctor.pk}/visits/new/", ANSWERED | {"favourite": "Back Cove"})
    page = client.get("/introductions/").content.decode()
    assert page.count('class="edge"') == 1
    assert '<g transform="translate(32 32)" class="own">' in page


def test_own_doctor_is_not_told_by_the_picture(
    maya: Membership, sam: Membership, signed_in: As, own_doctor: Practice, first_visit: Visit
) -> None:
    signed_in(maya).post(
        f"/practices/{own_doctor.pk}/visits/new/", ANSWERED | {"favourite": "Back Cove"}
    )
    assert 'class="own"' not in signed_in(sam).get("/introductions/").content.decode()


def test_the_page_asks_for_few_rows_whatever_has_happened(
    client: Client, own_doctor: Practice, first_visit: Visit, django_assert_max_num_queries: object
) -> None:
    day = date(2026, 1, 6)
    for number in range(30):
        outreach.log_visit(
            member=first_visit.by,
            practice=own_doctor,
            key=uuid4(),
            told=Told(on=day + timedelta(number), outcome="shut"),
            at=at(day + timedelta(number)),
        )
    client.get("/")  # a new session is written once
    for page in ("/", f"/practices/{own_doctor.pk}/", "/practices/", "/introductions/"):
        with django_assert_max_num_queries(12):  # type: ignore[operator]
            assert client.get(page).status_code == 200
    with django_assert_max_num_queries(14):  # type: ignore[operator]  # two are the savepoint's
        sent = ANSWERED | {"key": str(uuid4())}
        assert client.post(f"/practices/{own_doctor.pk}/visits/new/", sent).status_code == 302

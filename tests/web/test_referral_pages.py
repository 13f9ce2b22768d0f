"""The queue of people who were sent, each one's page, Today, and what a liaison sees of it."""

import re
from datetime import timedelta
from uuid import uuid4

import lxml.html
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alongside.outreach import actions as outreach
from alongside.outreach.models import Contact, Practice
from alongside.referrals import actions
from alongside.referrals.actions import Sent
from alongside.referrals.counts import FEWEST
from alongside.referrals.models import Referral
from alongside.team.models import Event, Membership, Role
from tests.conftest import MONDAY, at
from tests.referrals.people import by_fax, joined
from tests.web.conftest import As

CANARY = "Zephyrine"
ANA = Sent(f"{CANARY} Quill", phone="207-555-0177", has_consented=True)


@pytest.fixture
def theo(maya: Membership) -> Membership:
    """A therapist of the group."""
    return joined(maya, "Theo Brandt", Role.THERAPIST)


@pytest.fixture
def lena(maya: Membership) -> Membership:
    """Her liaison."""
    return joined(maya, "Lena Fisk", Role.LIAISON)


def text_of(client: Client, path: str) -> str:
    page = lxml.html.document_fromstring(client.get(path).content.decode())
    return " ".join(page.text_content().split())


def came_now(member: Membership, practice: Practice, *, owner: Membership) -> Referral:
    return by_fax(member, when=timezone.now(), sent=ANA, practice=practice, owner=owner)


def test_each_sees_what_their_role_may(
    maya: Membership,
    sam: Membership,
    theo: Membership,
    lena: Membership,
    ines: Membership,
    own_doctor: Practice,
    signed_in: As,
) -> None:
    """The table of who sees one who was sent to Theo: on the queue, their page and on Today."""
    his = came_now(sam, own_doctor, owner=theo)
    page = f"/referrals/{his.pk}/"
    table = {
        "owner": (maya, True, 200, False),
        "coordinator": (sam, True, 200, True),
        "their therapist": (theo, True, 200, True),
        "liaison": (lena, False, 404, False),
        "another group's owner": (ines, False, 404, False),
    }
    for who, (member, is_listed, status, is_owed) in table.items():
        client = signed_in(member)
        assert (CANARY in text_of(client, "/referrals/")) == is_listed, who
        assert client.get(page).status_code == status, who
        assert (f"Answer {CANARY}" in text_of(client, "/")) == is_owed, who
        assert "Quill" not in text_of(client, "/") + text_of(client, "/referrals/"), who
    other = joined(maya, "Noor Haddad", Role.THERAPIST)
    assert signed_in(other).get(page).status_code == 404
    assert Client().get(page).status_code == 302


def test_that_a_person_was_read_is_an_event_each_time(
    maya: Membership, sam: Membership, own_doctor: Practice, signed_in: As
) -> None:
    his = came_now(sam, own_doctor, owner=sam)
    for _ in range(2):
        signed_in(maya).get(f"/referrals/{his.pk}/")
    read = Event.objects.filter(verb="referral read", row_id=his.pk)
    assert list(read.values_list("person", flat=True)) == [maya.person_id] * 2
    trail = text_of(signed_in(maya), "/events/")
    assert "Referral read: Elm Street Family Medicine" in trail
    assert CANARY not in trail


@pytest.mark.parametrize("people", [0, FEWEST - 1, FEWEST])
def test_a_liaison_reads_counts_of_five_or_more_and_no_day(
    maya: Membership, lena: Membership, own_doctor: Practice, signed_in: As, people: int
) -> None:
    for _ in range(people):
        by_fax(maya, when=at(MONDAY), sent=ANA, practice=own_doctor)
    client, is_told = signed_in(lena), people >= FEWEST
    queue = text_of(client, "/referrals/")
    assert ("Elm Street Family Medicine" in queue) == is_told
    practice = text_of(client, f"/practices/{own_doctor.pk}/")
    assert re.search(r"By them ?Fewer than 5|By them ?5", practice)
    assert bool(re.search(r"By them ?5", practice)) == is_told
    assert "Somebody was sent" not in practice
    owners = text_of(signed_in(maya), f"/practices/{own_doctor.pk}/")
    assert ("Somebody was sent" in owners) == (people > 0)


def test_who_was_faxed_is_written_down_with_the_contact_of_that_practice(
    maya: Membership, sam: Membership, own_doctor: Practice, signed_in: As
) -> None:
    dana = outreach.add_contact(
        member=maya, practice=own_doctor, name="Dana", part=Contact.Part.FRONT_DESK, at=at(MONDAY)
    )
    path = f"/referrals/new/?practice={own_doctor.pk}"
    told = {
        "way": "fax",
        "name": CANARY,
        "phone": "207-555-0177",
        "contact": str(dana.pk),
        "owner": str(maya.pk),
        "key": str(uuid4()),
    }
    for _ in range(2):
        answer = signed_in(sam).post(path, told)
    came = Referral.objects.get()
    assert answer["Location"] == f"/referrals/{came.pk}/"
    assert (came.practice, came.basis, came.contact, came.owner) == (
        own_doctor,
        "contact",
        dana,
        maya,
    )
    assert (
        "contact"
        not in lxml.html.document_fromstring(signed_in(sam).get("/referrals/new/").content.decode())
        .forms[0]
        .fields
    )


def test_it_is_handed_over_and_credited_anew(
    maya: Membership, theo: Membership, own_doctor: Practice, signed_in: As
) -> None:
    his = came_now(theo, own_doctor, owner=theo)
    page = f"/referrals/{his.pk}/"
    assert signed_in(theo).post(f"{page}credit/", {"practice": ""})["Location"] == page
    answer = signed_in(theo).post(f"{page}owner/", {"to": str(maya.pk)})
    assert answer["Location"] == "/referrals/"
    assert signed_in(theo).get(page).status_code == 404
    his.refresh_from_db()
    assert (his.owner, his.practice) == (maya, None)


def test_a_refusal_stands_on_the_form(
    maya: Membership, own_doctor: Practice, signed_in: As
) -> None:
    client, his = signed_in(maya), came_now(maya, own_doctor, owner=maya)
    page = f"/referrals/{his.pk}/"
    yesterday = (timezone.now() - timedelta(2)).date().isoformat()
    answer = client.post(f"{page}offer/", {"for_on": yesterday})
    assert (answer.status_code, his.offers.count()) == (422, 0)
    assert "for today or later" in answer.content.decode()
    closed = client.post(f"{page}closing/", {"reason": "seen_here"})
    assert closed.status_code == 422


def test_the_lists_say_how_many_stand_where(
    maya: Membership, own_doctor: Practice, signed_in: As
) -> None:
    client = signed_in(maya)
    first, second = (came_now(maya, own_doctor, owner=maya) for _ in range(2))
    actions.answer(member=maya, referral=first, how="spoke", at=timezone.now())
    actions.close(member=maya, referral=second, reason="changed_mind", at=timezone.now())
    page = text_of(client, "/referrals/")
    for said in ("One person waits on us", "All open 1", "To offer a time 1", "Closed 1"):
        assert said in page
    assert CANARY in text_of(client, "/referrals/?list=answered")
    assert "Changed their mind" in text_of(client, "/referrals/?list=closed")
    assert CANARY not in text_of(client, "/referrals/?list=new")
    assert client.get("/referrals/?list=nonsense&page=9999").status_code == 200


def test_today_and_the_queue_ask_no_more_the_more_people_wait(
    maya: Membership, own_doctor: Practice, signed_in: As
) -> None:
    client = signed_in(maya)
    client.get("/")  # what is put together once is put together
    counts = []
    for _ in range(2):
        for _ in range(3):
            came_now(maya, own_doctor, owner=maya)
        counts.append([queries_of(client, path) for path in ("/", "/referrals/")])
    assert counts[0] == counts[1]


def queries_of(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    return len(asked)

"""The gifts page: off, on, refused on the form, and gone where substance use is treated."""

import re
from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.outreach import actions as outreach
from alongside.outreach.models import Gift
from alongside.team.models import Membership
from tests.conftest import MONDAY, at
from tests.outreach.sisters import listed
from tests.outreach.test_gifts import give, prescriber, settle
from tests.web.conftest import As

MAY_ASK = re.compile(
    r"team_(?:person|membership|group|departure|network)|django_session|shared_counts|"
    r"usersessions_usersession|outreach_(?:practice|contact|shelving|gift\w*)"
)
SAID = {
    "on": "2026-01-05",
    "what": "food",
    "words": "Lunch",
    "others": "3",
    "purpose": "education",
    "taught": "When to add therapy",
    "cost": "41.50",
    "paid_by": "The group",
}


def test_a_gift_is_written_down_once_gifts_are_on(maya: Membership, signed_in: As) -> None:
    client, practice = signed_in(maya), listed(maya)
    place = f"/practices/{practice.pk}/gifts/new/"
    assert "no gifts and no meals" in client.get("/gifts/").content.decode()
    assert client.post(place, SAID).status_code == 422
    assert client.post("/settings/gifts/", {"is_on": "on"}).status_code == 302
    chosen = client.get("/gifts/new/", {"practice": str(practice.pk)})
    assert chosen.headers["Location"] == place
    assert client.get("/gifts/new/", {"practice": str(uuid4())}).status_code == 200
    for said in ({"what": "card"}, {"taught": ""}, {"cost": "1.005"}, {"cost": "0"}):
        answer = client.post(place, {**SAID, **said})
        assert answer.status_code == 422, said
    assert "gift card is cash" in client.post(place, {**SAID, "what": "card"}).content.decode()
    assert client.post(place, SAID).status_code == 302
    page = client.get("/gifts/").content.decode()
    assert "$41.50" in page
    assert Gift.objects.get().cents == 4150


def test_where_substance_use_is_treated_the_page_is_gone(maya: Membership, signed_in: As) -> None:
    client = signed_in(maya)
    said = {"is_on": "on", "treats_substance_use": "on"}
    assert "18 USC 220" in client.post("/settings/gifts/", said).content.decode()
    assert client.post("/settings/gifts/", {"treats_substance_use": "on"}).status_code == 302
    place = f"/practices/{listed(maya).pk}/gifts/new/"
    assert [client.get(page).status_code for page in ("/gifts/", "/gifts/new/", place)] == [404] * 3
    assert '"/gifts/"' not in client.get("/settings/").content.decode()


def test_the_pages_of_gifts_ask_no_table_that_counts_people(
    maya: Membership, signed_in: As
) -> None:
    settle(maya)
    practice = listed(maya)
    outreach.note_referral(practice=practice, key=uuid4(), on=MONDAY, at=at(MONDAY))
    give(maya, practice, people=(prescriber(maya, practice),))
    client = signed_in(maya)
    with CaptureQueriesContext(connection) as asked:
        for page in ("/gifts/", "/gifts/new/", f"/practices/{practice.pk}/gifts/new/"):
            assert client.get(page).status_code == 200
    tables = {
        table
        for one in asked.captured_queries
        for table in re.findall(r'(?:FROM|JOIN|INTO|UPDATE) "(\w+)"', one["sql"])
    }
    assert {"outreach_gift", "outreach_practice"} <= tables
    assert [table for table in sorted(tables) if not MAY_ASK.fullmatch(table)] == []

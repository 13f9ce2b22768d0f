from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from alongside.outreach.models import Pause
from alongside.team import actions
from alongside.team.models import Membership, Person, Role
from tests.conftest import MONDAY, at
from tests.web.conftest import As

GROUP = {
    "name": "Casco Bay Counseling",
    "time_zone": "America/Chicago",
    "new_practices_weekly": "5",
    "requires_second_factor": "",
}


def test_an_owner_changes_the_groups_settings(maya: Membership, signed_in: As) -> None:
    assert signed_in(maya).post("/settings/group/", GROUP).headers["Location"] == "/settings/"
    maya.group.refresh_from_db()
    assert (maya.group.name, maya.group.time_zone) == ("Casco Bay Counseling", "America/Chicago")
    assert maya.group.new_practices_weekly == 5


@pytest.mark.parametrize(
    "wrong",
    [{"name": " "}, {"time_zone": "Mars/Base"}, {"new_practices_weekly": "101"}],
)
def test_what_makes_no_sense_is_said(
    maya: Membership, signed_in: As, wrong: dict[str, str]
) -> None:
    answer = signed_in(maya).post("/settings/group/", {**GROUP, **wrong})
    assert answer.status_code == 422
    assert "errorlist" in answer.content.decode()
    maya.group.refresh_from_db()
    assert maya.group.name == "Casco Counseling"


def test_a_colleague_reads_them_and_changes_none(
    maya: Membership, sam: Membership, signed_in: As
) -> None:
    theirs = signed_in(sam)
    assert "America/New_York" in theirs.get("/settings/").content.decode()
    assert theirs.post("/settings/group/", GROUP).status_code == 422
    maya.group.refresh_from_db()
    assert maya.group.name == "Casco Counseling"


def test_signed_out_goes_to_log_in(maya: Membership, client: Client) -> None:
    for path in ("/settings/", "/settings/group/", "/pauses/"):
        assert client.post(path).headers["Location"].startswith("/accounts/login/")


def test_a_pause_is_ones_own_and_ends(maya: Membership, sam: Membership, signed_in: As) -> None:
    mine = signed_in(maya)
    until = timezone.now().date() + timedelta(days=30)
    mine.post("/pauses/", {"until": until.isoformat()})
    assert Pause.objects.get().member == maya
    assert "You are full until" in mine.get("/settings/").content.decode()
    assert "You are full until" not in signed_in(sam).get("/settings/").content.decode()
    today = maya.group.day_of(timezone.now())
    mine.post("/pauses/", {"until": today.isoformat()})
    assert "You are full until" not in mine.get("/settings/").content.decode()


@pytest.mark.parametrize("until", ["", "soon", "9999-12-31"])
def test_a_pause_wants_a_day(maya: Membership, signed_in: As, until: str) -> None:
    assert signed_in(maya).post("/pauses/", {"until": until}).status_code == 422
    assert not Pause.objects.exists()


def test_who_belongs_to_two_groups_goes_to_the_other(
    maya: Membership, ines: Membership, signed_in: As
) -> None:
    second = actions.start_group(
        person=ines.person, name="Peaks Island", time_zone="America/New_York", at=at(MONDAY)
    )
    theirs = signed_in(ines)
    assert "Back Cove Therapy" in theirs.get("/settings/").content.decode()
    theirs.post(f"/groups/{ines.pk}/work/")
    assert Person.objects.get(pk=ines.person.pk).working_in == ines
    assert theirs.post(f"/groups/{maya.pk}/work/").status_code == 404
    assert second.role == Role.OWNER


def test_who_works_in_no_group_is_offered_their_own(ines: Membership, signed_in: As) -> None:
    Person.objects.update(working_in=None)
    answer = signed_in(ines).get("/settings/")
    assert answer.status_code == 404
    assert "Back Cove Therapy" in answer.content.decode()

import pytest
from django.test import Client

from alongside.team.models import Departure, Membership, Role
from tests.web.conftest import As


def test_every_member_sees_the_team(maya: Membership, sam: Membership, signed_in: As) -> None:
    page = signed_in(sam).get("/team/").content.decode()
    assert "Maya Okonkwo" in page
    assert "Send the invitation" not in page
    assert "Send the invitation" in signed_in(maya).get("/team/").content.decode()


def test_a_stranger_sees_their_own_team_alone(
    maya: Membership, ines: Membership, signed_in: As
) -> None:
    page = signed_in(ines).get("/team/").content.decode()
    assert "Maya" not in page
    assert "Ines Duarte" in page


def test_signed_out_goes_to_log_in(maya: Membership, client: Client) -> None:
    assert client.get("/team/").headers["Location"] == "/accounts/login/?next=/team/"


def test_an_owner_changes_a_role(maya: Membership, sam: Membership, signed_in: As) -> None:
    signed_in(maya).post(f"/members/{sam.pk}/role/", {"role": "liaison"})
    sam.refresh_from_db()
    assert sam.role == Role.LIAISON


@pytest.mark.parametrize("role", ["king", "", "owner\x00"])
def test_a_role_that_is_none_changes_nothing(
    maya: Membership, sam: Membership, signed_in: As, role: str
) -> None:
    assert signed_in(maya).post(f"/members/{sam.pk}/role/", {"role": role}).status_code == 422
    sam.refresh_from_db()
    assert sam.role == Role.COORDINATOR


def test_a_colleague_changes_no_role(maya: Membership, sam: Membership, signed_in: As) -> None:
    answer = signed_in(sam).post(f"/members/{sam.pk}/role/", {"role": "owner"})
    assert answer.status_code == 422
    sam.refresh_from_db()
    assert sam.role == Role.COORDINATOR


@pytest.mark.parametrize("what", ["role", "departure"])
def test_a_stranger_finds_no_member(
    sam: Membership, ines: Membership, signed_in: As, what: str
) -> None:
    answer = signed_in(ines).post(f"/members/{sam.pk}/{what}/", {"role": "owner"})
    assert answer.status_code == 404
    assert not Departure.objects.exists()


def test_pages_that_change_something_answer_to_post_alone(
    maya: Membership, sam: Membership, signed_in: As
) -> None:
    assert signed_in(maya).get(f"/members/{sam.pk}/departure/").status_code == 405


def test_one_who_left_is_told_so(maya: Membership, sam: Membership, signed_in: As) -> None:
    theirs = signed_in(sam)
    assert theirs.post(f"/members/{sam.pk}/departure/").headers["Location"] == "/"
    answer = theirs.get("/team/")
    assert answer.status_code == 404
    assert "You work in no group" in answer.content.decode()


def test_the_last_owner_stays(maya: Membership, signed_in: As) -> None:
    answer = signed_in(maya).post(f"/members/{maya.pk}/departure/")
    assert answer.status_code == 422
    assert "keeps an owner" in answer.content.decode()

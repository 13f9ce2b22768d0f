from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from alongside.team import actions
from alongside.team.first_code import first_code
from alongside.team.models import Installation, Membership, Person

pytestmark = pytest.mark.django_db


def told(**other: str) -> dict[str, str]:
    return {
        "code": first_code(actions.install()),
        "name": "Maya Okonkwo",
        "email": "maya@example.com",
        "password": "a long enough phrase",
        "group_name": "Casco Counseling",
        "time_zone": "America/New_York",
        **other,
    }


def test_the_first_visitor_is_led_to_the_beginning(client: Client) -> None:
    actions.install()
    assert client.get("/").headers["Location"] == "/beginning/"
    assert client.get("/beginning/").status_code == 200


def test_the_code_makes_the_owner_and_signs_them_in(client: Client) -> None:
    answer = client.post("/beginning/", told())
    assert answer.headers["Location"] == "/beginning/questions/"
    owner = Installation.objects.get().owner
    assert owner is not None
    assert client.session["_auth_user_id"] == str(owner.pk)
    assert owner.working_in is not None
    assert owner.working_in.is_owner
    assert owner.working_in.group.time_zone == "America/New_York"
    assert EmailAddress.objects.get(user=owner, primary=True).verified


def test_the_code_may_be_typed_without_its_dash_and_small(client: Client) -> None:
    code = told()["code"].replace("-", " ").lower()
    assert client.post("/beginning/", told(code=code)).status_code == 302


@pytest.mark.parametrize(
    "wrong",
    [{"code": "AAAA-AAAA"}, {"password": "short"}, {"time_zone": "Mars/Base"}, {"email": "x"}],
)
def test_what_is_wrong_is_said_and_nothing_is_made(client: Client, wrong: dict[str, str]) -> None:
    answer = client.post("/beginning/", told(**wrong))
    assert answer.status_code == 422
    assert b"errorlist" in answer.content
    assert not Person.objects.exists()


def test_a_second_visitor_is_sent_to_log_in(client: Client, maya: Membership) -> None:
    for answer in (client.get("/beginning/"), client.post("/beginning/", told(email="x@x.org"))):
        assert answer.headers["Location"] == "/accounts/login/"
    assert Person.objects.count() == 1


def test_codes_cannot_be_tried_for_long(client: Client) -> None:
    for _ in range(10):
        client.post("/beginning/", told(code="AAAA-AAAA"))
    answer: Any = client.post("/beginning/", told())
    assert "Too many tries" in answer.content.decode()
    assert not Person.objects.exists()


def test_each_installation_has_its_own_code() -> None:
    one, other = Installation(), Installation()
    assert first_code(one) != first_code(other)

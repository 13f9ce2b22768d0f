import re
from smtplib import SMTPException

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from pytest_django import Settings

from alongside.team import actions
from alongside.team.models import Invitation, Membership, Person, Role
from tests.conftest import MONDAY, at
from tests.web.conftest import As

ACCOUNT = {"name": "Noor Haddad", "password": "yet another phrase"}


def sent_path() -> str:
    found = re.search(r"https?://[^/]+(/invitations/\S+/)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def invited(client: Client, email: str = "noor@example.com") -> str:
    answer = client.post("/invitations/", {"email": email, "role": "therapist"})
    assert answer.headers["Location"] == "/team/"
    return sent_path()


def test_an_invitation_makes_an_account_that_is_signed_in(
    maya: Membership, signed_in: As, client: Client
) -> None:
    path = invited(signed_in(maya))
    assert b"Casco Counseling" in client.get(path).content
    assert client.post(path, ACCOUNT).headers["Location"] == "/"
    person = Person.objects.get(email="noor@example.com")
    assert client.session["_auth_user_id"] == str(person.pk)
    assert person.working_in is not None
    assert (person.working_in.group, person.working_in.role) == (maya.group, Role.THERAPIST)
    assert EmailAddress.objects.get(user=person).verified


def test_a_link_works_once(maya: Membership, signed_in: As, client: Client) -> None:
    path = invited(signed_in(maya))
    client.post(path, ACCOUNT)
    other = Client()
    assert other.get(path).status_code == 404
    assert other.post(path, ACCOUNT).status_code == 404


def test_a_link_that_was_taken_back_is_closed(
    maya: Membership, signed_in: As, client: Client
) -> None:
    owner = signed_in(maya)
    path = invited(owner)
    offer = Invitation.objects.get()
    owner.post(f"/invitations/{offer.pk}/withdrawal/")
    assert client.get(path).status_code == 404


def test_an_unknown_link_is_closed(client: Client, maya: Membership) -> None:
    assert client.get("/invitations/no-such-token/").status_code == 404


def test_a_member_of_another_group_joins_signed_in(
    maya: Membership, ines: Membership, signed_in: As
) -> None:
    path = invited(signed_in(maya), "ines@example.com")
    theirs = signed_in(ines)
    assert b"Join Casco" in theirs.get(path).content
    assert theirs.post(path).headers["Location"] == "/"
    ines.person.refresh_from_db()
    assert ines.person.working_in is not None
    assert ines.person.working_in.group == maya.group


def test_somebody_else_who_is_signed_in_cannot_take_it(
    maya: Membership, ines: Membership, signed_in: As
) -> None:
    path = invited(signed_in(maya))
    theirs = signed_in(ines)
    assert b"was sent to" in theirs.get(path).content
    assert theirs.post(path).status_code == 422
    assert Membership.objects.filter(group=maya.group).count() == 1


def test_one_with_an_account_is_asked_to_sign_in_first(
    maya: Membership, ines: Membership, signed_in: As, client: Client
) -> None:
    path = invited(signed_in(maya), "ines@example.com")
    assert f"/accounts/login/?next={path}" in client.get(path).content.decode()
    client.post(path, ACCOUNT)
    assert Membership.objects.filter(group=maya.group).count() == 1


@pytest.mark.parametrize("path", ["invitations/"])
def test_only_an_owner_invites(sam: Membership, signed_in: As, client: Client, path: str) -> None:
    told = {"email": "x@example.com", "role": "owner"}
    before = Invitation.objects.count()
    assert signed_in(sam).post(f"/{path}", told).status_code == 422
    assert client.post(f"/{path}", told).headers["Location"].startswith("/accounts/login/")
    assert (Invitation.objects.count(), mail.outbox) == (before, [])


def test_a_strangers_withdrawal_finds_nothing(
    maya: Membership, ines: Membership, signed_in: As
) -> None:
    offer, _ = actions.invite(
        member=maya, email="noor@example.com", role=Role.LIAISON, at=at(MONDAY)
    )
    assert signed_in(ines).post(f"/invitations/{offer.pk}/withdrawal/").status_code == 404
    assert not hasattr(Invitation.objects.get(pk=offer.pk), "withdrawal")


def test_the_mails_link_does_not_follow_a_forged_host(
    maya: Membership, signed_in: As, settings: Settings
) -> None:
    settings.PUBLIC_URL = "https://alongside.example.org"
    told = {"email": "noor@example.com", "role": "therapist"}
    signed_in(maya).post("/invitations/", told, headers={"host": "localhost:666"})
    body = str(mail.outbox[-1].body)
    assert "https://alongside.example.org/invitations/" in body
    assert "localhost" not in body


def test_a_groups_name_cannot_write_a_header(maya: Membership, signed_in: As) -> None:
    maya.group.name = "Casco\r\nBcc: all@example.com"
    maya.group.save()
    invited(signed_in(maya))
    assert "\n" not in mail.outbox[-1].subject


def test_when_the_mail_fails_the_owner_is_shown_the_link(
    maya: Membership, signed_in: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*args: object, **kwargs: object) -> None:
        raise SMTPException("refused")

    monkeypatch.setattr("alongside.web.invitations.send_mail", fails)
    told = {"email": "noor@example.com", "role": "therapist"}
    page = signed_in(maya).post("/invitations/", told, follow=True)
    assert "could not be sent" in page.content.decode()
    assert "/invitations/" in page.content.decode()

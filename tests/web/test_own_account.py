"""The log-in library's own pages, found under /accounts/: each is the person's own, or for all."""

import re
from collections.abc import Iterator
from hashlib import sha256

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from django.core import mail
from django.db import models
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData
from pytest_django import Settings

from alongside.team.models import Membership
from tests.web.addresses import OF_ACCOUNTS, every_route
from tests.web.database import changed, taken_back, whole_database

LOG_IN = "/accounts/login/"
VERBS = ("get", "head", "post", "put", "patch", "delete", "options")
SAFE = ("get", "head", "options")
# For whoever is signed out: getting in, and what is said on the way.
OPEN = {
    "account_login",
    "account_signup",
    "account_inactive",
    "account_logout",
    "account_email_verification_sent",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_confirm_email",
}
ROUTES = [(route, name) for route, name in every_route() if route.startswith(OF_ACCOUNTS)]
PLAIN = [(f"/{route}", name) for route, name in ROUTES if "<" not in route]
NUMBERED = [(f"/{route}", name) for route, name in ROUTES if "<int:pk>" in route]
# Links that are sent by mail, each with a token of its own.
MAILED = {"account_confirm_email", "account_reset_password_from_key"}


@pytest.fixture(autouse=True)
def _passwords_are_not_the_point(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def mayas(maya: Membership) -> Client:
    """Maya has everything that an account can have, and has just given her password."""
    maya.person.set_password("a long enough phrase")
    maya.person.save()
    client = signed_in_by_password("maya@example.com", "a long enough phrase")
    TOTP.activate(maya.person, generate_totp_secret())
    RecoveryCodes.activate(maya.person)
    passkey(maya)
    return client


@pytest.fixture
def ines_s(ines: Membership) -> Client:
    ines.person.set_password("a third one")
    ines.person.save()
    client = signed_in_by_password("ines@example.com", "a third one")
    passkey(ines)
    return client


def signed_in_by_password(email: str, password: str) -> Client:
    client = Client()
    client.post(LOG_IN, {"login": email, "password": password})
    client.post("/accounts/reauthenticate/", {"password": password})
    assert "_auth_user_id" in client.session
    return client


def passkey(member: Membership) -> Authenticator:
    """A passkey as a browser registers it, with a key that nobody holds."""
    key = generate_private_key(SECP256R1()).public_key()
    credential = AttestedCredentialData.create(
        bytes(16),
        b"maya's phone",
        ES256.from_cryptography_key(key),  # type: ignore[no-untyped-call]
    )
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    told = AuthenticatorData.create(sha256(b"localhost").digest(), flags, 0, credential)
    response = {
        "clientDataJSON": websafe_encode(b'{"type":"webauthn.create","challenge":"","origin":""}'),
        "attestationObject": websafe_encode(AttestationObject.create("none", told, {})),
    }
    told_id = websafe_encode(b"maya's phone")
    registered = {"id": told_id, "rawId": told_id, "type": "public-key", "response": response}
    return Authenticator.objects.create(
        user=member.person,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": f"Key of {member.person}", "credential": registered},
    )


def same_browser(client: Client) -> Client:
    """A browser with the same session: one call may end it, and the next must not know."""
    other = Client()
    if "sessionid" in client.cookies:
        other.cookies["sessionid"] = client.cookies["sessionid"].value
    return other


def answers(client: Client, path: str, **said: object) -> Iterator[tuple[str, int, str, bool]]:
    """Ask with every verb; what was denied, and what only reads, changed nothing."""
    before = whole_database()
    for verb in VERBS:
        with taken_back():
            answer = getattr(same_browser(client), verb)(path, **(said if verb == "post" else {}))
            change = changed(before, whole_database())
        leads_to = answer.headers.get("Location", "")
        assert answer.status_code < 500, (verb, path)
        if answer.status_code >= 400 or leads_to.startswith(LOG_IN) or verb in SAFE:
            assert change == {}, (verb, path)
        yield verb, answer.status_code, leads_to, bool(change)


@pytest.mark.parametrize(("path", "name"), PLAIN)
def test_signed_out_leads_to_the_log_in(maya: Membership, path: str, name: str) -> None:
    for verb, _, leads_to, has_changed in answers(Client(), path):
        assert not has_changed, verb
        if name not in OPEN:
            assert leads_to.startswith(LOG_IN) or verb not in ("get", "head", "post"), verb


@pytest.mark.parametrize(("path", "name"), PLAIN)
def test_whatever_a_stranger_does_there_is_done_to_their_own_account(
    mayas: Client, ines_s: Client, maya: Membership, path: str, name: str
) -> None:
    said = {f"{field}": value for field, value in everything_of(maya)}
    before = rows_of(maya)
    with taken_back():
        for verb in VERBS:
            answer = getattr(same_browser(ines_s), verb)(path, said if verb == "post" else None)
            assert answer.status_code < 500, verb
            assert rows_of(maya) == before, verb
    assert sum(1 for _ in answers(ines_s, path)) == len(VERBS)


@pytest.mark.parametrize(("path", "name"), NUMBERED)
def test_a_number_of_somebody_else_s_is_not_found(
    mayas: Client, ines_s: Client, maya: Membership, path: str, name: str
) -> None:
    key = Authenticator.objects.get(user=maya.person, type=Authenticator.Type.WEBAUTHN)
    place = path.replace("<int:pk>", str(key.pk))
    assert same_browser(mayas).get(place).status_code == 200
    for verb, status, _, has_changed in answers(ines_s, place, data={"name": "Mine now"}):
        assert not has_changed, verb
        assert status in (404, 405) or verb == "options", verb


def test_every_other_argument_is_tried_here() -> None:
    """A version of the library that brings a new address with an argument is met here."""
    others = {name for route, name in ROUTES if "<" in route and "<int:pk>" not in route}
    assert others == MAILED
    assert len(NUMBERED) >= 2


def test_one_person_s_reset_token_opens_no_other_account(
    maya: Membership, ines: Membership
) -> None:
    links = [reset_link("maya@example.com"), reset_link("ines@example.com")]
    (hers, _), (_, token) = (link.rstrip("/").split("-", 1) for link in links)
    assert b"password1" in Client().get(links[0], follow=True).content
    assert b"password1" not in Client().get(f"{hers}-{token}/", follow=True).content


def reset_link(email: str) -> str:
    Client().post("/accounts/password/reset/", {"email": email})
    found = re.search(r"/accounts/password/reset/key/\S+", str(mail.outbox[-1].body))
    assert found
    return found[0]


def test_the_link_of_a_new_address_is_of_no_use_to_a_stranger(
    ines_s: Client, maya: Membership
) -> None:
    own = signed_in_by_password("maya@example.com", "a long enough phrase")
    own.post("/accounts/email/", {"email": "maya@example.net", "action_add": ""})
    found = re.search(r"/accounts/confirm-email/\S+", str(mail.outbox[-1].body))
    assert found
    before = rows_of(maya)
    answer = ines_s.get(found[0])
    assert answer.status_code < 500
    assert rows_of(maya) == before
    assert not EmailAddress.objects.get(email="maya@example.net").verified


def rows_of(member: Membership) -> list[str]:
    """Return what the library and the team room keep of a person."""
    own: list[models.QuerySet[models.Model]] = [
        kind.objects.filter(user=member.person)
        for kind in (EmailAddress, Authenticator, UserSession)
    ]
    kept = [row for found in own for row in found.order_by("pk").values_list()]
    member.person.refresh_from_db()
    return [str(row) for row in [*kept, member.person.password, member.person.email]]


def everything_of(member: Membership) -> Iterator[tuple[str, object]]:
    """Return whatever a form there could ask for, filled with somebody else's."""
    for name in ("email", "login", "primary"):
        yield name, member.person.email
    for name in ("id", "pk", "user", "user_id", "person"):
        yield name, str(member.person.pk)
    keys = Authenticator.objects.filter(user=member.person)
    yield "authenticators", [key.pk for key in keys]
    yield "sessions", [one.pk for one in UserSession.objects.filter(user=member.person)]
    yield "name", "Mine now"
    for action in ("action_add", "action_send", "action_remove", "action_primary"):
        yield action, ""

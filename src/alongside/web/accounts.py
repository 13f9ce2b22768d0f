"""How the log-in library behaves here: by invitation, with links from the public address."""

import base64
import hashlib
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.account.utils import perform_login
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from alongside.team.actions import note_event
from alongside.team.models import Person


def public_link(name: str, **where: str) -> str:
    """Return a page's address as others see it: never from a request's Host."""
    return f"{settings.PUBLIC_URL}{reverse(name, kwargs=where)}"


def enter(request: HttpRequest, person: Person, *, to: str = "today") -> HttpResponse:
    """Sign a person in who has just made an account, and go to a page."""
    own_address(person)
    return perform_login(request, person, redirect_url=reverse(to))  # type: ignore[no-any-return]


def own_address(person: Person) -> None:
    """Hold a person's address for theirs: the terminal's code or an invitation's mail said so."""
    if not EmailAddress.objects.filter(user=person).exists():
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """Reads who is signed in, and in which group they work, in one query."""

    def get_user(self, user_id: Any) -> Person | None:
        joined = Person.objects.select_related("working_in__group", "working_in__departure")
        person = joined.filter(pk=user_id).first()
        return person if person is not None and self.user_can_authenticate(person) else None


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """People come by invitation, and each log-in leaves an event."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: Person, **kwargs: Any) -> HttpResponse:
        own_address(user)
        note_event(verb="signed in", at=timezone.now(), person=user)
        return super().post_login(request, user, **kwargs)  # type: ignore[no-any-return]

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        email = str(credentials.get("email", ""))
        known = Person.objects.filter(email__iexact=email).first()
        note_event(verb="sign-in failed", at=timezone.now(), person=known)

    def is_safe_url(self, url: str) -> bool:
        # The library also takes whole addresses of each allowed host: the visitor's own localhost
        # is one of them.
        return url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        # The library names the site by the request's Host, which anybody can forge.
        site = SimpleNamespace(name="Alongside", domain=settings.PUBLIC_URL)
        super().send_mail(template_prefix, email, {**context, "current_site": site})

    def get_reset_password_from_key_url(self, key: str) -> str:
        uid, _, token = key.partition("-")
        return public_link("account_reset_password_from_key", uidb36=uid, key=token)

    def get_email_confirmation_url(
        self, request: HttpRequest, emailconfirmation: EmailConfirmation
    ) -> str:
        return public_link("account_confirm_email", key=emailconfirmation.key)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # The library counts by Host too, port and all: `localhost:1`, `localhost:2` … start anew.
        return str(credentials.get("email", "")).lower()


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Passkeys belong to the public address, and no second factor's secret is stored plain."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": urlsplit(settings.PUBLIC_URL).hostname or "localhost", "name": "Alongside"}

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> Fernet:
    key = hashlib.sha256(b"alongside second factor" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))

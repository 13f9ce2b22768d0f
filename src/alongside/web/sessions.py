"""How long a session lasts, who needs a second factor, and where those go who may not stay."""

import time
from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from alongside.team.models import Installation, Membership

Answer = Callable[[HttpRequest], HttpResponse]
HEALTH = "/healthz"
BEGAN, SEEN = "began_at", "seen_at"
SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
OPEN_WITHOUT = {"account_logout", "account_reauthenticate"}


class SessionLimits:
    """A session ends when nobody used it for a while, and in any case after some hours."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == HEALTH:
            return self.get_response(request)
        if request.user.is_authenticated and _is_over(request, time.time()):
            logout(request)
        response = self.get_response(request)
        if request.user.is_authenticated:
            _stamp(request, time.time())
        return response


def _is_over(request: HttpRequest, at: float) -> bool:
    began, seen = request.session.get(BEGAN, at), request.session.get(SEEN, at)
    idle, whole = settings.SESSION_IDLE_MINUTES * 60, settings.SESSION_ABSOLUTE_HOURS * 3600
    return bool(at - seen > idle or at - began > whole)


def _stamp(request: HttpRequest, at: float) -> None:
    """Note that the session was used: at most once a minute, and never by a page that polls."""
    session = request.session
    if BEGAN not in session:
        session[BEGAN] = session[SEEN] = at
    elif request.headers.get("HX-Trigger") != "poll" and at - session[SEEN] >= 60:
        session[SEEN] = at


class SignedInOnly(LoginRequiredMiddleware):
    """Every page is for the signed-in, but those that say otherwise (`login_not_required`)."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> Any:
        if Installation.objects.filter(owner=None).exists():
            return redirect("beginning")
        answer = super().handle_no_permission(request, view_func)
        # A part of a page cannot hold the log-in page: the whole page goes there.
        if request.headers.get("HX-Request") == "true":
            return HttpResponseClientRedirect(reverse(settings.LOGIN_URL))
        return answer


class SecondFactorRequired:
    """Where the group asks for a second factor, a member without one sees only how to get it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        member = getattr(request, "member", None)
        if not isinstance(member, Membership) or not member.group.requires_second_factor:
            return None
        if _is_open(request) or is_mfa_enabled(member.person, types=SECOND_FACTORS):
            return None
        messages.warning(request, "Your group asks for a second factor: add one to go on.")
        return redirect("mfa_index")


def _is_open(request: HttpRequest) -> bool:
    name = (request.resolver_match and request.resolver_match.url_name) or ""
    return name.startswith("mfa_") or name in OPEN_WITHOUT or request.path == HEALTH

"""A phone that was handed over: it shows one page until it is handed back with the password.

The session itself says so, and this stands before every page: there is no address that leads out.
Ending the session is always allowed: whoever comes next has to sign in.
"""

from collections.abc import Callable
from datetime import datetime

from allauth.core import ratelimit
from django import forms
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from alongside.releases.models import Release
from alongside.team.actions import note_event
from alongside.team.models import Person
from alongside.web.asking import member_of

HANDED_OVER = "handed_over"
Answer = Callable[[HttpRequest], HttpResponse]


class KeepsToOnePage:
    """Leads every address back to the page for which the phone was handed over."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        held = request.session.get(HANDED_OVER) if request.user.is_authenticated else None
        if held is None:
            return self.get_response(request)
        page = reverse("release-signature", args=[held])
        if request.path in (page, reverse("handing-back")):
            return self.get_response(request)
        return redirect(page)


class HandingBackForm(forms.Form):
    """The password of whoever handed the phone over."""

    password = forms.CharField(
        widget=forms.PasswordInput({"autocomplete": "current-password"}), required=False
    )


def hand_over(request: HttpRequest, release: Release, *, at: datetime) -> None:
    """Lock the session to a release's page."""
    request.session[HANDED_OVER] = str(release.pk)
    member = member_of(request)
    note_event(verb="phone handed over", at=at, member=member, row=release.client)


def is_handed_over(request: HttpRequest, release: Release) -> bool:
    return bool(request.session.get(HANDED_OVER) == str(release.pk))


def handing_back(request: HttpRequest) -> HttpResponse:
    """Take the phone back: with the password, or by ending the session."""
    held = request.session.get(HANDED_OVER)
    if held is None:
        member_of(request)
        return redirect("today")
    form = HandingBackForm(request.POST or None)
    if request.method == "POST" and "out" in request.POST:
        logout(request)
        return redirect("account_login")
    if request.method == "POST" and form.is_valid():
        if _is_right(request, form.cleaned_data["password"]):
            del request.session[HANDED_OVER]
            release = Release.objects.filter(pk=held).first()
            return redirect("client", pk=release.client_id) if release else redirect("today")
        form.add_error("password", "That is not the password. Try again, or sign out.")
    status = 422 if request.method == "POST" else 200
    return render(request, "web/handing_back.html", {"form": form}, status=status)


def _is_right(request: HttpRequest, password: str) -> bool:
    person = request.user
    assert isinstance(person, Person)
    is_allowed = ratelimit.consume(request, action="hand_back", key=str(person.pk))
    return bool(is_allowed and password and person.check_password(password))

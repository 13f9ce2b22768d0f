"""The network: sister groups that keep out of each other's way."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from alongside.outreach.actions import networks as outreach
from alongside.outreach.models import Practice, SisterFact
from alongside.team import actions as team
from alongside.team.models import Membership, NetworkRequest
from alongside.web.asking import member_of
from alongside.web.form_page import refusals_on


class NetworkForm(forms.Form):
    """What a network is called."""

    name = forms.CharField(max_length=120, label="What the network is called")


class CodeForm(forms.Form):
    """A code that a sister group's owner was given."""

    code = forms.CharField(
        max_length=40,
        label="The code",
        help_text="Sixteen letters and digits, from an owner of a sister group.",
    )


@require_safe
def network(request: HttpRequest) -> HttpResponse:
    return _page(request, member_of(request))


@require_POST
def networks(request: HttpRequest) -> HttpResponse:
    """Make a network."""
    member = member_of(request)
    form = NetworkForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            outreach.found_network(member=member, at=timezone.now(), **form.cleaned_data)
            return redirect("settings-network")
    return _page(request, member, name_form=form)


@require_POST
def codes(request: HttpRequest) -> HttpResponse:
    """Make a code for one sister group, and show it this once."""
    _, code = team.invite_group(member=member_of(request), at=timezone.now())
    messages.success(
        request,
        f"Give this code to the owner of the sister group: {code}. It is shown this once, works "
        f"once, and for {team.INVITATION_DAYS} days.",
    )
    return redirect("settings-network")


@require_POST
def requests(request: HttpRequest) -> HttpResponse:
    """Ask to join, by a code."""
    member = member_of(request)
    form = CodeForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            team.ask_to_join(member=member, at=timezone.now(), **form.cleaned_data)
            messages.success(request, "Asked. An owner over there says yes to it.")
            return redirect("settings-network")
    return _page(request, member, code_form=form)


@require_POST
def admission(request: HttpRequest, pk: UUID) -> HttpResponse:
    member = member_of(request)
    asked = _asked(member, pk)
    outreach.admit(member=member, request=asked, at=timezone.now())
    messages.success(request, f"{asked.group} stands in the network now.")
    return redirect("settings-network")


@require_POST
def refusal(request: HttpRequest, pk: UUID) -> HttpResponse:
    member = member_of(request)
    team.turn_away(member=member, request=_asked(member, pk), at=timezone.now())
    messages.success(request, "It was turned away.")
    return redirect("settings-network")


@require_POST
def leaving(request: HttpRequest) -> HttpResponse:
    left = outreach.leave_network(member=member_of(request), at=timezone.now())
    messages.success(request, f"Your group has left {left}.")
    return redirect("settings-network")


def _asked(member: Membership, pk: UUID) -> NetworkRequest:
    asked = NetworkRequest.objects.seen_by(member).select_related("group", "invitation")
    return get_object_or_404(asked, pk=pk)


def _page(
    request: HttpRequest,
    member: Membership,
    *,
    name_form: NetworkForm | None = None,
    code_form: CodeForm | None = None,
) -> HttpResponse:
    found = member.group.network
    asked = NetworkRequest.objects.seen_by(member).waiting()
    closed = Practice.objects.seen_by(member).active()
    closed = closed.filter(sister_facts__what=SisterFact.What.DECLINED).by_name()
    context = {
        "tab": "settings",
        "network": found,
        "places": found.places.filter(leaving=None).select_related("group").order_by("at", "pk")
        if found
        else (),
        "asked": asked.select_related("group", "invitation__network"),
        "closed": closed.values("pk", "name", "sister_facts__on") if found else (),
        "name_form": name_form or NetworkForm(),
        "code_form": code_form or CodeForm(),
    }
    status = 422 if name_form or code_form else 200
    return render(request, "web/network.html", context, status=status)

"""Settings → Data: where the offices come from, and three ways to get more of them."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from alongside.outreach.actions import territory as actions
from alongside.outreach.models import RankingInUse, TerritoryPlace
from alongside.outreach.uploads import folders
from alongside.team.models import Job, Membership
from alongside.web.asking import member_of
from alongside.web.form_page import refusals_on
from alongside.web.territory_forms import FolderForm, LookUpForm, UploadForm
from alongside.web.uploads import takes_a_file

OF_TERRITORY = (
    actions.LOADING,
    actions.LOADING_FOLDER,
    actions.LOOKING_UP,
    actions.RANKING,
)


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Settings → Data: what is loaded, from when, and how to get more."""
    return data_page(request, member_of(request))


@require_POST
def look_ups(request: HttpRequest) -> HttpResponse:
    """Look near a ZIP: the worker asks the NPI Registry."""
    member = member_of(request)
    form = LookUpForm(request.POST, auto_id=LookUpForm.IDS)
    if form.is_valid():
        with refusals_on(form):
            actions.ask_to_look_up(member=member, at=timezone.now(), **form.cleaned_data)
            return redirect("territory")
    return data_page(request, member, look_up_form=form)


@require_POST
def folder_loads(request: HttpRequest) -> HttpResponse:
    """Load a built territory that lies on this computer."""
    member = member_of(request)
    form = FolderForm(request.POST, place=TerritoryPlace.of(member))
    if form.is_valid():
        with refusals_on(form):
            actions.ask_to_load_folder(member=member, at=timezone.now(), **form.cleaned_data)
            return redirect("territory")
    return data_page(request, member, folder_form=form)


@takes_a_file
@require_http_methods(["GET", "HEAD", "POST"])
def loads(request: HttpRequest) -> HttpResponse:
    """Take a clinicians file, for the worker to load."""
    member = member_of(request)
    if request.method != "POST":
        return data_page(request, member)
    form = UploadForm(request.POST, request.FILES, place=TerritoryPlace.of(member))
    if form.is_valid():
        with refusals_on(form):
            actions.ask_to_load(member=member, at=timezone.now(), **form.asked())
            form.take_file()
            return _go(request, reverse("territory"))
    return data_page(request, member, upload_form=form)


def data_page(request: HttpRequest, member: Membership, **refused: forms.BaseForm) -> HttpResponse:
    """Show what is loaded and every way to load; a form that was refused comes back as it was."""
    place = TerritoryPlace.of(member)
    near = {"near": place.near} if place else {}
    context: Mapping[str, Any] = {
        "tab": "territory",
        "look_up_form": LookUpForm(initial={"key": uuid4(), **near}, auto_id=LookUpForm.IDS),
        "upload_form": UploadForm(place=place),
        "folder_form": FolderForm(place=place) if folders() else None,
        "work": newest_work(member),
        "in_use": RankingInUse.of(member),
        **refused,
    }
    return render(request, "web/territory_load.html", context, status=422 if refused else 200)


def newest_work(member: Membership) -> Job | None:
    """Return the newest of the territory's jobs, unless it ended well: its offices are there."""
    jobs = Job.objects.seen_by(member).filter(kind__in=OF_TERRITORY)
    newest = jobs.newest_first().select_related("ending").first()
    return None if newest is None or (newest.is_ended and newest.ending.is_done) else newest


def _go(request: HttpRequest, where: str) -> HttpResponse:
    is_part = bool(getattr(request, "htmx", False))
    return HttpResponseClientRedirect(where) if is_part else redirect(where)

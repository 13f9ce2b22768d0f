"""Materials → one's own words: a finding for the page, and what is said at a step."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from alongside.outreach import actions
from alongside.outreach.models import Letterhead, OwnFinding, TalkTrack
from alongside.outreach.own_words import talk_of
from alongside.team.models import Membership
from alongside.web.asking import member_of
from alongside.web.form_page import refusals_on
from alongside.web.own_words_forms import FindingForm, TalkForm, TalkPlaceForm


@require_http_methods(["GET", "HEAD", "POST"])
def new_finding(request: HttpRequest) -> HttpResponse:
    """Write a finding of one's own for a page, with what it stands on."""
    member, at = member_of(request), timezone.now()
    on = member.group.day_of(at)
    form = FindingForm(request.POST or None, on=on, initial=_known_audience(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            row = actions.write_finding(member=member, at=at, **form.said())
            messages.success(request, "Saved. Tick it on the page; it is marked as yours there.")
            return redirect(f"{reverse('materials')}?audience={row.audience}")
    status = 422 if form.is_bound else 200
    context = {"tab": "materials", "form": form}
    return render(request, "web/own_finding.html", context, status=status)


@require_POST
def finding_removal(request: HttpRequest, pk: UUID) -> HttpResponse:
    member = member_of(request)
    finding = get_object_or_404(OwnFinding.objects.seen_by(member), pk=pk)
    actions.remove_finding(member=member, finding=finding, at=timezone.now())
    messages.success(request, "Taken away. Pages that were printed with it keep their record.")
    return redirect(f"{reverse('materials')}?audience={finding.audience}")


@require_http_methods(["GET", "HEAD", "POST"])
def talk_tracks(request: HttpRequest) -> HttpResponse:
    """Show what is said at a step, and take one's own words for it."""
    member = member_of(request)
    place = TalkPlaceForm(request.POST if request.method == "POST" else request.GET)
    step, audience = place.chosen()
    form = TalkForm(request.POST or None, initial=_lines_now(member, step, audience))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actions.rewrite_talk(
                member=member, step=step, audience=audience, lines=form.lines(), at=timezone.now()
            )
            messages.success(request, _saved(form))
            return redirect(f"{reverse('talk-tracks')}?step={step}&audience={audience}")
    context = {
        "tab": "materials",
        "form": form,
        "place": TalkPlaceForm(initial={"step": step, "audience": audience}),
        "step": step,
        "audience": audience,
        "is_own": TalkTrack.objects.said_at(member, step, audience) is not None,
    }
    return render(request, "web/talk_tracks.html", context, status=422 if form.is_bound else 200)


def _known_audience(request: HttpRequest) -> dict[str, str]:
    return {"audience": request.GET.get("audience", "")}


def _lines_now(member: Membership, step: int, audience: str) -> dict[str, Any]:
    letterhead = Letterhead.objects.of(member)
    trained_in = frozenset(letterhead.trained_in) if letterhead else frozenset[str]()
    return TalkForm.facts_of(talk_of(member, step, audience, trained_in))


def _saved(form: TalkForm) -> str:
    return "Saved. Your kits say it so." if form.lines() else "The default lines are back."

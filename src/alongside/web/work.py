"""Work that takes long: what is under way, what came of it, stopping it and trying it again."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import reswap, retarget

from alongside.team import actions
from alongside.team.models import Job, Membership
from alongside.web.asking import member_of

A_PAGE = 25


@dataclass(frozen=True, slots=True)
class Line:
    """A job as it stands on the page of somebody who may change it, or may not."""

    job: Job
    is_led: bool


@require_safe
def work(request: HttpRequest) -> HttpResponse:
    """Show the group's jobs: those under way, then those that have ended."""
    member = member_of(request)
    jobs = Job.objects.seen_by(member).for_list()
    page = Paginator(jobs.ended(), A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "ended": _lines(page, member)}
    return _shown(request, "web/work.html", _lines(jobs.unended(), member), context)


@require_safe
def job(request: HttpRequest, pk: UUID) -> HttpResponse:
    member = member_of(request)
    lines = _lines([_job(member, pk)], member)
    under_way = [line for line in lines if not line.job.is_ended]
    return _shown(request, "web/job.html", under_way, {"line": lines[0]})


@require_POST
def stop_wish(request: HttpRequest, pk: UUID) -> HttpResponse:
    member = member_of(request)
    wished = _job(member, pk)
    actions.ask_to_stop(member=member, job=wished, at=timezone.now())
    messages.success(request, f"“{wished}” is to stop.")
    return redirect("work")


@require_POST
def retrial(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Try a job again: sent twice it is tried once, so its key need not come from the form."""
    member = member_of(request)
    again = actions.retry_work(member=member, job=_job(member, pk), key=uuid4(), at=timezone.now())
    messages.success(request, f"“{again}” is tried again.")
    return redirect("work")


def _job(member: Membership, pk: UUID) -> Job:
    return get_object_or_404(Job.objects.seen_by(member).for_list(), pk=pk)


def _lines(jobs: Iterable[Job], member: Membership) -> list[Line]:
    return [Line(one, one.is_led_by(member)) for one in jobs]


def _shown(
    request: HttpRequest, template: str, under_way: list[Line], extra: Mapping[str, object]
) -> HttpResponse:
    """Render the page; to one that polls, only how far each job is, while the same ones go on.

    No button is swapped for as long: a finger on it would press nothing.
    """
    stage = _stage(under_way)
    context = {**extra, "under_way": under_way, "stage": stage, "tab": "settings"}
    if request.headers.get("HX-Trigger") != "poll":
        return render(request, template, context)
    if request.GET.get("stage") == stage:
        return render(request, "web/work.html#bars", context)
    return reswap(retarget(render(request, f"{template}#jobs", context), "#jobs"), "outerHTML")


def _stage(under_way: list[Line]) -> str:
    """Return what changes when a job begins, is to stop, or ends."""
    told = (f"{one.job.pk}{one.job.is_waiting}{one.job.is_stopping}" for one in under_way)
    return hashlib.sha256("".join(told).encode()).hexdigest()[:16]

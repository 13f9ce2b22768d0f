"""Practices: the list, one of them, and adding or mending one by hand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from alongside.outreach import actions
from alongside.outreach.actions.mailings import fax_permission_of
from alongside.outreach.models import (
    CardBatch,
    Introduction,
    Practice,
    Printing,
    StepFiveFact,
    Visit,
)
from alongside.outreach.noted import DECLINED, LIFTED, SCANNED, SENT
from alongside.outreach.outbound import sent_to
from alongside.outreach.owed import Owed
from alongside.playbook.history import Entry
from alongside.referrals.counts import FEWEST, may_see_people
from alongside.releases.models import TREATS
from alongside.team.models import Membership
from alongside.web.asking import member_of, practice_of
from alongside.web.doors import doors_of
from alongside.web.form_page import form_page, refusals_on
from alongside.web.forms import (
    LiftingForm,
    NewPracticeForm,
    NoForm,
    PracticeForm,
    StepFiveForm,
)
from alongside.web.next_visit import next_visit
from alongside.web.versions import Version
from alongside.web.words import told_of

A_PAGE = 25
NOTED = {
    DECLINED: "They asked not to be visited",
    LIFTED: "The no was lifted",
    SCANNED: "A card was scanned",
    SENT: "Somebody was sent",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of what happened so far: a visit, or a day that is none."""

    on: date
    said: str
    visit: Visit | None = None


@require_safe
def practices(request: HttpRequest) -> HttpResponse:
    """List the group's practices, with what is written in the search field."""
    member = member_of(request)
    asked = request.GET.get("q", "").strip()
    is_put_away = request.GET.get("list") == "put-away"
    seen = Practice.objects.seen_by(member)
    found = (seen.put_away() if is_put_away else seen.active()).named(asked).by_name()
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "tab": "practices",
        "page": page,
        "asked": asked,
        "is_put_away": is_put_away,
        "treats": member.role in TREATS,
        "query": f"{urlencode({'q': asked, 'list': 'put-away' if is_put_away else ''})}&",
    }
    is_part = request.headers.get("HX-Target") == "found"
    return render(request, f"web/practices.html{'#found' if is_part else ''}", context)


def practice(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what is going on with one practice."""
    member, at = member_of(request), timezone.now()
    shown = practice_of(member, pk)
    visit = next_visit(member, shown, at)
    sees_people = may_see_people(member)
    lines = Paginator(_so_far(visit.found, sees_people=sees_people), A_PAGE).get_page(
        request.GET.get("page")
    )
    _read_who_went(lines, member)
    context = {
        "tab": "practices",
        "practice": shown,
        "is_own": shown.entrance.is_seen_by(member),
        "follow_up": shown.owed,
        "doors": doors_of(shown.owed, shown.entrance, member),
        "visit": visit,
        "contacts": visit.contacts,
        "fax_permission": fax_permission_of(shown),
        "sent_there": sent_to(shown.pk, member),
        "counter": _counter(visit.found, sees_people=sees_people),
        "sees_people": sees_people,
        "fewest": FEWEST,
        "version": _version(member, shown, at),
        "batches": CardBatch.objects.seen_by(member).standing().of(shown),
        "edges": _edges(member, shown),
        "lines": lines,
        "fresh": _fresh(visit.found, member, at),
        "me": member,
    }
    return render(request, "web/practice.html", context)


def _so_far(found: Owed, *, sees_people: bool) -> list[Line]:
    """Return everything that happened, the latest first; to a liaison no day on which one came."""
    lines = [Line(visit.on, told_of(visit), visit) for visit in found.told.visits]
    lines += [
        Line(row.on, said)
        for kind, said in NOTED.items()
        if sees_people or kind != SENT
        for row in found.told.noted[kind]
    ]
    return sorted(lines, key=lambda line: line.on)[::-1]


def _read_who_went(lines: Iterable[Line], member: Membership) -> None:
    """Read the people of a page's visits at once; one's own are not named."""
    visits = [line.visit for line in lines if line.visit and line.visit.by_id != member.pk]
    prefetch_related_objects(visits, "by__person")


def _counter(found: Owed, *, sees_people: bool) -> dict[str, object]:
    """Return what lies on their counter as far as one knows, and what came of it.

    A liaison reads of five people or more, and no day: fewer could name somebody.
    """
    visits, noted = found.told.visits, found.told.noted
    sent = len(noted[SENT])
    return {
        "handouts": sum(visit.handouts_left for visit in visits),
        "cards": sum(visit.cards_left for visit in visits),
        "last_left_on": max(
            (v.on for v in visits if v.handouts_left or v.cards_left), default=None
        ),
        "scans": len(noted[SCANNED]),
        "last_scan_on": max((row.on for row in noted[SCANNED]), default=None),
        "sent": sent if sees_people or sent >= FEWEST else None,
        "last_sent_on": max((row.on for row in noted[SENT]), default=None) if sees_people else None,
    }


def _version(member: Membership, shown: Practice, at: datetime) -> Version | None:
    """Return the page that was last printed for this counter."""
    printed = Printing.objects.seen_by(member).with_handout().filter(practice=shown)
    newest = printed.newest_first().first()
    return Version(newest, member.group.day_of(at)) if newest else None


def _edges(member: Membership, shown: Practice) -> list[Introduction]:
    """Return who named this practice and whom it named."""
    edges = Introduction.objects.seen_by(member).standing().told().with_names()
    return list(edges.filter(Q(practice=shown) | Q(introduced=shown)))


def _fresh(found: Owed, member: Membership, at: datetime) -> Visit | None:
    return next((v for v in reversed(found.told.visits) if v.is_fresh(member, at)), None)


def new(request: HttpRequest) -> HttpResponse:
    """Add a practice by hand: one's own doctor first."""
    member, at = member_of(request), timezone.now()
    entry = request.GET.get("entry", "")
    form = NewPracticeForm(request.POST or None, initial={"entry": entry})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            entered = actions.add_practice(
                member=member,
                described=form.described(),
                entry=Entry(form.cleaned_data["entry"]),
                on=member.group.day_of(at),
                at=at,
                key=form.key_of_form(),
                is_comfortable=not form.cleaned_data["is_uncomfortable"],
                own_appointment_on=form.cleaned_data["own_appointment_on"],
            )
            return redirect("practice", pk=entered.pk)
    return form_page(request, form, "Add a practice", "Add it")


def mending(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down a practice's name, place, hours and policy anew."""
    member = member_of(request)
    mended = practice_of(member, pk)
    form = PracticeForm(request.POST or None, initial=PracticeForm.facts_of(mended))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actions.mend_practice(
                member=member, practice=mended, described=form.described(), at=timezone.now()
            )
            return redirect("practice", pk=pk)
    return form_page(request, form, f"Mend {mended}", "Save")


def no(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note that a practice asked not to be visited."""
    member, at = member_of(request), timezone.now()
    closed = practice_of(member, pk)
    form = NoForm(request.POST or None, initial={"on": member.group.day_of(at)})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            told = form.cleaned_data
            actions.ask_not_to_visit(
                member=member,
                practice=closed,
                on=told["on"],
                reason=told["reason"],
                at=at,
                key=form.key_of_form(),
            )
            return redirect("practice", pk=pk)
    return form_page(request, form, f"{closed} asked not to be visited", "Close this door")


def lifting(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Lift a no, with a reason."""
    member, at = member_of(request), timezone.now()
    closed = practice_of(member, pk)
    form = LiftingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actions.lift(
                member=member,
                practice=closed,
                on=member.group.day_of(at),
                reason=form.cleaned_data["reason"],
                at=at,
                key=form.key_of_form(),
            )
            return redirect("practice", pk=pk)
    return form_page(request, form, f"Visit {closed} again", "Lift the no")


def step_five(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note the day of a release, or of a client's no: seen by whoever entered the practice."""
    member, at = member_of(request), timezone.now()
    there = practice_of(member, pk)
    if not there.entrance.is_seen_by(member):
        raise actions.NotYours
    form = StepFiveForm(request.POST or None, initial={"on": member.group.day_of(at)})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            what = StepFiveFact.What(form.cleaned_data["what"])
            actions.note_step_five(
                member=member, practice=there, what=what, on=form.cleaned_data["on"], at=at
            )
            return redirect("practice", pk=pk)
    return form_page(request, form, f"A client and {there}", "Note it")


def archival(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put a practice away; its history stays."""
    member = member_of(request)
    away = practice_of(member, pk)
    if request.method == "POST":
        actions.archive(member=member, practice=away, at=timezone.now())
        messages.info(request, f"{away} was put away.")
        return redirect("practice", pk=pk)
    return render(request, "web/archival.html", {"tab": "practices", "practice": away})


@require_POST
def revival(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Bring back a practice that was put away."""
    member = member_of(request)
    actions.revive(member=member, practice=practice_of(member, pk), at=timezone.now())
    return redirect("practice", pk=pk)

"""Practices: the list, one of them, and adding or mending one by hand."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from alongside.outreach import actions
from alongside.outreach.models import FollowUp, Practice, Visit
from alongside.outreach.owed import owed_as_seen_by
from alongside.playbook.history import Entry
from alongside.web.asking import member_of, practice_of
from alongside.web.doors import doors_of
from alongside.web.forms import ContactForm, LiftingForm, NewPracticeForm, PracticeForm

A_PAGE = 25


def practices(request: HttpRequest) -> HttpResponse:
    """List the group's practices, with what is written in the search field."""
    member = member_of(request)
    asked = request.GET.get("q", "").strip()
    found = Practice.objects.seen_by(member).active().named(asked).by_name()
    page = Paginator(found.select_related("owed"), A_PAGE).get_page(request.GET.get("page"))
    context = {"tab": "practices", "page": page, "asked": asked}
    return render(request, "web/practices.html", context)


def practice(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what is going on with one practice."""
    member = member_of(request)
    shown = practice_of(member, pk)
    follow_up = FollowUp.objects.for_list().get(standing_for=shown)
    context = {
        "tab": "practices",
        "practice": shown,
        "follow_up": follow_up,
        "doors": doors_of(follow_up, member),
        "owed": owed_as_seen_by(member, shown, timezone.now()),
        "contacts": shown.contacts.order_by("part", "name", "pk"),
        "visits": Visit.objects.standing().told().filter(practice=shown).reverse()[:A_PAGE],
        "me": member,
    }
    return render(request, "web/practice.html", context)


def new(request: HttpRequest) -> HttpResponse:
    """Add a practice by hand: one's own doctor first."""
    member, at = member_of(request), timezone.now()
    form = NewPracticeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        entered = actions.add_practice(
            member=member,
            described=form.described(),
            entry=Entry(form.cleaned_data["entry"]),
            on=member.group.day_of(at),
            at=at,
            is_comfortable=not form.cleaned_data["is_uncomfortable"],
            own_appointment_on=form.cleaned_data["own_appointment_on"],
        )
        return redirect("practice", pk=entered.pk)
    return _form(request, form, "Add a practice", "Add it")


def mending(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down a practice's name, place, hours and policy anew."""
    member = member_of(request)
    mended = practice_of(member, pk)
    form = PracticeForm(request.POST or None, initial=PracticeForm.facts_of(mended))
    if request.method == "POST" and form.is_valid():
        actions.mend_practice(
            member=member, practice=mended, described=form.described(), at=timezone.now()
        )
        return redirect("practice", pk=pk)
    return _form(request, form, f"Mend {mended}", "Save")


def new_contact(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down a person at a practice."""
    member = member_of(request)
    there = practice_of(member, pk)
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add_contact(member=member, practice=there, at=timezone.now(), **form.cleaned_data)
        return redirect("practice", pk=pk)
    return _form(request, form, f"Someone at {there}", "Add them")


def lifting(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Lift a no, with a reason."""
    member, at = member_of(request), timezone.now()
    closed = practice_of(member, pk)
    form = LiftingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        on = member.group.day_of(at)
        actions.lift(
            member=member, practice=closed, on=on, reason=form.cleaned_data["reason"], at=at
        )
        return redirect("practice", pk=pk)
    return _form(request, form, f"Visit {closed} again", "Lift the no")


def archival(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put a practice away; its history stays."""
    member = member_of(request)
    away = practice_of(member, pk)
    if request.method == "POST":
        actions.archive(member=member, practice=away, at=timezone.now())
        messages.info(request, f"{away} was put away.")
        return redirect("practices")
    return render(request, "web/archival.html", {"tab": "practices", "practice": away})


def _form(request: HttpRequest, form: object, title: str, button: str) -> HttpResponse:
    context = {"tab": "practices", "form": form, "title": title, "button": button}
    status = 422 if request.method == "POST" else 200
    return render(request, "web/form.html", context, status=status)

"""A visit: what to say before it, what happened, and what follows."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from alongside.errors import Refused
from alongside.outreach import actions
from alongside.outreach.models import Visit
from alongside.outreach.owed import owed_as_seen_by
from alongside.web.asking import member_of, practice_of
from alongside.web.forms import VisitForm
from alongside.web.words import what_follows


def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Log a visit: the outcome, and only what that outcome needs."""
    member, at = member_of(request), timezone.now()
    there = practice_of(member, pk)
    blank = {"on": member.group.day_of(at), "key": uuid4(), "handouts_left": 5, "cards_left": 10}
    form = VisitForm(request.POST or None, initial=blank)
    if request.method == "POST" and form.is_valid():
        try:
            actions.log_visit(
                member=member, practice=there, key=form.key_of_form(), told=form.told(), at=at
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            follows = what_follows(owed_as_seen_by(member, there, at))
            messages.success(request, f"Saved. {follows}".strip())
            return redirect("practice", pk=pk)
    context = {"practice": there, "form": form, "owed": owed_as_seen_by(member, there, at)}
    status = 422 if request.method == "POST" else 200
    return render(request, "web/visit.html", context, status=status)


def withdrawal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a visit back: everything that followed from it is computed anew."""
    member = member_of(request)
    visit = get_object_or_404(Visit.objects.seen_by(member).select_related("practice"), pk=pk)
    if request.method == "POST":
        actions.withdraw_visit(member=member, visit=visit, at=timezone.now())
        messages.info(request, "The visit was taken back.")
        return redirect("practice", pk=visit.practice_id)
    return render(request, "web/withdrawal.html", {"visit": visit})

"""A visit: what to say before it, what happened, and what follows."""

from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from alongside.errors import Refused
from alongside.outreach import actions
from alongside.outreach.models import Practice, Visit
from alongside.outreach.owed import as_seen_by, may_know, owed, owed_after
from alongside.playbook.history import Entry
from alongside.playbook.next_step import NextStep
from alongside.playbook.steps import Step
from alongside.team.models import Membership
from alongside.web.asking import member_of, practice_of
from alongside.web.forms import VisitForm
from alongside.web.words import in_short, what_follows

# What each step is about stands first on the form; the rest is one tap away.
FIRST = {
    Step.OWN_DOCTOR: ("leave", "left"),
    Step.HANDOUT_AND_CARDS: ("left", "manager"),
    Step.COME_BACK: ("question", "left"),
    Step.NEXT_DOOR: ("next_door", "left"),
    Step.SOMEONE_NEW: ("step_five", "question", "left"),
}
PARTS = ("question", "leave", "left", "manager", "next_door", "step_five", "day")


def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Log a visit: the outcome, and only what that outcome needs."""
    member, at = member_of(request), timezone.now()
    form = VisitForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        try:
            return _logged(request, member, pk, form, at)
        except actions.NotYours:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return _page(request, member, practice_of(member, pk), form, at)


def _logged(
    request: HttpRequest, member: Membership, pk: UUID, form: VisitForm, at: datetime
) -> HttpResponse:
    # Only its key is needed: the action reads the practice under its lock.
    visit = actions.log_visit(
        member=member, practice=Practice(pk=pk), key=form.key_of_form(), told=form.told(), at=at
    )
    there, follow_up = visit.practice, visit.practice.owed
    is_told = may_know(member, there, step=follow_up.step, row=follow_up.row)
    messages.success(request, f"Saved. {what_follows(follow_up) if is_told else ''}".strip())
    return redirect("practice", pk=pk)


def correction(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Tell a visit again; the first telling is kept and no longer counts."""
    member, at = member_of(request), timezone.now()
    visit = own_visit(member, pk)
    form = VisitForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        try:
            actions.correct_visit(
                member=member, visit=visit, key=form.key_of_form(), told=form.told(), at=at
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Corrected. What follows was computed anew.")
            return redirect("practice", pk=visit.practice_id)
    there = practice_of(member, visit.practice_id)
    form = form or VisitForm(initial=VisitForm.facts_of(visit))
    return _page(request, member, there, form, at, without=visit)


@require_POST
def outlook(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what would follow if the form were saved as it stands; nothing is written."""
    member, at = member_of(request), timezone.now()
    there = practice_of(member, pk)
    form, refusal, found = VisitForm(request.POST), "", None
    if form.is_valid():
        try:
            visit = Visit(**asdict(form.told()))
            found = as_seen_by(member, there, owed_after(there, visit, at))
        except Refused as error:
            refusal = str(error)
    context = {"follows": in_short(found), "refusal": refusal}
    return render(request, "web/visit.html#save", context)


def withdrawal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a visit back: everything that followed from it is computed anew."""
    member = member_of(request)
    visit = get_object_or_404(Visit.objects.seen_by(member).select_related("practice"), pk=pk)
    if request.method == "POST":
        actions.withdraw_visit(member=member, visit=visit, at=timezone.now())
        messages.info(request, "The visit was taken back.")
        return redirect("practice", pk=visit.practice_id)
    return render(request, "web/withdrawal.html", {"visit": visit})


def own_visit(member: Membership, pk: UUID) -> Visit:
    """Return a visit that this member logged and that counts; any other does not exist here."""
    own = Visit.objects.seen_by(member).standing().filter(by=member)
    return get_object_or_404(own.select_related("practice"), pk=pk)


def _page(
    request: HttpRequest,
    member: Membership,
    there: Practice,
    form: VisitForm | None,
    at: datetime,
    *,
    without: Visit | None = None,
) -> HttpResponse:
    found = as_seen_by(member, there, owed(there, at).found)
    form = form or VisitForm(initial=_blank(found, member.group.day_of(at)))
    walks_step_five = there.entrance.is_seen_by(member) and there.entrance.entry == Entry.CLIENT
    first = FIRST.get(found.step, ()) if found and found.step else ()
    shown = [part for part in PARTS if part != "step_five" or walks_step_five]
    context = {
        "practice": there,
        "form": form,
        "owed": found,
        "first": [_template(part) for part in first if part in shown],
        "others": [_template(part) for part in shown if part not in first],
        "corrected": without,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "web/visit.html", context, status=status)


def _template(part: str) -> str:
    return f"web/visit_parts.html#{part}"


def _blank(found: NextStep | None, on: date) -> dict[str, object]:
    bring = found.bring if found and found.step else None
    return {
        "on": on,
        "handouts_left": bring.handouts if bring else 5,
        "cards_left": bring.cards if bring else 10,
    }

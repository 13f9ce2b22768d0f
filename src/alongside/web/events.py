"""What was done: the audit trail, as an owner reads it."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.outreach.models import CardBatch, Contact, FollowUp, Practice, Visit
from alongside.referrals.models import Referral
from alongside.team.models import Event, Invitation, Membership
from alongside.web.asking import member_of

A_PAGE = 25
LAST_PAGE = 4000
# Verbs that want more words than the trail keeps.
SAID = {
    "no lifted": "a no was lifted",
    "paused": "a pause was noted",
    "went to work in": "went to work in this group",
}
Seen = Callable[[Membership], QuerySet[Any]]
# How a row is called to the one who reads: by its kind, what they see of it, its key and its name.
CALLED: dict[str, tuple[Seen, str, str]] = {
    "Practice": (Practice.objects.seen_by, "pk", "name"),
    "Visit": (Visit.objects.seen_by, "pk", "practice__name"),
    "FollowUp": (FollowUp.objects.seen_by, "pk", "practice__name"),
    "Contact": (Contact.objects.seen_by, "pk", "name"),
    "CardBatch": (CardBatch.objects.seen_by, "pk", "practice__name"),
    "DoNotVisit": (Practice.objects.seen_by, "noes", "name"),
    "Lifting": (Practice.objects.seen_by, "liftings", "name"),
    # By who sent them, and never by who they are.
    "Referral": (Referral.objects.seen_by, "pk", "practice__name"),
    "StepFiveFact": (Practice.objects.seen_by, "step_five", "name"),
    "Membership": (Membership.objects.seen_by, "pk", "person__name"),
    "Invitation": (Invitation.objects.seen_by, "pk", "email"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """An event, with what it was done to in words."""

    event: Event
    what: str
    to: str


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """Show an owner what was done, the newest first; to others this page does not exist."""
    member = member_of(request)
    if not member.is_owner:
        raise Http404
    number = _page_number(request.GET.get("page", ""))
    # One more than is shown says whether there are more: to count a long trail takes long.
    after = A_PAGE * (number - 1)
    found = list(Event.objects.seen_by(member).newest_first()[after : after + A_PAGE + 1])
    context = {
        "tab": "settings",
        "lines": _lines(found[:A_PAGE], member),
        "earlier": number + 1 if len(found) > A_PAGE else None,
        "later": number - 1,
    }
    return render(request, "web/events.html", context)


def _page_number(said: str) -> int:
    is_number = said.isascii() and said.isdecimal() and len(said) <= len(str(LAST_PAGE))
    return min(max(int(said), 1), LAST_PAGE) if is_number else 1


def _lines(found: list[Event], member: Membership) -> list[Line]:
    """Return the events in words, with one question to the database for each kind of row."""
    keys: dict[str, list[UUID]] = defaultdict(list)
    for event in found:
        if event.row_id is not None:
            keys[event.row].append(event.row_id)
    names: dict[UUID | None, str] = {
        key: name for kind, ids in keys.items() for key, name in _names(kind, ids, member)
    }
    return [
        Line(event, SAID.get(event.verb, event.verb), names.get(event.row_id, ""))
        for event in found
    ]


def _names(kind: str, ids: list[UUID], member: Membership) -> Iterable[tuple[UUID, str]]:
    if kind not in CALLED:
        return ()
    seen_by, key, name = CALLED[kind]
    return seen_by(member).filter(**{f"{key}__in": ids}).values_list(key, name)

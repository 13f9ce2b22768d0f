"""Introductions: whose door opened which, drawn and listed, and the thanks that are owed."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from alongside.outreach import actions
from alongside.outreach.models import Introduction
from alongside.web.asking import member_of
from alongside.web.introduction_tree import grow

# More than that nobody reads as a picture; the list has them all.
DRAWN = 60


@require_safe
def introductions(request: HttpRequest) -> HttpResponse:
    """Draw who named whom, own doctor first, and list it."""
    member = member_of(request)
    edges = Introduction.objects.seen_by(member).standing().told().for_list()
    listed = list(edges.select_related("practice__entrance", "introduced__entrance")[:500])
    owed = set(Introduction.objects.seen_by(member).to_thank().values_list("pk", flat=True))
    context = {
        "tab": "practices",
        "tree": grow(listed[:DRAWN], member),
        "edges": listed[::-1],
        "owed": owed,
    }
    return render(request, "web/introductions.html", context)


@require_POST
def thanks(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note that whoever named a practice was thanked."""
    member = member_of(request)
    seen = Introduction.objects.seen_by(member).select_related("practice")
    actions.thank(member=member, introduction=get_object_or_404(seen, pk=pk), at=timezone.now())
    return redirect((request.POST.get("back") == "introductions" and "introductions") or "today")

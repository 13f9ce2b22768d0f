"""What a new load tells of practices on the list: each is accepted, or not now."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from alongside.outreach.actions.changes import answer_change
from alongside.outreach.models import ChangeAnswer, TerritoryChange
from alongside.web.asking import member_of

A_PAGE = 25


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """Show what is offered, practice by practice."""
    member = member_of(request)
    offered = TerritoryChange.objects.seen_by(member).open().for_page()
    page = Paginator(offered, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "web/changes.html", {"tab": "territory", "page": page})


@require_POST
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    member = member_of(request)
    change = get_object_or_404(TerritoryChange.objects.seen_by(member).for_page(), pk=pk)
    is_accepted = request.POST.get("how") == ChangeAnswer.How.ACCEPTED
    answer_change(member=member, change=change, is_accepted=is_accepted, at=timezone.now())
    done = "Written down" if is_accepted else "Left as it is"
    messages.success(request, f"{done}: {change.name}, {change.practice}.")
    return redirect("territory-changes")

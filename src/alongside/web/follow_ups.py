"""Later: a follow-up that waits."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from alongside.outreach import actions
from alongside.outreach.models import FollowUp
from alongside.web.asking import member_of
from alongside.web.forms import LaterForm


def postponement(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a follow-up no earlier than a day; what is owed does not move."""
    member = member_of(request)
    follow_up = get_object_or_404(
        FollowUp.objects.seen_by(member).select_related("practice__group"), pk=pk
    )
    form = LaterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        until = form.cleaned_data["until"]
        actions.postpone(member=member, follow_up=follow_up, until=until, at=timezone.now())
        return redirect("today")
    title = f"{follow_up.practice}: later"
    context = {"tab": "today", "form": form, "title": title, "button": "Wait until then"}
    return render(
        request, "web/form.html", context, status=422 if request.method == "POST" else 200
    )

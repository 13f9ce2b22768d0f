"""Later: a follow-up that waits."""

from datetime import date, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from alongside.outreach import actions
from alongside.outreach.models import FollowUp
from alongside.web.asking import member_of
from alongside.web.form_page import form_page, refusals_on
from alongside.web.forms import LaterForm


def postponement(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a follow-up no earlier than a day; what is owed does not move."""
    member, at = member_of(request), timezone.now()
    follow_up = get_object_or_404(
        FollowUp.objects.seen_by(member).select_related("practice__group"), pk=pk
    )
    form = LaterForm(request.POST or None, initial={"until": _next_week(member.group.day_of(at))})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            until, key = form.cleaned_data["until"], form.key_of_form()
            actions.postpone(member=member, follow_up=follow_up, until=until, at=at, key=key)
            return redirect("today")
    return form_page(request, form, f"{follow_up.practice}: later", "Wait until then", tab="today")


def _next_week(today: date) -> date:
    return today + timedelta(weeks=1)

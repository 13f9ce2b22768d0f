"""Settings: the group's, one's own, and which group one works in."""

from uuid import UUID

from django.contrib import messages
from django.forms import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from alongside.outreach import actions as outreach
from alongside.outreach.models import Comfort, GiftPolicy
from alongside.releases.models import TREATS
from alongside.team import actions
from alongside.team.models import Membership, Person
from alongside.web.account_forms import GroupForm, PauseForm
from alongside.web.asking import groups_of, member_of
from alongside.web.form_page import refusals_on


@require_safe
def settings(request: HttpRequest) -> HttpResponse:
    return _page(request, member_of(request))


@require_POST
def group(request: HttpRequest) -> HttpResponse:
    """Change the group's settings."""
    member = member_of(request)
    form = GroupForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            outreach.settle_group(member=member, at=timezone.now(), **form.cleaned_data)
            messages.success(request, "Saved.")
            return redirect("settings")
    return _page(request, member, group_form=form)


@require_POST
def pauses(request: HttpRequest) -> HttpResponse:
    """Begin a pause, or end one by naming today."""
    member = member_of(request)
    form = PauseForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            outreach.pause(member=member, until=form.cleaned_data["until"], at=timezone.now())
            messages.success(request, "Saved. What was due has moved with it.")
            return redirect("settings")
    return _page(request, member, pause_form=form)


@require_POST
def comfort(request: HttpRequest) -> HttpResponse:
    """Say in private whether one begins at one's own doctor's; no reason is asked."""
    member = member_of(request)
    is_comfortable = request.POST.get("is_comfortable") == "yes"
    outreach.settle_comfort(member=member, is_comfortable=is_comfortable, at=timezone.now())
    messages.success(request, "Saved. Only you see this.")
    return redirect("settings")


@require_POST
def current_group(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Go to work in another of one's groups: open to people who work in none just now."""
    if not isinstance(request.user, Person):
        raise Http404
    chosen = get_object_or_404(groups_of(request.user), pk=pk)
    actions.work_in(person=request.user, membership=chosen, at=timezone.now())
    return redirect("today")


def _page(
    request: HttpRequest,
    member: Membership,
    *,
    group_form: GroupForm | None = None,
    pause_form: PauseForm | None = None,
) -> HttpResponse:
    today = member.group.day_of(timezone.now())
    latest = member.pauses.order_by("at", "pk").last()
    context = {
        "group_form": group_form or GroupForm(initial=model_to_dict(member.group)),
        "pause_form": pause_form or PauseForm(),
        "paused_until": latest.until if latest and latest.until > today else None,
        "today": today,
        "is_comfortable": Comfort.objects.of(member),
        "others": groups_of(member.person).exclude(pk=member.pk),
        "gifts": GiftPolicy.objects.of(member),
        "tab": "settings",
        "treats": member.role in TREATS,
    }
    status = 422 if group_form or pause_form else 200
    return render(request, "web/settings.html", context, status=status)

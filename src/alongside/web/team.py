"""The team: who belongs to the group, and in which role."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from alongside.team import actions
from alongside.team.models import Invitation, Membership, Role
from alongside.web.account_forms import InvitationForm, RoleForm
from alongside.web.asking import member_of


@require_safe
def team(request: HttpRequest) -> HttpResponse:
    return team_page(request, member_of(request), InvitationForm())


def team_page(
    request: HttpRequest, member: Membership, form: InvitationForm, status: int = 200
) -> HttpResponse:
    """Show the members to all, and to an owner what can be changed."""
    members = Membership.objects.seen_by(member).current().select_related("person")
    offers = Invitation.objects.seen_by(member).open(timezone.now()).order_by("at", "pk")
    context = {
        "members": members.order_by("joined_at", "pk"),
        "offers": offers if member.is_owner else (),
        "roles": Role,
        "form": form,
        "tab": "settings",
    }
    return render(request, "web/team.html", context, status=status)


@require_POST
def role(request: HttpRequest, pk: UUID) -> HttpResponse:
    member = member_of(request)
    whose = _colleague(member, pk)
    form = RoleForm(request.POST)
    if not form.is_valid():
        return team_page(request, member, InvitationForm(), status=422)
    chosen = Role(form.cleaned_data["role"])
    actions.change_role(member=member, whose=whose, role=chosen, at=timezone.now())
    messages.success(request, f"{whose.person} is {chosen.label} now.")
    return redirect("team")


@require_POST
def departure(request: HttpRequest, pk: UUID) -> HttpResponse:
    member = member_of(request)
    whose = _colleague(member, pk)
    actions.part(member=member, whose=whose, at=timezone.now())
    messages.success(request, f"{whose.person} has left the group. What they wrote stays.")
    return redirect("today" if whose == member else "team")


def _colleague(member: Membership, pk: UUID) -> Membership:
    current = Membership.objects.seen_by(member).current().select_related("person")
    return get_object_or_404(current, pk=pk)

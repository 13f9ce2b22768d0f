"""Invitations: an owner sends one, and whoever holds its link takes it up."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from alongside.team import actions
from alongside.team.models import Invitation, Person, Role
from alongside.web.account_forms import InvitationForm, NewAccount
from alongside.web.accounts import enter, public_link
from alongside.web.asking import member_of
from alongside.web.form_page import refusals_on
from alongside.web.team import team_page


@login_not_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is offered; take it up with an account made now, or as the one signed in."""
    offered = Invitation.objects.open(timezone.now()).select_related("group", "by__person")
    offer = offered.filter(token_hash=actions.hash_of(token)).first()
    if offer is None:
        return render(request, "web/invitation_closed.html", status=404)
    if isinstance(request.user, Person):
        return _as_signed_in(request, request.user, offer, token)
    if Person.objects.filter(email__iexact=offer.email).exists():
        return render(request, "web/invitation.html", {"offer": offer, "has_account": True})
    return _with_new_account(request, offer, token)


def _as_signed_in(
    request: HttpRequest, person: Person, offer: Invitation, token: str
) -> HttpResponse:
    if request.method == "POST":
        actions.accept(token=token, person=person, at=timezone.now())
        return redirect("today")
    is_theirs = person.email.lower() == offer.email
    context = {"offer": offer, "person": person, "is_theirs": is_theirs}
    return render(request, "web/invitation.html", context)


def _with_new_account(request: HttpRequest, offer: Invitation, token: str) -> HttpResponse:
    form = NewAccount(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            member = actions.accept(token=token, at=timezone.now(), **form.cleaned_data)
            return enter(request, member.person)
    status = 422 if form.errors else 200
    return render(request, "web/invitation.html", {"offer": offer, "form": form}, status=status)


@require_POST
def invite(request: HttpRequest) -> HttpResponse:
    """Offer a place, and send its link by mail."""
    member = member_of(request)
    form = InvitationForm(request.POST)
    if not form.is_valid():
        return team_page(request, member, form, status=422)
    told = form.cleaned_data
    offer, token = actions.invite(
        member=member, email=told["email"], role=Role(told["role"]), at=timezone.now()
    )
    _tell(request, offer, public_link("invitation", token=token))
    return redirect("team")


def _tell(request: HttpRequest, offer: Invitation, link: str) -> None:
    """Send the mail; when that fails the owner is shown the link, this once."""
    context = {"offer": offer, "link": link, "days": actions.INVITATION_DAYS}
    subject = " ".join(f"{offer.by.person} invites you to {offer.group}".split())
    try:
        send_mail(
            subject,
            render_to_string("web/mail/invitation.txt", context),
            settings.DEFAULT_FROM_EMAIL,
            [offer.email],
        )
    except OSError:
        messages.warning(request, f"The mail could not be sent. Give {offer.email} this: {link}")
    else:
        messages.success(request, f"An invitation is on its way to {offer.email}.")


@require_POST
def withdrawal(request: HttpRequest, pk: UUID) -> HttpResponse:
    member = member_of(request)
    offer = get_object_or_404(Invitation.objects.seen_by(member), pk=pk)
    actions.withdraw_invitation(member=member, invitation=offer, at=timezone.now())
    messages.success(request, f"The invitation to {offer.email} was taken back.")
    return redirect("team")

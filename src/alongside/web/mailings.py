"""Emails to offices, the page that stops them, and faxes that were allowed in writing."""

from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.outreach.actions import mailings as actions
from alongside.outreach.mailing_jobs import mail_of
from alongside.outreach.mailings import FaxPermission, Mailing
from alongside.outreach.models import Contact
from alongside.team.models import Membership
from alongside.web.asking import member_of, practice_of
from alongside.web.form_page import form_page, refusals_on
from alongside.web.forms import KeyedForm, a_day

A_PAGE = 25
LINK_SHOWN = "(a link of its own in each email)"


class MailingForm(KeyedForm):
    """Which email an office is to have; its words are not written here."""

    kind = forms.ChoiceField(
        choices=Mailing.Kind.choices, widget=forms.RadioSelect, label="What it says"
    )


class FaxPermissionForm(KeyedForm):
    """Who allowed promotional faxes in writing, and when."""

    given_by = forms.CharField(max_length=120, label="Who signed")
    given_on = a_day(label="On")
    kept = forms.CharField(
        max_length=200, label="Where the paper is kept", help_text="Such as: the blue folder."
    )


class FaxForm(KeyedForm):
    """A promotional fax that is about to go."""


@require_safe
def mailings(request: HttpRequest) -> HttpResponse:
    """List the emails to offices, the latest first."""
    member = member_of(request)
    found = Mailing.objects.seen_by(member).for_list()
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "web/mailings.html", {"tab": "practices", "page": page, "query": ""})


def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what an email to somebody at an office says, and have it sent."""
    member, at = member_of(request), timezone.now()
    people = Contact.objects.seen_by(member).select_related("practice__owed")
    contact = get_object_or_404(people, pk=pk)
    form = MailingForm(request.POST or None, initial={"kind": Mailing.Kind.INTRODUCTION})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            _refuse_without_a_server()
            actions.ask_to_mail(
                member=member,
                contact=contact,
                kind=Mailing.Kind(form.cleaned_data["kind"]),
                site=settings.PUBLIC_URL,
                at=at,
                key=form.key_of_form(),
            )
            messages.success(request, f"An email to {contact} is on its way.")
            return redirect("mailings")
    context = {"tab": "practices", "form": form, "contact": contact}
    context["mails"] = _previews(member, contact)
    return render(request, "web/mailing.html", context, status=422 if form.errors else 200)


def _previews(member: Membership, contact: Contact) -> list[tuple[str, object]]:
    """Return each email that could be sent, as it would read."""
    found: list[tuple[str, object]] = []
    for kind in Mailing.Kind:
        try:
            mail = mail_of(member, kind, to=contact.name, stop_at=LINK_SHOWN)
        except actions.MailRefused as refusal:
            found.append((kind.label, {"subject": "", "text": str(refusal)}))
        else:
            found.append((kind.label, mail))
    return found


def _refuse_without_a_server() -> None:
    if settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
        raise actions.MailRefused(
            "No mail server is set up (ALONGSIDE_SMTP_HOST), so nothing could be sent."
        )


@csrf_exempt  # a mail program presses the button without a page and without a cookie (RFC 8058)
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Offer one button; pressed, the address gets no more email, at once and for good."""
    if request.method != "POST":
        # The same page for any token: it tells nobody which ones are known.
        return HttpResponse(render_to_string("web/no_more_mail.html", {}))
    is_known = actions.stop_mail(token=token, at=timezone.now())
    page = render_to_string("web/no_more_mail.html", {"is_done": is_known, "is_known": is_known})
    return HttpResponse(page, status=200 if is_known else 404)


def fax_permission(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down that an office allowed promotional faxes in writing."""
    member, at = member_of(request), timezone.now()
    there = practice_of(member, pk)
    form = FaxPermissionForm(request.POST or None, initial={"given_on": member.group.day_of(at)})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        with refusals_on(form):
            actions.note_fax_permission(
                member=member,
                practice=there,
                given_by=told["given_by"],
                given_on=told["given_on"],
                kept=told["kept"],
                at=at,
                key=form.key_of_form(),
            )
            return redirect("practice", pk=pk)
    return form_page(request, form, f"{there} allows promotional faxes, in writing", "Note it")


@require_POST
def fax_permission_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    member = member_of(request)
    permission = get_object_or_404(FaxPermission.objects.seen_by(member), pk=pk)
    actions.end_fax_permission(member=member, permission=permission, at=timezone.now())
    messages.success(request, "No promotional fax goes there any more.")
    return redirect("practice", pk=permission.practice_id)


def fax(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note a promotional fax: refused without a written permission."""
    member = member_of(request)
    there = practice_of(member, pk)
    form = FaxForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actions.note_promotional_fax(
                member=member, practice=there, at=timezone.now(), key=form.key_of_form()
            )
            messages.success(request, f"Noted. Fax it to {there.fax}, with a way to say no on it.")
            return redirect("practice", pk=pk)
    return form_page(request, form, f"A promotional fax to {there}", "May it go?")

"""Whom we sent where: noted at a practice, listed by day."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from alongside.outreach.actions import sendings as actions
from alongside.outreach.models import Contact, Practice, Sending
from alongside.web.asking import member_of, practice_of
from alongside.web.form_page import form_page, refusals_on
from alongside.web.forms import KeyedForm, a_day

A_PAGE = 25


class SendingForm(KeyedForm):
    """Somebody was sent: when, to whom there, and how. Nobody is named."""

    on = a_day(label="Sent on")
    contact = forms.ModelChoiceField(
        Contact.objects.none(), required=False, label="To whom there", empty_label="The office"
    )
    way = forms.ChoiceField(choices=Sending.Way.choices, label="How they wanted it sent")
    insurer = forms.CharField(
        max_length=80,
        required=False,
        label="Insurer asked for",
        help_text="The company alone. Nothing about the person.",
    )

    def __init__(self, practice: Practice, *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        contact = self.fields["contact"]
        assert isinstance(contact, forms.ModelChoiceField)
        contact.queryset = practice.contacts.order_by("name", "pk")


@require_safe
def sendings(request: HttpRequest) -> HttpResponse:
    """List whom we sent where, by day: never by how many."""
    member = member_of(request)
    found = Sending.objects.seen_by(member).standing().for_list()
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {"tab": "practices", "page": page, "me": member, "query": ""}
    return render(request, "web/sendings.html", context)


def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note that somebody was sent to a practice."""
    member, at = member_of(request), timezone.now()
    there = practice_of(member, pk)
    form = SendingForm(there, request.POST or None, initial={"on": member.group.day_of(at)})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        with refusals_on(form):
            actions.note_sending(
                member=member,
                practice=there,
                on=told["on"],
                way=Sending.Way(told["way"]),
                contact=told["contact"],
                insurer=told["insurer"],
                at=at,
                key=form.key_of_form(),
            )
            return redirect("practice", pk=pk)
    return form_page(request, form, f"We sent someone to {there}", "Note it")


@require_POST
def withdrawal(request: HttpRequest, pk: UUID) -> HttpResponse:
    member = member_of(request)
    sending = get_object_or_404(Sending.objects.seen_by(member), pk=pk)
    actions.withdraw_sending(member=member, sending=sending, at=timezone.now())
    messages.success(request, "Taken back.")
    return redirect("sendings")

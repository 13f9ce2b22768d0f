"""The people at a practice."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from alongside.outreach import actions
from alongside.outreach.models import Contact
from alongside.web.asking import member_of, practice_of
from alongside.web.form_page import form_page, refusals_on
from alongside.web.forms import ContactForm, NewContactForm


def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down a person at a practice."""
    member = member_of(request)
    there = practice_of(member, pk)
    form = NewContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actions.add_contact(
                member=member,
                practice=there,
                key=form.key_of_form(),
                at=timezone.now(),
                **form.facts(),
            )
            return redirect("practice", pk=pk)
    return form_page(request, form, f"Someone at {there}", "Add them")


def mending(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down anew who a person at a practice is."""
    member = member_of(request)
    contact = get_object_or_404(Contact.objects.seen_by(member).select_related("practice"), pk=pk)
    form = ContactForm(request.POST or None, initial=ContactForm.facts_of(contact))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actions.mend_contact(member=member, contact=contact, at=timezone.now(), **form.facts())
            return redirect("practice", pk=contact.practice_id)
    return form_page(request, form, f"Mend {contact}", "Save")

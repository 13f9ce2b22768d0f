"""Letters about clients: written, waiting in the outbox, and how each left."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from alongside.releases import actions, letters
from alongside.releases.models import Letter
from alongside.team.models import Membership
from alongside.web.client_forms import DeliveryForm, LetterForm
from alongside.web.clients import TAB, client_of, contacts_of, treating
from alongside.web.form_page import form_page, refusals_on
from alongside.web.pdf_answers import pdf_answer

LATEST = 50


def letter_of(member: Membership, pk: UUID) -> Letter:
    """Return a letter that the member sees; any other does not exist."""
    seen = Letter.objects.seen_by(member).select_related(
        "client__group", "client__therapist", "contact__practice", "stop"
    )
    return get_object_or_404(seen, pk=pk)


def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write a letter: shut when no release covers it, saying why."""
    member = treating(request)
    whose = client_of(member, pk)
    form = LetterForm(request.POST or None, contacts=contacts_of(whose))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            letters.write(
                member=member,
                client=whose,
                contact=form.cleaned_data["contact"],
                kind=form.kind_of_letter(),
                said=form.said(),
                key=form.key_of_form(),
                at=timezone.now(),
                exemption=form.exemption(),
            )
            return redirect("outbox")
    return form_page(request, form, f"A letter about {whose}", "Put it in the outbox", tab=TAB)


@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """Show the letters that wait, and how those that left did."""
    member = treating(request)
    seen = Letter.objects.seen_by(member).for_list()
    context = {
        "tab": TAB,
        "waiting": [(letter, _form(letter)) for letter in seen.queued()],
        "gone": seen.exclude(stop=None, deliveries=None).newest_first().distinct()[:LATEST],
    }
    return render(request, "web/outbox.html", context)


def _form(letter: Letter) -> DeliveryForm:
    return DeliveryForm(contact=letter.contact, auto_id=f"{letter.pk}-%s")


@require_POST
def delivery(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let a letter leave: its paper comes only here, with the line in the log."""
    member = treating(request)
    letter = letter_of(member, pk)
    form = DeliveryForm(request.POST, contact=letter.contact)
    if form.is_valid():
        with refusals_on(form):
            actions.deliver(
                member=member,
                letter=letter,
                how=form.way(),
                address=form.where_to(),
                key=form.key_of_form(),
                at=timezone.now(),
            )
            return pdf_answer(letter.pdf, f"letter-{letter.client.code}-{letter.kind}")
    return form_page(request, form, "The letter did not leave", "Try again", tab=TAB)


@require_POST
def fax_cover(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Print the page in front of a fax; it names no client."""
    member = treating(request)
    letter = letter_of(member, pk)
    printed = letters.fax_cover(member=member, letter=letter, at=timezone.now())
    return pdf_answer(printed.pdf, "fax-cover")


@require_POST
def withdrawal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take back a letter that has not left."""
    member = treating(request)
    actions.withdraw_letter(member=member, letter=letter_of(member, pk), at=timezone.now())
    return redirect("outbox")

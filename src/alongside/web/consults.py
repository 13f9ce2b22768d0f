"""A conversation with a client's prescriber, and what it owes."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from alongside.releases import actions
from alongside.releases.models import Consult
from alongside.web.client_forms import ConsultForm
from alongside.web.clients import TAB, client_of, contacts_of, treating
from alongside.web.form_page import form_page, refusals_on


def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note a consult: refused when no release covers what was told, saying why."""
    member, at = treating(request), timezone.now()
    whose = client_of(member, pk)
    first = {"on": member.group.day_of(at)}
    form = ConsultForm(request.POST or None, contacts=contacts_of(whose), initial=first)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actions.note_consult(
                member=member,
                client=whose,
                contact=form.cleaned_data["contact"],
                talked=form.talked(),
                key=form.key_of_form(),
                at=at,
                exemption=form.exemption(),
            )
            return redirect("client", pk=pk)
    return form_page(request, form, f"A consult about {whose}", "Note it", tab=TAB)


@require_POST
def settling(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note that what a consult owed is done."""
    member = treating(request)
    seen = Consult.objects.seen_by(member).select_related("client")
    consult = get_object_or_404(seen, pk=pk)
    actions.settle_consult(member=member, consult=consult, at=timezone.now())
    return redirect("client", pk=consult.client_id)

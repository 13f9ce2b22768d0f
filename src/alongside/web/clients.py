"""Clients' prescribers: whom may I talk to, about whom?"""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from alongside.outreach.models import Contact
from alongside.releases import actions
from alongside.releases.disclosures import print_disclosures
from alongside.releases.models import (
    TREATS,
    Client,
    Consult,
    Disclosure,
    Letter,
    Prescriber,
    Release,
    TreatmentPolicy,
)
from alongside.releases.retention import kept_until
from alongside.team.models import Membership
from alongside.web.asking import member_of
from alongside.web.client_forms import (
    ClientForm,
    DayForm,
    NewClientForm,
    PrescriberForm,
    TreatmentPolicyForm,
)
from alongside.web.form_page import form_page, refusals_on
from alongside.web.pdf_answers import pdf_answer

TAB = "clients"


def treating(request: HttpRequest) -> Membership:
    """Return the member who asks, if they may have clients; to others there is no such page."""
    member = member_of(request)
    if member.role not in TREATS:
        raise Http404
    return member


def client_of(member: Membership, pk: UUID) -> Client:
    """Return a client whom the member sees; any other does not exist."""
    seen = Client.objects.seen_by(member)
    return get_object_or_404(
        seen.select_related("group", "therapist__person", "treatment_end"), pk=pk
    )


def contacts_of(client: Client) -> QuerySet[Contact]:
    """Return everybody who is noted as prescribing for a client."""
    noted = Prescriber.objects.filter(client=client).values("contact")
    found = Contact.objects.filter(pk__in=noted).select_related("practice")
    return found.order_by("name", "pk")


@require_safe
def clients(request: HttpRequest) -> HttpResponse:
    """List clients by their codes, with where each stands."""
    member = treating(request)
    on = member.group.day_of(timezone.now())
    seen = Client.objects.seen_by(member).select_related("therapist__person").by_code()
    in_force = Release.objects.seen_by(member).in_force(on).values_list("client", flat=True)
    context = {
        "tab": TAB,
        "clients": seen.defer("name", "born_on", "contact"),
        "released": set(in_force),
        "waiting": Letter.objects.seen_by(member).queued().count(),
        "me": member,
    }
    return render(request, "web/clients.html", context)


@require_safe
def client(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a client to their own therapist, or to an owner; each look is written down."""
    member, at = treating(request), timezone.now()
    shown = client_of(member, pk)
    if request.method == "GET":
        actions.note_look(member=member, client=shown, at=at)
    return render(request, "web/client.html", _shown(member, shown, at))


def _shown(member: Membership, shown: Client, at: datetime) -> dict[str, object]:
    on = member.group.day_of(at)
    releases = list(Release.objects.seen_by(member).filter(client=shown).whole().order_by("-at"))
    return {
        "tab": TAB,
        "client": shown,
        "is_own": shown.therapist_id == member.pk,
        "prescribers": shown.prescribers.select_related("contact__practice", "no").order_by("at"),
        "releases": [(release, release.is_in_force(on)) for release in releases],
        "has_cover": any(release.is_in_force(on) for release in releases),
        "letters": Letter.objects.seen_by(member).filter(client=shown).newest_first().for_list(),
        "consults": Consult.objects.seen_by(member)
        .filter(client=shown)
        .select_related("contact", "settling")
        .order_by("-on", "-pk"),
        "disclosures": Disclosure.objects.seen_by(member).filter(client=shown).told(),
        "kept_until": kept_until(shown),
    }


def new(request: HttpRequest) -> HttpResponse:
    """Write down a client."""
    member, at = treating(request), timezone.now()
    form = NewClientForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = actions.add_client(
                member=member,
                code=form.cleaned_data["code"],
                key=form.key_of_form(),
                at=at,
                **form.facts(),
            )
            return redirect("client", pk=made.pk)
    return form_page(request, form, "Add a client", "Add them", tab=TAB)


def mending(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down anew who a client is."""
    member = treating(request)
    mended = client_of(member, pk)
    form = ClientForm(request.POST or None, initial=ClientForm.facts_of(mended))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actions.mend_client(member=member, client=mended, at=timezone.now(), **form.facts())
            return redirect("client", pk=pk)
    return form_page(request, form, f"Mend {mended}", "Save", tab=TAB)


def prescriber_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note who prescribes for a client: a person at a practice on the list."""
    member = treating(request)
    whose = client_of(member, pk)
    people = Contact.objects.seen_by(member).filter(part=Contact.Part.PRESCRIBER)
    people = people.exclude(pk__in=whose.prescribers.values("contact"))
    contacts = people.select_related("practice").order_by("name", "pk")
    form = PrescriberForm(request.POST or None, contacts=contacts)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            contact = form.cleaned_data["contact"]
            actions.add_prescriber(member=member, client=whose, contact=contact, at=timezone.now())
            return redirect("client", pk=pk)
    return form_page(request, form, f"Who prescribes for {whose}?", "Note them", tab=TAB)


def no(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note that a client would rather not; they are not asked again."""
    member, at = treating(request), timezone.now()
    seen = Prescriber.objects.seen_by(member).select_related("client__group", "contact__practice")
    prescriber = get_object_or_404(seen, pk=pk)
    form = DayForm(request.POST or None, initial={"on": member.group.day_of(at)})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            on = form.cleaned_data["on"]
            actions.note_no(member=member, prescriber=prescriber, on=on, at=at)
            return redirect("client", pk=prescriber.client_id)
    title = f"{prescriber.client} would rather not have {prescriber} told"
    return form_page(request, form, title, "Note it once", tab=TAB)


def treatment_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note that treatment ended."""
    member, at = treating(request), timezone.now()
    whose = client_of(member, pk)
    form = DayForm(request.POST or None, initial={"on": member.group.day_of(at)})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            on = form.cleaned_data["on"]
            actions.end_treatment(member=member, client=whose, on=on, at=at)
            return redirect("client", pk=pk)
    return form_page(request, form, f"Treatment of {whose} ended", "Note it", tab=TAB)


def deletion(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Delete a client of whom nothing must be kept; else say until when it must."""
    member = treating(request)
    whose = client_of(member, pk)
    if request.method == "POST":
        actions.delete_client(member=member, client=whose, at=timezone.now())
        return redirect("clients")
    context = {"tab": TAB, "client": whose, "kept_until": kept_until(whose)}
    return render(request, "web/client_deletion.html", context)


@require_POST
def disclosures(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Print the log of what was told about a client."""
    member, at = treating(request), timezone.now()
    whose = client_of(member, pk)
    printed = print_disclosures(member=member, client=whose, at=at)
    return pdf_answer(printed.pdf, f"disclosures-{whose.code}")


def treatment_policy(request: HttpRequest) -> HttpResponse:
    """Say in which states a treating prescriber is told without a release: an owner's."""
    member = member_of(request)
    if not member.is_owner:
        raise Http404
    stands = TreatmentPolicy.objects.filter(group=member.group_id).order_by("at", "pk").last()
    sent = request.POST if request.method == "POST" else None
    form = TreatmentPolicyForm(sent, initial={"states": stands.states if stands else []})
    if request.method == "POST" and form.is_valid():
        states = form.cleaned_data["states"]
        actions.settle_policy(member=member, states=states, at=timezone.now())
        return redirect("settings")
    return form_page(request, form, "Telling for treatment, without a release", "Settle it")

"""Materials: what is left on the counter, what lies there, and what is past its review."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from alongside.errors import Refused
from alongside.outreach.actions import NotYours
from alongside.outreach.models import Practice, Printing
from alongside.outreach.printer import Wish, own_profile, picture_wish, print_wish
from alongside.team.models import Membership
from alongside.web.accounts import public_link
from alongside.web.asking import member_of
from alongside.web.handout_looks import Look
from alongside.web.paper_forms import (
    AUDIENCE_CHOICES,
    LANGUAGE_CHOICES,
    PAPER_CHOICES,
    AvailabilityCardForm,
    CardsForm,
    HandoutForm,
    KitForm,
    LetterForm,
    PaperForm,
    ReleaseBlankForm,
    those_with_paper,
)
from alongside.web.versions import Version

A_PAGE = 20
CHOICES = {
    "audiences": AUDIENCE_CHOICES,
    "papers": PAPER_CHOICES,
    "languages": LANGUAGE_CHOICES,
}
# Each further document: its form, its name, where it is printed, and what it is.
MORE = (
    (
        KitForm,
        "Visit kit",
        "visit-kits",
        "For one visit: what to say, the page, ten cards with a code of their own, a reply slip.",
    ),
    (
        CardsForm,
        "Cards",
        "cards",
        "Ten to a sheet. Their code opens your page, and counts the scans of this counter alone.",
    ),
    (LetterForm, "First letter", "letters", "To an office you have not been to. It names nobody."),
    (
        AvailabilityCardForm,
        "Availability card",
        "availability-cards",
        "Two to a sheet, from what you said in Settings; what you left out is a line to write on.",
    ),
    (
        ReleaseBlankForm,
        "Release form",
        "release-forms",
        "By which a client lets you and a prescriber talk.",
    ),
)
FORMS: tuple[type[PaperForm], ...] = (HandoutForm, *(kind for kind, *_ in MORE))


@dataclass(frozen=True, slots=True)
class Unprinted:
    """A form of which nothing was printed, and why, where it was not a field's fault."""

    form: PaperForm
    refusal: str


@dataclass(frozen=True, slots=True)
class More:
    """A further document as it stands on the page."""

    form: PaperForm
    name: str
    says: str
    place: str
    is_open: bool


@require_safe
def materials(request: HttpRequest) -> HttpResponse:
    """Show the page that would be printed, with everything that can be chosen."""
    return _page(request, member_of(request))


@require_safe
def preview(request: HttpRequest) -> HttpResponse:
    """Show the press's own page of the choices; nothing is printed."""
    member, at = member_of(request), timezone.now()
    whose = _whose(request, member)
    look = Look.of(request.GET, whose, own_profile(whose), member.group.day_of(at))
    pages = picture_wish(member=member, wish=look.wish, at=at)
    return HttpResponse(pages[0], content_type="image/svg+xml")


def _prints(form_class: type[PaperForm]) -> Callable[[HttpRequest], HttpResponse]:
    """Return the page that prints one kind of document, and gives it as a file."""

    @require_POST
    def prints(request: HttpRequest) -> HttpResponse:
        member, at = member_of(request), timezone.now()
        form, refusal = form_class(request.POST, member=member), ""
        if form.is_valid():
            try:
                return _printed(request, member, form.wish(), at)
            except NotYours:
                raise
            except Refused as refused:
                refusal = str(refused)
        return _page(request, member, Unprinted(form, refusal))

    return prints


handouts = _prints(HandoutForm)
cards = _prints(CardsForm)
visit_kits = _prints(KitForm)
letters = _prints(LetterForm)
availability_cards = _prints(AvailabilityCardForm)
release_forms = _prints(ReleaseBlankForm)


def _printed(request: HttpRequest, member: Membership, wish: Wish, at: datetime) -> HttpResponse:
    printed = print_wish(
        member=member,
        wish=wish,
        at=at,
        card_address=lambda token: public_link("card", token=token),
    )
    for warning in printed.warnings:
        messages.warning(request, warning)
    day = member.group.day_of(at).isoformat()
    words = (wish.kind.label, wish.audience, str(wish.practice or ""), day)
    name = f"{slugify(' '.join(words))}.pdf"
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(
        printed.pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": disposition or "attachment"},
    )


def _page(
    request: HttpRequest, member: Membership, unprinted: Unprinted | None = None
) -> HttpResponse:
    whose, on = _whose(request, member), member.group.day_of(timezone.now())
    context: dict[str, Any] = {"tab": "materials", "unprinted": unprinted, "member": member}
    if whose is not None:
        look = Look.of(_query(request), whose, own_profile(whose), on)
        context |= {"look": look, "whose": whose, "others": those_with_paper(member), **CHOICES}
        forms = _forms(request, member, look, unprinted)
        context["handout_form"] = forms[HandoutForm]
        context["more"] = _more(request, forms, unprinted)
    is_part = request.headers.get("HX-Target") == "making" and whose is not None
    if not is_part:
        context |= _history(request, member, on)
    template = f"web/materials.html{'#making' if is_part else ''}"
    return render(request, template, context, status=422 if unprinted else 200)


def _query(request: HttpRequest) -> QueryDict:
    """Return what was chosen: in the address, or in a form that could not be printed."""
    if request.method != "POST" or "bullets" not in request.POST:
        return request.GET
    query = request.POST.copy()
    query.setlist("bullet", query.get("bullets", "").split())
    query["of"] = query.get("audience", "")
    return query


def _whose(request: HttpRequest, member: Membership) -> Any:
    """Return whose paper is shown: as asked, else one's own, else the first there is."""
    found = {str(one.pk): one for one in those_with_paper(member)}
    asked = request.GET.get("whose") or request.POST.get("whose", "")
    first = next(iter(found.values()), None)
    return found.get(asked) or found.get(str(member.pk)) or first


def _forms(
    request: HttpRequest, member: Membership, look: Look, unprinted: Unprinted | None
) -> dict[type[PaperForm], PaperForm]:
    """Return a form for each document; one that could not be printed stands as it was sent."""
    there = Practice.objects.seen_by(member).active()
    practice = next((one.pk for one in there if str(one.pk) == request.GET.get("practice")), None)
    state = own_profile(look.wish.whose).licence_state
    initial = {**look.fields, "practice": practice, "state": state}
    forms = {kind: kind(member=member, initial=_known(kind, initial)) for kind in FORMS}
    if unprinted is not None:
        forms[type(unprinted.form)] = unprinted.form
    return forms


def _known(kind: type[PaperForm], initial: Mapping[str, Any]) -> dict[str, Any]:
    """Keep what a form asks; for whom the page above is, is not the kit's affair."""
    names = set(kind.base_fields) - ({"audience"} if kind is KitForm else set())
    return {name: value for name, value in initial.items() if name in names}


def _more(
    request: HttpRequest,
    forms: Mapping[type[PaperForm], PaperForm],
    unprinted: Unprinted | None,
) -> list[More]:
    sent = type(unprinted.form) if unprinted else None
    asked = KitForm if "practice" in request.GET else None
    return [
        More(forms[kind], name, says, reverse(place), is_open=kind in (sent, asked))
        for kind, name, place, says in MORE
    ]


def _history(request: HttpRequest, member: Membership, on: date) -> Mapping[str, object]:
    seen = Printing.objects.seen_by(member).for_list()
    page = Paginator(seen.newest_first(), A_PAGE).get_page(request.GET.get("page"))
    counters = seen.on_counters().order_by("review_by", "practice__name", "pk")
    return {
        "page": page,
        "versions": [Version(row, on) for row in page],
        "counters": [Version(row, on) for row in counters],
    }

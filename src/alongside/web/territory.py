"""Territory: who is worth knowing near me?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from alongside.outreach.actions import territory as actions
from alongside.outreach.candidates import CandidateQuerySet
from alongside.outreach.models import (
    Candidate,
    Practice,
    RankingInUse,
    TerritoryChange,
    TerritoryPlace,
)
from alongside.outreach.sister_groups import left_alone
from alongside.team.models import Membership
from alongside.web.asking import member_of
from alongside.web.form_page import refusals_on
from alongside.web.territory_data import data_page, newest_work
from alongside.web.territory_forms import PlaceForm
from alongside.web.territory_looks import A_PAGE, Look


@dataclass(frozen=True, slots=True)
class Card:
    """An office as it stands on the page: offered, on the list, or set aside."""

    office: Candidate
    practice: Practice | None
    is_aside: bool
    # The day on which it asked a sister group not to be visited.
    left_alone_on: date | None = None


@require_safe
def territory(request: HttpRequest) -> HttpResponse:
    """Show the offices around, best first; before there are any, how to get them."""
    member = member_of(request)
    in_use = RankingInUse.of(member)
    if in_use is None:
        return data_page(request, member)
    look = Look.of(request.GET, in_use.ranking.place)
    found = look.found(member)
    page = _page(look.candidates(member).for_list(), found.shown, request.GET.get("page"))
    context = {
        "tab": "territory",
        "in_use": in_use,
        "look": look,
        "found": found,
        "page": page,
        "cards": _cards(member, page, is_aside=look.is_aside),
        "work": newest_work(member),
        "changes": TerritoryChange.objects.seen_by(member).open().count(),
    }
    return render(request, "web/territory.html", context)


@require_safe
def work(request: HttpRequest) -> HttpResponse:
    """Show how far the work is; once it has ended, the whole page is asked for anew."""
    found = newest_work(member_of(request))
    if found is None or found.is_ended:
        return HttpResponseClientRefresh()
    return render(request, "web/territory.html#working", {"work": found})


@require_POST
def adoption(request: HttpRequest, pk: UUID) -> HttpResponse:
    member, at = member_of(request), timezone.now()
    office = _office(member, pk)
    practice = actions.adopt(member=member, candidate=office, at=at)
    return _card(request, Card(office, practice, is_aside=False))


@require_POST
def setting_aside(request: HttpRequest, pk: UUID) -> HttpResponse:
    member, at = member_of(request), timezone.now()
    office = _office(member, pk)
    actions.set_aside(member=member, candidate=office, at=at)
    return _card(request, Card(office, None, is_aside=True))


@require_POST
def office_return(request: HttpRequest, pk: UUID) -> HttpResponse:
    member, at = member_of(request), timezone.now()
    office = _office(member, pk)
    actions.bring_back(member=member, candidate=office, at=at)
    [card] = _cards(member, [office], is_aside=False)
    return _card(request, card)


@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest) -> HttpResponse:
    """Settings → Territory: where the group looks, and what counts how much."""
    member = member_of(request)
    form = PlaceForm(request.POST or None, initial=PlaceForm.facts_of(TerritoryPlace.of(member)))
    if form.is_valid():
        with refusals_on(form):
            actions.settle_place(member=member, at=timezone.now(), **form.said())
            messages.success(request, "Saved. The offices are put in their order by it.")
            return redirect("territory")
    status = 422 if form.errors else 200
    context = {"tab": "settings", "form": form}
    return render(request, "web/territory_place.html", context, status=status)


def _page(offices: CandidateQuerySet, count: int, number: str | None) -> Page[Candidate]:
    """Return a page of offices, which were counted with everything else."""
    paginator = Paginator(offices, A_PAGE)
    paginator.count = count
    return paginator.get_page(number)


def _office(member: Membership, pk: UUID) -> Candidate:
    seen = Candidate.objects.seen_by(member).select_related("ranking__place")
    return get_object_or_404(seen, office=pk)


def _cards(member: Membership, offices: Iterable[Candidate], *, is_aside: bool) -> list[Card]:
    shown = list(offices)
    keys = [office.key for office in shown]
    adopted = Practice.objects.seen_by(member).filter(candidate__in=keys)
    practices = {practice.candidate: practice for practice in adopted}
    alone = left_alone(member, keys, member.group.day_of(timezone.now()))
    return [
        Card(office, practices.get(office.key), is_aside, alone.get(office.key)) for office in shown
    ]


def _card(request: HttpRequest, card: Card) -> HttpResponse:
    """Answer with the one card, or without JavaScript with the list it stands in."""
    look = Look.of(request.GET, card.office.ranking.place)
    if _is_part(request):
        return render(request, "web/territory.html#card", {"card": card, "look": look})
    words = f"{card.office} was set aside." if card.is_aside else f"{card.office} is shown again."
    messages.success(request, f"{card.practice} is on your list." if card.practice else words)
    return redirect(f"{reverse('territory')}?{look.query}#office-{card.office.office}")


def _is_part(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))

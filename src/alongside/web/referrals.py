"""People who were sent: who is waiting on me, and what was done about it."""

from collections import Counter
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from alongside.outreach.models import Practice
from alongside.referrals import actions
from alongside.referrals.clock import WORDS, State, WaitsFor, offer_by
from alongside.referrals.counts import FEWEST, counts_for, may_see_people
from alongside.referrals.models import Offered, Referral
from alongside.referrals.telling import refuse_unseen, tell
from alongside.referrals.waiting import (
    HOLIDAYS,
    Waiting,
    clock_on,
    counts_by_state,
    waiting_for,
)
from alongside.releases.models import Client
from alongside.releases.scope import LetterKind
from alongside.team.models import Membership
from alongside.web.asking import member_of
from alongside.web.form_page import form_page, refusals_on
from alongside.web.referral_forms import (
    AbsenceForm,
    AdmissionForm,
    AnswerForm,
    ClosingForm,
    CreditForm,
    NewReferralForm,
    OfferForm,
    OwnerForm,
    SessionForm,
    TellingForm,
)

A_PAGE = 25
TAB = "referrals"
ALL, CLOSED = "all", "closed"


@require_safe
def referrals(request: HttpRequest) -> HttpResponse:
    """List who waits, by the clock; to a liaison, practices and counts."""
    member, at = member_of(request), timezone.now()
    if not may_see_people(member):
        context = {"tab": TAB, "counts": counts_for(member), "fewest": FEWEST}
        return render(request, "web/referral_counts.html", context)
    today = member.group.day_of(at)
    waiting = waiting_for(member, today)
    asked = request.GET.get("list", ALL)
    shown = _listed(member, waiting, asked, today)
    counts = counts_by_state(waiting)
    context = {
        "tab": TAB,
        "page": Paginator(shown, A_PAGE).get_page(request.GET.get("page")),
        "asked": asked,
        "ours": sum(one.is_ours for one in waiting),
        "late": sum(one.is_ours and one.is_late for one in waiting),
        "lists": [(state.value, WORDS[state][0], n) for state, n in in_turn(counts)],
        "open": len(waiting),
        "closed": Referral.objects.seen_by(member).closed_ones().count(),
        "query": f"{urlencode({'list': asked})}&",
        "in_charge": actions.in_charge(member.group),
        "today": today,
    }
    return render(request, "web/referrals.html", context)


def in_turn(counts: Counter[State]) -> list[tuple[State, int]]:
    """Return how many stand in each state, as one follows the other."""
    return [(state, counts[state]) for state in State if counts[state]]


def _listed(member: Membership, waiting: list[Waiting], asked: str, today: date) -> list[Waiting]:
    """Return those in a state, all that are open, or the last that were closed."""
    if asked == CLOSED:
        closed = Referral.objects.seen_by(member).closed_ones().with_course()[:MOST_CLOSED]
        return [Waiting(referral, clock_on(referral, today), False) for referral in closed]
    if asked not in set(State):
        return waiting
    return [one for one in waiting if one.clock.state == asked]


MOST_CLOSED = 500


def referral_of(member: Membership, pk: UUID) -> Referral:
    """Return a referral that the member sees, with what was done since; others do not exist."""
    return get_object_or_404(Referral.objects.seen_by(member).with_course(), pk=pk)


def offer_of(member: Membership, pk: UUID) -> Offered:
    offers = Offered.objects.seen_by(member).select_related("referral__group")
    return get_object_or_404(offers, pk=pk)


@require_safe
def referral(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show who was sent and what comes next; that it was read is written down."""
    member, at = member_of(request), timezone.now()
    shown = referral_of(member, pk)
    today = member.group.day_of(at)
    clock = clock_on(shown, today)
    if request.method == "GET":
        actions.note_seen(member=member, referral=shown, at=at)
    alike = Referral.objects.seen_by(member).alike(shown).with_course()
    context = {
        "tab": TAB,
        "referral": shown,
        "clock": clock,
        "is_late": clock.is_late(today),
        "is_ours": clock.waits_for is WaitsFor.OWNER,
        "alike": in_order_or_closed(alike, today),
        "client": Client.objects.seen_by(member).filter(referral__referral=shown).first(),
        "answer_form": AnswerForm(),
        "offer_by": offer_by(shown.on, HOLIDAYS),
        "in_charge": actions.in_charge(member.group),
        "today": today,
    }
    return render(request, "web/referral.html", context)


def in_order_or_closed(found: Any, today: date) -> list[Waiting]:
    return [Waiting(one, clock_on(one, today), False) for one in found]


def new(request: HttpRequest) -> HttpResponse:
    """Write down somebody who was sent by phone, fax, letter or portal."""
    member = member_of(request)
    if not may_see_people(member):
        raise PermissionDenied
    practice = _asked_practice(request, member)
    first = {"owner": member.pk, "practice": practice}
    form = NewReferralForm(request.POST or None, member=member, practice=practice, initial=first)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        with refusals_on(form):
            came = actions.take(
                member=member,
                sent=form.sent(),
                way=told["way"],
                key=form.key_of_form(),
                at=timezone.now(),
                owner=told["owner"],
                practice=told["practice"],
                contact=told.get("contact"),
            )
            return redirect("referral", pk=came.pk)
    return form_page(request, form, "Somebody was sent", "Write it down", tab=TAB)


def _asked_practice(request: HttpRequest, member: Membership) -> Practice | None:
    """Return the practice whose page led here."""
    try:
        pk = UUID(request.GET.get("practice", ""))
    except ValueError:
        return None
    return Practice.objects.seen_by(member).filter(pk=pk).first()


@require_POST
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note that the person heard from us."""
    member = member_of(request)
    answered = referral_of(member, pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return form_page(request, form, "They heard from us", "Note it", tab=TAB)
    how = form.cleaned_data["how"]
    actions.answer(member=member, referral=answered, how=how, at=timezone.now())
    return redirect("referral", pk=pk)


def offer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note that the person was offered a time."""
    member, at = member_of(request), timezone.now()
    offered = referral_of(member, pk)
    form = OfferForm(request.POST or None, initial={"for_on": member.group.day_of(at)})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            day, key = form.cleaned_data["for_on"], form.key_of_form()
            actions.offer(member=member, referral=offered, for_on=day, key=key, at=at)
            return redirect("referral", pk=pk)
    return form_page(request, form, "Offer a time", "They were offered it", tab=TAB)


def session(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note that the first session took place."""
    member, at = member_of(request), timezone.now()
    offered = offer_of(member, pk)
    form = SessionForm(request.POST or None, initial={"on": offered.for_on})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actions.keep(member=member, offered=offered, on=form.cleaned_data["on"], at=at)
            return redirect("referral", pk=offered.referral_id)
    return form_page(request, form, "The first session took place", "Note it", tab=TAB)


def absence(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note that a time was not kept."""
    member = member_of(request)
    offered = offer_of(member, pk)
    form = AbsenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            why = form.cleaned_data["why"]
            actions.miss(member=member, offered=offered, why=why, at=timezone.now())
            return redirect("referral", pk=offered.referral_id)
    return form_page(request, form, "The time was not kept", "Note it", tab=TAB)


def closing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Bring it to its end, with a reason."""
    member = member_of(request)
    closed = referral_of(member, pk)
    form = ClosingForm(request.POST or None, referral=closed)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            reason = form.cleaned_data["reason"]
            actions.close(member=member, referral=closed, reason=reason, at=timezone.now())
            return redirect("referral", pk=pk)
    return form_page(request, form, "Close it", "Close it", tab=TAB)


def admission(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note whoever was sent as a client: from then on their release says who is told what."""
    member = member_of(request)
    admitted = referral_of(member, pk)
    form = AdmissionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            told = form.cleaned_data
            actions.admit(
                member=member,
                referral=admitted,
                code=told["code"],
                state=told["state"],
                key=form.key_of_form(),
                at=timezone.now(),
            )
            return redirect("referral", pk=pk)
    return form_page(request, form, "Note them as a client", "Note them", tab=TAB)


def telling(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Tell whoever sent them, as far as a release allows."""
    member = member_of(request)
    told_of = referral_of(member, pk)
    refuse_unseen(told_of)
    form = TellingForm(request.POST or None, referral=told_of)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            told = form.cleaned_data
            letter = tell(
                member=member,
                referral=told_of,
                contact=told["contact"],
                kind=LetterKind(told["kind"]),
                plan=told["plan"],
                key=form.key_of_form(),
                at=timezone.now(),
            )
            return redirect("client", pk=letter.client_id)
    return form_page(request, form, "Tell who sent them", "Write the letter", tab=TAB)


def owner(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let somebody else look after the person."""
    member = member_of(request)
    handed = referral_of(member, pk)
    form = OwnerForm(request.POST or None, member=member, initial={"to": handed.owner_id})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            to = form.cleaned_data["to"]
            actions.hand_over(member=member, referral=handed, to=to, at=timezone.now())
            is_seen = Referral.objects.seen_by(member).filter(pk=pk).exists()
            return redirect("referral", pk=pk) if is_seen else redirect("referrals")
    return form_page(request, form, "Hand over", "Hand over", tab=TAB)


def credit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say which office sent them, after all."""
    member = member_of(request)
    credited = referral_of(member, pk)
    form = CreditForm(request.POST or None, member=member, initial={"practice": credited.practice})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            practice = form.cleaned_data["practice"]
            actions.change_credit(
                member=member, referral=credited, practice=practice, at=timezone.now()
            )
            return redirect("referral", pk=pk)
    return form_page(request, form, "Who sent them", "Save", tab=TAB)

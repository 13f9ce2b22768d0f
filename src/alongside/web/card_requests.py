"""A card's two forms: somebody asks for an appointment, or the office sends somebody.

No cookie is set or read (CardsKnowNobody), so no token against forgery can be kept in one; whoever
made another's browser send this form would gain nothing that they cannot send themselves. What is
looked at first costs no write: a robot is turned away before anything is counted in the database.
"""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from alongside.outreach.models import CardBatch, Letterhead
from alongside.referrals import actions
from alongside.referrals.clock import answer_by
from alongside.referrals.models import Referral
from alongside.referrals.waiting import HOLIDAYS
from alongside.web import cards
from alongside.web.card_forms import AppointmentForm, CardForm, SendingForm
from alongside.web.card_words import WORDS, a_day
from alongside.web.challenge import (
    WORK_BITS,
    Challenge,
    Unproven,
    new_challenge,
    read_challenge,
    refuse_unproven,
)
from alongside.web.form_page import refusals_on
from alongside.web.limits import is_too_often
from alongside.web.spanish import has_spanish

TOLD = "alongside.card-thanks"
# An office sends several a day, from one address; a card's counter does not send forty.
MOST_OF_ADDRESS, ADDRESS_SECONDS = 10, 3600
MOST_OF_CARD, CARD_SECONDS = 40, 86_400
FORMS: dict[str, type[CardForm]] = {"appointment": AppointmentForm, "sending": SendingForm}


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def appointment(request: HttpRequest, token: str) -> HttpResponse:
    """Take the wish for an appointment: a name, a number, a time; nothing clinical."""
    return _answered(request, token, "appointment")


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def sending(request: HttpRequest, token: str) -> HttpResponse:
    """Take whom the office sends."""
    return _answered(request, token, "sending")


@login_not_required
@require_safe
def thanks(request: HttpRequest, token: str) -> HttpResponse:
    """Say by when they will hear; nothing of what was written is in the address."""
    try:
        kind, by = signing.loads(request.GET.get("told", ""), salt=TOLD, max_age=86_400)
    except (signing.BadSignature, TypeError, ValueError):
        return HttpResponseRedirect(reverse("card", args=[token]))
    batch = cards.batch_of(token)
    if batch is None:
        return cards.closed()
    language = language_of(request, batch)
    words = WORDS[language]
    told = words[kind].format(day=a_day(date.fromisoformat(by), language))
    context = {"told": told, **_shown(batch, language)}
    return cards.answered("web/card_thanks.html", context)


def language_of(request: HttpRequest, batch: CardBatch) -> str:
    """Return Spanish where it is asked for and was read by somebody the group named."""
    return "es" if request.GET.get("lang") == "es" and has_spanish(batch.whose.group_id) else "en"


@dataclass(frozen=True, slots=True)
class Asked:
    """One form of a card, asked for in a language."""

    request: HttpRequest
    batch: CardBatch
    kind: str
    language: str

    @property
    def form(self) -> CardForm:
        # Whoever posts nothing at all has sent a form, too.
        sent = self.request.POST if self.request.method == "POST" else None
        return FORMS[self.kind](sent, language=self.language)

    def challenge(self) -> Challenge:
        return new_challenge(self.kind, bytes(self.batch.token_hash))

    def carried(self) -> Challenge:
        said = self.request.POST.get("challenge", "")
        return read_challenge(said, self.kind, bytes(self.batch.token_hash))


def _answered(request: HttpRequest, token: str, kind: str) -> HttpResponse:
    if cards.asks_too_often(request):
        return cards.busy()
    batch = cards.batch_of(token)
    if batch is None:
        return cards.closed()
    asked = Asked(request, batch, kind, language_of(request, batch))
    if request.method != "POST":
        return _page(asked, asked.form, asked.challenge())
    try:
        challenge = asked.carried()
    except Unproven as unproven:
        return _asked_again(asked, asked.form, asked.challenge(), unproven)
    return _sent(asked, challenge, token)


def _sent(asked: Asked, challenge: Challenge, token: str) -> HttpResponse:
    """Take in what was written, once somebody stands behind it."""
    form = asked.form
    is_whole = form.is_valid()
    try:
        refuse_unproven(challenge, solution=form.said("solution"), answer=form.said("answer"))
    except Unproven as unproven:
        return _asked_again(asked, form, challenge, unproven)
    if is_whole:
        if _is_much(asked):
            return cards.busy()
        with refusals_on(form):
            referral = actions.receive(
                batch=asked.batch, sent=form.sent(), key=challenge.key, at=timezone.now()
            )
            return _thanked(asked, referral, token)
    return _page(asked, form, challenge, status=422)


def _is_much(asked: Asked) -> bool:
    """Count by address and by card: whoever meets the challenge does not do so for ever."""
    address, card = cards.address_of(asked.request), str(asked.batch.pk)
    return is_too_often(
        "card-address", address, most=MOST_OF_ADDRESS, seconds=ADDRESS_SECONDS
    ) or is_too_often("card", card, most=MOST_OF_CARD, seconds=CARD_SECONDS)


def _asked_again(
    asked: Asked, form: CardForm, challenge: Challenge, unproven: Unproven
) -> HttpResponse:
    """Show what was written once more, with a challenge that can be met."""
    form.is_valid()
    form.add_error(None if unproven.word == "expired" else "answer", form.words[unproven.word])
    anew = {"challenge": challenge.text, "solution": "", "answer": ""}
    form.data = {**dict(form.data.items()), **anew}
    return _page(asked, form, challenge, status=422)


def _page(asked: Asked, form: CardForm, challenge: Challenge, status: int = 200) -> HttpResponse:
    form.ask(challenge)
    context = {
        "form": form,
        "kind": asked.kind,
        "seed": challenge.seed,
        "bits": WORK_BITS,
        **_shown(asked.batch, asked.language),
    }
    return cards.answered("web/card_form.html", context, status=status)


def _thanked(asked: Asked, referral: Referral, token: str) -> HttpResponse:
    """Lead to the page that says by when they hear: sent again, it is the same."""
    by = answer_by(referral.on, HOLIDAYS, is_urgent=referral.is_urgent)
    told = signing.dumps([_promise(asked.kind, referral), by.isoformat()], salt=TOLD)
    query = {"told": told, **({"lang": "es"} if asked.language == "es" else {})}
    return HttpResponseRedirect(f"{reverse('card-thanks', args=[token])}?{urlencode(query)}")


def _promise(kind: str, referral: Referral) -> str:
    if referral.will_call:
        return "they_call"
    if referral.is_urgent:
        return "urgent_by"
    return "hear_by" if kind == "appointment" else "they_hear_by"


def _shown(batch: CardBatch, language: str) -> dict[str, object]:
    """Return what stands on each of these pages: whose it is, and its words."""
    whose = batch.whose
    letterhead = Letterhead.objects.of(whose)
    return {
        "whose": str(letterhead or whose.person),
        "letterhead": letterhead,
        "words": WORDS[language],
        "language": language,
        "has_spanish": has_spanish(batch.whose.group_id),
    }

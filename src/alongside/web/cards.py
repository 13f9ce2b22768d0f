"""The page that a card's code opens, for whoever scans it; and cards that open it no more."""

import hashlib
import logging
import secrets
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.cache import caches
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from alongside.outreach import actions
from alongside.outreach.mailings import STOP_PAGE
from alongside.outreach.models import Availability, CardBatch, Letterhead
from alongside.web.asking import member_of
from alongside.web.spanish import has_spanish

logger = logging.getLogger(__name__)
Answer = Callable[[HttpRequest], HttpResponse]
# An email's link is opened by whoever it was sent to: nobody signs in there either.
BEFORE_A_TOKEN = ("/c/", STOP_PAGE)
MOST_A_MINUTE = 60
ASKED_FOR_LATER = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")
ROBOTS = ("bot", "crawl", "spider", "preview", "facebookexternalhit", "monitor")
# Of this process alone: a count of visits is never of an address that could be told.
SALT = secrets.token_bytes(16)


class CardsKnowNobody:
    """A card's page is the same for everybody: no cookie is read there, and none is set.

    Above the sessions, so that none begins, and a therapist who scans their own card is nobody.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(BEFORE_A_TOKEN):
            return self.get_response(request)
        request.META.pop("HTTP_COOKIE", None)
        response = self.get_response(request)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response


@login_not_required
@require_safe
def card(request: HttpRequest, token: str) -> HttpResponse:
    """Say who this is, when there is room, and how to reach them; note that a card was scanned."""
    if asks_too_often(request):
        return busy()
    batch = batch_of(token)
    if batch is None:
        return closed()
    at = timezone.now()
    if _is_somebody(request):
        _note(token, at, _device(request))
    return answered("web/card.html", {"token": token, **_about(batch, at)})


@require_POST
def revocation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let a batch's code lead nowhere any more."""
    member = member_of(request)
    batches = CardBatch.objects.seen_by(member).select_related("practice")
    batch = get_object_or_404(batches, pk=pk)
    actions.revoke_cards(member=member, batch=batch, at=timezone.now())
    messages.success(request, "Those cards open your page no more.")
    return redirect("practice", pk=batch.practice_id)


def batch_of(token: str) -> CardBatch | None:
    """Return the batch that a card's code names, while whoever it leads to is there."""
    batch = CardBatch.objects.with_token(actions.card_hash(token)).first()
    return batch if batch is not None and batch.whose.is_current else None


def busy() -> HttpResponse:
    return answered("web/card_busy.html", {}, status=429)


def closed() -> HttpResponse:
    return answered("web/card_closed.html", {}, status=404)


def answered(template: str, context: dict[str, object], status: int = 200) -> HttpResponse:
    # Without the request: its context is of sessions and messages.
    return HttpResponse(render_to_string(template, context), status=status)


def address_of(request: HttpRequest) -> str:
    return str(get_adapter(request).get_client_ip(request))


def _about(batch: CardBatch, at: datetime) -> dict[str, object]:
    """Return what the page says: who, and what they said last of when they have room."""
    whose = batch.whose
    said = Availability.objects.of(whose)
    letterhead = Letterhead.objects.of(whose)
    return {
        "name": str(letterhead or whose.person),
        "group": whose.group,
        "letterhead": letterhead,
        "said": said,
        "is_true": said is not None and said.is_true(whose.group.day_of(at)),
        "has_spanish": has_spanish(whose.group_id),
    }


def _note(token: str, at: datetime, device: str) -> None:
    try:
        actions.note_scan(token=token, at=at, device=device)
    except Error as error:
        # Whoever stands there with a card sees the page, whether it could be counted or not.
        logger.warning("A scan could not be noted: %s", type(error).__name__)


def _is_somebody(request: HttpRequest) -> bool:
    """Return whether a person looks, and not a browser ahead of them, a robot or a monitor."""
    if request.method != "GET":
        return False
    if any(request.headers.get(name) for name in ASKED_FOR_LATER):
        return False
    agent = request.headers.get("User-Agent", "").lower()
    return not any(word in agent for word in ROBOTS)


def _device(request: HttpRequest) -> str:
    return f"{address_of(request)}\n{request.headers.get('User-Agent', '')}"


def asks_too_often(request: HttpRequest) -> bool:
    """Count by address in this process's memory, for a minute."""
    counts = caches["this_process"]
    address = address_of(request).encode()
    name = hashlib.blake2b(address, key=SALT, digest_size=16).hexdigest()
    counts.add(name, 0, timeout=60)
    try:
        return int(counts.incr(name)) > MOST_A_MINUTE
    except ValueError:  # it ran out between the two
        return False

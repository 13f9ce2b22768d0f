"""Who is asking, what a refusal looks like, and which headers every answer carries."""

import logging
from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from alongside.errors import Refused
from alongside.outreach.actions import NotYours
from alongside.team.models import Membership, Person
from alongside.web.asking import NoGroup, groups_of

logger = logging.getLogger(__name__)
Answer = Callable[[HttpRequest], HttpResponse]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; manifest-src 'self'; worker-src 'self'"
)


class SafeHeaders:
    """No inline script or style, no frame, and nothing of a signed-in page kept anywhere."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # A page that shows pictures of elsewhere says whose: the map, where tiles are set.
        whose = getattr(response, "pictures_of", "")
        response.headers["Content-Security-Policy"] = POLICY.replace(" data:;", f" data:{whose};")
        response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
        if not request.path.startswith("/static/"):
            patch_cache_control(response, no_store=True, private=True)
        return response


class WhoIsAsking:
    """Every page starts from the member who asks: the person, in the group they work in."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.member = _member(request)  # type: ignore[attr-defined]
        return self.get_response(request)


class Refusals:
    """A refusal is one message to the person: a page of its own, or a part for htmx."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NoGroup):
            return render(request, "web/no_group.html", _other_groups(request), status=404)
        if isinstance(exception, NotYours):
            # What one may not touch is not there: nothing tells a stranger otherwise.
            return render(request, "404.html", status=404)
        if isinstance(exception, OperationalError) and _is_busy(exception):
            logger.warning("The database did not answer in time: %s", type(exception).__name__)
            return render(request, "web/busy.html", status=503)
        if not isinstance(exception, Refused):
            return None
        return render(request, "web/refusal.html", {"refusal": exception}, status=422)


def _is_busy(fault: OperationalError) -> bool:
    """Tell a database that did not answer in time from SQLite's other faults of that name."""
    name = getattr(fault.__cause__, "sqlite_errorname", "SQLITE_BUSY")
    return str(name).startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def _other_groups(request: HttpRequest) -> dict[str, object]:
    return {"others": groups_of(request.user) if isinstance(request.user, Person) else ()}


def _member(request: HttpRequest) -> Membership | None:
    """Return the member, who was read with the session's person."""
    person = request.user
    member = person.working_in if isinstance(person, Person) else None
    if member is None or member.person_id != person.pk or not member.is_current:
        return None
    member.person = person
    return member

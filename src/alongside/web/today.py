"""Today: who is next, and what do I bring?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from alongside.outreach.models import FollowUp, FollowUpQuerySet
from alongside.outreach.reminders import just_logged, thanks_owed
from alongside.referrals.waiting import own_duties
from alongside.releases.due import due_to
from alongside.team.models import Membership
from alongside.web.asking import member_of
from alongside.web.doors import doors_of, drawn
from alongside.web.next_visit import NextVisit, next_visit
from alongside.web.words import step_said

A_PAGE = 25
SOON = 7
MOST_PEOPLE = 7


@dataclass(frozen=True, slots=True)
class Stop:
    """A follow-up as it stands on the page."""

    follow_up: FollowUp
    doors: str
    days_late: int
    said: str


@dataclass(frozen=True, slots=True)
class Stops:
    """One's own stops, or everybody's: what is due, a page of it, and what is coming."""

    whose: str
    page: Page[FollowUp]
    soon: list[FollowUp]


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """Show the first stop whole, and the others as a list."""
    member, at = member_of(request), timezone.now()
    day = member.group.day_of(at)
    found = _stops_of(request, member, day)
    stops = _told(found.page, member, day)
    first = stops[0] if stops else None
    people = own_duties(member, day)
    context = {
        "tab": "today",
        "day": day,
        "whose": found.whose,
        "whose_query": f"whose={found.whose}&",
        "page": found.page,
        "first": first,
        "others": stops[1:],
        "soon": _told(found.soon, member, day),
        "visit": _next_visit(first, member, at),
        "people": people[:MOST_PEOPLE],
        "more_people": len(people[MOST_PEOPLE:]),
        "thanks": thanks_owed(member),
        "owed_to_clients": due_to(member, day),
        "fresh": just_logged(member, at),
    }
    is_part = request.headers.get("HX-Target") == "due"
    return render(request, f"web/today.html{'#due' if is_part else ''}", context)


def _stops_of(request: HttpRequest, member: Membership, day: date) -> Stops:
    """Return one's own stops; everybody's where they are asked for, or one has none."""
    asked, number = request.GET.get("whose", ""), request.GET.get("page")
    everybodys = FollowUp.objects.seen_by(member)
    if asked != "all":
        own = _listed("mine", everybodys.going(member).for_list(), day, number)
        if asked == "mine" or own.page.paginator.count or own.soon:
            return own
    return _listed("all", everybodys.for_list_of_all(), day, number)


def _listed(whose: str, follow_ups: FollowUpQuerySet, day: date, number: str | None) -> Stops:
    page = Paginator(follow_ups.due(day), A_PAGE).get_page(number)
    return Stops(whose, page, list(follow_ups.coming(day)[:SOON]))


def _next_visit(first: Stop | None, member: Membership, at: datetime) -> NextVisit | None:
    return next_visit(member, first.follow_up.practice, at) if first else None


def _told(follow_ups: Iterable[FollowUp], member: Membership, day: date) -> list[Stop]:
    return [_stop(follow_up, member, day) for follow_up in follow_ups]


def _stop(follow_up: FollowUp, member: Membership, day: date) -> Stop:
    late = (day - follow_up.due_on).days if follow_up.due_on else 0
    doors = drawn(doors_of(follow_up, follow_up.practice.entrance, member))
    return Stop(follow_up, doors, max(late, 0), step_said(follow_up))

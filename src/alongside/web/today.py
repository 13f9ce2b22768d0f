"""Today: who is next, and what do I bring?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from alongside.outreach.models import FollowUp
from alongside.outreach.owed import owed_as_seen_by
from alongside.team.models import Membership
from alongside.web.asking import member_of
from alongside.web.doors import Door, doors_of

A_PAGE = 25


@dataclass(frozen=True, slots=True)
class Stop:
    """A follow-up as it stands on the page."""

    follow_up: FollowUp
    doors: tuple[Door, ...]
    days_late: int


def today(request: HttpRequest) -> HttpResponse:
    """Show the first stop whole, and the others as a list."""
    member, at = member_of(request), timezone.now()
    day = member.group.day_of(at)
    follow_ups = FollowUp.objects.seen_by(member)
    page = Paginator(follow_ups.due(day).for_list(), A_PAGE).get_page(request.GET.get("page"))
    stops = _stops(page, member, day)
    first = stops[0] if stops else None
    context = {
        "tab": "today",
        "day": day,
        "page": page,
        "first": first,
        "others": stops[1:],
        "soon": _stops(follow_ups.coming(day).for_list()[:A_PAGE], member, day),
        "owed": owed_as_seen_by(member, first.follow_up.practice, at) if first else None,
    }
    return render(request, "web/today.html", context)


def _stops(follow_ups: Iterable[FollowUp], member: Membership, day: date) -> list[Stop]:
    return [_stop(follow_up, member, day) for follow_up in follow_ups]


def _stop(follow_up: FollowUp, member: Membership, day: date) -> Stop:
    late = (day - follow_up.due_on).days if follow_up.due_on else 0
    return Stop(follow_up, doors_of(follow_up, member), days_late=max(late, 0))

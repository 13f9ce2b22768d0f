"""Who asks: every page but the public ones begins here."""

from typing import TypeVar
from uuid import UUID

from django.db import models
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from alongside.outreach.models import Practice
from alongside.team.models import Membership, Person

Row = TypeVar("Row", bound=models.Model)


class NoGroup(Http404):
    """Somebody signed in who works in no group just now."""


def member_of(request: HttpRequest) -> Membership:
    """Return the member who asks, in the group they work in; without one there is no page."""
    member = getattr(request, "member", None)
    if not isinstance(member, Membership):
        raise NoGroup
    return member


def practice_of(member: Membership, pk: UUID) -> Practice:
    """Return a practice that the member sees; any other does not exist."""
    practices = Practice.objects.seen_by(member).select_related(
        "group", "entrance", "owed", "shelving"
    )
    return get_object_or_404(practices, pk=pk)


def groups_of(person: Person) -> models.QuerySet[Membership]:
    """Return a person's memberships, by the group's name."""
    own = Membership.objects.current().filter(person=person).select_related("group")
    return own.order_by("group__name", "pk")

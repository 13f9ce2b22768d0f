"""How many people a practice has sent: a number that names nobody.

A liaison reads counts of five or more, and no day: one card out and one person in would name them.
"""

from dataclasses import dataclass

from django.db.models import Count

from alongside.outreach.models import Practice
from alongside.referrals.models import MAY_OWN, Referral
from alongside.team.models import Membership

FEWEST = 5


@dataclass(frozen=True, slots=True)
class SentBy:
    """A practice, and how many people it has sent."""

    practice: Practice
    people: int


def may_see_people(member: Membership) -> bool:
    return member.role in MAY_OWN


def counts_for(member: Membership) -> list[SentBy]:
    """Return the practices that sent five people or more, the most first."""
    found = Referral.objects.of_group(member).exclude(practice=None).values("practice")
    many = found.annotate(people=Count("pk")).filter(people__gte=FEWEST)
    people = dict(many.values_list("practice", "people"))
    practices = Practice.objects.seen_by(member).filter(pk__in=people)
    told = [SentBy(practice, people[practice.pk]) for practice in practices]
    return sorted(told, key=lambda one: (-one.people, one.practice.name, one.practice.pk))

"""Who is waiting on whom: the open referrals with their clocks, in the order to work them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from alongside.federal_holidays import FederalHolidays
from alongside.referrals.clock import Clock, State, WaitsFor, clock_of
from alongside.referrals.models import Referral
from alongside.team.models import Membership, Role

HOLIDAYS = FederalHolidays()
# What a queue is asked for: who waits on us, on whom we wait, and what is over.
WAITING, THEIRS, CLOSED = "waiting", "theirs", "closed"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A referral, and what it waits for on a day."""

    referral: Referral
    clock: Clock
    is_late: bool

    @property
    def is_ours(self) -> bool:
        return self.clock.waits_for is WaitsFor.OWNER


def clock_on(referral: Referral, today: date) -> Clock:
    """Return what a referral waits for on the group's day."""
    return clock_of(referral.course, today, HOLIDAYS)


def waiting_for(member: Membership, today: date) -> list[Waiting]:
    """Return the open referrals that a member sees: ours first, then by the day they are due."""
    found = Referral.objects.seen_by(member).open().with_course()
    return in_order(found, today)


def own_duties(member: Membership, today: date) -> list[Waiting]:
    """Return what a member owes to people who were sent: each answer, and what else is due.

    A coordinator answers whoever came, to whomever they were sent, and works for who has left.
    """
    found = Referral.objects.seen_by(member).open()
    mine = found if member.role == Role.COORDINATOR else found.owned_by(member)
    waiting = in_order(mine.with_course(), today)
    return [one for one in waiting if one.is_ours and _is_owed_by(member, one, today)]


def in_order(referrals: Iterable[Referral], today: date) -> list[Waiting]:
    told = (_waiting(referral, today) for referral in referrals)
    return sorted(told, key=lambda one: (not one.is_ours, one.clock.due_on, one.referral.at))


def counts_by_state(waiting: Iterable[Waiting]) -> Counter[State]:
    return Counter(one.clock.state for one in waiting)


def _waiting(referral: Referral, today: date) -> Waiting:
    clock = clock_on(referral, today)
    return Waiting(referral, clock, clock.is_late(today))


def _is_owed_by(member: Membership, one: Waiting, today: date) -> bool:
    """An answer stands on Today from the first; the rest when it is due, for whose it is."""
    if one.clock.state is State.NEW:
        return True
    owner, due_on = one.referral.owner, one.clock.due_on
    is_own = owner.pk == member.pk or not owner.is_current
    return is_own and due_on is not None and due_on <= today

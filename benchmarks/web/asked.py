"""What is measured: each page and the write, as a member asks for it, and what it is to cost."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from alongside.outreach.models import FollowUp, Practice
from alongside.team.models import Membership
from benchmarks.web.template import MEMBER
from benchmarks.web.visitor import Asked

Cookies = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that a member asks for again and again.

    peer: the best peer's requests a second over those of its floor, and how often ours is to be
    that. A floor was measured from 47 to 100 pages a second and from 117 to 230 writes, one
    contact's from 68: the lower one counts, which is to the peer's advantage.
    """

    name: str
    asks: Callable[[Cookies], Asked]
    cpu_ms: float | None = 30
    peer: tuple[float, float] | None = None
    is_write: bool = False
    is_paged: bool = True


def cases() -> tuple[Case, ...]:
    """Return what is asked of the database at hand."""
    member = Membership.objects.select_related("group").get(person__email=MEMBER)
    mean, longest = _practices(member)
    logs = _log_paths(member)
    day = member.group.day_of(datetime.now(UTC))
    return (
        Case("Today", _get("/"), peer=(1.5 / 47, 10)),
        Case("Practice, 25 visits", _get(f"/practices/{mean}/"), peer=(15.9 / 68, 2)),
        Case("Practice, 126 visits", _get(f"/practices/{longest}/"), peer=(15.9 / 68, 2)),
        Case("Practices", _get("/practices/"), cpu_ms=None, peer=(2.8 / 47, 10)),
        Case("search", _get("/practices/?q=elm"), cpu_ms=None, peer=(1.9 / 47, 10)),
        Case("Territory", _get("/territory/"), cpu_ms=None),
        Case("log visit", _log(logs, day), 15, (29 / 117, 2), is_write=True, is_paged=False),
    )


def floor_page(member_id: UUID) -> Case:
    return Case("page", _get(f"/?member={member_id}"))


def floor_write(member_id: UUID) -> Case:
    return Case("write", _get(f"/write?member={member_id}"), is_write=True)


def _get(path: str) -> Callable[[Cookies], Asked]:
    return lambda cookies: Asked(path, cookies)


def _log(paths: Iterator[str], day: date) -> Callable[[Cookies], Asked]:
    """A visit of today, under a key of its own."""

    def asked(cookies: Cookies) -> Asked:
        fields = {
            "csrfmiddlewaretoken": cookies["csrftoken"],
            "key": str(uuid4()),
            "outcome": "met_manager",
            "on": f"{day}",
            "handouts_left": "5",
            "cards_left": "10",
            "note": "Asked for more cards.",
        }
        return Asked(next(paths), cookies, fields)

    return asked


def _practices(member: Membership) -> tuple[UUID, UUID]:
    """Return a practice with the mean number of visits, and the one with the most."""
    own = Practice.objects.seen_by(member).order_by("pk")[:5]
    return own[4].pk, own[0].pk


def _log_paths(member: Membership) -> Iterator[str]:
    """Visits are logged where nothing is due, so that what is due stays as it is."""
    coming = FollowUp.objects.seen_by(member).going(member).coming(date(2000, 1, 1))
    later = coming.filter(shown_on__gt=datetime.now(UTC).date()).order_by("pk")
    ids = list(later.values_list("practice", flat=True))
    while True:
        yield from (f"/practices/{pk}/visits/new/" for pk in ids)

"""Every address of the web, found in the URLconf, and rows to fill it with."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID, uuid4

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from alongside.outreach import actions as outreach
from alongside.outreach.actions import Described, Told, territory
from alongside.outreach.models import (
    Candidate,
    CardBatch,
    Contact,
    FollowUp,
    Practice,
    TerritoryLoad,
    Visit,
)
from alongside.playbook.history import Entry
from alongside.team import actions as team
from alongside.team.models import Invitation, Job, Membership, Role
from tests.outreach.letterheads import LOGO, written_by

# The log-in library's own pages: one class, tried in test_own_account.py.
OF_ACCOUNTS = "accounts/"


class NoRow(AssertionError):
    """An address with an argument that no test knows how to fill."""


class Belongings:
    """What one member's group has, each row made today, by the real actions, when asked for."""

    def __init__(self, member: Membership, called: str = "Elm Street") -> None:
        self.member, self.called, self.now = member, called, timezone.now()
        self.today = member.group.day_of(self.now)
        # Whoever prints has said who they are: else no page has a form for it.
        written_by(member, called, at=self.now)
        outreach.settle_logo(member=member, content=LOGO, at=self.now)

    def all(self) -> dict[str, object]:
        """Return an argument for every noun there is."""
        return {noun: row(self) for noun, row in ROWS.items()}

    @cached_property
    def practice(self) -> Practice:
        return outreach.add_practice(
            member=self.member,
            described=Described(f"{self.called} Family Medicine", "family_medicine"),
            entry=Entry.BY_HAND,
            on=self.today,
            at=self.now,
        )

    @cached_property
    def visit(self) -> Visit:
        return outreach.log_visit(
            member=self.member,
            practice=self.practice,
            key=uuid4(),
            told=Told(
                on=self.today,
                outcome="met_prescriber",
                leave="given",
                favourite=f"{self.called} Next Door",
                note=self.called,
            ),
            at=self.now,
        )

    @cached_property
    def follow_up(self) -> FollowUp:
        # A visit renews what is owed, so it comes first.
        return FollowUp.objects.get(standing_for=self.visit.practice)

    @cached_property
    def contact(self) -> Contact:
        return outreach.add_contact(
            member=self.member,
            practice=self.practice,
            name=f"{self.called} Person",
            part=Contact.Part.MANAGER,
            at=self.now,
        )

    @cached_property
    def cards(self) -> tuple[CardBatch, str]:
        return outreach.make_cards(member=self.member, practice=self.practice, at=self.now)

    @cached_property
    def candidate(self) -> Candidate:
        """An office of a territory, as a load leaves it."""
        place = territory.settle_place(
            member=self.member, near="04101", within_miles=10, at=self.now
        )
        ranking = territory.begin_ranking(
            member=self.member,
            place=place,
            found=1,
            found_wider=None,
            middle=(43.66, -70.25),
            at=self.now,
        )
        office = Candidate(
            ranking=ranking,
            office=uuid4(),
            key=f"{self.called}|04101",
            rank=1,
            tier="office",
            name=f"{self.called} Office",
            street="12 Elm St",
            city="Portland",
            state="ME",
            zip5="04101",
            specialty="family_medicine",
            miles=0.5,
            latitude=43.66,
            longitude=-70.25,
            score=0.5,
            parts={},
            reasons=["in your ZIP"],
            clinicians=[],
        )
        territory.write_candidates(candidates=[office])
        load = TerritoryLoad(
            id=uuid4(),
            group=self.member.group,
            file_name="clinicians.csv",
            sha256="0" * 64,
            rows_read=1,
            rows_skipped=0,
            left_out=[],
            warnings=[],
            by=self.member,
            at=self.now,
        )
        territory.put_in_use(member=self.member, ranking=ranking, load=load, at=self.now)
        return office

    @cached_property
    def job(self) -> Job:
        return team.ask_for_work(
            member=self.member,
            kind="waits",
            key=uuid4(),
            title=f"{self.called} work",
            arguments={},
            at=self.now,
        )

    @cached_property
    def invitation(self) -> tuple[Invitation, str]:
        email = f"{uuid4()}@example.com"
        return team.invite(member=self.member, email=email, role=Role.THERAPIST, at=self.now)

    @cached_property
    def colleague(self) -> Membership:
        """Somebody else of the group, who is none of those who ask."""
        email = f"{uuid4()}@example.com"
        _, token = team.invite(member=self.member, email=email, role=Role.THERAPIST, at=self.now)
        return team.accept(token=token, name=f"{self.called} Colleague", at=self.now)

    @cached_property
    def elsewhere(self) -> Membership:
        """The same person in a group of another name; they go on working in this one."""
        person = self.member.person
        other = team.start_group(
            person=person, name=f"{self.called} Two", time_zone="America/New_York", at=self.now
        )
        team.work_in(person=person, membership=self.member, at=self.now)
        return other


# An argument, with the noun before it, and where its row comes from.
ROWS: dict[str, Callable[[Belongings], object]] = {
    "practices/<uuid:pk>": lambda own: own.practice.pk,
    "visits/<uuid:pk>": lambda own: own.visit.pk,
    "contacts/<uuid:pk>": lambda own: own.contact.pk,
    "card-batches/<uuid:pk>": lambda own: own.cards[0].pk,
    "c/<str:token>": lambda own: own.cards[1],
    "introductions/<uuid:pk>": lambda own: own.visit.introduction.pk,
    "candidates/<uuid:pk>": lambda own: own.candidate.office,
    "work/<uuid:pk>": lambda own: own.job.pk,
    "follow-ups/<uuid:pk>": lambda own: own.follow_up.pk,
    "invitations/<uuid:pk>": lambda own: own.invitation[0].pk,
    "invitations/<str:token>": lambda own: own.invitation[1],
    "members/<uuid:pk>": lambda own: own.colleague.pk,
    "groups/<uuid:pk>": lambda own: own.elsewhere.pk,
}


@dataclass(frozen=True, slots=True)
class Address:
    """One line of the URLconf."""

    route: str
    name: str

    @property
    def nouns(self) -> list[str]:
        return re.findall(r"[\w.-]+/<[\w:]+>", self.route)

    def of(self, own: Belongings) -> str:
        """Return the path to somebody's own rows."""
        path = self.route
        for noun in self.nouns:
            if noun not in ROWS:
                raise NoRow(
                    f"{self.route}: say in ROWS of tests/web/addresses.py where a row for "
                    f"“{noun}” comes from, and every test that walks the pages tries it."
                )
            path = path.replace(noun, f"{noun.partition('<')[0]}{ROWS[noun](own)}")
        return f"/{path}"


def addresses() -> list[Address]:
    """Return every page but the log-in library's own."""
    return [
        Address(route, name) for route, name in every_route() if not route.startswith(OF_ACCOUNTS)
    ]


def every_route() -> Iterator[tuple[str, str]]:
    """Walk the URLconf: each route from its beginning, and its name."""
    yield from _routes(get_resolver().url_patterns, "")


def _routes(patterns: Sequence[URLPattern | URLResolver], before: str) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        route = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, route)
        else:
            yield route, pattern.name or ""


def is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True

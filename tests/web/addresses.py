"""Every address of the web, found in the URLconf, and rows to fill it with."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from uuid import UUID, uuid4

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from alongside.outreach import actions as outreach
from alongside.outreach.actions import Described, Told, gifts, mailings, sendings, territory
from alongside.outreach.models import (
    Candidate,
    CardBatch,
    Contact,
    FaxPermission,
    FollowUp,
    Gift,
    Mailing,
    OwnFinding,
    Practice,
    Sending,
    TerritoryChange,
    TerritoryLoad,
    Visit,
)
from alongside.playbook.history import Entry
from alongside.referrals import actions as referrals
from alongside.referrals.actions import Sent
from alongside.referrals.models import Offered, Referral
from alongside.releases import actions as releases
from alongside.releases import letters
from alongside.releases.actions import Talked, Wished
from alongside.releases.models import Consult, Letter, Prescriber, Release
from alongside.releases.scope import Item, LetterKind
from alongside.team import actions as team
from alongside.team.models import Invitation, Job, Membership, NetworkRequest, Role
from tests.outreach.letterheads import LOGO, written_by

# The log-in library's own pages: one class, tried in test_own_account.py.
OF_ACCOUNTS = "accounts/"
# Pages of people: that somebody read them is written down, and nothing else.
READING_IS_NOTED = {"referral", "client"}


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
            described=Described(
                f"{self.called} Family Medicine",
                "family_medicine",
                street="12 Elm St",
                fax="207-555-0111",
            ),
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
            email="office@example.com",
            at=self.now,
        )

    @cached_property
    def gift(self) -> Gift:
        gifts.settle_gifts(
            member=self.member,
            is_on=True,
            treats_substance_use=False,
            is_hospital_affiliated=False,
            at=self.now,
        )
        given = gifts.Given(
            on=self.today,
            what="food",
            words=f"{self.called} lunch",
            purpose="education",
            taught=self.called,
            cost=Decimal("41.50"),
            paid_by=self.called,
            people=(self.contact,),
        )
        return gifts.note_gift(
            member=self.member, practice=self.practice, given=given, at=self.now, key=uuid4()
        )

    @cached_property
    def stop_token(self) -> str:
        """What stands in the link of an email that was sent."""
        site = "https://alongside.example.org"
        mailing = mailings.ask_to_mail(
            member=self.member,
            contact=self.contact,
            kind=Mailing.Kind.INTRODUCTION,
            site=site,
            at=self.now,
            key=uuid4(),
        )
        begun = mailings.begin_attempt(mailing=mailing, site=site, at=self.now)
        assert begun is not None
        return begun[1]

    @cached_property
    def fax_permission(self) -> FaxPermission:
        return mailings.note_fax_permission(
            member=self.member,
            practice=self.practice,
            given_by=self.called,
            given_on=self.today,
            kept=self.called,
            at=self.now,
            key=uuid4(),
        )

    @cached_property
    def sending(self) -> Sending:
        return sendings.note_sending(
            member=self.member,
            practice=self.practice,
            contact=self.contact,
            on=self.today,
            way=Sending.Way.FAX,
            insurer=self.called,
            at=self.now,
            key=uuid4(),
        )

    @cached_property
    def cards(self) -> tuple[CardBatch, str]:
        return outreach.make_cards(member=self.member, practice=self.practice, at=self.now)

    @cached_property
    def referral(self) -> Referral:
        """Somebody who was sent just now."""
        return self._sent("Ana")

    @cached_property
    def offer(self) -> Offered:
        """A time that was offered to somebody else who was sent, for today."""
        return referrals.offer(
            member=self.member,
            referral=self._sent("Ben"),
            for_on=self.today,
            key=uuid4(),
            at=self.now,
        )

    def _sent(self, name: str) -> Referral:
        return referrals.take(
            member=self.member,
            sent=Sent(f"{name} {self.called}", phone="207-555-0177", sender=self.called),
            way="fax",
            key=uuid4(),
            at=self.now,
            practice=self.practice,
        )

    @cached_property
    def finding(self) -> OwnFinding:
        """A finding of one's own, for the page that is shown first."""
        return outreach.write_finding(
            member=self.member,
            key=uuid4(),
            audience="general",
            text=f"{self.called}: people say that they come back.",
            cites=["wiles2013"],
            citation=None,
            at=self.now,
        )

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
    def change(self) -> TerritoryChange:
        """Somebody who came to a practice, as a load tells it."""
        self.candidate  # noqa: B018 loaded first
        return TerritoryChange.objects.create(
            group=self.member.group,
            practice=self.practice,
            load=TerritoryLoad.objects.filter(group=self.member.group).latest("at"),
            kind=TerritoryChange.Kind.NEW,
            npi="2000000010",
            name=f"{self.called} Newcomer",
            told={},
            at=self.now,
        )

    @cached_property
    def prescriber(self) -> Prescriber:
        """A client of theirs, with who prescribes for them."""
        client = releases.add_client(
            member=self.member,
            code=f"{self.called} 14",
            state="ME",
            name=f"{self.called} Client",
            at=self.now,
        )
        contact, _ = (
            outreach.add_contact(
                member=self.member,
                practice=self.practice,
                name=f"{self.called} {name}",
                part=Contact.Part.PRESCRIBER,
                at=self.now,
            )
            for name in ("Prescriber", "Partner")
        )
        return releases.add_prescriber(
            member=self.member, client=client, contact=contact, at=self.now
        )

    @cached_property
    def draft(self) -> Release:
        wished = Wished(contacts=(self.prescriber.contact,), items=frozenset(Item))
        return releases.draft_release(
            member=self.member, client=self.prescriber.client, wished=wished, at=self.now
        )

    @cached_property
    def release(self) -> Release:
        wished = Wished(contacts=(self.prescriber.contact,), items=frozenset(Item))
        made = releases.draft_release(
            member=self.member, client=self.prescriber.client, wished=wished, at=self.now
        )
        releases.keep_paper(
            member=self.member,
            release=made,
            scan=b"%PDF-1.7",
            name=self.called,
            signed_on=self.today,
            at=self.now,
        )
        return made

    @cached_property
    def client_letter(self) -> Letter:
        self.release  # noqa: B018 made first
        return letters.write(
            member=self.member,
            client=self.prescriber.client,
            contact=self.prescriber.contact,
            kind=LetterKind.INTRODUCTION,
            said=letters.Said(),
            key=uuid4(),
            at=self.now,
        )

    @cached_property
    def consult(self) -> Consult:
        self.release  # noqa: B018 made first
        talked = Talked(
            on=self.today,
            how=Consult.How.PHONE,
            items=frozenset({Item.PROGRESS}),
            owed="a word about sleep",
            owed_on=self.today,
        )
        return releases.note_consult(
            member=self.member,
            client=self.prescriber.client,
            contact=self.prescriber.contact,
            talked=talked,
            key=uuid4(),
            at=self.now,
        )

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
    def network_request(self) -> NetworkRequest:
        """What this group asked of a network, or was asked by where it stands in one itself."""
        person = team.make_person(email=f"{uuid4()}@example.com", name=self.called, password="-")
        sister = team.start_group(
            person=person, name=f"{self.called} Sister", time_zone="America/New_York", at=self.now
        )
        own = self.member
        own.group.refresh_from_db()  # it may have joined one on a page meanwhile
        asking, asked = (own, sister) if own.group.network is None else (sister, own)
        if asked is sister:
            team.found_network(member=sister, name=f"{self.called} Network", at=self.now)
        _, code = team.invite_group(member=asked, at=self.now)
        return team.ask_to_join(member=asking, code=code, at=self.now)

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
    "no-more-mail/<str:token>": lambda own: own.stop_token,
    "fax-permissions/<uuid:pk>": lambda own: own.fax_permission.pk,
    "gifts/<uuid:pk>": lambda own: own.gift.pk,
    "sendings/<uuid:pk>": lambda own: own.sending.pk,
    "card-batches/<uuid:pk>": lambda own: own.cards[0].pk,
    "findings/<uuid:pk>": lambda own: own.finding.pk,
    "c/<str:token>": lambda own: own.cards[1],
    "introductions/<uuid:pk>": lambda own: own.visit.introduction.pk,
    "changes/<uuid:pk>": lambda own: own.change.pk,
    "candidates/<uuid:pk>": lambda own: own.candidate.office,
    "clients/<uuid:pk>": lambda own: (own.release, own.prescriber.client_id)[1],
    "prescribers/<uuid:pk>": lambda own: own.prescriber.pk,
    "release-drafts/<uuid:pk>": lambda own: own.draft.pk,
    "releases/<uuid:pk>": lambda own: own.release.pk,
    "client-letters/<uuid:pk>": lambda own: own.client_letter.pk,
    "consults/<uuid:pk>": lambda own: own.consult.pk,
    "work/<uuid:pk>": lambda own: own.job.pk,
    "referrals/<uuid:pk>": lambda own: own.referral.pk,
    "offers/<uuid:pk>": lambda own: own.offer.pk,
    "follow-ups/<uuid:pk>": lambda own: own.follow_up.pk,
    "invitations/<uuid:pk>": lambda own: own.invitation[0].pk,
    "invitations/<str:token>": lambda own: own.invitation[1],
    "network-requests/<uuid:pk>": lambda own: own.network_request.pk,
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

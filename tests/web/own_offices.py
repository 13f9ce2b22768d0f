"""Rows of one group for tests of the web: its practices, what is sent there, its territory."""

from decimal import Decimal
from functools import cached_property
from uuid import uuid4

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
from alongside.team.models import Membership
from tests.outreach.letterheads import LOGO, written_by


class OwnOffices:
    """A group's offices, each row made today, by the real actions, when asked for."""

    def __init__(self, member: Membership, called: str = "Elm Street") -> None:
        self.member, self.called, self.now = member, called, timezone.now()
        self.today = member.group.day_of(self.now)
        # Whoever prints has said who they are: else no page has a form for it.
        written_by(member, called, at=self.now)
        outreach.settle_logo(member=member, content=LOGO, at=self.now)

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

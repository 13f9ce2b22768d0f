"""Rows of one group for tests of the web: a row for every noun that stands in an address."""

from collections.abc import Callable
from functools import cached_property
from uuid import uuid4

from alongside.outreach import actions as outreach
from alongside.outreach.models import Contact
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
from tests.web.own_offices import OwnOffices


class Belongings(OwnOffices):
    """What one member's group has, each row made today, by the real actions, when asked for."""

    def all(self) -> dict[str, object]:
        """Return an argument for every noun there is."""
        return {noun: row(self) for noun, row in ROWS.items()}

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

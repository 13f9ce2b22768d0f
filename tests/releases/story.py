"""A client of Maya's, their prescriber, and a release: made by the real actions."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from alongside.outreach import actions as outreach
from alongside.outreach.actions import Described
from alongside.outreach.models import Contact, Practice
from alongside.playbook.history import Entry
from alongside.releases import actions, letters, signing
from alongside.releases.actions import Signed, Wished
from alongside.releases.letters import Said
from alongside.releases.models import Client, Letter, Release, Signature
from alongside.releases.scope import Item, LetterKind
from alongside.team import actions as team
from alongside.team.models import Membership, Role
from tests.conftest import MONDAY, at
from tests.outreach.letterheads import written_by

CANARY = "Wilhelmina Quackenbush-Oyelaran"
NOON = at(MONDAY)
ALL = frozenset(Item)
STROKES = "10,20 200,150 590,30; 300,100 310,110"
SIGNED = Signed(
    how=Signature.How.DRAWN,
    name=CANARY,
    document=b"",
    tell_initials="WQ",
    hear_initials="WQ",
    strokes=STROKES,
    has_intent=True,
    consents_to_electronic=True,
)


@dataclass(frozen=True, slots=True)
class Story:
    """Maya's client, the prescriber, and somebody else at another practice."""

    maya: Membership
    client: Client
    ortiz: Contact
    other: Contact

    def release(self, *, days_ago: int = 0, is_signed: bool = True, **wished: Any) -> Release:
        """Draft a release some days before the story's Monday, and sign it."""
        moment = NOON - timedelta(days=days_ago)
        wish = replace(Wished(contacts=(self.ortiz,), items=ALL), **wished)
        made = actions.draft_release(
            member=self.maya, client=self.client, wished=wish, at=moment, key=uuid4()
        )
        if is_signed:
            signing.sign(member=self.maya, release=made, signed=SIGNED, at=moment)
        return made

    def write(
        self,
        kind: LetterKind = LetterKind.INTRODUCTION,
        *,
        moment: datetime = NOON,
        words: dict[Item, str] | None = None,
        **otherwise: Any,
    ) -> Letter:
        said: dict[str, Any] = {
            "member": self.maya,
            "client": self.client,
            "contact": self.ortiz,
            "said": Said(words or {}, session_on=MONDAY),
            "key": uuid4(),
            "at": moment,
        }
        return letters.write(kind=kind, **(said | otherwise))


def begun(maya: Membership, *, on: date = date(2025, 12, 1)) -> Story:
    """Return the story: the practice is entered through the client."""
    written_by(maya, "Maya", at=at(on))
    practice = entered(maya, "Elm Street Family Medicine", on)
    far = entered(maya, "Bay Women's Health", on)
    client = actions.add_client(
        member=maya, code="WQ-1", state="ME", at=at(on), name=CANARY, born_on="March 3, 1980"
    )
    ortiz, other = person(maya, practice, "Dr. Ana Ortiz"), person(maya, far, "Dr. Lee Park")
    actions.add_prescriber(member=maya, client=client, contact=ortiz, at=at(on))
    return Story(maya, client, ortiz, other)


def entered(maya: Membership, name: str, on: date) -> Practice:
    return outreach.add_practice(
        member=maya,
        entry=Entry.CLIENT,
        on=on,
        at=at(on),
        described=Described(
            name, "family_medicine", street="1 Elm St", city="Portland", fax="207-555-0100"
        ),
    )


def person(maya: Membership, practice: Practice, name: str) -> Contact:
    prescriber = Contact.Part.PRESCRIBER
    return outreach.add_contact(
        member=maya, practice=practice, name=name, part=prescriber, at=NOON, phone="207-555-0101"
    )


def joined(owner: Membership, name: str, role: Role) -> Membership:
    email = f"{name.split()[0].lower()}@example.com"
    _, token = team.invite(member=owner, email=email, role=role, at=NOON)
    return team.accept(token=token, name=name, password="a phrase of theirs", at=NOON)

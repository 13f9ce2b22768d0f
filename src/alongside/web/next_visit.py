"""What a member needs before the next visit to a practice: whom, what, and last time."""

from dataclasses import dataclass
from datetime import date, datetime

from alongside.outreach.models import Contact, Practice, Visit
from alongside.outreach.owed import Owed, as_seen_by, owed
from alongside.playbook.next_step import NextStep
from alongside.team.models import Membership

# A kind of contact as the playbook calls it, and how it is noted of a person.
PARTS = {
    "prescriber": Contact.Part.PRESCRIBER,
    "business manager": Contact.Part.MANAGER,
}


@dataclass(frozen=True, slots=True)
class AskFor:
    """A kind of contact, and who that is where somebody is written down."""

    part: str
    name: str


@dataclass(frozen=True, slots=True)
class NextVisit:
    """What comes next as a member may know it, whom to ask for, and what happened last."""

    owed: NextStep | None
    ask_for: tuple[AskFor, ...]
    last: Visit | None
    contacts: tuple[Contact, ...]
    found: Owed
    visited_by_sister_on: date | None


def next_visit(member: Membership, practice: Practice, at: datetime) -> NextVisit:
    """Return it in three queries. practice: with its entrance."""
    # Whoever sees the practice is of its group, which was read with them.
    practice.group = member.group
    found = owed(practice, at)
    told = as_seen_by(member, practice, found.found)
    contacts = tuple(practice.contacts.select_related("departure").order_by("part", "name", "pk"))
    asked = told.ask_first if told else ()
    visits = found.told.visits
    return NextVisit(
        owed=told,
        ask_for=tuple(AskFor(part, _name(part, contacts)) for part in asked),
        last=visits[-1] if visits else None,
        contacts=contacts,
        found=found,
        visited_by_sister_on=found.told.visited_by_sister_on(member.group.day_of(at)),
    )


def _name(part: str, contacts: tuple[Contact, ...]) -> str:
    """Return who that is; where there are several, none is singled out."""
    named = [contact.name for contact in contacts if contact.part == PARTS.get(part)]
    return named[0] if len(named) == 1 else ""

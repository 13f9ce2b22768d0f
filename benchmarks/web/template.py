"""Fifty practices and their years of visits, made by the real actions: what is then copied."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import cycle, islice

from alongside.outreach import actions as outreach
from alongside.outreach.actions import Described, Told
from alongside.outreach.models import Contact, Introduction, Practice
from alongside.playbook.history import Entry, Policy, Specialty
from alongside.team import actions as team
from alongside.team.ids import uuid7
from alongside.team.models import Membership, Role

PASSWORD = "a long enough phrase"
OWNER, MEMBER = "owner@example.com", "member@example.com"
PRACTICES = 50
# The first has so many that a hundred of them stand on one page; the mean is about 25.
VISITS = (126, *islice(cycle((60, 40, 30, 25, 20, 15, 10, 5)), 42))
# Nobody has been to these: two whose turn has come, two that wait for theirs.
NEW = 4
NAMING = (5, 13, 21)  # at their last visit, another practice was named; one owes thanks still
OVERDUE = (1, 7, 11, 19, 23, 29, 36)  # with the named and the open ones, ten are due for the member
OF_THE_OWNER = 9  # who goes to every so many-th practice
KINDS = ("Family Medicine", "Internal Medicine", "Primary Care", "Health Center", "Physicians")
STREETS = ("Elm", "Congress", "High", "Pine", "State", "Spring", "Oak", "Park", "Mill")


@dataclass(frozen=True, slots=True)
class Group:
    """Who is in the group: its owner, and the member who is measured."""

    owner: Membership
    member: Membership


def make_template(today: date) -> Group:
    """Make the group and its fifty practices, as they stand on a day."""
    group = _people(today)
    for number, count in enumerate(VISITS):
        _visited(group, number, count, today)
    for number in range(len(VISITS), len(VISITS) + NEW):
        _add(group.member, number, Entry.BY_HAND, today)
    assert Practice.objects.count() == PRACTICES
    return group


def at(day: date) -> datetime:
    return datetime.combine(day, time(17), tzinfo=UTC)


def _people(today: date) -> Group:
    begun = at(today - timedelta(days=4000))
    team.install()
    owner = team.found(
        email=OWNER,
        name="Ada Owner",
        password=PASSWORD,
        group_name="The measured group",
        time_zone="America/New_York",
        at=begun,
    )
    _, token = team.invite(member=owner, email=MEMBER, role=Role.THERAPIST, at=begun)
    member = team.accept(token=token, name="Tess Member", password=PASSWORD, at=begun)
    return Group(owner, member)


def _visited(group: Group, number: int, count: int, today: date) -> None:
    """A practice with its people, and a visit a month until lately."""
    goes = group.owner if number % OF_THE_OWNER == 8 else group.member
    # What is due longest has as many visits as the mean.
    last = today - timedelta(days=50 + number if number in OVERDUE else 10)
    days = [last - timedelta(days=31 * back) for back in reversed(range(count))]
    entry = Entry.OWN_DOCTOR if number == 2 else Entry.BY_HAND
    practice = _add(goes, number, entry, days[0] - timedelta(days=7))
    _people_of(practice, goes, days[0])
    for told in _told(days, f"Annex {number}" if number in NAMING else ""):
        outreach.log_visit(member=goes, practice=practice, key=uuid7(), told=told, at=at(told.on))
    if number in NAMING[1:]:
        edge = Introduction.objects.get(practice=practice)
        outreach.thank(member=goes, introduction=edge, at=at(last))
    if number % 5 == 0:
        _cards(goes, practice, last)


def _add(member: Membership, number: int, entry: Entry, on: date) -> Practice:
    described = Described(
        name=f"{STREETS[number % 9]} Street {KINDS[number % 5]}",
        specialty=tuple(Specialty)[number % 4],
        street=f"{number * 7 + 3} {STREETS[number % 9]} Street",
        city="Portland",
        state="ME",
        zip5="04101",
        phone=f"207-555-01{number:02}",
        policy=Policy.APPOINTMENT if number % 6 == 0 else Policy.DROP_IN,
        referral_way="By fax to the coordinator; most plans are taken.",
    )
    return outreach.add_practice(member=member, described=described, entry=entry, on=on, at=at(on))


def _people_of(practice: Practice, member: Membership, on: date) -> None:
    for name, part, specialty in (
        ("Dr. Ana Ortiz", Contact.Part.PRESCRIBER, "Family medicine"),
        ("Dana Ruiz", Contact.Part.MANAGER, ""),
        ("Lee Okafor", Contact.Part.COORDINATOR, ""),
    ):
        outreach.add_contact(
            member=member,
            practice=practice,
            name=name,
            part=part,
            specialty=specialty,
            phone="207-555-0199",
            at=at(on),
        )


def _told(days: list[date], names: str) -> Iterator[Told]:
    """The walk of steps 2 to 4, then keeping warm, with closed doors in between."""
    for number, day in enumerate(days):
        favourite = names if day == days[-1] else ""
        match number:
            case 0:
                yield Told(day, "met_manager", leave="given", handouts_left=5, cards_left=10)
            case 1:
                yield _warm(day, manager_met=True, referral_way_noted=True)
            case 2:
                yield _warm(day, favourite="none")
            case _ if number % 6 == 0 and day != days[-1]:
                yield Told(day, "shut", note="A sign on the door: back on Monday.")
            case _:
                yield _warm(day, cards_left=10, favourite=favourite)


def _warm(day: date, **more: object) -> Told:
    said = {
        "question": "asked_about_you",
        "question_words": "Who is it that you would like us to send to you, and how soon?",
        "note": "Asked for more cards at the front desk; the manager is in on Thursdays.",
    }
    return Told(day, "met_prescriber", **{**said, **more})  # type: ignore[arg-type]


def _cards(member: Membership, practice: Practice, day: date) -> None:
    """Cards were made; one was scanned, and somebody was sent."""
    _, token = outreach.make_cards(member=member, practice=practice, at=at(day))
    outreach.note_scan(token=token, at=at(day))
    outreach.note_referral(practice=practice, key=uuid7(), on=day, at=at(day))

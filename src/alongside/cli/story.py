"""The story: Maya, a therapist in Portland, Maine, eight weeks in. Nobody in it is real.

It is told by the real actions, in days before the day it is shown.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import as_file, files

from alongside.materials.gate import MayNotPrint
from alongside.outreach import actions as outreach
from alongside.outreach.actions import Described, Told
from alongside.outreach.actions.territory import settle_place
from alongside.outreach.loading import Work, load_territory
from alongside.outreach.models import Contact, Practice, Printing, StepFiveFact, Visit
from alongside.outreach.printer import Wish, print_wish
from alongside.playbook.history import Entry, Policy
from alongside.referrals import actions as referrals
from alongside.referrals.actions import Sent
from alongside.referrals.models import Referral
from alongside.team import actions as team
from alongside.team.ids import uuid7
from alongside.team.models import Group, Membership, Role

PASSWORD = "five doors on elm street"
ZONE = "America/New_York"
NEAR, MILES = "04101", 25
COUNTY = "demo_clinicians.csv"
LETTERHEAD = {
    "name": "Maya Okonkwo",
    "credentials": "LCSW",
    "licence": "LC14822",
    "licence_state": "ME",
    "practice_name": "Casco Counseling",
    "street": "48 Exchange Street, Suite 3",
    "city": "Portland",
    "state": "ME",
    "zip5": "04101",
    "phone": "207-555-0142",
    "fax": "207-555-0143",
    "url": "https://casco.example.org",
    "accent": "#1d5c55",
}
MAYA, SAM, INES = "maya@example.com", "sam@example.com", "ines@example.com"


@dataclass(frozen=True, slots=True)
class Cast:
    """The people of the story, and the practices that tests ask for by name."""

    maya: Membership
    sam: Membership
    ines: Membership
    elm_street: Practice
    back_cove: Practice
    munjoy_hill: Practice
    deering: Practice
    casco_bay: Practice


def tell(on: date) -> Cast:
    """Tell the story as it stands on a day: into an empty instance, by the real actions."""
    beginning = _working_day(on - timedelta(weeks=8))
    maya, sam, ines = _people(_at(beginning))
    _paper(maya, beginning, on)
    elm_street = _own_doctor(maya, beginning)
    munjoy_hill = _munjoy_hill(maya, beginning)
    deering = _one_that_said_no(maya, beginning)
    casco_bay = _a_client_s_prescriber(maya, beginning)
    back_cove = Practice.objects.get(group=maya.group, name="Back Cove Women’s Health")
    _further_ones(maya, on)
    _people_sent(maya, sam, elm_street, munjoy_hill, on)
    _of_another_group(ines, beginning)
    return Cast(maya, sam, ines, elm_street, back_cove, munjoy_hill, deering, casco_bay)


def _people(at: datetime) -> tuple[Membership, Membership, Membership]:
    team.install()
    maya = team.found(
        email=MAYA,
        name="Maya Okonkwo",
        password=PASSWORD,
        group_name="Casco Counseling",
        time_zone=ZONE,
        at=at,
    )
    _, token = team.invite(member=maya, email=SAM, role=Role.COORDINATOR, at=at)
    sam = team.accept(token=token, name="Sam Reyes", password=PASSWORD, at=at)
    person = team.make_person(email=INES, name="Ines Duarte", password=PASSWORD)
    ines = team.start_group(person=person, name="Back Bay Therapy", time_zone=ZONE, at=at)
    return maya, sam, ines


def _paper(maya: Membership, day: date, on: date) -> None:
    """Who she is on paper since she began, and when she has room just now."""
    outreach.settle_letterhead(
        member=maya, lines=LETTERHEAD, trained_in=("cbt", "cbt_i", "perinatal"), at=_at(day)
    )
    outreach.settle_availability(
        member=maya,
        openings=("Two evening openings", "One Thursday morning"),
        insurers=("Anthem", "Cigna", "Harvard Pilgrim"),
        helps_with=("Depression", "Anxiety", "Sleep", "After a birth"),
        ages="16 and up",
        portal="",
        as_of=on,
        valid_until=on + timedelta(days=30),
        at=_at(on),
    )


def _own_doctor(maya: Membership, day: date) -> Practice:
    """Steps 1 to 4 at her own doctor's, with a card scanned on the way."""
    described = Described(
        "Elm Street Family Medicine",
        "family_medicine",
        street="41 Elm Street",
        city="Portland",
        state="ME",
        zip5="04101",
        phone="207-555-0141",
        referral_way="By fax, to Dana; most patients have a plan from the marketplace.",
    )
    practice = _add(maya, described, Entry.OWN_DOCTOR, day - timedelta(3))
    _person(maya, practice, "Dr. Ana Ortiz", Contact.Part.PRESCRIBER, "Family medicine", day)
    _person(maya, practice, "Dana Ruiz", Contact.Part.MANAGER, "", day)
    handed = Told(day, "met_prescriber", leave="given", handouts_left=5, cards_left=10)
    _log(maya, practice, handed)
    _printed(maya, practice, day)
    _, token = outreach.make_cards(member=maya, practice=practice, at=_at(day))
    outreach.note_scan(token=token, at=_at(_working_day(day + timedelta(17))))
    came_back = _working_day(day + timedelta(31))
    asked = Told(
        came_back,
        "met_prescriber",
        handouts_left=5,
        cards_left=10,
        manager_met=True,
        referral_way_noted=True,
        question="has_nobody",
        question_words="We try another medicine, and then we have nobody to send them to.",
    )
    _log(maya, practice, asked)
    named = Told(
        _working_day(came_back + timedelta(7)),
        "met_prescriber",
        cards_left=10,
        favourite="Back Cove Women’s Health",
        named_by="Dr. Ana Ortiz",
    )
    _log(maya, practice, named)
    return practice


def _printed(maya: Membership, practice: Practice, day: date) -> None:
    """The page that lies on a counter; a year on, what ships must be looked at again first."""
    wish = Wish(Printing.Kind.HANDOUT, maya, practice=practice)
    with suppress(MayNotPrint):
        print_wish(member=maya, wish=wish, at=_at(day), card_address=str)


def _munjoy_hill(maya: Membership, day: date) -> Practice:
    """An internist nearby, whose month is over."""
    described = Described(
        "Munjoy Hill Internal Medicine",
        "internal_medicine",
        street="210 Congress Street",
        city="Portland",
        state="ME",
        zip5="04101",
        policy=Policy.APPOINTMENT,
    )
    practice = _add(maya, described, Entry.BY_HAND, day + timedelta(7))
    _person(maya, practice, "Lee Okafor", Contact.Part.MANAGER, "", day + timedelta(7))
    visited = _working_day(day + timedelta(15))
    _log(maya, practice, Told(visited, "met_manager", handouts_left=5, cards_left=10))
    return practice


def _one_that_said_no(maya: Membership, day: date) -> Practice:
    described = Described("Deering Family Practice", "family_medicine", city="Portland", state="ME")
    practice = _add(maya, described, Entry.BY_HAND, day + timedelta(14))
    _log(maya, practice, Told(_working_day(day + timedelta(21)), "declined"))
    return practice


def _a_client_s_prescriber(maya: Membership, day: date) -> Practice:
    """Under a release, introduced, and not yet consulted."""
    described = Described(
        "Casco Bay Internists", "internal_medicine", street="9 Wharf Lane", city="Portland"
    )
    entered = _working_day(day + timedelta(35))
    practice = _add(maya, described, Entry.CLIENT, entered)
    outreach.note_step_five(
        member=maya,
        practice=practice,
        what=StepFiveFact.What.RELEASED,
        on=entered,
        at=_at(entered),
    )
    met = _working_day(entered + timedelta(7))
    _log(maya, practice, Told(met, "met_prescriber", introduced=True, handouts_left=1))
    return practice


def _further_ones(maya: Membership, on: date) -> None:
    """Two offices nearby whose turn has come, added today."""
    for name, kind in (
        ("Stroudwater Family Care", "family_medicine"),
        ("Peaks Island Health", "nurse_practitioner"),
    ):
        _add(maya, Described(name, kind, city="Portland", state="ME"), Entry.BY_HAND, on)


def _people_sent(
    maya: Membership, sam: Membership, elm_street: Practice, munjoy_hill: Practice, on: date
) -> None:
    """Four people: one seen, one with a time, one answered, and one who came today. Invented."""
    seen = _sent(sam, maya, elm_street, "Rosa Imagined", on - timedelta(14))
    day = _working_day(on - timedelta(7))
    referrals.answer(member=maya, referral=seen, how="spoke", at=_at(on - timedelta(13)))
    time = referrals.offer(
        member=maya, referral=seen, for_on=day, key=uuid7(), at=_at(on - timedelta(13))
    )
    referrals.keep(member=maya, offered=time, on=day, at=_at(day))
    offered = _sent(sam, maya, munjoy_hill, "Theodore Imagined", on - timedelta(6))
    referrals.offer(
        member=maya,
        referral=offered,
        for_on=on + timedelta(3),
        key=uuid7(),
        at=_at(on - timedelta(5)),
    )
    answered = _sent(sam, maya, munjoy_hill, "Junie Imagined", on - timedelta(4))
    referrals.answer(member=sam, referral=answered, how="message", at=_at(on - timedelta(3)))
    _sent(sam, maya, elm_street, "Solange Imagined", on)


def _sent(by: Membership, owner: Membership, practice: Practice, name: str, on: date) -> Referral:
    sent = Sent(name, phone=f"207-555-01{len(name)}", insurer="Anthem", has_consented=True)
    return referrals.take(
        member=by,
        sent=sent,
        way="fax",
        key=uuid7(),
        at=_at(on),
        owner=owner,
        practice=practice,
    )


def _of_another_group(ines: Membership, day: date) -> None:
    described = Described("Willard Beach Primary Care", "family_medicine", city="South Portland")
    _add(ines, described, Entry.OWN_DOCTOR, day)


def _add(member: Membership, described: Described, entry: Entry, on: date) -> Practice:
    return outreach.add_practice(member=member, described=described, entry=entry, on=on, at=_at(on))


def _person(
    member: Membership, practice: Practice, name: str, part: str, specialty: str, on: date
) -> None:
    outreach.add_contact(
        member=member, practice=practice, name=name, part=part, specialty=specialty, at=_at(on)
    )


def _log(member: Membership, practice: Practice, told: Told) -> Visit:
    return outreach.log_visit(
        member=member, practice=practice, key=uuid7(), told=told, at=_at(told.on)
    )


def _at(day: date) -> datetime:
    """An instant of that day in Portland, Maine: 17 in Greenwich is about noon there."""
    return datetime.combine(day, time(17), tzinfo=UTC)


def _working_day(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - 4))


def load_county(maya: Membership, at: datetime) -> None:
    """Load the invented county around her ZIP, so that Territory has its list."""
    settle_place(member=maya, near=NEAR, within_miles=MILES, at=at)
    with as_file(files("alongside.territory") / "data" / COUNTY) as path:
        work = Work(maya, uuid7(), at, lambda _done, _words: None)
        load_territory(work, path=path, file_name=COUNTY)


def is_told() -> bool:
    return Group.objects.filter(name="Casco Counseling").exists()

"""What changes in outreach: each is one transaction, with its event in it."""

import hashlib
import secrets
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from alongside.errors import Refused
from alongside.outreach.models import (
    PRIVATE_STEPS,
    Archival,
    CardBatch,
    Completion,
    Contact,
    DoNotVisit,
    Entrance,
    FollowUp,
    Introduction,
    Lifting,
    Pause,
    Postponement,
    Practice,
    Referral,
    Scan,
    StepFiveFact,
    Visit,
    VisitWithdrawal,
)
from alongside.outreach.owed import owed_to
from alongside.playbook.days import WORKING_WEEKDAYS
from alongside.playbook.history import NO_FAVOURITE, Entry, Policy
from alongside.team.actions import note_event
from alongside.team.models import Membership


class NotYours(Refused):
    """A row of another group, or of another person's."""


class AlreadyDone(Refused):
    """Something that can be done once was done before."""


class ReasonMissing(Refused):
    """Something that wants a reason has none."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a member tells of a visit; the playbook says which facts go together."""

    on: date
    outcome: str
    come_back_on: date | None = None
    leave: str = ""
    handouts_left: int = 0
    cards_left: int = 0
    manager_met: bool = False
    referral_way_noted: bool = False
    question: str = ""
    question_words: str = ""
    favourite: str = ""
    introduced: bool = False
    consulted: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Described:
    """What is written down of a practice. weekdays: Monday is 0."""

    name: str
    specialty: str
    street: str = ""
    unit: str = ""
    city: str = ""
    state: str = ""
    zip5: str = ""
    phone: str = ""
    fax: str = ""
    policy: str = Policy.DROP_IN
    weekdays: frozenset[int] = WORKING_WEEKDAYS
    referral_way: str = ""
    candidate: str = ""

    def as_columns(self) -> dict[str, Any]:
        columns = asdict(self)
        columns["open_weekdays"] = sum(1 << day for day in columns.pop("weekdays"))
        return columns


@transaction.atomic
def add_practice(
    *,
    member: Membership,
    described: Described,
    entry: Entry,
    on: date,
    at: datetime,
    is_comfortable: bool = True,
    own_appointment_on: date | None = None,
) -> Practice:
    """Put a practice on the list, with how it came there, which its finder alone sees."""
    practice = Practice.objects.create(
        group=member.group, made_by=member, made_at=at, **described.as_columns()
    )
    Entrance.objects.create(
        practice=practice,
        entry=entry,
        on=on,
        by=member,
        is_comfortable=is_comfortable,
        own_appointment_on=own_appointment_on,
    )
    _reckon(practice, at=at)
    note_event(verb="practice added", at=at, member=member, row=practice)
    return practice


@transaction.atomic
def mend_practice(
    *, member: Membership, practice: Practice, described: Described, at: datetime
) -> None:
    """Write down a practice's name, place, hours and policy anew."""
    held = _hold(practice, member)
    Practice.objects.filter(pk=held.pk).update(**described.as_columns())
    held.refresh_from_db()
    _reckon(held, at=at)
    note_event(verb="practice mended", at=at, member=member, row=practice)


@transaction.atomic
def log_visit(
    *, member: Membership, practice: Practice, key: UUID, told: Told, at: datetime
) -> Visit:
    """Log a visit and what follows from it; sent twice with one key, it counts once."""
    _hold(practice, member)
    already = Visit.objects.filter(by=member, key=key).first()
    if already is not None:
        return already
    visit = Visit.objects.create(
        practice=practice, by=member, key=key, logged_at=at, **asdict(told)
    )
    _reckon(practice, at=at, visit=visit)
    note_event(verb="visit logged", at=at, member=member, row=visit)
    return visit


@transaction.atomic
def correct_visit(
    *, member: Membership, visit: Visit, key: UUID, told: Told, at: datetime
) -> Visit:
    """Tell a visit again; the first telling is kept and no longer counts."""
    practice = _own_standing(visit, member)
    already = Visit.objects.filter(by=member, key=key).first()
    if already is not None:
        return already
    # It keeps its place among the visits of its day: what was told first stays first.
    better = Visit.objects.create(
        practice=practice,
        by=member,
        key=key,
        logged_at=visit.logged_at,
        corrects=visit,
        **asdict(told),
    )
    _reckon(practice, at=at, visit=better)
    note_event(verb="visit corrected", at=at, member=member, row=better)
    return better


@transaction.atomic
def withdraw_visit(*, member: Membership, visit: Visit, at: datetime) -> None:
    """Take a visit back; everything that followed from it is computed anew."""
    practice = _own_standing(visit, member)
    VisitWithdrawal.objects.create(visit=visit, by=member, at=at)
    _reckon(practice, at=at)
    note_event(verb="visit withdrawn", at=at, member=member, row=visit)


@transaction.atomic
def postpone(*, member: Membership, follow_up: FollowUp, until: date, at: datetime) -> Postponement:
    """Not before a day: what is owed stays, and is shown later."""
    _hold(follow_up.practice, member)
    if hasattr(follow_up, "completion"):
        raise AlreadyDone("This follow-up is closed; the list has been renewed.")
    later = Postponement.objects.create(follow_up=follow_up, until=until, by=member, at=at)
    is_private = follow_up.step in PRIVATE_STEPS
    note_event(
        verb="follow-up postponed", at=at, member=member, row=follow_up, is_private=is_private
    )
    return later


@transaction.atomic
def introduce(
    *, member: Membership, visit: Visit, described: Described, introducer: str, at: datetime
) -> Practice:
    """Put the practice that was named at a visit on the list, as a warm prospect."""
    _hold(visit.practice, member)
    if not visit.favourite or visit.favourite.strip().lower() == NO_FAVOURITE:
        raise ReasonMissing("No practice was named at that visit.")
    if hasattr(visit, "introduction"):
        return visit.introduction.introduced
    day = member.group.day_of(at)
    practice = add_practice(
        member=member, described=described, entry=Entry.INTRODUCTION, on=day, at=at
    )
    Introduction.objects.create(
        visit=visit, practice=visit.practice, introduced=practice, introducer=introducer, at=at
    )
    # It says how the practice was entered; that it was added is noted for all.
    note_event(verb="introduced", at=at, member=member, row=practice, is_private=True)
    return practice


@transaction.atomic
def ask_not_to_visit(
    *, member: Membership, practice: Practice, on: date, reason: str, at: datetime
) -> DoNotVisit:
    """The practice asked not to be visited: it is closed until somebody lifts that."""
    _hold(practice, member)
    no = DoNotVisit.objects.create(practice=practice, on=on, reason=reason, by=member, at=at)
    _reckon(practice, at=at)
    note_event(verb="asked not to be visited", at=at, member=member, row=no)
    return no


@transaction.atomic
def lift(*, member: Membership, practice: Practice, on: date, reason: str, at: datetime) -> Lifting:
    """Lift a no, with a reason."""
    _hold(practice, member)
    if not reason.strip():
        raise ReasonMissing("A no is lifted with a reason; write one.")
    lifting = Lifting.objects.create(practice=practice, on=on, reason=reason, by=member, at=at)
    _reckon(practice, at=at)
    note_event(verb="no lifted", at=at, member=member, row=lifting)
    return lifting


@transaction.atomic
def pause(*, member: Membership, until: date, at: datetime) -> Pause:
    """ "I am full": nothing falls due before a day at the practices where this member goes."""
    row = Pause.objects.create(member=member, until=until, at=at)
    goes = FollowUp.objects.standing().filter(goes=member).order_by("practice_id")
    for follow_up in goes.select_related("practice__group", "practice__entrance"):
        _reckon(_hold(follow_up.practice, member), at=at)
    note_event(verb="paused", at=at, member=member, row=row)
    return row


@transaction.atomic
def note_step_five(
    *, member: Membership, practice: Practice, what: StepFiveFact.What, on: date, at: datetime
) -> StepFiveFact:
    """Note the day of a release or of a client's no: no client is named, nobody else sees it."""
    _hold(practice, member)
    if practice.entrance.by_id != member.pk:
        raise NotYours("Only the one who entered this practice notes that.")
    fact, is_new = StepFiveFact.objects.get_or_create(
        practice=practice, what=what, defaults={"on": on, "by": member, "at": at}
    )
    if is_new:
        _reckon(practice, at=at)
        note_event(verb=f"step 5: {what.label}", at=at, member=member, row=fact, is_private=True)
    return fact


@transaction.atomic
def archive(*, member: Membership, practice: Practice, at: datetime) -> None:
    """Put a practice away; its history stays."""
    _hold(practice, member)
    _, is_new = Archival.objects.get_or_create(practice=practice, defaults={"by": member, "at": at})
    if is_new:
        note_event(verb="practice archived", at=at, member=member, row=practice)


@transaction.atomic
def make_cards(*, member: Membership, practice: Practice, at: datetime) -> tuple[CardBatch, str]:
    """Make a batch of ten cards; return the row and the token, which is told this once."""
    _hold(practice, member)
    token = secrets.token_urlsafe(12)
    batch = CardBatch.objects.create(
        practice=practice, token_hash=card_hash(token), by=member, at=at
    )
    note_event(verb="cards made", at=at, member=member, row=batch)
    return batch, token


def card_hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


@transaction.atomic
def note_scan(*, token: str, at: datetime) -> Scan | None:
    """Note that a card was scanned, and nothing about who; None where nobody knows the card."""
    batch = CardBatch.objects.filter(token_hash=card_hash(token)).first()
    if batch is None:
        return None
    practice = Practice.objects.select_for_update().get(pk=batch.practice_id)
    scan = Scan.objects.create(batch=batch, on=practice.group.day_of(at))
    _reckon(practice, at=at)
    return scan


@transaction.atomic
def note_referral(*, practice: Practice, key: UUID, on: date, at: datetime) -> Referral:
    """Note that somebody was sent, and nothing about whom; sent twice with one key, it is one."""
    Practice.objects.select_for_update().get(pk=practice.pk)
    referral, is_new = Referral.objects.get_or_create(
        key=key, defaults={"practice": practice, "on": on, "at": at}
    )
    if is_new:
        _reckon(practice, at=at)
    return referral


@transaction.atomic
def add_contact(
    *,
    member: Membership,
    practice: Practice,
    name: str,
    part: Contact.Part,
    at: datetime,
    **facts: str,
) -> Contact:
    """Write down a person at a practice."""
    _hold(practice, member)
    contact = Contact.objects.create(
        practice=practice, name=name, part=part, made_by=member, made_at=at, **facts
    )
    note_event(verb="contact added", at=at, member=member, row=contact)
    return contact


def _reckon(practice: Practice, *, at: datetime, visit: Visit | None = None) -> FollowUp:
    """Make what is owed now the only standing follow-up; the practice is held by the caller."""
    found, goer = owed_to(practice, at), practice.goer
    standing = FollowUp.objects.filter(standing_for=practice).first()
    if standing is not None:
        if visit is None and standing.says(found, goer):
            return standing
        FollowUp.objects.filter(pk=standing.pk).update(standing_for=None)
        Completion.objects.create(follow_up=standing, visit=visit, at=at)
    return FollowUp.objects.create(
        group=practice.group,
        practice=practice,
        standing_for=practice,
        kind=found.kind,
        step=found.step,
        due_on=found.due_on,
        done=sum(1 << step for step in found.done),
        goes=goer,
        made_at=at,
    )


def _hold(practice: Practice, member: Membership) -> Practice:
    """Lock a practice of the member's group, so that what follows is reckoned once at a time."""
    held = Practice.objects.seen_by(member).select_for_update().filter(pk=practice.pk).first()
    if held is None:
        raise NotYours("There is no such practice in your group.")
    return held


def _own_standing(visit: Visit, member: Membership) -> Practice:
    practice = _hold(visit.practice, member)
    if visit.by_id != member.pk:
        raise NotYours("A visit is corrected or withdrawn by whoever logged it.")
    if not Visit.objects.standing().filter(pk=visit.pk).exists():
        raise AlreadyDone("This visit has been corrected or withdrawn already.")
    return practice

"""What changes in referrals: each is one transaction, with its event in it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from alongside.errors import Refused
from alongside.outreach import actions as outreach
from alongside.outreach.actions import NotYours
from alongside.outreach.models import CardBatch, Contact, Practice
from alongside.referrals.credit import Basis, Credit, credit_of
from alongside.referrals.models import (
    MAY_OWN,
    Admitted,
    Answered,
    Closed,
    CreditChange,
    HandOver,
    Kept,
    NotKept,
    Offered,
    Passing,
    Referral,
    SpanishReview,
    Way,
)
from alongside.referrals.passing import sisters_with_room
from alongside.releases import actions as releases
from alongside.releases.models import TREATS, Client
from alongside.team.actions import NotAllowed, hold_network, note_event
from alongside.team.ids import uuid7
from alongside.team.models import Group, Membership, Role

FURTHEST_DAYS = 366
LANGUAGES = ("en", "es")


class NobodyToAnswer(Refused):
    """A person without a name, or without any way to reach them."""


class ConsentMissing(Refused):
    """Nobody said that the person agrees to be called."""


class ReferralClosed(Refused):
    """What was closed is closed."""


class OutOfTurn(Refused):
    """An act that the state of a referral does not allow."""


class DayImpossible(Refused):
    """A day on which this cannot be."""


class NoRoomThere(Refused):
    """A group that is no sister, or has no opening."""


class MayNotOwn(Refused):
    """A member who looks after nobody: a liaison, or one who has left."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What is told of a person who is sent; nothing clinical is among it."""

    name: str
    phone: str = ""
    email: str = ""
    best_time: str = ""
    insurer: str = ""
    sender: str = ""
    is_urgent: bool = False
    will_call: bool = False
    language: str = "en"
    has_consented: bool = False


@transaction.atomic
def receive(*, batch: CardBatch, sent: Sent, key: UUID, at: datetime) -> Referral:
    """Take in what was written on a card's page; sent twice with one key, it is one."""
    group = batch.whose.group
    already = Referral.objects.filter(group=group, key=key).first()
    if already is not None:
        return already
    if not sent.has_consented:
        raise ConsentMissing("Please say first that we may call: tick the line above the button.")
    whose = batch.whose
    owner = whose if whose.is_current and whose.role in MAY_OWN else in_charge(group)
    found = credit_of(card=batch.practice)
    return _arrived(sent, Way.CARD, owner, found, key, at, batch=batch)


@transaction.atomic
def take(
    *,
    member: Membership,
    sent: Sent,
    way: str,
    key: UUID,
    at: datetime,
    owner: Membership | None = None,
    practice: Practice | None = None,
    contact: Contact | None = None,
) -> Referral:
    """Write down who was sent by phone, fax, letter or portal. practice: what the person says."""
    refuse_onlookers(member)
    already = Referral.objects.filter(group=member.group, key=key).first()
    if already is not None:
        return already
    whose = owner or member
    _refuse_who_cannot_own(whose, member)
    _refuse_foreign(member, practice, contact)
    found = credit_of(said=practice, contact=contact.practice if contact else None)
    return _arrived(sent, way, whose, found, key, at, by=member, contact=contact)


@transaction.atomic
def answer(*, member: Membership, referral: Referral, how: str, at: datetime) -> Answered:
    """Note that the person heard from us; the first time counts."""
    held = hold(referral, member)
    answered: Answered | None = getattr(held, "answered", None)
    if answered is not None:
        return answered
    _refuse_closed(held)
    return _answered(held, member, how, at)


@transaction.atomic
def offer(
    *, member: Membership, referral: Referral, for_on: date, key: UUID, at: datetime
) -> Offered:
    """Offer the person a time on a day; whoever is offered one has been answered."""
    held = hold(referral, member)
    already = Offered.objects.filter(by=member, key=key).first()
    if already is not None:
        return already
    _refuse_closed(held)
    if hasattr(held, "kept"):
        raise OutOfTurn("The first session took place already.")
    _refuse_far(for_on, held.group.day_of(at))
    if not hasattr(held, "answered"):
        _answered(held, member, Answered.How.SPOKE, at)
    offered = Offered.objects.create(referral=held, for_on=for_on, by=member, at=at, key=key)
    note_event(verb="time offered", at=at, member=member, row=held)
    return offered


@transaction.atomic
def keep(*, member: Membership, offered: Offered, on: date, at: datetime) -> Kept:
    """Note that the first session took place."""
    held = hold(offered.referral, member)
    kept: Kept | None = getattr(held, "kept", None)
    if kept is not None:
        return kept
    _refuse_not_standing(held, offered)
    if not held.on <= on <= held.group.day_of(at):
        raise DayImpossible("A first session was on a day that has come, and not before they did.")
    kept = Kept.objects.create(referral=held, offered=offered, on=on, by=member, at=at)
    note_event(verb="first session kept", at=at, member=member, row=held)
    return kept


@transaction.atomic
def miss(*, member: Membership, offered: Offered, why: str, at: datetime) -> NotKept:
    """Note that a time was not kept: another one is offered, or it is closed."""
    held = hold(offered.referral, member)
    missed = NotKept.objects.filter(offered=offered).first()
    if missed is not None:
        return missed
    _refuse_not_standing(held, offered)
    missed = NotKept.objects.create(
        offered=offered, why=why, noted_on=held.group.day_of(at), by=member, at=at
    )
    note_event(verb="time not kept", at=at, member=member, row=held)
    return missed


@transaction.atomic
def close(*, member: Membership, referral: Referral, reason: str, at: datetime) -> Closed:
    """Bring it to its end, with a reason."""
    held = hold(referral, member)
    closed: Closed | None = getattr(held, "closed", None)
    if closed is not None:
        if closed.reason != reason:
            said = closed.get_reason_display()
            raise ReferralClosed(f"It was closed meanwhile by {closed.by.person}: {said}.")
        return closed
    was_seen = hasattr(held, "kept")
    if was_seen != (reason == Closed.Reason.SEEN_HERE) and reason != Closed.Reason.OTHER:
        raise OutOfTurn(WAS_SEEN if was_seen else NOT_SEEN)
    closed = Closed.objects.create(
        referral=held, reason=reason, on=held.group.day_of(at), by=member, at=at
    )
    note_event(verb="referral closed", at=at, member=member, row=held)
    return closed


@transaction.atomic
def admit(
    *, member: Membership, referral: Referral, code: str, state: str, key: UUID, at: datetime
) -> Client:
    """Note the person as a client of whoever looks after them. state: where they are seen."""
    held = hold(referral, member)
    admitted: Admitted | None = getattr(held, "admitted", None)
    if admitted is not None:
        return admitted.client
    _refuse_closed(held)
    if held.owner.role not in TREATS:
        raise MayNotOwn("A client has a therapist: hand them over to theirs first.")
    client = releases.add_client(
        member=member,
        code=code,
        state=state,
        therapist=held.owner,
        name=held.name,
        contact=held.phone or held.email,
        key=key,
        at=at,
    )
    Admitted.objects.create(referral=held, client=client, by=member, at=at)
    note_event(verb="became a client", at=at, member=member, row=held)
    return client


@transaction.atomic
def hand_over(*, member: Membership, referral: Referral, to: Membership, at: datetime) -> None:
    """Let another member look after the person."""
    held = hold(referral, member)
    if held.owner_id == to.pk:
        return
    _refuse_closed(held)
    _refuse_who_cannot_own(to, member)
    HandOver.objects.create(referral=held, from_member=held.owner, to_member=to, by=member, at=at)
    Referral.objects.filter(pk=held.pk).update(owner=to)
    note_event(verb="referral handed over", at=at, member=member, row=held)


@transaction.atomic
def pass_on(
    *, member: Membership, referral: Referral, to: Group, has_consented: bool, at: datetime
) -> Passing:
    """Pass the person to a sister group with an opening, as they agreed; here it is closed.

    What they told of themselves goes along, sealed anew for that group. Who sent them stays here.
    """
    hold_network(member.group)
    held = hold(referral, member)
    passed: Passing | None = getattr(held, "passing", None)
    if passed is not None:
        return passed
    _refuse_closed(held)
    if hasattr(held, "kept"):
        raise OutOfTurn(WAS_SEEN)
    if not has_consented:
        raise ConsentMissing("Ask the person first, and tick that they agreed.")
    if to.pk not in {room.group.pk for room in sisters_with_room(member, at)}:
        raise NoRoomThere("No sister group of that name has an opening just now.")
    passed = Passing.objects.create(referral=held, to_group=to, consented_at=at, by=member, at=at)
    if not hasattr(held, "answered"):
        _answered(held, member, Answered.How.SPOKE, at)
    Closed.objects.create(
        referral=held,
        reason=Closed.Reason.NO_CAPACITY,
        on=held.group.day_of(at),
        by=member,
        at=at,
    )
    _arrived(_told_of(held), Way.SISTER, in_charge(to), credit_of(), uuid7(), at)
    note_event(verb="passed to a sister group", at=at, member=member, row=held)
    return passed


def _told_of(held: Referral) -> Sent:
    """Return what a person told of themselves, and from which group they come."""
    return Sent(
        name=held.name,
        phone=held.phone,
        email=held.email,
        best_time=held.best_time,
        insurer=held.insurer,
        sender=str(held.group)[:120],
        is_urgent=held.is_urgent,
        will_call=held.will_call,
        language=held.language,
        has_consented=True,
    )


@transaction.atomic
def change_credit(
    *, member: Membership, referral: Referral, practice: Practice | None, at: datetime
) -> None:
    """Credit another practice with the person, or none; the playbook hears of it."""
    held = hold(referral, member)
    _refuse_foreign(member, practice, None)
    if held.practice_id == (practice.pk if practice else None):
        return
    CreditChange.objects.create(
        referral=held, from_practice=held.practice, to_practice=practice, by=member, at=at
    )
    basis = Basis.BY_HAND if practice else Basis.NOBODY
    Referral.objects.filter(pk=held.pk).update(practice=practice, basis=basis)
    outreach.move_referral(key=held.pk, practice=practice, on=held.on, at=at)
    note_event(verb="credit changed", at=at, member=member, row=held)


@transaction.atomic
def note_seen(*, member: Membership, referral: Referral, at: datetime) -> None:
    """Note that a member read who a person is."""
    note_event(verb="referral read", at=at, member=member, row=referral)


@transaction.atomic
def settle_spanish(
    *, member: Membership, reviewed_by: str, words: str, at: datetime
) -> SpanishReview:
    """Say who read the Spanish of a card's forms; words: which words those were, as a hash."""
    if not member.is_owner:
        raise NotAllowed("Only an owner says who read the Spanish.")
    row = SpanishReview.objects.create(
        group=member.group, reviewed_by=reviewed_by.strip(), words=words, by=member, at=at
    )
    note_event(verb="Spanish review named", at=at, member=member, row=row)
    return row


def in_charge(group: Group) -> Membership:
    """Return who works what nobody else does: the first coordinator, else the first owner."""
    members = Membership.objects.current().filter(group=group).select_related("group", "person")
    in_order = list(members.filter(role__in=(Role.COORDINATOR, Role.OWNER)).order_by("joined_at"))
    coordinators = [member for member in in_order if member.role == Role.COORDINATOR]
    # A group keeps an owner: team.actions sees to it.
    return (coordinators or in_order)[0]


def hold(referral: Referral, member: Membership) -> Referral:
    """Lock a referral that the member sees, and read it with what was done since."""
    found = Referral.objects.seen_by(member).filter(pk=referral.pk)
    locked = found.select_for_update(no_key=True, of=("self",)).values_list("pk").first()
    if locked is None:
        raise NotYours("There is no such referral.")
    # Read after the lock is had: PostgreSQL shows what is joined as it was before the wait.
    return Referral.objects.with_course().get(pk=referral.pk)


def refuse_onlookers(member: Membership) -> None:
    if member.role not in MAY_OWN:
        raise NotAllowed("A liaison sees practices and counts, and no person.")


NOT_SEEN = "Nobody was seen here yet: choose why it ends, or note the first session first."
WAS_SEEN = "They were seen here: that is how it ends."


def _arrived(
    sent: Sent,
    way: str,
    owner: Membership,
    credit: Credit[Practice],
    key: UUID,
    at: datetime,
    *,
    by: Membership | None = None,
    batch: CardBatch | None = None,
    contact: Contact | None = None,
) -> Referral:
    """Write the person down, sealed, and tell outreach that somebody was sent."""
    _refuse_unreachable(sent)
    group = owner.group
    on = group.day_of(at)
    facts = {
        "way": way,
        "practice": credit.office,
        "basis": credit.basis,
        "contact": contact,
        "batch": batch,
        "owner": owner,
        "is_urgent": sent.is_urgent,
        "will_call": not (sent.phone or sent.email),
        "language": sent.language if sent.language in LANGUAGES else LANGUAGES[0],
        "consented_at": at if sent.has_consented else None,
        **{name: getattr(sent, name) for name in SEALED},
    }
    referral, is_new = Referral.objects.get_or_create(
        group=group, key=key, defaults={"on": on, "at": at, "by": by, **facts}
    )
    if not is_new:
        return referral
    if credit.office is not None:
        # By a key of our own: one that a browser made could be another group's.
        outreach.note_referral(practice=credit.office, key=referral.pk, on=on, at=at)
    note_event(verb="referral came in", at=at, member=by, group=group, row=referral)
    return referral


SEALED = ("name", "phone", "email", "best_time", "insurer", "sender")


def _answered(held: Referral, member: Membership, how: str, at: datetime) -> Answered:
    answered = Answered.objects.create(
        referral=held, how=how, on=held.group.day_of(at), by=member, at=at
    )
    note_event(verb="person answered", at=at, member=member, row=held)
    return answered


def _refuse_unreachable(sent: Sent) -> None:
    if not sent.name.strip():
        raise NobodyToAnswer("A first name was expected, so that we know whom to ask for.")
    if not (sent.phone.strip() or sent.email.strip() or sent.will_call):
        raise NobodyToAnswer("A phone number or an email address was expected, to answer at.")


def _refuse_closed(held: Referral) -> None:
    if hasattr(held, "closed"):
        raise ReferralClosed("It is closed: write it down anew if they come back.")


def _refuse_not_standing(held: Referral, offered: Offered) -> None:
    _refuse_closed(held)
    standing = held.standing_offer
    if standing is None or standing.pk != offered.pk or hasattr(held, "kept"):
        raise OutOfTurn("That time stands no more; the page has been renewed.")


def _refuse_far(for_on: date, today: date) -> None:
    if not today <= for_on <= today + timedelta(FURTHEST_DAYS):
        raise DayImpossible("A time is offered for today or later, within a year.")


def _refuse_who_cannot_own(whose: Membership, member: Membership) -> None:
    if whose.group_id != member.group_id:
        raise NotYours("There is no such member in your group.")
    if not whose.is_current or whose.role not in MAY_OWN:
        raise MayNotOwn(f"{whose.person} looks after nobody who was sent; choose somebody else.")


def _refuse_foreign(member: Membership, practice: Practice | None, contact: Contact | None) -> None:
    if practice is not None and practice.group_id != member.group_id:
        raise NotYours("There is no such practice in your group.")
    if contact is not None and contact.practice.group_id != member.group_id:
        raise NotYours("There is no such person in your group.")

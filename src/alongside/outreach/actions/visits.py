"""A visit is told, told again or taken back, and what follows is reckoned anew."""

from dataclasses import asdict, replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from alongside.errors import Refused
from alongside.outreach.actions.facts import Described, Told
from alongside.outreach.actions.practices import add_practice, shelve
from alongside.outreach.actions.reckoning import NotYours, hold, reckon
from alongside.outreach.actions.sisters import tell_sisters
from alongside.outreach.models import (
    PRIVATE_STEPS,
    FollowUp,
    Introduction,
    Postponement,
    Practice,
    Thanks,
    Visit,
    VisitWithdrawal,
)
from alongside.playbook.history import NO_FAVOURITE, Entry, Specialty
from alongside.team.actions import hold_network, note_event
from alongside.team.ids import uuid7
from alongside.team.models import Membership

# Whom each kind of office is asked for, where that leaves no doubt.
ASKED_FOR = {Specialty.INTERNAL_MEDICINE: Specialty.OBSTETRICS_GYNECOLOGY}


class AlreadyDone(Refused):
    """Something that can be done once was done before."""


class NobodyNamed(Refused):
    """A visit at which no practice was named."""


class DayUnknown(Refused):
    """A day that lies too far away to be meant."""


@transaction.atomic
def log_visit(
    *, member: Membership, practice: Practice, key: UUID, told: Told, at: datetime
) -> Visit:
    """Log a visit and what follows from it; sent twice with one key, it counts once."""
    hold_network(member.group)
    held = hold(practice, member)
    already = Visit.objects.filter(by=member, key=key).first()
    if already is not None:
        return already
    facts = _as_known_to(member, held, told)
    visit = Visit.objects.create(practice=held, by=member, key=key, logged_at=at, **asdict(facts))
    reckon(held, at=at, visit=visit)
    tell_sisters(held, at=at)
    if _names_a_practice(visit):
        _put_on_the_list(member, visit, at)
    note_event(verb="visit logged", at=at, member=member, row=visit)
    return visit


@transaction.atomic
def correct_visit(
    *, member: Membership, visit: Visit, key: UUID, told: Told, at: datetime
) -> Visit:
    """Tell a visit again; the first telling is kept and no longer counts."""
    hold_network(member.group)
    held = hold(visit.practice, member)
    already = Visit.objects.filter(by=member, key=key).first()
    if already is not None:
        return already
    _refuse_not_own(visit, member)
    # It keeps its place among the visits of its day: what was told first stays first.
    better = Visit.objects.create(
        practice=held,
        by=member,
        key=key,
        logged_at=visit.logged_at,
        corrects=visit,
        **asdict(_as_known_to(member, held, told)),
    )
    reckon(held, at=at, visit=better)
    tell_sisters(held, at=at)
    if _names_a_practice(better):
        _put_on_the_list(member, better, at)
    _take_off_the_list(member, visit, at)
    note_event(verb="visit corrected", at=at, member=member, row=better)
    return better


@transaction.atomic
def withdraw_visit(*, member: Membership, visit: Visit, at: datetime) -> None:
    """Take a visit back; everything that followed from it is computed anew."""
    hold_network(member.group)
    held = hold(visit.practice, member)
    _refuse_not_own(visit, member)
    VisitWithdrawal.objects.create(visit=visit, by=member, at=at)
    reckon(held, at=at)
    tell_sisters(held, at=at)
    _take_off_the_list(member, visit, at)
    note_event(verb="visit withdrawn", at=at, member=member, row=visit)


@transaction.atomic
def postpone(
    *,
    member: Membership,
    follow_up: FollowUp,
    until: date,
    at: datetime,
    key: UUID | None = None,
) -> Postponement:
    """Not before a day: what is owed stays, and is shown later. A day gone by shows it again."""
    hold(follow_up.practice, member)
    later, is_new = Postponement.objects.get_or_create(
        by=member, key=key or uuid7(), defaults={"follow_up": follow_up, "until": until, "at": at}
    )
    if not is_new:
        return later
    if hasattr(follow_up, "completion") or follow_up.due_on is None:
        raise AlreadyDone("This follow-up is closed; the list has been renewed.")
    _refuse_far(until, member.group.day_of(at))
    shown_on = max(until, follow_up.due_on)
    FollowUp.objects.filter(pk=follow_up.pk).update(shown_on=shown_on)
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
    hold_network(member.group)
    hold(visit.practice, member)
    if not _names_a_practice(visit):
        raise NobodyNamed("No practice was named at that visit.")
    edge = Introduction.objects.filter(visit=visit).select_related("introduced").first()
    if edge is not None:
        return edge.introduced
    practice = _listed(member, visit.practice, described.name) or add_practice(
        member=member,
        described=described,
        entry=Entry.INTRODUCTION,
        on=member.group.day_of(at),
        at=at,
    )
    Introduction.objects.create(
        group_id=visit.practice.group_id,
        visit=visit,
        practice=visit.practice,
        introduced=practice,
        introducer=introducer,
        at=at,
    )
    # The opening line says who named it, which was not known when it was added.
    reckon(hold(practice, member), at=at)
    # It says how the practice was entered; that it was added is noted for all.
    note_event(verb="introduced", at=at, member=member, row=practice, is_private=True)
    return practice


@transaction.atomic
def thank(*, member: Membership, introduction: Introduction, at: datetime) -> Thanks:
    """Note that whoever named a practice was thanked."""
    hold(introduction.practice, member)
    thanks, is_new = Thanks.objects.get_or_create(
        introduction=introduction, defaults={"by": member, "at": at}
    )
    if is_new:
        note_event(verb="thanked", at=at, member=member, row=introduction.practice)
    return thanks


def _as_known_to(member: Membership, held: Practice, told: Told) -> Told:
    """Leave out step 5 where this member does not walk it; a refusal would tell who does."""
    entrance = held.entrance
    if entrance.is_seen_by(member) and entrance.entry == Entry.CLIENT:
        return told
    return replace(told, introduced=False, consulted=False)


def _names_a_practice(visit: Visit) -> bool:
    return bool(visit.favourite.strip()) and visit.favourite.strip().lower() != NO_FAVOURITE


def _put_on_the_list(member: Membership, visit: Visit, at: datetime) -> None:
    asked = ASKED_FOR.get(Specialty(visit.practice.specialty), Specialty.OTHER)
    described = Described(" ".join(visit.favourite.split()), asked)
    introduce(
        member=member, visit=visit, described=described, introducer=visit.named_by.strip(), at=at
    )


def _take_off_the_list(member: Membership, visit: Visit, at: datetime) -> None:
    """Put away what a visit had named, where nobody else names it and nobody has been there."""
    edge = Introduction.objects.filter(visit=visit).select_related("introduced__entrance").first()
    if edge is None or edge.introduced.entrance.entry != Entry.INTRODUCTION:
        return
    named = edge.introduced
    if not named.named_by.standing().exists() and not named.visits.standing().exists():
        shelve(member=member, practice=named, at=at)


def _listed(member: Membership, namer: Practice, name: str) -> Practice | None:
    """Return the practice of that name on the list already, but for the one that said it."""
    listed = Practice.objects.seen_by(member).active().called(name).exclude(pk=namer.pk)
    return listed.order_by("made_at", "pk").first()


def _refuse_not_own(visit: Visit, member: Membership) -> None:
    if visit.by_id != member.pk:
        raise NotYours("A visit is corrected or withdrawn by whoever logged it.")
    if not Visit.objects.standing().filter(pk=visit.pk).exists():
        raise AlreadyDone("This visit has been corrected or withdrawn already.")


FURTHEST_DAYS = 732


def _refuse_far(until: date, today: date) -> None:
    if (until - today).days > FURTHEST_DAYS:
        raise DayUnknown(f"{until} is more than two years away; a nearer day was expected.")

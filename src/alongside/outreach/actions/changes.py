"""What a load tells of practices on the list is offered, and done when somebody accepts it."""

from collections import defaultdict
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from alongside.outreach.actions.facts import Described
from alongside.outreach.actions.practices import add_contact, mend_practice
from alongside.outreach.actions.reckoning import NotYours, hold_turns
from alongside.outreach.actions.visits import AlreadyDone
from alongside.outreach.changes import (
    ChangeAnswer,
    Departure,
    Found,
    Known,
    TerritoryChange,
    differences,
)
from alongside.outreach.models import Candidate, Contact, Practice, RankingInUse, TerritoryLoad
from alongside.team.actions import note_event
from alongside.team.models import Membership
from alongside.territory.names import tidy_person

How = ChangeAnswer.How
Kind = TerritoryChange.Kind


@transaction.atomic
def offer_changes(*, member: Membership, load: TerritoryLoad, at: datetime) -> int:
    """Offer what a load that is in use tells anew; what it no longer tells lapses."""
    hold_turns(member.group)
    if not RankingInUse.objects.seen_by(member).filter(load=load).exists():
        return 0
    told = [
        TerritoryChange(
            group=member.group,
            practice=practice,
            contact=found.contact,
            load=load,
            kind=found.kind,
            npi=found.npi,
            name=(tidy_person(found.name) if found.npi else found.name)[:180],
            told=dict(found.told),
            at=at,
        )
        for practice, differing in _differing(member)
        for found in differing
    ]
    new = _not_offered_before(member, told, at)
    TerritoryChange.objects.bulk_create(new)
    if new:
        note_event(verb="changes offered", at=at, member=member, row=load)
    return len(new)


@transaction.atomic
def answer_change(
    *, member: Membership, change: TerritoryChange, is_accepted: bool, at: datetime
) -> None:
    """Do what a load told, or leave it; answered in two tabs, the first one counts."""
    if change.group_id != member.group_id:
        raise NotYours("There is no such change in your territory.")
    _, is_new = ChangeAnswer.objects.get_or_create(
        change=change,
        defaults={"how": How.ACCEPTED if is_accepted else How.DECLINED, "by": member, "at": at},
    )
    if not is_new:
        return
    if is_accepted:
        {Kind.MOVED: _move, Kind.LEFT: _part, Kind.NEW: _join}[Kind(change.kind)](
            member, change, at
        )
    verb = "change accepted" if is_accepted else "change declined"
    note_event(verb=verb, at=at, member=member, row=change.practice)


def _move(member: Membership, change: TerritoryChange, at: datetime) -> None:
    practice, told = change.practice, dict(change.told)
    key = told.pop("key")
    if Practice.objects.seen_by(member).filter(candidate=key).exclude(pk=practice.pk).exists():
        raise AlreadyDone(f"{change.name} is on your list already; put one of the two away.")
    written = {name: getattr(practice, name) for name in Described.__dataclass_fields__}
    described = replace(Described(**written), **told)
    mend_practice(member=member, practice=practice, described=described, at=at)
    Practice.objects.filter(pk=practice.pk).update(candidate=key)


def _part(member: Membership, change: TerritoryChange, at: datetime) -> None:
    Departure.objects.get_or_create(contact=change.contact, defaults={"by": member, "at": at})


def _join(member: Membership, change: TerritoryChange, at: datetime) -> None:
    add_contact(
        member=member,
        practice=change.practice,
        name=change.name[:120],
        part=Contact.Part.PRESCRIBER,
        npi=change.npi,
        key=change.pk,
        at=at,
    )


def _differing(member: Membership) -> list[tuple[Practice, list[Found]]]:
    """Return each adopted practice with how it differs from the list in use."""
    practices = list(Practice.objects.seen_by(member).active().exclude(candidate=""))
    seen = Candidate.objects.seen_by(member)
    offices = {one.key: one for one in seen.filter(key__in=[one.candidate for one in practices])}
    known = defaultdict(list)
    people = Contact.objects.filter(practice__in=practices, departure=None).exclude(npi="")
    for one in people.order_by("pk"):
        known[one.practice_id].append(Known(one, one.npi, one.name))
    elsewhere = _elsewhere(member, {one.npi for some in known.values() for one in some})
    return [
        (
            practice,
            list(
                differences(
                    known[practice.pk],
                    offices.get(practice.candidate),
                    elsewhere,
                )
            ),
        )
        for practice in practices
    ]


def _elsewhere(member: Membership, npis: set[str]) -> dict[str, Candidate]:
    """Return by NPI the best office at which each person stands."""
    found: dict[str, Candidate] = {}
    if not npis:
        return found
    for office in Candidate.objects.seen_by(member).best_first().iterator(chunk_size=500):
        for one in office.clinicians:
            if one["npi"] in npis:
                found.setdefault(one["npi"], office)
    return found


def _not_offered_before(
    member: Membership, told: list[TerritoryChange], at: datetime
) -> list[TerritoryChange]:
    """Return what is neither open nor was declined; let lapse what is open and told no more."""
    before = TerritoryChange.objects.seen_by(member).select_related("answer")
    still = {change.what for change in told}
    asked = set()
    for change in before:
        answer = getattr(change, "answer", None)
        if answer is None and change.what not in still:
            ChangeAnswer.objects.create(change=change, how=How.LAPSED, by=member, at=at)
        elif answer is None or answer.how == How.DECLINED:
            asked.add(change.what)
    return [change for change in told if change.what not in asked]

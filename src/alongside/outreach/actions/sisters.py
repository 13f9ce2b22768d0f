"""What sister groups are told of an office, written down on each side's own rows.

The network is held before any pace and any practice; a sister group's pace before its practices.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from alongside.outreach.actions.reckoning import hold_turns, locked, reckon
from alongside.outreach.models import OfficeMark, Practice, SisterFact
from alongside.outreach.sister_groups import mark_of, phone_digits, same_office, told_of
from alongside.team.actions import hold_network
from alongside.team.models import Network


def tell_sisters(practice: Practice, *, at: datetime) -> None:
    """Tell the sister groups what they may know of an office that has changed here."""
    network = practice.group.network
    mark = mark_of(practice) if network else None
    if network is not None and mark is not None:
        _hear_all(same_office(mark, network), at)


def introduce_to_sisters(practice: Practice, *, at: datetime) -> None:
    """Mark where a practice is, which is new or was mended, and hear and tell what follows."""
    network = practice.group.network
    if network is None:
        return
    before, mark = mark_of(practice), mark_practices([practice])[0]
    known_before = same_office(before, network) if before else []
    hear_sisters(practice, at=at)
    others = {one.pk: one for one in (*known_before, *same_office(mark, network))}
    _hear_all(others.values(), at)


def hear_sisters(practice: Practice, *, at: datetime) -> None:
    """Write down what sister groups say of an office now, and reckon what is owed with it."""
    mark, network = mark_of(practice), practice.group.network
    same = same_office(mark, network) if mark and network else []
    told = {one.what: one.on for one in told_of(same, practice.group.day_of(at))}
    before = dict(SisterFact.objects.filter(practice=practice).values_list("what", "on"))
    if told == before:
        return
    SisterFact.objects.filter(practice=practice).exclude(what__in=told).delete()
    for what, on in told.items():
        SisterFact.objects.update_or_create(
            practice=practice, what=what, defaults={"on": on, "at": at}
        )
    held = locked(Practice.objects.filter(pk=practice.pk))
    if held is not None:
        reckon(held, at=at)


def mark_practices(practices: Sequence[Practice]) -> list[OfficeMark]:
    """Write down where practices are, in one spelling."""
    # Polars takes a second to import: only groups of a network need it here.
    from alongside.territory.written import WrittenAddress, doors_of

    doors = doors_of([WrittenAddress(one.street, one.unit, one.zip5) for one in practices])
    marks = [
        OfficeMark(
            practice=practice,
            group_id=practice.group_id,
            building=door.building[:200] if door else "",
            direction=door.direction if door else "",
            unit=door.unit[:40] if door else "",
            phone=phone_digits(practice.phone),
        )
        for practice, door in zip(practices, doors, strict=True)
    ]
    OfficeMark.objects.bulk_create(
        marks,
        update_conflicts=True,
        unique_fields=["practice"],
        update_fields=["building", "direction", "unit", "phone"],
    )
    return marks


@transaction.atomic
def meet_sisters(*, practices: Sequence[Practice], at: datetime) -> None:
    """Let some practices of a group that has just joined be known, and hear of them."""
    network = hold_network(practices[0].group)
    if network is None:
        return
    for practice, mark in zip(practices, mark_practices(practices), strict=True):
        same = same_office(mark, network)
        if same:
            hold_turns(practice.group)
            hear_sisters(practice, at=at)
            _hear_all(same, at)


@transaction.atomic
def part_from_sisters(*, practices: Sequence[Practice], left: Network, at: datetime) -> None:
    """Forget what was heard, and let be forgotten what was told: some practices of who left."""
    Network.objects.select_for_update(no_key=True).get(pk=left.pk)
    now = hold_network(practices[0].group)
    hold_turns(practices[0].group)
    for practice in practices:
        mark = mark_of(practice)
        same = same_office(mark, left) if mark else []
        if now is None:
            OfficeMark.objects.filter(pk=practice.pk).delete()
        hear_sisters(practice, at=at)
        _hear_all(same, at)


def _hear_all(marks: Iterable[OfficeMark], at: datetime) -> None:
    """Renew what other groups hear, each group's pace held before its practices."""
    by_group: dict[UUID, list[UUID]] = {}
    for mark in marks:
        by_group.setdefault(mark.group_id, []).append(mark.pk)
    for _, pks in sorted(by_group.items()):
        others = Practice.objects.filter(pk__in=pks).select_related("group__network")
        practices = list(others.order_by("pk"))
        hold_turns(practices[0].group)
        for practice in practices:
            hear_sisters(practice, at=at)

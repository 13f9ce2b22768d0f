"""What sister groups may tell of an office: which practices are the same, and their days."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from alongside.outreach.models import DoNotVisit, Lifting, OfficeMark, Practice, SisterFact, Visit
from alongside.outreach.sisters import PRIVATE_ENTRIES
from alongside.playbook.history import Outcome
from alongside.team.models import Membership, Network

What = SisterFact.What
# A shut door troubled nobody; a no is told as one.
NO_APPROACH = (Outcome.SHUT, Outcome.DECLINED)


@dataclass(frozen=True, slots=True)
class Told:
    """A kind of fact and its day."""

    what: What
    on: date


def phone_digits(written: str) -> str:
    """Return a US number's ten digits, or nothing: an extension is left out."""
    digits = re.sub(r"\D", "", re.split(r"(?i)[x#;,]|ext", written)[0])
    digits = digits.removeprefix("1") if len(digits) == 11 else digits
    return digits if len(digits) == 10 else ""


def same_office(mark: OfficeMark, network: Network) -> list[OfficeMark]:
    """Return the marks of sister groups' practices that are this office, by address or phone."""
    of_phone = Q(phone=mark.phone) if mark.phone else Q(pk=None)
    of_building = Q(building=mark.building) if mark.building else Q(pk=None)
    near = list(OfficeMark.objects.filter(of_phone | of_building, group__network=network))
    inside = [one for one in near if mark.building and one.building == mark.building]
    # As in the territory: whoever names no unit is in the only one that the building is known for.
    units = {one.unit for one in inside if one.unit} | ({mark.unit} if mark.unit else set())
    return [
        one
        for one in near
        if one.group_id != mark.group_id
        and (_same_phone(one, mark) or (one in inside and _same_door(one, mark, units)))
    ]


def left_alone(member: Membership, keys: Iterable[str], today: date) -> dict[str, date]:
    """Return the offices of the territory that asked a sister group not to be visited, and when.

    Args: keys: of candidates: ZIP, number, street and unit.
    """
    network = member.group.network
    buildings = {key: key.rpartition("|")[::2] for key in keys} if network else {}
    told: dict[str, date] = {}
    known = OfficeMark.objects.filter(group__network=network).exclude(group=member.group_id)
    inside = known.filter(building__in=[building for building, _ in buildings.values()])
    standing = set(inside.values_list("building", flat=True)) if buildings else set()
    for key, (building, unit) in buildings.items():
        if network is not None and building in standing:
            mark = OfficeMark(group_id=member.group_id, building=building, unit=unit)
            said = {one.what: one.on for one in told_of(same_office(mark, network), today)}
            told |= {key: said[What.DECLINED]} if What.DECLINED in said else {}
    return told


def _same_phone(one: OfficeMark, mark: OfficeMark) -> bool:
    return bool(mark.phone) and one.phone == mark.phone


def _same_door(one: OfficeMark, mark: OfficeMark, units: set[str]) -> bool:
    if one.direction and mark.direction and one.direction != mark.direction:
        return False
    return one.unit == mark.unit or (len(units) == 1 and not (one.unit and mark.unit))


def told_of(marks: Iterable[OfficeMark], today: date) -> list[Told]:
    """Return what the practices of these marks tell sister groups, with no day after today.

    A no crosses however the office was entered, as the same line is said of every office; the days
    of visits do not where one is a patient, or a client's prescriber works.
    """
    pks = [mark.pk for mark in marks]
    if not pks:
        return []
    of_practice = ("practice_id", "on")
    declined = Visit.objects.standing().filter(practice__in=pks, outcome=Outcome.DECLINED)
    asked = DoNotVisit.objects.filter(practice__in=pks)
    nos = _latest((*asked.values_list(*of_practice), *declined.values_list(*of_practice)))
    lifted = _latest(Lifting.objects.filter(practice__in=pks).values_list(*of_practice))
    standing = [on for pk, on in nos.items() if pk not in lifted or on > lifted[pk]]
    visited = _visited(pks)
    told = [Told(What.DECLINED, max(standing))] if standing else []
    if not standing and nos:
        told.append(Told(What.LIFTED, max(lifted[pk] for pk in nos)))
    told += [Told(What.VISITED, visited)] if visited else []
    # It may be tomorrow already where the sister group works.
    return [Told(one.what, min(one.on, today)) for one in told]


def _latest(days: Iterable[tuple[UUID, date]]) -> dict[UUID, date]:
    latest: dict[UUID, date] = {}
    for pk, on in days:
        latest[pk] = max(on, latest.get(pk, on))
    return latest


def _visited(pks: list[UUID]) -> date | None:
    approaches = Visit.objects.standing().filter(practice__in=pks).exclude(outcome__in=NO_APPROACH)
    open_to_tell = approaches.exclude(practice__entrance__entry__in=PRIVATE_ENTRIES)
    return open_to_tell.order_by("on").values_list("on", flat=True).last()


def mark_of(practice: Practice) -> OfficeMark | None:
    return OfficeMark.objects.filter(pk=practice.pk).first()

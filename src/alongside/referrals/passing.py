"""Which sister groups have room: all that crosses is their name, and until when that is true."""

from dataclasses import dataclass
from datetime import date, datetime

from alongside.outreach.models import Availability
from alongside.referrals.models import MAY_OWN
from alongside.team.models import Group, Membership


@dataclass(frozen=True, slots=True)
class Room:
    """A sister group with an opening, as its members last said."""

    group: Group
    until: date


def sisters_with_room(member: Membership, at: datetime) -> list[Room]:
    """Return the other groups of the member's network in which somebody has an opening today."""
    network = member.group.network_id
    if network is None:
        return []
    said = Availability.objects.newest().filter(
        member__group__network=network, member__role__in=MAY_OWN
    )
    until: dict[Group, date] = {}
    others = said.exclude(member__group=member.group_id).select_related("member__group")
    for one in others.order_by("valid_until", "pk"):
        if one.openings and one.as_of <= one.member.group.day_of(at) <= one.valid_until:
            until[one.member.group] = one.valid_until
    rooms = [Room(group, day) for group, day in until.items()]
    return sorted(rooms, key=lambda room: (room.group.name, room.group.pk))

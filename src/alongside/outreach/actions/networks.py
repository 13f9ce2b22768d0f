"""A group comes into a network or leaves it; what the offices are known by follows as a job."""

from datetime import datetime

from django.db import transaction

from alongside.team import actions as team
from alongside.team.ids import uuid7
from alongside.team.models import Membership, Network, NetworkPlace, NetworkRequest

# The kinds of job that stand in `network_jobs`.
MEETING, PARTING = "network meeting", "network parting"


@transaction.atomic
def found_network(*, member: Membership, name: str, at: datetime) -> Network:
    """Make a network, and mark where this group's offices are."""
    network = team.found_network(member=member, name=name, at=at)
    _ask(member, MEETING, {}, at)
    return network


@transaction.atomic
def admit(*, member: Membership, request: NetworkRequest, at: datetime) -> NetworkPlace:
    """Admit a group; its offices are laid beside those of the others by a job of its own."""
    place = team.admit(member=member, request=request, at=at)
    asked_by = Membership.objects.select_related("group", "person").get(pk=request.by_id)
    _ask(asked_by, MEETING, {}, at)
    return place


@transaction.atomic
def leave_network(*, member: Membership, at: datetime) -> Network:
    """Leave the network; what was told and heard is forgotten by a job."""
    network = team.leave_network(member=member, at=at)
    _ask(member, PARTING, {"network": str(network.pk)}, at)
    return network


def _ask(member: Membership, kind: str, arguments: dict[str, object], at: datetime) -> None:
    title = {MEETING: "Lay our offices beside the network’s", PARTING: "Leave the network’s list"}
    team.ask_for_work(
        member=member, kind=kind, key=uuid7(), title=title[kind], arguments=arguments, at=at
    )

"""Two groups of one network, and the same office on both their lists."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

from alongside.outreach import actions as outreach
from alongside.outreach.actions import Described, Told
from alongside.outreach.actions import networks as networks
from alongside.outreach.models import FollowUp, Practice, Visit
from alongside.playbook.history import Entry
from alongside.team import actions as team
from alongside.team.models import Job, Membership, Network
from alongside.team.work import work
from tests.conftest import MONDAY, at

ELM: dict[str, Any] = {
    "street": "12 Elm Street",
    "unit": "Suite 3",
    "city": "Portland",
    "zip5": "04101",
}


def joined(first: Membership, *others: Membership) -> Network:
    """Make a network of groups, each admitted as the pages do it, and do the jobs that follow."""
    network = networks.found_network(member=first, name="Casco Bay", at=at(MONDAY))
    for other in others:
        _, code = team.invite_group(member=first, at=at(MONDAY))
        request = team.ask_to_join(member=other, code=code, at=at(MONDAY))
        networks.admit(member=first, request=request, at=at(MONDAY))
        other.group.refresh_from_db()
    do_jobs()
    return network


def do_jobs() -> None:
    for job in Job.objects.unended().order_by("made_at", "pk"):
        work.call(job_id=str(job.pk))
        assert Job.objects.get(pk=job.pk).ending.is_done


def listed(
    member: Membership,
    where: Mapping[str, Any] = ELM,
    *,
    entry: Entry = Entry.BY_HAND,
    on: date = MONDAY,
) -> Practice:
    described = replace(Described(f"Elm of {member.group}", "family_medicine", **ELM), **where)
    return outreach.add_practice(member=member, described=described, entry=entry, on=on, at=at(on))


def went(
    member: Membership, practice: Practice, on: date, outcome: str = "met_prescriber", **told: Any
) -> Visit:
    return outreach.log_visit(
        member=member,
        practice=practice,
        key=uuid4(),
        told=Told(on=on, outcome=outcome, **told),
        at=at(on),
    )


def owed_at(practice: Practice) -> FollowUp:
    return FollowUp.objects.get(standing_for=practice)

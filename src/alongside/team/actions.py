"""What changes in the team room; each is one transaction, with its event in it."""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import available_timezones

from django.db import transaction
from django.db.models import Model
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from alongside.errors import Refused
from alongside.team.models import (
    Acceptance,
    Departure,
    Event,
    Group,
    Installation,
    Invitation,
    Job,
    JobEnding,
    JobStop,
    Membership,
    Network,
    NetworkInvitation,
    NetworkLeaving,
    NetworkPlace,
    NetworkRefusal,
    NetworkRequest,
    Person,
    Role,
    Withdrawal,
    Worker,
)
from alongside.team.sealing import key_to_seal_with, sealed_anew

INVITATION_DAYS = 14
WORK = "alongside.team.work.work"
# A worker writes every few seconds that it lives; one that was not seen for so long is gone.
WORKER_GONE = timedelta(minutes=1)
# A job that ends its worker each time must come to an end of its own.
MOST_RUNS = 50


class AlreadyOwned(Refused):
    """This installation has an owner."""


class InvitationClosed(Refused):
    """An invitation that was taken up, taken back, or is too old."""


class NotAllowed(Refused):
    """A role that may not do this."""


class LastOwner(Refused):
    """A group keeps an owner."""


class SettingUnknown(Refused):
    """A setting's value that makes no sense."""


class NetworkClosed(Refused):
    """A code, a request or a place in a network that is not there."""


class WorkEnded(Refused):
    """A job that has come to its end cannot be stopped."""


class WorkNotFailed(Refused):
    """Only what failed or was stopped is tried again."""


class TakenOver(Refused):
    """This worker seemed gone, and another one does the job now."""


def note_event(
    *,
    verb: str,
    at: datetime,
    member: Membership | None = None,
    person: Person | None = None,
    group: Group | None = None,
    row: object = None,
    is_private: bool = False,
) -> Event:
    """Write one line of the audit trail; it can be neither changed nor deleted.

    group: whose trail it is, where no member of it stands behind what was done.
    """
    row_id = getattr(row, "pk", None)
    return Event.objects.create(
        verb=verb,
        at=at,
        group=member.group if member else group,
        person=member.person if member else person,
        row=type(row).__name__ if row is not None else "",
        row_id=row_id if isinstance(row_id, UUID) else None,
        is_private=is_private,
    )


@transaction.atomic
def install() -> Installation:
    """Make the one row that says who this installation is."""
    installation, _ = Installation.objects.get_or_create(is_only=True)
    return installation


@transaction.atomic
def found(
    *, email: str, name: str, password: str, group_name: str, time_zone: str, at: datetime
) -> Membership:
    """Make the owner, who is the first visitor, and their group; a second one is refused."""
    person = make_person(email=email, name=name, password=password)
    if Installation.objects.filter(owner=None).update(owner=person) != 1:
        raise AlreadyOwned("This installation has an owner already; ask them for an invitation.")
    return start_group(person=person, name=group_name, time_zone=time_zone, at=at)


@transaction.atomic
def start_group(*, person: Person, name: str, time_zone: str, at: datetime) -> Membership:
    """Make a group with its first owner."""
    _check_settings(name, time_zone, Group.new_practices_weekly.field.default)
    group = Group.objects.create(name=name.strip(), time_zone=time_zone, created_at=at)
    member = _join(group=group, person=person, role=Role.OWNER, at=at)
    note_event(verb="group started", at=at, member=member, row=group)
    return member


@transaction.atomic
def invite(*, member: Membership, email: str, role: Role, at: datetime) -> tuple[Invitation, str]:
    """Offer a place in the group; return the row and the token, which is told this once."""
    _owners_only(member, "invite people")
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        group=member.group,
        email=email.strip().lower(),
        role=role,
        token_hash=hash_of(token),
        by=member,
        at=at,
        expires_at=at + timedelta(days=INVITATION_DAYS),
    )
    note_event(verb="invited", at=at, member=member, row=invitation)
    return invitation, token


def hash_of(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


@transaction.atomic
def accept(
    *, token: str, at: datetime, person: Person | None = None, name: str = "", password: str = ""
) -> Membership:
    """Take up an invitation: signed in as the one it was sent to, or with an account made now."""
    invitation = _open_invitation(token, at)
    person = person or _new_person(invitation, name=name, password=password)
    if person.email.lower() != invitation.email:
        raise InvitationClosed("This invitation was sent to another address; sign in as that one.")
    member = _join(group=invitation.group, person=person, role=Role(invitation.role), at=at)
    Acceptance.objects.create(invitation=invitation, membership=member, at=at)
    note_event(verb="joined", at=at, member=member, row=member)
    return member


@transaction.atomic
def withdraw_invitation(*, member: Membership, invitation: Invitation, at: datetime) -> None:
    """Take an invitation back; its link leads nowhere from now on."""
    _owners_only(member, "take invitations back")
    if invitation.group_id != member.group_id or hasattr(invitation, "acceptance"):
        raise InvitationClosed("This invitation has been used.")
    _, is_new = Withdrawal.objects.get_or_create(
        invitation=invitation, defaults={"by": member, "at": at}
    )
    if is_new:
        note_event(verb="invitation withdrawn", at=at, member=member, row=invitation)


@transaction.atomic
def change_role(*, member: Membership, whose: Membership, role: Role, at: datetime) -> None:
    """Give a member another role; a group keeps an owner."""
    _owners_only(member, "change roles")
    _same_group(member, whose)
    if role != Role.OWNER:
        _keep_an_owner(whose)
    Membership.objects.filter(pk=whose.pk).update(role=role)
    note_event(verb=f"role changed to {role}", at=at, member=member, row=whose)


@transaction.atomic
def part(*, member: Membership, whose: Membership, at: datetime) -> None:
    """End a membership, one's own or (by an owner) another's; what they wrote stays."""
    if whose.pk != member.pk:
        _owners_only(member, "end a membership")
    _same_group(member, whose)
    _keep_an_owner(whose)
    _, is_new = Departure.objects.get_or_create(membership=whose, defaults={"by": member, "at": at})
    Person.objects.filter(working_in=whose).update(working_in=None)
    if is_new:
        note_event(verb="left the group", at=at, member=member, row=whose)


@transaction.atomic
def work_in(*, person: Person, membership: Membership, at: datetime) -> None:
    """Go to work in another of one's groups."""
    if membership.person_id != person.pk or not membership.is_current:
        raise NotAllowed("You do not belong to that group.")
    Person.objects.filter(pk=person.pk).update(working_in=membership)
    note_event(verb="went to work in", at=at, member=membership, row=membership.group)


@transaction.atomic
def settle_group(
    *,
    member: Membership,
    at: datetime,
    name: str,
    time_zone: str,
    new_practices_weekly: int,
    requires_second_factor: bool,
) -> None:
    """Change the group's settings."""
    _owners_only(member, "change the group's settings")
    _check_settings(name, time_zone, new_practices_weekly)
    Group.objects.filter(pk=member.group_id).update(
        name=name.strip(),
        time_zone=time_zone,
        new_practices_weekly=new_practices_weekly,
        requires_second_factor=requires_second_factor,
    )
    note_event(verb="settings changed", at=at, member=member, row=member.group)


@transaction.atomic
def found_network(*, member: Membership, name: str, at: datetime) -> Network:
    """Make a network, with one's own group as its first."""
    _owners_only(member, "make a network")
    _refuse_a_second(member.group)
    if not name.strip():
        raise NetworkClosed("The network's name is blank; write a name.")
    network = Network.objects.create(name=name.strip(), made_at=at)
    _stand_in(network, member.group, None, member, at)
    note_event(verb="network made", at=at, member=member, row=network)
    return network


@transaction.atomic
def invite_group(*, member: Membership, at: datetime) -> tuple[NetworkInvitation, str]:
    """Make a code for one sister group; return the row and the code, which is told this once."""
    _owners_only(member, "invite a sister group")
    network = hold_network(member.group)
    if network is None:
        raise NetworkClosed("Your group stands in no network; make one first.")
    code = base64.b32encode(secrets.token_bytes(10)).decode()
    invitation = NetworkInvitation.objects.create(
        network=network,
        code_hash=hash_of(code),
        by=member,
        at=at,
        expires_at=at + timedelta(days=INVITATION_DAYS),
    )
    note_event(verb="sister group invited", at=at, member=member, row=invitation)
    return invitation, "-".join(code[start : start + 4] for start in range(0, 16, 4))


@transaction.atomic
def ask_to_join(*, member: Membership, code: str, at: datetime) -> NetworkRequest:
    """Take up a code: this owner agrees, and an owner of the network answers."""
    _owners_only(member, "join a network")
    _refuse_a_second(member.group)
    said = "".join(letter for letter in code.upper() if letter.isalnum())
    held = NetworkInvitation.objects.select_for_update(of=("self",))
    invitation = held.filter(code_hash=hash_of(said), expires_at__gt=at, request=None).first()
    if invitation is None:
        raise NetworkClosed(
            f"This code has been used, or is older than {INVITATION_DAYS} days; ask for a new one."
        )
    request = NetworkRequest.objects.create(
        invitation=invitation, group=member.group, by=member, at=at
    )
    note_event(verb="asked to join a network", at=at, member=member, row=request)
    return request


@transaction.atomic
def admit(*, member: Membership, request: NetworkRequest, at: datetime) -> NetworkPlace:
    """Agree that a group that asked stands in the network."""
    _owners_only(member, "admit a group")
    network = hold_network(member.group)
    if network is None or request.invitation.network_id != network.pk:
        raise NetworkClosed("Only an owner in that network may admit a group.")
    _refuse_answered(request)
    group = Group.objects.select_for_update(no_key=True).get(pk=request.group_id)
    if group.network_id is not None:
        raise NetworkClosed(f"{group} stands in a network already.")
    place = _stand_in(network, group, request, member, at)
    note_event(verb="sister group admitted", at=at, member=member, row=place)
    note_event(verb="joined a network", at=at, member=request.by, row=place)
    return place


@transaction.atomic
def turn_away(*, member: Membership, request: NetworkRequest, at: datetime) -> None:
    """Turn a group away that asked, or take back what one's own group asked."""
    _owners_only(member, "answer that")
    hold_network(member.group)
    is_theirs = request.invitation.network_id == member.group.network_id
    if request.group_id != member.group_id and not is_theirs:
        raise NetworkClosed("Your group was not asked.")
    _refuse_answered(request)
    NetworkRefusal.objects.create(request=request, by=member, at=at)
    note_event(verb="joining turned away", at=at, member=member, row=request)


@transaction.atomic
def leave_network(*, member: Membership, at: datetime) -> Network:
    """Leave the network; the others go on."""
    _owners_only(member, "leave the network")
    network = hold_network(member.group)
    place = NetworkPlace.objects.filter(standing_for=member.group_id).first()
    if network is None or place is None:
        raise NetworkClosed("Your group stands in no network.")
    NetworkPlace.objects.filter(pk=place.pk).update(standing_for=None)
    NetworkLeaving.objects.create(place=place, by=member, at=at)
    Group.objects.filter(pk=member.group_id).update(network=None)
    member.group.network = None
    note_event(verb="left the network", at=at, member=member, row=place)
    return network


def hold_network(group: Group) -> Network | None:
    """Lock the group's network, if it stands in one: held before any pace and any practice.

    So what two sister groups are told at once is written down one after the other.
    """
    if group.network_id is None:
        return None
    network = Network.objects.select_for_update(no_key=True).get(pk=group.network_id)
    # It may have left while this waited.
    standing = NetworkPlace.objects.filter(standing_for=group.pk, network=network)
    return network if standing.exists() else None


@transaction.atomic
def ask_for_work(
    *,
    member: Membership,
    kind: str,
    key: UUID,
    title: str,
    arguments: Mapping[str, object],
    at: datetime,
) -> Job:
    """Have the worker do a job; sent again with the same key it is the same job."""
    return _new_job(member, key, at, kind=kind, title=title[:200], arguments=dict(arguments))


@transaction.atomic
def ask_to_stop(*, member: Membership, job: Job, at: datetime) -> None:
    """Wish that a job stop; one that was not begun ends at once."""
    _leads(member, job, "stop it")
    held = _held_job(job.pk)
    if held.is_ended:
        raise WorkEnded(f"“{held}” has ended already.")
    _, is_new = JobStop.objects.get_or_create(job=held, defaults={"by": member, "at": at})
    if is_new:
        note_event(verb="work asked to stop", at=at, member=member, row=held)
    if held.is_waiting:
        _end(held, JobEnding.How.STOPPED, "It was stopped before it began.", {}, at)


@transaction.atomic
def retry_work(*, member: Membership, job: Job, key: UUID, at: datetime) -> Job:
    """Try again what failed or was stopped, as a job of its own; a job is tried again once."""
    _leads(member, job, "try it again")
    held = _held_job(job.pk)
    if held.is_retried:
        return held.retrial
    if not held.may_be_retried:
        raise WorkNotFailed(f"“{held}” neither failed nor was stopped: there is nothing to retry.")
    what = {"kind": held.kind, "title": held.title, "arguments": held.arguments}
    return _new_job(member, key, at, retrial_of=held, **what)


@transaction.atomic
def begin_work(*, job_id: UUID, at: datetime) -> Job | None:
    """Begin a job, or begin it anew after a crash; None when nothing is left to do."""
    job = _held_job(job_id)
    if job.is_ended:
        return None
    if job.is_stopping:
        _end(job, JobEnding.How.STOPPED, "It was stopped.", {}, at)
        return None
    if job.runs >= MOST_RUNS:
        words = f"The worker ended {MOST_RUNS} times while it did this."
        _end(job, JobEnding.How.FAILED, words, {}, at)
        return None
    job.runs += 1
    job.started_at = job.heartbeat_at = at
    job.progress_done = job.progress_total = 0
    job.progress_words = ""
    job.save()
    return job


@transaction.atomic
def beat(*, job: Job, at: datetime) -> None:
    """Note how far a job is, and that its worker lives; refused to a worker that lost the job."""
    own = Job.objects.unended().filter(pk=job.pk, runs=job.runs)
    written = own.update(
        progress_done=job.progress_done,
        progress_total=job.progress_total,
        progress_words=job.progress_words[:200],
        heartbeat_at=at,
    )
    if written != 1:
        raise TakenOver(f"“{job}” is done by another worker now.")


@transaction.atomic
def end_work(
    *, job: Job, how: JobEnding.How, words: str, result: Mapping[str, object], at: datetime
) -> None:
    """Note how a job ended; refused to a worker that lost the job."""
    held = _held_job(job.pk)
    if held.is_ended or held.runs != job.runs:
        raise TakenOver(f"“{job}” is done by another worker now.")
    _end(held, how, words, result, at)


@transaction.atomic
def see_worker(*, worker_id: UUID, at: datetime) -> None:
    """Note that a worker lives."""
    Worker.objects.update_or_create(pk=worker_id, defaults={"seen_at": at})


@transaction.atomic
def put_back(*, at: datetime, mine: UUID | None = None) -> int:
    """Put back in the queue what no worker does any more; return how many.

    `mine` is the worker that asks and has begun nothing yet: what is its own, a crash left.
    """
    alive = {str(worker.pk) for worker in Worker.objects.seen_since(at - WORKER_GONE)}
    claimed = DBTaskResult.objects.running().filter(task_path=WORK)
    others = alive - {str(mine)}
    lost = [task for task in claimed if others.isdisjoint(task.worker_ids[-1:])]
    count = 0
    for task in lost:
        # The moment it was claimed is asked for too: another worker may have been first here.
        same = DBTaskResult.objects.running().filter(pk=task.pk, started_at=task.started_at)
        count += same.update(status=TaskResultStatus.READY)
    return count + _queue_forgotten()


@transaction.atomic
def seal_anew(*, model: type[Model], after: UUID | None, at_most: int) -> UUID | None:
    """Close the next rows of a table with the key in use; return the last one, None at the end."""
    rows = model._default_manager.order_by("pk").select_for_update(of=("self",), no_key=True)
    held = list((rows.filter(pk__gt=after) if after else rows)[:at_most])
    key = key_to_seal_with()
    for row in held:
        changed = sealed_anew(row, key)
        if changed:
            model._default_manager.filter(pk=row.pk).update(**changed)
    return held[-1].pk if held else None


def _check_settings(name: str, time_zone: str, new_practices_weekly: int) -> None:
    if not name.strip():
        raise SettingUnknown("The group's name is blank; write a name.")
    if time_zone not in available_timezones():
        raise SettingUnknown(f"“{time_zone:.60}” is no time zone; America/New_York is one.")
    if not 1 <= new_practices_weekly <= 100:
        raise SettingUnknown("New practices a week: a number from 1 to 100 was expected.")


def _open_invitation(token: str, at: datetime) -> Invitation:
    # Locked, so that two tabs that send the form at once make one membership.
    held = Invitation.objects.select_for_update(of=("self",)).filter(token_hash=hash_of(token))
    invitation = held.open(at).select_related("group").first()
    if invitation is None:
        raise InvitationClosed(
            "This invitation has been used, taken back, or is older than "
            f"{INVITATION_DAYS} days; ask for a new one."
        )
    return invitation


def _new_person(invitation: Invitation, *, name: str, password: str) -> Person:
    if Person.objects.filter(email__iexact=invitation.email).exists():
        raise InvitationClosed("You have an account already: sign in, and open the link again.")
    return make_person(email=invitation.email, name=name, password=password)


def make_person(*, email: str, name: str, password: str) -> Person:
    person = Person(email=email.strip().lower(), name=name.strip())
    person.set_password(password)
    person.save()
    return person


def _join(*, group: Group, person: Person, role: Role, at: datetime) -> Membership:
    if Membership.objects.filter(group=group, person=person).exists():
        raise InvitationClosed("You belong to this group already.")
    member = Membership.objects.create(group=group, person=person, role=role, joined_at=at)
    Person.objects.filter(pk=person.pk).update(working_in=member)
    person.working_in = member
    return member


def _owners_only(member: Membership, what: str) -> None:
    if not member.is_owner:
        raise NotAllowed(f"Only an owner may {what}.")


def _same_group(member: Membership, whose: Membership) -> None:
    if whose.group_id != member.group_id:
        raise NotAllowed("There is no such member in your group.")


def _keep_an_owner(whose: Membership) -> None:
    owners = (
        Membership.objects.select_for_update(of=("self",))
        .current()
        .filter(group=whose.group_id, role=Role.OWNER)
    )
    if [owner.pk for owner in owners] == [whose.pk]:
        raise LastOwner("A group keeps an owner: make somebody else an owner first.")


def _refuse_a_second(group: Group) -> None:
    group = Group.objects.select_for_update(no_key=True).get(pk=group.pk)
    if group.network_id is not None:
        raise NetworkClosed("Your group stands in a network already; it would have to leave first.")


def _refuse_answered(request: NetworkRequest) -> None:
    held = NetworkRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if held.is_answered:
        raise NetworkClosed("This has been answered already.")


def _stand_in(
    network: Network,
    group: Group,
    request: NetworkRequest | None,
    by: Membership,
    at: datetime,
) -> NetworkPlace:
    Group.objects.filter(pk=group.pk).update(network=network)
    group.network = network
    return NetworkPlace.objects.create(
        network=network, group=group, standing_for=group, request=request, by=by, at=at
    )


def _new_job(member: Membership, key: UUID, at: datetime, **what: object) -> Job:
    job, is_new = Job.objects.get_or_create(
        by=member, key=key, defaults={"group": member.group, "made_at": at, **what}
    )
    if is_new:
        _queue(job)
        note_event(verb="work asked for", at=at, member=member, row=job)
    return job


def _leads(member: Membership, job: Job, what: str) -> None:
    if not job.is_led_by(member):
        raise NotAllowed(f"Only {job.by.person}, who asked for it, or an owner may {what}.")


def _held_job(job_id: UUID) -> Job:
    """Return a job, locked: what is read of it decides what is written."""
    return Job.objects.select_for_update(of=("self",)).get(pk=job_id)


def _end(
    job: Job, how: JobEnding.How, words: str, result: Mapping[str, object], at: datetime
) -> None:
    JobEnding.objects.create(job=job, how=how, words=words[:1000], result=dict(result), at=at)
    note_event(verb=f"work {how}", at=at, member=job.by, row=job)


def _queue(job: Job) -> None:
    """Put a job in the queue, in the same transaction: both rows are there, or neither."""
    from alongside.team.work import work  # it stands above this file, and calls it

    job.task_id = UUID(work.enqueue(job_id=str(job.pk)).id)
    Job.objects.filter(pk=job.pk).update(task_id=job.task_id)


def _queue_forgotten() -> int:
    """Queue the jobs that have not ended though their row in the queue has, or is gone.

    A worker that is told to end marks what it was doing as failed.
    """
    standing = DBTaskResult.objects.filter(
        status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING)
    )
    forgotten = Job.objects.unended().exclude(task_id__in=standing.values("pk"))
    held = list(forgotten.select_for_update(of=("self",)).order_by("pk"))
    for job in held:
        _queue(job)
    return len(held)

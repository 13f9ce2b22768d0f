"""What changes in the team room; each is one transaction, with its event in it."""

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import available_timezones

from django.db import transaction

from alongside.errors import Refused
from alongside.team.models import (
    Acceptance,
    Departure,
    Event,
    Group,
    Installation,
    Invitation,
    Membership,
    Person,
    Role,
    Withdrawal,
)

INVITATION_DAYS = 14


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


def note_event(
    *,
    verb: str,
    at: datetime,
    member: Membership | None = None,
    person: Person | None = None,
    row: object = None,
    is_private: bool = False,
) -> Event:
    """Write one line of the audit trail; it can be neither changed nor deleted."""
    row_id = getattr(row, "pk", None)
    return Event.objects.create(
        verb=verb,
        at=at,
        group=member.group if member else None,
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

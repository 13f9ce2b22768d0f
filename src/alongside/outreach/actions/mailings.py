"""An office is written to by email, asks for no more, or allows a fax in writing."""

import secrets
from datetime import date, datetime
from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction

from alongside.errors import Refused
from alongside.outreach.actions.reckoning import NotYours
from alongside.outreach.mailings import (
    STOP_PAGE,
    FaxPermission,
    FaxPermissionEnd,
    MailAttempt,
    MailAttemptEnd,
    Mailing,
    MailKey,
    MailStop,
    PromotionalFax,
)
from alongside.outreach.models import Availability, Contact, Letterhead, Practice
from alongside.outreach.sister_groups import phone_digits
from alongside.team.actions import ask_for_work, hash_of, note_event
from alongside.team.models import Membership

# The kind of job that stands in `mailing_jobs`.
MAILING = "office mailing"
How = MailAttemptEnd.How
# Rows of the playbook's table by which an office is to be left alone.
ASKED_TO_BE_LEFT = (1, 2)


class MailRefused(Refused):
    """An email that may not go."""


class NoFaxPermission(Refused):
    """A promotional fax that nobody allowed in writing."""


@transaction.atomic
def ask_to_mail(
    *,
    member: Membership,
    contact: Contact,
    kind: Mailing.Kind,
    site: str,
    at: datetime,
    key: UUID,
) -> Mailing:
    """Have an email sent to an office; sent again with the same key it is one.

    site: the public address at which the page that stops further emails is served.
    """
    if contact.practice.group_id != member.group_id:
        raise NotYours("There is no such person in your group.")
    check_mail(member=member, contact=contact, kind=kind, site=site, at=at)
    mailing, is_new = Mailing.objects.get_or_create(
        by=member,
        key=key,
        defaults={"group": member.group, "contact": contact, "kind": kind, "at": at},
    )
    if is_new:
        title = f"Email to {contact} at {contact.practice}"
        arguments = {"mailing": str(mailing.pk), "site": site}
        ask_for_work(member=member, kind=MAILING, key=key, title=title, arguments=arguments, at=at)
        note_event(verb="email to an office", at=at, member=member, row=mailing)
    return mailing


def check_mail(
    *, member: Membership, contact: Contact, kind: Mailing.Kind, site: str, at: datetime
) -> None:
    """Refuse an email that may not go, saying what is to be done."""
    if not contact.email:
        raise MailRefused(f"{contact} has no email address written down.")
    if urlsplit(site).scheme != "https":
        raise MailRefused(
            "Whoever gets an email must be able to stop further ones by its link: that takes a "
            "public address with https (ALONGSIDE_PUBLIC_URL)."
        )
    if Letterhead.objects.of(member) is None:
        raise MailRefused(
            "Such an email carries a postal address: write down yours in your profile first."
        )
    if kind == Mailing.Kind.ROOM:
        _check_room(member, at)
    _refuse_left_alone(contact)


def _check_room(member: Membership, at: datetime) -> None:
    said = Availability.objects.of(member)
    if said is None or not said.is_true(member.group.day_of(at)):
        raise MailRefused("Say first, under Availability, when you have room and until when.")


def _refuse_left_alone(contact: Contact) -> None:
    """Refuse an address that asked for no more, whoever's it is; and an office that said no."""
    if MailStop.objects.filter(address_hash=_mail_key().hash_of(contact.email)).exists():
        raise MailRefused(f"{contact.email} asked for no more email; that holds for good.")
    owed = getattr(contact.practice, "owed", None)
    if owed is not None and owed.due_on is None and owed.row in ASKED_TO_BE_LEFT:
        raise MailRefused(f"{contact.practice} asked to be left alone.")


@transaction.atomic
def begin_attempt(*, mailing: Mailing, site: str, at: datetime) -> tuple[MailAttempt, str] | None:
    """Note that the mail server is about to be asked; None where it has taken the mail before.

    Return the row and the token of the page that stops further emails, which is told this once.
    An attempt that a crash broke off is not repeated: nobody is written to twice.
    """
    held = Mailing.objects.select_for_update(of=("self",)).get(pk=mailing.pk)
    ends = list(held.attempts.values_list("end__how", flat=True))
    if How.SENT in ends:
        return None
    if any(how != How.FAILED for how in ends):
        raise MailRefused("It was broken off while it was sent. As it may have gone, it rests.")
    contact = Contact.objects.select_related("practice__owed").get(pk=held.contact_id)
    check_mail(member=held.by, contact=contact, kind=Mailing.Kind(held.kind), site=site, at=at)
    token = secrets.token_urlsafe(32)
    attempt = MailAttempt.objects.create(
        mailing=held,
        token_hash=hash_of(token),
        address_hash=_mail_key().hash_of(contact.email),
        at=at,
    )
    note_event(verb="email handed to the mail server", at=at, member=held.by, row=attempt)
    return attempt, token


@transaction.atomic
def end_attempt(*, attempt: MailAttempt, how: How, at: datetime) -> None:
    """Note what came of it."""
    MailAttemptEnd.objects.create(attempt=attempt, how=how, at=at)
    note_event(verb=f"email {how}", at=at, member=attempt.mailing.by, row=attempt)


@transaction.atomic
def stop_mail(*, token: str, at: datetime) -> bool:
    """Let an address get no more email, at once and for good; False where nobody knows the token.

    Whoever holds the link of an email may do it, and nobody is asked who they are.
    """
    attempt = MailAttempt.objects.filter(token_hash=hash_of(token)).first()
    if attempt is None:
        return False
    _, is_new = MailStop.objects.get_or_create(
        address_hash=bytes(attempt.address_hash), defaults={"at": at}
    )
    if is_new:
        note_event(verb="an address asked for no more email", at=at)
    return True


@transaction.atomic
def note_fax_permission(
    *,
    member: Membership,
    practice: Practice,
    given_by: str,
    given_on: date,
    kept: str,
    at: datetime,
    key: UUID,
) -> FaxPermission:
    """Write down that an office allowed promotional faxes in writing, to the number it has now."""
    _refuse_strangers(member, practice)
    number = _as_one(practice.fax)
    if not number:
        raise NoFaxPermission(f"{practice} has no fax number; write it down first.")
    if given_on > member.group.day_of(at):
        raise NoFaxPermission(f"{given_on} has not come yet; the day on the paper was expected.")
    if not given_by.strip() or not kept.strip():
        raise NoFaxPermission("Write down who signed, and where the paper is kept.")
    facts = {"given_by": given_by.strip(), "given_on": given_on, "kept": kept.strip()}
    permission, is_new = FaxPermission.objects.get_or_create(
        by=member,
        key=key,
        defaults={"group": member.group, "practice": practice, "number": number, "at": at, **facts},
    )
    if is_new:
        note_event(verb="fax allowed in writing", at=at, member=member, row=permission)
    return permission


@transaction.atomic
def end_fax_permission(*, member: Membership, permission: FaxPermission, at: datetime) -> None:
    """Note that an office wants no more promotional faxes."""
    if permission.group_id != member.group_id:
        raise NotYours("There is no such permission in your group.")
    _, is_new = FaxPermissionEnd.objects.get_or_create(
        permission=permission, defaults={"by": member, "at": at}
    )
    if is_new:
        note_event(verb="fax no longer allowed", at=at, member=member, row=permission)


@transaction.atomic
def note_promotional_fax(
    *, member: Membership, practice: Practice, at: datetime, key: UUID
) -> PromotionalFax:
    """Note a promotional fax; refused without a written permission for the number of today."""
    _refuse_strangers(member, practice)
    permission = fax_permission_of(practice)
    if permission is None:
        raise NoFaxPermission(
            f"Nobody at {practice} has allowed promotional faxes to this number in writing, so "
            "none may go (47 USC 227). Bring the page, or send it by post."
        )
    fax, is_new = PromotionalFax.objects.get_or_create(
        by=member, key=key, defaults={"permission": permission, "at": at}
    )
    if is_new:
        note_event(verb="promotional fax", at=at, member=member, row=fax)
    return fax


def fax_permission_of(practice: Practice) -> FaxPermission | None:
    """Return the written permission that stands for the number that the office has today."""
    number = _as_one(practice.fax)
    standing = FaxPermission.objects.filter(practice=practice.pk).standing()
    return standing.filter(number=number).first() if number else None


def _refuse_strangers(member: Membership, practice: Practice) -> None:
    if practice.group_id != member.group_id:
        raise NotYours("There is no such practice in your group.")


def _as_one(written: str) -> str:
    """Return a fax number as its ten digits, or as it is written where it has none."""
    return phone_digits(written) or " ".join(written.split()).casefold()[:40]


def _mail_key() -> MailKey:
    key, _ = MailKey.objects.get_or_create(is_only=True, defaults={"key": secrets.token_bytes(32)})
    return key


def stop_address(site: str, token: str) -> str:
    """Return the page that stops further emails to the address that one was sent to."""
    return f"{site}{STOP_PAGE}{token}/"

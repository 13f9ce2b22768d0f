"""An email to an office, sent by the worker: once at most, whatever falls in between."""

import smtplib
import socket
from email.utils import formataddr, parseaddr
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage

from alongside.errors import Refused
from alongside.materials.availability import AvailabilityCard
from alongside.materials.office_mail import OfficeMail, introduction_mail, room_mail
from alongside.outreach.actions.mailings import (
    MAILING,
    MailRefused,
    begin_attempt,
    end_attempt,
    stop_address,
)
from alongside.outreach.mailings import MailAttemptEnd, Mailing
from alongside.outreach.models import Availability, Letterhead
from alongside.outreach.paper import profile_for
from alongside.team.jobs import Done, Progress, does
from alongside.team.models import Job, Membership

How = MailAttemptEnd.How
# With these the server has not taken the mail; after any other fault it may have.
NOT_TAKEN = (
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPNotSupportedError,
    smtplib.SMTPSenderRefused,
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPDataError,
    ConnectionRefusedError,
    socket.gaierror,
)


class MailNotTaken(Refused):
    """The mail server did not take an email, or broke off."""


@does(MAILING)
def send(job: Job, progress: Progress) -> Done:
    """Send it, unless it was sent or may have been; the address is looked up once more before."""
    chosen = Mailing.objects.select_related("by__group", "by__person", "contact__practice")
    mailing = chosen.get(pk=UUID(job.arguments["mailing"]))
    site, at = str(job.arguments["site"]), job.started_at or job.made_at
    begun = begin_attempt(mailing=mailing, site=site, at=at)
    if begun is None:
        return Done("It was sent before.")
    attempt, token = begun
    progress.tell(done=0, total=1)
    try:
        message_of(mailing, stop_address(site, token)).send()
    except NOT_TAKEN as fault:
        end_attempt(attempt=attempt, how=How.FAILED, at=at)
        raise MailNotTaken(f"The mail server did not take it ({type(fault).__name__}).") from fault
    except (OSError, smtplib.SMTPException) as fault:
        end_attempt(attempt=attempt, how=How.UNKNOWN, at=at)
        raise MailNotTaken(
            f"The mail server broke off ({type(fault).__name__}). As it may have gone, it rests."
        ) from fault
    end_attempt(attempt=attempt, how=How.SENT, at=at)
    return Done("It was sent.")


def message_of(mailing: Mailing, stop_at: str) -> EmailMessage:
    """Return the email with the headers by which a mail program stops further ones (RFC 8058)."""
    mail = mail_of(mailing.by, Mailing.Kind(mailing.kind), to=mailing.contact.name, stop_at=stop_at)
    _, own_address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return EmailMessage(
        subject=mail.subject,
        body=mail.text,
        from_email=formataddr((_letterhead(mailing.by).name, own_address)),
        to=[mailing.contact.email],
        reply_to=[mailing.by.person.email],
        headers={
            "List-Unsubscribe": f"<{stop_at}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def mail_of(member: Membership, kind: Mailing.Kind, *, to: str, stop_at: str) -> OfficeMail:
    """Return what an email says: of its writer's own paper, and of nobody else.

    Raises: MailRefused.
    """
    profile = profile_for(_letterhead(member), None)
    if kind == Mailing.Kind.INTRODUCTION:
        return introduction_mail(profile, to=to, stop_at=stop_at)
    said = Availability.objects.of(member)
    if said is None:
        raise MailRefused("Say first, under Availability, when you have room.")
    card = AvailabilityCard(
        profile,
        as_of=said.as_of,
        openings=tuple(said.openings),
        insurers=tuple(said.insurers),
        ages=said.ages,
        helps_with=tuple(said.helps_with),
        valid_until=said.valid_until,
    )
    return room_mail(card, to=to, stop_at=stop_at)


def _letterhead(member: Membership) -> Letterhead:
    said = Letterhead.objects.of(member)
    if said is None:
        raise MailRefused("Such an email carries a postal address: write your profile first.")
    return said

"""A member writes down who they are on paper, their picture, and when they have room."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from alongside.errors import Refused
from alongside.materials.availability import AvailabilityOver
from alongside.materials.gate import check_profile, check_text
from alongside.materials.logo import LARGEST_FILE_BYTES, LogoBad, logo_of
from alongside.materials.profile import profile_of
from alongside.outreach.models import Availability, Letterhead, Logo
from alongside.team.actions import note_event
from alongside.team.models import Membership

MOST_LINES = 8
LONGEST_LINE = 80
LONGEST_DAYS = 366


class AvailabilityBad(Refused):
    """An availability that no card can say."""


@transaction.atomic
def settle_letterhead(
    *, member: Membership, lines: Mapping[str, str], trained_in: Sequence[str], at: datetime
) -> Letterhead:
    """Write down who a member is on paper, each line passed by the gate."""
    profile = profile_of(lines, trained_in)
    check_profile(profile)
    row = Letterhead.objects.create(
        member=member,
        trained_in=sorted(profile.trained_in),
        at=at,
        **{name: getattr(profile, name) for name in lines},
    )
    note_event(verb="profile written", at=at, member=member, row=row)
    return row


@transaction.atomic
def settle_logo(*, member: Membership, content: bytes, at: datetime) -> Logo:
    """Take a picture for a member's paper: checked and made anew, whatever it was."""
    try:
        drawn = logo_of(content)
    except LogoBad as refusal:
        raise LogoBad(f"The picture: {refusal}") from None
    if len(drawn.data) > LARGEST_FILE_BYTES:
        raise LogoBad("The picture has too much detail; save a smaller one.")
    row = Logo.objects.create(member=member, kind=drawn.kind, data=drawn.data, at=at)
    note_event(verb="logo taken", at=at, member=member, row=row)
    return row


@transaction.atomic
def remove_logo(*, member: Membership, at: datetime) -> Logo:
    """Have no picture on one's paper from now on."""
    row = Logo.objects.create(member=member, kind="", at=at)
    note_event(verb="logo removed", at=at, member=member, row=row)
    return row


@transaction.atomic
def settle_availability(
    *,
    member: Membership,
    openings: Sequence[str],
    insurers: Sequence[str],
    helps_with: Sequence[str],
    ages: str,
    portal: str,
    as_of: date,
    valid_until: date,
    at: datetime,
) -> Availability:
    """Say when a member has room, for whom, and until when that is true."""
    lists = {"Openings": openings, "Insurance you take": insurers, "I help with": helps_with}
    for label, lines in (*lists.items(), ("Ages", [ages]), ("Portal", [portal])):
        _check_lines(label, lines)
    _check_days(as_of, valid_until, member.group.day_of(at))
    row = Availability.objects.create(
        member=member,
        openings=list(openings),
        insurers=list(insurers),
        helps_with=list(helps_with),
        ages=ages,
        portal=portal,
        as_of=as_of,
        valid_until=valid_until,
        at=at,
    )
    note_event(verb="availability written", at=at, member=member, row=row)
    return row


def _check_lines(label: str, lines: Sequence[str]) -> None:
    if len(lines) > MOST_LINES:
        raise AvailabilityBad(f"{label}: {len(lines)} lines; {MOST_LINES} are the most.")
    for line in lines:
        if len(line) > LONGEST_LINE:
            raise AvailabilityBad(
                f"{label}: “{line:.30}…” has {len(line)} characters; {LONGEST_LINE} are the most."
            )
        check_text(line, where=label)


def _check_days(as_of: date, valid_until: date, today: date) -> None:
    if valid_until < max(as_of, today):
        raise AvailabilityOver("It would be over already: it ends on a day that has passed.")
    if (valid_until - as_of).days > LONGEST_DAYS:
        raise AvailabilityBad("Valid until: a year is the most that openings can be known for.")

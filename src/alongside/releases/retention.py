"""How long what was signed and told is kept: six years, and no deletion before.

Source: 45 CFR 164.316(b)(2)(i), 164.530(j)(2): from the making, or the day it was last in effect.
"""

from collections.abc import Iterator
from datetime import date

from alongside.errors import Refused
from alongside.releases.models import Client, Release

YEARS = 6
STILL_IN_EFFECT = date.max


class Retained(Refused):
    """Something that must be kept still."""


def kept_until(client: Client) -> date | None:
    """Return the last day on which a client's papers are kept; None when there are none."""
    last = max(_last_days(client), default=None)
    return last if last in (None, STILL_IN_EFFECT) else years_after(last)


def check_may_go(client: Client, on: date) -> None:
    """Refuse a deletion inside the six years."""
    until = kept_until(client)
    if until == STILL_IN_EFFECT:
        raise Retained(f"A release of {client.code} is in effect still: it is kept.")
    if until is not None and on <= until:
        raise Retained(
            f"Releases, letters and the log of what was told are kept for {YEARS} years: nothing "
            f"of {client.code} can be deleted until {until:%B} {until.day}, {until.year}."
        )


def years_after(day: date) -> date:
    """Return the same day six years later; 29 February counts on to 1 March."""
    leap = (day.month, day.day) == (2, 29)
    return date(day.year + YEARS, 3, 1) if leap else day.replace(year=day.year + YEARS)


def _last_days(client: Client) -> Iterator[date]:
    for release in Release.objects.filter(client=client).whole():
        yield from _days_of(release)
    yield from client.letters.values_list("on", flat=True)
    yield from client.consults.values_list("on", flat=True)
    yield from client.disclosures.values_list("on", flat=True)


def _days_of(release: Release) -> Iterator[date]:
    """Return when a release was made, and when it was last in effect."""
    yield release.client.group.day_of(release.at)
    if not release.is_signed:
        return
    yield release.signature.signed_on
    end = getattr(release.client, "treatment_end", None)
    ends = [release.ends_on, end.on if end is not None and release.ends_with_treatment else None]
    if release.is_revoked:
        ends.append(release.revocation.on)
    known = [day for day in ends if day is not None]
    yield min(known) if known else STILL_IN_EFFECT

"""Whether something about a client may be told, to whom, now: decided here and nowhere else.

Every letter, delivery and consult asks `covering`; it names the release, or the exception with its
basis, or refuses, saying why.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from alongside.errors import Refused
from alongside.outreach.models import Contact
from alongside.releases.models import Basis, Client, Release, TreatmentPolicy
from alongside.releases.scope import Direction, Item, said, with_what_goes_along

# States whose law protects even the fact that somebody is a client (740 ILCS 110): there no policy
# of a group stands in for a release.
NEVER_WITHOUT = frozenset({"IL"})


class ReleaseMissing(Refused):
    """No release covers it, and no exception is documented."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be told, or heard, about a client, and on which day."""

    contact: Contact
    items: frozenset[Item]
    direction: Direction
    on: date


@dataclass(frozen=True, slots=True)
class Exemption:
    """Why something may be told without a release, in the words of whoever answers for it."""

    basis: Basis
    words: str


@dataclass(frozen=True, slots=True)
class Cover:
    """What it stands on: a release, or a documented exception."""

    basis: Basis
    release: Release | None = None
    words: str = ""

    @property
    def is_accountable(self) -> bool:
        """Whether it counts in an accounting: not for treatment, nor under a release.

        Source: 45 CFR 164.528(a)(1)(i), (iv).
        """
        return self.basis is Basis.EMERGENCY


def covering(*, client: Client, asked: Asked, exemption: Exemption | None = None) -> Cover:
    """Return what it stands on that this may be told on that day.

    Raises: ReleaseMissing, saying why.
    """
    releases = Release.objects.filter(client=client).whole().order_by("-at", "-pk")
    reasons = [(release, reason_against(release, client, asked)) for release in releases]
    for release, reason in reasons:
        if reason is None:
            return Cover(Basis.RELEASE, release)
    if exemption is not None:
        return _exempt(client, asked, exemption)
    raise ReleaseMissing(_nearest(asked, [reason for _, reason in reasons if reason]))


@dataclass(frozen=True, slots=True, order=True)
class Reason:
    """Why a release does not cover it; the further down the list, the nearer it came."""

    place: int
    words: str


def reason_against(release: Release, client: Client, asked: Asked) -> Reason | None:
    """Return the first reason why a release does not cover what is asked; None when it does."""
    for place, (is_met, words) in enumerate(CHECKS):
        if not is_met(release, client, asked):
            return Reason(place, words(release, asked))
    return None


def _names(release: Release, _client: Client, asked: Asked) -> bool:
    return asked.contact.pk in {contact.pk for contact in release.to}


def _is_signed(release: Release, _client: Client, _asked: Asked) -> bool:
    return release.is_signed


def _has_begun(release: Release, _client: Client, asked: Asked) -> bool:
    return release.signature.signed_on <= asked.on


def _stands(release: Release, _client: Client, asked: Asked) -> bool:
    return not release.is_revoked or release.revocation.on > asked.on


def _lasts(release: Release, _client: Client, asked: Asked) -> bool:
    return not release.is_over(asked.on)


def _is_of_its_kind(release: Release, client: Client, _asked: Asked) -> bool:
    return release.is_part_2 or not client.is_part_2


def _goes_that_way(release: Release, _client: Client, asked: Asked) -> bool:
    return release.tells if asked.direction is Direction.TELL else release.hears


def _reaches(release: Release, _client: Client, asked: Asked) -> bool:
    return asked.items <= with_what_goes_along(release.scope)


PART_2_SAID = "These records fall under 42 CFR Part 2, and this release is no Part 2 consent."
WAY_SAID = {
    Direction.TELL: "The release does not let you tell {} anything.",
    Direction.HEAR: "The release does not let {} tell you anything.",
}
Check = Callable[[Release, Client, Asked], bool]
Words = Callable[[Release, Asked], str]
CHECKS: tuple[tuple[Check, Words], ...] = (
    (_names, lambda _, asked: f"No release names {asked.contact.name}."),
    (_is_signed, lambda *_: "The release is not signed yet."),
    (_stands, lambda release, _: f"The release was revoked on {_day(release.revocation.on)}."),
    (_lasts, lambda release, asked: f"The release ended {_ended(release, asked.on)}."),
    (
        _has_begun,
        lambda release, _: f"It was signed later, on {_day(release.signature.signed_on)}.",
    ),
    (_is_of_its_kind, lambda *_: PART_2_SAID),
    (_goes_that_way, lambda _, asked: WAY_SAID[asked.direction].format(asked.contact.name)),
    (_reaches, lambda release, asked: f"The release does not cover: {_left_out(release, asked)}."),
)


def _nearest(asked: Asked, reasons: Iterable[Reason]) -> str:
    """Return the reason of the release that came nearest, and what to do."""
    nearest = max(reasons, default=Reason(0, f"No release names {asked.contact.name}."))
    return f"{nearest.words} Nothing leaves without one: have the client sign a release first."


def _exempt(client: Client, asked: Asked, exemption: Exemption) -> Cover:
    """Return a documented exception, or say why it is none."""
    if not exemption.words.strip():
        raise ReleaseMissing("Say in a few words why this is told without a release.")
    if exemption.basis is Basis.TREATMENT:
        _check_treatment(client, asked)
    elif exemption.basis is not Basis.EMERGENCY:
        raise ReleaseMissing("Without a release there is treatment and there is an emergency.")
    return Cover(exemption.basis, words=exemption.words.strip())


def _check_treatment(client: Client, asked: Asked) -> None:
    if client.is_part_2:
        raise ReleaseMissing("Records under 42 CFR Part 2 are not told without a consent.")
    if not client.prescribers.filter(contact=asked.contact).exists():
        raise ReleaseMissing(f"{asked.contact.name} is not noted as this client's prescriber.")
    policy = TreatmentPolicy.objects.filter(group=client.group_id).order_by("at", "pk").last()
    allowed = set(policy.states) - NEVER_WITHOUT if policy else set()
    if client.state not in allowed:
        raise ReleaseMissing(
            "Your practice's policy does not allow telling without a release for treatment in "
            f"{client.state}: have the client sign one."
        )


def day_asked(client: Client, at: datetime) -> date:
    """Return the group's own day."""
    day: date = client.group.day_of(at)
    return day


def _day(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"


def _ended(release: Release, on: date) -> str:
    if release.ends_on is not None and release.ends_on < on:
        return f"on {_day(release.ends_on)}"
    return "with the treatment"


def _left_out(release: Release, asked: Asked) -> str:
    return said(asked.items - with_what_goes_along(release.scope))

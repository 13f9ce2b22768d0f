"""What a therapist owes their own clients: shown on Today, by code and never by name."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from alongside.releases.models import Client, Consult, Delivery, Letter, Prescriber, Release
from alongside.releases.scope import LetterKind
from alongside.team.models import Membership


@dataclass(frozen=True, slots=True)
class Due:
    """One thing owed; `on` is the day by which, None where there is no such day."""

    client_id: UUID
    code: str
    what: str
    on: date | None = None


def due_to(member: Membership, on: date) -> list[Due]:
    """Return what a member owes their own clients, what has a day first."""
    if not has_clients(member):
        return []
    owed = [*_owed_by_consults(member, on), *_ending(member, on), *_steps(member, on)]
    waiting = Letter.objects.seen_by(member).filter(client__therapist=member.pk).queued()
    owed += [
        Due(letter.client_id, letter.client.code, f"send the letter to {letter.contact}")
        for letter in waiting.select_related("client", "contact")
    ]
    return sorted(owed, key=lambda due: (due.on or date.max, due.code, due.what))


def _owed_by_consults(member: Membership, on: date) -> Iterator[Due]:
    consults = Consult.objects.seen_by(member).filter(client__therapist=member.pk).owing()
    for consult in consults.filter(owed_on__lte=on).select_related("client", "contact"):
        what = f"what you owe {consult.contact} after the consult"
        yield Due(consult.client_id, consult.client.code, what, consult.owed_on)


def _ending(member: Membership, on: date) -> Iterator[Due]:
    releases = Release.objects.seen_by(member).filter(client__therapist=member.pk)
    for release in releases.expiring(on).select_related("client"):
        yield Due(release.client_id, release.client.code, "the release ends", release.ends_on)


def _steps(member: Membership, on: date) -> Iterator[Due]:
    """Yield step 5 where it stands: a release signed, and the prescriber not told of you."""
    own = Prescriber.objects.seen_by(member).filter(client__therapist=member.pk, no=None)
    released = own.filter(client__releases__in=Release.objects.in_force(on))
    left = Delivery.objects.filter(letter__kind=LetterKind.INTRODUCTION)
    told = left.values_list("letter__client", "letter__contact")
    consulted = Consult.objects.values_list("client", "contact")
    known = {*told.filter(letter__client__therapist=member.pk)}
    known |= {*consulted.filter(client__therapist=member.pk)}
    for prescriber in released.select_related("client", "contact").distinct():
        if (prescriber.client_id, prescriber.contact_id) not in known:
            what = f"introduce yourself to {prescriber.contact}"
            yield Due(prescriber.client_id, prescriber.client.code, what)


def has_clients(member: Membership) -> bool:
    return Client.objects.filter(therapist=member.pk).exists()

"""A release: drafted, signed, a copy given, taken back."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from alongside.errors import Refused
from alongside.materials.release import WHY
from alongside.outreach.models import Contact
from alongside.releases.actions.clients import TreatmentEnded, check_past
from alongside.releases.actions.held import check_contact, hold
from alongside.releases.actions.letters import stop_queued
from alongside.releases.actions.telling import tell_no, tell_released
from alongside.releases.models import (
    Client,
    ClientNo,
    CopyGiven,
    Recipient,
    Release,
    Revocation,
    Signature,
)
from alongside.releases.scope import Item
from alongside.team.actions import note_event
from alongside.team.ids import uuid7
from alongside.team.models import Membership

A_YEAR = timedelta(days=365)
LONGEST = timedelta(days=3 * 365)
SCANS = {b"%PDF-": "pdf", b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg"}
LARGEST_SCAN_BYTES = 10_000_000


class ReleaseIncomplete(Refused):
    """A release that lacks one of its elements (45 CFR 164.508(c)(1))."""


class SignedAlready(Refused):
    """A release that is signed is not signed or changed again."""


class NotSigned(Refused):
    """Only what was signed can be taken back."""


class NotAskedAgain(Refused):
    """A client who said no is not asked again."""


class ScanUnreadable(Refused):
    """A file that is no scan of a page."""


@dataclass(frozen=True, slots=True)
class Wished:
    """What a release is to cover, for whom, and until when."""

    contacts: tuple[Contact, ...]
    items: frozenset[Item]
    tells: bool = True
    hears: bool = True
    purpose: str = WHY
    ends_on: date | None = None
    ends_with_treatment: bool = True
    is_part_2: bool = False
    # The client came with it: it is taken in on paper, and nobody was asked.
    is_brought: bool = False


@dataclass(frozen=True, slots=True)
class Signed:
    """What the one who signed did on the screen, with the document that they signed."""

    how: Signature.How
    name: str = field(repr=False)
    document: bytes = field(repr=False)
    tell_initials: str = field(default="", repr=False)
    hear_initials: str = field(default="", repr=False)
    strokes: str = field(default="", repr=False)
    has_intent: bool = False
    consents_to_electronic: bool = False
    representative: str = field(default="", repr=False)
    authority: str = field(default="", repr=False)


@transaction.atomic
def draft_release(
    *, member: Membership, client: Client, wished: Wished, at: datetime, key: UUID | None = None
) -> Release:
    """Draft a release; it allows nothing before it is signed."""
    held = hold(client, member)
    already = Release.objects.filter(by=member, key=key).first() if key else None
    if already is not None:
        return already
    _check_wished(held, wished, at)
    for contact in wished.contacts:
        check_contact(contact, member)
    _refuse_asking_again(held, wished)
    release = Release.objects.create(
        group=held.group,
        client=held,
        items=[item.value for item in Item if item in wished.items],
        tells=wished.tells,
        hears=wished.hears,
        purpose=wished.purpose.strip(),
        ends_on=wished.ends_on or held.group.day_of(at) + A_YEAR,
        ends_with_treatment=wished.ends_with_treatment,
        state=held.state,
        is_part_2=wished.is_part_2,
        by=member,
        at=at,
        key=key or uuid7(),
    )
    Recipient.objects.bulk_create(
        Recipient(release=release, contact=contact) for contact in dict.fromkeys(wished.contacts)
    )
    note_event(verb="release drafted", at=at, member=member, row=held)
    return release


@transaction.atomic
def sign_release(
    *, member: Membership, release: Release, signed: Signed, at: datetime
) -> Signature:
    """Keep a signature given on the screen; signed twice, the first one counts.

    Raises: ReleaseIncomplete, naming what is missing; SignedAlready.
    """
    held, whole = _held_unsigned(release, member)
    _check_signed(whole, signed)
    return _keep(
        member=member,
        client=held,
        release=whole,
        signed=signed,
        signed_on=held.group.day_of(at),
        document_type="pdf",
        at=at,
    )


@transaction.atomic
def keep_paper(
    *,
    member: Membership,
    release: Release,
    scan: bytes,
    name: str,
    signed_on: date,
    at: datetime,
    representative: str = "",
    authority: str = "",
) -> Signature:
    """Keep the scan of a release that was signed on paper."""
    held, whole = _held_unsigned(release, member)
    check_past(held, signed_on, at)
    _check_signer(name, representative, authority)
    signed = Signed(
        how=Signature.How.PAPER,
        name=name,
        document=scan,
        representative=representative,
        authority=authority,
    )
    return _keep(
        member=member,
        client=held,
        release=whole,
        signed=signed,
        signed_on=signed_on,
        document_type=_type_of(scan),
        at=at,
    )


@transaction.atomic
def note_copy(*, member: Membership, release: Release, at: datetime) -> CopyGiven:
    """Note that the client was given a copy of what they signed."""
    held = hold(release.client, member)
    if not Signature.objects.filter(release=release).exists():
        raise NotSigned("There is no copy of what is not signed.")
    given, is_new = CopyGiven.objects.get_or_create(
        release=release, defaults={"by": member, "at": at}
    )
    if is_new:
        note_event(verb="copy of a release given", at=at, member=member, row=held)
    return given


@transaction.atomic
def revoke(
    *, member: Membership, release: Release, on: date, at: datetime, words: str = ""
) -> Revocation:
    """Take a release back: what was written under it and has not left is stopped at once."""
    held = hold(release.client, member)
    check_past(held, on, at)
    whole = Release.objects.whole().get(pk=release.pk)
    if not whole.is_signed:
        raise NotSigned("This release was never signed: there is nothing to take back.")
    revocation, is_new = Revocation.objects.get_or_create(
        release=whole,
        defaults={"group": held.group, "on": on, "by": member, "at": at, "words": words.strip()},
    )
    if is_new:
        stop_queued(Release.objects.filter(pk=whole.pk), reason="The release was revoked.", at=at)
        tell_no(client=held, contacts=whole.to, on=on, at=at)
        note_event(verb="release revoked", at=at, member=member, row=held)
    return revocation


def _keep(
    *,
    member: Membership,
    client: Client,
    release: Release,
    signed: Signed,
    signed_on: date,
    document_type: str,
    at: datetime,
) -> Signature:
    signature = Signature.objects.create(
        release=release,
        group=client.group,
        signed_on=signed_on,
        document_type=document_type,
        sha256=hashlib.sha256(signed.document).hexdigest(),
        by=member,
        at=at,
        **asdict(signed),
    )
    tell_released(client=client, contacts=release.to, on=signed_on, at=at)
    note_event(verb="release signed", at=at, member=member, row=client)
    return signature


def _held_unsigned(release: Release, member: Membership) -> tuple[Client, Release]:
    held = hold(release.client, member)
    whole = Release.objects.whole().get(pk=release.pk)
    if whole.is_signed:
        raise SignedAlready("This release is signed.")
    return held, whole


def _check_wished(client: Client, wished: Wished, at: datetime) -> None:
    """Refuse a release without its elements: what, who, to whom, why, until when."""
    today = client.group.day_of(at)
    lacks: Sequence[tuple[bool, str]] = (
        (not wished.contacts, "who may get it: choose a prescriber"),
        (not wished.items, "what may be shared: choose at least one"),
        (not (wished.tells or wished.hears), "who may tell whom: choose a direction"),
        (not wished.purpose.strip(), "what it is for"),
        (_ends_badly(wished.ends_on, today), "an end: a day from today on, within three years"),
        (client.is_part_2 != wished.is_part_2, _part_2_said(client)),
    )
    missing = [words for is_missing, words in lacks if is_missing]
    if missing:
        raise ReleaseIncomplete(f"The release still lacks {'; '.join(missing)}.")
    if hasattr(client, "treatment_end"):
        raise TreatmentEnded("This client's treatment has ended.")


def _ends_badly(ends_on: date | None, today: date) -> bool:
    return ends_on is not None and not today <= ends_on <= today + LONGEST


def _part_2_said(client: Client) -> str:
    if client.is_part_2:
        return "the consent under 42 CFR Part 2, which this client's records need"
    return "a reason for a Part 2 consent: this client's records are no such records"


def _refuse_asking_again(client: Client, wished: Wished) -> None:
    nos = ClientNo.objects.filter(
        prescriber__client=client, prescriber__contact__in=wished.contacts
    )
    no = nos.select_related("prescriber__contact").first()
    if no is not None and not wished.is_brought:
        raise NotAskedAgain(
            f"The client said no to {no.prescriber.contact.name} and is not asked again. A release "
            "that they bring themselves is taken in on paper."
        )


def _check_signed(release: Release, signed: Signed) -> None:
    _check_signer(signed.name, signed.representative, signed.authority)
    lacks: Sequence[tuple[bool, str]] = (
        (release.tells and not signed.tell_initials.strip(), "initials where this office may tell"),
        (release.hears and not signed.hear_initials.strip(), "initials where this office is told"),
        (not signed.has_intent, "the word that this is meant as a signature"),
        (not signed.consents_to_electronic, "the consent to sign on a screen"),
        (
            signed.how == Signature.How.DRAWN and not signed.strokes,
            "the signature: draw it in the field, or type your name",
        ),
    )
    missing = [words for is_missing, words in lacks if is_missing]
    if missing:
        raise ReleaseIncomplete(f"The form still lacks {'; '.join(missing)}.")


def _check_signer(name: str, representative: str, authority: str) -> None:
    if not name.strip():
        raise ReleaseIncomplete("The form still lacks the name of the one who signs.")
    if bool(representative.strip()) != bool(authority.strip()):
        raise ReleaseIncomplete(
            "Whoever signs for somebody gives their own name and their right to sign."
        )


def _type_of(scan: bytes) -> str:
    if len(scan) > LARGEST_SCAN_BYTES:
        raise ScanUnreadable("The scan is larger than 10 MB: scan it in black and white.")
    for begins, kind in SCANS.items():
        if scan.startswith(begins):
            return kind
    raise ScanUnreadable("A scan is a PDF, a PNG or a JPEG.")

"""The log of what was told about a client, on paper; printing it is an event."""

from datetime import datetime

from alongside.materials.disclosure_log import DisclosureLog, Told
from alongside.materials.evidence import shipped_evidence
from alongside.materials.printing import Printed, print_document
from alongside.outreach.printer import own_profile
from alongside.releases.models import Client, Disclosure
from alongside.releases.scope import Item, said
from alongside.team.actions import note_event
from alongside.team.models import Membership


def print_disclosures(*, member: Membership, client: Client, at: datetime) -> Printed:
    """Return the log of a client whom the member sees.

    Raises: ProfileMissing.
    """
    told = Disclosure.objects.seen_by(member).filter(client=client).told()
    log = DisclosureLog(
        own_profile(client.therapist),
        client.name or client.code,
        tuple(_line(disclosure) for disclosure in told),
    )
    printed = print_document(log, on=client.group.day_of(at), evidence=shipped_evidence())
    note_event(verb="disclosures printed", at=at, member=member, row=client)
    return printed


def _line(disclosure: Disclosure) -> Told:
    items = said(frozenset(Item(item) for item in disclosure.items))
    return Told(
        on=disclosure.on,
        recipient=disclosure.recipient,
        address=disclosure.address,
        what=f"{items or 'care coordination'} ({disclosure.way})",
        why=disclosure.why,
        basis=disclosure.get_basis_display(),
        is_accountable=disclosure.is_accountable,
    )

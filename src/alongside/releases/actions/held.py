"""What every act on a client does first and last: hold the client, and note a refusal."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from alongside.outreach.actions import NotYours
from alongside.outreach.models import Contact
from alongside.releases.covering import ReleaseMissing
from alongside.releases.models import Client
from alongside.team.actions import note_event
from alongside.team.models import Membership


def hold(client: Client, member: Membership) -> Client:
    """Lock a client whom the member sees: what is told, signed and revoked has an order."""
    seen = Client.objects.seen_by(member).filter(pk=client.pk)
    if seen.select_for_update(no_key=True).values_list("pk").first() is None:
        raise NotYours("There is no such client of yours.")
    # Read after the lock is had: PostgreSQL shows what is joined as it was before the wait.
    return Client.objects.select_related("group", "therapist__group", "treatment_end").get(
        pk=client.pk
    )


def check_contact(contact: Contact, member: Membership) -> None:
    """Refuse somebody of another group."""
    if contact.practice.group_id != member.group_id:
        raise NotYours("There is no such person in your group.")


@contextmanager
def refusals_noted(*, member: Membership, client: Client, at: datetime) -> Iterator[None]:
    """Write down each refusal, after what was refused is taken back."""
    try:
        yield
    except ReleaseMissing:
        if client.group_id == member.group_id:
            note_event(verb="refused: no release covers it", at=at, member=member, row=client)
        raise

"""Whoever sent somebody is told as far as a release allows, and no further.

The letter is the releases room's, which asks for the release; here stands only whose it is about.
"""

from datetime import datetime
from uuid import UUID

from alongside.errors import Refused
from alongside.outreach.models import Contact
from alongside.referrals.actions import OutOfTurn
from alongside.referrals.models import Referral
from alongside.releases import letters
from alongside.releases.models import Client, Letter
from alongside.releases.scope import Item, LetterKind
from alongside.team.actions import note_event
from alongside.team.models import Membership

KINDS = (LetterKind.FIRST_SESSION, LetterKind.REPORT_BACK)


class NothingSigned(Refused):
    """Somebody who is no client here, so that no release can be in force."""


def tell(
    *,
    member: Membership,
    referral: Referral,
    contact: Contact,
    kind: LetterKind,
    plan: str,
    key: UUID,
    at: datetime,
) -> Letter:
    """Write the first-session notice, or the report back with the plan first, and queue it.

    Raises: NothingSigned; releases.letters.ReleaseMissing, saying why. Both are noted, so this is
    called outside of any transaction.
    """
    refuse_unseen(referral)
    seen = Client.objects.seen_by(member).filter(referral__referral=referral)
    client = seen.select_related("group", "therapist__person").first()
    if client is None:
        note_event(verb="telling refused", at=at, member=member, row=referral)
        raise NothingSigned(
            "Nothing goes to an office about one who was sent without their signed release. Their "
            "therapist notes them as a client, and has the release signed, first."
        )
    words = {Item.TREATMENT_PLAN: plan} if kind is LetterKind.REPORT_BACK else {}
    return letters.write(
        member=member,
        client=client,
        contact=contact,
        kind=kind,
        said=letters.Said(words, session_on=referral.kept.on),
        key=key,
        at=at,
        referral_id=referral.pk,
    )


def refuse_unseen(referral: Referral) -> None:
    if not hasattr(referral, "kept"):
        raise OutOfTurn("There is nothing to tell before the first session.")

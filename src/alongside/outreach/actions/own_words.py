"""A member writes findings of their own, and says things in their own words."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from alongside.errors import Refused
from alongside.materials.claims import OwnBullet, check_claim, claims_of
from alongside.materials.evidence import AUDIENCES, shipped_evidence
from alongside.materials.kit import KINDS
from alongside.materials.pages import Citation, TalkLine
from alongside.materials.refusals import MayNotPrint
from alongside.materials.talk_tracks import check_talk_line, talk_track
from alongside.outreach.actions.reckoning import NotYours
from alongside.outreach.own_words import FindingRemoval, OwnFinding, TalkTrack
from alongside.team.actions import note_event
from alongside.team.models import Membership

# When a line is said, as a person is asked for it.
SAID_WHEN = {"say": "Say", **dict(KINDS)}
MOST_FINDINGS = 20
MOST_LINES = 20


class OwnWordsBad(Refused):
    """Words of one's own that no page has room for."""


@transaction.atomic
def write_finding(
    *,
    member: Membership,
    key: UUID,
    audience: str,
    text: str,
    cites: Sequence[str],
    citation: Citation | None,
    at: datetime,
) -> OwnFinding:
    """Write a finding for one's own page, passed by the gate as it would be on paper."""
    already = OwnFinding.objects.filter(member=member, key=key).first()
    if already is not None:
        return already
    if audience not in AUDIENCES:
        raise OwnWordsBad(f"{audience:.60}: no such page.")
    if OwnFinding.objects.offered(member, audience).count() >= MOST_FINDINGS:
        raise OwnWordsBad(f"{MOST_FINDINGS} findings of your own are the most; take one away.")
    bullet = OwnBullet(text.strip(), tuple(cites), (citation,) if citation else ())
    _check(bullet, member, at)
    row = OwnFinding.objects.create(
        member=member,
        key=key,
        audience=audience,
        text=bullet.text,
        cites=list(cites),
        citation=_as_json(citation),
        at=at,
    )
    note_event(verb="finding written", at=at, member=member, row=row)
    return row


@transaction.atomic
def remove_finding(*, member: Membership, finding: OwnFinding, at: datetime) -> None:
    """Offer a finding no more; whoever wrote it takes it away."""
    if finding.member_id != member.pk:
        raise NotYours("There is no such finding of yours.")
    _, is_new = FindingRemoval.objects.get_or_create(
        finding=finding, defaults={"by": member, "at": at}
    )
    if is_new:
        note_event(verb="finding removed", at=at, member=member, row=finding)


@transaction.atomic
def rewrite_talk(
    *, member: Membership, step: int, audience: str, lines: Sequence[TalkLine], at: datetime
) -> TalkTrack:
    """Say a step in one's own words; without any, the defaults are said again."""
    talk_track(step, audience, frozenset())  # refuses a step or an audience that is none
    if len(lines) > MOST_LINES:
        raise OwnWordsBad(f"{len(lines)} lines; {MOST_LINES} are the most for five minutes.")
    on = member.group.day_of(at)
    for line in lines:
        _check_line(line, on)
    row = TalkTrack.objects.create(
        member=member, step=step, audience=audience, lines=[asdict(line) for line in lines], at=at
    )
    note_event(verb="talk track rewritten", at=at, member=member, row=row)
    return row


def _check(bullet: OwnBullet, member: Membership, at: datetime) -> None:
    on = member.group.day_of(at)
    try:
        for claim in claims_of((), (bullet,), "en"):
            check_claim(claim, on=on, evidence=shipped_evidence())
    except MayNotPrint as refusal:
        raise OwnWordsBad(f"The finding: {refusal}") from None


def _check_line(line: TalkLine, on: date) -> None:
    try:
        check_talk_line(line, on=on, evidence=shipped_evidence())
    except MayNotPrint as refusal:
        raise OwnWordsBad(f"{SAID_WHEN[line.kind]}: {refusal}") from None


def _as_json(citation: Citation | None) -> dict[str, object] | None:
    if citation is None:
        return None
    return {**asdict(citation), "collected": citation.collected.isoformat()}

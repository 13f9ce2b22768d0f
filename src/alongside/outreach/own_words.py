"""What a member says in their own words: findings for the page, and talk tracks."""

from typing import Self

from django.db import models

from alongside.materials.claims import OwnBullet
from alongside.materials.pages import Citation, TalkLine
from alongside.materials.tables import day
from alongside.materials.talk_tracks import talk_track
from alongside.outreach.paper import OfMemberQuerySet
from alongside.team.ids import uuid7
from alongside.team.models import Membership


class OwnFindingQuerySet(models.QuerySet["OwnFinding"]):
    def seen_by(self, member: Membership) -> Self:
        return self.filter(member__group=member.group_id)

    def offered(self, whose: Membership, audience: str) -> Self:
        """Return what a member wrote for a page and has not taken away, in the order of writing."""
        found = self.filter(member=whose, audience=audience, removal=None)
        return found.order_by("at", "pk")


class OwnFinding(models.Model):
    """A finding that a member wrote for a page of theirs, with what it stands on."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="own_findings")
    audience = models.CharField(max_length=40)
    text = models.CharField(max_length=250)
    cites = models.JSONField(default=list)
    # A source entered whole, by the names of `Citation`; its day is written as ISO has it.
    citation = models.JSONField(null=True)
    at = models.DateTimeField()
    key = models.UUIDField(default=uuid7)

    objects = OwnFindingQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("member", "key"), name="own_finding_once"),)

    def __str__(self) -> str:
        return self.text

    @property
    def entered(self) -> Citation | None:
        if self.citation is None:
            return None
        collected = day(self.citation["collected"], "collected")
        return Citation(**{**self.citation, "collected": collected})

    @property
    def bullet(self) -> OwnBullet:
        """Return it as the press takes it."""
        entered = self.entered
        return OwnBullet(self.text, tuple(self.cites), (entered,) if entered else ())


class FindingRemoval(models.Model):
    """A finding of one's own is offered no more; pages that carry it keep their record of it."""

    finding = models.OneToOneField(
        OwnFinding, on_delete=models.PROTECT, primary_key=True, related_name="removal"
    )
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class TalkTrackQuerySet(OfMemberQuerySet["TalkTrack"]):
    def said_at(self, whose: Membership, step: int, audience: str) -> tuple[TalkLine, ...] | None:
        """Return a member's own lines for a step, or None where they keep to the defaults."""
        found = self.filter(step=step, audience=audience).of(whose)
        if found is None or not found.lines:
            return None
        return tuple(
            TalkLine(line["text"], tuple(line["cites"]), line["kind"]) for line in found.lines
        )


class TalkTrack(models.Model):
    """What a member says at a step to an audience. The latest counts; no lines: the defaults."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="talk_tracks")
    step = models.PositiveSmallIntegerField()
    audience = models.CharField(max_length=40)
    lines = models.JSONField(default=list)
    at = models.DateTimeField()

    objects = TalkTrackQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=("member", "step", "audience", "-at"), name="talk_track_of_step"),
        )


def talk_of(
    whose: Membership, step: int, audience: str, trained_in: frozenset[str]
) -> tuple[TalkLine, ...]:
    """Return what a member says at a step: their own words, else the defaults."""
    own = TalkTrack.objects.said_at(whose, step, audience)
    return talk_track(step, audience, trained_in) if own is None else own

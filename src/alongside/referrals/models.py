"""How a person arrives, and how the loop closes: who was sent, by whom, and what was done since."""

from datetime import date, datetime, timedelta
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import Q

from alongside.outreach.models import CardBatch, Contact, Practice
from alongside.referrals.clock import Course
from alongside.referrals.credit import Basis
from alongside.releases.models import Client
from alongside.team.ids import uuid7
from alongside.team.models import Group, Membership, Role
from alongside.team.sealing import BlindIndexField, SealedTextField, alike

# Who works the whole queue; a therapist sees their own, a liaison nobody.
SEE_ALL = (Role.OWNER, Role.COORDINATOR)
MAY_OWN = (Role.OWNER, Role.THERAPIST, Role.COORDINATOR)
ALIKE_DAYS = 7


class Way(models.TextChoices):
    CARD = "card", "the card's page"
    PHONE = "phone", "phone"
    FAX = "fax", "fax"
    LETTER = "letter", "letter"
    PORTAL = "portal", "portal"
    SISTER = "sister", "a sister group"


class ReferralQuerySet(models.QuerySet["Referral"]):
    def seen_by(self, member: Membership) -> Self:
        """Return the group's to an owner and a coordinator, one's own to a therapist."""
        of_group = self.filter(group=member.group_id)
        if member.role in SEE_ALL:
            return of_group
        return of_group.filter(owner=member.pk) if member.role in MAY_OWN else self.none()

    def of_group(self, member: Membership) -> Self:
        """Return them to be counted alone: nobody is known by it."""
        return self.filter(group=member.group_id)

    def open(self) -> Self:
        return self.filter(closed=None)

    def closed_ones(self) -> Self:
        return self.filter(closed__isnull=False).order_by("-closed__at", "-pk")

    def owned_by(self, member: Membership) -> Self:
        """Return a member's own; to whoever stands in, also those of one who has left."""
        own = Q(owner=member.pk)
        return self.filter(own | ~Q(owner__departure=None) if member.role in SEE_ALL else own)

    def with_course(self) -> Self:
        """Return them with all that a list and its clock ask."""
        joined = ("group", "practice", "owner__person", "owner__departure")
        done = ("answered", "kept", "closed", "admitted")
        return self.select_related(*joined, *done).prefetch_related(
            models.Prefetch(
                "offers", Offered.objects.select_related("missed").order_by("at", "pk"), "offers_so"
            )
        )

    def alike(self, referral: "Referral") -> Self:
        """Return those that may be the same person: a number, an address or a name, that week."""
        same = Q(pk__in=())
        for text in ("phone", "email", "name"):
            marks = alike(Referral, f"{text}_index", referral.group_id, getattr(referral, text))
            same |= Q(**{f"{text}_index__in": marks})
        week = (referral.on - timedelta(ALIKE_DAYS), referral.on + timedelta(ALIKE_DAYS))
        near = self.filter(same, group=referral.group_id, on__range=week)
        return near.exclude(pk=referral.pk).order_by("at", "pk")


class Referral(models.Model):
    """A person sent to the group: by whom, since when, and who looks after them. Sealed: who."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+", db_index=False)
    # Made where the form was opened: sent twice, it is one.
    key = models.UUIDField()
    way = models.CharField(max_length=10, choices=Way)
    # Who is credited now; each change has a row and an event.
    practice = models.ForeignKey(
        Practice, on_delete=models.PROTECT, null=True, blank=True, related_name="people_sent"
    )
    basis = models.CharField(max_length=10, choices=[(word.value, word.value) for word in Basis])
    contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    batch = models.ForeignKey(
        CardBatch, on_delete=models.PROTECT, null=True, blank=True, related_name="people_sent"
    )
    owner = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="people_sent")
    is_urgent = models.BooleanField(default=False)
    # They call by themselves: whoever sent them left no number.
    will_call = models.BooleanField(default=False)
    language = models.CharField(max_length=5, default="en")
    consented_at = models.DateTimeField(null=True)
    # The group's own day.
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = SealedTextField(max_length=120)
    phone = SealedTextField(max_length=40, blank=True)
    email = SealedTextField(max_length=254, blank=True)
    best_time = SealedTextField(max_length=120, blank=True)
    insurer = SealedTextField(max_length=120, blank=True)
    sender = SealedTextField(max_length=120, blank=True)
    phone_index = BlindIndexField("phone", digits=True)
    email_index = BlindIndexField("email")
    name_index = BlindIndexField("name")

    objects = ReferralQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("group", "key"), name="referral_key_once"),
            models.CheckConstraint(condition=Q(way__in=Way.values), name="referral_way"),
        )
        indexes = (
            models.Index(fields=("group", "on"), name="referral_of_group"),
            models.Index(fields=("owner", "on"), name="referral_of_owner"),
        )

    def __str__(self) -> str:
        # Never who: this stands in logs and on error pages.
        return f"referral of {self.on}"

    @property
    def first_name(self) -> str:
        return self.name.split()[0] if self.name.split() else "Somebody"

    @property
    def told_offers(self) -> list["Offered"]:
        """The times that were offered, in their order."""
        read = getattr(self, "offers_so", None)
        if read is not None:
            return list(read)
        return list(self.offers.select_related("missed").order_by("at", "pk"))

    @property
    def standing_offer(self) -> "Offered | None":
        """The time that was offered last, where nobody said that it was missed."""
        last = next(reversed(self.told_offers), None)
        return None if last is None or hasattr(last, "missed") else last

    @property
    def course(self) -> Course:
        """Return its days, as the clock takes them."""
        last = next(reversed(self.told_offers), None)
        missed = getattr(last, "missed", None)
        answered, kept = getattr(self, "answered", None), getattr(self, "kept", None)
        closed = getattr(self, "closed", None)
        return Course(
            came_on=self.on,
            is_urgent=self.is_urgent,
            will_call=self.will_call,
            answered_on=answered.on if answered else None,
            offered_for=last.for_on if last else None,
            missed_on=missed.noted_on if missed else None,
            kept_on=kept.on if kept else None,
            closed_on=closed.on if closed else None,
        )


class Answered(models.Model):
    """The person heard from us."""

    class How(models.TextChoices):
        SPOKE = "spoke", "spoke with them"
        MESSAGE = "message", "left a message"
        WROTE = "wrote", "wrote to them"

    referral = models.OneToOneField(
        Referral, on_delete=models.PROTECT, primary_key=True, related_name="answered"
    )
    how = models.CharField(max_length=10, choices=How)
    on = models.DateField()
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class OfferedQuerySet(models.QuerySet["Offered"]):
    def seen_by(self, member: Membership) -> Self:
        seen = Referral.objects.seen_by(member)
        return self.filter(referral__in=seen)


class Offered(models.Model):
    """A time was offered to the person, on a day. The latest counts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="offers")
    for_on = models.DateField()
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    key = models.UUIDField(default=uuid7)

    objects = OfferedQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("by", "key"), name="offered_key_once"),)


class Kept(models.Model):
    """The first session took place."""

    referral = models.OneToOneField(
        Referral, on_delete=models.PROTECT, primary_key=True, related_name="kept"
    )
    offered = models.OneToOneField(Offered, on_delete=models.PROTECT, related_name="kept")
    on = models.DateField()
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class NotKept(models.Model):
    """A time that was offered was not kept."""

    class Why(models.TextChoices):
        DID_NOT_COME = "did_not_come", "they did not come"
        CALLED_OFF = "called_off", "they called it off"
        WE_CALLED_OFF = "we_called_off", "we called it off"

    offered = models.OneToOneField(
        Offered, on_delete=models.PROTECT, primary_key=True, related_name="missed"
    )
    why = models.CharField(max_length=20, choices=Why)
    noted_on = models.DateField()
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Closed(models.Model):
    """It came to its end, once, with a reason."""

    class Reason(models.TextChoices):
        SEEN_HERE = "seen_here", "seen here, and told as far as a release allows"
        SEEN_ELSEWHERE = "seen_elsewhere", "seen elsewhere"
        NO_CAPACITY = "no_capacity", "no capacity"
        NOT_REACHED = "not_reached", "could not reach them"
        NOT_A_FIT = "not_a_fit", "not a fit"
        CHANGED_MIND = "changed_mind", "changed their mind"
        OTHER = "other", "other"

    referral = models.OneToOneField(
        Referral, on_delete=models.PROTECT, primary_key=True, related_name="closed"
    )
    reason = models.CharField(max_length=20, choices=Reason)
    on = models.DateField()
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Admitted(models.Model):
    """The person is a client here now: from then on their release says who is told what."""

    referral = models.OneToOneField(
        Referral, on_delete=models.PROTECT, primary_key=True, related_name="admitted"
    )
    # It goes with the client, whom their own room lets go after six years.
    client = models.OneToOneField(Client, on_delete=models.CASCADE, related_name="referral")
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class HandOver(models.Model):
    """Another member looks after the person from now on."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="hand_overs")
    from_member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    to_member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class CreditChange(models.Model):
    """Another practice is credited, or none."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="credit_changes")
    from_practice = models.ForeignKey(
        Practice, on_delete=models.PROTECT, null=True, related_name="+"
    )
    to_practice = models.ForeignKey(Practice, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Passing(models.Model):
    """The person was passed to a sister group that has room, and said yes to that."""

    referral = models.OneToOneField(
        Referral, on_delete=models.PROTECT, primary_key=True, related_name="passing"
    )
    to_group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    consented_at = models.DateTimeField()
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class SpanishReviewQuerySet(models.QuerySet["SpanishReview"]):
    def of(self, group_id: UUID) -> "SpanishReview | None":
        return self.filter(group=group_id).order_by("at", "pk").last()


class SpanishReview(models.Model):
    """Who read the Spanish of a card's forms for the group; the latest counts, blank ends it.

    It stands for the words that were read: when they change, they wait to be read again.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    reviewed_by = models.CharField(max_length=120, blank=True)
    words = models.CharField(max_length=64)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = SpanishReviewQuerySet.as_manager()


def came_on(at: datetime, group: Group) -> date:
    """Return the group's day of an instant."""
    day: date = group.day_of(at)
    return day

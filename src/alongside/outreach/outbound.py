"""Whom a group sent where: a day and how, and no name. No ranking and no next step sees it."""

from typing import Self
from uuid import UUID

from django.db import models

from alongside.team.ids import uuid7
from alongside.team.models import Group, Membership, Role

# Whoever goes to see offices knows of people by fives alone: one row a day may be a person.
FEWEST_SHOWN = 5


class SendingQuerySet(models.QuerySet["Sending"]):
    def seen_by(self, member: Membership) -> Self:
        """Return the group's; to a liaison none, for whom there are counts."""
        own = self.filter(group=member.group_id)
        return own.none() if member.role == Role.LIAISON else own

    def standing(self) -> Self:
        return self.filter(withdrawal=None)

    def for_list(self) -> Self:
        return self.select_related("practice", "contact", "by__person").order_by("-on", "-pk")


class Sending(models.Model):
    """Somebody was sent to a practice, and nothing about whom."""

    class Way(models.TextChoices):
        FAX = "fax", "by fax"
        PORTAL = "portal", "by portal"
        PHONE = "phone", "by phone"
        SELF = "self", "they call themselves"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    practice = models.ForeignKey(
        "outreach.Practice", on_delete=models.PROTECT, related_name="sendings"
    )
    contact = models.ForeignKey(
        "outreach.Contact", on_delete=models.PROTECT, null=True, related_name="+"
    )
    on = models.DateField()
    way = models.CharField(max_length=10, choices=Way)
    # What they asked the insurance to be, at that time.
    insurer = models.CharField(max_length=80, blank=True)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    key = models.UUIDField(default=uuid7)

    objects = SendingQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("by", "key"), name="sending_key_once"),)
        indexes = (models.Index(fields=("practice", "-on"), name="sending_of_practice"),)

    def __str__(self) -> str:
        return f"{self.practice}, {self.on}"


class SendingWithdrawal(models.Model):
    """It was noted in error."""

    sending = models.OneToOneField(
        Sending, on_delete=models.PROTECT, primary_key=True, related_name="withdrawal"
    )
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


def sent_to(practice_id: UUID, member: Membership) -> dict[str, object]:
    """Return how many a group sent to a practice and when last; a liaison hears of five or more."""
    sent = Sending.objects.standing().filter(practice=practice_id, group=member.group_id)
    found = sent.aggregate(count=models.Count("pk"), last_on=models.Max("on"))
    if member.role == Role.LIAISON:
        is_few = found["count"] < FEWEST_SHOWN
        return {"count": None if is_few else found["count"], "last_on": None}
    return found

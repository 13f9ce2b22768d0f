"""Emails to offices, who asked for no more of them, and who allowed a fax in writing.

Nothing here, in its actions or its job reads a client or a referral: both stand on floors above.
"""

import hmac
from typing import Self

from django.db import models

from alongside.team.ids import uuid7
from alongside.team.models import Group, Membership

# The page that stops further emails; a token follows.
STOP_PAGE = "/no-more-mail/"


class MailKey(models.Model):
    """The installation's key for addresses that asked for no more email: one row, kept for good.

    It is no setting: were it lost or changed, those who asked would be written to again.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    is_only = models.BooleanField(default=True, unique=True)
    key = models.BinaryField(max_length=32)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(is_only=True), name="mail_key_once"),
        )

    def hash_of(self, address: str) -> bytes:
        """Return an address as it is kept: however it is capitalised, it is one."""
        return hmac.digest(bytes(self.key), address.strip().casefold().encode(), "sha256")


class MailStop(models.Model):
    """An address asked for no more email: of the whole installation, for good, and hashed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    address_hash = models.BinaryField(max_length=32, unique=True)
    at = models.DateTimeField()


class MailingQuerySet(models.QuerySet["Mailing"]):
    def seen_by(self, member: Membership) -> Self:
        return self.filter(group=member.group_id)

    def for_list(self) -> Self:
        found = self.select_related("contact__practice", "by__person").order_by("-at", "-pk")
        return found.prefetch_related("attempts__end")


class Mailing(models.Model):
    """An email that a member wants an office to have."""

    class Kind(models.TextChoices):
        INTRODUCTION = "introduction", "introduction"
        ROOM = "room", "when I have room"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey("outreach.Contact", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    key = models.UUIDField(default=uuid7)

    objects = MailingQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("by", "key"), name="mailing_key_once"),)
        indexes = (models.Index(fields=("group", "-at"), name="mailing_of_group"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} to {self.contact}"

    @property
    def state(self) -> str:
        """How far it is, in words."""
        latest = max(self.attempts.all(), key=lambda one: (one.at, one.pk), default=None)
        if latest is None:
            return "not sent yet"
        end = getattr(latest, "end", None)
        return end.get_how_display() if end else "being sent, or broken off"


class MailAttempt(models.Model):
    """The mail server was asked to take it. Without an end, nobody knows whether it did."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    mailing = models.ForeignKey(Mailing, on_delete=models.PROTECT, related_name="attempts")
    token_hash = models.BinaryField(max_length=32, unique=True)
    # Whom its link takes off, even when the contact's address is another one by then.
    address_hash = models.BinaryField(max_length=32)
    at = models.DateTimeField()


class MailAttemptEnd(models.Model):
    """What came of it."""

    class How(models.TextChoices):
        SENT = "sent", "sent"
        FAILED = "failed", "not taken by the mail server"
        UNKNOWN = "unknown", "broken off: it may have gone"

    attempt = models.OneToOneField(
        MailAttempt, on_delete=models.PROTECT, primary_key=True, related_name="end"
    )
    how = models.CharField(max_length=10, choices=How)
    at = models.DateTimeField()


class FaxPermissionQuerySet(models.QuerySet["FaxPermission"]):
    def seen_by(self, member: Membership) -> Self:
        return self.filter(group=member.group_id)

    def standing(self) -> Self:
        return self.filter(end=None).order_by("-given_on", "-pk")


class FaxPermission(models.Model):
    """An office allowed promotional faxes in writing: who, on which day, to which number."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    practice = models.ForeignKey(
        "outreach.Practice", on_delete=models.PROTECT, related_name="fax_permissions"
    )
    # Its ten digits, or as it was written: the permission holds for this number and no other.
    number = models.CharField(max_length=40)
    given_by = models.CharField(max_length=120)
    given_on = models.DateField()
    # Where the signed paper is.
    kept = models.CharField(max_length=200)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    key = models.UUIDField(default=uuid7)

    objects = FaxPermissionQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("by", "key"), name="fax_permission_key_once"),
        )


class FaxPermissionEnd(models.Model):
    """The office wants no more of them."""

    permission = models.OneToOneField(
        FaxPermission, on_delete=models.PROTECT, primary_key=True, related_name="end"
    )
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class PromotionalFax(models.Model):
    """A promotional page was faxed, under a permission."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    permission = models.ForeignKey(FaxPermission, on_delete=models.PROTECT, related_name="faxes")
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    key = models.UUIDField(default=uuid7)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("by", "key"), name="fax_key_once"),)

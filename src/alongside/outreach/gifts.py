"""Gifts and meals, written down where nobody can see what an office sent.

This file, its actions and its pages import nothing that counts people, cards or visits: no gift is
tied to a referral, and whoever writes one down is not shown any (42 USC 1320a-7b(b)).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Self

from django.db import models

from alongside.team.ids import uuid7
from alongside.team.models import Group, Membership


@dataclass(frozen=True, slots=True)
class Cap:
    """What one physician may be given in a calendar year, and who says so."""

    cents: int
    source: str


# 42 CFR 411.357(k), raised each year. 2025 is left out: its figure was not seen at a source.
CAPS: Mapping[int, Cap] = MappingProxyType(
    {
        2023: Cap(489_00, "CMS, CPI-U updates for physician self-referral"),
        2024: Cap(507_00, "CMS, CPI-U updates for physician self-referral"),
        2026: Cap(535_00, "Horty Springer and Becker’s on the CMS figure for 2026"),
    }
)


class GiftPolicyQuerySet(models.QuerySet["GiftPolicy"]):
    def of(self, member: Membership) -> "GiftPolicy":
        """Return what the group said last; where it said nothing, no gifts are given."""
        said = self.filter(group=member.group_id).order_by("at", "pk").last()
        return said or GiftPolicy(group_id=member.group_id)


class GiftPolicy(models.Model):
    """Whether a group writes gifts down at all. The latest one counts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    is_on = models.BooleanField(default=False)
    # A licensed setting that treats substance use: no gift at all (18 USC 220).
    treats_substance_use = models.BooleanField(default=False)
    # Part of a hospital, or billing its services: the Stark cap is a hard stop.
    is_hospital_affiliated = models.BooleanField(default=False)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = GiftPolicyQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(is_on=True, treats_substance_use=True),
                name="no_gifts_where_substance_use_is_treated",
            ),
        )


class GiftQuerySet(models.QuerySet["Gift"]):
    def seen_by(self, member: Membership) -> Self:
        return self.filter(group=member.group_id)

    def standing(self) -> Self:
        return self.filter(withdrawal=None)

    def for_list(self) -> Self:
        listed = self.select_related("practice", "by__person").order_by("-on", "-pk")
        return listed.prefetch_related("recipients__contact")


class Gift(models.Model):
    """Something was given to people at an office: what, why, what it cost, and who paid."""

    class What(models.TextChoices):
        FOOD = "food", "food at an educational visit"
        ITEM = "item", "an item for teaching: a book, a poster"

    class Purpose(models.TextChoices):
        EDUCATION = "education", "education: something was taught"
        PATIENTS = "patients", "for the patients’ use in the office"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    practice = models.ForeignKey("outreach.Practice", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    what = models.CharField(max_length=10, choices=What)
    words = models.CharField(max_length=200)
    purpose = models.CharField(max_length=10, choices=Purpose)
    taught = models.CharField(max_length=200, blank=True)
    # People who are not written down as contacts.
    others = models.PositiveSmallIntegerField(default=0)
    cents = models.PositiveIntegerField()
    paid_by = models.CharField(max_length=120)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    key = models.UUIDField(default=uuid7)

    objects = GiftQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("by", "key"), name="gift_key_once"),)
        indexes = (models.Index(fields=("group", "-on"), name="gift_of_group"),)

    def __str__(self) -> str:
        return f"{self.words}, {self.on}"

    @property
    def dollars(self) -> str:
        return f"{Decimal(self.cents) / 100:,.2f}"


class GiftRecipient(models.Model):
    """One of those it was for, with their part of the cost."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    gift = models.ForeignKey(Gift, on_delete=models.PROTECT, related_name="recipients")
    contact = models.ForeignKey("outreach.Contact", on_delete=models.PROTECT, related_name="+")
    cents = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("gift", "contact"), name="gift_recipient_once"),
        )


class GiftWithdrawal(models.Model):
    """It was written down in error."""

    gift = models.OneToOneField(
        Gift, on_delete=models.PROTECT, primary_key=True, related_name="withdrawal"
    )
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

"""Who a member is on paper, what was printed, and which cards still open their page."""

from datetime import date
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery

from alongside.materials.logo import Logo as DrawnLogo
from alongside.materials.profile import LINES, Profile
from alongside.team.ids import uuid7
from alongside.team.models import Group, Membership

Row = TypeVar("Row", bound=models.Model)


class OfMemberQuerySet(models.QuerySet[Row]):
    """What a member wrote down of themselves: seen by the group; the latest row counts."""

    def seen_by(self, member: Membership) -> Self:
        return self.filter(member__group=member.group_id)

    def newest(self) -> Self:
        """Return the row that counts of each member who is still there."""
        of_same = type(self)(self.model).filter(member=OuterRef("member"))
        newest = Subquery(of_same.order_by("-at", "-pk").values("pk")[:1])
        return self.filter(pk=newest, member__departure=None)

    def of(self, member: Membership) -> Row | None:
        return self.filter(member=member).order_by("at", "pk").last()


class Letterhead(models.Model):
    """Who a member is on paper: name, license, address, colour. The latest one counts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="letterheads")
    name = models.CharField(max_length=300)
    credentials = models.CharField(max_length=300)
    licence = models.CharField(max_length=300)
    licence_state = models.CharField(max_length=2)
    trained_in = models.JSONField(default=list)
    practice_name = models.CharField(max_length=300)
    street = models.CharField(max_length=300)
    city = models.CharField(max_length=300)
    state = models.CharField(max_length=2)
    zip5 = models.CharField(max_length=5)
    phone = models.CharField(max_length=300)
    fax = models.CharField(max_length=300, blank=True)
    url = models.CharField(max_length=300, blank=True)
    accent = models.CharField(max_length=7)
    at = models.DateTimeField()

    objects = OfMemberQuerySet["Letterhead"].as_manager()

    def __str__(self) -> str:
        return f"{self.name}, {self.credentials}"

    @property
    def lines(self) -> dict[str, str]:
        """Return its lines by the names that the press knows them by."""
        return {name: getattr(self, name) for name in LINES}


class Logo(models.Model):
    """A picture for one's paper, made anew when it was taken in; a blank kind takes it away."""

    class Kind(models.TextChoices):
        PNG = "png", "PNG"
        SVG = "svg", "SVG"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="logos")
    kind = models.CharField(max_length=3, choices=Kind, blank=True)
    data = models.BinaryField(default=b"")
    at = models.DateTimeField()

    objects = OfMemberQuerySet["Logo"].as_manager()

    @property
    def drawn(self) -> DrawnLogo | None:
        if not self.kind:
            return None
        return DrawnLogo(bytes(self.data), "svg" if self.kind == self.Kind.SVG else "png")


class Availability(models.Model):
    """When a member has room, for whom, and until when that is true. The latest one counts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="availabilities")
    openings = models.JSONField(default=list)
    insurers = models.JSONField(default=list)
    helps_with = models.JSONField(default=list)
    ages = models.CharField(max_length=120, blank=True)
    portal = models.CharField(max_length=120, blank=True)
    as_of = models.DateField()
    valid_until = models.DateField()
    at = models.DateTimeField()

    objects = OfMemberQuerySet["Availability"].as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("as_of")), name="availability_ends_after_it_begins"
            ),
        )

    def is_true(self, on: date) -> bool:
        """Return whether it still stands on a day."""
        return on <= self.valid_until


class PrintingQuerySet(models.QuerySet["Printing"]):
    def seen_by(self, member: Membership) -> Self:
        return self.filter(group=member.group_id)

    def newest_first(self) -> Self:
        return self.order_by("-at", "-pk")

    def for_list(self) -> Self:
        """Return them with what a list shows, in one query."""
        return self.select_related("by__person", "whose__person", "practice")

    def with_handout(self) -> Self:
        return self.filter(kind__in=(Printing.Kind.HANDOUT, Printing.Kind.KIT))

    def on_counters(self) -> Self:
        """Return what lies on each counter: the latest page that was printed for a practice."""
        of_same = Printing.objects.with_handout().filter(practice=OuterRef("practice"))
        newest = Subquery(of_same.newest_first().values("pk")[:1])
        return self.filter(pk=newest, practice__isnull=False)


class Printing(models.Model):
    """A document was printed: what stood on it, and until when it may be handed out."""

    class Kind(models.TextChoices):
        HANDOUT = "handout", "handout"
        CARDS = "cards", "cards"
        LETTER = "letter", "first letter"
        AVAILABILITY = "availability", "availability card"
        KIT = "kit", "visit kit"
        RELEASE = "release", "release form"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="printings")
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    whose = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    on = models.DateField()
    kind = models.CharField(max_length=20, choices=Kind)
    audience = models.CharField(max_length=40, blank=True)
    paper = models.CharField(max_length=10)
    language = models.CharField(max_length=5)
    reviewed_by = models.CharField(max_length=120, blank=True)
    review_by = models.DateField(null=True)
    sha256 = models.CharField(max_length=64)
    bullets = models.JSONField(default=list)
    sources = models.JSONField(default=list)
    practice = models.ForeignKey(
        "outreach.Practice", on_delete=models.PROTECT, null=True, related_name="printings"
    )
    batch = models.OneToOneField(
        "outreach.CardBatch", on_delete=models.PROTECT, null=True, related_name="printing"
    )

    objects = PrintingQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=("group", "-at"), name="printing_of_group"),
            models.Index(fields=("practice", "-at"), name="printing_of_practice"),
        )

    def __str__(self) -> str:
        return f"{self.kind}, {self.on}"

    def is_past_review(self, on: date) -> bool:
        """Return whether it should be on no counter any more."""
        return self.review_by is not None and self.review_by < on


class CardRevocation(models.Model):
    """A batch's code leads nowhere any more; `replaced_by` is the sheet printed in its stead."""

    batch = models.OneToOneField(
        "outreach.CardBatch", on_delete=models.PROTECT, primary_key=True, related_name="revocation"
    )
    replaced_by = models.ForeignKey(
        "outreach.CardBatch", on_delete=models.PROTECT, null=True, related_name="+"
    )
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class ScanKey(models.Model):
    """A group's secret of one day, by which a device is known again; gone when the day is over."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    group = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    key = models.BinaryField(max_length=32)


class ScanMark(models.Model):
    """Some device has scanned a batch today: a keyed hash, which goes with its key."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    day = models.ForeignKey(ScanKey, on_delete=models.CASCADE, related_name="marks")
    batch = models.ForeignKey("outreach.CardBatch", on_delete=models.PROTECT, related_name="+")
    mark = models.BinaryField(max_length=32)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("day", "batch", "mark"), name="scan_mark_once"),
        )


def profile_for(letterhead: Letterhead, logo: Logo | None) -> Profile:
    """Return a letterhead as the press takes it."""
    return Profile(
        **letterhead.lines,
        trained_in=frozenset(letterhead.trained_in),
        logo=logo.drawn if logo else None,
    )

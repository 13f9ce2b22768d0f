"""The territory: where a group looks, the files it loaded, and the offices found there."""

from datetime import date
from typing import Self, TypeVar

from django.apps import apps
from django.db import models

from alongside.team.ids import uuid7
from alongside.team.models import Group, Membership

Row = TypeVar("Row", bound=models.Model)

# More than anybody visits in a life; of a circle that holds more, the best are listed.
MOST_OFFICES = 5_000


class OfGroupQuerySet(models.QuerySet[Row]):
    """Rows of a group: seen by its members, and by nobody else."""

    def seen_by(self, member: Membership) -> Self:
        return self.filter(group=member.group_id)


class TerritoryPlace(models.Model):
    """Where a group looks, how far, and what counts how much. The latest one counts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    near = models.CharField(max_length=5)
    within_miles = models.PositiveSmallIntegerField()
    parts = models.JSONField()
    specialties = models.JSONField()
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = OfGroupQuerySet["TerritoryPlace"].as_manager()

    def __str__(self) -> str:
        return f"{self.within_miles} miles around {self.near}"

    @staticmethod
    def of(member: Membership) -> "TerritoryPlace | None":
        """Return where the member's group looks, as was last said."""
        return TerritoryPlace.objects.seen_by(member).order_by("at", "pk").last()


class TerritoryLoad(models.Model):
    """Clinicians were loaded: what was read, kept and dropped. Inserted last of all.

    made_of lists what its rows come from, the newest last: a file, and look-ups that lie beside it.
    """

    class Source(models.TextChoices):
        FILE = "file", "Medicare's clinicians file"
        REGISTRY = "registry", "NPI Registry"
        BUILT = "built", "built folder"

    id = models.UUIDField(primary_key=True, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=10, choices=Source, default=Source.FILE)
    file_name = models.CharField(max_length=180)
    sha256 = models.CharField(max_length=64)
    made_of = models.JSONField(default=list)
    rows_read = models.PositiveIntegerField()
    rows_skipped = models.PositiveIntegerField()
    # (why, rows, those of primary care), the most frequent reason first.
    left_out = models.JSONField()
    warnings = models.JSONField()
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = OfGroupQuerySet["TerritoryLoad"].as_manager()

    def __str__(self) -> str:
        return self.file_name

    @property
    def rows_kept(self) -> int:
        dropped: int = sum(rows for _, rows, _ in self.left_out)
        return self.rows_read - self.rows_skipped - dropped

    @property
    def told_sources(self) -> list[dict[str, object]]:
        """What its rows come from, each with its day and how many of its rows were kept."""
        told = self.made_of or [{"name": self.file_name, "on": "", "rows": self.rows_kept}]
        return [{**one, "on": date.fromisoformat(one["on"] or f"{self.at:%F}")} for one in told]

    @property
    def told(self) -> tuple[str, ...]:
        """What was read, kept and dropped, and why, a sentence each."""
        counted = f"{_rows(self.rows_read)} read, {self.rows_kept:,} kept."
        skipped = [f"{_rows(self.rows_skipped)} left out as bad."] if self.rows_skipped else []
        left_out = [_why(*one) for one in self.left_out]
        return (counted, *skipped, *left_out, *self.warnings)


class Ranking(models.Model):
    """The offices of a load in order, as a place and its weights put them; a draft until in use."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(TerritoryPlace, on_delete=models.PROTECT, related_name="+")
    found = models.PositiveIntegerField()
    found_wider = models.PositiveIntegerField(null=True)
    # The middle of the place's ZIP, in degrees.
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    began_at = models.DateTimeField()

    objects = OfGroupQuerySet["Ranking"].as_manager()

    @property
    def is_cut(self) -> bool:
        return self.found > MOST_OFFICES


class RankingInUse(models.Model):
    """Which whole ranking a group sees: one row, so that all its pages turn over at once."""

    group = models.OneToOneField(
        Group, on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    ranking = models.OneToOneField(Ranking, on_delete=models.PROTECT, related_name="in_use")
    load = models.ForeignKey(TerritoryLoad, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = OfGroupQuerySet["RankingInUse"].as_manager()

    @staticmethod
    def of(member: Membership) -> "RankingInUse | None":
        """Return the ranking that the member's group sees, with its load and its place."""
        own = RankingInUse.objects.seen_by(member)
        return own.select_related("ranking__place", "load__by__person").first()


class CandidateQuerySet(models.QuerySet["Candidate"]):
    def seen_by(self, member: Membership) -> Self:
        """Return the offices of the ranking that the member's group has in use."""
        return self.filter(ranking__in_use__group=member.group_id)

    def set_aside(self, member: Membership) -> Self:
        return self.filter(key__in=_keys_set_aside(member))

    def offered(self, member: Membership) -> Self:
        """Return those that the group has not set aside."""
        return self.exclude(key__in=_keys_set_aside(member))

    def counted(self, member: Membership) -> list[tuple[str, str, bool, bool, int]]:
        """Return each tier and specialty, whether set aside, whether on the list, and how many."""
        aside = models.Case(models.When(key__in=_keys_set_aside(member), then=True), default=False)
        listed = models.Case(models.When(key__in=_keys_adopted(member), then=True), default=False)
        told = self.annotate(is_aside=aside, is_listed=listed)
        kinds = told.values_list("tier", "specialty", "is_aside", "is_listed")
        return list(kinds.annotate(count=models.Count("pk")))

    def not_adopted(self, member: Membership) -> Self:
        """Return those that are not on the group's list of practices."""
        return self.exclude(key__in=_keys_adopted(member))

    def best_first(self) -> Self:
        return self.order_by("rank", "pk")

    def for_list(self) -> Self:
        """Return them without what a list does not show."""
        return self.defer("clinicians", "parts")


class Candidate(models.Model):
    """An office worth knowing: a value, computed from public files; `adopt` makes it a practice."""

    ranking = models.ForeignKey(
        Ranking, on_delete=models.PROTECT, related_name="candidates", db_index=False
    )
    # The same in the next ranking, so that a page of yesterday still knows what it shows.
    office = models.UUIDField()
    key = models.CharField(max_length=200)
    rank = models.PositiveIntegerField()
    tier = models.CharField(max_length=10)
    name = models.CharField(max_length=180, blank=True)
    street = models.CharField(max_length=180)
    unit = models.CharField(max_length=40, blank=True)
    city = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=2, blank=True)
    zip5 = models.CharField(max_length=5)
    specialty = models.CharField(max_length=40)
    miles = models.FloatField()
    # The middle of its ZIP, in degrees; null in what was ranked before there was a map.
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    score = models.FloatField()
    parts = models.JSONField()
    reasons = models.JSONField()
    clinicians = models.JSONField()

    objects = CandidateQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("ranking", "rank"), name="candidate_rank_once"),
            models.UniqueConstraint(fields=("ranking", "office"), name="candidate_office_once"),
        )
        # What is counted for every page, without reading the offices themselves.
        indexes = (
            models.Index(
                fields=("ranking", "tier", "specialty", "miles", "key"), name="candidate_counts"
            ),
        )

    def __str__(self) -> str:
        return self.name or self.street

    @property
    def where(self) -> str:
        """The street where the title does not say it, and the city."""
        unit = f"{self.street}, {self.unit}" if self.unit else self.street
        return ", ".join(part for part in (unit if self.name else self.unit, self.city) if part)


class SettingAside(models.Model):
    """ "Not for me": an office is not shown to the group, in this ranking and in those to come."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=200)
    # The key once more while this stands, so that the database itself keeps it to one.
    standing_key = models.CharField(max_length=200, null=True)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = OfGroupQuerySet["SettingAside"].as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("group", "standing_key"), name="set_aside_once"),
        )


class Return(models.Model):
    """ "Back again": an office that was set aside is shown once more."""

    setting_aside = models.OneToOneField(
        SettingAside, on_delete=models.PROTECT, primary_key=True, related_name="ending"
    )
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


def _keys_adopted(member: Membership) -> models.QuerySet[models.Model, str]:
    # The practices stand in the file that imports this one.
    practices = apps.get_model("outreach", "Practice").objects.filter(group=member.group_id)
    adopted: models.QuerySet[models.Model, str] = practices.exclude(candidate="").values_list(
        "candidate", flat=True
    )
    return adopted


def _keys_set_aside(member: Membership) -> models.QuerySet[SettingAside, str | None]:
    standing = SettingAside.objects.seen_by(member).exclude(standing_key=None)
    return standing.values_list("standing_key", flat=True)


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def _why(why: str, rows: int, primary_care: int) -> str:
    people = f", {primary_care:,} of primary care" if primary_care else ""
    return f"{_rows(rows)} dropped: {why}{people}."

"""What a new load tells of practices on the list: offered to people, and never done unasked."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from django.db import models
from django.db.models import Q

from alongside.outreach.candidates import Candidate, OfGroupQuerySet, TerritoryLoad
from alongside.team.ids import uuid7
from alongside.team.models import Group, Membership


class TerritoryChangeQuerySet(OfGroupQuerySet["TerritoryChange"]):
    def open(self) -> Self:
        """Return those that nobody has answered, of practices that are on the list."""
        return self.filter(answer=None, practice__shelving=None)

    def for_page(self) -> Self:
        found = self.select_related("practice", "contact")
        return found.order_by("practice__name", "practice", "kind", "name", "pk")


class TerritoryChange(models.Model):
    """One thing that a load tells otherwise than what is written down of a practice."""

    class Kind(models.TextChoices):
        MOVED = "moved", "the office has moved"
        LEFT = "left", "is no longer listed there"
        NEW = "new", "is listed there, too"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    practice = models.ForeignKey(
        "outreach.Practice", on_delete=models.PROTECT, related_name="changes"
    )
    contact = models.ForeignKey(
        "outreach.Contact", on_delete=models.PROTECT, null=True, related_name="+"
    )
    load = models.ForeignKey(TerritoryLoad, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    npi = models.CharField(max_length=10, blank=True)
    name = models.CharField(max_length=180)
    # The new address of an office that moved, or where somebody who left is listed now.
    told = models.JSONField()
    at = models.DateTimeField()

    objects = TerritoryChangeQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("load", "practice", "kind", "npi"), name="change_told_once"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="change_has_a_name"),
        )

    @property
    def where(self) -> str:
        """The address that goes with it, in one line."""
        street, unit, city = (self.told.get(part, "") for part in ("street", "unit", "city"))
        return ", ".join(part for part in (street, unit, city) if part)

    @property
    def what(self) -> tuple[str, str, str, str, str]:
        """What makes it the same offer as one of another load."""
        return (str(self.practice_id), self.kind, self.npi, self.name, self.where)


class ChangeAnswer(models.Model):
    """What became of an offer: accepted, not now, or no longer told by a later load."""

    class How(models.TextChoices):
        ACCEPTED = "accepted", "accepted"
        DECLINED = "declined", "not now"
        LAPSED = "lapsed", "no longer told"

    change = models.OneToOneField(
        TerritoryChange, on_delete=models.PROTECT, primary_key=True, related_name="answer"
    )
    how = models.CharField(max_length=10, choices=How)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Departure(models.Model):
    """A person no longer works at the practice; what was noted of them stays."""

    contact = models.OneToOneField(
        "outreach.Contact", on_delete=models.PROTECT, primary_key=True, related_name="departure"
    )
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


@dataclass(frozen=True, slots=True)
class Known:
    """A person who is written down at a practice: their contact's id, NPI and name."""

    contact: Any
    npi: str
    name: str


@dataclass(frozen=True, slots=True)
class Found:
    """A difference, as it is to be offered."""

    kind: str
    name: str
    npi: str = ""
    contact: Any = None
    told: Mapping[str, str] = field(default_factory=dict)


def differences(
    known: Sequence[Known], office: Candidate | None, elsewhere: Mapping[str, Candidate]
) -> Iterator[Found]:
    """Tell how a practice as it is written down differs from what is listed now.

    Args:
        known: its people who have an NPI, but for those who left.
        office: the same office in the new list; None where it is not in it.
        elsewhere: by NPI, another office of the new list at which a person stands.
    """
    if office is None:
        yield from _move(known, elsewhere)
        return
    listed = {one["npi"]: one["name"] for one in office.clinicians}
    for person in known:
        if person.npi not in listed:
            now = elsewhere.get(person.npi)
            told = address_of(now) if now else {}
            yield Found("left", person.name, person.npi, person.contact, told)
    for npi in sorted(listed.keys() - {person.npi for person in known}):
        yield Found("new", listed[npi], npi)


def _move(known: Sequence[Known], elsewhere: Mapping[str, Candidate]) -> Iterator[Found]:
    """Tell that an office moved where at least half of its people stand at one other."""
    places = Counter(elsewhere[one.npi].key for one in known if one.npi in elsewhere)
    if not places:
        return
    key, count = max(places.items(), key=lambda place: (place[1], place[0]))
    if 2 * count >= len(known):
        [now] = {one.key: one for one in elsewhere.values() if one.key == key}.values()
        yield Found("moved", str(now), told=address_of(now) | {"key": key})


def address_of(office: Candidate) -> dict[str, str]:
    parts = ("street", "unit", "city", "state", "zip5")
    return {part: getattr(office, part) for part in parts}

"""What a practice is known by to sister groups, and what they say of it: days, and nothing else."""

from django.db import models

from alongside.playbook.history import Entry
from alongside.team.ids import uuid7
from alongside.team.models import Group

# Visits there may be on the day of one's own appointment, or about a client: none is told of.
PRIVATE_ENTRIES = (Entry.OWN_DOCTOR, Entry.CLIENT)
# No office is approached twice within a fortnight.
FORTNIGHT_DAYS = 14


class OfficeMark(models.Model):
    """A practice's address and phone as one spelling, by which sister groups find it."""

    practice = models.OneToOneField(
        "outreach.Practice", on_delete=models.CASCADE, primary_key=True, related_name="mark"
    )
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    # ZIP, number and street, as the territory's key has them; blank where they cannot be read.
    building = models.CharField(max_length=200, blank=True, db_index=True)
    direction = models.CharField(max_length=1, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    # Ten digits, or blank.
    phone = models.CharField(max_length=10, blank=True, db_index=True)

    def __str__(self) -> str:
        return f"{self.building}|{self.unit}"


class SisterFact(models.Model):
    """A day that sister groups told of an office: copied here, so that nothing leads back.

    There is no telling from it which group, who of it, why, or how they came to that office.
    """

    class What(models.TextChoices):
        DECLINED = "sister_declined", "asked a sister group not to be visited"
        LIFTED = "sister_lifted", "a sister group's no was lifted"
        VISITED = "sister_visited", "visited by a sister group"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(
        "outreach.Practice", on_delete=models.CASCADE, related_name="sister_facts"
    )
    what = models.CharField(max_length=20, choices=What)
    on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("practice", "what"), name="sister_fact_once"),
        )

"""Who is asking: people, the groups they work in, and what was done."""

from datetime import datetime
from typing import Any, ClassVar, Self
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from alongside.team.ids import uuid7


class Role(models.TextChoices):
    OWNER = "owner", "owner"
    THERAPIST = "therapist", "therapist"
    LIAISON = "liaison", "liaison"
    COORDINATOR = "coordinator", "coordinator"


class Group(models.Model):
    """A therapy practice using Alongside: one therapist, or many. All data belongs to one."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=120)
    time_zone = models.CharField(max_length=64, default="America/New_York")
    new_practices_weekly = models.PositiveSmallIntegerField(default=3)
    requires_second_factor = models.BooleanField(default=False)
    # Where it stands now, read with the group; `NetworkPlace` tells since when and by whom.
    network = models.ForeignKey(
        "Network", on_delete=models.PROTECT, null=True, related_name="groups"
    )
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

    def day_of(self, at: datetime) -> Any:
        """Return the group's own day of an instant."""
        return at.astimezone(ZoneInfo(self.time_zone)).date()


class PersonManager(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Someone who can sign in; may belong to several groups, and works in one at a time."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=120, blank=True)
    working_in = models.ForeignKey(
        "Membership", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        constraints = (models.UniqueConstraint(Lower("email"), name="person_email_once"),)

    def __str__(self) -> str:
        return self.name or self.email


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> Self:
        return self.filter(departure=None)

    def seen_by(self, member: "Membership") -> Self:
        return self.filter(group=member.group_id)


class Membership(models.Model):
    """A person in a group, with a role: who every page and every read starts from."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    joined_at = models.DateTimeField()

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("group", "person"), name="membership_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="membership_role"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}, {self.role}"

    @property
    def is_owner(self) -> bool:
        return self.role == Role.OWNER

    @property
    def is_current(self) -> bool:
        return not hasattr(self, "departure")


class Departure(models.Model):
    """A member left, or was asked to."""

    membership = models.OneToOneField(
        Membership, on_delete=models.PROTECT, primary_key=True, related_name="departure"
    )
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.membership} left"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def seen_by(self, member: Membership) -> Self:
        return self.filter(group=member.group_id)

    def open(self, at: datetime) -> Self:
        return self.filter(acceptance=None, withdrawal=None, expires_at__gt=at)


class Invitation(models.Model):
    """A place in a group, offered to an address; the link's token is kept hashed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=20, choices=Role)
    token_hash = models.BinaryField(max_length=32, unique=True)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    expires_at = models.DateTimeField()

    objects = InvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.email}, {self.role}"


class Acceptance(models.Model):
    """An invitation was taken up."""

    invitation = models.OneToOneField(
        Invitation, on_delete=models.PROTECT, primary_key=True, related_name="acceptance"
    )
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Withdrawal(models.Model):
    """An invitation was taken back."""

    invitation = models.OneToOneField(
        Invitation, on_delete=models.PROTECT, primary_key=True, related_name="withdrawal"
    )
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Installation(models.Model):
    """This instance, made with its database. Its first visitor becomes the owner, once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # True in the one row there is: two that start at once do not make two.
    is_only = models.BooleanField(default=True, unique=True)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(is_only=True), name="installation_once"),
        )

    def __str__(self) -> str:
        return str(self.id)


class Network(models.Model):
    """Sister groups that keep out of each other's way; no group sees another's rows in it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=120)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class NetworkInvitation(models.Model):
    """A code by which one group, whichever is told it, may ask to join; it is kept hashed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="invitations")
    code_hash = models.BinaryField(max_length=32, unique=True)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    expires_at = models.DateTimeField()


class NetworkRequestQuerySet(models.QuerySet["NetworkRequest"]):
    def seen_by(self, member: Membership) -> Self:
        """Return what the member's group asked, and what its network was asked."""
        asked = models.Q(invitation__network=member.group.network_id)
        return self.filter(models.Q(group=member.group_id) | asked)

    def waiting(self) -> Self:
        return self.filter(place=None, refusal=None).order_by("at", "pk")


class NetworkRequest(models.Model):
    """A group's owner took up a code, and so agreed; an owner of the network answers."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    invitation = models.OneToOneField(
        NetworkInvitation, on_delete=models.PROTECT, related_name="request"
    )
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="network_requests")
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = NetworkRequestQuerySet.as_manager()

    @property
    def is_answered(self) -> bool:
        return hasattr(self, "place") or hasattr(self, "refusal")


class NetworkRefusal(models.Model):
    """A request was turned away, or taken back by whoever asked."""

    request = models.OneToOneField(
        NetworkRequest, on_delete=models.PROTECT, primary_key=True, related_name="refusal"
    )
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class NetworkPlace(models.Model):
    """A group stands in a network, from when an owner on each side had agreed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="places")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="network_places")
    # The group once more while this stands, so that the database itself keeps it to one.
    standing_for = models.OneToOneField(
        Group, on_delete=models.PROTECT, null=True, related_name="network_place"
    )
    # None: it made the network.
    request = models.OneToOneField(
        NetworkRequest, on_delete=models.PROTECT, null=True, related_name="place"
    )
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class NetworkLeaving(models.Model):
    """A group left its network."""

    place = models.OneToOneField(
        NetworkPlace, on_delete=models.PROTECT, primary_key=True, related_name="leaving"
    )
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class EventQuerySet(models.QuerySet["Event"]):
    def seen_by(self, member: Membership) -> Self:
        """Return the group's events, less those that only the one who made them may see."""
        return self.filter(group=member.group_id).filter(
            models.Q(is_private=False) | models.Q(person=member.person_id)
        )

    def newest_first(self) -> Self:
        return self.select_related("person").order_by("-sequence")


class Event(models.Model):
    """What was done: who, what, when, which row. Append-only, by triggers in the database."""

    # A sequence beside the moment: ids made in one millisecond have no order.
    sequence = models.BigAutoField(primary_key=True)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=60)
    at = models.DateTimeField()
    row = models.CharField(max_length=60, blank=True)
    row_id = models.UUIDField(null=True)
    is_private = models.BooleanField(default=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=("group", "-sequence"), name="event_of_group"),
            models.Index(fields=("row_id", "sequence"), name="event_of_row"),
        )

    def __str__(self) -> str:
        return f"{self.verb} {self.row}"


class JobQuerySet(models.QuerySet["Job"]):
    def seen_by(self, member: Membership) -> Self:
        """Return the group's jobs: each is seen by all its members."""
        return self.filter(group=member.group_id)

    def unended(self) -> Self:
        return self.filter(ending=None)

    def ended(self) -> Self:
        return self.filter(ending__isnull=False)

    def waiting(self) -> Self:
        """Return those that no worker has begun."""
        return self.unended().filter(runs=0)

    def newest_first(self) -> Self:
        return self.order_by("-made_at", "-pk")

    def for_list(self) -> Self:
        """Return them with all that a row of the list says, in one question."""
        return self.newest_first().select_related("by__person", "ending", "stop", "retrial")


class Job(models.Model):
    """Work that takes long, asked for by a member and done by the worker.

    Its arguments are ids and plain values, never a client's data: they are kept, and they are read
    by whoever reads the database. What the kind does must bear being done again from the start.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="jobs")
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)
    key = models.UUIDField()
    arguments = models.JSONField(default=dict)
    title = models.CharField(max_length=200)
    retrial_of = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="retrial"
    )
    # 0 while it is not known.
    progress_done = models.PositiveBigIntegerField(default=0)
    progress_total = models.PositiveBigIntegerField(default=0)
    progress_words = models.CharField(max_length=200, blank=True)
    # How often it was begun: a worker that lost its job to another one is known by an older number.
    runs = models.PositiveIntegerField(default=0)
    # The row of the queue that stands for it now.
    task_id = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("by", "key"), name="job_once"),)
        indexes = (models.Index(fields=("group", "-made_at"), name="job_of_group"),)

    def __str__(self) -> str:
        return self.title

    @property
    def is_ended(self) -> bool:
        return hasattr(self, "ending")

    @property
    def is_stopping(self) -> bool:
        return hasattr(self, "stop") and not self.is_ended

    @property
    def is_waiting(self) -> bool:
        return self.runs == 0 and not self.is_ended

    @property
    def is_retried(self) -> bool:
        return hasattr(self, "retrial")

    @property
    def may_be_retried(self) -> bool:
        return self.is_ended and not self.ending.is_done and not self.is_retried

    def is_led_by(self, member: Membership) -> bool:
        """Return whether a member may stop it or try it again: who asked for it, or an owner."""
        return self.group_id == member.group_id and (self.by_id == member.pk or member.is_owner)


class JobEnding(models.Model):
    """A job came to its end, once."""

    class How(models.TextChoices):
        DONE = "done", "done"
        FAILED = "failed", "failed"
        STOPPED = "stopped", "stopped"

    job = models.OneToOneField(
        Job, on_delete=models.PROTECT, primary_key=True, related_name="ending"
    )
    how = models.CharField(max_length=10, choices=How)
    words = models.TextField(max_length=1000, blank=True)
    result = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(how__in=("done", "failed", "stopped")), name="job_ending_how"
            ),
        )

    def __str__(self) -> str:
        return f"{self.job}: {self.how}"

    @property
    def is_done(self) -> bool:
        return self.how == self.How.DONE

    @property
    def is_failed(self) -> bool:
        return self.how == self.How.FAILED


class JobStop(models.Model):
    """The wish that a job stop; the worker heeds it when it next tells its progress."""

    job = models.OneToOneField(Job, on_delete=models.PROTECT, primary_key=True, related_name="stop")
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class WorkerQuerySet(models.QuerySet["Worker"]):
    def seen_since(self, at: datetime) -> Self:
        return self.filter(seen_at__gt=at)


class Worker(models.Model):
    """A process that does jobs, one to a home; it writes down every few seconds that it lives."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    seen_at = models.DateTimeField()

    objects = WorkerQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.id)

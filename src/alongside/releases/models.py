"""Who may be told what about whom: clients, their prescribers, releases, and the telling."""

from datetime import date, timedelta
from typing import Self, TypeVar

from django.db import models
from django.db.models import Q

from alongside.outreach.models import Contact, choices_of
from alongside.playbook.history import Question
from alongside.releases.scope import Item, LetterKind, said
from alongside.team.ids import uuid7
from alongside.team.models import Group, Membership, Role
from alongside.team.sealing import SealedBytesField, SealedTextField

Row = TypeVar("Row", bound=models.Model)

EXPIRES_SOON = timedelta(days=30)
# Who may have clients; a coordinator and a liaison see none.
TREATS = (Role.OWNER, Role.THERAPIST)


class OfTherapistQuerySet(models.QuerySet[Row]):
    """Rows about a client: seen by the client's own therapist, and by an owner."""

    def seen_by(self, member: Membership) -> Self:
        of_group = self.filter(group=member.group_id)
        if member.role == Role.OWNER:
            return of_group
        if member.role == Role.THERAPIST:
            return of_group.filter(client__therapist=member.pk)
        return of_group.none()


class ClientQuerySet(models.QuerySet["Client"]):
    def seen_by(self, member: Membership) -> Self:
        """Return a therapist's own clients, an owner's all; nobody else sees any."""
        of_group = self.filter(group=member.group_id)
        if member.role == Role.OWNER:
            return of_group
        if member.role == Role.THERAPIST:
            return of_group.filter(therapist=member.pk)
        return of_group.none()

    def by_code(self) -> Self:
        return self.order_by("code", "pk")


class Client(models.Model):
    """Somebody in treatment here, known by a code; who it is, is sealed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="clients")
    therapist = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="clients")
    code = models.CharField(max_length=40)
    name = SealedTextField(max_length=200)
    born_on = SealedTextField(max_length=40)
    contact = SealedTextField(max_length=300)
    # Where the client is when seen: it chooses the form.
    state = models.CharField(max_length=2)
    # Records of a program under 42 CFR Part 2 need a consent of their own.
    is_part_2 = models.BooleanField(default=False)
    made_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    key = models.UUIDField(default=uuid7)

    objects = ClientQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("group", "code"), name="client_code_once"),
            models.UniqueConstraint(fields=("made_by", "key"), name="client_key_once"),
        )

    def __str__(self) -> str:
        return self.code


class TreatmentEnd(models.Model):
    """A client's treatment with their therapist ended: so do the releases that end with it."""

    client = models.OneToOneField(
        Client, on_delete=models.PROTECT, primary_key=True, related_name="treatment_end"
    )
    on = models.DateField()
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Prescriber(models.Model):
    """Who prescribes for a client: a person at a practice."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="prescribers")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = OfTherapistQuerySet["Prescriber"].as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("client", "contact"), name="prescriber_once"),
        )

    def __str__(self) -> str:
        return str(self.contact)


class ClientNo(models.Model):
    """The client would rather not: recorded once, and never asked about again."""

    prescriber = models.OneToOneField(
        Prescriber, on_delete=models.PROTECT, primary_key=True, related_name="no"
    )
    on = models.DateField()
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class TreatmentPolicy(models.Model):
    """Whether a group tells without a release for treatment (45 CFR 164.506(c)); the latest counts.

    `states` are those for which it has found that the state allows it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="treatment_policies")
    states = models.JSONField(default=list)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class ReleaseQuerySet(OfTherapistQuerySet["Release"]):
    def signed(self) -> Self:
        return self.filter(signature__isnull=False)

    def in_force(self, on: date) -> Self:
        """Return those that stand on a day, whatever they cover."""
        ended = Q(ends_with_treatment=True, client__treatment_end__on__lte=on)
        return (
            self.signed()
            .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), revocation=None)
            .exclude(ended)
        )

    def expiring(self, on: date) -> Self:
        """Return those that stand and end by their date within 30 days, the first one first."""
        soon = self.in_force(on).filter(ends_on__lte=on + EXPIRES_SOON)
        return soon.order_by("ends_on", "pk")

    def whole(self) -> Self:
        """Return them with all that decides what they cover."""
        found = self.select_related("client__treatment_end", "signature", "revocation")
        return found.prefetch_related("recipients__contact__practice")


class Release(models.Model):
    """A client's permission to talk to somebody: drafted here, and nothing before it is signed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="releases")
    items = models.JSONField(default=list)
    tells = models.BooleanField()
    hears = models.BooleanField()
    purpose = SealedTextField(max_length=300)
    ends_on = models.DateField(null=True)
    ends_with_treatment = models.BooleanField(default=True)
    state = models.CharField(max_length=2)
    is_part_2 = models.BooleanField(default=False)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    key = models.UUIDField(default=uuid7)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("by", "key"), name="release_key_once"),
            models.CheckConstraint(
                condition=Q(tells=True) | Q(hears=True), name="release_has_a_direction"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=False) | Q(ends_with_treatment=True),
                name="release_has_an_end",
            ),
        )

    def __str__(self) -> str:
        return f"Release of {self.client_id}"

    @property
    def scope(self) -> frozenset[Item]:
        return frozenset(Item(item) for item in self.items)

    @property
    def items_said(self) -> str:
        return said(self.scope)

    @property
    def is_signed(self) -> bool:
        return hasattr(self, "signature")

    @property
    def is_revoked(self) -> bool:
        return hasattr(self, "revocation")

    @property
    def to(self) -> list[Contact]:
        return [recipient.contact for recipient in self.recipients.all()]

    def is_in_force(self, on: date) -> bool:
        return self.is_signed and not self.is_revoked and not self.is_over(on)

    def is_over(self, on: date) -> bool:
        """Return whether its date, or the end of treatment, has come."""
        end = getattr(self.client, "treatment_end", None)
        by_event = self.ends_with_treatment and end is not None and end.on <= on
        return by_event or (self.ends_on is not None and self.ends_on < on)


class Recipient(models.Model):
    """Somebody whom a release names."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="recipients")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("release", "contact"), name="recipient_once"),
        )


class Signature(models.Model):
    """A release was signed: on a screen, or on paper that was scanned."""

    class How(models.TextChoices):
        DRAWN = "drawn", "drawn on the screen"
        TYPED = "typed", "typed on the screen"
        PAPER = "paper", "signed on paper"

    release = models.OneToOneField(
        Release, on_delete=models.PROTECT, primary_key=True, related_name="signature"
    )
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=10, choices=How)
    signed_on = models.DateField()
    at = models.DateTimeField()
    # Who was signed in: on a phone handed over, the therapist who handed it.
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    name = SealedTextField(max_length=200)
    tell_initials = SealedTextField(max_length=10)
    hear_initials = SealedTextField(max_length=10)
    strokes = SealedTextField()
    has_intent = models.BooleanField()
    consents_to_electronic = models.BooleanField()
    representative = SealedTextField(max_length=200)
    authority = SealedTextField(max_length=200)
    # The document as it was signed: made here, or the scan of the paper.
    document = SealedBytesField()
    document_type = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(how="paper") | Q(has_intent=True, consents_to_electronic=True),
                name="signature_with_intent",
            ),
        )


class CopyGiven(models.Model):
    """The client was given a copy of what they signed (45 CFR 164.508(c)(4))."""

    release = models.OneToOneField(
        Release, on_delete=models.PROTECT, primary_key=True, related_name="copy_given"
    )
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Revocation(models.Model):
    """A release was taken back; from then on nothing leaves under it."""

    release = models.OneToOneField(
        Release, on_delete=models.PROTECT, primary_key=True, related_name="revocation"
    )
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    words = SealedTextField(max_length=300)


class Basis(models.TextChoices):
    """Why something about a client may be told."""

    RELEASE = "release", "the client’s release"
    TREATMENT = "treatment", "treatment, 45 CFR 164.506(c)"
    EMERGENCY = "emergency", "an emergency, 45 CFR 164.512(j)"


class LetterQuerySet(OfTherapistQuerySet["Letter"]):
    def queued(self) -> Self:
        """Return what was written and has neither left nor been stopped, the oldest first."""
        waiting = self.filter(stop=None).exclude(deliveries__isnull=False)
        return waiting.order_by("at", "pk")

    def newest_first(self) -> Self:
        return self.order_by("-at", "-pk")

    def for_list(self) -> Self:
        found = self.select_related("client", "contact__practice", "by__person", "stop")
        return found.prefetch_related("deliveries")


class Letter(models.Model):
    """A letter that names a client, as it was written. Append-only, by triggers in the database."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="letters")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=choices_of(LetterKind))
    items = models.JSONField(default=list)
    release = models.ForeignKey(
        Release, on_delete=models.PROTECT, null=True, related_name="letters"
    )
    basis = models.CharField(max_length=20, choices=Basis)
    why = SealedTextField(max_length=300)
    referral_id = models.UUIDField(null=True)
    pdf = SealedBytesField()
    sha256 = models.CharField(max_length=64)
    on = models.DateField()
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    key = models.UUIDField(default=uuid7)

    objects = LetterQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("by", "key"), name="client_letter_key_once"),
            models.CheckConstraint(
                condition=Q(basis="release", release__isnull=False)
                | Q(basis__in=("treatment", "emergency"), release__isnull=True),
                name="letter_has_a_basis",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind}, {self.on}"

    @property
    def scope(self) -> frozenset[Item]:
        return frozenset(Item(item) for item in self.items)


class LetterStop(models.Model):
    """A letter that had not left was stopped, and never leaves."""

    letter = models.OneToOneField(
        Letter, on_delete=models.PROTECT, primary_key=True, related_name="stop"
    )
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()


class Delivery(models.Model):
    """A letter left, and how that is known."""

    class How(models.TextChoices):
        PRINTED = "printed", "printed, for the post or by hand"
        FAXED = "faxed", "faxed, with a cover"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="deliveries")
    how = models.CharField(max_length=10, choices=How)
    address = models.CharField(max_length=300)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    key = models.UUIDField(default=uuid7)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("by", "key"), name="delivery_key_once"),)


class ConsultQuerySet(OfTherapistQuerySet["Consult"]):
    def owing(self) -> Self:
        """Return those after which something is owed still, the first due first."""
        return self.filter(owed_on__isnull=False, settling=None).order_by("owed_on", "pk")


class Consult(models.Model):
    """A conversation with a client's prescriber, under a release."""

    class How(models.TextChoices):
        PHONE = "phone", "by phone"
        IN_PERSON = "in_person", "in person"
        VIDEO = "video", "by video"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="consults")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    how = models.CharField(max_length=10, choices=How)
    items = models.JSONField(default=list)
    has_heard = models.BooleanField(default=False)
    # The ten-second question, asked in general and never about this client.
    question = models.CharField(max_length=20, choices=choices_of(Question), blank=True)
    owed = SealedTextField(max_length=300)
    owed_on = models.DateField(null=True)
    release = models.ForeignKey(Release, on_delete=models.PROTECT, null=True, related_name="+")
    basis = models.CharField(max_length=20, choices=Basis)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    key = models.UUIDField(default=uuid7)

    objects = ConsultQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("by", "key"), name="consult_key_once"),)

    @property
    def scope(self) -> frozenset[Item]:
        return frozenset(Item(item) for item in self.items)


class Settling(models.Model):
    """What a consult owed was done."""

    consult = models.OneToOneField(
        Consult, on_delete=models.PROTECT, primary_key=True, related_name="settling"
    )
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class DisclosureQuerySet(OfTherapistQuerySet["Disclosure"]):
    def told(self) -> Self:
        return self.order_by("at", "pk")


class Disclosure(models.Model):
    """Something about a client was told: when, to whom, what, why. Append-only, by triggers.

    Source: 45 CFR 164.528(b)(2); every one is logged, those to be accounted for are marked.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="disclosures")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    recipient = models.CharField(max_length=300)
    address = models.CharField(max_length=300)
    items = models.JSONField(default=list)
    way = models.CharField(max_length=60)
    why = SealedTextField(max_length=300)
    basis = models.CharField(max_length=20, choices=Basis)
    is_accountable = models.BooleanField()
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True, related_name="+")
    consult = models.ForeignKey(Consult, on_delete=models.PROTECT, null=True, related_name="+")
    on = models.DateField()
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = DisclosureQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(letter__isnull=False, consult__isnull=True)
                | Q(letter__isnull=True, consult__isnull=False),
                name="disclosure_of_one_thing",
            ),
        )
        indexes = (models.Index(fields=("client", "at"), name="disclosure_of_client"),)

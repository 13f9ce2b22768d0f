"""Going to see people and coming back: practices, the people there, visits, what is owed."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Self, TypeVar
from uuid import UUID

from django.db import models
from django.db.models import Q

from alongside.outreach.candidates import Candidate as Candidate
from alongside.outreach.candidates import Ranking as Ranking
from alongside.outreach.candidates import RankingInUse as RankingInUse
from alongside.outreach.candidates import Return as Return
from alongside.outreach.candidates import SettingAside as SettingAside
from alongside.outreach.candidates import TerritoryLoad as TerritoryLoad
from alongside.outreach.candidates import TerritoryPlace as TerritoryPlace
from alongside.outreach.changes import ChangeAnswer as ChangeAnswer
from alongside.outreach.changes import Departure as Departure
from alongside.outreach.changes import TerritoryChange as TerritoryChange
from alongside.outreach.gifts import Gift as Gift
from alongside.outreach.gifts import GiftPolicy as GiftPolicy
from alongside.outreach.gifts import GiftRecipient as GiftRecipient
from alongside.outreach.gifts import GiftWithdrawal as GiftWithdrawal
from alongside.outreach.mailings import FaxPermission as FaxPermission
from alongside.outreach.mailings import FaxPermissionEnd as FaxPermissionEnd
from alongside.outreach.mailings import MailAttempt as MailAttempt
from alongside.outreach.mailings import MailAttemptEnd as MailAttemptEnd
from alongside.outreach.mailings import Mailing as Mailing
from alongside.outreach.mailings import MailKey as MailKey
from alongside.outreach.mailings import MailStop as MailStop
from alongside.outreach.mailings import PromotionalFax as PromotionalFax
from alongside.outreach.outbound import Sending as Sending
from alongside.outreach.outbound import SendingWithdrawal as SendingWithdrawal
from alongside.outreach.own_words import FindingRemoval as FindingRemoval
from alongside.outreach.own_words import OwnFinding as OwnFinding
from alongside.outreach.own_words import TalkTrack as TalkTrack
from alongside.outreach.paper import Availability as Availability
from alongside.outreach.paper import CardRevocation as CardRevocation
from alongside.outreach.paper import Letterhead as Letterhead
from alongside.outreach.paper import Logo as Logo
from alongside.outreach.paper import Printing as Printing
from alongside.outreach.paper import ScanKey as ScanKey
from alongside.outreach.paper import ScanMark as ScanMark
from alongside.outreach.sisters import OfficeMark as OfficeMark
from alongside.outreach.sisters import SisterFact as SisterFact
from alongside.playbook.course import Kind
from alongside.playbook.history import Entry, Leave, Outcome, Policy, Question, Specialty
from alongside.playbook.next_step import NextStep
from alongside.playbook.steps import Step
from alongside.team.ids import uuid7
from alongside.team.models import Group, Membership

Row = TypeVar("Row", bound=models.Model)


def choices_of(words: type[StrEnum]) -> list[tuple[str, str]]:
    """Return the playbook's words as a field's choices."""
    return [(word.value, word.value.replace("_", " ")) for word in words]


# A warm prospect, one's own doctor and a client's prescriber do not wait for the weekly pace.
PACED = (Entry.TERRITORY, Entry.BY_HAND)


class PracticeQuerySet(models.QuerySet["Practice"]):
    def seen_by(self, member: Membership) -> Self:
        return self.filter(group=member.group_id)

    def active(self) -> Self:
        # By the column that is unique: PostgreSQL plans that far better than by the row's key.
        return self.filter(shelving__standing_for=None)

    def put_away(self) -> Self:
        return self.filter(shelving__standing_for__isnull=False)

    def called(self, name: str) -> Self:
        """Return those of that very name, however it is capitalised."""
        return self.filter(name__iexact=" ".join(name.split()))

    def waiting(self) -> Self:
        """Return those that the weekly pace holds back: new ones nobody has been to, best first."""
        visited = Visit.objects.standing().filter(practice=models.OuterRef("pk"))
        new = self.active().filter(entrance__entry__in=PACED)
        return new.filter(~models.Exists(visited)).order_by(
            "-worth", "entrance__on", "made_at", "pk"
        )

    def named(self, words: str) -> Self:
        """Return those whose name, street or city holds the words; all of them for none."""
        found = Q(name__icontains=words) | Q(street__icontains=words) | Q(city__icontains=words)
        return self.filter(found) if words else self

    def by_name(self) -> Self:
        return self.order_by("name", "pk")


class Practice(models.Model):
    """A primary-care office at one place, which may refer."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="practices")
    name = models.CharField(max_length=180)
    specialty = models.CharField(max_length=40, choices=choices_of(Specialty))
    street = models.CharField(max_length=180, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    city = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=2, blank=True)
    zip5 = models.CharField(max_length=5, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    fax = models.CharField(max_length=40, blank=True)
    policy = models.CharField(max_length=20, choices=choices_of(Policy), default=Policy.DROP_IN)
    # A bit a weekday, Monday the lowest: one column that both databases can check.
    open_weekdays = models.PositiveSmallIntegerField(default=0b0011111)
    referral_way = models.TextField(max_length=1000, blank=True)
    candidate = models.CharField(max_length=200, blank=True)
    # The score that its office had when it was adopted, in [0, 1]; the best open first.
    worth = models.FloatField(default=0)
    made_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    key = models.UUIDField(default=uuid7)

    objects = PracticeQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("group", "candidate"), condition=~Q(candidate=""), name="candidate_once"
            ),
            models.UniqueConstraint(fields=("made_by", "key"), name="practice_key_once"),
            models.CheckConstraint(
                condition=Q(open_weekdays__gte=1, open_weekdays__lte=127),
                name="practice_open_some_day",
            ),
        )
        indexes = (models.Index(fields=("group", "name"), name="practice_by_name"),)

    def __str__(self) -> str:
        return self.name

    @property
    def weekdays(self) -> frozenset[int]:
        """The days on which it receives visitors, Monday being 0."""
        return frozenset(day for day in range(7) if self.open_weekdays >> day & 1)


class Shelving(models.Model):
    """A practice was put away; its history stays."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="shelvings")
    # The practice once more while this stands, so that the database itself keeps it to one.
    standing_for = models.OneToOneField(
        Practice, on_delete=models.PROTECT, null=True, related_name="shelving"
    )
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Revival(models.Model):
    """A practice that was put away is on the list again."""

    shelving = models.OneToOneField(
        Shelving, on_delete=models.PROTECT, primary_key=True, related_name="revival"
    )
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Entrance(models.Model):
    """How a practice came onto the list: it tells who treats whom, so one person alone sees it."""

    practice = models.OneToOneField(
        Practice, on_delete=models.PROTECT, primary_key=True, related_name="entrance"
    )
    entry = models.CharField(max_length=20, choices=choices_of(Entry))
    on = models.DateField()
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="entrances")
    is_comfortable = models.BooleanField(default=True)
    own_appointment_on = models.DateField(null=True, blank=True)

    def is_seen_by(self, member: Membership) -> bool:
        return self.by_id == member.pk


class Opening(models.Model):
    """The day on which the weekly pace opens a new practice: nothing falls due there before."""

    practice = models.OneToOneField(
        Practice, on_delete=models.PROTECT, primary_key=True, related_name="opening"
    )
    on = models.DateField(db_index=True)
    at = models.DateTimeField()


class ComfortQuerySet(models.QuerySet["Comfort"]):
    def of(self, member: Membership) -> bool:
        """Return what a member said last; whoever said nothing is comfortable."""
        latest = self.filter(member=member).order_by("at", "pk").last()
        return latest is None or latest.is_comfortable


class Comfort(models.Model):
    """Whether a member begins at their own doctor's: seen by them alone. The latest one counts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="comforts")
    is_comfortable = models.BooleanField()
    at = models.DateTimeField()

    objects = ComfortQuerySet.as_manager()


class OfPracticeQuerySet(models.QuerySet[Row]):
    """Rows of a practice: seen by those who see the practice."""

    def seen_by(self, member: Membership) -> Self:
        return self.filter(practice__group=member.group_id)


class Contact(models.Model):
    """A person at a practice."""

    class Part(models.TextChoices):
        PRESCRIBER = "prescriber", "prescriber"
        MANAGER = "manager", "business manager"
        COORDINATOR = "coordinator", "referral coordinator"
        FRONT_DESK = "front_desk", "front desk"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(max_length=120)
    part = models.CharField(max_length=20, choices=Part)
    npi = models.CharField(max_length=10, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    # At work: where such an email is an office's mail.
    email = models.EmailField(max_length=254, blank=True)
    specialty = models.CharField(max_length=80, blank=True)
    made_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    key = models.UUIDField(default=uuid7)

    objects = OfPracticeQuerySet["Contact"].as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("made_by", "key"), name="contact_key_once"),)

    def __str__(self) -> str:
        return self.name


UNDO_FOR = timedelta(minutes=10)


class VisitQuerySet(OfPracticeQuerySet["Visit"]):
    def standing(self) -> Self:
        """Return the visits that count: neither withdrawn nor corrected by a later row."""
        return self.filter(withdrawal=None, correction=None)

    def told(self) -> Self:
        """Return them as the playbook reads them: by day, within a day as they were logged."""
        return self.order_by("on", "logged_at", "pk")

    def fresh(self, member: Membership, at: datetime) -> Self:
        """Return what a member logged just now: undone in one tap, for ten minutes."""
        just_now = Q(logged_at__gt=at - UNDO_FOR, logged_at__lte=at)
        return self.standing().filter(just_now, by=member).order_by("-logged_at", "-pk")


class Visit(models.Model):
    """One approach to a practice: what happened, as the one who went tells it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(
        Practice, on_delete=models.PROTECT, related_name="visits", db_index=False
    )
    by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="visits", db_index=False
    )
    # Made where the form was opened: sent twice, in two tabs or by two workers, it counts once.
    key = models.UUIDField()
    logged_at = models.DateTimeField()
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="correction"
    )
    on = models.DateField()
    outcome = models.CharField(max_length=20, choices=choices_of(Outcome))
    come_back_on = models.DateField(null=True, blank=True)
    leave = models.CharField(max_length=10, choices=choices_of(Leave), blank=True)
    handouts_left = models.PositiveSmallIntegerField(default=0)
    cards_left = models.PositiveSmallIntegerField(default=0)
    manager_met = models.BooleanField(default=False)
    referral_way_noted = models.BooleanField(default=False)
    question = models.CharField(max_length=20, choices=choices_of(Question), blank=True)
    question_words = models.CharField(max_length=300, blank=True)
    favourite = models.CharField(max_length=180, blank=True)
    named_by = models.CharField(max_length=120, blank=True)
    introduced = models.BooleanField(default=False)
    consulted = models.BooleanField(default=False)
    note = models.TextField(max_length=1000, blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("by", "key"), name="visit_key_once"),)
        indexes = (
            models.Index(fields=("practice", "on"), name="visit_of_practice"),
            models.Index(fields=("by", "logged_at"), name="visit_just_logged"),
        )

    def __str__(self) -> str:
        return f"{self.practice}, {self.on}"

    def is_fresh(self, member: Membership, at: datetime) -> bool:
        """Whether this member logged it just now."""
        return self.by_id == member.pk and at - UNDO_FOR < self.logged_at <= at


class VisitWithdrawal(models.Model):
    """A visit was taken back by whoever logged it; what followed is computed anew."""

    visit = models.OneToOneField(
        Visit, on_delete=models.PROTECT, primary_key=True, related_name="withdrawal"
    )
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class FollowUpQuerySet(OfPracticeQuerySet["FollowUp"]):
    def seen_by(self, member: Membership) -> Self:
        """Return the group's, steps 1 and 5 only to whoever entered the practice."""
        shown = Q(practice__entrance__by=member.pk) | ~Q(step__in=PRIVATE_STEPS) | Q(step=None)
        return self.filter(shown, group=member.group_id)

    def standing(self) -> Self:
        # As the indexes say it: SQLite uses them for these words and for no others.
        return self.filter(STANDING, practice__shelving__standing_for=None)

    def going(self, member: Membership) -> Self:
        return self.filter(goes=member)

    def due(self, on: date) -> Self:
        """Return what is due by a day, less what somebody put off until later."""
        # Nothing is shown before it is due: the due day is asked for so that an index serves.
        return self.standing().filter(due_on__lte=on, shown_on__lte=on).order_by("due_on", "pk")

    def coming(self, on: date) -> Self:
        return self.standing().filter(shown_on__gt=on).order_by("shown_on", "pk")

    def for_list(self) -> Self:
        """Return them with what a list shows, and what the first one's history is found from."""
        return self.select_related("practice__entrance").only(*LISTED)

    def for_list_of_all(self) -> Self:
        """Return them with who goes, too."""
        goers = ("goes__person__name", "goes__person__email")
        with_goers = self.select_related("practice__entrance", "goes__person")
        return with_goers.only(*LISTED, *goers)


PRIVATE_STEPS = (Step.OWN_DOCTOR, Step.SOMEONE_NEW)
STANDING = Q(standing_for__isnull=False)
LISTED = (
    *("kind", "step", "due_on", "shown_on", "done", "goes"),
    *(f"practice__{name}" for name in ("group", "name", "street", "city", "specialty")),
    *("practice__policy", "practice__open_weekdays", "practice__entrance"),
)


class FollowUp(models.Model):
    """The next visit owed to a practice: which step, which day, who goes."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+", db_index=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="follow_ups")
    # The practice once more while this stands, so that the database itself keeps it to one.
    standing_for = models.OneToOneField(
        Practice, on_delete=models.PROTECT, null=True, related_name="owed"
    )
    kind = models.CharField(max_length=10, choices=choices_of(Kind))
    # The row of the playbook's table that answered.
    row = models.PositiveSmallIntegerField(default=0)
    step = models.PositiveSmallIntegerField(null=True)
    due_on = models.DateField(null=True)
    # The same day, or a later one that it was put off to: what is owed does not move.
    shown_on = models.DateField(null=True)
    # The steps that are done, a bit each, so that a list can draw its doors without asking again.
    done = models.PositiveSmallIntegerField(default=0)
    goes = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        # Of what stands alone, in the order of the lists: what is closed is never listed.
        indexes = (
            models.Index(fields=("group", "shown_on"), condition=STANDING, name="follow_up_shown"),
            models.Index(fields=("goes", "due_on", "id"), condition=STANDING, name="follow_up_due"),
            models.Index(
                fields=("goes", "shown_on", "id"), condition=STANDING, name="follow_up_coming"
            ),
        )

    def says(self, found: NextStep, goer_id: UUID) -> bool:
        """Whether this is what the playbook says, and who goes."""
        said = (self.kind, self.row, self.step, self.due_on, self.goes_id)
        return said == (found.kind, found.row, found.step, found.due_on, goer_id)


class Completion(models.Model):
    """A follow-up was closed: by a visit, or because something else changed what is owed."""

    follow_up = models.OneToOneField(
        FollowUp, on_delete=models.PROTECT, primary_key=True, related_name="completion"
    )
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()


class Postponement(models.Model):
    """Later: a follow-up is not shown before a day. The latest one counts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    follow_up = models.ForeignKey(FollowUp, on_delete=models.PROTECT, related_name="postponements")
    until = models.DateField()
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    key = models.UUIDField(default=uuid7)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("by", "key"), name="postponement_key_once"),)


class IntroductionQuerySet(models.QuerySet["Introduction"]):
    def seen_by(self, member: Membership) -> Self:
        return self.filter(group=member.group_id)

    def standing(self) -> Self:
        """Return those whose visit counts still."""
        return self.filter(visit__withdrawal=None, visit__correction=None)

    def told(self) -> Self:
        return self.order_by("at", "pk")

    def for_list(self) -> Self:
        """Return them with what a list shows, in one query."""
        return self.select_related("practice", "introduced", "visit", "thanks")

    def with_names(self) -> Self:
        """Return them with no more than who named whom."""
        names = ("group", "visit", "introducer", "practice__name", "introduced__name")
        return self.select_related("practice", "introduced").only(*names)

    def to_thank(self) -> Self:
        """Return those for which thanks are owed: until met again, while the door is open."""
        day, moment = models.OuterRef("visit__on"), models.OuterRef("visit__logged_at")
        met_since = Visit.objects.standing().filter(
            Q(on__gt=day) | Q(logged_at__gt=moment),
            practice=models.OuterRef("practice"),
            on__gte=day,  # said first of all, so that an index serves
            outcome__in=(Outcome.MET_PRESCRIBER, Outcome.MET_MANAGER),
        )
        is_open = Q(practice__shelving__standing_for=None, practice__owed__due_on__isnull=False)
        owed = self.standing().filter(is_open, thanks=None)
        return owed.filter(~models.Exists(met_since)).order_by("visit__on", "pk")


class Introduction(models.Model):
    """ "My favourite practice to refer to is …": an edge from one practice to another."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    visit = models.OneToOneField(Visit, on_delete=models.PROTECT, related_name="introduction")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="named")
    introduced = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="named_by")
    introducer = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()

    objects = IntroductionQuerySet.as_manager()

    @property
    def who(self) -> str:
        """Who named it, as the opening line says; the practice where no name was noted."""
        return self.introducer or self.practice.name


class Thanks(models.Model):
    """Whoever named a practice was thanked."""

    introduction = models.OneToOneField(
        Introduction, on_delete=models.PROTECT, primary_key=True, related_name="thanks"
    )
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class CardBatchQuerySet(OfPracticeQuerySet["CardBatch"]):
    def standing(self) -> Self:
        """Return those whose code still opens a page."""
        return self.filter(revocation=None)

    def of(self, practice: Practice) -> Self:
        """Return a practice's batches, the newest first, with whose they are."""
        found = self.filter(practice=practice).select_related(
            "by__person", "printing__whose__person"
        )
        return found.order_by("-at", "-pk")

    def with_token(self, token_hash: bytes) -> Self:
        """Return the one that a card's code names, with whose it is."""
        found = self.standing().filter(token_hash=token_hash)
        return found.select_related(
            "by__group", "by__person", "practice", "printing__whose__person"
        )


class CardBatch(models.Model):
    """Ten cards with one code; a scan tells which practice they lay at. The token is hashed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="card_batches")
    token_hash = models.BinaryField(max_length=32, unique=True)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = CardBatchQuerySet.as_manager()

    @property
    def whose(self) -> Membership:
        """Whose page its code opens: a colleague may have printed it for them."""
        printing: Printing | None = getattr(self, "printing", None)
        return printing.whose if printing else self.by


class Scan(models.Model):
    """A card was scanned: that day, and nothing about who."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    batch = models.ForeignKey(CardBatch, on_delete=models.PROTECT, related_name="scans")
    on = models.DateField()


class Referral(models.Model):
    """Somebody was sent: that day, and nothing about whom."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="referrals")
    key = models.UUIDField(unique=True)
    on = models.DateField()
    at = models.DateTimeField()


class DoNotVisit(models.Model):
    """The practice asked not to be visited, outside of any visit."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="noes")
    on = models.DateField()
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    key = models.UUIDField(default=uuid7)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("by", "key"), name="do_not_visit_key_once"),)


class Lifting(models.Model):
    """A no was lifted by a person, with a reason."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="liftings")
    on = models.DateField()
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    key = models.UUIDField(default=uuid7)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("by", "key"), name="lifting_key_once"),)


class StepFiveFact(models.Model):
    """The day of a release or of a client's no, with no client named."""

    class What(models.TextChoices):
        RELEASED = "released", "released"
        SAID_NO = "said_no", "said no"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="step_five")
    what = models.CharField(max_length=10, choices=What)
    on = models.DateField()
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("practice", "what"), name="step_five_once"),)


class Pause(models.Model):
    """ "I am full": nothing falls due for a member before a day. The latest one counts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="pauses")
    until = models.DateField()
    at = models.DateTimeField()

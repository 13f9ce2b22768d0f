"""What happened with one practice, as facts: nothing here is computed from anything else."""

from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from alongside.errors import Refused
from alongside.playbook.days import WORKING_WEEKDAYS, OpenDays, working_days

FIRST_DAY = date(1990, 1, 1)
LAST_DAY = date(2200, 12, 31)
NO_FAVOURITE = "none"


class BadHistory(Refused):
    """The facts contradict each other, or lie outside the days that the playbook knows."""


class Entry(StrEnum):
    """How a practice came onto the list."""

    OWN_DOCTOR = "own_doctor"
    CLIENT = "client"
    INTRODUCTION = "introduction"
    TERRITORY = "territory"
    BY_HAND = "by_hand"


class Specialty(StrEnum):
    """What kind of office it is."""

    FAMILY_MEDICINE = "family_medicine"
    INTERNAL_MEDICINE = "internal_medicine"
    OBSTETRICS_GYNECOLOGY = "obstetrics_gynecology"
    GENERAL_PRACTICE = "general_practice"
    GERIATRICS = "geriatrics"
    PEDIATRICS = "pediatrics"
    MIDWIFERY = "midwifery"
    NURSE_PRACTITIONER = "nurse_practitioner"
    PHYSICIAN_ASSISTANT = "physician_assistant"
    OTHER = "other"


class Policy(StrEnum):
    """How an office receives visitors."""

    DROP_IN = "drop_in"
    APPOINTMENT = "appointment"
    CERTAIN_DAYS = "certain_days"
    NEVER = "never"


class Outcome(StrEnum):
    """What a visit came to. SHUT is also "the person was away"."""

    MET_PRESCRIBER = "met_prescriber"
    MET_MANAGER = "met_manager"
    FRONT_DESK_ONLY = "front_desk_only"
    COME_BACK = "come_back"
    SHUT = "shut"
    DECLINED = "declined"


class Leave(StrEnum):
    """The answer to "may I leave something?"."""

    GIVEN = "given"
    REFUSED = "refused"


class Question(StrEnum):
    """The kind of answer to the ten-second question."""

    CHANGES_MEDICINE = "changes_medicine"
    REFERS_PSYCHIATRY = "refers_psychiatry"
    HAS_THERAPIST = "has_therapist"
    HAS_NOBODY = "has_nobody"
    ASKED_ABOUT_YOU = "asked_about_you"
    BRUSHED_OFF = "brushed_off"

    @property
    def is_warm(self) -> bool:
        """Whether they want to hear more: the availability card goes along, and soon."""
        return self in (Question.HAS_NOBODY, Question.ASKED_ABOUT_YOU)


@dataclass(frozen=True, slots=True)
class Office:
    """When and how the practice receives visitors. Monday is 0."""

    policy: Policy = Policy.DROP_IN
    open_weekdays: frozenset[int] = WORKING_WEEKDAYS

    def __post_init__(self) -> None:
        if not self.open_weekdays or not self.open_weekdays <= frozenset(range(7)):
            raise BadHistory(
                "open_weekdays: expected at least one of 0 (Monday) to 6 (Sunday); "
                "for an office that takes no visitors use the policy 'never'."
            )

    def open_days(self, holidays: Container[date]) -> OpenDays:
        if self.policy is Policy.NEVER:
            return working_days(holidays)
        return OpenDays(self.open_weekdays, holidays)


@dataclass(frozen=True, slots=True)
class Visit:
    """One approach to a practice, in person, by phone or by letter."""

    on: date
    outcome: Outcome
    come_back_on: date | None = None
    leave: Leave | None = None
    handouts_left: int = 0
    cards_left: int = 0
    manager_met: bool = False
    referral_way_noted: bool = False
    question: Question | None = None
    favourite: str | None = None
    introduced: bool = False
    consulted: bool = False

    def __post_init__(self) -> None:
        _check_counts(self)
        _check_come_back(self)
        _check_facts_belong(self)
        if self.favourite is not None:
            _check_named(self.favourite, "favourite")

    @property
    def met(self) -> bool:
        """Whether a prescriber or the business manager was met."""
        return self.outcome in (Outcome.MET_PRESCRIBER, Outcome.MET_MANAGER)

    @property
    def met_manager(self) -> bool:
        return self.manager_met or self.outcome is Outcome.MET_MANAGER

    @property
    def leave_answer(self) -> Leave | None:
        """The answer about leave: a handout that was taken is leave given, unless refused."""
        if self.leave is None and self.met and self.handouts_left:
            return Leave.GIVEN
        return self.leave

    @property
    def said_no(self) -> bool:
        """Whether this visit ended in a no: not to be visited, or not to leave anything."""
        return self.outcome is Outcome.DECLINED or self.leave is Leave.REFUSED

    @property
    def names_a_practice(self) -> bool:
        return self.favourite is not None and self.favourite.strip().lower() != NO_FAVOURITE

    @property
    def is_warm(self) -> bool:
        """Whether it named a practice, or they have nobody, or asked about you."""
        return self.names_a_practice or (self.question is not None and self.question.is_warm)


@dataclass(frozen=True, slots=True)
class History:
    """Everything that decides what comes next with one practice."""

    entry: Entry
    specialty: Specialty
    entered_on: date
    office: Office = Office()
    visits: tuple[Visit, ...] = ()
    comfortable_with_own_doctor: bool = True
    own_appointment_on: date | None = None
    introduced_by: str | None = field(default=None, repr=False)
    released_on: date | None = None
    client_said_no_on: date | None = None
    lifted_on: date | None = None
    not_before: date | None = None
    referrals: tuple[date, ...] = ()
    scans: tuple[date, ...] = ()

    def __post_init__(self) -> None:
        if self.introduced_by is not None:
            _check_named(self.introduced_by, "introduced_by")
        for name, day in self._days():
            _check_range(name, day)
        for number, visit in enumerate(self.visits):
            if visit.introduced or visit.consulted:
                self._check_release(number, visit)

    def check_known_by(self, on: date) -> None:
        """Refuse a day after `on` for anything that is said to have happened."""
        _check_range("on", on)
        for name, day in self._past_days():
            if day > on:
                raise BadHistory(
                    f"{name}: {day} is after {on}, the day asked about; correct the day, "
                    "or ask about a later one."
                )

    def _check_release(self, number: int, visit: Visit) -> None:
        if self.released_on is None or self.released_on > visit.on:
            fact = "introduced" if visit.introduced else "consulted"
            raise BadHistory(
                f"visits[{number}].{fact}: there was no release by {visit.on}; "
                "note the day of the release in released_on first."
            )

    def _past_days(self) -> Iterator[tuple[str, date]]:
        yield "entered_on", self.entered_on
        for name in ("released_on", "client_said_no_on", "lifted_on"):
            day = getattr(self, name)
            if day is not None:
                yield name, day
        yield from ((f"visits[{n}].on", visit.on) for n, visit in enumerate(self.visits))
        yield from ((f"referrals[{n}]", day) for n, day in enumerate(self.referrals))
        yield from ((f"scans[{n}]", day) for n, day in enumerate(self.scans))

    def _days(self) -> Iterator[tuple[str, date]]:
        yield from self._past_days()
        if self.own_appointment_on is not None:
            yield "own_appointment_on", self.own_appointment_on
        if self.not_before is not None:
            yield "not_before", self.not_before
        for number, visit in enumerate(self.visits):
            if visit.come_back_on is not None:
                yield f"visits[{number}].come_back_on", visit.come_back_on


def _check_counts(visit: Visit) -> None:
    for name, count in (("handouts_left", visit.handouts_left), ("cards_left", visit.cards_left)):
        if count < 0:
            raise BadHistory(f"{name}: {count} is less than nothing; expected 0 or more.")


def _check_come_back(visit: Visit) -> None:
    if visit.outcome is Outcome.COME_BACK and visit.come_back_on is None:
        raise BadHistory("come_back_on: missing; the outcome 'come_back' names a later day.")
    if visit.come_back_on is None:
        return
    if visit.outcome in (Outcome.FRONT_DESK_ONLY, Outcome.SHUT, Outcome.DECLINED):
        raise BadHistory(
            f"come_back_on: does not go with the outcome '{visit.outcome}'; "
            "when they named a day, the outcome is 'come_back'."
        )
    if visit.come_back_on <= visit.on:
        raise BadHistory(
            f"come_back_on: {visit.come_back_on} is not after the visit on {visit.on}."
        )


def _check_facts_belong(visit: Visit) -> None:
    if visit.met:
        return
    facts: dict[str, object] = {
        "leave": visit.leave,
        "manager_met": visit.manager_met,
        "referral_way_noted": visit.referral_way_noted,
        "question": visit.question,
        "favourite": visit.favourite,
        "introduced": visit.introduced,
        "consulted": visit.consulted,
    }
    if visit.outcome is not Outcome.FRONT_DESK_ONLY:
        facts |= {"handouts_left": visit.handouts_left, "cards_left": visit.cards_left}
    for name, fact in facts.items():
        if fact:
            raise BadHistory(
                f"{name}: does not go with the outcome '{visit.outcome}', which met nobody; "
                "it belongs to 'met_prescriber' or 'met_manager'."
            )


def _check_named(name: str, where: str) -> None:
    if not name.strip():
        raise BadHistory(f"{where}: the name is blank; write a name, or leave it out.")


def _check_range(name: str, day: date) -> None:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise BadHistory(f"{name}: {day} is outside {FIRST_DAY} to {LAST_DAY}.")

"""The course of one history: where it stood after each visit, and where it stands."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from alongside.playbook.days import OpenDays
from alongside.playbook.history import Entry, History, Question, Visit
from alongside.playbook.steps import Facts, Step, done_at, facts_of, path_of


class Kind(StrEnum):
    """What a history ends in."""

    STEP = "step"
    KEEP_WARM = "keep_warm"
    REST = "rest"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one row of the table says.

    step and day are None where nothing is due. is_named: the office itself named the day, for
    this visit or for an earlier one that it is held over from.
    """

    row: int
    kind: Kind
    step: Step | None = None
    day: date | None = None
    is_named: bool = False

    def not_before(self, other: "Answer") -> "Answer":
        """Return this answer, held to the other's day where the step is the same and it is later.

        Where both are one day, it is the other's: a day that an office named stays named.
        """
        if self.day is None or other.day is None or self.step is not other.step:
            return self
        if other.day < self.day:
            return self
        return Answer(self.row, self.kind, self.step, other.day, other.is_named)


Answerer = Callable[["Moment"], Answer]


class Course:
    """One history in the order of its days, with every answer found once."""

    def __init__(self, history: History, open_days: OpenDays, answerer: Answerer) -> None:
        self.history = history
        self.open_days = open_days
        self.visits = tuple(sorted(history.visits, key=lambda visit: visit.on))
        self.facts = facts_of(self.visits)
        # Where the few visits stand that the rows look for, so that none walks the history again.
        self.met_at = _where(self.visits, lambda visit: visit.met)
        self.nos_at = _where(self.visits, lambda visit: visit.said_no)
        self.leave_at = _where(self.visits, lambda visit: visit.leave_answer is not None)
        self.done_at = done_at(history, self.facts)
        self.contacts = sorted((*history.scans, *history.referrals))
        self._answerer = answerer
        self._answers: dict[tuple[object, ...], Answer] = {}

    def now(self) -> "Moment":
        """Return the moment after every visit, with everything known."""
        return Moment(self, len(self.visits))

    def answer(self, moment: "Moment") -> Answer:
        known = (*self._known(moment.known_by), moment.client_walks)
        if (moment.count, *known) in self._answers:
            return self._answers[moment.count, *known]
        # Upward from no visit, so that a long history never goes deeper than Python's stack.
        for count in range(moment.count + 1):
            if (count, *known) not in self._answers:
                earlier = Moment(self, count, moment.known_by, moment.client_walks)
                self._answers[count, *known] = self._answerer(earlier)
        return self._answers[moment.count, *known]

    def has_come(self, day: date | None, known_by: date | None) -> bool:
        """Whether a lifting or a client's no was there on a day; within the day they come last."""
        return day is not None and (known_by is None or day < known_by)

    def _known(self, by: date | None) -> tuple[bool, bool, int]:
        """Return what was known by a day beside the visits: days that knew the same are one."""
        contacts = len(self.contacts) if by is None else bisect_right(self.contacts, by)
        lifted = self.has_come(self.history.lifted_on, by)
        return lifted, self.has_come(self.history.client_said_no_on, by), contacts


class Moment:
    """A history after its first `count` visits, and what was known then.

    known_by: a lifting or a client's no on that day had not come yet (within a day they come
    last), a scan or a referral had; None: all of it is known.
    client_walks: False asks what would be if step 5 had never been on the path.
    """

    def __init__(
        self, course: Course, count: int, known_by: date | None = None, client_walks: bool = True
    ) -> None:
        self.course = course
        self.count = count
        self.known_by = known_by
        self.client_walks = client_walks
        self.history = course.history
        self.open_days = course.open_days
        self.visits = course.visits[:count]
        self.last: Visit | None = self.visits[-1] if self.visits else None

    @property
    def answer(self) -> Answer:
        return self.course.answer(self)

    def without_last_visit(self) -> "Moment":
        return Moment(self.course, self.count - 1, self.known_by, self.client_walks)

    def without_step_5(self) -> "Moment":
        return Moment(self.course, self.count, self.known_by, client_walks=False)

    def before_visit(self, index: int) -> "Moment":
        """Return how it stood when that visit was made."""
        return Moment(self.course, index, self.course.visits[index].on, self.client_walks)

    def running(self, *rows: int) -> int:
        """Return how many visits in a row, this last one with them, those rows answered.

        Counts to three, which is all that any row asks; each visit as answered at its time.
        """
        count = 1
        while count < 3 and self.count > count and self._after(count).answer.row in rows:
            count += 1
        return count

    def _after(self, back: int) -> "Moment":
        index = self.count - back
        return Moment(self.course, index, self.course.visits[index - 1].on, self.client_walks)

    def back(self, places: tuple[int, ...], after: int = -1) -> Iterator[Visit]:
        """Return the visits at some places of the course, the latest first."""
        before = bisect_left(places, self.count)
        return (self.visits[place] for place in reversed(places[:before]) if place > after)

    # What is done, and what is owed

    @property
    def facts(self) -> Facts | None:
        return self.course.facts[self.count - 1] if self.count else None

    def is_done(self, step: Step) -> bool:
        return self.course.done_at.get(step, self.count) < self.count

    @cached_property
    def path(self) -> tuple[Step, ...]:
        walks = self.client_walks and self.client_no_on is None
        return path_of(self.history, client_walks=walks)

    @property
    def owed(self) -> Step | None:
        """The first step of the path that is not done; None when all are, or nothing is owed."""
        if self.owes_nothing_yet:
            return None
        return next((step for step in self.path if not self.is_done(step)), None)

    @property
    def owes_nothing_yet(self) -> bool:
        """Whether a therapist declined step 1 here, and nothing has happened by itself."""
        uncomfortable = not self.history.comfortable_with_own_doctor
        own = self.history.entry is Entry.OWN_DOCTOR
        return own and uncomfortable and not any(self.is_done(step) for step in Step)

    @property
    def path_is_done(self) -> bool:
        return all(self.is_done(step) for step in self.path)

    @property
    def finished_at(self) -> int:
        """The index of the visit that finished the path."""
        return max(self.course.done_at[step] for step in self.path)

    @property
    def has_met_manager(self) -> bool:
        return self.facts is not None and self.facts.manager_met

    @property
    def knows_referral_way(self) -> bool:
        return self.facts is not None and self.facts.referral_way_known

    @property
    def latest_question(self) -> Question | None:
        answers = (v.question for v in reversed(self.visits) if v.question is not None)
        return next(answers, None)

    @property
    def last_met(self) -> Visit | None:
        return next(self.back(self.course.met_at), None)

    # What was said, and when

    @property
    def client_no_on(self) -> date | None:
        """The day of the client's no, once it has come to a client's prescriber's path."""
        if self.history.entry is not Entry.CLIENT:
            return None
        return self._if_come(self.history.client_said_no_on)

    @cached_property
    def last_no(self) -> int | None:
        """The index of the last visit that ended in a no, before any lifting."""
        lifted_on = self._if_come(self.history.lifted_on)
        for index in reversed(self.course.nos_at[: bisect_left(self.course.nos_at, self.count)]):
            if lifted_on is None or self.visits[index].on <= lifted_on:
                return index
        return None

    @property
    def lifted_on(self) -> date | None:
        """The day of the lifting, when there was a no to lift."""
        return None if self.last_no is None else self._if_come(self.history.lifted_on)

    def is_since_lifting(self, visit: Visit) -> bool:
        return self.lifted_on is None or visit.on > self.lifted_on

    def contacts(self) -> Iterator[date]:
        """Return the days of scans and referrals, in order."""
        known = self.known_by or date.max
        return (day for day in self.course.contacts if day <= known)

    def contact_between(self, first: date, last: date) -> bool:
        return any(first <= day <= last for day in self.contacts())

    def contact_since(self, visit: Visit) -> date | None:
        return next((day for day in self.contacts() if day > visit.on), None)

    def contact_near(self, visit: Visit, days: int = 60) -> bool:
        """Whether a scan or a referral lies on the visit's day or in the days before it."""
        return self.contact_between(visit.on - timedelta(days=days), visit.on)

    def _if_come(self, day: date | None) -> date | None:
        return day if self.course.has_come(day, self.known_by) else None


def _where(visits: tuple[Visit, ...], fits: Callable[[Visit], bool]) -> tuple[int, ...]:
    return tuple(place for place, visit in enumerate(visits) if fits(visit))

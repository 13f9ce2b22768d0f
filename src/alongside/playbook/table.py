"""What leads to what: the table, row by row, tried from the top; the first that fits answers.

The rules stand in `docs/playbook.md`, printed from here (`alongside playbook table`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import islice

from alongside.playbook.course import Answer, Kind, Moment
from alongside.playbook.history import Entry, Leave, Outcome, Visit
from alongside.playbook.steps import Step

OFTEN = 3


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: its words for the reader, and the rule itself."""

    number: int
    when: str
    then: str
    day: str
    why: str
    answer: Callable[[Moment], Answer | None]


def first_answer(moment: Moment) -> Answer:
    """Return the answer of the first row that fits."""
    return _first_of(TABLE, moment)


def _first_of(rows: tuple[Row, ...], moment: Moment) -> Answer:
    for row in rows:
        answer = row.answer(moment)
        if answer is not None:
            return answer
    raise AssertionError("The last row of the table fits every history that reaches it.")


def _asked_not_to_be_visited(moment: Moment) -> Answer | None:
    for visit in moment.back(moment.course.nos_at):
        if visit.outcome is Outcome.DECLINED and moment.is_since_lifting(visit):
            return Answer(1, Kind.CLOSED)
    return None


def _leave_refused(moment: Moment) -> Answer | None:
    asked = next(moment.back(moment.course.leave_at), None)
    if asked is None or asked.leave_answer is not Leave.REFUSED:
        return None
    return Answer(2, Kind.CLOSED) if moment.is_since_lifting(asked) else None


def _uncomfortable(moment: Moment) -> Answer | None:
    return Answer(3, Kind.CLOSED) if moment.owes_nothing_yet else None


def _come_back_on_a_day(moment: Moment) -> Answer | None:
    if moment.last is None or moment.last.come_back_on is None:
        return None
    return _owed(moment, 4, moment.last.come_back_on, is_named=True)


def _lifted(moment: Moment) -> Answer | None:
    if (
        moment.last_no is None
        or moment.lifted_on is None
        or _visited_after(moment.lifted_on, moment)
    ):
        return None
    answer = _owed(moment, 5, moment.open_days.next_after(moment.lifted_on))
    return answer.not_before(moment.before_visit(moment.last_no).answer)


def _client_said_no(moment: Moment) -> Answer | None:
    said_no_on = moment.client_no_on
    if not moment.client_walks or said_no_on is None or _visited_after(said_no_on, moment):
        return None
    without = moment.without_step_5().answer
    if without.kind is Kind.REST:
        return Answer(6, Kind.REST)
    answer = _owed(moment, 6, moment.open_days.days_after(said_no_on, 7))
    return answer.not_before(without)


def _own_doctor_first(moment: Moment) -> Answer | None:
    if moment.visits or moment.history.entry is not Entry.OWN_DOCTOR:
        return None
    appointment_on = moment.history.own_appointment_on
    return _owed(
        moment, 7, appointment_on or moment.open_days.months_after(moment.history.entered_on, 1)
    )


def _first_visit(moment: Moment) -> Answer | None:
    if moment.visits:
        return None
    entered_on = moment.history.entered_on
    if moment.history.entry in (Entry.INTRODUCTION, Entry.CLIENT):
        return _owed(moment, 8, moment.open_days.days_after(entered_on, 7))
    return _owed(moment, 8, moment.open_days.next_after(entered_on))


def _rest(moment: Moment) -> Answer | None:
    if not moment.path_is_done or not _went_quiet(moment):
        return None
    if _first_of(TABLE[9:], moment).is_named:
        return None
    woken_on = moment.contact_since(_last(moment))
    if woken_on is None:
        return Answer(9, Kind.REST)
    return _owed(moment, 9, moment.open_days.months_after(woken_on, 1))


def _went_quiet(moment: Moment) -> bool:
    since = moment.back(moment.course.met_at, after=moment.finished_at)
    latest = tuple(islice(filter(moment.is_since_lifting, since), OFTEN))
    if len(latest) < OFTEN or latest[0].is_warm:
        return False
    return not moment.contact_between(latest[-1].on, _last(moment).on)


def _shut(moment: Moment) -> Answer | None:
    last = _last(moment)
    if last.outcome is not Outcome.SHUT:
        return None
    day = moment.open_days.next_after(last.on, 2)
    if moment.running(10, 11) >= OFTEN:
        day = max(day, moment.open_days.days_after(last.on, 7))
    return _held(moment, _owed(moment, 10, day))


def _front_desk_only(moment: Moment) -> Answer | None:
    if _last(moment).outcome is not Outcome.FRONT_DESK_ONLY:
        return None
    return _held(moment, _owed(moment, 11, _a_week_or_a_month(moment, 10, 11)))


def _keep_warm(moment: Moment) -> Answer | None:
    if not moment.path_is_done:
        return None
    last = _last(moment)
    days = [moment.open_days.months_after(last.on, 3)]
    if last.is_warm or moment.contact_near(last):
        days.append(moment.open_days.months_after(last.on, 1))
    contact_on = moment.contact_since(last)
    if contact_on is not None:
        days.append(moment.open_days.months_after(contact_on, 1))
    return _held(moment, _owed(moment, 12, min(days)))


def _moved_on(moment: Moment) -> Answer | None:
    if moment.owed is moment.without_last_visit().owed:
        return None
    return _owed(moment, 13, _day_of_the_next_step(moment, _last(moment)))


def _day_of_the_next_step(moment: Moment, last: Visit) -> date:
    days, warm = moment.open_days, moment.latest_question
    if moment.owed is Step.HANDOUT_AND_CARDS and last.leave_answer is Leave.GIVEN:
        return days.next_after(last.on)
    if moment.owed is Step.HANDOUT_AND_CARDS:
        return days.days_after(last.on, 7)
    if moment.owed is Step.NEXT_DOOR and warm is not None and warm.is_warm:
        return days.days_after(last.on, 7)
    return days.months_after(last.on, 1)


def _still_owed(moment: Moment) -> Answer | None:
    return _held(moment, _owed(moment, 14, _a_week_or_a_month(moment, 14)))


def _a_week_or_a_month(moment: Moment, *rows: int) -> date:
    if moment.running(*rows) >= OFTEN:
        return moment.open_days.months_after(_last(moment).on, 1)
    return moment.open_days.days_after(_last(moment).on, 7)


def _owed(moment: Moment, row: int, day: date, *, is_named: bool = False) -> Answer:
    """Return the step owed on a day; with the path done, keep warm, which counts as step 3."""
    if moment.owed is None:
        return Answer(row, Kind.KEEP_WARM, Step.COME_BACK, day, is_named)
    return Answer(row, Kind.STEP, moment.owed, day, is_named)


def _held(moment: Moment, answer: Answer) -> Answer:
    """Return the answer, its day never brought forward by the visit that led to it."""
    return answer.not_before(moment.without_last_visit().answer)


def _visited_after(day: date, moment: Moment) -> bool:
    return moment.last is not None and moment.last.on > day


def _last(moment: Moment) -> Visit:
    assert moment.last is not None, "rows 7 and 8 answer a history without visits"
    return moment.last


TABLE = (
    Row(
        1,
        "declined: asked not to be visited, and not lifted since",
        "closed",
        "–",
        "They asked not to be visited; a person may lift that, with a reason.",
        _asked_not_to_be_visited,
    ),
    Row(
        2,
        "the last answer about leave was no, whatever the entry, and not lifted since",
        "closed",
        "–",
        "The last answer about leaving something was no; a person may lift that, with a reason.",
        _leave_refused,
    ),
    Row(
        3,
        "own doctor, uncomfortable, no step done there",
        "closed for now: begin with a client's prescriber",
        "–",
        "Step 1 is not for you here, and no reason is asked: begin with a client's prescriber.",
        _uncomfortable,
    ),
    Row(
        4,
        "the last visit was told to come back on a day",
        "the step owed",
        "that day, open or not",
        "They named this day themselves.",
        _come_back_on_a_day,
    ),
    Row(
        5,
        "the no was lifted, and no visit since",
        "the step owed",
        "the next open day after the lifting; not before the day the same step had before the no",
        "The no was lifted: the path goes on where it stood.",
        _lifted,
    ),
    Row(
        6,
        "a client's prescriber, the client's no, and no visit since",
        "the step owed on the path without step 5, or rest where rows 7 to 14 rest",
        "7 days after the no; not before the day that rows 7 to 14 give on that path",
        "Step 5 is off this path for good: an office like any other, with no word of any client.",
        _client_said_no,
    ),
    Row(
        7,
        "no visit: own doctor",
        "1",
        "the day of one's own appointment, open or not; unknown: one month after it was entered",
        "Your own appointment is the easiest door of all: ask once your own care is finished.",
        _own_doctor_first,
    ),
    Row(
        8,
        "no visit: introduction · a client's prescriber · territory or by hand",
        "2 · 5 · 2",
        "7 days · 7 days · the next open day after it was entered",
        "A new door: within a week while the name is warm, else as soon as it is open.",
        _first_visit,
    ),
    Row(
        9,
        "path done, and at least three visits since (and since any lifting) met someone, the last "
        "of them neither named a practice nor answered 'has nobody' or 'asked about you', nothing "
        "was scanned and nobody sent from the first of the last three to the last visit, and no "
        "named day is being held",
        "rest; a scan or a referral after the last visit wakes it: keep warm",
        "– ; one month after the first such scan or referral",
        "Three visits and nothing came of them: it rests until a card is scanned or someone is "
        "sent.",
        _rest,
    ),
    Row(
        10,
        "the last visit found the office shut or the person away, and the same step is still owed",
        "the step owed",
        "2 open days later; from the third time running, the later of that and 7 days *",
        "Nobody was there: try again soon, and not every other day.",
        _shut,
    ),
    Row(
        11,
        "the last visit met the front desk only, whatever they took, and the same step is still "
        "owed",
        "the step owed",
        "7 days; from the third time running, one month *",
        "Only the front desk was met: what was left may lie in a drawer, so hand it over again.",
        _front_desk_only,
    ),
    Row(
        12,
        "path done",
        "keep warm: restock and greet",
        "the earliest of: three months after the last visit; one month after it, if a scan or a "
        "referral lies on its day or in the 60 days before, or it named a practice or answered "
        "'has nobody' or 'asked about you'; one month after the first scan or referral since *",
        "The path is walked: restock and greet, sooner where something is moving.",
        _keep_warm,
    ),
    Row(
        13,
        "the last visit changed what is owed",
        "the step now owed",
        "2: the next open day when leave was given then, else 7 days · 3: one month · 4: 7 days "
        "if they have nobody to send to or asked about you, else one month",
        "The last visit moved things on: this is the next step, at its own pace.",
        _moved_on,
    ),
    Row(
        14,
        "met, and the same step is still owed",
        "the step owed, the missing thing first",
        "7 days; from the third time running, one month *",
        "You met, and something of this step is still missing: ask for that first.",
        _still_owed,
    ),
)

NOTE = (
    "\\* A visit after which the same step number is due (keep warm counts as 3) never brings its "
    "day forward; a day so held, here or by row 5, stays as it is, open or not. *Running*: visits "
    "in a row that rows 10 and 11 answered, or that row 14 answered, each as answered at its time. "
    "Days count from the last visit (the latest day; within a day, the order of the list), and go "
    "forward to an open day unless the row says otherwise. With the path done, the step of rows 4, "
    "5, 6, 10 and 11 is 3 and the kind keep warm."
)

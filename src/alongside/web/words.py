"""Short sentences that several pages say."""

from datetime import date

from alongside.outreach.models import FollowUp, Visit
from alongside.playbook.course import Kind
from alongside.playbook.history import Outcome
from alongside.playbook.next_step import NextStep
from alongside.playbook.steps import Step

STEPS = {
    Step.OWN_DOCTOR: "Ask at your own visit whether you may leave something",
    Step.HANDOUT_AND_CARDS: "Leave the handout and ten cards, meet the manager",
    Step.COME_BACK: "Come back a month later",
    Step.NEXT_DOOR: "Ask for the next door",
    Step.SOMEONE_NEW: "A client’s prescriber, under a release",
}
KEEP_WARM = "Keep warm: restock and greet"

HAPPENED = {
    Outcome.MET_PRESCRIBER: "Met the prescriber",
    Outcome.MET_MANAGER: "Met the business manager",
    Outcome.FRONT_DESK_ONLY: "Met the front desk",
    Outcome.COME_BACK: "Was asked to come back another day",
    Outcome.SHUT: "Found the door closed",
    Outcome.DECLINED: "Was asked not to visit",
}


def a_day(day: date) -> str:
    """Return a day as it is said: Thursday, 12 February 2026."""
    return f"{day:%A}, {day.day} {day:%B %Y}"


def what_follows(found: NextStep | FollowUp) -> str:
    """Return what comes next with a practice, in one sentence."""
    if found.due_on is None:
        return "The door is closed for now." if found.kind is Kind.CLOSED else "It rests now."
    return f"Come back {a_day(found.due_on)}."


def in_short(found: NextStep | None) -> str:
    """Return the same for a button: "come back Thu 12 February"."""
    if found is None:
        return ""
    if found.due_on is None:
        return "the door is closed" if found.kind is Kind.CLOSED else "it rests"
    return f"come back {found.due_on:%a} {found.due_on.day} {found.due_on:%B}"


def step_said(follow_up: FollowUp) -> str:
    """Return what a follow-up is for."""
    if follow_up.kind == Kind.KEEP_WARM:
        return KEEP_WARM
    return STEPS[Step(follow_up.step)] if follow_up.step else ""


def told_of(visit: Visit) -> str:
    """Return a visit in one sentence, as everybody in the group may read it."""
    left = [
        f"{number} {piece}{'' if number == 1 else 's'}"
        for number, piece in ((visit.handouts_left, "handout"), (visit.cards_left, "card"))
        if number
    ]
    said = HAPPENED[Outcome(visit.outcome)]
    return f"{said}; left {' and '.join(left)}" if left else said

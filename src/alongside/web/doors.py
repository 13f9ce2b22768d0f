"""The sign of the product: five doors, open, next, to come, or a threshold."""

from dataclasses import dataclass

from alongside.outreach.models import PRIVATE_STEPS, FollowUp
from alongside.playbook.history import Entry
from alongside.playbook.steps import Step
from alongside.team.models import Membership

NAMES = {
    Step.OWN_DOCTOR: "Own doctor",
    Step.HANDOUT_AND_CARDS: "Leave",
    Step.COME_BACK: "Come back",
    Step.NEXT_DOOR: "Next door",
    Step.SOMEONE_NEW: "Someone new",
}


@dataclass(frozen=True, slots=True)
class Door:
    """One step, as one member sees it: open, next, shut (to come) or threshold (not walked)."""

    step: Step
    name: str
    state: str


def doors_of(follow_up: FollowUp, member: Membership) -> tuple[Door, ...]:
    """Return the five doors; 1 and 5 are thresholds to all but whoever entered the practice."""
    is_own = follow_up.practice.entrance.by_id == member.pk
    entry = Entry(follow_up.practice.entrance.entry)
    walked = {Entry.OWN_DOCTOR: {1}, Entry.CLIENT: {5}}.get(entry, set()) | {2, 3, 4}
    return tuple(
        Door(step, NAMES[step], _state(step, follow_up))
        if step in walked and (is_own or step not in PRIVATE_STEPS)
        else Door(step, NAMES[step], "threshold")
        for step in Step
    )


def _state(step: Step, follow_up: FollowUp) -> str:
    if follow_up.done >> step & 1:
        return "open"
    return "next" if follow_up.step == step else "shut"

"""The sign of the product: five doors, open, next, to come, or a threshold."""

from dataclasses import dataclass
from functools import cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from alongside.outreach.models import Entrance, FollowUp
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


def doors_of(follow_up: FollowUp, entrance: Entrance, member: Membership) -> tuple[Door, ...]:
    """Return the five doors; 1 and 5 are thresholds to all but whoever entered the practice."""
    is_own = entrance.is_seen_by(member)
    own_step = {Entry.OWN_DOCTOR: {1}, Entry.CLIENT: {5}}.get(Entry(entrance.entry), set())
    walked = own_step | {2, 3, 4} if is_own else {2, 3, 4}
    return tuple(
        Door(step, NAMES[step], _state(step, follow_up) if step in walked else "threshold")
        for step in Step
    )


@cache
def drawn(doors: tuple[Door, ...]) -> SafeString:
    """Return a row's picture of the doors: there are few, and a long list draws each once."""
    return render_to_string("web/doors.html", {"doors": doors})


def _state(step: Step, follow_up: FollowUp) -> str:
    if follow_up.done >> step & 1:
        return "open"
    return "next" if follow_up.step == step else "shut"

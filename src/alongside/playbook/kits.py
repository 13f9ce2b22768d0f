"""What to bring to a visit."""

from dataclasses import dataclass

from alongside.playbook.course import Moment
from alongside.playbook.steps import Step


@dataclass(frozen=True, slots=True)
class Kit:
    """Pieces of paper to carry. Cards are left ten at a time, one batch."""

    handouts: int = 0
    cards: int = 0
    availability_cards: int = 0


def kit_for(step: Step, moment: Moment) -> Kit:
    """Return the kit of a step; the availability card goes to whoever wants to hear more."""
    handouts = 1 if step is Step.SOMEONE_NEW else 5
    return Kit(handouts=handouts, cards=10, availability_cards=int(wants_availability(moment)))


def wants_availability(moment: Moment) -> bool:
    """Whether the last visit that met someone heard "nobody", or was asked about you."""
    question = moment.last_met.question if moment.last_met else None
    return question is not None and question.is_warm

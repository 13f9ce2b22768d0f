"""The five steps: which are walked from which entry, and when each is done."""

from dataclasses import dataclass
from enum import IntEnum
from itertools import accumulate

from alongside.playbook.history import Entry, History, Visit


class Step(IntEnum):
    """A step of the protocol, by its number."""

    OWN_DOCTOR = 1
    HANDOUT_AND_CARDS = 2
    COME_BACK = 3
    NEXT_DOOR = 4
    SOMEONE_NEW = 5


WALK = (Step.HANDOUT_AND_CARDS, Step.COME_BACK, Step.NEXT_DOOR)


def path_of(history: History, *, client_walks: bool) -> tuple[Step, ...]:
    """Return the steps that this entry walks, in order.

    Args: client_walks: whether step 5 is still on the path of a client's prescriber.
    """
    if history.entry is Entry.OWN_DOCTOR and history.comfortable_with_own_doctor:
        return (Step.OWN_DOCTOR, *WALK)
    if history.entry is Entry.CLIENT and client_walks:
        return (Step.SOMEONE_NEW, *WALK)
    return WALK


@dataclass(frozen=True, slots=True)
class Facts:
    """What the visits up to and including one of them have added up to."""

    visit: Visit
    handouts_handed: int
    cards_handed: int
    manager_met: bool
    referral_way_known: bool
    question_answered: bool
    introduced: bool
    consulted: bool


def facts_of(visits: tuple[Visit, ...]) -> tuple[Facts, ...]:
    """Return the running sum of facts, one a visit; the visits are in order of their days."""
    return tuple(accumulate((_alone(visit) for visit in visits), _added))


def done_at(history: History, facts: tuple[Facts, ...]) -> dict[Step, int]:
    """Return, for each step that is done, the index of the visit whose facts did it.

    A step depends on nothing after the visit that did it, so the same answer serves every
    shorter history: a step is done after the first n visits when its index is below n.
    """
    done: dict[Step, int] = {}
    for index, now in enumerate(facts):
        for step in Step:
            if step not in done and _does(step, now, history, _day_of(done, facts)):
                done[step] = index
    return done


def _does(step: Step, now: Facts, history: History, step_2: Visit | None) -> bool:
    """Return whether the facts so far do a step, the last of them being those of a visit."""
    match step:
        case Step.OWN_DOCTOR:
            return now.visit.leave_answer is not None
        case Step.HANDOUT_AND_CARDS:
            return now.handouts_handed > 0 and now.cards_handed > 0
        case Step.COME_BACK:
            later = step_2 is not None and now.visit.on > step_2.on
            return later and now.visit.met and now.question_answered
        case Step.NEXT_DOOR:
            return now.visit.favourite is not None
        case Step.SOMEONE_NEW:
            told = now.introduced and now.consulted and now.question_answered
            return history.released_on is not None and told


def _day_of(done: dict[Step, int], facts: tuple[Facts, ...]) -> Visit | None:
    index = done.get(Step.HANDOUT_AND_CARDS)
    return None if index is None else facts[index].visit


def _alone(visit: Visit) -> Facts:
    # What a front desk took may lie in a drawer: it counts only where someone was met.
    return Facts(
        visit=visit,
        handouts_handed=visit.handouts_left if visit.met else 0,
        cards_handed=visit.cards_left if visit.met else 0,
        manager_met=visit.met_manager,
        referral_way_known=visit.referral_way_noted,
        question_answered=visit.question is not None,
        introduced=visit.introduced,
        consulted=visit.consulted,
    )


def _added(before: Facts, now: Facts) -> Facts:
    return Facts(
        visit=now.visit,
        handouts_handed=before.handouts_handed + now.handouts_handed,
        cards_handed=before.cards_handed + now.cards_handed,
        manager_met=before.manager_met or now.manager_met,
        referral_way_known=before.referral_way_known or now.referral_way_known,
        question_answered=before.question_answered or now.question_answered,
        introduced=before.introduced or now.introduced,
        consulted=before.consulted or now.consulted,
    )

"""What to say: short lines, spoken over a counter. Defaults, which every therapist may rewrite.

No line names a client, a dose or a change of medicine, and none promises anything in return.
"""

from collections.abc import Iterator

from alongside.playbook.course import Moment
from alongside.playbook.history import Entry, Question, Specialty
from alongside.playbook.kits import wants_availability
from alongside.playbook.steps import Step

ASK_LEAVE = "My own care is done for today; may I leave you something about therapy, and my cards?"
EXPLANATION = (
    "I would like to meet the patients for whom medicine alone is not doing it, and those who "
    "do not see why both treatments belong together."
)
PARTNER = (
    "You are the front line: a referral to psychiatry may only repeat what you already do, and "
    "I would like to be your partner in the other half."
)
WARM_OPENING = "{introducer} told me that you are the practice they like best to refer to."
WARM_OPENING_UNNAMED = "A colleague told me that you are the practice they like best to refer to."
HAND_OVER = "Here is one page on why counselling belongs beside medicine, and ten of my cards."
HAND_OVER_HANDOUT = "Last time you took my cards; here is the page that goes with them."
HAND_OVER_CARDS = "Last time you took the page; here are ten of my cards to go with it."
MEET_MANAGER = "Could I say hello to your business manager on my way out?"
ASK_WAY = (
    "I would like to be able to refer to you as well: how do you like that to work? Whom to send "
    "to, by fax or portal, which insurers, which patients?"
)
RESTOCK = "I am only here to restock the cards and the page, and to say hello."
QUESTION = (
    "Ten seconds: when a patient has taken the medicine and still is not better, what do you "
    "usually do next?"
)
GREET = "Nothing to ask today: fresh cards, and my thanks for having me."
MAKE_ROOM = "I am making room for more referrals."
INTRODUCE = (
    "We have a patient in common, who has signed a release for me to talk with you: may I "
    "introduce myself?"
)
CONSULT = "When would be a good ten minutes to compare notes on the care we share?"
AVAILABILITY = "This card says when I have openings, whom I see and which insurers I take."

NEXT_MOVES = {
    Question.CHANGES_MEDICINE: "May I see the next such patient alongside the change?",
    Question.REFERS_PSYCHIATRY: "I could be there for them while they wait for psychiatry.",
    Question.HAS_THERAPIST: (
        "What does that person not take? I would be glad to be your second name."
    ),
    Question.HAS_NOBODY: "A word over the phone is always welcome: ring me about such a patient.",
    Question.ASKED_ABOUT_YOU: "You asked about me: may I have ten minutes to tell you?",
    Question.BRUSHED_OFF: "Thank you for your time last time; I will leave it at that.",
}
FAVOURITES = {
    Specialty.INTERNAL_MEDICINE: "Which OB/GYN do you like best to refer to?",
    Specialty.OBSTETRICS_GYNECOLOGY: (
        "Which internist or family physician do you like best to refer to?"
    ),
}
ANY_FAVOURITE = "Which practice do you like best to refer to?"


def lines_for(step: Step, moment: Moment, *, keep_warm: bool) -> tuple[str, ...]:
    """Return the lines for the next visit, in the order in which they are said."""
    if step is Step.SOMEONE_NEW and moment.history.released_on is None:
        return ()
    lines = [*_missing_from_step_2(step, moment), *_after_their_answer(moment)]
    lines += (GREET,) if keep_warm else _of_step(step, moment)
    return tuple(lines)


def _missing_from_step_2(step: Step, moment: Moment) -> Iterator[str]:
    """Return what step 2 left open, to be asked first at the steps after it."""
    if step not in (Step.COME_BACK, Step.NEXT_DOOR):
        return
    if not moment.knows_referral_way:
        yield ASK_WAY
    if not moment.has_met_manager:
        yield MEET_MANAGER


def _after_their_answer(moment: Moment) -> Iterator[str]:
    """Return the next move of their answer, until the next visit that meets someone."""
    if moment.last_met is None or moment.last_met.question is None:
        return
    yield NEXT_MOVES[moment.last_met.question]
    if wants_availability(moment):
        yield AVAILABILITY


def _of_step(step: Step, moment: Moment) -> Iterator[str]:
    match step:
        case Step.OWN_DOCTOR:
            yield from (ASK_LEAVE, EXPLANATION, PARTNER)
        case Step.HANDOUT_AND_CARDS:
            yield from _hand_over(moment)
        case Step.COME_BACK:
            yield RESTOCK
            yield from _question(moment)
        case Step.NEXT_DOOR:
            yield MAKE_ROOM
            yield FAVOURITES.get(moment.history.specialty, ANY_FAVOURITE)
        case Step.SOMEONE_NEW:
            yield from _introduce_and_consult(moment)


def _hand_over(moment: Moment) -> Iterator[str]:
    facts = moment.facts
    if facts is not None and facts.cards_handed:
        yield HAND_OVER_HANDOUT
    elif facts is not None and facts.handouts_handed:
        yield HAND_OVER_CARDS
    else:
        yield from _opening(moment)
        yield HAND_OVER
    if not moment.has_met_manager:
        yield MEET_MANAGER
    if not moment.knows_referral_way:
        yield ASK_WAY


def _opening(moment: Moment) -> Iterator[str]:
    """Return how to begin where step 1 was not walked, or who opened the door."""
    if moment.history.entry is Entry.INTRODUCTION:
        name = moment.history.introduced_by
        yield WARM_OPENING.format(introducer=name) if name else WARM_OPENING_UNNAMED
    elif not moment.is_done(Step.OWN_DOCTOR):
        yield EXPLANATION
        yield PARTNER


def _introduce_and_consult(moment: Moment) -> Iterator[str]:
    facts = moment.facts
    if facts is None or not facts.introduced:
        yield INTRODUCE
    if facts is None or not facts.consulted:
        yield CONSULT
    yield from _question(moment)


def _question(moment: Moment) -> Iterator[str]:
    if moment.latest_question is None:
        yield QUESTION

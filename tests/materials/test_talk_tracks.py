"""What is said over the counter claims nothing without its source, and never speaks of a dose."""

from dataclasses import replace
from datetime import date

import pytest

from alongside.materials.evidence import TRAININGS, read_evidence
from alongside.materials.gate import MayNotPrint, check_talk_line
from alongside.materials.pages import TalkLine
from alongside.materials.talk_tracks import PRESCRIBERS, STEPS, default_lines, talk_track
from alongside.playbook import talk
from tests.materials.paper import DAY

EVIDENCE = read_evidence()
ALL = frozenset(TRAININGS)


def check(line: TalkLine) -> None:
    check_talk_line(line, on=DAY, evidence=EVIDENCE)


@pytest.mark.parametrize("audience", PRESCRIBERS)
@pytest.mark.parametrize("step", STEPS)
def test_each_step_has_lines_for_each_prescriber_that_may_be_said(step: int, audience: str) -> None:
    lines = talk_track(step, audience, ALL)
    assert len(lines) >= 3
    for line in lines:
        check(line)


def test_what_the_playbook_says_may_be_said_too() -> None:
    said = [text for text in vars(talk).values() if isinstance(text, str) and " " in text]
    said += [*talk.NEXT_MOVES.values(), *talk.FAVOURITES.values()]
    assert len(said) > 15
    for text in said[1:]:
        check(TalkLine(text))


def test_the_ten_second_question_asks_and_claims_nothing() -> None:
    question = next(line for line in talk_track(3, "general", ALL) if "Ten seconds" in line.text)
    assert question == TalkLine(talk.QUESTION)


def test_a_follow_up_on_cbt_is_for_those_trained_in_it() -> None:
    cited = {c for line in talk_track(3, "general", ALL) for c in line.cites}
    without = {c for line in talk_track(3, "general", ALL - {"cbt"}) for c in line.cites}
    assert cited - without == {"wiles2013", "acp_mdd2023"}


def test_follow_ups_cite_two_records_alone() -> None:
    follow_ups = [one.line for one in default_lines() if one.line.kind == "follow_up"]
    assert {c for line in follow_ups for c in line.cites} == {"wiles2013", "acp_mdd2023"}
    line = TalkLine("In research it helped.", ("wiles2016",), kind="follow_up")
    with pytest.raises(MayNotPrint, match="a follow-up cites acp_mdd2023 and wiles2013 alone"):
        check(line)
    check(replace(line, kind="if_asked"))


@pytest.mark.parametrize(
    "text",
    [
        *("It helps 2 of them.", "It helps \uff12 of them.", "It helps \u0662 of them."),
        *(
            "One study says so.",
            "STUDIES say so.",
            "A stu\u200bdy says so.",
            "Re\u00adsearch says so.",
        ),
        *(
            "A guideline lists it.",
            "Guidelines list it.",
            "Half, or 50%",
            "Half a percent of them.",
        ),
        *("Many per cent of them.", "It is researched."),
    ],
)
def test_a_claim_without_a_source_is_refused(text: str) -> None:
    with pytest.raises(MayNotPrint, match=r"claims something .* and cites nothing"):
        check(TalkLine(text))
    check(TalkLine(text, ("wiles2013",)))


def test_a_number_in_words_is_no_claim() -> None:
    check(TalkLine("Ten seconds: may I ask you two things?"))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "A lower dose may do.",
            "Dosing is easy.",
            "Dosage matters.",
            "Try 20 mg.",
            "Two milligrams.",
        ),
        *(
            "You could switch.",
            "Switching helps.",
            "A SWITCH is due.",
            "Try another antidepressant instead.",
        ),
        *(
            "Taper it.",
            "A t\u00adaper is due.",
            "Wean them.",
            "They could cut down.",
            "Phase out the pills.",
        ),
        *("Stop it.", "They stopped.", "Stopping is safe.", "S\u200btop it.", "Discontinue it."),
        *("Quit it.", "They can come off it.", "Get off the medicine.", "Go off their meds."),
        *(
            "Change the medicine.",
            "Reduce their medication.",
            "Raise the antidepressant.",
            "Skip a pill.",
        ),
        *("Start an SSRI.", "Halve the tablets.", "Replace that drug."),
    ],
)
def test_what_is_the_prescribers_alone_is_never_said(text: str) -> None:
    with pytest.raises(MayNotPrint, match="which is the prescriber's alone"):
        check(TalkLine(text, ("wiles2013",)))


@pytest.mark.parametrize(
    "text",
    [
        "May I stop by next month?",
        "May I stop in on Thursday?",
        "The medicine is yours and the talking is mine.",
        "Whatever you decide on the medicine, I am there.",
        "I take new patients; the office is off the main road.",
    ],
)
def test_what_only_sounds_like_it_may_be_said(text: str) -> None:
    check(TalkLine(text))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (TalkLine("It helps.", ("nobody",)), "cites nobody, which is no record"),
        (TalkLine("It helps.", ("pace2018",)), "cites pace2018, which may not be printed"),
        (TalkLine("  "), "blank, or none of say, follow_up, if_asked"),
        (TalkLine("It helps.", kind="shout"), "blank, or none of say"),
    ],
)
def test_a_bad_line_is_refused(line: TalkLine, said: str) -> None:
    with pytest.raises(MayNotPrint) as refused:
        check(line)
    assert said in str(refused.value)


def test_a_line_whose_source_is_past_review_is_refused() -> None:
    line = next(one.line for one in default_lines() if one.line.cites)
    with pytest.raises(MayNotPrint, match="past review since 2027-11-23"):
        check_talk_line(line, on=date(2027, 11, 24), evidence=EVIDENCE)


@pytest.mark.parametrize(("step", "audience"), [(0, "general"), (6, "general"), (2, "patient")])
def test_there_is_no_talk_track_for_another_step_or_for_patients(step: int, audience: str) -> None:
    with pytest.raises(MayNotPrint, match="no talk track"):
        talk_track(step, audience, ALL)

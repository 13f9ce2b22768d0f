"""Every forbidden pattern, in many spellings, in every place where a person's words go."""

from dataclasses import replace
from pathlib import Path

import pytest

from alongside.materials.evidence import read_evidence
from alongside.materials.gate import (
    ForbiddenWords,
    OwnBullet,
    check_profile,
    check_talk_line,
    check_text,
    compose_handout,
)
from alongside.materials.pages import TalkLine
from alongside.materials.profile import ProfileBad, read_profile
from tests.materials.paper import DAY, PROFILE, maya, profile_file, with_bullet, with_record

EVIDENCE = read_evidence()
# By the pattern that each of them meets, in the order of the file.
SPELLINGS = (
    (
        *("four out of five", "Four-Out-Of-Five", "4 of 5", "4/5", "\uff14\uff0f\uff15"),
        *("FOUR  OUT OF\u00a0FIVE", "4 out of every 5", "fo\u200bur out of five", "4 in five"),
        *("four\u200bout\u200bof\u200bfive", "\u2463 of \u2464", "4\u20445", "\u2158"),
        *("80%", "80 %", "eighty percent", "Eighty per cent", "\uff18\uff10\uff05", "80.0%"),
        *("eighty\u2011percent", "80 pct", "\u0668\u0660\u066a", "80 por ciento", "8\u00ad0%"),
    ),
    (
        *("39%", "39 percent", "thirty-nine percent", "thirty nine per cent", "Thirty\u2013Nine %"),
        *("\uff13\uff19%", "thirty\u2212nine per-cent", "3\u200b9\u200b%", "39\ufe6a"),
    ),
    (
        *("67%", "67 per cent", "sixty-seven percent", "SIXTY SEVEN PERCENT", "67\u202f%"),
        *("sixty\u2011seven pct", "67.0 %", "sixtyseven percent"),
    ),
    (
        *("warm handoff", "Warm hand-off", "WARM  HAND OFF", "warm\u2011hand\u2013off"),
        *("warmhandoff", "warm hando\ufb00", "w\u00e4rm handoff", "warm_hand_off", "warm\nhandoff"),
        "\uff57arm hand\u2060off",
    ),
    (
        *("academic detailing", "Academic-Detailing", "ACADEMIC\u00a0 DETAILING"),
        *("academic\u200bdetailing", "academic\u2014detailing", "\uff41cademic detailing"),
    ),
    ("draft", "DRAFT", "Dra\u00adft", "\uff44\uff52\uff41\uff46\uff54", "_draft_"),
)
EACH = [
    pytest.param(number, text, id=f"{number}-{text.encode('unicode_escape').decode()}")
    for number, texts in enumerate(SPELLINGS, 1)
    for text in texts
]
THREE_OF_EACH = [
    pytest.param(text, id=text.encode("unicode_escape").decode())
    for texts in SPELLINGS
    for text in (texts[0], texts[1], texts[3])
]


def toml(text: str) -> str:
    """A text in quotes as TOML takes it, whatever is in it."""
    return '"' + "".join(f"\\U{ord(letter):08x}" for letter in text) + '"'


def test_each_pattern_that_ships_is_tried() -> None:
    assert len(SPELLINGS) == len(EVIDENCE.forbidden)


@pytest.mark.parametrize(("number", "text"), EACH)
def test_a_forbidden_text_is_refused_in_whatever_spelling(number: int, text: str) -> None:
    with pytest.raises(ForbiddenWords) as refused:
        check_text(f"We say {text} here.", where="The title")
    assert str(refused.value).startswith("The title: “")
    assert EVIDENCE.forbidden[number - 1].why in str(refused.value)


@pytest.mark.parametrize("text", THREE_OF_EACH)
def test_it_is_refused_as_ones_own_bullet(text: str) -> None:
    own = OwnBullet(f"We say {text} here.", cites=("wiles2013",))
    with pytest.raises(ForbiddenWords, match="Your bullet 1"):
        compose_handout("general", maya(), DAY, EVIDENCE, own_bullets=[own])


@pytest.mark.parametrize("text", THREE_OF_EACH)
def test_it_is_refused_as_a_bullet_of_the_file(tmp_path: Path, text: str) -> None:
    spoilt = with_bullet(tmp_path, "general_primary_care", 3, text=toml(f"We say {text} here."))
    with pytest.raises(ForbiddenWords, match="general_primary_care:3"):
        compose_handout("general", maya(), DAY, spoilt)


@pytest.mark.parametrize("text", THREE_OF_EACH)
def test_it_is_refused_as_the_title_of_a_source(tmp_path: Path, text: str) -> None:
    spoilt = with_record(tmp_path, "furukawa2021", title=toml(f"On {text}: a review"))
    with pytest.raises(ForbiddenWords, match="The source furukawa2021"):
        compose_handout("general", maya(), DAY, spoilt)


@pytest.mark.parametrize("text", THREE_OF_EACH)
def test_it_is_refused_in_a_talk_track(text: str) -> None:
    with pytest.raises(ForbiddenWords, match="The line"):
        check_talk_line(TalkLine(f"We say {text} here.", ("wiles2013",)), on=DAY, evidence=EVIDENCE)


@pytest.mark.parametrize("text", THREE_OF_EACH)
@pytest.mark.parametrize(
    ("line", "place"),
    [
        ('name = "Maya Okonkwo"', r"\[therapist\], name"),
        ('credentials = "LCSW"', r"\[therapist\], credentials"),
        ('licence = "LC14822"', r"\[therapist\], licence"),
        ('name = "Casco Counseling"', r"\[practice\], name"),
        ('street = "48 Exchange Street, Suite 3"', r"\[practice\], street"),
        ('city = "Portland"', r"\[practice\], city"),
    ],
)
def test_it_is_refused_as_a_line_of_a_profile(
    tmp_path: Path, line: str, place: str, text: str
) -> None:
    key = line.partition(" = ")[0]
    assert PROFILE.count(line) == 1
    spoilt = PROFILE.replace(line, f"{key} = {toml(f'Maya {text} Casco')}")
    with pytest.raises(ProfileBad, match=place):
        read_profile(profile_file(tmp_path, spoilt))


@pytest.mark.parametrize("text", THREE_OF_EACH)
def test_it_is_refused_on_a_profile_that_came_from_no_file(text: str) -> None:
    profile = replace(maya(), practice_name=f"Casco {text} Counseling")
    with pytest.raises(ForbiddenWords, match="The profile's practice_name"):
        compose_handout("general", profile, DAY, EVIDENCE)


def test_it_is_refused_across_two_lines_of_a_profile() -> None:
    with pytest.raises(ForbiddenWords, match="line after line"):
        check_profile(replace(maya(), name="Maya Academic", credentials="Detailing, LCSW"))


def test_it_is_refused_in_the_name_of_who_reviewed_the_spanish() -> None:
    with pytest.raises(ForbiddenWords, match="The patient page"):
        compose_handout("patient", maya(), DAY, EVIDENCE, language="es", reviewed_by="A. Draft")


def test_it_is_refused_as_a_figure_and_what_stands_below_it(tmp_path: Path) -> None:
    text = "Of every 5 people 4 said so; of 5 that is most."
    values = {"text": toml(text), "figure": '"4"', "against": '"of 5"'}
    spoilt = with_bullet(tmp_path, "general_primary_care", 2, **values)
    with pytest.raises(ForbiddenWords, match="general_primary_care:2: “4 of 5”"):
        compose_handout("general", maya(), DAY, spoilt)


def test_a_file_may_forbid_more(tmp_path: Path) -> None:
    spoilt = replace(
        EVIDENCE, forbidden=(replace(EVIDENCE.forbidden[0], pattern="fewer dropouts"),)
    )
    with pytest.raises(ForbiddenWords, match="general_primary_care:2"):
        compose_handout("general", maya(), DAY, spoilt)


@pytest.mark.parametrize("dash", ["-", "\u2010", "\u2011", "\u2013", "\u2014", "\u2212", "\uff0d"])
def test_a_hyphen_in_a_pattern_is_met_by_every_dash(dash: str) -> None:
    more = replace(EVIDENCE, forbidden=(replace(EVIDENCE.forbidden[0], pattern="cure-all"),))
    with pytest.raises(ForbiddenWords, match="“cure-all”"):
        check_text(f"No CURE{dash}ALL.", where="The title", evidence=more)


def test_a_file_never_allows_what_the_shipped_one_forbids() -> None:
    with pytest.raises(ForbiddenWords):
        check_text("a warm handoff", where="The title", evidence=replace(EVIDENCE, forbidden=()))


@pytest.mark.parametrize(
    "text",
    [
        *("180%", "8%", "390%", "4 of 50", "14 of 5", "often", "drafty", "warm hands offered"),
        *("three in four", "academic", "48 Exchange Street", "207-555-0167", "Suite 39"),
    ],
)
def test_what_only_looks_like_it_may_be_said(text: str) -> None:
    check_text(text, where="The title")


def test_what_ships_says_nothing_forbidden() -> None:
    said = [bullet.text for bullet in EVIDENCE.bullets]
    said += [clause.text for clause in EVIDENCE.counterweights]
    assert len(said) == 44
    for text in said:
        check_text(text, where="The library")

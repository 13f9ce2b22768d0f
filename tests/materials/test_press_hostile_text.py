"""What people write is set as it stands: it neither runs, nor breaks the page, nor vanishes."""

import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from alongside.materials.cards import CardSheet
from alongside.materials.clean_text import BOX, ZERO_WIDTH_SPACE, clean
from alongside.materials.fonts import PLAIN, can_draw
from alongside.materials.letters import FirstLetter
from alongside.materials.profile import Profile, read_profile
from alongside.materials.release import ReleaseForm
from alongside.materials.sheets import Paper
from alongside.materials.signed_release import SignedRelease
from tests.materials.paper import PROFILE, maya, profile_file
from tests.materials.printed import (
    NAMES,
    PAGES,
    URL,
    every_document,
    handout,
    picture_of,
    printed,
    text_of,
)

MARKUP = (
    '#import "@preview/cetz:0.2.2": *',
    '#read("/etc/passwd")',
    '#eval("1+1") #set page(width: 1pt)',
    "= Heading *bold* _italic_ $x^2$ `raw` <label> @cite",
    "\\u{1F600} \\ backslash \\# and // comment /* block */",
    "\"double\" 'single' ”curled’ ]]}} {{[[",
    "</text><script>alert(1)</script>&amp;",
    "{name} %s ${HOME}",
)
LONG = {
    "words": "Maximiliana Konstantinopolskaya " * 5 + "von und zu Hohenlohe",
    "unbroken": "W" * 180,
    "hyphens and digits": "1-1" * 60,
}


def hostile(text: str) -> Profile:
    """Maya, with the same text in every line that a person may fill."""
    return replace(maya(), name=text, credentials=text, practice_name=text, street=text, city=text)


@pytest.mark.parametrize("text", MARKUP)
def test_markup_is_printed_as_it_was_written(text: str) -> None:
    drawn = printed(handout("general", replace(maya(), practice_name=text)))
    assert text in text_of(drawn.pdf)
    assert drawn.pages == 1


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_a_name_of_180_letters_is_whole_on_one_page(text: str, paper: Paper) -> None:
    who = replace(maya(), name=text[:180])
    for name, document in every_document(who).items():
        drawn = printed(document, paper)
        pages = PAGES.get(name, 1)
        is_form = isinstance(document, ReleaseForm | SignedRelease)
        assert drawn.pages == pages or (is_form and drawn.pages == pages + 1), name
        if name != "disclosure log":  # that is the practice's, and names no therapist
            whole = text[:180].strip().replace(" ", "")
            assert whole in text_of(drawn.pdf).replace(" ", ""), name


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_every_line_of_180_letters_at_once_keeps_who_offers_the_service(
    text: str, paper: Paper
) -> None:
    drawn = printed(handout("patient", hostile(text[:90])), paper)
    assert drawn.pages == 1
    assert "made this page and offers talk therapy." in text_of(drawn.pdf)
    drawn = printed(handout("general", hostile(text[:90])), paper)
    assert "who offers these services." in text_of(drawn.pdf)


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_a_long_name_stays_on_its_card(text: str) -> None:
    """Between the cards, and left of the code, there is no ink."""
    picture = picture_of(printed(CardSheet(hostile(text[:180]), URL)).pdf, 150).convert("L")
    for x in (int((0.75 + 3.5) * 150), int((0.75 + 7) * 150)):
        edge = picture.crop((x - 4, 75, x + 4, picture.height - 75))
        assert _has_no_ink(edge)
    for row in range(1, 5):
        y = int((0.5 + 2 * row) * 150)
        assert _has_no_ink(picture.crop((0, y - 4, picture.width, y + 4)))
    beside_the_code = picture.crop((int(2.93 * 150), 75, int(2.97 * 150), int(2.5 * 150)))
    assert _has_no_ink(beside_the_code)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Łukasz Ğürsoy-Nguyễn", "Łukasz Ğürsoy-Nguyễn"),
        ("Αθηνά Παππά", "Αθηνά Παππά"),
        ("Ольга Ёлкина", "Ольга Ёлкина"),
        ("Zoe\u0308", "Zoë"),
    ],
)
def test_the_alphabets_of_our_fonts_are_printed(text: str, said: str) -> None:
    drawn = printed(FirstLetter(replace(maya(), name=text)))
    assert said in text_of(drawn.pdf)
    assert drawn.warnings == ()


@pytest.mark.parametrize("text", ["שרה כהן", "ליאור בן־דוד", "فاطمة الزهراء"])
def test_right_to_left_names_are_drawn_by_fonts_of_their_own(text: str) -> None:
    drawn = printed(FirstLetter(replace(maya(), name=text)))
    assert drawn.warnings == ()
    assert drawn.pages == 1
    letters = [letter for letter in text_of(drawn.pdf) if letter in text and letter.isalpha()]
    assert set(letters) >= {letter for letter in text if letter.isalpha() and "א" <= letter <= "ת"}


def test_with_the_extra_chinese_and_japanese_are_drawn() -> None:
    drawn = printed(FirstLetter(replace(maya(), name="山田 花子")))
    assert "山田 花子" in text_of(drawn.pdf)
    assert drawn.warnings == ()


def test_without_the_extra_they_are_boxes_and_a_warning() -> None:
    code = """
        import sys
        sys.modules["noto_cjk_sans_jp_regular"] = None
        from alongside.materials.clean_text import clean
        from alongside.materials.fonts import families
        print(ascii((clean("山田 Maya").text, families("山")["sans"])))
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=True
    )
    families = ["Source Sans Pro", "Noto Sans Hebrew", "Noto Sans Arabic"]
    assert done.stdout.strip() == ascii((f"{BOX}{BOX} Maya", families))


def test_an_emoji_is_a_box_and_a_warning_that_names_it() -> None:
    drawn = printed(handout("general", replace(maya(), practice_name="Casco 😀 Counseling")))
    assert f"Casco {BOX} Counseling" in text_of(drawn.pdf)
    assert drawn.warnings == ("No font here has U+1F600: a box was printed instead.",)


def test_controls_and_bidirectional_marks_are_out() -> None:
    spoilt = "Casco\u202e\u0000\u200f Coun\u200bsel\u2066ing\u0007\ufeff"
    drawn = printed(handout("general", replace(maya(), practice_name=spoilt)))
    assert "Casco Counseling" in text_of(drawn.pdf)
    assert drawn.warnings == ()


def test_blanks_of_all_kinds_are_one_space() -> None:
    assert clean("  a\t\r\n\u00a0\u2028 b\u3000").text == "a b"


def test_a_tower_of_marks_is_cut_down_and_told() -> None:
    cleaned = clean("a" + "\u0301" * 50)
    assert len(cleaned.text) <= 4
    assert cleaned.boxed == ("\u0301",)


def test_a_run_without_blanks_may_break_after_18_letters() -> None:
    assert clean("W" * 40).text == "\u200b".join(["W" * 18, "W" * 18, "W" * 4])
    assert clean("W" * 18).text == "W" * 18
    assert clean("W" * 40, longest_run=80).text == "W" * 40


def test_what_is_plain_is_in_every_font() -> None:
    assert [letter for letter in PLAIN - {ZERO_WIDTH_SPACE} if not can_draw(letter)] == []
    assert can_draw(BOX)


def test_a_profile_s_file_with_such_names_is_read_and_printed(tmp_path: Path) -> None:
    text = PROFILE.replace("Casco Counseling", '#import \\"x\\" 山 \\\\ \\u202e שלום 😀')
    profile = read_profile(profile_file(tmp_path, text))
    for document in every_document(profile).values():
        drawn = printed(document)
        assert any("U+1F600" in warning for warning in drawn.warnings)
        assert '#import "x"' in text_of(drawn.pdf)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_at_all_breaks_a_page(name: str, practice: str) -> None:
    who = replace(maya(), name=name or "-", practice_name=practice or "-", street=practice)
    assert printed(handout("general", who)).pages == 1
    assert printed(CardSheet(who, URL)).pages == 1


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=40))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean(text).text
    assert clean(once.replace("\u200b", "")).text == once


def test_every_document_has_its_name_here() -> None:
    assert set(PAGES) <= set(NAMES)


def _has_no_ink(picture: Image.Image) -> bool:
    return sum(picture.convert("L").histogram()[:200]) == 0

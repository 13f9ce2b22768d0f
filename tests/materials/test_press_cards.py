"""The cards: where they lie on the sheet, and that a phone reads what they carry."""

import re

import pytest
import zxingcpp
from PIL import Image

from alongside.materials.cards import AddressBad, CardSheet, check_address, code, short_mark
from alongside.materials.sheets import Paper
from tests.materials.paper import maya
from tests.materials.printed import (
    URL,
    handout,
    paper_of,
    picture_of,
    printed,
    structure,
    text_of,
    words_of,
)

MM = 72 / 25.4
TOLERANCE = 0.2 * MM
WIDE, HIGH = 3.5 * 72, 2 * 72
# As long as an address may be: 60 characters.
LONGEST = "https://alongside.example.org/cards/" + "Ab3" * 8


@pytest.mark.parametrize("paper", Paper)
def test_ten_cards_lie_3_5_by_2_inches_apart(paper: Paper) -> None:
    phones = [
        (x, y) for word, x, y in words_of(paper_of("cards", paper).pdf) if word == "207-555-0142"
    ]
    assert len(phones) == 10
    left, top = min(phones)
    wanted = [(left + column * WIDE, top + row * HIGH) for row in range(5) for column in range(2)]
    for (x, y), (there_x, there_y) in zip(sorted(phones), sorted(wanted), strict=True):
        assert abs(x - there_x) < TOLERANCE
        assert abs(y - there_y) < TOLERANCE


@pytest.mark.parametrize(
    ("paper", "corner_x", "corner_y"),
    [(Paper.LETTER, 0.75 * 25.4, 0.5 * 25.4), (Paper.A4, (210 - 177.8) / 2, (297 - 254) / 2)],
)
def test_the_first_card_begins_at_its_corner(
    paper: Paper, corner_x: float, corner_y: float
) -> None:
    """The short bar is the first ink on a card: 0.2 in from its corner, both ways."""
    dots = 600
    picture = picture_of(paper_of("cards", paper).pdf, dots)
    card = picture.crop(_box(corner_x, corner_y, 45, 50.8, dots))
    ink = card.convert("L").point(lambda light: 255 if light < 200 else 0).getbbox()
    assert ink is not None
    left_mm, top_mm = (side * 25.4 / dots for side in ink[:2])
    assert left_mm == pytest.approx(0.2 * 25.4, abs=0.2)
    assert top_mm == pytest.approx(0.2 * 25.4, abs=0.2)


@pytest.mark.parametrize("dots_per_inch", [72, 150, 300])
@pytest.mark.parametrize("url", [URL, LONGEST])
def test_all_ten_codes_read_as_the_address_byte_for_byte(url: str, dots_per_inch: int) -> None:
    found = _codes(picture_of(printed(CardSheet(maya(), url)).pdf, dots_per_inch))
    assert found == [url.encode()] * 10


@pytest.mark.parametrize("degrees", [4, -7])
def test_a_code_reads_from_a_tilted_and_blurred_photograph(degrees: int) -> None:
    card = picture_of(paper_of("cards").pdf, 150).crop((112, 75, 112 + 525, 75 + 300))
    photograph = card.rotate(degrees, Image.Resampling.BILINEAR, expand=True, fillcolor="white")
    smaller = photograph.resize((photograph.width * 2 // 3, photograph.height * 2 // 3))
    assert _codes(smaller) == [URL.encode()]


@pytest.mark.parametrize("url", ["https://a.co", URL, LONGEST])
def test_a_code_is_of_level_m_and_its_modules_are_half_a_millimetre_at_least(url: str) -> None:
    [found, *_] = zxingcpp.read_barcodes(picture_of(printed(CardSheet(maya(), url)).pdf, 300))
    assert found.ec_level == "M"
    modules = int(re.search(rb'viewBox="0 0 (\d+)', code(url))[1])  # type: ignore[index]
    assert 1.12 * 25.4 / modules >= 0.5


def test_letter_stock_is_printed_without_lines_and_a4_with_marks_outside_the_cards() -> None:
    letter = picture_of(paper_of("cards").pdf, 150)
    assert _ink(letter.crop((0, 0, letter.width, 75))) == 0
    assert _ink(letter.crop((0, 0, 110, letter.height))) == 0
    a4 = picture_of(paper_of("cards", Paper.A4).pdf, 150)
    assert _ink(a4.crop((0, 0, a4.width, 120))) > 0
    # Along the edge between the two columns, within the cards, there is nothing.
    middle = a4.width // 2
    assert _ink(a4.crop((middle - 3, 135, middle + 3, a4.height - 135))) == 0


def test_a_card_says_who_what_and_how_to_reach_them_and_its_batch() -> None:
    text = text_of(paper_of("cards").pdf)
    for said in (
        "Maya Okonkwo, LCSW",
        "Therapy beside your doctor’s care",
        "207-555-0142",
        "48 Exchange Street, Suite 3",
        "Portland, ME 04101",
        "Batch MZ2P · 10 cards",
    ):
        assert text.count(said) == 10
    assert {words for kind, words in structure(paper_of("cards").pdf) if kind == "/Figure"} == {
        f"Code that opens {URL}"
    }


def test_a_batch_s_mark_is_the_one_given_or_the_end_of_its_address() -> None:
    assert "Batch ELM2" in text_of(printed(CardSheet(maya(), URL, mark="ELM2")).pdf)
    assert short_mark(URL) == "MZ2P"
    assert short_mark("https://example.org/") == "1"


def test_an_address_of_60_characters_is_taken_and_one_more_is_refused() -> None:
    assert len(LONGEST) == 60
    check_address(LONGEST)
    with pytest.raises(AddressBad, match="61 characters"):
        check_address(LONGEST + "x")


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/c/1",
        "http://LOCALHOST./c/1",
        "http://maya.localhost/c/1",
        "http://127.0.0.1:8000/c/1",
        "http://127.1/c/1",
        "http://0x7f.0.0.1/c/1",
        "http://2130706433/c/1",
        "http://0.0.0.0/c/1",
        "http://[::1]/c/1",
        "http://[::ffff:127.0.0.1]/c/1",
        "http://[fe80::1]/c/1",
        "http://[fd00::2]/c/1",
        "http://10.1.2.3/c/1",
        "http://172.20.0.1/c/1",
        "http://192.168.1.7/c/1",
        "http://169.254.1.1/c/1",
        "http://100.64.0.1/c/1",
        "http://printer/c/1",
        "http://maya.local/c/1",
        "http://maya.lan/c/1",
        "http://box.home.arpa/c/1",
        "http://alongside.internal/c/1",
        "https://example.org@127.0.0.1/c/1",
        "http://127%2e0%2e0%2e1/c/1",
        "https://-bad-.example.org/c",
        "https://example..org/c",
        "https://example.org:port/c",
        "https:///c/1",
        "https://",
        "ftp://example.org/c/1",
        "javascript:alert(1)",
        "example.org/c/1",
        "",
        "https://example.org/c 1",
        "https://example.org/c\n1",
        "https://exämple.org/c/1",
        "https://１２７.0.0.1/c",  # noqa: RUF001 full width
    ],
)
def test_an_address_that_a_stranger_s_phone_cannot_open_is_refused(url: str) -> None:
    with pytest.raises(AddressBad):
        printed(CardSheet(maya(), url))


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "http://example.org:8080/c?x=1#y",
        "https://MAYA.Example.org./c",
        "https://8.8.8.8/c/1",
        "https://[2606:4700:4700::1111]/c",
        "https://xn--exmple-cua.org/c/1",
    ],
)
def test_an_address_of_the_open_internet_is_taken_as_it_stands(url: str) -> None:
    found = _codes(picture_of(printed(CardSheet(maya(), url)).pdf, 150))
    assert found == [url.encode()] * 10


def test_the_sheet_in_a_kit_is_the_sheet_alone() -> None:
    alone = sorted(words_of(paper_of("cards").pdf))
    assert sorted(words_of(paper_of("kit").pdf, page=3)) == alone
    assert handout("general").page.title in text_of(paper_of("kit").pdf)


def _codes(picture: Image.Image) -> list[bytes]:
    return [found.bytes for found in zxingcpp.read_barcodes(picture)]


def _ink(picture: Image.Image) -> int:
    return sum(picture.convert("L").histogram()[:200])


def _box(
    left_mm: float, top_mm: float, wide_mm: float, high_mm: float, dots: int
) -> tuple[int, int, int, int]:
    sides = (left_mm, top_mm, left_mm + wide_mm, top_mm + high_mm)
    left, top, right, bottom = (round(side * dots / 25.4) for side in sides)
    return left, top, right, bottom

"""Every accent can be read on white, and keeps its hue where a colour is left."""

from colorsys import rgb_to_hls

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.materials.accent import INK, contrast_on_white, is_accent, readable_accent


def hue_of(colour: str) -> float:
    red, green, blue = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    return rgb_to_hls(red, green, blue)[0]


@pytest.mark.parametrize(
    ("accent", "printed"),
    [
        ("#7a4", "#587e33"),
        ("#1d5c55", "#1d5c55"),
        ("#000", "#000000"),
        ("#FF0", INK),
        ("#ffffe0", INK),
        ("#fff", INK),
        ("#cccccc", INK),
        ("#767676", "#767676"),
        ("#808000", "#767600"),
    ],
)
def test_an_accent_is_printed_as_it_can_be_read(accent: str, printed: str) -> None:
    assert readable_accent(accent) == printed


@given(st.integers(0, 0xFFFFFF))
def test_any_accent_reaches_the_contrast_and_keeps_its_hue(number: int) -> None:
    accent = f"#{number:06x}"
    printed = readable_accent(accent)
    assert contrast_on_white(printed) >= 4.5
    if printed != INK:
        turn = abs(hue_of(printed) - hue_of(accent))
        assert min(turn, 1 - turn) < 0.02


def test_contrast_is_as_wcag_reckons_it() -> None:
    assert contrast_on_white("#000000") == pytest.approx(21)
    assert contrast_on_white("#ffffff") == pytest.approx(1)
    assert contrast_on_white("#777777") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("written", ["", "#", "#12", "#1234", "teal", "#ggg", "1d5c55", "#7a4\n"])
def test_only_three_or_six_hexadecimal_digits_are_an_accent(written: str) -> None:
    assert not is_accent(written)

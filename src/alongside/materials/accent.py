"""A colour that can be read on white paper."""

import re
from colorsys import hls_to_rgb, rgb_to_hls, rgb_to_hsv

INK = "#25211c"
LEAST_CONTRAST = 4.5
# Darkened, a grey stays one and a yellow turns olive: neither is the colour that was meant.
LEAST_SATURATION = 0.15
YELLOW_HUES = (45 / 360, 75 / 360)
LEAST_VALUE_OF_YELLOW = 0.75
HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
Colour = tuple[float, float, float]


def is_accent(written: str) -> bool:
    """Return whether a text is a colour as `#rgb` or `#rrggbb`."""
    return HEX.fullmatch(written) is not None


def readable_accent(written: str) -> str:
    """Return a colour as `#rrggbb`, darkened until it can be read on white; its hue stays.

    Args: written: `#rgb` or `#rrggbb`; where darkening leaves no colour, the ink is returned.
    Source: WCAG 2.2, 1.4.3 (contrast 4.5 to 1) and its definition of relative luminance.
    """
    given = _colour(written)
    if contrast_on_white(_hex(given)) >= LEAST_CONTRAST:
        return _hex(given)
    if not _stays_a_colour(given):
        return INK
    hue, light, saturation = rgb_to_hls(*given)
    darker = (_hex(hls_to_rgb(hue, light - n / 100, saturation)) for n in range(round(light * 100)))
    return next((one for one in darker if contrast_on_white(one) >= LEAST_CONTRAST), INK)


def contrast_on_white(colour: str) -> float:
    """Return the contrast of a colour with white paper, from 1 to 21."""
    red, green, blue = (_linear(part) for part in _colour(colour))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _stays_a_colour(given: Colour) -> bool:
    hue, saturation, value = rgb_to_hsv(*given)
    is_yellow = YELLOW_HUES[0] <= hue <= YELLOW_HUES[1] and value >= LEAST_VALUE_OF_YELLOW
    return saturation >= LEAST_SATURATION and not is_yellow


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _colour(written: str) -> Colour:
    digits = written.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = (int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4))
    return red, green, blue


def _hex(colour: Colour) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in colour)

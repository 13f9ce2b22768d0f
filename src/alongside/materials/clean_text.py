"""People's text, before it is set: what no page can carry is taken out or shown as a box."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from alongside.materials.fonts import PLAIN, can_draw

BOX = "☐"
ZERO_WIDTH_SPACE = "\u200b"
LONGEST_RUN = 18
MOST_MARKS = 3

CLUSTER = re.compile(r".[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f]*", re.S)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text that can be set, and the characters that a box stands for."""

    text: str
    boxed: tuple[str, ...]


# The words of a page are the same on every page but for a few.
@lru_cache(maxsize=4096)
def clean(text: str, *, longest_run: int = LONGEST_RUN) -> Cleaned:
    """Return a text that every font of ours can draw, on lines that can be broken.

    It is composed (NFC); control, format and bidirectional characters are out; blanks of all
    kinds are one space; a letter that no font has is a box; and a long unbroken run may break.

    Args: longest_run: how many letters may stand unbroken.
    """
    drawn, boxed = _drawable(unicodedata.normalize("NFC", text))
    return Cleaned(_broken(drawn, longest_run), boxed)


def _drawable(text: str) -> tuple[str, tuple[str, ...]]:
    if PLAIN.issuperset(text) and ZERO_WIDTH_SPACE not in text:
        return " ".join(text.split()), ()
    blank = " ".join(_without_controls(text).split())
    boxed: list[str] = []
    drawn = "".join(_drawn(cluster, boxed) for cluster in CLUSTER.findall(blank))
    return drawn, tuple(dict.fromkeys(boxed))


def _broken(text: str, longest_run: int) -> str:
    return re.sub(rf"\S{{{longest_run}}}(?=\S)", rf"\g<0>{ZERO_WIDTH_SPACE}", text)


def _without_controls(text: str) -> str:
    """Blanks that are controls (tab, line feed) stay blanks; the rest of Cc and Cf is out."""
    return "".join(
        letter
        for letter in text
        if letter.isspace() or unicodedata.category(letter) not in ("Cc", "Cf")
    )


def _drawn(cluster: str, boxed: list[str]) -> str:
    # A tower of marks would be drawn across its neighbours.
    whole = cluster[: 1 + MOST_MARKS]
    boxed.extend(cluster[1 + MOST_MARKS :])
    if PLAIN.issuperset(whole) or can_draw(whole):
        return whole
    return "".join(_letters_or_boxes(whole, boxed))


def _letters_or_boxes(cluster: str, boxed: list[str]) -> Iterator[str]:
    """Return the letter, where it can stand alone, and a box for each thing that cannot."""
    for letter in cluster:
        if unicodedata.combining(letter) or not can_draw(letter):
            boxed.append(letter)
            yield BOX
        else:
            yield letter

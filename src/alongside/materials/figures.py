"""What stands large beside a bullet, and whether the bullet says it."""

import re
from collections.abc import Sequence

from alongside.materials.refusals import MayNotPrint
from alongside.materials.spelling import plain_words

LONGEST_FIGURE = 7
LONGEST_AGAINST = 24
SHORT = {"min": "minutes", "h": "hours", "yr": "years"}


class FigureNotSaid(MayNotPrint):
    """A figure that would stand large beside a bullet that does not say it."""


def check_figure(
    figure: str, against: str, *, text: str, citations: Sequence[tuple[str, int | None]], where: str
) -> None:
    """Refuse a figure, or what stands below it, that does not follow from the bullet's own words.

    Args:
        figure: such as "46%" or "3 in 4"; "" where none stands large.
        against: such as "versus 22%"; also "guideline" and the year, as its sources have them.
        citations: the title and the year of each source of the bullet.
    Raises: FigureNotSaid, naming what is not said.
    """
    said = plain_words(text)
    if against and not figure:
        raise FigureNotSaid(f"{where}: “{against}” stands below no figure; give one, or neither.")
    if len(figure) > LONGEST_FIGURE or len(against) > LONGEST_AGAINST:
        room = f"{LONGEST_FIGURE} and {LONGEST_AGAINST} characters"
        raise FigureNotSaid(f"{where}: “{figure}”, “{against}”: there is room for {room}.")
    if figure and not _in_a_row(_long(figure), said):
        raise FigureNotSaid(_not_said(figure, where))
    words = [word for word in _long(against) if word not in _of_citations(citations)]
    has_number = any(letter.isdigit() for word in words for letter in word)
    if not (_in_a_row(words, said) if has_number else set(words) <= set(said)):
        raise FigureNotSaid(_not_said(against, where))


def _long(text: str) -> list[str]:
    return [SHORT.get(word, word) for word in plain_words(text)]


def _in_a_row(words: Sequence[str], said: Sequence[str]) -> bool:
    length = len(words)
    starts = range(len(said) - length + 1)
    return length > 0 and any(list(said[n : n + length]) == list(words) for n in starts)


def _of_citations(citations: Sequence[tuple[str, int | None]]) -> set[str]:
    """Return what may be said of a source itself: its year, and that it is a guideline."""
    years = {str(year) for _, year in citations}
    is_guideline = any(re.search(r"\bguideline\b", title, re.IGNORECASE) for title, _ in citations)
    return years | ({"guideline"} if is_guideline else set())


def _not_said(what: str, where: str) -> str:
    return (
        f"{where}: “{what}” would stand large, and the bullet does not say it; say it or drop it."
    )

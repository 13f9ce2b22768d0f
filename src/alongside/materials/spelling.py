"""The ways in which one wording can be written, brought to a few that patterns are tried on."""

import re
import unicodedata
from functools import lru_cache

UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
TEENS = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
NUMBERS = (
    {word: n for n, word in enumerate(UNITS, 1)}
    | {word: n for n, word in enumerate(TEENS, 10)}
    | {word: 10 * n for n, word in enumerate(TENS, 2)}
)
TENS_AND_UNITS = re.compile(rf"\b({'|'.join(TENS)})(?:[\s-]*({'|'.join(UNITS)})(?![a-z]))?")
NUMBER = re.compile(rf"\b({'|'.join((*TEENS, *UNITS))})(?![a-z])")
PERCENT = re.compile(r"[\s-]*(?:per[\s-]*cent(?:age)?s?|pct|por[\s-]*ciento|\u066a)(?![a-z])")
NO_FRACTION = re.compile(r"(?<=\d)[.,]0+(?!\d)")
# What joins no words: all but letters, figures, what stands in a number, and the fraction stroke.
BETWEEN_WORDS = re.compile(r"[^\w%/.,]|_|(?<!\d)[/.,]|[/.,](?!\d)")
STROKES = str.maketrans({"\u2044": "/", "\u2215": "/"})


def spellings(text: str) -> tuple[str, ...]:
    """Return a text as it reads once what only looks otherwise is undone.

    Compatibility forms (full width, ligatures), case, marks, invisible characters, dashes and
    blanks are made plain in all; then numbers become figures and percent its sign; then what stands
    between words becomes a blank.
    """
    plain = _plain(text)
    in_figures = _in_figures(plain)
    return tuple(dict.fromkeys((plain, in_figures, _words(plain), _in_figures(_words(plain)))))


# The library's bullets are the same on every page.
@lru_cache(maxsize=1024)
def plain_words(text: str) -> tuple[str, ...]:
    """Return a text's words, numbers in figures: what a figure beside it is compared with."""
    return tuple(_words(_in_figures(_plain(text))).split())


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.translate(STROKES)).translate(STROKES)
    shown = (_letter(letter) for letter in unicodedata.normalize("NFKD", apart.casefold()))
    return " ".join("".join(shown).split())


def _letter(letter: str) -> str:
    kind = unicodedata.category(letter)
    # Invisible: soft hyphens, joiners, marks. Controls other than blanks print as nothing too.
    if kind in ("Cf", "Mn", "Me") or (kind == "Cc" and not letter.isspace()):
        return ""
    if kind == "Pd" or letter in "\u2212\u2043\u30fb\u00b7":
        return "-"
    return str(unicodedata.decimal(letter)) if kind == "Nd" else letter


def _in_figures(text: str) -> str:
    text = TENS_AND_UNITS.sub(lambda found: str(_number(found[1], found[2])), text)
    text = NUMBER.sub(lambda found: str(_number(found[1])), text)
    return NO_FRACTION.sub("", PERCENT.sub("%", text))


def _number(*words: str | None) -> int:
    return sum(NUMBERS[word] for word in words if word)


def _words(text: str) -> str:
    return " ".join(BETWEEN_WORDS.sub(" ", text).split())

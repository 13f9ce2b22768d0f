"""Names and streets as a person writes them: public files shout."""

import re

WORD = re.compile(r"[^\W_]+")
NUMERALS = {"II", "III", "IV"}
DIRECTIONS = {"NE", "NW", "SE", "SW"}
INITIALS = {"LLC", "PLLC", "LLP", "PC", "PA", "MD", "DO", "OB", "GYN", "OBGYN", "US", "VA"}
# Short and without a vowel, and yet words; any other such word is somebody's initials.
SHORT_WORDS = {
    "BLVD",
    "CTR",
    "DR",
    "FL",
    "FT",
    "HWY",
    "JR",
    "LN",
    "MT",
    "PKY",
    "RD",
    "SQ",
    "SR",
    "ST",
}
SMALL_WORDS = {"AND", "AT", "FOR", "IN", "OF", "THE"}
VOWELS = set("AEIOUY")


def tidy_person(written: str) -> str:
    """Return a person's name in title case; one that is not all capitals stays as it is.

    Args:
        written: such as "MARY O'BRIEN-MCKAY III".
    """
    return _tidy(written, keep=NUMERALS, small=set())


def tidy_place(written: str) -> str:
    """Return the name of a practice, a street or a city in title case, initials as they are.

    Args:
        written: such as "22 BRAMHALL ST" or "MMP WOMEN'S HEALTH LLC".
    """
    return _tidy(
        written, keep=NUMERALS | DIRECTIONS | INITIALS | _initials(written), small=SMALL_WORDS
    )


def tidy_unit(unit: str) -> str:
    """Return a unit as an address has it.

    Args:
        unit: of an office; a suite goes by its value alone, such as "5", others by kind: "FL 3".
    """
    return tidy_place(unit) if " " in unit else f"Ste {unit}"


def _initials(written: str) -> set[str]:
    short = {word for word in WORD.findall(written) if word.isalpha() and 2 <= len(word) <= 3}
    return {word for word in short - SHORT_WORDS if not VOWELS & {*word}}


def _tidy(written: str, *, keep: set[str], small: set[str]) -> str:
    if written != written.upper():
        return written

    def tidy(found: re.Match[str]) -> str:
        word, begins = found[0], found.start() == 0
        if word in keep:
            return word
        if (word in small and not begins) or _follows_apostrophe(found):
            return word.lower()
        return _title(word)

    return WORD.sub(tidy, written)


def _follows_apostrophe(found: re.Match[str]) -> bool:
    """Whether this is the S of WOMEN'S, and not the B of O'BRIEN."""
    return len(found[0]) == 1 and found.string[found.start() - 1 : found.start()] in {"'", "’"}


def _title(word: str) -> str:
    if word[0].isdigit():
        return word.lower() if word.endswith(("ST", "ND", "RD", "TH")) else word
    if word.startswith("MC") and len(word) > 3:
        return f"Mc{word[2:].capitalize()}"
    return word.capitalize()

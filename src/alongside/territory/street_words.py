"""The spellings of street words: one word of the key for each, as USPS Publication 28 has them."""

import tomllib
from functools import cache
from importlib import resources


@cache
def street_words() -> dict[str, dict[str, str]]:
    """Return, by section of the table, each spelling with its word in the key.

    Source: USPS Publication 28, Postal Addressing Standards, appendices B and C.
    """
    text = (
        resources.files("alongside.territory").joinpath("data/street_words.toml").read_text("utf-8")
    )
    return {section: _spellings(words) for section, words in tomllib.loads(text).items()}


def _spellings(words: dict[str, str]) -> dict[str, str]:
    return {
        spelling: word for word, others in words.items() for spelling in (word, *others.split())
    }


@cache
def word_in_key() -> dict[str, str]:
    """Return every spelling with its word in the key."""
    return {
        spelling: word for section in street_words().values() for spelling, word in section.items()
    }


def any_of(section: str, *, spelt: bool = False) -> str:
    """Return a regular expression for the words of one section, or for all their spellings."""
    words = street_words()[section]
    return "|".join(sorted(words if spelt else set(words.values())))

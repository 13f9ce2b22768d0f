"""What every sheet has: its paper, its person, and its words as a template takes them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from alongside.materials.profile import Profile

# What a template takes: text, numbers, and lists and tables of them.
Words = Mapping[str, object]

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "es": "enero febrero marzo abril mayo junio "
    "julio agosto septiembre octubre noviembre diciembre",
}
LONGEST_LAST_WORDS = 26
APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])|(?<=s)'(?=\s)")


class Paper(StrEnum):
    """The two papers, by the words of the command line."""

    LETTER = "letter"
    A4 = "a4"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a document, drawn by the template of its name.

    `words` is all that is set; `sizes` are the body sizes to try, the first being the one wished
    for; `pages` is how many pages it must fill. One that `may_run_on` takes more where even the
    smallest size is too large.
    """

    template: str
    words: Words
    sizes: tuple[float, ...]
    pages: int = 1
    may_run_on: bool = False
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def sizes_down(wished: float, smallest: float) -> tuple[float, ...]:
    """Return body sizes in half points, from the one wished for to the smallest allowed."""
    steps = round((wished - smallest) * 2)
    return tuple(wished - step / 2 for step in range(steps + 1))


def full_name(profile: Profile) -> str:
    """Return a name as it is signed: `Maya Okonkwo, LCSW`."""
    return ", ".join(filter(None, (profile.name, profile.credentials)))


def place(profile: Profile) -> str:
    """Return the last line of an address."""
    return f"{profile.city}, {profile.state} {profile.zip5}"


def address(profile: Profile) -> str:
    """Return an address on one line."""
    return f"{profile.street}, {place(profile)}"


def licence_line(profile: Profile, language: str = "en") -> str:
    """Return the license as a page says it; the profile may name the state in it already."""
    word = {"en": "License", "es": "Licencia"}[language]
    has_state = profile.licence.upper().startswith(profile.licence_state.upper() + " ")
    state = "" if has_state else f"{profile.licence_state} "
    return f"{word} {state}{profile.licence}"


def written(day: date, language: str = "en") -> str:
    """Return a day in words: the figures alone are read differently in different countries."""
    month = MONTHS[language].split()[day.month - 1]
    if language == "es":
        return f"{day.day} de {month} de {day.year}"
    return f"{month} {day.day}, {day.year}"


def parted(text: str) -> dict[str, str]:
    """Return a text of ours without its last words, and these.

    A mark must not leave the last word, and no word stands alone on a last line.
    """
    words = curled(text).split(" ")
    last = 2 if len(" ".join(words[-2:])) <= LONGEST_LAST_WORDS else 1
    return {"body": " ".join(words[:-last]), "last": " ".join(words[-last:])}


def curled(text: str) -> str:
    """Return a text of ours with the apostrophes of print."""
    return APOSTROPHE.sub("’", text)

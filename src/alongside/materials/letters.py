"""The first letter: to an office that was not yet visited. It names no client and claims little."""

from dataclasses import dataclass
from datetime import date

from alongside.materials.profile import Profile
from alongside.materials.sheets import (
    Part,
    address,
    curled,
    full_name,
    licence_line,
    sizes_down,
    written,
)

SIZES = sizes_down(11.5, 10)
PARAGRAPHS = (
    (
        "My name is {name}, and I am a therapist at {practice} in {city}. I would like to meet the "
        "patients for whom medicine alone is not doing it, and those who do not see why both "
        "treatments belong together."
    ),
    (
        "You are the front line of this care, and you know these patients best. I would like to be "
        "your partner in the other half of it. Every decision about medicine stays with you, and I "
        "report back as far as each person allows."
    ),
    (
        "With this letter come one page on talk therapy beside medicine, with the source of each "
        "line, and ten of my cards for your counter. I offer these services, so please judge the "
        "page by its sources."
    ),
    (
        "I would also be glad to send people to you. Tell me how you like that to work: whom to "
        "send to, by fax or portal, which insurers, which patients. It is an offer and no "
        "bargain; each person chooses for themselves."
    ),
    (
        "I will stop by to say hello. If another way suits you better, or none at all, a word to "
        "{phone} is enough."
    ),
)
ENCLOSED = "Enclosed: one page with its sources, ten cards"


@dataclass(frozen=True, slots=True)
class FirstLetter:
    """A letter to an office; `to` is the person it greets, `address_lines` stand above it."""

    profile: Profile
    to: str = ""
    address_lines: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Return what the document is called."""
        return f"A first letter from {full_name(self.profile)}"

    @property
    def language(self) -> str:
        """Return the language of the letter."""
        return "en"


def letter_part(letter: FirstLetter, on: date) -> Part:
    """Return the letter as its template takes it."""
    profile = letter.profile
    facts = {
        "name": full_name(profile),
        "practice": profile.practice_name,
        "city": profile.city,
        "phone": profile.phone,
    }
    words = {
        "language": letter.language,
        "practice": profile.practice_name,
        "sender": [address(profile), *_reach(profile)],
        "day": written(on),
        "to": [line for line in (letter.to, *letter.address_lines) if line],
        "greeting": f"Dear {letter.to or 'colleagues'},",
        "paragraphs": [curled(text).format(**facts) for text in PARAGRAPHS],
        "close": "With respect,",
        "name": full_name(profile),
        "under": licence_line(profile),
        "enclosed": ENCLOSED,
    }
    return Part("letter", words, SIZES)


def _reach(profile: Profile) -> list[str]:
    fax = f"Fax {profile.fax}" if profile.fax else ""
    return [" · ".join(filter(None, (profile.phone, fax)))]

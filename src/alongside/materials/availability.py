"""The availability card: who has room for whom, and until when that is true. Two to a sheet."""

from dataclasses import dataclass
from datetime import date, timedelta

from alongside.errors import Refused
from alongside.materials.profile import Profile
from alongside.materials.sheets import Part, address, full_name, licence_line, sizes_down, written

SIZES = sizes_down(10.5, 7)
VALID_DAYS = 30


class AvailabilityOver(Refused):
    """An availability card that would be over on the day it is printed, or before it began."""


@dataclass(frozen=True, slots=True)
class AvailabilityCard:
    """What an office wants to know before it sends someone.

    What is empty is printed as a line to write on. `valid_until` may be left out: then it is
    thirty days after `as_of`.
    """

    profile: Profile
    as_of: date
    openings: tuple[str, ...] = ()
    insurers: tuple[str, ...] = ()
    ages: str = ""
    helps_with: tuple[str, ...] = ()
    portal: str = ""
    valid_until: date | None = None

    @property
    def title(self) -> str:
        """Return what the document is called."""
        return f"Openings with {full_name(self.profile)}"

    @property
    def language(self) -> str:
        """Return the language of the card."""
        return "en"

    @property
    def ends_on(self) -> date:
        """Return the last day on which the card is true."""
        return self.valid_until or self.as_of + timedelta(VALID_DAYS)


def availability_part(card: AvailabilityCard, on: date) -> Part:
    """Return the card as its template takes it.

    Raises: AvailabilityOver.
    """
    if card.ends_on < max(on, card.as_of):
        raise AvailabilityOver(f"This card would be over already: it ends {written(card.ends_on)}.")
    profile = card.profile
    words = {
        "language": card.language,
        "heading": "Openings",
        "practice": profile.practice_name,
        "name": full_name(profile),
        "under": licence_line(profile),
        "phone": profile.phone,
        "address": address(profile),
        "facts": [
            ["Openings", list(card.openings)],
            ["I help with", list(card.helps_with)],
            ["Ages", [card.ages] if card.ages else []],
            ["Insurance", list(card.insurers)],
            ["Fax", [profile.fax] if profile.fax else []],
            ["Portal", [card.portal] if card.portal else []],
        ],
        "dates": f"As of {written(card.as_of)} · valid until {written(card.ends_on)}",
    }
    return Part("availability", words, SIZES)

"""Which practice is credited with a person who was sent, where several could be.

The card comes first: its code says at which counter it lay, whatever anybody remembers. Then what
the person says: they were there. Then the contact who wrote or rang, who may work at two offices.
Credit decides nothing but whom to visit and thank; nothing is ever owed or paid by it.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

Office = TypeVar("Office")


class Basis(StrEnum):
    """What a credit stands on."""

    CARD = "card"
    SAID = "said"
    CONTACT = "contact"
    NOBODY = "nobody"
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True)
class Credit(Generic[Office]):
    """An office, and why it; no office where nothing tells."""

    office: Office | None
    basis: Basis


def credit_of(
    *, card: Office | None = None, said: Office | None = None, contact: Office | None = None
) -> Credit[Office]:
    """Return the office of the card, else the one that was said, else the contact's."""
    found = ((card, Basis.CARD), (said, Basis.SAID), (contact, Basis.CONTACT))
    told = (Credit(office, basis) for office, basis in found if office is not None)
    return next(told, Credit(None, Basis.NOBODY))

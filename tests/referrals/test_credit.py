"""The card comes first, then what the person says, then the contact: a table of all there is."""

from itertools import product

import pytest

from alongside.referrals.credit import Basis, credit_of

EVERY = tuple(product(("Elm", None), ("Oak", None), ("Ash", None)))


@pytest.mark.parametrize(("card", "said", "contact"), EVERY)
def test_the_first_that_tells_is_credited(
    card: str | None, said: str | None, contact: str | None
) -> None:
    found = credit_of(card=card, said=said, contact=contact)
    assert found.office == (card or said or contact)
    if card:
        assert found.basis is Basis.CARD
    elif said:
        assert found.basis is Basis.SAID
    else:
        assert found.basis is (Basis.CONTACT if contact else Basis.NOBODY)

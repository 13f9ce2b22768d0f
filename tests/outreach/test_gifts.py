"""Gifts are off, written down when on, refused with a reason, and blind to what offices send."""

import ast
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given as drawn
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from alongside.outreach import actions as outreach
from alongside.outreach.actions import gifts
from alongside.outreach.gifts import CAPS, Gift, GiftPolicy
from alongside.outreach.models import Contact, Practice
from alongside.team.actions import NotAllowed
from alongside.team.models import Membership
from tests.conftest import MONDAY, at
from tests.outreach.sisters import listed

SRC = Path(__file__).parents[2] / "src" / "alongside"
BLIND = ("outreach/gifts.py", "outreach/actions/gifts.py", "web/gifts.py")
# All that they may import of the product, by module and by name.
MAY_IMPORT = {
    ("alongside.errors", "Refused"),
    ("alongside.team.ids", "uuid7"),
    ("alongside.team.models", "Group"),
    ("alongside.team.models", "Membership"),
    ("alongside.team.actions", "NotAllowed"),
    ("alongside.team.actions", "note_event"),
    ("alongside.outreach.models", "Contact"),
    ("alongside.outreach.models", "Practice"),
    ("alongside.outreach.actions", "gifts"),
    ("alongside.web.asking", "member_of"),
    ("alongside.web.form_page", "form_page"),
    ("alongside.web.form_page", "refusals_on"),
    ("alongside.web.forms", "KeyedForm"),
    ("alongside.web.forms", "a_day"),
}
LUNCH = gifts.Given(
    on=MONDAY,
    what="food",
    words="Lunch for three",
    purpose="education",
    taught="When to add therapy",
    cost=Decimal("41.50"),
    paid_by="Casco Counseling",
    people=(),
    others=3,
)


def settle(member: Membership, **said: bool) -> GiftPolicy:
    told = {"is_on": True, "treats_substance_use": False, "is_hospital_affiliated": False, **said}
    return gifts.settle_gifts(member=member, at=at(MONDAY), **told)


def give(member: Membership, practice: Practice, **otherwise: Any) -> Gift:
    given = replace(LUNCH, **otherwise)
    when = at(max(given.on, MONDAY))
    return gifts.note_gift(member=member, practice=practice, given=given, at=when, key=uuid4())


def prescriber(member: Membership, practice: Practice, npi: str = "") -> Contact:
    return outreach.add_contact(
        member=member, practice=practice, name="Dr. Ruiz", part="prescriber", npi=npi, at=at(MONDAY)
    )


def test_nothing_is_given_until_an_owner_says_so(maya: Membership, sam: Membership) -> None:
    practice = listed(maya)
    with pytest.raises(gifts.NoGifts):
        give(maya, practice)
    with pytest.raises(NotAllowed):
        settle(sam)
    settle(maya)
    assert give(sam, practice).cents == 4150
    settle(maya, is_on=False)
    with pytest.raises(gifts.NoGifts):
        give(maya, practice)


def test_where_substance_use_is_treated_nothing_is_given(maya: Membership) -> None:
    with pytest.raises(gifts.NoGifts, match="18 USC 220"):
        settle(maya, treats_substance_use=True)
    settle(maya, is_on=False, treats_substance_use=True)
    with pytest.raises(gifts.NoGifts):
        give(maya, listed(maya))
    with pytest.raises(IntegrityError), transaction.atomic():
        GiftPolicy.objects.create(
            group=maya.group, is_on=True, treats_substance_use=True, by=maya, at=at(MONDAY)
        )


@pytest.mark.parametrize(
    "otherwise",
    [
        {"what": "cash"},
        {"what": "card"},
        {"what": "raffle"},
        {"what": "per_referral"},
        {"words": "A $25 Starbucks gift card"},
        {"words": "Two vouchers for dinner"},
        {"words": "Raffle basket"},
        {"words": "Cash in an envelope"},
        {"words": "$20 for each new referral"},
        {"taught": "Thank you for the referrals"},
        {"taught": "Our referral bonus"},
    ],
    ids=str,
)
def test_what_is_never_given_is_refused_with_its_reason(
    maya: Membership, otherwise: dict[str, str]
) -> None:
    settle(maya)
    with pytest.raises(gifts.NeverGiven):
        give(maya, listed(maya), **otherwise)
    assert not Gift.objects.exists()


@pytest.mark.parametrize(
    "otherwise",
    [
        {"taught": " "},
        {"purpose": "patients"},
        {"others": 0},
        {"others": -1},
        {"words": ""},
        {"paid_by": ""},
        {"what": "car"},
        {"on": MONDAY + timedelta(days=1)},
        {"cost": Decimal(0)},
        {"cost": Decimal(-5)},
        {"cost": Decimal("1.005")},
        {"cost": Decimal("NaN")},
        {"cost": Decimal("1e9")},
    ],
    ids=str,
)
def test_what_is_vague_is_refused(maya: Membership, otherwise: dict[str, Any]) -> None:
    settle(maya)
    given = replace(LUNCH, **otherwise)
    practice = listed(maya)
    with pytest.raises(gifts.GiftBad):
        gifts.note_gift(member=maya, practice=practice, given=given, at=at(MONDAY), key=uuid4())


@drawn(st.integers(min_value=1, max_value=100_000_00))
@hypothesis(max_examples=50)
def test_dollars_become_cents_and_lose_none(cents: int) -> None:
    assert gifts.cents_of(Decimal(cents) / 100) == cents
    assert gifts.cents_of(Decimal(f"{cents // 100}.{cents % 100:02}0")) == cents


def test_whoever_belongs_to_a_hospital_is_stopped_at_the_cap(maya: Membership) -> None:
    practice, elsewhere = listed(maya), listed(maya, {"street": "80 Pine Street"})
    settle(maya, is_hospital_affiliated=True)
    ruiz, again = (prescriber(maya, one, "1234567893") for one in (practice, elsewhere))
    with pytest.raises(gifts.OverTheCap, match="names everybody"):
        give(maya, practice, people=(ruiz,), others=1)
    give(maya, practice, people=(ruiz,), others=0, cost=Decimal(500))
    # The same person at another office; a cent more than is left.
    with pytest.raises(gifts.OverTheCap, match=r"more than \$535 in 2026"):
        give(maya, elsewhere, people=(again,), others=0, cost=Decimal("35.01"))
    last = give(maya, elsewhere, people=(again,), others=0, cost=Decimal(35))
    gifts.withdraw_gift(member=maya, gift=last, at=at(MONDAY))
    give(maya, elsewhere, people=(again,), others=0, cost=Decimal(35))
    for year in (2025, 2027):
        assert year not in CAPS
        with pytest.raises(gifts.OverTheCap, match="is not known here"):
            give(maya, practice, people=(ruiz,), others=0, on=date(year, 3, 2))


def test_others_may_pass_the_cap_as_it_is_no_allowance_of_theirs(maya: Membership) -> None:
    settle(maya)
    assert give(maya, listed(maya), cost=Decimal(600), on=date(2025, 3, 3)).cents == 60_000


def test_a_form_that_is_sent_twice_is_one_gift(maya: Membership, ines: Membership) -> None:
    settle(maya)
    practice, key = listed(maya), uuid4()
    for _ in range(2):
        gift = gifts.note_gift(member=maya, practice=practice, given=LUNCH, at=at(MONDAY), key=key)
    assert Gift.objects.count() == 1
    with pytest.raises(NotAllowed):
        gifts.withdraw_gift(member=ines, gift=gift, at=at(MONDAY))
    settle(ines)
    with pytest.raises(gifts.GiftBad):
        give(ines, practice)
    stranger = prescriber(ines, listed(ines))
    with pytest.raises(gifts.GiftBad):
        give(maya, practice, people=(stranger,))


@pytest.mark.parametrize("file", BLIND)
def test_the_code_of_gifts_imports_nothing_that_counts_people(file: str) -> None:
    imported = set(_imported((SRC / file).read_text(encoding="utf-8")))
    own = {(module, name) for module, name in imported if module == "alongside.outreach.gifts"}
    assert imported - own <= MAY_IMPORT


def test_an_import_that_counts_would_be_found() -> None:
    code = "from alongside.outreach.noted import SENT\nimport alongside.referrals.models\n"
    assert len(set(_imported(code)) - MAY_IMPORT) == 2


def _imported(code: str) -> list[tuple[str, str]]:
    found = []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.ImportFrom):
            found += [(node.module or "", alias.name) for alias in node.names]
        elif isinstance(node, ast.Import):
            found += [(alias.name, "") for alias in node.names]
    return [(module, name) for module, name in found if module.startswith("alongside")]

"""A gift or a meal is written down, or refused with its reason."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, localcontext
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from alongside.errors import Refused
from alongside.outreach.gifts import (
    CAPS,
    Gift,
    GiftPolicy,
    GiftRecipient,
    GiftWithdrawal,
)
from alongside.outreach.models import Contact, Practice
from alongside.team.actions import NotAllowed, note_event
from alongside.team.models import Group, Membership

MOST_CENTS = 100_000_00
MOST_OTHERS = 500
CASH, CARD, RAFFLE, PER_REFERRAL = "cash", "card", "raffle", "per_referral"
# What somebody may mean to give, and why it is refused.
NEVER = {
    CASH: "Cash is never a gift to an office: it pays for referrals, whatever is meant by it.",
    CARD: "A gift card is cash in another form; none is given.",
    RAFFLE: "No raffle, prize or drawing: it is a gift whose worth nobody can write down.",
    PER_REFERRAL: (
        "Nothing is given for referrals, by their number or their worth: that is a felony where a "
        "federal program pays (42 USC 1320a-7b(b)), and in some states whoever pays."
    ),
}
WORDS = {
    CASH: r"\bcash\b|\bmoney\b|\bvenmo\b|\bpaypal\b|\bzelle\b",
    CARD: r"\b(?:gift|prepaid|visa|amazon|starbucks|e-?gift)[\s-]*(?:cards?|certificates?)\b"
    r"|\bvouchers?\b|\bgift\s*certificates?\b",
    RAFFLE: r"\braffles?\b|\blotter(?:y|ies)\b|\bsweepstakes?\b|\bprizes?\b",
    PER_REFERRAL: r"\b(?:per|each|every|for)\s+(?:\w+\s+){0,2}referr|\breferral\s+(?:fee|bonus)"
    r"|\bthanks?\b.{0,40}\breferr|\bkick-?backs?\b|\bcommissions?\b",
}


class NoGifts(Refused):
    """A group that gives nothing."""


class NeverGiven(Refused):
    """What is given to no office."""


class GiftBad(Refused):
    """A gift that cannot be written down as it stands."""


class OverTheCap(Refused):
    """More than one person may be given in a year, or a year whose figure is not known."""


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody writes down of a gift. cost: US dollars, a whole number of cents."""

    on: date
    what: str
    words: str
    purpose: str
    taught: str
    cost: Decimal
    paid_by: str
    people: Sequence[Contact]
    others: int = 0


@transaction.atomic
def settle_gifts(
    *,
    member: Membership,
    is_on: bool,
    treats_substance_use: bool,
    is_hospital_affiliated: bool,
    at: datetime,
) -> GiftPolicy:
    """Say whether the group writes gifts down; never where substance use is treated."""
    if not member.is_owner:
        raise NotAllowed("Only an owner may settle that.")
    if is_on and treats_substance_use:
        raise NoGifts(
            "A licensed setting that treats substance use gives nothing: a gift to who sends "
            "people there may be a crime whoever pays (18 USC 220, EKRA). Leave gifts off."
        )
    policy = GiftPolicy.objects.create(
        group=member.group,
        is_on=is_on,
        treats_substance_use=treats_substance_use,
        is_hospital_affiliated=is_hospital_affiliated,
        by=member,
        at=at,
    )
    note_event(verb="gifts settled", at=at, member=member, row=policy)
    return policy


@transaction.atomic
def note_gift(
    *, member: Membership, practice: Practice, given: Given, at: datetime, key: UUID
) -> Gift:
    """Write a gift down; sent twice with one key, it is one."""
    # One gift of a group at a time, so that two do not pass the cap together.
    Group.objects.select_for_update(no_key=True).get(pk=member.group_id)
    already = Gift.objects.filter(by=member, key=key).first()
    if already is not None:
        return already
    policy = GiftPolicy.objects.of(member)
    cents = _check(member, practice, given, policy, at)
    gift = Gift.objects.create(
        group=member.group,
        practice=practice,
        on=given.on,
        what=given.what,
        words=given.words.strip(),
        purpose=given.purpose,
        taught=given.taught.strip(),
        others=given.others,
        cents=cents,
        paid_by=given.paid_by.strip(),
        by=member,
        at=at,
        key=key,
    )
    each = _each(cents, given)
    GiftRecipient.objects.bulk_create(
        GiftRecipient(gift=gift, contact=contact, cents=each) for contact in given.people
    )
    note_event(verb="gift written down", at=at, member=member, row=gift)
    return gift


@transaction.atomic
def withdraw_gift(*, member: Membership, gift: Gift, at: datetime) -> None:
    """Take back what was written down in error: one's own, or as an owner anybody's."""
    if gift.group_id != member.group_id or (gift.by_id != member.pk and not member.is_owner):
        raise NotAllowed("It is taken back by whoever wrote it down, or by an owner.")
    _, is_new = GiftWithdrawal.objects.get_or_create(gift=gift, defaults={"by": member, "at": at})
    if is_new:
        note_event(verb="gift withdrawn", at=at, member=member, row=gift)


def _check(
    member: Membership, practice: Practice, given: Given, policy: GiftPolicy, at: datetime
) -> int:
    """Return what it cost in cents, once nothing speaks against it."""
    if not policy.is_on:
        raise NoGifts("Your group gives no gifts and no meals; an owner may settle otherwise.")
    _refuse_never(given)
    cents = cents_of(given.cost)
    _refuse_strangers(member, practice, given)
    _refuse_vague(given, member.group.day_of(at))
    if policy.is_hospital_affiliated:
        _refuse_over_the_cap(member, given, _each(cents, given))
    return cents


def _refuse_never(given: Given) -> None:
    if given.what in NEVER:
        raise NeverGiven(NEVER[given.what])
    said = f"{given.words} {given.taught} {given.paid_by}"
    for kind, words in WORDS.items():
        if re.search(words, said, re.IGNORECASE):
            raise NeverGiven(NEVER[kind])


def cents_of(cost: Decimal) -> int:
    """Return US dollars as cents.

    Raises: GiftBad, for nothing, less than nothing, parts of a cent, and what nobody gives.
    """
    if not cost.is_finite() or not 0 < cost <= MOST_CENTS / 100:
        raise GiftBad("What it cost: an amount in dollars, more than nothing, was expected.")
    with localcontext(prec=60):
        cents = cost * 100
        if cents != cents.to_integral_value():
            raise GiftBad(f"What it cost: {cost} has parts of a cent.")
        return int(cents)


def _refuse_strangers(member: Membership, practice: Practice, given: Given) -> None:
    if practice.group_id != member.group_id:
        raise GiftBad("There is no such office in your group.")
    if any(contact.practice_id != practice.pk for contact in given.people):
        raise GiftBad(f"Somebody chosen is not at {practice}.")


def _refuse_vague(given: Given, today: date) -> None:
    if given.on > today:
        raise GiftBad(f"{given.on} has not come yet.")
    if given.what not in Gift.What.values or given.purpose not in Gift.Purpose.values:
        raise GiftBad("What it was and what for: one of those on the list was expected.")
    if not given.words.strip() or not given.paid_by.strip():
        raise GiftBad("Write down what it was, and who paid.")
    if not given.people and not given.others:
        raise GiftBad("For whom was it? Choose people, or say how many others.")
    if not 0 <= given.others <= MOST_OTHERS:
        raise GiftBad(f"Others: a number from 0 to {MOST_OTHERS} was expected.")
    is_food, taught = given.what == Gift.What.FOOD, given.taught.strip()
    if is_food and (given.purpose != Gift.Purpose.EDUCATION or not taught):
        raise GiftBad("Food belongs to a visit at which something is taught: write down what.")


def _each(cents: int, given: Given) -> int:
    """Return one person's part, a broken cent counted whole."""
    return -(-cents // (len(given.people) + given.others))


def _refuse_over_the_cap(member: Membership, given: Given, each: int) -> None:
    cap = CAPS.get(given.on.year)
    if cap is None:
        raise OverTheCap(
            f"The yearly cap of {given.on.year} (42 CFR 411.357(k)) is not known here, so nothing "
            "of that year is written down for a group that belongs to a hospital."
        )
    if given.others:
        raise OverTheCap("A group that belongs to a hospital names everybody: the cap is each’s.")
    for contact in given.people:
        if each + _given_in(given.on.year, contact, member) > cap.cents:
            raise OverTheCap(
                f"{contact} would be given more than ${cap.cents / 100:,.0f} in {given.on.year} "
                f"(42 CFR 411.357(k); {cap.source})."
            )


def _given_in(year: int, contact: Contact, member: Membership) -> int:
    """Return what a person was given in a year, in cents: at every office with the same NPI."""
    rows = GiftRecipient.objects.filter(
        gift__group=member.group_id, gift__withdrawal=None, gift__on__year=year
    )
    same = {"contact__npi": contact.npi} if contact.npi else {"contact": contact.pk}
    found: int | None = rows.filter(**same).aggregate(total=Sum("cents"))["total"]
    return found or 0

"""A record of the NPI Registry becomes a person at the places where they see people."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from alongside.territory.clinicians import NPI_WEIGHTS, PREFIX_SUM
from alongside.territory.taxonomy import meaning_of, primary_code

# What the registry writes where it has nothing, and what stands in for what it may not say.
NOTHING = {"", "--", "<UNAVAIL>", "$$$$$$$$$", "********"}
NEEDED = ("number", "basic", "addresses", "taxonomies")
PRACTICE = "LOCATION"
ACTIVE = "A"


@dataclass(frozen=True, slots=True)
class Site:
    """Where a person practises: primary or secondary location, never where their mail goes."""

    line_1: str
    line_2: str
    city: str
    state: str
    zip5: str
    phone: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whose profession the tiers are told by, at each of their places in reach."""

    npi: str
    name: str
    last_name: str
    taxonomy: str
    sites: tuple[Site, ...]


class RecordUnreadable(Exception):
    """A record that lacks what every record has; the argument is what."""


def read_person(record: object, counts: Counter[str]) -> Person | None:
    """Return the person of a record, or None, counting why, where it is none to list.

    Fields that are not known are passed over; numbers may come as text or as numbers.

    Args:
        record: as the registry sent it.
        counts: adds one under the reason why the record is no person to list.
    Raises:
        RecordUnreadable: it is no object, or a field that every record has is missing.
    """
    told = _mapping(record)
    for name in NEEDED:
        if told.get(name) is None:
            raise RecordUnreadable(name)
    basic = _mapping(told["basic"])
    npi = _text(told["number"])
    why = _why_not(told, basic, npi)
    code = primary_code(_slots(told["taxonomies"]))
    if not why and not meaning_of(code).pri_spec:
        why = "of another profession"
    if why:
        counts[why] += 1
        return None
    return Person(npi, _name(basic), _text(basic.get("last_name")), code, _sites(told))


def _why_not(told: Mapping[str, Any], basic: Mapping[str, Any], npi: str) -> str:
    if _text(told.get("enumeration_type"), "NPI-1").upper() not in ("NPI-1", "1", "IND"):
        return "an organization"
    if _text(basic.get("status"), ACTIVE).upper() != ACTIVE:
        return "deactivated"
    return "" if _is_npi(npi) else "an NPI whose check digit is wrong"


def _name(basic: Mapping[str, Any]) -> str:
    parts = (
        basic.get("first_name"),
        basic.get("middle_name"),
        basic.get("last_name"),
        basic.get("name_suffix") or basic.get("suffix"),
    )
    return " ".join(" ".join(map(_text, parts)).split())


def _slots(taxonomies: object) -> list[tuple[str, str]]:
    listed = taxonomies if isinstance(taxonomies, list) else []
    return [
        (_text(one.get("code")), "Y" if _says_yes(one.get("primary")) else "N")
        for one in listed
        if isinstance(one, dict)
    ]


def _says_yes(said: object) -> bool:
    return said is True or str(said).strip().upper() in ("Y", "YES", "TRUE", "1")


def _sites(told: Mapping[str, Any]) -> tuple[Site, ...]:
    """Return the practice locations: the primary one, and those that stand apart."""
    first = [
        one
        for one in _listed(told["addresses"])
        if _text(one.get("address_purpose")).upper() == PRACTICE
    ]
    sites = map(_site, [*first, *_listed(told.get("practiceLocations"))])
    return tuple(dict.fromkeys(site for site in sites if site is not None))


def _site(address: Mapping[str, Any]) -> Site | None:
    """Return an address in the United States, whose ZIP is five digits or nine."""
    digits = "".join(letter for letter in _text(address.get("postal_code")) if letter.isdigit())
    country = _text(address.get("country_code"), "US").upper()
    if country != "US" or not digits:
        return None
    # A number has lost its leading zeros: what is short belongs to five digits or to nine.
    zip5 = digits.zfill(9 if len(digits) > 5 else 5)[:5]
    return Site(
        line_1=_text(address.get("address_1")),
        line_2=_text(address.get("address_2")),
        city=_text(address.get("city")),
        state=_text(address.get("state")),
        zip5=zip5,
        phone=_text(address.get("telephone_number")),
    )


def _listed(said: object) -> list[Mapping[str, Any]]:
    return [one for one in said if isinstance(one, dict)] if isinstance(said, list) else []


def _mapping(said: object) -> Mapping[str, Any]:
    if not isinstance(said, dict):
        raise RecordUnreadable("an object")
    return said


def _text(said: object, otherwise: str = "") -> str:
    """Return a value as one line of text: absent, null, blank and masks are the same nothing."""
    line = "" if said is None else " ".join(str(said).split())
    return otherwise if line in NOTHING else line


def _is_npi(npi: str) -> bool:
    """Return whether an NPI has ten digits, begins with 1 or 2 and passes its check digit."""
    if len(npi) != 10 or not npi.isascii() or not npi.isdigit() or npi[0] not in "12":
        return False
    products = (int(digit) * weight for digit, weight in zip(npi, NPI_WEIGHTS, strict=True))
    return (PREFIX_SUM + sum(one // 10 + one % 10 for one in products)) % 10 == 0

"""Everybody around a ZIP, from the NPI Registry, as the rows that a clinicians file would give."""

import json
import os
import zlib
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from math import isfinite
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl

from alongside.errors import Refused
from alongside.territory.clinicians import ClinicianFile
from alongside.territory.ranking import SearchBad
from alongside.territory.registry import Registry
from alongside.territory.registry_people import Person, Site
from alongside.territory.registry_search import Heard, search_zip
from alongside.territory.taxonomy import meaning_of
from alongside.territory.zips import find_place, miles_from

# An answer is good for so long: the registry changes daily, and a practice in years.
KEPT_FOR = timedelta(days=30)
MOST_ZIPS = 400
# Raised whenever a kept answer would be read otherwise.
FORM = 1
# The columns of `read_clinicians`, but for the row's number.
OF_PERSON = ("npi", "name", "pri_spec", "specialty")
OF_SITE = ("line_1", "line_2", "city", "state", "zip5", "phone")
NOT_TOLD = ("facility", "org_pac_id", "adrs_id")
SCHEMA = dict.fromkeys((*OF_PERSON, *OF_SITE, *NOT_TOLD), pl.String) | dict.fromkeys(
    ("is_suppressed", "is_unclear"), pl.Boolean
)


class CircleTooWide(Refused):
    """More ZIPs than anybody should ask the registry for."""


@dataclass(frozen=True, slots=True)
class LookUp:
    """What the registry told of a circle.

    file has a row per person and practice location in the circle. zips are those asked for. gaps
    say what is missing, in words; passed_over counts records by why they are nobody to list.
    """

    file: ClinicianFile
    zips: tuple[str, ...]
    gaps: tuple[str, ...]
    passed_over: dict[str, int]
    asked_at: datetime  # of the oldest answer in it


@dataclass(frozen=True, slots=True)
class _Told:
    """What was told of one ZIP, as it is kept."""

    people: tuple[Person, ...]
    passed_over: dict[str, int]
    gaps: tuple[str, ...]
    asked_at: datetime


def look_up(
    *,
    near: str,
    within_miles: float,
    registry: Registry,
    cache: Path | None,
    at: datetime,
    tell: Callable[[int, int, str], None] = lambda _done, _total, _words: None,
) -> LookUp:
    """Return everybody who practises around a ZIP, by the NPI Registry.

    Args:
        near: five digits or ZIP+4.
        within_miles: great-circle, from the middle of one ZIP to that of another.
        registry: whom to ask.
        cache: a folder where answers are kept a month; None keeps nothing.
        at: now.
        tell: hears how many ZIPs of how many are done, and which comes next; may raise to stop.
    Raises:
        ZipUnknown: near is no ZIP, or has no place.
        SearchBad: a negative radius.
        CircleTooWide: more than `MOST_ZIPS` ZIPs.
        RegistryUnreachable, RegistryRefuses, RegistryChanged: nothing is told in part.
    Source: CMS, NPPES NPI Registry API, version 2.1.
    """
    zips = _zips_around(near, within_miles)
    told = []
    for done, zip5 in enumerate(zips):
        tell(done, len(zips), f"Asking the NPI Registry about {zip5}")
        told.append(_told_of(zip5, registry, cache, at))
    return LookUp(
        file=_file(told, set(zips)),
        zips=zips,
        gaps=tuple(gap for one in told for gap in one.gaps),
        passed_over=dict(sum((Counter(one.passed_over) for one in told), Counter())),
        asked_at=min((one.asked_at for one in told), default=at),
    )


def _zips_around(near: str, within_miles: float) -> tuple[str, ...]:
    """Return the ZIPs of a circle, the nearest first."""
    if not isfinite(within_miles) or within_miles < 0:
        raise SearchBad(
            f"--within-miles {within_miles}: a number of miles, 0 or more, was expected."
        )
    place = find_place(near)
    miles = miles_from(place, within_miles=within_miles)
    if len(miles) > MOST_ZIPS:
        raise CircleTooWide(
            f"{within_miles:g} miles around {place.zip5} hold {len(miles):,} ZIPs; at most "
            f"{MOST_ZIPS} are looked up. Take a smaller circle, or load Medicare's file."
        )
    return tuple(sorted(miles, key=lambda zip5: (miles[zip5], zip5)))


def _told_of(zip5: str, registry: Registry, cache: Path | None, at: datetime) -> _Told:
    """Return what is told of a ZIP: by an answer that was kept, else by the registry."""
    path = cache / _file_name(zip5, registry) if cache else None
    kept = _kept(path, at) if path else None
    if kept is not None:
        return kept
    told = _as_told(search_zip(zip5, registry.ask), zip5, at)
    if path:
        _keep(path, told)
    return told


def _as_told(heard: Heard, zip5: str, at: datetime) -> _Told:
    unreadable = [
        f"{zip5}: {count} {'record' if count == 1 else 'records'} without “{missing}”"
        for missing, count in sorted(heard.unreadable.items())
    ]
    people = tuple(heard.people[npi] for npi in sorted(heard.people))
    return _Told(people, dict(heard.passed_over), (*heard.gaps, *unreadable), at)


def _file(told: Iterable[_Told], zips: set[str]) -> ClinicianFile:
    """Return the rows, a person once at each of their places in the circle."""
    # Of two answers about one person, either is the whole record.
    people = {person.npi: person for one in told for person in one.people}
    rows = [
        _row(person, site)
        for person in people.values()
        for site in person.sites
        if site.zip5 in zips
    ]
    numbered = pl.LazyFrame(rows, SCHEMA).with_row_index("row", offset=1)
    return ClinicianFile(nw.from_native(numbered), len(rows), skipped=0, warnings=())


def _row(person: Person, site: Site) -> dict[str, object]:
    meaning = meaning_of(person.taxonomy)
    return {
        "npi": person.npi,
        "name": person.name,
        "pri_spec": meaning.pri_spec,
        "specialty": meaning.specialty or None,
        **asdict(site),
        **dict.fromkeys(NOT_TOLD, ""),
        "is_suppressed": False,
        "is_unclear": False,
    }


def _file_name(zip5: str, registry: Registry) -> str:
    return f"{zip5}-{sha256(registry.base_url.encode()).hexdigest()[:16]}.zlib"


def _kept(path: Path, at: datetime) -> _Told | None:
    """Return a kept answer, unless it is old, spoilt or of another form."""
    try:
        told = json.loads(zlib.decompress(path.read_bytes()))
        asked_at = datetime.fromisoformat(told["asked_at"])
        if told["form"] != FORM or not timedelta(0) <= at - asked_at < KEPT_FOR:
            return None
        people = tuple(_person(one) for one in told["people"])
        return _Told(people, told["passed_over"], tuple(told["gaps"]), asked_at)
    except (OSError, ValueError, KeyError, TypeError, zlib.error):
        return None


def _person(told: dict[str, Any]) -> Person:
    return Person(**{**told, "sites": tuple(Site(**site) for site in told["sites"])})


def _keep(path: Path, told: _Told) -> None:
    """Keep an answer under its name at once: whoever reads it, reads all of it."""
    said = {**asdict(told), "asked_at": told.asked_at.isoformat(), "form": FORM}
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with suppress(OSError):  # what cannot be kept is asked for again
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft.write_bytes(zlib.compress(json.dumps(said).encode()))
        draft.replace(path)


def clear_old_answers(cache: Path, at: datetime) -> None:
    """Clear away what was kept longer than an answer is good for."""
    oldest = (at - KEPT_FOR).timestamp()
    for path in cache.glob("*"):
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)

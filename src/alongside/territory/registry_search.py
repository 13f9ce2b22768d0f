"""Everybody of a ZIP, though the registry tells at most 1,200 to a question.

A ZIP that holds more is asked for by profession, and a profession that holds more by the beginnings
of last names. Whoever stood in the first answer must come back in the narrower ones; where somebody
does not, it is asked another way, and what cannot be proved whole is said.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from string import ascii_lowercase
from typing import Any

from alongside.territory.registry import RegistryChanged, RegistryRefuses
from alongside.territory.registry_people import Person, RecordUnreadable, read_person

A_PAGE = 200
LAST_SKIP = 1000
LONGEST_PREFIX = 6
# Wildcards need two letters; an apostrophe is allowed, and a blank or hyphen is a second letter.
SECOND_LETTERS = f"{ascii_lowercase}'- "
# NUCC's classifications of everybody that the tiers are told by; a star stands for the rest.
PROFESSIONS = (
    *("Family Medicine*", "Internal Medicine*", "Obstetrics & Gynecology*", "Pediatrics*"),
    *("General Practice*", "Nurse Practitioner*", "Physician Assistant*"),
    *("Clinical Nurse Specialist*", "Advanced Practice Midwife*", "Psychiatry & Neurology*"),
    *("Counselor*", "Psychologist*", "Psychoanalyst*", "Clinical Neuropsychologist*"),
    *("Social Worker*", "Marriage & Family Therapist*", "Registered Nurse, Psych*"),
    *("Emergency Medicine*", "Hospitalist*", "Anesthesiology*", "Nurse Anesthetist*"),
    *("Anesthesiologist Assistant*", "Radiology*", "Pathology*", "Surgery*"),
    *("Allergy & Immunology*", "Colon & Rectal Surgery*", "Dermatology*", "Medical Genetics*"),
    *("Neurological Surgery*", "Neuromusculoskeletal Medicine*", "Nuclear Medicine*"),
    *("Ophthalmology*", "Oral & Maxillofacial Surgery*", "Orthopaedic Surgery*"),
    *("Otolaryngology*", "Pain Medicine*", "Phlebology*", "Physical Medicine*"),
    *("Plastic Surgery*", "Preventive Medicine*", "Thoracic Surgery*", "Transplant Surgery*"),
    *("Urology*", "Chiropractor*", "Optometrist*", "Podiatrist*", "Physical Therapist*"),
    *("Occupational Therapist*", "Audiologist*", "Speech-Language Pathologist*", "Dietitian*"),
)

Ask = Callable[[Mapping[str, str]], list[Any]]


@dataclass(slots=True)
class Heard:
    """What came of asking: people by NPI, records told by why they are none, what is missing."""

    people: dict[str, Person] = field(default_factory=dict)
    passed_over: Counter[str] = field(default_factory=Counter)
    unreadable: Counter[str] = field(default_factory=Counter)
    gaps: list[str] = field(default_factory=list)
    descriptions: dict[str, str] = field(default_factory=dict)  # of a person, as they came
    numbers: set[str] = field(default_factory=set)  # of all records, so that none counts twice


def search_zip(zip5: str, ask: Ask) -> Heard:
    """Return everybody who practises in a ZIP, and what could not be had.

    Args:
        zip5: five digits.
        ask: of `Registry`: a page of records to a question.
    """
    heard = Heard()
    whole = {"enumeration_type": "NPI-1", "address_purpose": "LOCATION", "postal_code": zip5}
    first, is_whole = _read_pages(whole, ask, heard)
    if not is_whole:
        _by_profession(whole, first, ask, heard)
    return heard


def _by_profession(whole: Mapping[str, str], first: Iterable[str], ask: Ask, heard: Heard) -> None:
    """Ask a profession at a time; where the answers leave people out, ask by name."""
    found: set[str] = set()
    for words in PROFESSIONS:
        found |= _profession(whole, words, ask, heard)
    left_out = set(first) - found
    # A profession that nobody thought of is asked for in the registry's own words.
    rare = {heard.descriptions[npi] for npi in left_out} - {""}
    for words in sorted(words for words in rare if not _is_asked(words)):
        found |= _profession(whole, words, ask, heard)
    if set(first) - found:
        _by_name(whole, set(first), ask, heard)


def _profession(whole: Mapping[str, str], words: str, ask: Ask, heard: Heard) -> set[str]:
    question = {**whole, "taxonomy_description": words}
    found, is_whole = _read_pages(question, ask, heard)
    if not is_whole:
        found |= _by_name(question, found, ask, heard)
    return found


def _is_asked(words: str) -> bool:
    return any(words.casefold().startswith(asked[:-1].casefold()) for asked in PROFESSIONS)


def _by_name(question: Mapping[str, str], known: set[str], ask: Ask, heard: Heard) -> set[str]:
    """Ask by the first two letters of last names; say so where somebody known stays out."""
    found: set[str] = set()
    for letter in ascii_lowercase:
        for second in SECOND_LETTERS:
            found |= _prefix(question, letter + second, ask, heard)
    if unseen := known - found:
        heard.gaps.append(
            f"{_told(question)}: more than 1,200, and {len(unseen)} of them cannot be asked for by "
            "the beginning of a name; there may be more like them"
        )
    return found


def _prefix(question: Mapping[str, str], prefix: str, ask: Ask, heard: Heard) -> set[str]:
    try:
        found, is_whole = _read_pages({**question, "last_name": f"{prefix}*"}, ask, heard)
    except RegistryRefuses:
        # It takes no blank or hyphen there; who is left out for it, is seen by the first answer.
        if prefix.isalpha():
            raise
        return set()
    if is_whole:
        return found
    # A name that ends here has no further letter to be asked by.
    named, is_whole = _read_pages({**question, "last_name": prefix}, ask, heard)
    if not is_whole or len(prefix) == LONGEST_PREFIX:
        heard.gaps.append(f"{_told(question)}: more than 1,200 of the name {prefix.upper()}")
        return found | named
    further = (_prefix(question, prefix + letter, ask, heard) for letter in SECOND_LETTERS)
    return found.union(named, *further)


def _read_pages(question: Mapping[str, str], ask: Ask, heard: Heard) -> tuple[set[str], bool]:
    """Return the NPIs of a question's people, and whether those are all there are."""
    found: set[str] = set()
    seen: set[str] = set()
    skip, largest = 0, 0
    while skip <= LAST_SKIP:
        page = ask({**question, "limit": str(A_PAGE), "skip": str(skip)})
        new = _numbers(page) - seen
        found |= _hear(page, heard)
        if _is_last(len(page), largest):
            return found, True
        if not new:  # the same page again: the registry does not skip
            return found, False
        seen |= new
        skip, largest = skip + len(page), max(largest, len(page))
    return found, False


def _is_last(size: int, largest: int) -> bool:
    """Return whether a page ends the answer: one that is shorter than another, or than was asked.

    Unless its size is round: a registry that gives fewer to a page must not end the search.
    """
    return size < largest or size == 0 or (size < A_PAGE and size % 10 != 0)


def _hear(page: list[Any], heard: Heard) -> set[str]:
    """Keep the people of a page, each record once; return their NPIs.

    Raises:
        RegistryChanged: not one record of it can be read.
    """
    unreadable: Counter[str] = Counter()
    for record in page:
        try:
            _hear_one(record, heard)
        except RecordUnreadable as missing:
            unreadable[str(missing)] += 1
    if page and unreadable.total() == len(page):
        lacking = ", ".join(sorted(unreadable))
        raise RegistryChanged(
            f"The NPI Registry answers in another form than was expected: no record has {lacking}."
        )
    heard.unreadable += unreadable
    return _numbers(page) & heard.people.keys()


def _hear_one(record: Any, heard: Heard) -> None:
    number = _number(record)
    if number in heard.numbers:
        return
    person = read_person(record, heard.passed_over)
    heard.numbers.add(number)
    if person is not None:
        heard.people[person.npi] = person
        heard.descriptions[person.npi] = _description(record, person)


def _numbers(page: list[Any]) -> set[str]:
    return {_number(record) for record in page} - {""}


def _number(record: Any) -> str:
    return str(record.get("number") or "").strip() if isinstance(record, dict) else ""


def _description(record: Any, person: Person) -> str:
    told = [one for one in record["taxonomies"] if isinstance(one, dict)]
    named = [str(one.get("desc") or "") for one in told if one.get("code") == person.taxonomy]
    return named[0].strip() if named else ""


def _told(question: Mapping[str, str]) -> str:
    words = question.get("taxonomy_description", "").rstrip("*")
    return f"{question['postal_code']}, {words}" if words else question["postal_code"]

"""Therapists and offices that nobody is, each with other data: what the benchmarks print."""

from dataclasses import replace
from datetime import date

from alongside.materials.evidence import TRAININGS, shipped_evidence
from alongside.materials.gate import compose_handout
from alongside.materials.handouts import Handout
from alongside.materials.profile import Profile

DAY = date(2026, 11, 24)
PRESCRIBERS = ("general", "obgyn", "internal_medicine", "insomnia_anxiety")
FIRST = ("Maya", "Tomás", "Ingrid", "Noor", "Walter", "Linh", "Ruth")
LAST = ("Okonkwo", "Delgado", "Sørensen", "Haddad", "Pell", "Tran", "Abernathy", "Quist", "Vega")
STREETS = ("Exchange Street", "Wharf Lane", "Congress Street", "Stroudwater Road", "Elm Street")
ACCENTS = ("#1d5c55", "#7a2e39", "#274b7a")
# So many people work in one group, and share its colour.
GROUP = 20

MAYA = Profile(
    name="Maya Okonkwo",
    credentials="LCSW",
    licence="LC14822",
    licence_state="ME",
    trained_in=frozenset(TRAININGS),
    practice_name="Casco Counseling",
    street="48 Exchange Street, Suite 3",
    city="Portland",
    state="ME",
    zip5="04101",
    phone="207-555-0142",
    fax="207-555-0143",
    url="https://casco.example.org",
    accent="#1d5c55",
)


def therapist(n: int) -> Profile:
    """Return the n-th therapist: another name, license, practice, address, phone and fax."""
    last = LAST[n % len(LAST)]
    return replace(
        MAYA,
        name=f"{FIRST[n % len(FIRST)]} {last}",
        licence=f"LC{14000 + n}",
        practice_name=f"{last} Counseling of District {n}",
        street=f"{n + 1} {STREETS[n % len(STREETS)]}",
        phone=f"207-555-{n % 10000:04}",
        fax=f"207-554-{n % 10000:04}",
        accent=ACCENTS[n // GROUP % len(ACCENTS)],
    )


def handout(n: int, profile: Profile | None = None) -> Handout:
    """Return the n-th handout; the four audiences take turns."""
    who = profile or therapist(n)
    page = compose_handout(PRESCRIBERS[n % len(PRESCRIBERS)], who, DAY, shipped_evidence())
    return Handout(page, who)

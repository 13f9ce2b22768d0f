"""Why an office stands where it stands, in words."""

from collections import Counter
from collections.abc import Mapping, Sequence

from alongside.territory.specialties import NOUNS, PHYSICIAN_NOUNS

NEXT_DOOR_MILES = 0.5
MENTAL_HEALTH_NOUN = ("therapist", "therapists")


def tell_people(specialties: Sequence[str]) -> list[str]:
    """Return "4 family physicians", "1 nurse practitioner", in the order of the rules."""
    counts = Counter(specialties)
    return [_count(counts[name], NOUNS[name]) for name in NOUNS if counts[name]]


def tell_distance(*, is_same_zip: bool, miles: float) -> str:
    """Return where an office lies; miles are from the middle of one ZIP to that of the other."""
    if is_same_zip:
        return "in your ZIP"
    if miles <= NEXT_DOOR_MILES:
        return "next to your ZIP"
    return f"about {_count(max(round(miles), 1), ('mile', 'miles'))}"


def tell_share(counts: Mapping[str, int]) -> list[str]:
    """Return how much of an office is primary care, those whose field is unknown apart."""
    others = counts["clinicians"] - counts["unclear"]
    if not counts["primary_care"]:
        return []
    if counts["primary_care"] == others:
        return ["primary care only"]
    share = f"primary care is {counts['primary_care']} of {others}"
    # Where a taxonomy settled what some of them do, they are counted with the others.
    return [share if counts["settled"] else f"{share} (NPs and PAs apart)"]


def tell_company(tier: str, counts: Mapping[str, int], beside: Mapping[str, int]) -> list[str]:
    """Return what else the address holds, where that moved the office down.

    Args:
        tier: office, unclear or hospital.
        counts: of the office's clinicians, by kind.
        beside: its physicians of other specialties, by `pri_spec`.
    """
    if tier == "hospital":
        inpatient = f"{counts['inpatient']} of {counts['clinicians']}"
        return [f"looks like a hospital: {inpatient} work with inpatients"]
    reasons = []
    if tier == "unclear" and counts["other_physicians"]:
        reasons.append(f"beside {_tell_physicians(beside)}")
    if tier == "unclear" and counts["mental_health"] > counts["unclear"]:
        reasons.append(
            f"shares the address with {_count(counts['mental_health'], MENTAL_HEALTH_NOUN)}"
        )
    return reasons


def _tell_physicians(beside: Mapping[str, int]) -> str:
    nouns = {PHYSICIAN_NOUNS.get(specialty, "") for specialty in beside}
    count = sum(beside.values())
    one_kind = nouns.pop() if len(nouns) == 1 else ""
    if one_kind:
        return _count(count, (one_kind, f"{one_kind}s"))
    return _count(count, ("physician of another specialty", "physicians of other specialties"))


def _count(number: int, noun: tuple[str, str]) -> str:
    return f"{number} {noun[number != 1]}"

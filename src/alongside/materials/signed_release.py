"""A release as it was signed on a screen: the same words as the form's, filled in.

Source: as `materials/release.py`; for substance use records 42 CFR 2.31(a).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from alongside.materials.profile import Profile
from alongside.materials.release import (
    CALIFORNIA_RIGHTS,
    CALIFORNIA_SIZES,
    EXCLUDED,
    FEDERAL_SIZES,
    RIGHTS,
    check_state,
)
from alongside.materials.sheets import Part, address, curled, full_name, written

PICTURE = "signature.svg"
# A signature as it is drawn: whole points of a field of this size.
WIDTH, HEIGHT = 600, 200
PART_2_RIGHTS = (
    "This form is a consent for records of a drug or alcohol program, under 42 CFR Part 2.",
    (
        "Those who get these records may not share them again, unless this form or that law "
        "allows it."
    ),
    "If I do not sign, these records are not shared. My care here does not depend on it.",
)
EXCLUDED_UNDER_PART_2 = (
    "psychotherapy notes, and a counselor's own notes on substance use counseling. Each needs a "
    "form of its own."
)


@dataclass(frozen=True, slots=True)
class SignedRelease:
    """A release, filled in and signed.

    `items` are what may be shared, in words; `ways` say who may tell whom, each with the initials
    put beside it; `strokes` are the lines of a drawn signature, each a row of points in a field of
    600 × 200, none when the name was typed.
    """

    profile: Profile
    state: str
    client: str
    born_on: str
    items: tuple[str, ...]
    ways: tuple[tuple[str, str], ...]
    recipients: tuple[str, ...]
    purpose: str
    ends: str
    signed_by: str
    signed_on: date
    how: str
    strokes: tuple[tuple[tuple[int, int], ...], ...] = ()
    representative: str = ""
    authority: str = ""
    is_part_2: bool = False

    @property
    def title(self) -> str:
        """Return what the document is called; nobody is named in it."""
        return "My permission to share health information"

    @property
    def language(self) -> str:
        """Return the language of the form."""
        return "en"


def rights_of(profile: Profile, state: str, *, is_part_2: bool) -> tuple[str, ...]:
    """Return what a person who signs is told, as it stands on the form and on the screen."""
    facts = {"name": profile.name, "address": address(profile)}
    pack = CALIFORNIA_RIGHTS if state == "CA" else ()
    rights = (*RIGHTS, *pack, *(PART_2_RIGHTS if is_part_2 else ()))
    return tuple(curled(right).format(**facts) for right in rights)


def excluded(*, is_part_2: bool) -> str:
    """Return what the form never covers."""
    return EXCLUDED_UNDER_PART_2 if is_part_2 else EXCLUDED


def signed_release_part(release: SignedRelease) -> Part:
    """Return the release as its template takes it.

    Raises: UnknownState.
    """
    check_state(release.state)
    is_large = release.state == "CA"
    profile = release.profile
    words = {
        "language": release.language,
        "title": release.title,
        "sections": [[heading, list(lines)] for heading, lines in _sections(release)],
        "rights": list(rights_of(profile, release.state, is_part_2=release.is_part_2)),
        "signed_by": release.signed_by,
        "signed": f"{written(release.signed_on)}, {release.how}",
        "for": _for(release),
        "picture": PICTURE if release.strokes else "",
        "footer": " · ".join((profile.practice_name, profile.phone)),
        "is_large": is_large,
    }
    sizes = CALIFORNIA_SIZES if is_large else FEDERAL_SIZES
    pictures = _pictures(release)
    return Part("signed_release", words, sizes, may_run_on=True, pictures=pictures)


def _sections(release: SignedRelease) -> tuple[tuple[str, tuple[str, ...]], ...]:
    who = ", ".join(filter(None, (release.client, release.born_on and f"born {release.born_on}")))
    never = f"Never shared with this form: {excluded(is_part_2=release.is_part_2)}"
    here = f"{full_name(release.profile)}, {release.profile.practice_name}"
    ways = tuple(f"{initials}: {way}" for initials, way in release.ways)
    return (
        ("1. About me", (who,)),
        ("2. What may be shared", (*release.items, curled(never))),
        ("3. Who may share it, and who may get it", (here, *release.recipients, *ways)),
        ("4. Why", (release.purpose,)),
        ("5. When it ends", (release.ends,)),
    )


def _for(release: SignedRelease) -> str:
    if not release.representative:
        return ""
    return f"Signed for them by {release.representative}: {release.authority}"


def _pictures(release: SignedRelease) -> Mapping[str, bytes]:
    if not release.strokes:
        return {}
    lines = "".join(
        f'<polyline points="{" ".join(f"{x},{y}" for x, y in stroke)}"/>'
        for stroke in release.strokes
    )
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
    style = 'fill="none" stroke="#1f1d1a" stroke-width="4" stroke-linecap="round"'
    return {PICTURE: f"{head}<g {style}>{lines}</g></svg>".encode()}

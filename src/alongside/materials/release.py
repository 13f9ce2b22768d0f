"""The release: a client's permission, in plain words, for a therapist and a prescriber to talk.

Source: 45 CFR 164.508(c)(1)(i)-(vi) (the six elements), (c)(2)(i)-(iii) (the three notices),
(c)(3) (plain language), (c)(4) (the copy), (b)(3)(ii) (psychotherapy notes stand alone);
California Civil Code 56.11 (14 points, a signature that serves no other purpose).
"""

from dataclasses import dataclass

from alongside.errors import Refused
from alongside.materials.profile import STATES, Profile
from alongside.materials.sheets import Part, Words, address, curled, full_name, sizes_down

FEDERAL_SIZES = sizes_down(11.5, 10)
CALIFORNIA_SIZES = (14.0,)

PACKS = {"CA": "California"}

SHARED = (
    "That I come here, and when",
    "My diagnosis",
    "My treatment plan",
    "How I am doing",
    "Worries about my safety",
    "Only what is needed to set up my care",
)
EXCLUDED = (
    "psychotherapy notes, and records from a drug or alcohol program. Each needs a form of its own."
)
NOTES = (
    "These are my therapist's own notes on what we say when we meet. They are kept apart from the "
    "rest of my record."
)
WHY = "So that my therapist and my prescriber can work together on my care."
ENDS = "When my treatment with {name} ends, or one year after I sign, whichever comes first."
RIGHTS = (
    (
        "I can take this back at any time. I write to {name}, {address}. That stops new sharing. "
        "It does not undo what was shared before my letter came."
    ),
    (
        "I do not have to sign. My treatment, payment, sign-up in a health plan, and benefits do "
        "not depend on it."
    ),
    (
        "Once it is shared, the person who gets it may share it again. Then privacy law may no "
        "longer protect it."
    ),
    "I get a copy of this form after I sign it.",
)
CALIFORNIA_RIGHTS = (
    "The person who gets it may use it only for the reason in part 4.",
    "My name below stands for this form and for nothing else.",
)


class UnknownState(Refused):
    """Letters that stand for no state."""


@dataclass(frozen=True, slots=True)
class ReleaseForm:
    """A blank form; `state` is where the client is seen, by its two letters.

    Psychotherapy notes are never a box on the ordinary form: they have one of their own.
    """

    profile: Profile
    state: str
    is_for_psychotherapy_notes: bool = False

    @property
    def title(self) -> str:
        """Return what the document is called."""
        what = "psychotherapy notes" if self.is_for_psychotherapy_notes else "health information"
        return f"My permission to share {what}"

    @property
    def language(self) -> str:
        """Return the language of the form."""
        return "en"

    @property
    def has_pack(self) -> bool:
        """Say whether the state has a form of its own here; the others get the federal one."""
        return self.state in PACKS


def check_state(state: str) -> str:
    """Return a state's two letters in capitals.

    Raises: UnknownState.
    """
    letters = state.strip().upper()
    if letters not in STATES:
        raise UnknownState(f"{state!r} is no state: give its two letters, such as ME.")
    return letters


def release_part(form: ReleaseForm) -> Part:
    """Return the form as its template takes it.

    Raises: UnknownState.
    """
    check_state(form.state)
    is_large = form.state == "CA"
    sizes = CALIFORNIA_SIZES if is_large else FEDERAL_SIZES
    words = _words(form) | {"is_large": is_large}
    return Part("release", words, sizes, pages=2 if is_large else 1, may_run_on=True)


def _words(form: ReleaseForm) -> dict[str, object]:
    profile = form.profile
    facts = {"name": profile.name, "address": address(profile)}
    rights = [*RIGHTS, *(CALIFORNIA_RIGHTS if form.state == "CA" else ())]
    return {
        "language": form.language,
        "title": form.title,
        "subtitle": "I choose what is shared, with whom, and for how long.",
        "what": _notes_words() if form.is_for_psychotherapy_notes else _record_words(),
        "ways": _ways(form),
        "receiver": "Person or office" if form.is_for_psychotherapy_notes else "Prescriber",
        "why": "" if form.is_for_psychotherapy_notes else WHY,
        "ends": ENDS.format(**facts),
        "rights": [curled(right).format(**facts) for right in rights],
        "footer": " · ".join((profile.practice_name, profile.phone, _form_name(form))),
    }


def _record_words() -> Words:
    return {
        "say": "I check each one I agree to.",
        "boxes": list(SHARED),
        "never": "Never shared with this form:",
        "excluded": EXCLUDED,
    }


def _notes_words() -> Words:
    return {
        "say": "My psychotherapy notes, and nothing else. " + curled(NOTES),
        "boxes": ["All of these notes", "Only those from the days I write here"],
        "never": "Never shared with this form:",
        "excluded": "any other part of my record. That needs a form of its own.",
    }


def _ways(form: ReleaseForm) -> list[list[str]]:
    """Who may share with whom, each way with initials of its own."""
    profile = form.profile
    here = f"{full_name(profile)}, {profile.practice_name}"
    if form.is_for_psychotherapy_notes:
        return [["", here, "may share these notes with the person named here."]]
    return [
        ["", here, "may share with the prescriber named here."],
        ["The prescriber named here may share with", profile.name, "."],
    ]


def _form_name(form: ReleaseForm) -> str:
    return f"{PACKS.get(form.state, 'Federal')} form"

"""The kit of a visit: what to say, what to leave, and a slip for the answer, as one PDF."""

from dataclasses import dataclass
from datetime import date

from alongside.materials.cards import CardSheet
from alongside.materials.citations import source_of
from alongside.materials.evidence import Evidence
from alongside.materials.handouts import Handout
from alongside.materials.pages import TalkLine
from alongside.materials.profile import Profile
from alongside.materials.sheets import Part, address, curled, full_name, sizes_down, written

SIZES = sizes_down(13, 9)
GUARD = (
    "Never a dose, a switch, a taper or a stop: those are the prescriber's. Never a word about a "
    "client. No gift, and nothing promised in return. If they know a trial that found no gain, "
    "say so too."
)
NOTES = ("Whom I met", "Their words, and never a patient's story", "When to come back, and why")
KINDS = (("follow_up", "If the answer opens a door"), ("if_asked", "If they ask"))
SLIP = (
    ("How to send people to you", ("Fax", "Portal", "Phone", "A letter")),
    ("What you would like from me", ("More cards", "More of the page", "A short talk", "A call")),
)
SLIP_LINES = (
    ("To whom", "Fax or portal"),
    ("Insurers you take",),
    ("Patients you would like to see more of",),
    ("Your name", "Practice"),
)


@dataclass(frozen=True, slots=True)
class VisitKit:
    """All the paper of one visit; the handout and the cards are printed as they are alone."""

    handout: Handout
    cards: CardSheet
    talk: tuple[TalkLine, ...]
    practice: str = ""

    @property
    def profile(self) -> Profile:
        """Return whose kit it is."""
        return self.handout.profile

    @property
    def title(self) -> str:
        """Return what the document is called."""
        return f"Visit kit of {full_name(self.profile)}"

    @property
    def language(self) -> str:
        """Return the language of the pages that are the therapist's own."""
        return "en"


def talk_part(kit: VisitKit, on: date, evidence: Evidence) -> Part:
    """Return the page that the therapist keeps: what to say, in order, and what to note."""
    words = {
        "language": kit.language,
        "keep": "For me: not to be left behind",
        "day": written(on),
        "title": f"What to say at {kit.practice}" if kit.practice else "What to say",
        "said": [_said(line, evidence) for line in kit.talk if line.kind == "say"],
        "more": [
            {
                "heading": heading,
                "lines": [_said(one, evidence) for one in kit.talk if one.kind == kind],
            }
            for kind, heading in KINDS
            if any(one.kind == kind for one in kit.talk)
        ],
        "guard": curled(GUARD),
        "bring": "In this kit: one page, ten cards, one reply slip.",
        "notes": [curled(note) for note in NOTES],
    }
    return Part("talk", words, SIZES)


def _said(line: TalkLine, evidence: Evidence) -> dict[str, str]:
    """Return a line with its sources in short; the gate refuses one that is not there."""
    known = [evidence.records[one] for one in line.cites if one in evidence.records]
    return {"text": curled(line.text), "cited": " ".join(source_of(one, 0).short for one in known)}


def reply_part(kit: VisitKit) -> Part:
    """Return the slip on which an office says how it likes to work together."""
    profile = kit.profile
    fax = f"Fax {profile.fax}" if profile.fax else ""
    words = {
        "language": kit.language,
        "practice": profile.practice_name,
        "slip": "Reply slip",
        "title": "How you like to work together",
        "subtitle": "Hand it back, or send it. Nothing is owed either way.",
        "questions": [[question, list(answers)] for question, answers in SLIP],
        "lines": [list(line) for line in SLIP_LINES],
        "warning": curled("Please write nothing about a patient on this slip."),
        "back": " · ".join(
            filter(None, (full_name(profile), fax, profile.phone, address(profile)))
        ),
    }
    return Part("reply", words, SIZES)

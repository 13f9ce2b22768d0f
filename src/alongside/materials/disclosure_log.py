"""The log of what was told about a client, printed for them: 45 CFR 164.528(b)(2)."""

from dataclasses import dataclass
from datetime import date

from alongside.materials.profile import Profile
from alongside.materials.sheets import Part, written

SIZES = (10.0,)
HEADINGS = ("Day", "To", "What", "Why, and on what it stood")
EMPTY = "Nothing was told to anybody."
ACCOUNTABLE = "In the accounting of disclosures"


@dataclass(frozen=True, slots=True)
class Told:
    """One line: when, to whom and where, what, why, and on what it stood."""

    on: date
    recipient: str
    address: str
    what: str
    why: str
    basis: str
    is_accountable: bool


@dataclass(frozen=True, slots=True)
class DisclosureLog:
    """Everything that was told about one client; `client` is how they are called on it."""

    profile: Profile
    client: str
    lines: tuple[Told, ...]

    @property
    def title(self) -> str:
        """Return what the document is called; nobody is named in it."""
        return f"What was shared by {self.profile.practice_name}"

    @property
    def language(self) -> str:
        """Return the language of the log."""
        return "en"


def disclosure_log_part(log: DisclosureLog, on: date) -> Part:
    """Return the log as its template takes it; a long one takes more pages."""
    words = {
        "language": "en",
        "title": "What was shared, with whom, and why",
        "about": log.client,
        "day": written(on),
        "practice": log.profile.practice_name,
        "headings": list(HEADINGS),
        "rows": [_row(line) for line in log.lines],
        "empty": EMPTY,
        "footer": f"{log.profile.practice_name} · {log.profile.phone}",
    }
    return Part("disclosure_log", words, SIZES, may_run_on=True)


def _row(line: Told) -> list[list[str]]:
    why = [line.why, f"Stood on {line.basis}"]
    return [
        [written(line.on)],
        [line.recipient, line.address],
        [line.what],
        [text for text in (*why, ACCOUNTABLE if line.is_accountable else "") if text],
    ]

"""What a page says, before it is ink: frozen values with no behaviour, which the press prints.

A `HandoutPage` is made by `gate.compose_handout` alone.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Citation:
    """A source that a person entered whole; `collected` is the day on which they saw it."""

    authors: str
    title: str
    journal: str
    year: int
    collected: date
    volume: str = ""
    pages: str = ""
    doi: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A source in a page's footer, numbered by `mark` in the order in which it is met.

    `short` names the first author, the journal and the year; `full` is the whole citation; `doi`
    stands in neither, and is "" where none was seen. `entered` is what a person entered, where it
    is none of the library's.
    """

    id: str
    mark: int
    short: str
    full: str
    doi: str
    entered: Citation | None = None


@dataclass(frozen=True, slots=True)
class PrintedBullet:
    """A bullet as it is printed.

    `text` begins with `lead`, which is set in bold ("" where it has none). `figure` and `against`
    stand large beside it (both "" where none does); `marks` are those of its sources. What a
    person wrote, and not the library, `is_own`.
    """

    text: str
    figure: str
    against: str
    lead: str
    marks: tuple[int, ...]
    is_own: bool


@dataclass(frozen=True, slots=True)
class HandoutPage:
    """One page for a counter: five bullets, what stands against them, and where they come from.

    `notices` are lines that the page must carry, the most urgent first; `reviewed_by` is who
    reviewed it, where it is in Spanish.
    """

    audience: str
    language: str
    title: str
    subtitle: str
    bullets: tuple[PrintedBullet, ...]
    honest_line: str
    sources: tuple[Source, ...]
    review_by: date
    notices: tuple[str, ...]
    reviewed_by: str = ""


@dataclass(frozen=True, slots=True)
class TalkLine:
    """A line to say over the counter; `cites` names the records that it stands on.

    `kind` says when: "say" it, as a "follow_up" to an answer, or only "if_asked".
    """

    text: str
    cites: tuple[str, ...] = ()
    kind: str = "say"

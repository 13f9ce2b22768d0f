"""`alongside material handout, cards, …`: one document each, written whole or not at all."""

import os
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alongside.cli.days import a_day, today

# The renderer and its fonts are not needed to print a help text.
if TYPE_CHECKING:
    from alongside.materials.evidence import Evidence
    from alongside.materials.handouts import Handout
    from alongside.materials.printing import Document, Printed
    from alongside.materials.profile import Profile


class Audience(StrEnum):
    """Whom a handout is for."""

    GENERAL = "general"
    OBGYN = "obgyn"
    INTERNAL_MEDICINE = "internal_medicine"
    INSOMNIA_ANXIETY = "insomnia_anxiety"
    PATIENT = "patient"


class Language(StrEnum):
    """The language of a patient's page."""

    ENGLISH = "en"
    SPANISH = "es"


class PaperName(StrEnum):
    """The two papers."""

    LETTER = "letter"
    A4 = "a4"


ProfileFile = Annotated[
    Path, typer.Option("--profile", help="Who you are, in TOML (docs/materials.md).")
]
Out = Annotated[Path, typer.Option("--out", help="The PDF to write.")]
OnPaper = Annotated[PaperName, typer.Option("--paper", help="The paper it is printed on.")]
On = Annotated[
    date | None,
    typer.Option(parser=a_day, metavar="YYYY-MM-DD", help="The day of printing; else today."),
]
EvidenceFile = Annotated[
    Path | None, typer.Option(help="A file of the shape of the shipped one; else that.")
]
Url = Annotated[str, typer.Option(help="What the cards' code opens: 60 characters at most.")]
Mark = Annotated[
    str, typer.Option(help="The batch's short mark; else the last letters of the address.")
]


def handout(
    audience: Annotated[Audience, typer.Option(help="Whom the page is for.")],
    profile: ProfileFile,
    out: Out,
    paper: OnPaper = PaperName.LETTER,
    language: Annotated[Language, typer.Option(help="Spanish is for patients.")] = Language.ENGLISH,
    reviewed_by: Annotated[str, typer.Option(help="Who of your group reviewed the Spanish.")] = "",
    on: On = None,
    evidence: EvidenceFile = None,
) -> None:
    """Print one page with five findings, each with its source."""
    from alongside.materials.evidence import read_evidence
    from alongside.materials.profile import read_profile

    day, facts = on or today(), read_evidence(evidence)
    page = _handout(audience, read_profile(profile), day, facts, language, reviewed_by)
    _print(page, out, paper, day, facts)


def cards(
    profile: ProfileFile,
    url: Url,
    out: Out,
    mark: Mark = "",
    paper: OnPaper = PaperName.LETTER,
    on: On = None,
) -> None:
    """Print a sheet of ten cards whose code opens an address."""
    from alongside.materials.cards import CardSheet
    from alongside.materials.profile import read_profile

    _print(CardSheet(read_profile(profile), url, mark), out, paper, on or today())


def letter(
    profile: ProfileFile,
    out: Out,
    to: Annotated[str, typer.Option(help="Whom it greets, such as “Dr. Ana Ortiz”.")] = "",
    line: Annotated[
        list[str] | None, typer.Option(help="A line of the address; once for each.")
    ] = None,
    paper: OnPaper = PaperName.LETTER,
    on: On = None,
) -> None:
    """Print the first letter to an office; it names no client."""
    from alongside.materials.letters import FirstLetter
    from alongside.materials.profile import read_profile

    sent = FirstLetter(read_profile(profile), to, tuple(line or ()))
    _print(sent, out, paper, on or today())


def availability(
    profile: ProfileFile,
    out: Out,
    opening: Annotated[list[str] | None, typer.Option(help="When; once for each.")] = None,
    insurer: Annotated[list[str] | None, typer.Option(help="Once for each.")] = None,
    ages: Annotated[str, typer.Option(help="Such as “16 and up”.")] = "",
    helps_with: Annotated[list[str] | None, typer.Option(help="Once for each.")] = None,
    portal: Annotated[str, typer.Option(help="Where a referral may be sent.")] = "",
    valid_until: Annotated[
        date | None,
        typer.Option(parser=a_day, metavar="YYYY-MM-DD", help="Else thirty days."),
    ] = None,
    paper: OnPaper = PaperName.LETTER,
    on: On = None,
) -> None:
    """Print two cards that say when you have room; what is not given is a line to write on."""
    from alongside.materials.availability import AvailabilityCard
    from alongside.materials.profile import read_profile

    day = on or today()
    card = AvailabilityCard(
        read_profile(profile),
        as_of=day,
        openings=tuple(opening or ()),
        insurers=tuple(insurer or ()),
        ages=ages,
        helps_with=tuple(helps_with or ()),
        portal=portal,
        valid_until=valid_until,
    )
    _print(card, out, paper, day)


def release(
    profile: ProfileFile,
    out: Out,
    state: Annotated[
        str, typer.Option(help="Where the client is seen: two letters; else your license's.")
    ] = "",
    psychotherapy_notes: Annotated[
        bool, typer.Option("--psychotherapy-notes", help="The form for these notes alone.")
    ] = False,
    paper: OnPaper = PaperName.LETTER,
    on: On = None,
) -> None:
    """Print the form by which a client lets you and a prescriber talk."""
    from alongside.materials.profile import read_profile
    from alongside.materials.release import ReleaseForm, check_state

    who = read_profile(profile)
    form = ReleaseForm(who, check_state(state or who.licence_state), psychotherapy_notes)
    _print(form, out, paper, on or today())
    if not form.has_pack:
        typer.echo(
            f"There is no form for {form.state} yet: this is the federal one. State law may ask "
            "for more; have counsel look at it before you use it.",
            err=True,
        )


def kit(
    profile: ProfileFile,
    url: Url,
    out: Out,
    audience: Annotated[Audience, typer.Option(help="Whom the page is for.")] = Audience.GENERAL,
    step: Annotated[int, typer.Option(help="The step of the visit: 1 to 5.")] = 2,
    practice: Annotated[str, typer.Option(help="The office that is visited.")] = "",
    mark: Mark = "",
    paper: OnPaper = PaperName.LETTER,
    on: On = None,
    evidence: EvidenceFile = None,
) -> None:
    """Print all the paper of one visit: what to say, the page, the cards, a reply slip."""
    from alongside.materials.cards import CardSheet
    from alongside.materials.evidence import read_evidence
    from alongside.materials.kit import VisitKit
    from alongside.materials.profile import read_profile
    from alongside.materials.talk_tracks import talk_track

    day, facts, who = on or today(), read_evidence(evidence), read_profile(profile)
    talk = talk_track(step, audience, who.trained_in)
    page = _handout(audience, who, day, facts)
    _print(VisitKit(page, CardSheet(who, url, mark), talk, practice), out, paper, day, facts)


def _handout(
    audience: Audience,
    profile: "Profile",
    on: date,
    evidence: "Evidence",
    language: Language = Language.ENGLISH,
    reviewed_by: str = "",
) -> "Handout":
    from alongside.materials.gate import compose_handout
    from alongside.materials.handouts import Handout

    page = compose_handout(
        audience.value, profile, on, evidence, language=language.value, reviewed_by=reviewed_by
    )
    return Handout(page, profile)


def _print(
    document: "Document",
    out: Path,
    paper: PaperName,
    on: date,
    evidence: "Evidence | None" = None,
) -> None:
    from alongside.materials.evidence import shipped_evidence
    from alongside.materials.printing import print_document
    from alongside.materials.sheets import Paper

    facts = evidence or shipped_evidence()
    printed = print_document(document, on=on, evidence=facts, paper=Paper(paper.value))
    _put(printed.pdf, out)
    for warning in printed.warnings:
        typer.echo(warning, err=True)
    typer.echo(_told(printed, out))


def _told(printed: "Printed", out: Path) -> str:
    pages = "1 page" if printed.pages == 1 else f"{printed.pages} pages"
    review = f"; review by {printed.review_by}" if printed.review_by else ""
    return f"{out}: {pages}{review}."


def _put(pdf: bytes, path: Path) -> None:
    """Write beside and rename: under the name there is the whole file, or what was there before."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with beside.open("xb") as file:
            file.write(pdf)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


COMMANDS: tuple[Callable[..., None], ...] = (handout, cards, letter, release, availability, kit)

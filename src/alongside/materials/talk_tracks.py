"""What to say over the counter, and what no line of it may say."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from alongside.materials import tables
from alongside.materials.citations import check_sources
from alongside.materials.evidence import AUDIENCES, TRAININGS, Evidence
from alongside.materials.forbidden import check_text
from alongside.materials.pages import TalkLine
from alongside.materials.refusals import MayNotPrint
from alongside.materials.spelling import spellings
from alongside.materials.tables import Reader

STEPS = (1, 2, 3, 4, 5)
KINDS = ("say", "follow_up", "if_asked")
PRESCRIBERS = tuple(audience for audience in AUDIENCES if audience != "patient")
FOLLOW_UPS_CITE = {"wiles2013", "acp_mdd2023"}
CLAIMS = re.compile(
    r"\d|%|\bstud(?:y|ies)\b|\bresearch|\bguidelines?\b|\bper[\s-]*cent|\bpct\b", re.ASCII
)
SOURCES_AT_END = re.compile(r"\[([\w,; -]+)\]\s*\Z")

MEDICINE = (
    r"(?:med|meds|medicines?|medications?|drugs?|pills?|tablets?|prescriptions?|scripts?|"
    r"antidepressants?|benzodiazepines?|benzos?|ss?ris?|snris?|sedatives?|sleeping pills?)"
)
CHANGE = (
    r"(?:chang(?:e|es|ed|ing)|reduc(?:e|es|ed|ing)|lower(?:s|ed|ing)?|rais(?:e|es|ed|ing)|"
    r"increas(?:e|es|ed|ing)|decreas(?:e|es|ed|ing)|halv(?:e|es|ed|ing)|doubl(?:e|es|ed|ing)|"
    r"skip(?:s|ped|ping)?|drop(?:s|ped|ping)?|replac(?:e|es|ed|ing)|"
    r"start(?:s|ed|ing)?|swap(?:s|ped|ping)?|hold(?:s|ing)?|pause[sd]?|pausing|cut(?:s|ting)?)"
)
# What the prescriber decides alone. "Stop by" and "stop in" are visits.
GUARDRAILS = {
    "a dose": re.compile(
        r"\bdos(?:e|es|ed|ing|ages?)\b|\d\s*-?\s*(?:mg|mcg|milligrams?|micrograms?)\b|"
        r"\b(?:mg|mcg|milligrams?|micrograms?)\b"
    ),
    "a switch": re.compile(rf"\bswitch|\b(?:another|different|new|other) {MEDICINE} instead\b"),
    "a taper": re.compile(
        r"\btaper|\bwean|\b(?:cut|cuts|cutting|step|steps|stepping) (?:down|back)\b|"
        r"\bphas(?:e|es|ing) out\b"
    ),
    "a stop": re.compile(
        r"\bstop(?! (?:by|in)\b)(?:s|ped|ping)?\b|\bdiscontinu|\bquit|\bceas(?:e|es|ed|ing)\b|"
        rf"\b(?:come|comes|coming|go|goes|going|get|gets|getting) off\b|\boff (?:\w+ )?{MEDICINE}\b"
    ),
    "a change of medicine": re.compile(rf"\b{CHANGE} (?:\w+ ){{0,3}}{MEDICINE}\b"),
}


class LineMayNotBeSaid(MayNotPrint):
    """A line that says what cannot be said over a counter."""


@dataclass(frozen=True, slots=True)
class DefaultLine:
    """A line that ships: when and to whom it is said, and the training that it needs."""

    step: int
    line: TalkLine
    audiences: tuple[str, ...]
    requires: frozenset[str]


def talk_track(step: int, audience: str, trained_in: frozenset[str]) -> tuple[TalkLine, ...]:
    """Return the default lines of a visit, in the order in which they are said.

    Args: audience: one of the prescribers'; nobody hands a talk track to a patient.
    Raises: LineMayNotBeSaid, where there is no such step or audience.
    """
    if step not in STEPS or audience not in PRESCRIBERS:
        there_is = f"there are steps 1 to {STEPS[-1]}, and {', '.join(PRESCRIBERS)}"
        raise LineMayNotBeSaid(f"step {step}, {audience:.60}: no talk track; {there_is}.")
    return tuple(
        default.line
        for default in default_lines()
        if default.step == step and audience in default.audiences and default.requires <= trained_in
    )


def line_written(written: str, kind: str) -> TalkLine:
    """Return a line as a person writes it: its sources' ids stand in brackets at its end."""
    text, sources = SOURCES_AT_END.sub("", written).strip(), SOURCES_AT_END.search(written)
    cites = re.split(r"[,;\s]+", sources[1].strip()) if sources else ()
    return TalkLine(text, tuple(cites), kind)


def as_written(line: TalkLine) -> str:
    """Return a line as a person may write it anew."""
    return f"{line.text} [{', '.join(line.cites)}]" if line.cites else line.text


def check_talk_line(line: TalkLine, *, on: date, evidence: Evidence) -> None:
    """Refuse a line that may not be said, whoever wrote it.

    Raises:
        ForbiddenWords: it meets a forbidden pattern.
        LineMayNotBeSaid: it claims without a source, or speaks of a dose, a switch, a taper or a
            stop; a follow-up that cites another source than it may.
        SourceMayNotPrint: a source of it may not be printed.
    """
    where = f"The line “{line.text:.60}”"
    if line.kind not in KINDS or not line.text.strip():
        raise LineMayNotBeSaid(f"{where}: blank, or none of {', '.join(KINDS)}.")
    check_text(line.text, where=where, evidence=evidence)
    _check_guardrails(line, where)
    _check_claims(line, where)
    check_sources(line.cites, where=where, on=on, evidence=evidence)


@cache
def default_lines() -> tuple[DefaultLine, ...]:
    """Return the lines that ship."""
    file = resources.files("alongside.materials").joinpath("data/talk_tracks.toml")
    with resources.as_file(file) as path:
        document, _ = tables.parse(path)
    lines = enumerate(tables.each_of(document, "line"), 1)
    return tuple(_default_line(value, f"[[line]] number {n}") for n, value in lines)


def _check_guardrails(line: TalkLine, where: str) -> None:
    for what, pattern in GUARDRAILS.items():
        for spelling in spellings(line.text):
            if found := pattern.search(spelling):
                raise LineMayNotBeSaid(
                    f"{where} speaks of {what} (“{found[0]}”), which is the prescriber's alone; "
                    "say it without."
                )


def _check_claims(line: TalkLine, where: str) -> None:
    # Numbers stay words here: "ten seconds" claims nothing.
    claimed = CLAIMS.search(spellings(line.text)[0])
    if claimed and not line.cites:
        raise LineMayNotBeSaid(
            f"{where} claims something (“{claimed[0]}”) and cites nothing; name its source, or say "
            "it without."
        )
    if line.kind == "follow_up" and (others := sorted(set(line.cites) - FOLLOW_UPS_CITE)):
        allowed = " and ".join(sorted(FOLLOW_UPS_CITE))
        raise LineMayNotBeSaid(f"{where} cites {others[0]}; a follow-up cites {allowed} alone.")


def _default_line(value: object, where: str) -> DefaultLine:
    found = tables.fields(value, where, LINE, needed=("step", "text"))
    line = TalkLine(
        text=str(found["text"]),
        cites=found.get("cites", ()),  # type: ignore[arg-type]
        kind=str(found.get("kind", "say")),
    )
    return DefaultLine(
        step=found["step"],  # type: ignore[arg-type]
        line=line,
        audiences=found.get("audiences", PRESCRIBERS),  # type: ignore[arg-type]
        requires=frozenset(found.get("requires", ())),  # type: ignore[call-overload]
    )


LINE: Mapping[str, Reader] = {
    "step": tables.count,
    "text": tables.filled,
    "kind": tables.one_of(KINDS),
    "cites": tables.list_of(tables.filled),
    "audiences": tables.list_of(tables.one_of(PRESCRIBERS)),
    "requires": tables.list_of(tables.one_of(TRAININGS)),
}

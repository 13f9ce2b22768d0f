"""A source as a page's footer has it, and whether it may stand there on a day."""

from collections.abc import Sequence
from datetime import date

from alongside.materials.evidence import Evidence, Record, twelve_months_after
from alongside.materials.pages import Citation, Source
from alongside.materials.refusals import MayNotPrint

FIRST_YEAR = 1800
# What ends the first author's name in a list of authors.
AFTER_FIRST = (",", ";", " (")


class SourceMayNotPrint(MayNotPrint):
    """A claim whose source may not be printed, or is not there."""


def check_sources(
    sources: Sequence[str | Citation], *, where: str, on: date, evidence: Evidence
) -> None:
    """Refuse what stands on a source that does not resolve, or may not be printed on a day.

    Args: sources: ids of the library's records, or sources that a person entered whole.
    Raises: SourceMayNotPrint, naming the source, why not and what to do.
    """
    for source in sources:
        if isinstance(source, Citation):
            name, why_not = f"“{source.title:.60}”", citation_may_print(source, on)
        elif source not in evidence.records:
            raise SourceMayNotPrint(
                f"{where} cites {source:.60}, which is no record of the evidence; cite one that is."
            )
        else:
            name, why_not = source, record_may_print(evidence.records[source], on)
        if why_not:
            raise SourceMayNotPrint(f"{where} cites {name}, which may not be printed: {why_not}.")


def record_may_print(record: Record, on: date) -> str | None:
    """Return why a record may not be printed on a day, and what to do; None where it may."""
    why = [
        *(['print_ok is "no": keep it off paper'] if record.print_ok == "no" else []),
        *([] if record.verified else ["not verified: read it at its source first"]),
        *([] if record.citation_complete else ["its citation is incomplete: fill it in"]),
        *(f"{key} is blank: fill it in" for key in _blank(record)),
        *_past_review(record.review_by, on),
    ]
    return "; ".join(why) or None


def citation_may_print(citation: Citation, on: date) -> str | None:
    """Return why what a person entered may not be printed on a day; None where it may."""
    year_is_one = FIRST_YEAR <= citation.year <= on.year + 1
    why = [
        *(f"{key} is blank: fill it in" for key in _blank(citation)),
        *([] if year_is_one else [f"{citation.year} is no year of a source"]),
        *_past_review(twelve_months_after(citation.collected), on),
    ]
    return "; ".join(why) or None


def source_of(record: Record, mark: int) -> Source:
    """Return the footer's entry for a record of the library."""
    return Source(record.id, mark, _short(record), _full(record), record.doi)


def source_entered(citation: Citation, mark: int) -> Source:
    """Return the footer's entry for a source that a person entered."""
    short, full = _short(citation), _full(citation)
    return Source(f"own-{mark}", mark, short, full, citation.doi, entered=citation)


def _past_review(review_by: date, on: date) -> list[str]:
    if on <= review_by:
        return []
    return [f"past review since {review_by}: look at its source again, and date it anew"]


def _blank(citation: Record | Citation) -> list[str]:
    values = {
        "authors": citation.authors,
        "title": citation.title,
        "journal": citation.journal,
        "year": str(citation.year or ""),
    }
    return [key for key, value in values.items() if not value.strip()]


def _short(citation: Record | Citation) -> str:
    first = citation.authors
    for end in AFTER_FIRST:
        first = first.split(end)[0]
    return f"{first}. {citation.journal}, {citation.year}."


def _full(citation: Record | Citation) -> str:
    place = f"{citation.year}"
    if citation.volume:
        place += f";{citation.volume}"
    if citation.pages:
        place += f":{citation.pages}"
    parts = (citation.authors, citation.title, citation.journal, place)
    return " ".join(part if part.endswith((".", "?", "!")) else f"{part}." for part in parts)

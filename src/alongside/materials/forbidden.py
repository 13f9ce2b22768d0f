"""What no text of ours may say, in whatever spelling."""

import re
from functools import cache, lru_cache

from alongside.materials.evidence import Evidence, Forbidden, shipped_evidence
from alongside.materials.refusals import MayNotPrint
from alongside.materials.spelling import spellings


class ForbiddenWords(MayNotPrint):
    """A text that meets a forbidden pattern."""


def check_text(text: str, *, where: str, evidence: Evidence | None = None) -> None:
    """Refuse a text that meets a forbidden pattern, in whatever spelling.

    Args:
        where: what the text is, for the refusal.
        evidence: its patterns are tried as well; those that ship are always tried.
    Raises: ForbiddenWords, with the words that were met and why they are forbidden.
    """
    met = _met_ours(text)
    if met is None and evidence is not None and evidence is not shipped_evidence():
        met = _met(text, evidence.forbidden)
    if met is not None:
        words, why = met
        raise ForbiddenWords(
            f"{where}: “{words}” may not be printed ({why}). Say it without these words."
        )


# A page's library text is the same on every page; what a person writes is seen a few times.
@lru_cache(maxsize=2048)
def _met_ours(text: str) -> tuple[str, str] | None:
    return _met(text, shipped_evidence().forbidden)


def _met(text: str, patterns: tuple[Forbidden, ...]) -> tuple[str, str] | None:
    """Return the words that meet a pattern, and why it is forbidden."""
    written = spellings(text)
    for forbidden in patterns:
        for spelling in written:
            if found := _compiled(forbidden.pattern).search(spelling):
                return found[0], forbidden.why
    return None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    # A blank in a pattern stands for any gap: a hyphen, a line's end, or one nobody sees.
    return re.compile(pattern.replace(" ", r"[\s-]*"), re.IGNORECASE)

"""The one function that prints. The gate stands inside it, so that no door can go round it."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.resources import files
from typing import Any

from alongside.errors import Refused
from alongside.materials.availability import AvailabilityCard, availability_part
from alongside.materials.cards import CardSheet, card_part
from alongside.materials.clean_text import LONGEST_RUN, ZERO_WIDTH_SPACE, clean
from alongside.materials.client_letters import (
    ClientLetter,
    FaxCover,
    client_letter_part,
    fax_cover_part,
)
from alongside.materials.disclosure_log import DisclosureLog, disclosure_log_part
from alongside.materials.evidence import Evidence
from alongside.materials.fonts import families
from alongside.materials.gate import check_page, check_profile, check_talk_line, check_text
from alongside.materials.handouts import Handout, handout_part
from alongside.materials.kit import VisitKit, reply_part, talk_part
from alongside.materials.letters import FirstLetter, letter_part
from alongside.materials.logo import Logo, read_logo
from alongside.materials.profile import Profile
from alongside.materials.release import ReleaseForm, release_part
from alongside.materials.renderer import Format, Rendered, Renderer, RenderingFailed
from alongside.materials.sheets import Paper, Part, Words, full_name
from alongside.materials.signed_release import SignedRelease, signed_release_part

Document = (
    Handout
    | CardSheet
    | FirstLetter
    | AvailabilityCard
    | ReleaseForm
    | VisitKit
    | ClientLetter
    | FaxCover
    | SignedRelease
    | DisclosureLog
)

# Citations and addresses are copied whole, so they break only where no line could hold them.
COPIED_KEYS = frozenset({"doi", "cited", "alt"})
LONGEST_COPIED_RUN = 80
PAGE_COUNT = re.compile(rb"/Type/Pages/Count (\d+)")


class PageOverflows(Refused):
    """A piece that does not fit its pages, however small it may be set."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A document as it leaves the printer.

    `warnings` say what was replaced; `review_by` is the day after which it should not be handed
    out (None where nothing on it grows old); `sha256` names these very bytes.
    """

    pdf: bytes
    pages: int
    warnings: tuple[str, ...]
    review_by: date | None
    sha256: str


@dataclass(frozen=True, slots=True)
class _Setting:
    """What a document's parts share."""

    words: Mapping[str, object]
    pictures: Mapping[str, bytes]
    timestamp: int


def print_document(
    document: Document,
    *,
    on: date,
    evidence: Evidence,
    paper: Paper = Paper.LETTER,
    renderer: Renderer | None = None,
) -> Printed:
    """Return a document as a tagged PDF; the same document of the same day has the same bytes.

    Args:
        on: the day of printing: what is past its review on that day is refused.
        evidence: against which every record, bullet and text is checked once more.
        renderer: the press to use; without one, the one that this process keeps.
    Raises: MayNotPrint, PageOverflows, RendererOverstepped, RenderingFailed, LogoBad.
    """
    drawn, boxed = _drawn(document, on, evidence, paper, renderer or _press(), "pdf")
    pdf = drawn.files[0]
    return Printed(
        pdf, _page_count(pdf), _told(boxed), _review_by(document), hashlib.sha256(pdf).hexdigest()
    )


def picture_document(
    document: Document,
    *,
    on: date,
    evidence: Evidence,
    paper: Paper = Paper.LETTER,
    renderer: Renderer | None = None,
) -> tuple[bytes, ...]:
    """Return the pages of a document as SVG pictures, through the same gate.

    Raises: as `print_document`.
    """
    drawn, _ = _drawn(document, on, evidence, paper, renderer or _press(), "svg")
    return drawn.files


def _drawn(
    document: Document,
    on: date,
    evidence: Evidence,
    paper: Paper,
    renderer: Renderer,
    file_format: Format,
) -> tuple[Rendered, tuple[str, ...]]:
    boxed: list[str] = []
    setting = _setting(document, on, paper, boxed)
    parts = [_cleaned_part(part, boxed) for part in _parts(document, on, evidence)]
    _pass_gate(document, parts, on, evidence)
    return _fitted(parts, setting, renderer, file_format), tuple(dict.fromkeys(boxed))


def _parts(document: Document, on: date, evidence: Evidence) -> tuple[Part, ...]:
    if isinstance(document, VisitKit):
        handout, cards = handout_part(document.handout), card_part(document.cards)
        return (talk_part(document, on, evidence), handout, cards, reply_part(document))
    return (PARTS[type(document)](document, on),)


# What makes the one part of each document; a kit has several.
PARTS: Mapping[type, Callable[[Any, date], Part]] = {
    Handout: lambda document, _: handout_part(document),
    CardSheet: lambda document, _: card_part(document),
    FirstLetter: letter_part,
    AvailabilityCard: availability_part,
    ReleaseForm: lambda document, _: release_part(document),
    ClientLetter: client_letter_part,
    FaxCover: fax_cover_part,
    SignedRelease: lambda document, _: signed_release_part(document),
    DisclosureLog: disclosure_log_part,
}


def _pass_gate(document: Document, parts: Sequence[Part], on: date, evidence: Evidence) -> None:
    check_profile(document.profile, evidence=evidence)
    for handout in _handouts(document):
        check_page(handout.page, handout.profile, on=on, evidence=evidence)
    if isinstance(document, VisitKit):
        for line in document.talk:
            check_talk_line(line, on=on, evidence=evidence)
    for part in parts:
        where = f"the {part.template} page"
        for text in dict.fromkeys(_texts(part.words)):
            check_text(text.replace(ZERO_WIDTH_SPACE, ""), where=where, evidence=evidence)


def _handouts(document: Document) -> tuple[Handout, ...]:
    if isinstance(document, VisitKit):
        return (document.handout,)
    return (document,) if isinstance(document, Handout) else ()


def _texts(words: object) -> Iterator[str]:
    """Every text of a part; one that was parted from its last word is read whole."""
    if isinstance(words, str):
        yield words
    elif isinstance(words, Mapping):
        if "last" in words:
            yield f"{words['body']} {words['last']}"
        for key, value in words.items():
            if key not in ("body", "last"):
                yield from _texts(value)
    elif isinstance(words, Sequence):
        for value in words:
            yield from _texts(value)


def _setting(document: Document, on: date, paper: Paper, boxed: list[str]) -> _Setting:
    profile = document.profile
    logo, pictures = _logo(profile)
    shared = {
        "title": document.title,
        "author": full_name(profile),
        "language": document.language,
        "paper": {Paper.LETTER: "us-letter", Paper.A4: "a4"}[paper],
        "accent": profile.accent,
        "logo": logo,
    }
    words = _cleaned(shared, boxed)
    midnight = datetime.combine(on, time(), tzinfo=UTC)
    return _Setting(words, pictures, int(midnight.timestamp()))


def _logo(profile: Profile) -> tuple[Mapping[str, str] | None, Mapping[str, bytes]]:
    if profile.logo is None:
        return None, {}
    logo = profile.logo if isinstance(profile.logo, Logo) else read_logo(profile.logo)
    file = f"logo.{logo.kind}"
    return {"file": file, "alt": f"Logo of {profile.practice_name}"}, {file: logo.data}


def _cleaned_part(part: Part, boxed: list[str]) -> Part:
    return replace(part, words=_cleaned(part.words, boxed))


def _cleaned(words: Words, boxed: list[str]) -> dict[str, object]:
    return {key: _cleaned_value(value, key, boxed) for key, value in words.items()}


def _cleaned_value(value: object, key: str, boxed: list[str]) -> object:
    if isinstance(value, str):
        longest = LONGEST_COPIED_RUN if key in COPIED_KEYS else LONGEST_RUN
        cleaned = clean(value, longest_run=longest)
        boxed.extend(cleaned.boxed)
        return cleaned.text
    if isinstance(value, Mapping):
        return _cleaned(value, boxed)
    if isinstance(value, Sequence):
        return [_cleaned_value(each, key, boxed) for each in value]
    return value


def _fitted(
    parts: Sequence[Part], setting: _Setting, renderer: Renderer, file_format: Format
) -> Rendered:
    """Draw in the size wished for; only what overflowed is measured, and set smaller."""
    sizes = [part.sizes[0] for part in parts]
    drawn = _draw(parts, sizes, setting, renderer)
    if _page_count(drawn.files[0]) != sum(part.pages for part in parts):
        sizes = [_largest_that_fits(part, setting, renderer) for part in parts]
        drawn = _draw(parts, sizes, setting, renderer)
    return drawn if file_format == "pdf" else _draw(parts, sizes, setting, renderer, file_format)


def _largest_that_fits(part: Part, setting: _Setting, renderer: Renderer) -> float:
    for size in part.sizes:
        drawn = _draw([part], [size], setting, renderer)
        if _page_count(drawn.files[0]) == part.pages:
            return size
    if part.may_run_on:
        return part.sizes[-1]
    raise PageOverflows(
        f"The {part.template} page does not fit, even in the smallest type: shorten its texts."
    )


def _draw(
    parts: Sequence[Part],
    sizes: Sequence[float],
    setting: _Setting,
    renderer: Renderer,
    file_format: Format = "pdf",
) -> Rendered:
    pieces = [
        {**part.words, "template": part.template, "size": size}
        for part, size in zip(parts, sizes, strict=True)
    ]
    text = json.dumps({**setting.words, "parts": pieces}, ensure_ascii=False)
    fonts = families(text)
    data = json.dumps({**setting.words, "fonts": fonts, "parts": pieces}).encode()
    pictures = {name: body for part in parts for name, body in part.pictures.items()}
    kinds = tuple(dict.fromkeys(part.template for part in parts))
    inputs = {**_templates(kinds), **setting.pictures, **pictures, "data.json": data}
    drawn = renderer.render(inputs, timestamp=setting.timestamp, file_format=file_format)
    if drawn.warnings:
        raise RenderingFailed(f"The page was drawn with a warning: {drawn.warnings[0]}")
    return drawn


def _page_count(pdf: bytes) -> int:
    return max(int(count) for count in PAGE_COUNT.findall(pdf))


def _told(boxed: Sequence[str]) -> tuple[str, ...]:
    if not boxed:
        return ()
    codes = ", ".join(f"U+{ord(letter):04X}" for letter in boxed)
    return (f"No font here has {codes}: a box was printed instead.",)


def _review_by(document: Document) -> date | None:
    if isinstance(document, AvailabilityCard):
        return document.ends_on
    handouts = _handouts(document)
    return min((handout.page.review_by for handout in handouts), default=None)


@cache
def _press() -> Renderer:
    return Renderer()


@cache
def _templates(kinds: tuple[str, ...]) -> Mapping[str, bytes]:
    """Return the templates of some kinds of part, and the main file that joins them."""
    read = {kind: _template(f"{kind}.typ") for kind in (*kinds, "page", "main")}
    if "patient" in kinds:
        read["handout"] = _template("handout.typ")
    imports = [f'#import "{kind}.typ": {kind}' for kind in kinds]
    table = ", ".join(f"{kind}: {kind}" for kind in kinds)
    head = "\n".join([*imports, f"#let templates = ({table})", ""]).encode()
    return {f"{kind}.typ": head + text if kind == "main" else text for kind, text in read.items()}


def _template(name: str) -> bytes:
    return (files("alongside.materials") / "templates" / name).read_bytes()

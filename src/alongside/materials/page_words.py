"""The titles and notices of each page, and its Spanish, as they ship."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from alongside.materials import tables
from alongside.materials.refusals import MayNotPrint
from alongside.materials.tables import Reader

LANGUAGES = ("en", "es")


class LanguageMissing(MayNotPrint):
    """A page in a language in which it may not be printed."""


@dataclass(frozen=True, slots=True)
class PageWords:
    """What stands on a page beside its bullets."""

    title: str
    subtitle: str
    notices: tuple[str, ...]
    reviewed: str = ""


def words_of(audience: str, language: str, reviewed_by: str) -> PageWords:
    """Return the title, subtitle and notices of a page.

    Args: reviewed_by: who reviewed the Spanish; the page then says so.
    Raises: LanguageMissing: no such language, none for this audience, or nobody reviewed it.
    """
    if language not in LANGUAGES:
        raise LanguageMissing(f"{language:.20}: no such language; there is {', '.join(LANGUAGES)}.")
    found = _pages(language).get(audience)
    if found is None:
        raise LanguageMissing(f"The {audience} page is in English alone; Spanish is for patients.")
    if language == "en":
        return found
    if not reviewed_by.strip():
        raise LanguageMissing(
            "The Spanish page is printed once your group names who reviewed it: a wrong word here "
            "is advice on medicine. Have a fluent clinician read it, and give their name."
        )
    said = found.reviewed.format(name=reviewed_by.strip())
    return PageWords(found.title, found.subtitle, (*found.notices, said))


def in_language(text: str, language: str) -> str:
    """Return a sentence of the library in the page's language.

    Raises: LanguageMissing, where its English has changed since it was translated.
    """
    if language == "en":
        return text
    found = _translations().get(text)
    if found is None:
        raise LanguageMissing(f"“{text:.60}…” has no Spanish that was made from these words.")
    return found


@cache
def _pages(language: str) -> dict[str, PageWords]:
    pages = _file()[language]
    assert isinstance(pages, dict)
    return {
        audience: PageWords(**tables.fields(page, f"[{language}.{audience}]", WORDS, NEEDED))  # type: ignore[arg-type]
        for audience, page in pages.items()
        if audience != "text"
    }


@cache
def _translations() -> dict[str, str]:
    spanish = _file()["es"]
    assert isinstance(spanish, dict)
    texts = [
        tables.fields(one, "[[es.text]]", TRANSLATION, tuple(TRANSLATION))
        for one in tables.each_of(spanish, "text")
    ]
    return {str(one["of"]): str(one["text"]) for one in texts}


@cache
def _file() -> dict[str, object]:
    file = resources.files("alongside.materials").joinpath("data/page_words.toml")
    with resources.as_file(file) as path:
        return tables.parse(path)[0]


NEEDED = ("title", "subtitle", "notices")
WORDS: Mapping[str, Reader] = {
    "title": tables.filled,
    "subtitle": tables.filled,
    "notices": tables.list_of(tables.filled),
    "reviewed": tables.filled,
}
TRANSLATION: Mapping[str, Reader] = {"of": tables.filled, "text": tables.filled}

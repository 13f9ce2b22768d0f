"""Each document on both papers: how many pages, what is on them, and how they are tagged."""

import io
import re
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from alongside.materials.availability import AvailabilityCard
from alongside.materials.cards import CardSheet
from alongside.materials.evidence import AUDIENCES, shipped_evidence
from alongside.materials.gate import MayNotPrint, OwnBullet, compose_handout
from alongside.materials.handouts import PRESCRIBER_SIZES, Handout
from alongside.materials.kit import VisitKit
from alongside.materials.letters import FirstLetter
from alongside.materials.printing import PageOverflows, picture_document
from alongside.materials.sheets import Paper
from tests.materials.paper import DAY, maya
from tests.materials.printed import (
    NAMES,
    PAGES,
    URL,
    every_document,
    handout,
    lines_of,
    paper_of,
    printed,
    structure,
    text_of,
    type_sizes,
)

PRESCRIBERS = [audience for audience in AUDIENCES if audience != "patient"]
SIZES = {Paper.LETTER: (612.0, 792.0), Paper.A4: (595.2756, 841.8898)}
LEVELS = re.compile(r"/H(\d)")


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("name", NAMES)
def test_each_document_fills_its_pages_of_its_paper(name: str, paper: Paper) -> None:
    found = paper_of(name, paper)
    assert found.pages == PAGES.get(name, 1)
    assert found.warnings == ()
    with pikepdf.open(io.BytesIO(found.pdf)) as opened:
        boxes = {tuple(float(side) for side in page.MediaBox)[2:] for page in opened.pages}
        assert len(opened.pages) == found.pages
    assert boxes == {SIZES[paper]}


@pytest.mark.parametrize("name", NAMES)
def test_each_document_is_declared_ua_1_with_title_language_and_a_tree(name: str) -> None:
    with pikepdf.open(io.BytesIO(paper_of(name).pdf)) as opened:
        assert opened.open_metadata()["pdfuaid:part"] == "1"
        assert str(opened.docinfo.Title) == every_document()[name].title
        assert opened.Root.ViewerPreferences.DisplayDocTitle
        assert str(opened.Root.Lang) == ("es" if "Spanish" in name else "en")
        assert opened.Root.MarkInfo.Marked
        assert len(opened.Root.StructTreeRoot.K) > 0
        assert "/Encrypt" not in opened.trailer


@pytest.mark.parametrize("name", NAMES)
def test_every_picture_has_words_and_headings_skip_no_level(name: str) -> None:
    elements = list(structure(paper_of(name).pdf))
    levels = [int(found[1]) for kind, _ in elements if (found := LEVELS.fullmatch(kind))]
    assert all(below <= above + 1 for above, below in zip([0, *levels], levels, strict=False))
    pictures = [words for kind, words in elements if kind == "/Figure"]
    assert all(pictures)
    drawn = 10 if name in ("cards", "kit") else int(name.startswith("signed"))
    assert len(pictures) == drawn


@pytest.mark.parametrize("name", NAMES)
def test_every_font_is_ours_and_embedded(name: str) -> None:
    with pikepdf.open(io.BytesIO(paper_of(name).pdf)) as opened:
        fonts = [one for one in opened.objects if _is_a_descriptor(one)]
        assert fonts
        for font in fonts:
            assert re.search(r"\+Source(Sans|Serif)Pro-", str(font.FontName))
            assert "/FontFile2" in font or "/FontFile3" in font


@pytest.mark.parametrize("name", ["handout general", "cards", "kit"])
def test_the_same_document_of_the_same_day_has_the_same_bytes(name: str) -> None:
    again = printed(every_document()[name])
    assert again.pdf == paper_of(name).pdf
    assert again.sha256 == paper_of(name).sha256
    assert printed(every_document()[name], days_later=1).sha256 != again.sha256


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_handout_has_its_five_bullets_and_every_source_s_doi(audience: str, paper: Paper) -> None:
    page = handout(audience).page
    text = text_of(paper_of(f"handout {audience}", paper).pdf)
    assert len(page.bullets) == 5
    for bullet in page.bullets:
        # The mark stands behind the last word; the apostrophes are those of print.
        assert bullet.text.replace("'", "’") in text
    for source in page.sources:
        said = source.short if audience == "patient" else source.full
        assert f"{source.mark} {said}" in text
        assert not source.doi or f"doi:{source.doi}" in text
    assert page.honest_line.replace("'", "’") in text
    for notice in page.notices:
        assert notice.replace("'", "’") in text
    assert "Review by November 23, 2027" in text


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_no_bullet_ends_in_a_line_of_one_word(audience: str, paper: Paper) -> None:
    lines = lines_of(paper_of(f"handout {audience}", paper).pdf)
    for bullet in handout(audience).page.bullets:
        last = " ".join(bullet.text.replace("'", "’").split()[-2:])
        assert any(line.rstrip("0123456789,").endswith(last) for line in lines), last


@pytest.mark.parametrize("audience", PRESCRIBERS)
def test_a_prescriber_s_handout_says_who_prepared_it_and_that_they_offer_it(audience: str) -> None:
    text = text_of(paper_of(f"handout {audience}").pdf)
    assert "Prepared by Maya Okonkwo, LCSW, who offers these services." in text
    assert "License ME LC14822" in text
    assert "In fairness:" in text


def test_a_handout_is_a_numbered_list_of_five_for_a_screen_reader() -> None:
    kinds = [kind for kind, _ in structure(paper_of("handout general").pdf)]
    assert kinds.count("/LI") == 5 + len(handout("general").page.sources)
    assert kinds.count("/Lbl") == kinds.count("/LI") == kinds.count("/LBody")


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("audience", PRESCRIBERS)
def test_a_handout_s_body_is_13_points_and_its_sources_7_and_a_half(
    audience: str, paper: Paper
) -> None:
    sizes = type_sizes(paper_of(f"handout {audience}", paper).pdf)
    assert {13.0, 7.5} <= sizes
    assert min(sizes - {7.5, 13 * 0.6}) >= 8.5


def test_the_patient_s_page_is_large_and_gives_the_crisis_line() -> None:
    found = paper_of("handout patient")
    assert {16.0, 7.5} <= type_sizes(found.pdf)
    assert "In crisis? Call or text 988." in text_of(found.pdf)
    assert "Maya Okonkwo, LCSW made this page and offers talk therapy." in text_of(found.pdf)


def test_spanish_prints_in_spanish_with_who_reviewed_it() -> None:
    text = text_of(paper_of("handout in Spanish").pdf)
    for said in ("988", "De dónde viene esto", "Licencia ME LC14822", "Dr. Rosa Díaz"):
        assert said in text
    assert "Revisar antes del 23 de noviembre de 2027" in text


def test_a_page_that_overflows_is_set_smaller_and_never_under_10() -> None:
    full = _with_own_bullets(words=26, letters=8)
    long = replace(maya(), name="Maximiliana " * 15, practice_name="Casco " * 30)
    wordy = replace(full, profile=long)
    assert 10 <= _body_size(printed(wordy).pdf) < 13
    assert _body_size(printed(_with_own_bullets(words=5, letters=8)).pdf) == 13


def test_a_page_that_overflows_at_10_points_is_refused_with_what_to_do() -> None:
    with pytest.raises(PageOverflows, match="shorten its texts"):
        printed(FirstLetter(maya(), "Dr. Ana Ortiz", ("Elm Street",) * 60))


def test_a_bullet_of_one_s_own_says_whose_it_is() -> None:
    text = text_of(printed(_with_own_bullets(words=5, letters=8)).pdf)
    assert text.count("Written by Maya Okonkwo.") == 2


def test_the_letter_names_no_client_and_promises_nothing() -> None:
    text = text_of(paper_of("letter").pdf)
    assert text.startswith("Casco Counseling")
    assert "Dear Dr. Ana Ortiz," in text
    assert "November 24, 2026" in text
    assert "I offer these services" in text
    assert "an offer and no bargain" in text


def test_the_availability_card_says_until_when_it_is_true() -> None:
    found = paper_of("availability")
    assert str(found.review_by) == "2026-12-24"
    assert text_of(found.pdf).count("As of November 24, 2026 · valid until December 24, 2026") == 2
    assert text_of(found.pdf).count("Tuesday afternoons") == 2


def test_the_kit_has_what_to_say_the_handout_the_cards_and_a_slip() -> None:
    text = text_of(paper_of("kit").pdf)
    order = [
        "What to say at Elm Street Family Medicine",
        "When medicine alone is not enough",
        "See my openings",
        "How you like to work together",
    ]
    assert sorted(order, key=text.index) == order
    assert paper_of("kit").review_by == paper_of("handout general").review_by


def test_a_logo_is_drawn_with_words_for_who_cannot_see_it(tmp_path: Path) -> None:
    logo = tmp_path / "logo.svg"
    logo.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10">'
        '<rect width="40" height="10" fill="#123456"/></svg>'
    )
    drawn = printed(handout("general", replace(maya(), logo=logo)))
    pictures = [words for kind, words in structure(drawn.pdf) if kind == "/Figure"]
    assert pictures == ["Logo of Casco Counseling"]


def test_a_page_changed_after_the_gate_is_refused_where_it_is_printed() -> None:
    whole = handout("general")
    better = replace(whole.page.bullets[0], text="CBT cures everyone.", lead="", figure="")
    spoilt = replace(whole.page, bullets=(better, *whole.page.bullets[1:]))
    with pytest.raises(MayNotPrint):
        printed(Handout(spoilt, maya()))


def test_a_page_past_its_review_is_refused_where_it_is_printed() -> None:
    with pytest.raises(MayNotPrint):
        printed(handout("general"), days_later=370)


def test_pictures_of_a_page_come_through_the_same_gate() -> None:
    pages = picture_document(handout("general"), on=DAY, evidence=shipped_evidence())
    assert len(pages) == 1
    assert pages[0].startswith(b"<svg")
    spoilt = replace(handout("general").page, title="4 of 5 prescriptions")
    with pytest.raises(MayNotPrint):
        picture_document(Handout(spoilt, maya()), on=DAY, evidence=shipped_evidence())


@pytest.mark.parametrize("name", NAMES)
def test_words_that_may_not_be_printed_are_refused_wherever_they_stand(name: str) -> None:
    spoilt = replace(maya(), street="80 percent of all Streets")
    document = every_document()[name]
    if isinstance(document, VisitKit):
        document = replace(document, handout=replace(document.handout, profile=spoilt))
    else:
        document = replace(document, profile=spoilt)
    with pytest.raises(MayNotPrint):
        printed(document)


def test_what_a_person_adds_to_a_page_is_read_by_the_gate_as_well() -> None:
    for document in (
        FirstLetter(maya(), "warm\u200bhand\u00adoff"),
        AvailabilityCard(maya(), DAY, openings=("4 of 5 days",)),
        CardSheet(maya(), URL, offer="academic detailing"),
    ):
        with pytest.raises(MayNotPrint):
            printed(document)


def _with_own_bullets(words: int, letters: int) -> Handout:
    text = " ".join(["M" * letters] * words) + "."
    own = [OwnBullet(f"{name} {text}"[: -letters - 2] + ".", ("furukawa2006",)) for name in "AB"]
    page = compose_handout("obgyn", maya(), DAY, shipped_evidence(), own_bullets=own)
    return Handout(page, maya())


def _body_size(pdf: bytes) -> float:
    """The size of the body, of those tried: 13 points and down by halves."""
    return max(size for size in type_sizes(pdf) if size in PRESCRIBER_SIZES)


def _is_a_descriptor(one: object) -> bool:
    return isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor"

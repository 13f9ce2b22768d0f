"""The release: what the law asks to stand on it, in words that a client reads."""

import itertools

import pytest
import textstat

from alongside.materials import release
from alongside.materials.release import ReleaseForm, UnknownState, check_state
from alongside.materials.sheets import Paper
from tests.materials.paper import maya
from tests.materials.printed import paper_of, printed, text_of, type_sizes, words_of

FORMS = ("release", "release in California")
NOTES = ("psychotherapy notes", "psychotherapy notes in California")

# 45 CFR 164.508(c)(1)(i)-(vi): what, who may tell, who may be told, why, until when, signed.
ELEMENTS = (
    ("2. What may be shared", "My diagnosis", "My treatment plan"),
    ("Maya Okonkwo, LCSW, Casco Counseling may share with the prescriber named here.",),
    (
        "The prescriber named here may share with Maya Okonkwo.",
        "Prescriber",
        "Practice and address",
    ),
    ("4. Why", "So that my therapist and my prescriber can work together on my care."),
    (
        "5. When it ends",
        "When my treatment with Maya Okonkwo ends, or one year after I sign, whichever comes",
        "Or on this date, if I write one",
    ),
    ("7. My signature", "Signed", "Date", "If someone signs for me:", "Their right to sign"),
)
# 164.508(c)(2)(i)-(iii): revoking and its exception; no condition; told on.
NOTICES = (
    (
        "I can take this back at any time. I write to Maya Okonkwo, 48 Exchange Street, Suite 3, "
        "Portland, ME 04101. That stops new sharing. It does not undo what was shared before my "
        "letter came."
    ),
    (
        "I do not have to sign. My treatment, payment, sign-up in a health plan, and benefits do "
        "not depend on it."
    ),
    (
        "Once it is shared, the person who gets it may share it again. Then privacy law may no "
        "longer protect it."
    ),
)


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("element", ELEMENTS)
def test_each_element_stands_on_the_form(name: str, element: tuple[str, ...]) -> None:
    text = text_of(paper_of(name).pdf)
    assert [said for said in element if said not in text] == []


@pytest.mark.parametrize("name", FORMS + NOTES)
@pytest.mark.parametrize("notice", NOTICES)
def test_each_notice_stands_on_every_form(name: str, notice: str) -> None:
    assert notice in text_of(paper_of(name).pdf)


@pytest.mark.parametrize("name", FORMS + NOTES)
def test_the_client_gets_a_copy(name: str) -> None:
    text = text_of(paper_of(name).pdf)
    assert "I get a copy of this form after I sign it." in text
    assert "I was given a copy of this signed form." in text


@pytest.mark.parametrize("name", FORMS)
def test_the_ordinary_form_leaves_out_psychotherapy_notes_and_part_2_records(name: str) -> None:
    text = text_of(paper_of(name).pdf)
    assert (
        "Never shared with this form: psychotherapy notes, and records from a drug or alcohol "
        "program. Each needs a form of its own."
    ) in text
    assert text.count("psychotherapy notes") == 1


@pytest.mark.parametrize("name", NOTES)
def test_psychotherapy_notes_have_a_form_for_nothing_else(name: str) -> None:
    text = text_of(paper_of(name).pdf)
    assert "My permission to share psychotherapy notes" in text
    assert "My psychotherapy notes, and nothing else." in text
    assert "any other part of my record. That needs a form of its own." in text
    for other in ("My diagnosis", "My treatment plan", "How I am doing"):
        assert other not in text


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("name", ["release in California", "psychotherapy notes in California"])
def test_nothing_in_california_s_form_is_under_14_points(name: str, paper: Paper) -> None:
    assert min(type_sizes(paper_of(name, paper).pdf)) >= 14
    text = text_of(paper_of(name, paper).pdf)
    assert "My name below stands for this form and for nothing else." in text
    assert "California form" in text


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("name", FORMS + NOTES)
def test_the_rights_stand_on_the_page_that_is_signed(name: str, paper: Paper) -> None:
    found = paper_of(name, paper)
    signed = [
        page
        for page in range(1, found.pages + 1)
        if "Signed" in {word for word, _, _ in words_of(found.pdf, page)}
    ]
    assert len(signed) == 1
    said = {word for word, _, _ in words_of(found.pdf, signed[0])}
    assert {"rights", "privacy", "benefits", "copy"} <= said


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("name", FORMS)
def test_lines_to_write_on_are_24_points_apart(name: str, paper: Paper) -> None:
    """Measured at their labels: a line stands on its label's baseline."""
    labels = ("Prescriber", "Practice", "Their", "Signed", "Name")
    found = paper_of(name, paper)
    for page in range(1, found.pages + 1):
        tops = sorted({top for word, _, top in words_of(found.pdf, page) if word in labels})
        assert all(below - above >= 24 for above, below in itertools.pairwise(tops))


@pytest.mark.parametrize("state", ["ME", "CA"])
@pytest.mark.parametrize("is_for_notes", [False, True])
def test_a_sixth_grader_reads_it(state: str, is_for_notes: bool) -> None:
    form = ReleaseForm(maya(), state, is_for_notes)
    assert textstat.flesch_kincaid_grade(_sentences(form)) < 6


def test_the_states_without_a_pack_get_the_federal_form() -> None:
    assert ReleaseForm(maya(), "CA").has_pack
    assert not ReleaseForm(maya(), "IL").has_pack
    assert "Federal form" in text_of(printed(ReleaseForm(maya(), "IL")).pdf)


def test_a_state_is_two_letters_that_stand_for_one() -> None:
    assert check_state(" ca ") == "CA"
    for state in ("", "ZZ", "California", "C"):
        with pytest.raises(UnknownState):
            check_state(state)


def _sentences(form: ReleaseForm) -> str:
    """What the form says, without names, addresses and labels of lines."""
    words = release.release_part(form).words
    what, rights = words["what"], words["rights"]
    assert isinstance(what, dict)
    assert isinstance(rights, list)
    said = [
        words["title"],
        words["subtitle"],
        what["say"],
        *what["boxes"],
        f"{what['never']} {what['excluded']}",
        "I put my initials by each way I agree to.",
        words["why"],
        words["ends"],
        *rights,
        "I was given a copy of this signed form.",
    ]
    lines = [str(line).replace("Maya Okonkwo", "Maya") for line in said if line]
    address = ", 48 Exchange Street, Suite 3, Portland, ME 04101"
    return " ".join(line.rstrip(".").replace(address, "") + "." for line in lines)

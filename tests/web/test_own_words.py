"""One's own words: a finding on the page, marked as one's own, and the lines that are said."""

from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import Settings

from alongside.outreach.models import OwnFinding, Printing, TalkTrack, Visit
from alongside.outreach.own_words import talk_of
from alongside.outreach.printer import Wish, print_wish
from alongside.team.models import Membership
from tests.conftest import MONDAY, at
from tests.materials.printed import text_of as text_in
from tests.outreach.letterheads import written_by
from tests.web.conftest import As
from tests.web.filling import filled, forms_on
from tests.web.test_materials_page import form_of, ids_chosen, text_of

NEW = "/findings/new/"
TALK = "/talk-tracks/?step=3&audience=general"
SAID = "Where therapy joined the medicine, 46% responded at six months."
SOURCE = {
    "authors": "Rivera A, Chen B.",
    "title": "Talking beside medicine in primary care",
    "journal": "Journal of Invented Trials",
    "year": "2024",
}


@pytest.fixture
def mine(maya: Membership, signed_in: As, settings: Settings) -> Client:
    """Maya's browser; she has said who she is."""
    settings.PUBLIC_URL = "https://casco.example.org"
    written_by(maya, "Elm Street", at=at(MONDAY))
    return signed_in(maya)


def said(**otherwise: object) -> dict[str, object]:
    return {"key": str(uuid4()), "audience": "general", "text": SAID, **otherwise}


def written(client: Client, **otherwise: object) -> OwnFinding:
    assert client.post(NEW, said(**otherwise)).status_code == 302
    return OwnFinding.objects.latest("at")


def with_own(client: Client, finding: OwnFinding) -> str:
    """Return the Materials page's address with the finding in place of the last one."""
    ids = [*ids_chosen(client)[:4], str(finding.pk)]
    return "/materials/?of=general&" + "&".join(f"bullet={one}" for one in ids)


def test_a_finding_of_one_s_own_is_printed_with_its_source_and_marked(mine: Client) -> None:
    finding = written(mine, cites=["wiles2013"])
    page = with_own(mine, finding)
    shown = text_of(mine, page)
    assert "Yours" in shown
    assert "4 bullets were chosen" not in shown
    answer = mine.post("/handouts/", form_of(mine, "/handouts/", page))
    assert answer.headers["Content-Type"] == "application/pdf"
    ink = " ".join(text_in(answer.content).split())
    assert SAID in ink
    assert Printing.objects.get().bullets[-1] == str(finding.pk)


def test_a_source_entered_whole_stands_in_the_footer(mine: Client) -> None:
    finding = written(mine, **SOURCE)
    answer = mine.post("/handouts/", form_of(mine, "/handouts/", with_own(mine, finding)))
    assert "Journal of Invented Trials" in " ".join(text_in(answer.content).split())


@pytest.mark.parametrize(
    ("otherwise", "told"),
    [
        ({}, "cites nothing"),
        ({"authors": "Rivera A."}, "A source is entered whole, or not at all."),
        ({"cites": ["wiles2013"], "text": "word " * 29}, "29 words"),
        ({"cites": ["wiles2013"], "text": "Four out of five get pills."}, "may not be printed"),
        ({"cites": ["nobody2000"]}, "nobody2000"),
    ],
)
def test_what_the_gate_refuses_is_told_on_the_form(
    mine: Client, otherwise: dict[str, object], told: str
) -> None:
    answer = mine.post(NEW, said(**otherwise))
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not OwnFinding.objects.exists()


def test_sent_twice_it_is_one_and_taken_away_it_is_offered_no_more(mine: Client) -> None:
    form = said(cites=["wiles2013"])
    mine.post(NEW, form)
    mine.post(NEW, form)
    finding = OwnFinding.objects.get()
    assert SAID in text_of(mine, "/materials/")
    assert mine.post(f"/findings/{finding.pk}/removal/").status_code == 302
    assert SAID not in text_of(mine, "/materials/")


def test_a_colleague_sees_no_finding_as_theirs(
    mine: Client, sam: Membership, signed_in: As
) -> None:
    finding = written(mine, cites=["wiles2013"])
    written_by(sam, "Oak Street", at=at(MONDAY))
    colleague = signed_in(sam)
    assert SAID not in text_of(colleague, "/materials/")
    assert colleague.post(f"/findings/{finding.pk}/removal/").status_code == 404


def test_one_s_own_lines_are_said_by_the_kit_with_their_sources(
    mine: Client, maya: Membership, first_visit: Visit
) -> None:
    form = filled(dict(forms_on(mine, TALK))["/talk-tracks/"])
    own = "I read that six months helped [wiles2013]"
    answer = mine.post("/talk-tracks/", {**form, "say": own, "follow_up": "", "if_asked": ""})
    assert answer.status_code == 302
    assert "These are your own words" in text_of(mine, TALK)
    lines = talk_of(maya, 3, "general", frozenset())
    assert [(line.text, line.cites) for line in lines] == [
        ("I read that six months helped", ("wiles2013",))
    ]
    wish = Wish(Printing.Kind.KIT, maya, practice=first_visit.practice)
    ink = text_in(
        print_wish(
            member=maya, wish=wish, at=at(MONDAY), card_address=lambda _: "https://x.example.org/c"
        ).pdf
    )
    assert "I read that six months helped Wiles N. Lancet, 2013." in " ".join(ink.split())


def test_emptied_the_defaults_are_back(mine: Client, maya: Membership) -> None:
    before = talk_of(maya, 3, "general", frozenset())
    for words in ("Hello again.", ""):
        answer = mine.post(
            "/talk-tracks/",
            {"step": "3", "audience": "general", "say": words, "follow_up": "", "if_asked": ""},
        )
        assert answer.status_code == 302
    assert talk_of(maya, 3, "general", frozenset()) == before
    assert TalkTrack.objects.count() == 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("You could taper it first.", "a taper"),
        ("A study says so.", "cites nothing"),
        ("Studies say so [nobody2000]", "no record of the evidence"),
    ],
)
def test_a_line_that_may_not_be_said_is_refused(mine: Client, words: str, told: str) -> None:
    answer = mine.post("/talk-tracks/", {"step": "3", "audience": "general", "say": words})
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert words in answer.content.decode()
    assert not TalkTrack.objects.exists()

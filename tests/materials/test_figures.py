"""What stands large is what its bullet says."""

from collections.abc import Sequence

import pytest

from alongside.materials.evidence import read_evidence
from alongside.materials.figures import FigureNotSaid, check_figure

GUIDELINE = [("Management of insomnia: a clinical practice guideline", 2016)]


def check(
    figure: str, against: str, text: str, citations: Sequence[tuple[str, int | None]]
) -> None:
    check_figure(figure, against, text=text, citations=citations, where="ob_gyn:1")


def test_every_figure_that_ships_is_said() -> None:
    evidence = read_evidence()
    large = [bullet for bullet in evidence.bullets if bullet.figure]
    assert len(large) == 16
    for bullet in large:
        records = [evidence.records[id_] for id_ in bullet.cites]
        citations = [(record.title, record.year) for record in records]
        check(bullet.figure, bullet.against, bullet.text, citations)


@pytest.mark.parametrize(
    ("figure", "against", "text"),
    [
        ("46%", "versus 22%", "With CBT, 46 percent responded versus twenty-two per cent."),
        ("3 in 4", "adults", "About three in four adults preferred it."),
        ("19 min", "sooner asleep", "They fell asleep 19 minutes sooner."),
        ("Grade B", "", "USPSTF grade B: refer."),
        ("ACP", "guideline, 2016", "ACP: every adult should."),
        ("", "", "Nothing stands large."),
    ],
)
def test_another_spelling_is_the_same_figure(figure: str, against: str, text: str) -> None:
    check(figure, against, text, GUIDELINE)


@pytest.mark.parametrize(
    ("figure", "against", "text"),
    [
        ("46%", "", "With CBT, 46 people responded."),
        ("46", "", "With CBT, 46% responded."),
        ("6%", "", "With CBT, 46% responded."),
        ("3 in 4", "", "Three of them, in all four towns."),
        ("46%", "versus 22%", "46% responded, and 22% versus none."),
        ("46%", "cured", "46% responded."),
        ("ACP", "guideline, 2017", "ACP: every adult should."),
    ],
)
def test_a_figure_that_is_not_said_is_refused(figure: str, against: str, text: str) -> None:
    with pytest.raises(FigureNotSaid, match=r"ob_gyn:1: “.+” would stand large"):
        check(figure, against, text, GUIDELINE)


def test_a_source_that_is_no_guideline_is_not_called_one() -> None:
    with pytest.raises(FigureNotSaid, match="guideline, 2016"):
        check("ACP", "guideline, 2016", "ACP: every adult should.", [("A trial", 2016)])


def test_there_is_room_for_so_much() -> None:
    with pytest.raises(FigureNotSaid, match="there is room for 7 and 24 characters"):
        check("46 of 100", "", "46 of 100 responded.", [])


def test_what_stands_below_needs_a_figure_above() -> None:
    with pytest.raises(FigureNotSaid, match="stands below no figure"):
        check("", "versus 22%", "46% versus 22%.", [])

"""The patient page is read without effort: Flesch-Kincaid, as textstat 0.7.8 reckons it."""

import pytest
import textstat

from alongside.materials.evidence import read_evidence
from alongside.materials.gate import compose_handout
from alongside.materials.sets import offered_bullets
from tests.materials.paper import DAY, maya

EVIDENCE = read_evidence()
TRAINED = [("cbt",), ("cbt_i",), ("cbt", "cbt_i")]


def grade(text: str) -> float:
    return float(textstat.flesch_kincaid_grade(text))


@pytest.mark.parametrize("trained_in", TRAINED, ids="-".join)
def test_the_page_as_a_whole_is_of_grade_6_at_most(trained_in: tuple[str, ...]) -> None:
    page = compose_handout("patient", maya(*trained_in), DAY, EVIDENCE)
    bullets = tuple(bullet.text for bullet in page.bullets)
    said = (page.title, page.subtitle, *bullets, page.honest_line, *page.notices)
    assert grade(" ".join(said)) <= 6.0
    without_the_honest_line = (page.title, page.subtitle, *bullets, *page.notices)
    assert grade(" ".join(without_the_honest_line)) <= 6.0


@pytest.mark.parametrize("cbt", ["CBT", "see bee tee"], ids=["one-syllable", "three-syllables"])
def test_no_bullet_that_patients_may_read_is_over_grade_8(cbt: str) -> None:
    offered = offered_bullets("patient", maya().trained_in, EVIDENCE)
    assert len(offered) == 7
    for bullet in offered:
        assert grade(bullet.text.replace("CBT", cbt)) <= 8.0, bullet.id


def test_a_hard_sentence_is_seen_as_one() -> None:
    hard = "Pharmacotherapeutic nonresponse necessitates multidisciplinary reconsideration."
    assert grade(hard) > 8

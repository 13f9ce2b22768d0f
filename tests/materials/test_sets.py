"""Which bullets stand on whose page, for every training that a therapist may have."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from alongside.materials.evidence import AUDIENCES, TRAININGS, read_evidence
from alongside.materials.gate import compose_handout
from alongside.materials.sets import (
    SETS_OF,
    ChoiceBad,
    TrainingMissing,
    bullets_of,
    chosen_bullets,
    offered_bullets,
)
from tests.materials.paper import DAY, maya, with_bullet

EVIDENCE = read_evidence()
ALL = frozenset(TRAININGS)
GENERAL = tuple(f"general_primary_care:{n}" for n in range(1, 6))


def subsets() -> Iterator[frozenset[str]]:
    for size in range(len(TRAININGS) + 1):
        yield from map(frozenset, combinations(TRAININGS, size))


def ids(audience: str, trained_in: frozenset[str]) -> list[str]:
    return [bullet.id for bullet in bullets_of(audience, trained_in, EVIDENCE, places=5)]


def test_there_are_64_subsets() -> None:
    assert len(set(subsets())) == 64


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_page_has_five_bullets_or_is_refused_for_training_that_would_do(audience: str) -> None:
    own, fill = SETS_OF[audience]
    outcomes = set()
    for trained_in in subsets():
        try:
            bullets = bullets_of(audience, trained_in, EVIDENCE, places=5)
        except TrainingMissing as refusal:
            outcomes.add("refused")
            wanted = str(refusal).partition(" in ")[2].partition(":")[0]
            for more in wanted.split(", or "):
                added = frozenset(more.split(" and "))
                assert added <= ALL - trained_in
                assert len(bullets_of(audience, trained_in | added, EVIDENCE, places=5)) == 5
            continue
        outcomes.add("printed")
        assert len({bullet.cites for bullet in bullets}) == 5
        assert bullets[0].id == f"{own}:1"
        assert sum(bullet.set == own for bullet in bullets) >= 3
        assert {bullet.set for bullet in bullets} <= {own, fill}
        assert all(bullet.requires <= trained_in for bullet in bullets)
    assert outcomes == {"printed", "refused"}


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_page_itself_prints_or_refuses_as_its_set_does(audience: str) -> None:
    for trained_in in subsets():
        profile = replace(maya(), trained_in=trained_in)
        try:
            expected = ids(audience, trained_in)
        except TrainingMissing:
            with pytest.raises(TrainingMissing):
                compose_handout(audience, profile, DAY, EVIDENCE)
            continue
        assert len(compose_handout(audience, profile, DAY, EVIDENCE).bullets) == len(expected) == 5


@pytest.mark.parametrize("audience", AUDIENCES)
def test_who_is_trained_in_all_has_the_set_as_it_stands(audience: str) -> None:
    own, _ = SETS_OF[audience]
    assert ids(audience, ALL) == [f"{own}:{n}" for n in range(1, 6)]


def test_alternates_fill_what_training_leaves_open() -> None:
    assert ids("internal_medicine", frozenset({"cbt"})) == [
        "internal_medicine_older_adults:1",
        "internal_medicine_older_adults:2",
        "internal_medicine_older_adults:4",
        "general_primary_care_alt:1",
        "general_primary_care_alt:2",
    ]
    assert ids("patient", frozenset({"cbt_i"})) == [
        "patient_plain:1",
        "patient_plain:4",
        "patient_plain:5",
        "patient_plain_alt:1",
        "patient_plain_alt:2",
    ]


def test_an_alternate_never_says_what_the_page_says_already() -> None:
    # The second bullet of the set and the first alternate are the same finding.
    with pytest.raises(TrainingMissing, match="in cbt, or erp, or bipolar:"):
        ids("obgyn", frozenset({"perinatal"}))
    with_erp = ids("obgyn", frozenset({"perinatal", "erp"}))
    assert with_erp[-1] == "general_primary_care_alt:3"


def test_without_its_first_bullet_there_is_no_page() -> None:
    with pytest.raises(TrainingMissing, match="The general page needs training in cbt:"):
        ids("general", ALL - {"cbt"})


def test_the_first_bullet_is_missed_even_where_five_others_are_there(tmp_path: Path) -> None:
    spoilt = with_bullet(tmp_path, "general_primary_care", 1, requires='["erp"]')
    with pytest.raises(TrainingMissing, match="The general page needs training in erp:"):
        bullets_of("general", ALL - {"erp"}, spoilt, places=5)


def test_a_page_of_fewer_than_three_of_its_own_is_refused() -> None:
    with pytest.raises(TrainingMissing, match="in cbt, or cbt_i:"):
        ids("patient", ALL - {"cbt", "cbt_i"})


def test_what_is_offered_is_what_training_allows() -> None:
    offered = offered_bullets("general", frozenset({"cbt"}), EVIDENCE)
    assert [bullet.id for bullet in offered] == [
        *GENERAL,
        "general_primary_care_alt:1",
        "general_primary_care_alt:2",
    ]


def chosen(*ids_: str, trained_in: frozenset[str] = ALL) -> list[str]:
    found = chosen_bullets("general", trained_in, EVIDENCE, chosen=ids_, places=5)
    return [bullet.id for bullet in found]


def test_a_choice_is_printed_in_its_order() -> None:
    mine = (*GENERAL[2::-1], "general_primary_care_alt:4", "general_primary_care_alt:1")
    assert chosen(*mine) == list(mine)


@pytest.mark.parametrize(
    ("ids_", "said"),
    [
        ((*GENERAL[:4], "ob_gyn:1"), "ob_gyn:1 is no bullet of the general page"),
        ((*GENERAL[:4], "nothing"), "nothing is no bullet"),
        (GENERAL[:4], "4 bullets were chosen; 5 are needed"),
        ((*GENERAL[:4], GENERAL[0]), "4 bullets were chosen"),
        ((*GENERAL[1:], "general_primary_care_alt:1"), "general_primary_care:1 stands on every"),
        (
            (*GENERAL[:2], *(f"general_primary_care_alt:{n}" for n in (1, 2, 3))),
            "2 of the bullets are of general_primary_care; at least 3",
        ),
    ],
)
def test_a_choice_that_makes_no_page_is_refused(ids_: tuple[str, ...], said: str) -> None:
    with pytest.raises(ChoiceBad, match=said):
        chosen(*ids_)


def test_a_choice_beyond_ones_training_is_refused() -> None:
    mine = (*GENERAL[:4], "general_primary_care_alt:3")
    with pytest.raises(TrainingMissing, match="alt:3 needs training in erp"):
        chosen(*mine, trained_in=frozenset({"cbt"}))

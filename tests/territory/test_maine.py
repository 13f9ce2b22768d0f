"""The real excerpt: the order and the counts that the rules were tried on."""

from functools import cache
from pathlib import Path

import narwhals as nw

from alongside.territory.clinicians import read_clinicians
from alongside.territory.offices import assign_offices
from alongside.territory.ranking import Ranking, rank_offices
from alongside.territory.specialties import PRIMARY_CARE
from alongside.territory.tiers import count_kinds, looks_like_hospital
from alongside.territory.weights import Weights

MAINE = Path(__file__).parent / "data" / "clinicians_maine.csv"
EVERYWHERE = 13_000


@cache
def around(near: str, within_miles: float) -> Ranking:
    return rank_offices(
        read_clinicians(MAINE),
        near=near,
        within_miles=within_miles,
        limit=0,
        weights=Weights(),
    )


def streets(ranking: Ranking) -> list[str]:
    return [office.street for office in ranking.offices]


def test_the_file_has_3516_rows() -> None:
    assert len(read_clinicians(MAINE).rows.collect()) == 3_516


def test_portland_begins_with_these_four() -> None:
    assert streets(around("04101", 10))[:4] == [
        "272 CONGRESS ST",
        "84 MARGINAL WAY",
        "211 MARGINAL WAY",
        "100 FODEN RD",
    ]


def test_331_veranda_st_is_in_the_first_six() -> None:
    assert "331 VERANDA ST" in streets(around("04101", 10))[:6]


def test_22_bramhall_st_stands_among_the_hospitals() -> None:
    [bramhall] = [one for one in around("04101", 10).offices if one.street == "22 BRAMHALL ST"]
    assert bramhall.tier == "hospital"


def test_100_foden_rd_is_the_largest_office_and_no_hospital() -> None:
    offices = [one for one in around("04101", 10).offices if one.tier == "office"]
    largest = max(offices, key=lambda one: one.primary_care)
    assert (largest.street, largest.primary_care) == ("100 FODEN RD", 23)


def test_around_04963_there_is_one_office_and_within_20_miles_36() -> None:
    assert (around("04963", 10).found, around("04963", 10).found_wider) == (1, 36)
    assert around("04963", 20).found == 36


def test_rows_at_no_office_are_counted() -> None:
    assert [(one.why, one.rows, one.primary_care) for one in around("04101", 10).left_out] == [
        ("blank street", 26, 0),
        ("post-office box", 9, 5),
        ("no house number", 3, 0),
    ]


def test_26_addresses_look_like_a_hospital() -> None:
    placed = assign_offices(read_clinicians(MAINE).rows).filter(~nw.col("office").is_null())
    counted = placed.group_by("office").agg(*count_kinds())
    assert len(counted.filter(looks_like_hospital()).collect()) == 26


def test_100_foden_rd_w_is_100_foden_rd() -> None:
    rows = assign_offices(read_clinicians(MAINE).rows).select("office", "line_1").collect()
    offices = [office for office, line in rows.rows() if line.startswith("100 FODEN RD")]
    assert len(offices) == 71
    assert set(offices) == {"04106|100|FODEN RD|"}


def test_24_hospitals_have_primary_care() -> None:
    hospitals = [one for one in around("04101", EVERYWHERE).offices if one.tier == "hospital"]
    assert len(hospitals) == 24


def test_no_primary_care_clinician_is_lost_but_the_five_at_boxes() -> None:
    rows = read_clinicians(MAINE).rows.select("npi", "pri_spec", "line_1").collect()
    there = {npi for npi, pri_spec, _ in rows.rows() if pri_spec in PRIMARY_CARE}
    boxed = {npi for npi, spec, line in rows.rows() if spec in PRIMARY_CARE and " BOX" in line}
    ranked = {
        one.npi for office in around("04101", EVERYWHERE).offices for one in office.clinicians
    }
    assert len(boxed) == 5
    assert there - ranked == boxed
    assert ranked <= there


def test_nobody_stands_twice_at_one_office_nor_with_another_specialty() -> None:
    for office in around("04101", EVERYWHERE).offices:
        npis = [one.npi for one in office.clinicians]
        assert len(npis) == len(set(npis))
        assert len(npis) == office.primary_care + office.unclear > 0
        assert {one.specialty for one in office.clinicians} <= set(PRIMARY_CARE.values())


def test_the_order_is_that_of_what_is_shown() -> None:
    for tier in ("office", "hospital"):
        offices = [one for one in around("04101", EVERYWHERE).offices if one.tier == tier]
        keys = [(-one.score, one.miles, one.zip, one.street, one.unit or "") for one in offices]
        assert keys == sorted(keys)


def test_the_tiers_stand_in_order() -> None:
    tiers = [office.tier for office in around("04101", EVERYWHERE).offices]
    assert tiers == sorted(tiers, key=("office", "unclear", "hospital").index)
    assert [office.rank for office in around("04101", EVERYWHERE).offices] == list(
        range(1, len(tiers) + 1)
    )


def test_scores_and_parts_lie_between_0_and_1() -> None:
    for office in around("04101", EVERYWHERE).offices:
        assert all(0 <= value <= 1 for value in (office.score, *office.parts.values()))

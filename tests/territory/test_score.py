"""The score is a transparent sum, and each of its parts a reason in words."""

from pathlib import Path

import pytest

from alongside.territory.clinicians import read_clinicians
from alongside.territory.ranking import Office, SearchBad, rank_offices
from alongside.territory.weights import Weights
from tests.territory.cms_file import at, rank, write_cms


def test_the_score_is_the_weighted_mean_of_its_parts(tmp_path: Path) -> None:
    specialties = ("FAMILY PRACTICE", "INTERNAL MEDICINE", "NURSE PRACTITIONER", "UROLOGY")
    rows = [at("12 MAIN ST", specialty=specialty) for specialty in specialties]
    [office] = rank(tmp_path / "f.csv", *rows).offices
    assert office.parts == {
        "distance": 1.0,
        "prescribers": round(2.25 / 5.25, 6),
        "primary_care_share": round(2 / 3, 6),
    }
    assert office.score == round(0.4 + 0.4 * 2.25 / 5.25 + 0.2 * 2 / 3, 6)
    assert (office.primary_care, office.unclear) == (2, 1)


def test_the_share_is_zero_where_all_are_nurses_or_assistants(tmp_path: Path) -> None:
    [office] = rank(tmp_path / "f.csv", at("12 MAIN ST", specialty="NURSE PRACTITIONER")).offices
    assert office.parts["primary_care_share"] == 0


def test_distance_counts_half_at_five_miles(tmp_path: Path) -> None:
    [office] = rank(tmp_path / "f.csv", at("12 MAIN ST", zip="04106")).offices
    assert office.parts["distance"] == pytest.approx(1 / (1 + office.miles / 5), abs=0.01)


def with_weights(folder: Path, weights: Weights) -> Office:
    rows = [at("12 MAIN ST", zip="04106"), at("12 MAIN ST", zip="04106", specialty="UROLOGY")]
    file = read_clinicians(write_cms(folder / "f.csv", rows))
    [office] = rank_offices(file, near="04101", within_miles=10, limit=0, weights=weights).offices
    return office


@pytest.mark.parametrize("part", ["distance", "prescribers", "primary_care_share"])
def test_a_part_that_alone_has_weight_is_the_score(tmp_path: Path, part: str) -> None:
    parts = dict.fromkeys(Weights().parts, 0.0) | {part: 7.0}
    office = with_weights(tmp_path, Weights(parts=parts))
    assert office.score == office.parts[part]


def test_a_specialtys_value_is_what_its_clinicians_count(tmp_path: Path) -> None:
    specialties = Weights().specialties | {"family_medicine": 9.0}
    office = with_weights(tmp_path, Weights(specialties=specialties))
    assert office.parts["prescribers"] == 0.75


def test_offices_alike_go_by_miles_then_zip_street_and_unit(tmp_path: Path) -> None:
    rows = [
        at("9 ELM ST"),
        at("3 ELM ST", "STE 2"),
        at("3 ELM ST", "STE 1"),
        at("1 ELM ST", zip="04106"),
    ]
    order = [(one.street, one.unit) for one in rank(tmp_path / "f.csv", *rows).offices]
    assert order == [
        ("3 ELM ST", "1"),
        ("3 ELM ST", "2"),
        ("9 ELM ST", None),
        ("1 ELM ST", None),
    ]


def test_people_and_place_are_reasons_in_words(tmp_path: Path) -> None:
    rows = [at("12 MAIN ST")] * 4 + [at("12 MAIN ST", specialty="NURSE PRACTITIONER")]
    [office] = rank(tmp_path / "f.csv", *rows).offices
    assert office.reasons[:3] == ("4 family physicians", "1 nurse practitioner", "in your ZIP")


def test_a_zip_with_the_same_middle_is_next_to_yours(tmp_path: Path) -> None:
    row = at("12 CALLE UNO ST", zip="00604")
    [office] = rank(tmp_path / "f.csv", row, near="00603").offices
    assert "next to your ZIP" in office.reasons


def test_miles_are_about_so_many(tmp_path: Path) -> None:
    [office] = rank(tmp_path / "f.csv", at("12 MAIN ST", zip="04106")).offices
    assert "about 3 miles" in office.reasons


@pytest.mark.parametrize("within_miles", [2.611, 2.62, 2.7, 5])
def test_miles_shown_do_not_pass_the_radius(tmp_path: Path, within_miles: float) -> None:
    ranking = rank(tmp_path / "f.csv", at("12 MAIN ST", zip="04106"), within_miles=within_miles)
    assert all(office.miles <= within_miles for office in ranking.offices)


@pytest.mark.parametrize("within_miles", [-1, float("nan"), float("inf"), float("-inf")])
def test_a_senseless_radius_is_refused(tmp_path: Path, within_miles: float) -> None:
    with pytest.raises(SearchBad, match="--within-miles"):
        rank(tmp_path / "f.csv", at("12 MAIN ST"), within_miles=within_miles)


def test_a_negative_limit_is_refused(tmp_path: Path) -> None:
    file = read_clinicians(write_cms(tmp_path / "f.csv", [at("12 MAIN ST")]))
    with pytest.raises(SearchBad, match="--limit"):
        rank_offices(file, near="04101", within_miles=10, limit=-1, weights=Weights())


def test_rows_that_cannot_be_ranked_are_counted_primary_care_apart(tmp_path: Path) -> None:
    rows = [
        at("", specialty="UROLOGY"),
        at("PO BOX 7"),
        at("PO BOX 7", specialty="UROLOGY"),
        at("CASCO CLINIC"),
        at("12 MAIN ST", zip=""),
        at("12 MAIN ST", zip="99928"),
        at("12 MAIN ST"),
    ]
    left_out = rank(tmp_path / "f.csv", *rows).left_out
    assert {(one.why, one.rows, one.primary_care) for one in left_out} == {
        ("blank street", 1, 0),
        ("post-office box", 2, 1),
        ("no house number", 1, 1),
        ("blank ZIP", 1, 1),
        ("unlocatable ZIP", 1, 1),
    }

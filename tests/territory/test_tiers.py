"""Three tiers and the groups in them, told by the specialties of those who work there."""

from pathlib import Path

import pytest

from tests.territory.cms_file import Row, at, rank

FAMILY = "FAMILY PRACTICE"
NURSE = "NURSE PRACTITIONER"
ASSISTANT = "PHYSICIAN ASSISTANT"
CARDIOLOGY = "CARDIOVASCULAR DISEASE (CARDIOLOGY)"
INPATIENT = (
    "EMERGENCY MEDICINE",
    "HOSPITALIST",
    "ANESTHESIOLOGY",
    "CERTIFIED REGISTERED NURSE ANESTHETIST (CRNA)",
    "DIAGNOSTIC RADIOLOGY",
    "PATHOLOGY",
    "GENERAL SURGERY",
    "CRITICAL CARE (INTENSIVISTS)",
)
MENTAL_HEALTH = (
    "CLINICAL SOCIAL WORKER",
    "MENTAL HEALTH COUNSELOR",
    "CLINICAL PSYCHOLOGIST",
    "MARRIAGE AND FAMILY THERAPIST",
    "PSYCHIATRY",
    "ADDICTION MEDICINE",
)


def house(street: str, **counts: int) -> list[Row]:
    names = {"family": FAMILY, "nurses": NURSE, "assistants": ASSISTANT, "cardiology": CARDIOLOGY}
    names |= {"wards": "HOSPITALIST", "therapists": "MENTAL HEALTH COUNSELOR", "pt": "CHIROPRACTIC"}
    return [at(street, specialty=names[name]) for name in counts for _ in range(counts[name])]


def tier_of(folder: Path, rows: list[Row]) -> str:
    [office] = rank(folder / "f.csv", *rows).offices
    return office.tier


@pytest.mark.parametrize(
    ("counts", "tier"),
    [
        ({"family": 1}, "office"),
        ({"family": 1, "cardiology": 9}, "office"),
        ({"family": 1, "therapists": 9}, "office"),
        ({"nurses": 1}, "unclear"),
        ({"assistants": 4, "cardiology": 1}, "unclear"),
        ({"family": 12, "wards": 3}, "hospital"),
        ({"family": 13, "wards": 3}, "office"),
        ({"family": 1, "wards": 2}, "office"),
        ({"nurses": 1, "wards": 3}, "hospital"),
    ],
)
def test_the_tier_is_told_by_who_works_there(
    tmp_path: Path, counts: dict[str, int], tier: str
) -> None:
    assert tier_of(tmp_path, house("12 MAIN ST", **counts)) == tier


@pytest.mark.parametrize("specialty", INPATIENT)
def test_three_of_an_inpatient_specialty_make_a_hospital(tmp_path: Path, specialty: str) -> None:
    rows = [at("12 MAIN ST"), *[at("12 MAIN ST", specialty=specialty)] * 3]
    assert tier_of(tmp_path, rows) == "hospital"


def test_a_clinician_with_many_rows_counts_once_towards_a_hospital(tmp_path: Path) -> None:
    rows = [at("12 MAIN ST", specialty="HOSPITALIST", NPI="2000000010") for _ in range(3)]
    assert tier_of(tmp_path, [at("12 MAIN ST"), *rows]) == "office"


def test_tiers_then_groups_then_score_make_the_order(tmp_path: Path) -> None:
    rows = [
        *house("1 ELM ST", family=4, wards=3),
        *house("2 ELM ST", nurses=1, therapists=2),
        *house("3 ELM ST", nurses=3, cardiology=3),
        *house("4 ELM ST", nurses=1, pt=2),
        *house("5 ELM ST", nurses=2),
        *house("6 ELM ST", family=1, cardiology=5),
        *house("7 ELM ST", family=1),
    ]
    order = [office.street[0] for office in rank(tmp_path / "f.csv", *rows).offices]
    assert order == ["7", "6", "5", "4", "3", "2", "1"]


def test_as_many_therapists_as_nurses_do_not_put_an_address_last(tmp_path: Path) -> None:
    rows = [*house("1 ELM ST", nurses=1, therapists=1), *house("2 ELM ST", nurses=1, cardiology=1)]
    order = [office.street[0] for office in rank(tmp_path / "f.csv", *rows).offices]
    assert order == ["1", "2"]


@pytest.mark.parametrize("specialty", MENTAL_HEALTH)
def test_more_mental_health_than_nurses_puts_an_address_last(
    tmp_path: Path, specialty: str
) -> None:
    rows = [at("1 ELM ST", specialty=NURSE), *[at("1 ELM ST", specialty=specialty)] * 2]
    ranking = rank(tmp_path / "f.csv", *rows, *house("2 ELM ST", nurses=1, cardiology=1))
    assert [office.street[0] for office in ranking.offices] == ["2", "1"]
    assert "shares the address with 2 therapists" in ranking.offices[1].reasons


def test_specialists_beside_nurses_are_named(tmp_path: Path) -> None:
    [office] = rank(tmp_path / "f.csv", *house("1 ELM ST", nurses=1, cardiology=3)).offices
    assert "beside 3 cardiologists" in office.reasons


def test_a_hospital_says_why_it_is_one(tmp_path: Path) -> None:
    [office] = rank(tmp_path / "f.csv", *house("1 ELM ST", family=1, wards=3)).offices
    assert "looks like a hospital: 3 of 4 work with inpatients" in office.reasons


def test_an_address_without_primary_care_is_not_listed(tmp_path: Path) -> None:
    assert rank(tmp_path / "f.csv", *house("1 ELM ST", cardiology=3)).offices == ()

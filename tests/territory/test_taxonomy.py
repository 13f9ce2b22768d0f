"""What a taxonomy code means: the table, its prefixes, and which slot counts."""

import pytest

from alongside.playbook.history import Specialty
from alongside.territory.specialties import INPATIENT, MENTAL_HEALTH, NOUNS, OTHER_PROFESSIONS
from alongside.territory.taxonomy import (
    LENGTHS,
    UNKNOWN,
    meaning_of,
    meanings,
    primary_code,
    taxonomy_table,
)
from alongside.territory.weights import SPECIALTIES


@pytest.mark.parametrize(
    ("code", "role", "specialty", "peers"),
    [
        ("207Q00000X", "primary_care", "family_medicine", "family_medicine"),
        ("363LF0000X", "primary_care", "nurse_practitioner", "nurse_practitioner"),
        ("363LW0102X", "primary_care", "nurse_practitioner", "obstetrics_gynecology"),
        ("367A00000X", "primary_care", "midwifery", "obstetrics_gynecology"),
        ("363LP0808X", "psychiatric_prescriber", "", ""),  # Medicare calls it nurse practitioner
        ("363LA2100X", "other", "", ""),  # acute care, by its prefix
        ("363AS0400X", "other", "", ""),  # surgical
        ("208M00000X", "inpatient", "", ""),
        ("2084N0400X", "physician", "", ""),  # neurology, beside psychiatry's codes
        ("2084P0804X", "psychiatric_prescriber", "", ""),
        ("207QS0010X", "physician", "", ""),  # sports medicine
        ("202C00000X", "physician", "", ""),
        (" 207q00000x ", "primary_care", "family_medicine", "family_medicine"),
        ("163W00000X", "", "", ""),
        ("", "", "", ""),
    ],
)
def test_a_code_means_what_it_says(code: str, role: str, specialty: str, peers: str) -> None:
    meaning = meaning_of(code)
    assert (meaning.role, meaning.specialty, meaning.peers) == (role, specialty, peers)


def test_the_tables_words_are_those_that_tiers_and_weights_know() -> None:
    table = taxonomy_table()
    assert {len(code) for code in table} == set(LENGTHS)
    for code, meaning in table.items():
        assert bool(meaning.specialty) == meaning.is_primary_care, code
        if meaning.is_primary_care:
            assert meaning.specialty in SPECIALTIES.keys() & NOUNS.keys() & set(Specialty), code
        assert (meaning.role == "inpatient") == (meaning.pri_spec in INPATIENT), code
        is_mental = meaning.role in ("psychiatric_prescriber", "therapist_peer")
        assert is_mental == (meaning.pri_spec in MENTAL_HEALTH), code
        if meaning.role == "other":
            assert meaning.pri_spec in OTHER_PROFESSIONS, code


def test_many_codes_are_told_as_one_table_to_join() -> None:
    told = meanings(["363LP0808X", "207R00000X", "207R00000X", "nonsense"]).collect().rows()
    assert [row[:2] for row in told] == [
        ("363LP0808X", "psychiatric_prescriber"),
        ("207R00000X", "primary_care"),
        ("nonsense", UNKNOWN.role),
    ]


@pytest.mark.parametrize(
    ("slots", "code"),
    [
        ([("208000000X", "N"), ("207R00000X", "Y")], "207R00000X"),
        ([("208000000X", "X"), ("207R00000X", "X")], "208000000X"),
        ([("", ""), ("207R00000X", "")], "207R00000X"),
        ([], ""),
    ],
)
def test_the_primary_slot_counts_not_the_first(slots: list[tuple[str, str]], code: str) -> None:
    assert primary_code(slots) == code

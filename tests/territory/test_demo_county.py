"""The demo territory that ships is what its script makes, and nobody real is in it."""

import csv
import io
import re
from collections import Counter

import pytest

from benchmarks.territory import demo_county
from benchmarks.territory.labelled import EXCERPT, read_excerpt

SHIPPED = demo_county.DEMO.read_text(encoding="utf-8")
ROWS = tuple(csv.DictReader(io.StringIO(SHIPPED)))
PEOPLE = {row["NPI"]: row for row in ROWS}


def test_the_shipped_file_is_what_the_script_makes() -> None:
    assert demo_county.demo_county() == SHIPPED


def test_it_has_the_31_columns_and_the_size_of_a_small_county() -> None:
    assert len(ROWS[0]) == len(set(demo_county.COLUMNS)) == 31
    assert 130 <= len(PEOPLE) <= 150
    assert 40 <= len({(row["ZIP Code"], row["adr_ln_1"], row["adr_ln_2"]) for row in ROWS}) <= 50


def test_no_name_is_a_real_clinicians_of_the_excerpt() -> None:
    with EXCERPT.open(encoding="utf-8", newline="") as file:
        real = {row["provider_name"] for row in csv.DictReader(file)}
    words = {word for name in real for word in name.split()}
    assert {row["Provider Last Name"] for row in ROWS} & words == set()


def test_every_person_has_a_name_of_their_own() -> None:
    names = {(row["Provider First Name"], row["Provider Last Name"]) for row in PEOPLE.values()}
    assert len(names) == len(PEOPLE)


def test_no_street_is_a_street_of_the_excerpt() -> None:
    real = {_street(row.line) for row in read_excerpt()} - {""}
    assert {_street(row["adr_ln_1"]) for row in ROWS if row["adr_ln_1"]} & real == set()


def test_npis_are_well_formed_and_never_issued() -> None:
    assert all(re.fullmatch(r"2\d{9}", number) and _passes(number) for number in PEOPLE)


def test_telephone_numbers_are_those_kept_for_fiction() -> None:
    assert all(re.fullmatch(r"20755501\d\d", row["Telephone Number"]) for row in ROWS)


def test_a_clinician_stands_at_two_offices_and_an_office_is_spelt_two_ways() -> None:
    places = Counter(row["NPI"] for row in ROWS)
    assert sorted(places.values())[-2:] == [2, 2]
    spelt = {(row["adr_ln_1"], row["adr_ln_2"]) for row in ROWS if "TIDEGATE AV" in row["adr_ln_1"]}
    assert spelt == {("18 TIDEGATE AVE", "STE 2"), ("18 TIDEGATE AVENUE", "SUITE 02")}


@pytest.mark.parametrize(
    ("column", "value"), [("ln_2_sprs", "Y"), ("adr_ln_1", "PO BOX 314"), ("adr_ln_1", "")]
)
def test_what_files_have_that_is_no_plain_address_comes_once(column: str, value: str) -> None:
    assert [row[column] for row in ROWS].count(value) == 1


def _street(line: str) -> str:
    return re.sub(r"^\d+ ", "", line)


def _passes(number: str) -> bool:
    digits = [int(digit) for digit in reversed("80840" + number)]
    doubled = (two * 2 - 9 * (two > 4) for two in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0

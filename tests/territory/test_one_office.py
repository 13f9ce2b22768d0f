"""Each rule of "An office": what is one office, and what is not."""

from pathlib import Path

import pytest

from tests.territory.cms_file import Row, at, offices_of, rank

# Beside each line of a building with two named units, so that rows without one stay apart.
TWO_UNITS = (at("12 MAIN ST", "STE 90"), at("12 MAIN ST", "STE 91"))

ONE_OFFICE = {
    "city spelling": (at("12 MAIN ST"), at("12 MAIN ST") | {"City/Town": "PROTLAND"}),
    "punctuation, case and blanks": (at("12 MAIN ST"), at("  12  Main St. ,")),
    "ZIP+4": (at("12 MAIN ST", zip="041010001"), at("12 MAIN ST", zip="041019999")),
    "short and long suffix": (at("12 MAIN ST"), at("12 MAIN STREET")),
    "avenue": (at("12 ELM AVE"), at("12 ELM AVENUE")),
    "parkway": (at("12 ELM PKWY"), at("12 ELM PARKWAY")),
    "center": (at("12 ELM CTR"), at("12 ELM CENTER")),
    "plaza": (at("12 ELM PLZ"), at("12 ELM PLAZA")),
    "way": (at("12 ELM WY"), at("12 ELM WAY")),
    "commons": (at("12 ELM CMNS"), at("12 ELM COMMONS")),
    "direction": (at("12 N ELM ST"), at("12 NORTH ELM ST")),
    "ordinal": (at("12 FIRST ST"), at("12 1ST ST")),
    "ordinal of two words": (at("12 TWENTY-FIRST ST"), at("12 21ST ST")),
    "US route in words": (at("51 ROUTE 1"), at("51 US ROUTE ONE")),
    "US route turned": (at("51 ROUTE 1"), at("51 US 1 RTE")),
    "US highway": (at("51 ROUTE 1"), at("51 US HWY 1")),
    "dotted US route": (at("51 ROUTE 1"), at("51 U.S. Route 1")),
    "state highway": (at("276 STATE HWY 3"), at("276 ROUTE 3")),
    "bypass": (at("99 US ROUTE 1 BYP"), at("99 ROUTE 1 BYPASS")),
    "saint": (at("222 ST JOHN ST"), at("222 SAINT JOHN STREET")),
    "saint after a direction": (at("222 E ST LOUIS"), at("222 EAST SAINT LOUIS")),
    "letter of the number apart": (at("25 A JUNE ST"), at("25A JUNE ST")),
    "letter of the number hyphened": (at("25-A JUNE ST"), at("25A JUNE ST")),
    "direction before the name": (at("20 W COLE RD"), at("20 WEST COLE RD")),
    "street named by a letter": (at("10 Q ST"), at("10 Q STREET")),
    "saint after a number's letter": (
        at("337 F SAINT LAWRENCE ESTATE E"),
        at("337F ST LAWRENCE EST E"),
    ),
    "US route apart": (at("51 ROUTE 1"), at("51 U. S. Rte 1")),
    "route with a number sign": (at("51 ROUTE 1"), at("51 RTE. #1")),
    "bypass with a hyphen": (at("99 ROUTE 1 BYP"), at("99 ROUTE 1 BY-PASS")),
    "range with odd blanks": (at("16-18 MAIN ST"), at("16  -  18 MAIN ST")),
    "two doors with a stroke": (at("16-18 MAIN ST"), at("16/18 MAIN ST")),
    "two doors with an ampersand": (at("16-18 MAIN ST"), at("16 & 18 MAIN ST")),
    "suite before the street": (at("12 MAIN ST", "STE 3"), at("SUITE 3, 12 MAIN ST")),
    "floor in words beside a suite": (at("12 MAIN ST", "3RD FLOOR, #5"), at("12 MAIN ST", "STE 5")),
    "letters with a hyphen": (at("12 MAIN ST", "STE A-B"), at("12 MAIN ST", "STE AB")),
    "range": (at("16-18 MAIN ST"), at("16 - 18 MAIN ST")),
    "name in line 1": (at("12 MAIN ST"), at("CASCO FAMILY MEDICINE", "12 MAIN ST")),
    "box in line 1": (at("12 MAIN ST"), at("PO BOX 7", "12 MAIN ST")),
    "suite is unit": (at("12 MAIN ST", "STE 5"), at("12 MAIN ST", "UNIT 5")),
    "suite is apartment": (at("12 MAIN ST", "SUITE 5"), at("12 MAIN ST", "APT 5")),
    "suite is room": (at("12 MAIN ST", "STE 5"), at("12 MAIN ST", "RM 5")),
    "suite is #": (at("12 MAIN ST", "STE 5"), at("12 MAIN ST", "#5")),
    "suite in line 1": (at("12 MAIN ST", "STE 5"), at("12 MAIN ST STE 5")),
    "leading zero": (at("12 MAIN ST", "STE 02"), at("12 MAIN ST", "STE 2")),
    "hyphen in the unit": (at("12 MAIN ST", "STE 2-A"), at("12 MAIN ST", "STE 2A")),
    "hyphen before a direction's letter": (at("12 MAIN ST", "STE 2-E"), at("12 MAIN ST STE 2E")),
    "blank in the unit": (at("12 MAIN ST", "STE 2 A"), at("12 MAIN ST", "STE 2A")),
    "floor is level": (at("12 MAIN ST", "FL 2"), at("12 MAIN ST", "LEVEL 2")),
    "floor in words": (at("12 MAIN ST", "FL 2"), at("12 MAIN ST", "SECOND FLOOR")),
    "upper level": (at("197 E MAIN ST UPPER LEVEL"), at("197 E MAIN ST", "FLOOR UPPER")),
    "floor beside a suite": (at("12 MAIN ST", "FL 2 STE 200"), at("12 MAIN ST", "STE 200")),
    "building in words": (at("1 ELM DR", "BLDG B STE 200"), at("1 ELM DR BUILDING B", "SUITE 200")),
    "building without a value": (at("1 ELM DR", "MEDICAL BUILDING SUITE 2"), at("1 ELM DR STE 2")),
    "bare number after the suffix": (
        at("885 UNION ST 120 NORTHERN LIGHT EYE CARE"),
        at("885 UNION ST", "STE 120"),
    ),
    "bare number in line 2": (at("12 MAIN ST", "120"), at("12 MAIN ST", "STE 120")),
    "letter after the suffix": (at("16 HOSPITAL DR C"), at("16 HOSPITAL DR", "STE C")),
    "unit after a route": (at("51 US ONE RTE J"), at("51 US ROUTE 1", "UNIT J")),
    "attention is no unit": (at("12 MAIN ST"), at("12 MAIN ST", "ATTN BILLING"), *TWO_UNITS),
    "a company is no unit": (at("12 MAIN ST"), at("12 MAIN ST", "CASCO EYE CARE"), *TWO_UNITS),
    "a company after the suffix": (at("12 MAIN ST"), at("12 MAIN ST CASCO EYE CARE"), *TWO_UNITS),
    "a box in line 2 is no unit": (at("12 MAIN ST"), at("12 MAIN ST", "PO BOX #7"), *TWO_UNITS),
    "direction where the bare line exists": (at("100 FODEN RD W"), at("100 FODEN RD")),
    "no unit, and the building's only one": (at("12 MAIN ST"), at("12 MAIN ST", "STE 5")),
    "two groups": (at("12 MAIN ST", "STE 5", org="1"), at("12 MAIN ST", "STE 5", org="2")),
    "suppressed line 2 of the group's one unit": (
        at("12 MAIN ST", org="7", ln_2_sprs="Y"),
        at("12 MAIN ST", "STE 90", org="7"),
        at("12 MAIN ST", "STE 91", org="8"),
    ),
    "suppressed line 2 of a group with two units": (
        at("12 MAIN ST", org="7", ln_2_sprs="Y"),
        at("12 MAIN ST"),
        at("12 MAIN ST", "STE 90", org="7"),
        at("12 MAIN ST", "STE 91", org="7"),
    ),
    "suppressed line 2 of no group": (
        at("12 MAIN ST", ln_2_sprs="Y"),
        at("12 MAIN ST"),
        *TWO_UNITS,
    ),
}

TWO_OFFICES = {
    "ZIP": (at("10 HIGH ST", zip="04210"), at("10 HIGH ST", zip="04240")),
    "number": (at("15 HOSPITAL DR"), at("16 HOSPITAL DR")),
    "street": (at("111 FRANKLIN CMNS"), at("111 FRANKLIN HEALTH CMNS")),
    "suffix": (at("12 MAIN ST"), at("12 MAIN RD")),
    "singular and plural suffix": (at("12 ELM COMMON"), at("12 ELM COMMONS")),
    "direction before the name": (at("12 N ELM ST"), at("12 S ELM ST")),
    "route number": (at("51 ROUTE 1"), at("51 ROUTE 2")),
    "county road": (at("51 COUNTY RD 5"), at("51 ROUTE 5")),
    "bypass": (at("99 US ROUTE 1 BYP"), at("99 US ROUTE 1")),
    "letter of the number": (at("25 A JUNE ST"), at("25 JUNE ST")),
    "two letters of the number": (at("325 A KENNEDY DR"), at("325 D KENNEDY DR")),
    "letter before a suffix and a name": (at("4 B COMMONS AVE"), at("4 COMMONS AVE")),
    "street named by a letter": (at("10 Q ST"), at("10 R ST")),
    "direction is no letter": (at("20 W COLE RD"), at("20 COLE RD")),
    "range": (at("16-18 MAIN ST"), at("16 MAIN ST")),
    "first street in both lines": (at("12 MAIN ST", "14 MAIN ST"), at("14 MAIN ST")),
    "suites": (at("12 MAIN ST", "STE 5"), at("12 MAIN ST", "STE 6")),
    "suite and floor": (at("12 MAIN ST", "STE 2"), at("12 MAIN ST", "FL 2")),
    "suite and building": (at("12 MAIN ST", "STE 2"), at("12 MAIN ST", "BLDG 2")),
    "suite and department": (at("12 MAIN ST", "STE 2"), at("12 MAIN ST", "DEPT 2")),
    "floors": (at("12 MAIN ST", "UPPER LEVEL"), at("12 MAIN ST", "GROUND FLOOR")),
    "suite of two buildings": (
        at("1 ELM DR", "BLDG A STE 200"),
        at("1 ELM DR", "BLDG B STE 200"),
    ),
    "building and suite, and suite": (at("1 ELM DR", "BLDG B STE 200"), at("1 ELM DR", "STE 200")),
    "trailing zero": (at("12 MAIN ST", "STE 20"), at("12 MAIN ST", "STE 2")),
    "letter after the suffix": (at("16 HOSPITAL DR C"), at("16 HOSPITAL DR D")),
    "direction after the suffix, alone": (at("11 MAIN RD N"), at("11 MAIN RD S")),
    "direction where only another ZIP has the bare line": (
        at("11 MAIN RD N"),
        at("11 MAIN RD", zip="04102"),
    ),
    "no unit beside two": (at("12 MAIN ST"), at("12 MAIN ST", "STE 90"), *TWO_UNITS),
    "a park is part of the street": (at("11 EVERGREEN DR 1ST PARK"), at("11 EVERGREEN DR")),
    "suppressed line 2 of another group": (
        at("12 MAIN ST", org="9", ln_2_sprs="Y"),
        at("12 MAIN ST", "STE 90", org="7"),
        at("12 MAIN ST", "STE 91", org="8"),
    ),
    "line 2 absent, not suppressed": (
        at("12 MAIN ST", org="7"),
        at("12 MAIN ST", "STE 90", org="7"),
        at("12 MAIN ST", "STE 91", org="8"),
    ),
}


@pytest.mark.parametrize("rows", ONE_OFFICE.values(), ids=ONE_OFFICE)
def test_these_are_one_office(tmp_path: Path, rows: tuple[Row, ...]) -> None:
    first, second, *_ = offices_of(tmp_path / "clinicians.csv", *rows)
    assert first == second
    assert first is not None


@pytest.mark.parametrize("rows", TWO_OFFICES.values(), ids=TWO_OFFICES)
def test_these_are_two_offices(tmp_path: Path, rows: tuple[Row, ...]) -> None:
    first, second, *_ = offices_of(tmp_path / "clinicians.csv", *rows)
    assert None not in (first, second)
    assert first != second


def test_a_hospital_without_a_unit_is_not_one_with_its_only_suite(tmp_path: Path) -> None:
    ward = [at("9 ELM ST", specialty="HOSPITALIST") for _ in range(3)]
    desk, *_, suite = offices_of(tmp_path / "ward.csv", *ward, at("9 ELM ST", "STE 1"))
    assert desk != suite


def test_two_inpatient_clinicians_make_no_hospital_of_a_building(tmp_path: Path) -> None:
    pair = [at("9 ELM ST", specialty="HOSPITALIST") for _ in range(2)]
    desk, *_, suite = offices_of(tmp_path / "pair.csv", *pair, at("9 ELM ST", "STE 1"))
    assert desk == suite


@pytest.mark.parametrize(
    "row",
    [
        at(""),
        at("PO BOX 7"),
        at("P.O. BOX 7"),
        at("P O BOX"),
        at("FAMILY MEDICINE INSTITUTE"),
        at("FAMILY MEDICINE INSTITUTE", "PO BOX 7"),
        at("12"),
        at("12 MAIN ST", zip=""),
    ],
)
def test_a_row_without_a_street_or_a_zip_is_no_office(tmp_path: Path, row: Row) -> None:
    assert offices_of(tmp_path / "clinicians.csv", row, at("12 MAIN ST"))[0] is None


def test_a_clinician_stands_once_at_an_office_however_many_rows(tmp_path: Path) -> None:
    [office] = rank(
        tmp_path / "twice.csv",
        at("12 MAIN ST", "STE 5", org="1", NPI="2000000010"),
        at("12 MAIN STREET", "STE 05", org="2", NPI="2000000010"),
    ).offices
    assert [person.npi for person in office.clinicians] == ["2000000010"]


def test_a_clinician_of_two_specialties_is_listed_with_that_of_primary_care(tmp_path: Path) -> None:
    ranking = rank(
        tmp_path / "two.csv",
        at("12 MAIN ST", NPI="2000000010", specialty="UROLOGY"),
        at("12 MAIN ST", NPI="2000000010", specialty="INTERNAL MEDICINE"),
    )
    [[person]] = [office.clinicians for office in ranking.offices]
    assert person.specialty == "internal_medicine"


def test_a_clinician_stands_at_each_office_where_they_work(tmp_path: Path) -> None:
    offices = rank(
        tmp_path / "both.csv",
        at("12 MAIN ST", NPI="2000000010"),
        at("14 MAIN ST", NPI="2000000010"),
    ).offices
    assert [office.street for office in offices] == ["12 MAIN ST", "14 MAIN ST"]

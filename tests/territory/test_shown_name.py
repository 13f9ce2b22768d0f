"""What an office is called: by the most of its rows."""

from pathlib import Path

from tests.territory.cms_file import at, rank


def test_the_most_frequent_facility_name_is_shown(tmp_path: Path) -> None:
    names = ("CASCO CARE", "TIDE CLINIC", "TIDE CLINIC", "")
    rows = [at("12 MAIN ST") | {"Facility Name": name} for name in names]
    assert rank(tmp_path / "f.csv", *rows).offices[0].name == "TIDE CLINIC"


def test_names_that_tie_go_by_alphabet(tmp_path: Path) -> None:
    rows = [at("12 MAIN ST") | {"Facility Name": name} for name in ("TIDE CLINIC", "CASCO CARE")]
    assert rank(tmp_path / "f.csv", *rows).offices[0].name == "CASCO CARE"


def test_without_a_facility_name_none_is_shown(tmp_path: Path) -> None:
    assert rank(tmp_path / "f.csv", at("12 MAIN ST")).offices[0].name is None


def test_street_and_city_are_shown_as_most_often_written(tmp_path: Path) -> None:
    rare = at("12 MAIN ST") | {"City/Town": "PROTLAND"}
    usual = at("12 MAIN STREET, STE 5") | {"City/Town": "PORTLAND"}
    [office] = rank(tmp_path / "f.csv", rare, usual, usual).offices
    assert (office.street, office.city) == ("12 MAIN STREET", "PORTLAND")


def test_a_unit_is_shown_where_most_rows_name_it(tmp_path: Path) -> None:
    [office] = rank(tmp_path / "f.csv", at("12 MAIN ST", "STE 02-A"), at("12 MAIN ST 2A")).offices
    assert office.unit == "2A"


def test_a_unit_that_half_the_rows_name_is_not_shown(tmp_path: Path) -> None:
    [office] = rank(tmp_path / "f.csv", at("12 MAIN ST", "STE 5"), at("12 MAIN ST")).offices
    assert office.unit is None


def test_a_floor_and_a_building_are_shown_with_their_word(tmp_path: Path) -> None:
    offices = rank(
        tmp_path / "f.csv", at("12 MAIN ST", "2ND FLOOR"), at("14 MAIN ST BLDG B STE 200")
    ).offices
    assert [office.unit for office in offices] == ["FL 2", "BLDG B STE 200"]


def test_people_are_shown_as_the_file_has_them(tmp_path: Path) -> None:
    person = {
        "Provider First Name": "Ilse",
        "Provider Middle Name": "M",
        "Provider Last Name": "O'STROVALE",
        "suff": "JR.",
    }
    [office] = rank(tmp_path / "f.csv", at("12 MAIN ST") | person).offices
    assert [one.name for one in office.clinicians] == ["Ilse M O'STROVALE JR."]

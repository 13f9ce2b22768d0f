"""What a good file becomes, in either layout and however it was saved."""

from pathlib import Path
from typing import Any

import pytest

from alongside.territory.clinicians import read_clinicians
from tests.territory.cms_file import HEADER_LINE, at, npi, write_cms

EXCERPT_HEADER = "npi,provider_name,pri_spec,adr_ln_1,city,state,zip5,zip9"
GOOD_ROW = f"{npi(1)},ILSE OSTROVALE,FAMILY PRACTICE,12 MAIN ST,PORTLAND,ME,04101,041010000"


def rows_of(path: Path, **options: bool) -> list[dict[str, Any]]:
    return list(read_clinicians(path, **options).rows.sort("row").collect().rows(named=True))


def written(path: Path, text: str) -> Path:
    path.write_bytes(text.encode())
    return path


def test_both_layouts_give_the_same_row(tmp_path: Path) -> None:
    excerpt = written(tmp_path / "excerpt.csv", f"{EXCERPT_HEADER}\n{GOOD_ROW}\n")
    person = {"Provider First Name": "ILSE", "Provider Last Name": "OSTROVALE"}
    whole = write_cms(tmp_path / "whole.csv", [at("12 MAIN ST") | person])
    assert rows_of(excerpt) == rows_of(whole)


@pytest.mark.parametrize(
    "header",
    [EXCERPT_HEADER.upper(), EXCERPT_HEADER.replace("_", " "), f" {EXCERPT_HEADER.title()} "],
)
def test_columns_are_matched_whatever_case_and_spacing(tmp_path: Path, header: str) -> None:
    [row] = rows_of(written(tmp_path / "f.csv", f"{header}\n{GOOD_ROW}\n"))
    assert (row["npi"], row["zip5"]) == (npi(1), "04101")


def test_columns_are_matched_whatever_their_order(tmp_path: Path) -> None:
    turned = [",".join(reversed(line.split(","))) for line in (EXCERPT_HEADER, GOOD_ROW)]
    [row] = rows_of(written(tmp_path / "f.csv", "\n".join(turned) + "\n"))
    assert (row["npi"], row["line_1"]) == (npi(1), "12 MAIN ST")


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_byte_order_mark_and_the_kind_of_line_end_do_not_matter(
    tmp_path: Path, mark: str, line_end: str
) -> None:
    file = written(tmp_path / "f.csv", mark + EXCERPT_HEADER + line_end + GOOD_ROW + line_end)
    [row] = rows_of(file)
    assert (row["row"], row["npi"], row["zip5"]) == (2, npi(1), "04101")


def test_rows_are_counted_as_a_spreadsheet_counts(tmp_path: Path) -> None:
    two_lines = GOOD_ROW.replace("12 MAIN ST", '"12 MAIN ST\nSTE 5"')
    text = "\n".join([EXCERPT_HEADER, two_lines, "", GOOD_ROW, GOOD_ROW, ""])
    assert [row["row"] for row in rows_of(written(tmp_path / "f.csv", text))] == [2, 4, 5]


def test_a_quoted_comma_parts_no_field(tmp_path: Path) -> None:
    text = GOOD_ROW.replace("ILSE OSTROVALE", '"OSTROVALE, ""ILSE"""')
    [row] = rows_of(written(tmp_path / "f.csv", f"{EXCERPT_HEADER}\n{text}\n"))
    assert row["name"] == 'OSTROVALE, "ILSE"'


@pytest.mark.parametrize(
    ("zip_code", "zip5"),
    [
        ("04101", "04101"),
        ("4101", "04101"),
        ("601", "00601"),
        ("041011234", "04101"),
        ("41011234", "04101"),
        ("6011234", "00601"),
        ("04101-1234", "04101"),
        ("4101.0", "04101"),
        ("41011234.0", "04101"),
        ("", None),
    ],
)
def test_a_zip_gets_its_zeros_back(tmp_path: Path, zip_code: str, zip5: str | None) -> None:
    [row] = rows_of(write_cms(tmp_path / "f.csv", [at("12 MAIN ST", zip=zip_code)]))
    assert row["zip5"] == zip5


def test_a_last_line_without_its_end_is_read_with_a_warning(tmp_path: Path) -> None:
    file = read_clinicians(written(tmp_path / "f.csv", f"{EXCERPT_HEADER}\n{GOOD_ROW}"))
    assert len(file.rows.collect()) == 1
    assert "the last line has no line end" in file.warnings[0]


def test_a_last_line_with_its_end_warns_of_nothing(tmp_path: Path) -> None:
    assert read_clinicians(write_cms(tmp_path / "f.csv", [at("12 MAIN ST")])).warnings == ()


@pytest.mark.parametrize(
    ("pri_spec", "specialty"),
    [
        ("FAMILY PRACTICE", "family_medicine"),
        ("FAMILY MEDICINE", "family_medicine"),
        ("Internal  Medicine", "internal_medicine"),
        ("OBSTETRICS/GYNECOLOGY", "obstetrics_gynecology"),
        ("GENERAL PRACTICE", "general_practice"),
        ("GERIATRIC MEDICINE", "geriatrics"),
        ("NURSE PRACTITIONER", "nurse_practitioner"),
        ("PHYSICIAN ASSISTANT", "physician_assistant"),
        ("HOSPITALIST", None),
        ("GERIATRIC PSYCHIATRY", None),
        ("GYNECOLOGICAL ONCOLOGY", None),
        ("PEDIATRIC MEDICINE", None),
        ("CERTIFIED NURSE MIDWIFE (CNM)", None),
        ("", None),
    ],
)
def test_a_specialty_is_told_by_its_exact_words(
    tmp_path: Path, pri_spec: str, specialty: str | None
) -> None:
    row = at("12 MAIN ST", specialty=pri_spec) | {"sec_spec_1": "FAMILY PRACTICE"}
    assert [one["specialty"] for one in rows_of(write_cms(tmp_path / "f.csv", [row]))] == [
        specialty
    ]


def test_the_header_of_cms_has_31_columns() -> None:
    assert len(HEADER_LINE.split(",")) == 31

"""`alongside territory rank`, the real command: what it prints, and how it refuses."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.command import alongside
from tests.territory.cms_file import at, write_cms

MAINE = Path(__file__).parents[1] / "territory" / "data" / "clinicians_maine.csv"
KEYS = (
    "rank tier name street unit city state zip miles clinicians primary_care unclear score parts "
    "reasons"
)


def rank(clinicians: Path, *words: str, near: str = "04101") -> tuple[int, str, str]:
    run = alongside("territory", "rank", "--clinicians", str(clinicians), "--near", near, *words)
    assert "Traceback" not in run.stderr
    return run.returncode, run.stdout, run.stderr


def test_json_is_an_array_in_order_with_its_keys_in_order() -> None:
    code, out, _ = rank(MAINE, "--format", "json", "--limit", "3")
    offices = json.loads(out)
    assert code == 0
    assert [office["street"] for office in offices] == [
        "272 CONGRESS ST",
        "84 MARGINAL WAY",
        "211 MARGINAL WAY",
    ]
    assert list(offices[0]) == KEYS.split()
    assert list(offices[0]["parts"]) == ["distance", "prescribers", "primary_care_share"]
    assert list(offices[0]["clinicians"][0]) == ["npi", "name", "specialty"]


def test_twenty_are_shown_and_a_limit_of_0_shows_all() -> None:
    _, few, _ = rank(MAINE, "--format", "json")
    _, every, _ = rank(MAINE, "--format", "json", "--limit", "0")
    assert len(json.loads(few)) == 20 < len(json.loads(every))


def test_nothing_found_is_an_empty_array_and_a_word() -> None:
    code, out, err = rank(MAINE, "--format", "json", near="90210")
    assert (code, json.loads(out)) == (0, [])
    assert "No offices found" in err


def test_few_found_says_how_many_lie_within_20_miles() -> None:
    _, _, err = rank(MAINE, near="04963")
    assert "1 office found within your radius; 36 within 20 miles." in err


def test_rows_left_out_are_told_on_stderr() -> None:
    _, _, err = rank(MAINE)
    assert "26 rows left out: blank street." in err
    assert "9 rows left out: post-office box, 5 of them primary care." in err
    assert "3 rows left out: no house number." in err


def test_the_table_keeps_to_80_columns() -> None:
    code, out, _ = rank(MAINE, "--limit", "0", "--within-miles", "13000")
    assert code == 0
    assert max(map(len, out.splitlines())) <= 80
    assert "1. 272 CONGRESS ST, PORTLAND 04101" in out


FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "  =1+1", "\t=1+1")


@pytest.mark.parametrize("name", FORMULAS)
def test_csv_carries_no_live_formula(tmp_path: Path, name: str) -> None:
    row = at("12 MAIN ST") | {"Facility Name": name, "City/Town": name}
    file = write_cms(tmp_path / "f.csv", [row | {"Provider First Name": name}])
    code, out, _ = rank(file, "--format", "csv")
    [told] = csv.DictReader(io.StringIO(out))
    assert code == 0
    assert not any(value.strip().startswith(("=", "+", "-", "@")) for value in told.values())
    assert told["name"] == f"'{name.strip()}"


def test_csv_has_a_header_and_a_line_for_each_office() -> None:
    _, out, _ = rank(MAINE, "--format", "csv", "--limit", "4")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["street"] for row in rows][3] == "100 FODEN RD"
    assert rows[0]["zip"] == "04101"


def test_a_name_steers_no_terminal(tmp_path: Path) -> None:
    row = at("12 MAIN ST") | {"Facility Name": "\x1b[31mRED\x1b[0m"}
    _, out, _ = rank(write_cms(tmp_path / "f.csv", [row]))
    assert "\x1b" not in out


def test_a_bad_row_is_refused_and_with_skip_bad_rows_counted(tmp_path: Path) -> None:
    file = write_cms(tmp_path / "f.csv", [at("12 MAIN ST"), at("14 MAIN ST", NPI="2000000000")])
    code, out, err = rank(file)
    assert (code, out) == (2, "")
    assert err.startswith(f"alongside: {file}, row 3: column NPI")
    code, out, err = rank(file, "--skip-bad-rows", "--format", "json")
    assert (code, len(json.loads(out))) == (0, 1)
    assert "1 row skipped as bad." in err


def test_weights_change_the_order(tmp_path: Path) -> None:
    weights = tmp_path / "weights.toml"
    weights.write_text("[weights]\ndistance = 0\nprimary_care_share = 0\n", encoding="utf-8")
    _, out, _ = rank(MAINE, "--weights", str(weights), "--format", "json", "--limit", "1")
    assert json.loads(out)[0]["street"] == "100 FODEN RD"


@pytest.mark.parametrize(
    ("words", "near", "told"),
    [
        ((), "4101", "no ZIP"),
        ((), "00000", "known neither"),
        ((), "99928", "neither Census nor USPS says where"),
        (("--within-miles", "-1"), "04101", "--within-miles"),
        (("--within-miles", "nan"), "04101", "--within-miles"),
        (("--within-miles", "inf"), "04101", "--within-miles"),
        (("--within-miles", "ten"), "04101", "--within-miles"),
        (("--limit", "-1"), "04101", "--limit"),
        (("--format", "xml"), "04101", "--format"),
        (("--weights", "nowhere.toml"), "04101", "nowhere.toml"),
    ],
)
def test_bad_arguments_are_refused(words: tuple[str, ...], near: str, told: str) -> None:
    code, out, err = rank(MAINE, *words, near=near)
    assert (code, out) == (2, "")
    assert told in err


@pytest.mark.parametrize("near", ["04101-1234", "041011234"])
def test_near_takes_zip_4(near: str) -> None:
    code, out, _ = rank(MAINE, "--format", "json", "--limit", "1", near=near)
    assert (code, json.loads(out)[0]["zip"]) == (0, "04101")


def test_a_missing_file_is_one_message(tmp_path: Path) -> None:
    code, out, err = rank(tmp_path / "nowhere.csv")
    assert (code, out, err.count("\n")) == (2, "", 1)


def test_a_last_line_without_its_end_is_warned_of(tmp_path: Path) -> None:
    file = write_cms(tmp_path / "f.csv", [at("12 MAIN ST")])
    file.write_bytes(file.read_bytes().rstrip(b"\n"))
    code, _, err = rank(file)
    assert code == 0
    assert "the last line has no line end" in err

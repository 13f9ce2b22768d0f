"""What cannot be built from is refused with file, row and column, and nothing changes."""

import csv
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from alongside.errors import Refused
from alongside.territory.national import streams
from alongside.territory.national.build import Order
from tests.territory.cms_file import npi
from tests.territory.national import cms_files as cms
from tests.territory.national.cms_files import build, person

PEOPLE = [person(n, line_1=f"{n} ELM ST") for n in range(1, 6)]
OLD_PART_D = (
    "npi,nppes_provider_last_org_name,nppes_provider_first_name,specialty_description,"
    "drug_name,generic_name,bene_count,total_claim_count\n"
)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A territory in use."""
    people = cms.write_people(tmp_path / "first.csv", *PEOPLE)
    build(Order((people,), tmp_path / "out"))
    return tmp_path / "out"


def refusal(out: Path, *nppes: Path, **files: Path) -> str:
    """Return why a build is refused, after seeing that it changed nothing."""
    before = (out / "build.json").read_bytes()
    in_use = (out / "current").readlink()
    with pytest.raises(Refused) as refused:
        build(Order(nppes or (out.parent / "first.csv",), out, **files))  # type: ignore[arg-type]
    assert (out / "build.json").read_bytes() == before
    assert (out / "current").readlink() == in_use
    assert not list((out / "stages").glob("*.unfinished"))
    return str(refused.value)


def changed(path: Path, change: Callable[[bytes], bytes]) -> Path:
    spoilt = path.with_name(f"spoilt-{path.name}")
    spoilt.write_bytes(change(path.read_bytes()))
    return spoilt


def test_a_zip_that_was_cut_is_refused(out: Path, tmp_path: Path) -> None:
    people = cms.write_people(tmp_path / cms.NAME, *PEOPLE)
    whole = cms.zipped(tmp_path / "nppes.zip", people)
    for share in (0.3, 0.9):
        cut = changed(whole, lambda data, share=share: data[: int(len(data) * share)])  # type: ignore[misc]
        assert re.search(r"spoilt-nppes\.zip is no whole zip.*download it again", refusal(out, cut))


def test_a_zip_whose_data_are_damaged_is_refused(out: Path, tmp_path: Path) -> None:
    people = cms.write_people(tmp_path / cms.NAME, *(person(n) for n in range(1, 400)))
    whole = cms.zipped(tmp_path / "nppes.zip", people)
    half = whole.stat().st_size // 3
    spoilt = changed(
        whole, lambda d: d[:half] + bytes(255 - b for b in d[half : half + 9]) + d[half + 9 :]
    )
    assert "damaged" in refusal(out, spoilt)


def test_a_zip_bomb_is_refused_before_it_goes_off(
    out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "FREE_BYTES", 1 << 20)
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(cms.NAME, (",".join(cms.PEOPLE) + "\n") + "0123456789\n" * 900_000)
    assert "200 times its size" in refusal(out, bomb)
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(cms.NAME, ",".join(cms.PEOPLE) + "\n" + "0" * 30_000_000)
    assert re.search("longer than 1 MB|200 times", refusal(out, bomb))


def test_another_years_header_names_what_is_missing(out: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.csv"
    old.write_text(OLD_PART_D + "1003000126,A,B,C,D,E,1,11\n")
    said = refusal(out, prescribers=old)
    assert re.search(r"old\.csv, row 1: missing column: .*Prscrbr_NPI; Gnrc_Name; Tot_Clms", said)


@pytest.mark.parametrize("name", ["NPI", "NPI Deactivation Date", cms.SHORT["zip"]])
def test_a_missing_column_is_named(out: Path, tmp_path: Path, name: str) -> None:
    header = [column for column in cms.PEOPLE if column != name]
    rows = [{k: v for k, v in row.items() if k != name} for row in PEOPLE]
    path = cms.write_people(tmp_path / "people.csv", *rows, header=header)
    assert f"people.csv, row 1: missing column: {name}." in refusal(out, path)


@pytest.mark.parametrize("written", ["2.00E+09", f"{npi(7)}.0", "123", npi(7)[:-1] + "x"])
def test_a_spreadsheets_npi_is_named_with_its_row(out: Path, tmp_path: Path, written: str) -> None:
    path = cms.write_people(tmp_path / "people.csv", *PEOPLE, person(7, npi=written))
    said = refusal(out, path)
    assert re.search(rf"people\.csv, row 7, column NPI: “{re.escape(written)}” is no NPI", said)
    assert "--skip-bad-rows" in said


def test_a_check_digit_that_fails_is_named(out: Path, tmp_path: Path) -> None:
    wrong = npi(7)[:-1] + str((int(npi(7)[-1]) + 1) % 10)
    path = cms.write_people(tmp_path / "people.csv", *PEOPLE, person(7, npi=wrong))
    assert "row 7, column NPI" in refusal(out, path)


@pytest.mark.parametrize("written", ["9.68E+08", "041O1", "123456", "0"])
def test_a_spreadsheets_zip_is_named_with_its_row(out: Path, tmp_path: Path, written: str) -> None:
    path = cms.write_people(tmp_path / "people.csv", person(8), person(7, zip=written), *PEOPLE)
    said = refusal(out, path)
    assert re.search(rf"row 3, column Provider .*Postal Code: “{re.escape(written)}” is no", said)


def test_bad_rows_are_left_out_and_counted_where_that_is_asked(out: Path, tmp_path: Path) -> None:
    bad = (person(7, zip="ABCDE"), person(8, npi="123"))
    path = cms.write_people(tmp_path / "people.csv", *PEOPLE, *bad)
    facts = build(Order((path,), out, skip_bad_rows=True))
    assert facts["rows"] == {"read": 7, "kept": 5, "dropped": {"bad_npi": 1, "bad_zip": 1}}


def test_a_row_with_other_fields_is_named(out: Path, tmp_path: Path) -> None:
    path = cms.write_people(tmp_path / "people.csv", *PEOPLE)
    lines = path.read_text().splitlines(keepends=True)
    for spoilt in (
        lines[2].replace(',"PORTLAND",', ',"PORT","LAND",'),
        ",".join(lines[2].split(",")[:60]) + "\n",
    ):
        path.write_text("".join([*lines[:2], spoilt, *lines[3:]]))
        assert "people.csv, row 3: 330 fields expected" in refusal(out, path)


def test_a_file_that_was_cut_is_refused(out: Path, tmp_path: Path) -> None:
    people = cms.write_people(tmp_path / "people.csv", *PEOPLE)
    assert "last row is cut" in refusal(out, changed(people, lambda data: data[:-400]))
    head = cms.DATA / "part_d_2024_first4096bytes.csv"
    assert "last row is cut" in refusal(out, prescribers=head)


def test_claims_that_are_no_number_are_named(out: Path, tmp_path: Path) -> None:
    claims = cms.write_claims(tmp_path / "d.csv", (1, "Zolpidem", 11), (1, "Zolpidem", "1,2e3"))
    assert re.search(
        r"d\.csv, row 3, column Tot_Clms: “1,2e3” is no", refusal(out, prescribers=claims)
    )


def test_what_is_not_there_is_said(out: Path, tmp_path: Path) -> None:
    assert "no such file" in refusal(out, tmp_path / "nowhere.zip")
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "npidata_pfile" in refusal(out, empty)
    header_alone = tmp_path / "h.csv"
    with header_alone.open("w", newline="") as file:
        csv.writer(file).writerow(cms.PEOPLE)
    assert "no rows" in refusal(out, header_alone)


def test_bytes_that_are_no_text_are_refused(out: Path, tmp_path: Path) -> None:
    people = cms.write_people(tmp_path / "people.csv", *PEOPLE)
    assert "UTF-8" in refusal(out, changed(people, lambda d: d.replace(b"FENNI", b"FE\xff\xfe", 1)))
    assert "NUL" in refusal(out, changed(people, lambda d: d.replace(b"FENNI", b"FE\0\0", 1)))


def test_a_folder_of_somebody_elses_is_left_alone(out: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "letters.txt").write_text("dear")
    with pytest.raises(Refused, match=r"letters\.txt"):
        build(Order((tmp_path / "first.csv",), other))
    with pytest.raises(Refused, match="ZZZ"):
        build(Order((tmp_path / "first.csv",), out, states=("ZZZ",)))

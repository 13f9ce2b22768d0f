"""The table of ZIPs is made from Census's and USPS's files, as each year spells them."""

from pathlib import Path

import polars as pl
import pytest

from alongside.territory.zip_facts import ZipFactsBad, write_zip_facts

GAZETTEER = (
    "GEOID|GEOIDFQ|INTPTLAT|INTPTLONG\n"
    "04101|860Z200US04101|43.66|-70.25\n"
    "04102|860Z200US04102|43.65|-70.29\n"
    "04401|860Z200US04401|44.84|-68.82\n"
)
# Two votes of three; a tie; a place that has no area; one that Census has already.
USPS = (
    "DELIVERY ZIPCODE,LOCALE NAME,PHYSICAL ZIP\n"
    "04104,MAIN,04102\n04104,WEST,04102\n04104,EAST,04101\n"
    "04112,MAIN,04102\n04112,EAST,04101\n04112,GONE,09999\n"
    "09998,FLEET,09999\n"
    "04401,BANGOR,04102\n"
)


def facts(folder: Path, gazetteer: str = GAZETTEER, usps: str = USPS) -> dict[str, float | None]:
    (folder / "gazetteer.txt").write_bytes(gazetteer.encode())
    (folder / "usps.csv").write_bytes(usps.encode())
    out = folder / "zips.parquet"
    write_zip_facts(gazetteer=folder / "gazetteer.txt", usps=folder / "usps.csv", out=out)
    return dict(pl.read_parquet(out).select("zip5", "latitude").rows())


def test_a_zip_without_an_area_lies_at_its_most_frequent_physical_zip(tmp_path: Path) -> None:
    assert facts(tmp_path)["04104"] == 43.65


def test_a_tie_goes_to_the_lowest_physical_zip(tmp_path: Path) -> None:
    assert facts(tmp_path)["04112"] == 43.66


def test_a_zip_that_leads_nowhere_is_kept_without_a_place(tmp_path: Path) -> None:
    assert facts(tmp_path)["09998"] is None


def test_usps_never_overrides_a_located_zip(tmp_path: Path) -> None:
    assert facts(tmp_path)["04401"] == 44.84


def test_tabs_and_padded_names_are_read_as_pipes_are(tmp_path: Path) -> None:
    tabs = GAZETTEER.replace("|", "\t").replace("INTPTLONG", "INTPTLONG      ")
    assert facts(tmp_path, gazetteer=tabs) == facts(tmp_path)


def test_a_byte_order_mark_and_crlf_change_nothing(tmp_path: Path) -> None:
    usps = "\ufeff" + USPS.replace("\n", "\r\n")
    gazetteer = "\ufeff" + GAZETTEER.replace("\n", "\r\n")
    assert facts(tmp_path, gazetteer, usps) == facts(tmp_path)


def test_zips_that_lost_their_zeros_get_them_back(tmp_path: Path) -> None:
    assert facts(tmp_path, usps=USPS.replace(",04", ",4").replace("\n04", "\n4")) == facts(tmp_path)


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    with pytest.raises(ZipFactsBad, match="INTPTLAT"):
        facts(tmp_path, gazetteer=GAZETTEER.replace("INTPTLAT", "LATITUDE"))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ZipFactsBad, match=r"nowhere\.txt"):
        write_zip_facts(gazetteer=tmp_path / "nowhere.txt", usps=tmp_path, out=tmp_path / "out")


def test_a_place_that_is_no_number_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ZipFactsBad, match="cannot be made"):
        facts(tmp_path, gazetteer=GAZETTEER.replace("43.66", "north"))


def test_a_folder_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    facts(tmp_path)
    out = tmp_path / "nowhere" / "zips.parquet"
    with pytest.raises(ZipFactsBad, match="nowhere"):
        write_zip_facts(gazetteer=tmp_path / "gazetteer.txt", usps=tmp_path / "usps.csv", out=out)

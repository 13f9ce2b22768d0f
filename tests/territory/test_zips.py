"""Where a ZIP is, and how far from another; on the table that ships."""

import math

import pytest

from alongside.territory.zips import ZIPS_FILE, ZipUnknown, find_place, miles_from, scan_zips

# The Gazetteer's own figures; USPS would send 04401 to 04444.
BANGOR = (44.848517, -68.850405)
BYTES_TO_SHIP = 500_000


def test_the_table_that_ships_is_small_and_whole() -> None:
    table = scan_zips().collect()
    unlocatable = table["latitude"].is_null().sum()
    assert (len(table), unlocatable) == (33_791 + 4_847, 1_280)
    assert ZIPS_FILE.stat().st_size < BYTES_TO_SHIP


def test_a_located_zip_stays_where_census_has_it() -> None:
    bangor = find_place("04401")
    assert (bangor.latitude, bangor.longitude) == BANGOR


def test_a_zip_without_an_area_lies_where_its_mail_goes() -> None:
    assert find_place("00604").latitude == find_place("00603").latitude


@pytest.mark.parametrize("near", ["04101", "04101-1234", "041011234", " 04101 "])
def test_near_takes_five_digits_or_zip_4(near: str) -> None:
    assert find_place(near).zip5 == "04101"


@pytest.mark.parametrize("near", ["", "4101", "0410", "041011", "04101-12", "portland", "٠٤١٠١"])
def test_near_refuses_what_is_no_zip(near: str) -> None:
    with pytest.raises(ZipUnknown, match="is no ZIP"):
        find_place(near)


def test_near_refuses_a_zip_that_nobody_knows() -> None:
    with pytest.raises(ZipUnknown, match="00000 is known neither"):
        find_place("00000")


def test_near_refuses_a_zip_that_leads_nowhere_and_says_so() -> None:
    with pytest.raises(ZipUnknown, match="99928 exists, but neither Census nor USPS"):
        find_place("99928")


def test_miles_are_great_circle() -> None:
    # Portland, Maine (04101) to Bangor (04401), by the spherical law of cosines.
    here, there = find_place("04101"), find_place("04401")
    phi, psi = math.radians(here.latitude), math.radians(there.latitude)
    east = math.radians(there.longitude - here.longitude)
    angle = math.acos(
        math.sin(phi) * math.sin(psi) + math.cos(phi) * math.cos(psi) * math.cos(east)
    )
    miles = miles_from(here, within_miles=200)["04401"]
    assert miles == pytest.approx(angle * 3958.7613, abs=1e-6)
    assert 105 < miles < 115


def test_a_zip_is_no_miles_from_itself_and_from_those_at_its_middle() -> None:
    here = {"04101": 0.0, "04104": 0.0, "04112": 0.0}
    assert miles_from(find_place("04101"), within_miles=0) == here


def test_no_zip_lies_beyond_the_reach() -> None:
    assert all(away <= 10 for away in miles_from(find_place("04101"), within_miles=10).values())


@pytest.mark.parametrize("within_miles", [12_437, 20_000, 1e300])
def test_a_reach_round_the_earth_takes_in_every_located_zip(within_miles: float) -> None:
    assert len(miles_from(find_place("04101"), within_miles=within_miles)) == 38_638 - 1_280

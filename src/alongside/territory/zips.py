"""Where a ZIP is, and how far it is from another."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import narwhals as nw
import polars as pl

from alongside.errors import Refused

EARTH_RADIUS_MILES = 3958.7613
ZIPS_FILE = Path(__file__).parent / "data" / "zips.parquet"

# A clinicians file's ZIP that is none; no ZIP is spelt so.
BAD_ZIP = "bad"


class ZipUnknown(Refused):
    """A ZIP to search around that is none, or that nobody can place."""


@dataclass(frozen=True, slots=True)
class Place:
    """The middle of a ZIP, in degrees."""

    zip5: str
    latitude: float
    longitude: float


def tidy_zip(written: nw.Expr) -> nw.Expr:
    """Return five digits, "" for a blank, `BAD_ZIP` for what is no ZIP.

    Args:
        written: text; 3-5 digits have lost leading zeros, 7-9 are a ZIP+4, `.0` is a spreadsheet's.
    """
    digits = written.str.replace_all(r"([0-9])\.0$", "$1").str.replace_all(
        r"^([0-9]{5})-([0-9]{4})$", "$1$2"
    )
    zip5 = (
        nw.when(digits == "")
        .then(nw.lit(""))
        .when(digits.str.contains(r"^[0-9]{3,5}$"))
        .then(digits.str.zfill(5))
        .when(digits.str.contains(r"^[0-9]{7,9}$"))
        .then(digits.str.zfill(9).str.slice(0, 5))
        .otherwise(nw.lit(BAD_ZIP))
    )
    return nw.when(zip5 == "00000").then(nw.lit(BAD_ZIP)).otherwise(zip5)


def scan_zips() -> nw.LazyFrame[pl.LazyFrame]:
    """Return every ZIP known: zip5, latitude, longitude in degrees, null where it leads nowhere.

    Source: Census Gazetteer 2025; USPS ZIP Locale Detail for ZIPs that have no area.
    """
    return nw.from_native(pl.scan_parquet(ZIPS_FILE, glob=False))


def find_place(near: str) -> Place:
    """Return the middle of a ZIP.

    Args:
        near: five digits, or ZIP+4 with or without its hyphen.
    Raises:
        ZipUnknown: not a ZIP, not known to Census or USPS, or without a place.
    """
    if not re.fullmatch(r"[0-9]{5}(-?[0-9]{4})?", near.strip(), re.ASCII):
        raise ZipUnknown(
            f"“{near:.40}” is no ZIP; five digits or ZIP+4 were expected, such as 04101."
        )
    zip5 = near.strip()[:5]
    found = scan_zips().filter(nw.col("zip5") == zip5).collect().rows()
    if not found:
        raise ZipUnknown(
            f"The ZIP {zip5} is known neither to Census nor to USPS; check its digits."
        )
    [(_, latitude, longitude)] = found
    if latitude is None:
        raise ZipUnknown(
            f"The ZIP {zip5} exists, but neither Census nor USPS says where it lies: it has no "
            "area of its own. Search around a ZIP next to it."
        )
    return Place(zip5, latitude, longitude)


def places_of(zips: Iterable[str]) -> dict[str, Place]:
    """Return the middle of each ZIP that has one.

    Args:
        zips: five digits each.
    """
    known = scan_zips().filter(nw.col("zip5").is_in(list(zips)), ~nw.col("latitude").is_null())
    return {row[0]: Place(*row) for row in known.collect().rows()}


def miles_from(place: Place, *, within_miles: float) -> dict[str, float]:
    """Return the great-circle miles from the middle of one ZIP to that of each ZIP in reach.

    Args:
        place: the middle to measure from.
        within_miles: the reach; farther ZIPs are left out.
    Source: the haversine formula on a sphere of the Earth's mean radius.
    """
    # Half the Earth's way round is the farthest there is; beyond it the sine would fall again.
    half_angle = min(within_miles / EARTH_RADIUS_MILES, math.pi) / 2
    # A hair's breadth more, so that rounding loses no ZIP at the edge; the miles decide below.
    reach = math.sin(half_angle) ** 2 + 1e-12
    found = scan_zips().select("zip5", haversine=_haversine(place))
    rows = found.filter(nw.col("haversine") <= reach).collect().rows()
    miles = {
        zip5: 2 * EARTH_RADIUS_MILES * math.asin(math.sqrt(min(part, 1))) for zip5, part in rows
    }
    return {zip5: away for zip5, away in miles.items() if away <= within_miles}


def _haversine(place: Place) -> nw.Expr:
    degree = math.pi / 180
    half_north = (nw.col("latitude") - place.latitude) * (degree / 2)
    half_east = (nw.col("longitude") - place.longitude) * (degree / 2)
    cosines = (nw.col("latitude") * degree).cos() * math.cos(place.latitude * degree)
    return half_north.sin() ** 2 + cosines * half_east.sin() ** 2

"""Makes the compact table of ZIPs that the package ships, from Census's and USPS's files."""

from pathlib import Path

import narwhals as nw
import polars as pl

from alongside.errors import Refused
from alongside.territory.zips import tidy_zip

GAZETTEER_COLUMNS = ("GEOID", "INTPTLAT", "INTPTLONG")
USPS_COLUMNS = ("DELIVERY ZIPCODE", "PHYSICAL ZIP")


class ZipFactsBad(Refused):
    """A source of ZIP facts is not the one expected, or the table cannot be written."""


def write_zip_facts(*, gazetteer: Path, usps: Path, out: Path) -> int:
    """Write zip5, latitude and longitude of every ZIP as Parquet, and return the number of ZIPs.

    A ZIP that the Gazetteer lacks lies where its most frequent physical ZIP does, ties going to
    the lowest; where none of those has an area, latitude and longitude are null.

    Args:
        gazetteer: Census's national ZCTA file; pipe-delimited since 2025, tabs before.
        usps: ZIP Locale Detail as CSV.
        out: the Parquet file to write.
    Raises:
        ZipFactsBad: a file or one of its columns is missing, or `out` cannot be written.
    Source: Census Gazetteer Files (GEOID, INTPTLAT, INTPTLONG); USPS ZIP Locale Detail.
    """
    areas = _read_areas(gazetteer)
    mapped = _place_without_area(_read_deliveries(usps), areas)
    facts: pl.LazyFrame = nw.concat([areas, mapped]).sort("zip5").to_native()
    try:
        table = facts.collect()
        # The strongest compression: written once, read at every start.
        table.write_parquet(out, compression="zstd", compression_level=22, statistics=False)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise ZipFactsBad(f"{out} cannot be made: {str(error).splitlines()[0]}") from error
    return table.height


def _read_areas(gazetteer: Path) -> nw.LazyFrame[pl.LazyFrame]:
    rows = _scan(gazetteer, GAZETTEER_COLUMNS)
    degrees = (nw.col("INTPTLAT").cast(nw.Float64), nw.col("INTPTLONG").cast(nw.Float64))
    return rows.select(
        nw.col("GEOID").alias("zip5"), degrees[0].alias("latitude"), degrees[1].alias("longitude")
    )


def _read_deliveries(usps: Path) -> nw.LazyFrame[pl.LazyFrame]:
    rows = _scan(usps, USPS_COLUMNS)
    return rows.select(
        tidy_zip(nw.col("DELIVERY ZIPCODE")).alias("zip5"),
        tidy_zip(nw.col("PHYSICAL ZIP")).alias("physical"),
    )


def _place_without_area(
    deliveries: nw.LazyFrame[pl.LazyFrame], areas: nw.LazyFrame[pl.LazyFrame]
) -> nw.LazyFrame[pl.LazyFrame]:
    without_area = deliveries.filter(nw.col("zip5").str.contains("^[0-9]{5}$")).join(
        areas, on="zip5", how="anti"
    )
    located = without_area.join(areas, left_on="physical", right_on="zip5", how="inner")
    votes = located.group_by("zip5", "physical").agg(nw.len().alias("votes"))
    most = votes.filter(nw.col("votes") == nw.col("votes").max().over("zip5"))
    chosen = most.group_by("zip5").agg(nw.col("physical").min())
    places = chosen.join(areas, left_on="physical", right_on="zip5", how="left")
    every = without_area.select("zip5").unique()
    return every.join(places, on="zip5", how="left").select("zip5", "latitude", "longitude")


def _scan(path: Path, columns: tuple[str, ...]) -> nw.LazyFrame[pl.LazyFrame]:
    """Return the named columns as text, whatever the delimiter and the blanks around names."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            header = file.readline().rstrip("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ZipFactsBad(f"{path} cannot be read as text: {error}.") from error
    delimiter = max("|\t,", key=header.count)
    names = [name.strip() for name in header.split(delimiter)]
    if missing := [name for name in columns if name not in names]:
        raise ZipFactsBad(
            f"{path}, row 1: missing column: {', '.join(missing)}. Found: {', '.join(names):.600}."
        )
    rows = pl.scan_csv(
        path,
        separator=delimiter,
        has_header=False,
        skip_lines=1,
        schema=dict.fromkeys(names, pl.String),
        empty_string_is_null=False,
    )
    return nw.from_native(rows).select(nw.col(*columns).str.strip_chars())

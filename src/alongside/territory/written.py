"""Addresses that people wrote by hand, read as the public files' are."""

from collections.abc import Sequence
from dataclasses import dataclass

import narwhals as nw
import polars as pl

from alongside.territory.addresses import read_addresses


@dataclass(frozen=True, slots=True)
class WrittenAddress:
    """What somebody wrote of a place; blank where nothing was."""

    street: str
    unit: str
    zip5: str


@dataclass(frozen=True, slots=True)
class Door:
    """A place in the key's words. building: ZIP, number and street; direction: N, S, E, W or ""."""

    building: str
    direction: str
    unit: str


def doors_of(written: Sequence[WrittenAddress]) -> tuple[Door | None, ...]:
    """Return each address as one spelling; None where there is no ZIP or no street in it."""
    lines = pl.LazyFrame(
        {
            "place": range(len(written)),
            "line_1": [one.street for one in written],
            "line_2": [one.unit for one in written],
        },
        schema={"place": pl.Int64, "line_1": pl.String, "line_2": pl.String},
    )
    read = read_addresses(nw.from_native(lines)).collect().sort("place").rows(named=True)
    return tuple(_door(one, row) for one, row in zip(written, read, strict=True))


def _door(one: WrittenAddress, row: dict[str, str | None]) -> Door | None:
    if not one.zip5 or row["no_street"] is not None:
        return None
    building = f"{one.zip5}|{row['number']}|{row['street']}"
    return Door(building, row["direction"] or "", row["unit"] or "")

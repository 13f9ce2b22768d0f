"""Make files as CMS publishes them, at any size: invented people, NPIs that start with 2.

`python -m benchmarks.territory.cms_files --scale 0.1 --out DIR` writes a tenth of the country:
NPPES (330 columns, every field quoted; CSV and zip) and Part D by provider and drug (22 columns).
Part D's claims have the quantiles of Colorado's 390,473 rows of 2024, and its drugs their shares.
"""

import argparse
import csv
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from alongside.territory.clinicians import NPI_WEIGHTS, PREFIX_SUM
from alongside.territory.national.part_d import DRUGS_FILE
from alongside.territory.zips import scan_zips

DATA = Path(__file__).parents[2] / "tests/territory/data"
PEOPLE_NAME = "npidata_pfile_20050523-20251109.csv"
CLAIMS_NAME = "MUP_DPR_RY26_P04_V10_DY24_NPIBN.csv"
NPPES_ROWS, PART_D_ROWS = 9_400_000, 28_023_892
CHUNK = 100_000

# Share of Colorado's rows at or below so many claims, from its profile of 2024.
CLAIMS = ((0.0, 11), (0.25, 15), (0.5, 23), (0.75, 43), (0.9, 88), (0.99, 307), (1.0, 21_631))
COLORADO_ROWS = 390_473
OTHER_DRUGS = ("Atorvastatin Calcium", "Lisinopril", "Omeprazole", "Levothyroxine Sodium")

# How often a person has a taxonomy: about a sixth primary care, near half beside it.
TAXONOMIES = {
    "207Q00000X": 2.2, "207R00000X": 3.0, "207V00000X": 0.8, "208000000X": 1.3, "208D00000X": 0.3,
    "363LF0000X": 4.2, "363A00000X": 2.6, "367A00000X": 0.2, "363LP0808X": 0.7, "207P00000X": 1.0,
    "208M00000X": 0.4, "207L00000X": 1.0, "2085R0202X": 0.9, "207RC0000X": 0.7, "2084P0800X": 0.9,
    "1041C0700X": 6.0, "101YM0800X": 6.0, "225100000X": 5.0, "122300000X": 4.0, "183500000X": 6.0,
    "163W00000X": 12.0, "390200000X": 14.0, "106S00000X": 20.0, "235Z00000X": 4.0,
}  # fmt: skip
LAST = ("FENNIMARSH", "QUILLBROOK", "TARNWICK", "OSKERVALE", "BRINDLEMOOR", "HALLOWCOTE")
FIRST = ("CORISANDE", "TOBIAS", "MARGUERITE", "ELOWEN", "AUGUSTIN", "PHILIPPA", "NED")
STREETS = ("LANTERN", "TIDEGATE", "SPARROWHAWK", "THIMBLEBERRY", "OLD MILL", "N GROVE", "HALYARD")
SUFFIXES = ("ST", "STREET", "AVE", "RD", "DR", "BLVD", "LN")
ADDRESS = "Provider {} Line Business {} Address"


@dataclass(frozen=True, slots=True)
class Files:
    """The files of one scale."""

    people: Path
    people_zip: Path
    claims: Path


def make_files(folder: Path, scale: float, *, seed: int = 7) -> Files:
    """Write the files of a scale, unless they are there.

    Args:
        folder: to write into.
        scale: 1 for the country.
        seed: the same files each time.
    """
    files = Files(folder / PEOPLE_NAME, folder / "nppes.zip", folder / CLAIMS_NAME)
    if not all(path.exists() for path in (files.people, files.people_zip, files.claims)):
        folder.mkdir(parents=True, exist_ok=True)
        chance = np.random.default_rng(seed)
        people = int(NPPES_ROWS * scale)
        prescribers = _write_people(files.people, people, chance)
        _write_claims(files.claims, int(PART_D_ROWS * scale), prescribers, chance)
        with zipfile.ZipFile(
            files.people_zip, "w", zipfile.ZIP_DEFLATED, compresslevel=6
        ) as packed:
            packed.write(files.people, PEOPLE_NAME)
    return files


def header(name: str) -> list[str]:
    """Return the columns of a real file."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def _write_people(path: Path, count: int, chance: np.random.Generator) -> "np.ndarray[Any, Any]":
    """Write people and return the NPIs of those who prescribe."""
    columns = header("npidata_pfile_sample_1000.csv")
    buildings = _buildings(max(count // 6, 10), chance)
    prescribers = []
    with path.open("wb") as file:
        for first in range(0, count, CHUNK):
            rows = min(CHUNK, count - first)
            table, who = _people(first, rows, buildings, chance)
            blank = [pl.lit("").alias(name) for name in columns if name not in table.columns]
            whole = table.with_columns(blank).select(columns)
            whole.write_csv(file, include_header=first == 0, quote_style="always")
            prescribers.append(who)
    return np.concatenate(prescribers)


def _buildings(count: int, chance: np.random.Generator) -> pl.DataFrame:
    located = scan_zips().to_native().filter(pl.col("latitude").is_not_null())
    zips = located.select("zip5").collect()["zip5"].to_numpy()
    # Some towns hold many offices, most few.
    crowded = (chance.random(count) ** 2 * len(zips)).astype(int)
    return pl.DataFrame(
        {
            "zip": chance.permutation(zips)[crowded],
            "number": chance.integers(1, 2_000, count).astype(str),
            "street": _any(STREETS, count, chance),
            "suffix": _any(SUFFIXES, count, chance),
        }
    )


def _people(
    first: int, count: int, buildings: pl.DataFrame, chance: np.random.Generator
) -> tuple[pl.DataFrame, "np.ndarray[Any, Any]"]:
    npis = _npis(np.arange(first, first + count, dtype=np.int64))
    kind = chance.random(count)
    is_gone, is_organization = kind < 0.035, (kind >= 0.035) & (kind < 0.22)
    at = buildings[(chance.random(count) ** 1.5 * buildings.height).astype(int)]
    shares = np.array(list(TAXONOMIES.values()))
    codes = chance.choice(list(TAXONOMIES), count, p=shares / shares.sum())
    is_second = chance.random(count) < 0.17
    line_1 = at["number"] + " " + at["street"] + " " + at["suffix"]
    suites = np.char.add("STE ", chance.integers(1, 40, count).astype(str))
    line_2 = np.where(chance.random(count) < 0.45, suites, "")
    numbers = chance.integers(2_000_000_000, 9_999_999_999, (12, count)).astype(str)
    phone, fax, home, license_number, *others = numbers
    told: dict[str, Any] = {
        "Provider Last Name (Legal Name)": _any(LAST, count, chance),
        "Provider First Name": _any(FIRST, count, chance),
        "Provider Credential Text": "M.D.",
        "Healthcare Provider Taxonomy Code_1": np.where(is_second, "390200000X", codes),
        "Healthcare Provider Primary Taxonomy Switch_1": np.where(is_second, "N", "Y"),
        "Healthcare Provider Taxonomy Code_2": np.where(is_second, codes, ""),
        "Healthcare Provider Primary Taxonomy Switch_2": np.where(is_second, "Y", ""),
        "Provider License Number_1": license_number,
        **{f"Other Provider Identifier_{n}": other for n, other in enumerate(others, start=1)},
        "Is Sole Proprietor": _any(("N", "Y", "X"), count, chance),
        "Provider Enumeration Date": "05/23/2012",
        "Last Update Date": "07/08/2021",
        "Provider Sex Code": _any(("F", "M"), count, chance),
    }
    for where, number in (("Practice Location", phone), ("Mailing", home)):
        stem = f"Provider Business {where} Address"
        told |= {
            ADDRESS.format("First", where): line_1,
            ADDRESS.format("Second", where): line_2,
            f"{stem} City Name": "SPRINGFIELD",
            f"{stem} State Name": "ME",
            f"{stem} Postal Code": at["zip"] + "1234",
            f"{stem} Country Code (If outside U.S.)": "US",
            f"{stem} Telephone Number": number,
            f"{stem} Fax Number": fax,
        }
    table = pl.DataFrame(told | {"Entity Type Code": np.where(is_organization, "2", "1")})
    blanked = table.with_columns(pl.when(pl.lit(~is_gone)).then(pl.all()).otherwise(pl.lit("")))
    whole = blanked.with_columns(
        pl.Series("NPI", npis),
        pl.Series("NPI Deactivation Date", np.where(is_gone, "03/15/2016", "")),
    )
    is_physician = np.char.startswith(codes, "20") | np.char.startswith(codes, "363")
    return whole, npis[is_physician & ~is_gone & ~is_organization]


def _npis(serials: "np.ndarray[Any, Any]") -> "np.ndarray[Any, Any]":
    stems = 200_000_000 + serials
    total = np.full(len(serials), PREFIX_SUM)
    for place, weight in enumerate(NPI_WEIGHTS[:-1]):
        product = stems // 10 ** (8 - place) % 10 * weight
        total += product // 10 + product % 10
    npis: np.ndarray[Any, Any] = (stems * 10 + -total % 10).astype(str)
    return npis


def _write_claims(
    path: Path, count: int, prescribers: "np.ndarray[Any, Any]", chance: np.random.Generator
) -> None:
    columns = header("part_d_2024_first4096bytes.csv")
    drugs, shares = _drugs()
    who = np.sort(chance.integers(0, len(prescribers), count))
    at, claims = zip(*CLAIMS, strict=True)
    with path.open("wb") as file:
        for first in range(0, count, CHUNK):
            npis = prescribers[who[first : first + CHUNK]]
            height = np.exp(np.interp(chance.random(len(npis)), at, np.log(claims)))
            drug = chance.choice(drugs, len(npis), p=shares)
            table = pl.DataFrame(
                {
                    "Prscrbr_NPI": npis,
                    "Prscrbr_Last_Org_Name": "Fennimarsh",
                    "Prscrbr_First_Name": "Corisande",
                    "Prscrbr_City": "Springfield",
                    "Prscrbr_State_Abrvtn": "ME",
                    "Prscrbr_State_FIPS": "23",
                    "Prscrbr_Type": "Family Practice",
                    "Prscrbr_Type_Src": "Claim-Specialty",
                    "Brnd_Name": drug,
                    "Gnrc_Name": drug,
                    "Tot_Clms": height.astype(int).astype(str),
                    "Tot_30day_Fills": (height * 2).round(1).astype(str),
                    "Tot_Day_Suply": (height * 57).astype(int).astype(str),
                    "Tot_Drug_Cst": (height * 165.17).round(2).astype(str),
                    "GE65_Sprsn_Flag": "*",
                }
            )
            blank = [pl.lit("").alias(name) for name in columns if name not in table.columns]
            table.with_columns(blank).select(columns).write_csv(file, include_header=first == 0)


def _drugs() -> tuple[list[str], "np.ndarray[Any, Any]"]:
    with DRUGS_FILE.open(encoding="utf-8", newline="") as file:
        rows = [(row["gnrc_name"], int(row["co_2024_rows"] or 0)) for row in csv.DictReader(file)]
    known = [(name, count) for name, count in rows if count]
    rest = (COLORADO_ROWS - sum(count for _, count in known)) / len(OTHER_DRUGS)
    counts = np.array([count for _, count in known] + [rest] * len(OTHER_DRUGS))
    return [name for name, _ in known] + list(OTHER_DRUGS), counts / counts.sum()


def _any(choices: Sequence[str], count: int, chance: np.random.Generator) -> "np.ndarray[Any, Any]":
    return np.array(choices)[chance.integers(0, len(choices), count)]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scale", type=float, default=0.01)
    parser.add_argument("--out", type=Path, required=True)
    chosen = parser.parse_args()
    print(make_files(chosen.out, chosen.scale))

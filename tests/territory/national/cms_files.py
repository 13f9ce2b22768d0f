"""Writes NPPES's, Part D's and Care Compare's files for tests: invented people, NPIs from 2 on."""

import csv
import itertools
import zipfile
from pathlib import Path

from alongside.territory.built import open_territory, rank_territory
from alongside.territory.national.build import Door, Order, build_territory
from alongside.territory.national.engines import Engine, Polars
from alongside.territory.national.stages import Facts
from alongside.territory.ranking import Office
from alongside.territory.weights import Weights
from tests.territory.cms_file import npi

DATA = Path(__file__).parents[1] / "data"
SAMPLE = DATA / "npidata_pfile_sample_1000.csv"


def header_of(path: Path) -> list[str]:
    """Return the names of a file's columns."""
    with path.open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


PEOPLE = header_of(SAMPLE)
SECOND = header_of(DATA / "pl_pfile_20251103-20251109.csv")
BY_DRUG = header_of(DATA / "part_d_2024_first4096bytes.csv")

Row = dict[str, str]
FAMILY, INTERNAL, OB_GYN = "207Q00000X", "207R00000X", "207V00000X"
SHORT = {
    "npi": "NPI",
    "entity": "Entity Type Code",
    "last": "Provider Last Name (Legal Name)",
    "first": "Provider First Name",
    "line_1": "Provider First Line Business Practice Location Address",
    "line_2": "Provider Second Line Business Practice Location Address",
    "city": "Provider Business Practice Location Address City Name",
    "state": "Provider Business Practice Location Address State Name",
    "zip": "Provider Business Practice Location Address Postal Code",
    "country": "Provider Business Practice Location Address Country Code (If outside U.S.)",
    "phone": "Provider Business Practice Location Address Telephone Number",
    "updated": "Last Update Date",
    "deactivated": "NPI Deactivation Date",
    "reactivated": "NPI Reactivation Date",
    "code": "Healthcare Provider Taxonomy Code_1",
    "switch": "Healthcare Provider Primary Taxonomy Switch_1",
    "code_2": "Healthcare Provider Taxonomy Code_2",
    "switch_2": "Healthcare Provider Primary Taxonomy Switch_2",
    "sole": "Is Sole Proprietor",
}
USUAL = {
    "entity": "1",
    "last": "FENNIMARSH",
    "first": "CORISANDE",
    "line_1": "12 MAIN ST",
    "city": "PORTLAND",
    "state": "ME",
    "zip": "041010000",
    "country": "US",
    "code": FAMILY,
    "switch": "Y",
    "sole": "N",
    "updated": "01/01/2025",
}
NAME = "npidata_pfile_20050523-20251109.csv"


def person(serial: int, **said: str) -> Row:
    """Return a row of NPPES; what is not said is as usual."""
    named = {"npi": npi(serial)} | USUAL | said
    return {SHORT.get(name, name): value for name, value in named.items()}


def gone(serial: int, on: str = "03/15/2006") -> Row:
    """Return a deactivated row: blank but for NPI and date."""
    return {"NPI": npi(serial), "NPI Deactivation Date": on}


def write_people(path: Path, *rows: Row, header: list[str] = PEOPLE) -> Path:
    """Write a file of people as NPPES does: every field quoted."""
    return _write(path, header, rows, quoting=csv.QUOTE_ALL)


def write_second(path: Path, *rows: tuple[int, str, str]) -> Path:
    """Write a file of second places: the serial of a person, street and ZIP."""
    told = [
        {"NPI": npi(serial), SECOND[1]: street, SECOND[3]: "PORTLAND", SECOND[4]: "ME"}
        | {SECOND[5]: zip_code}
        for serial, street, zip_code in rows
    ]
    return _write(path, SECOND, told, quoting=csv.QUOTE_ALL)


def write_claims(
    path: Path, *rows: tuple[int, str, int | str], header: list[str] = BY_DRUG
) -> Path:
    """Write a file by provider and drug: the serial of a person, generic name and claims."""
    told = [
        {"Prscrbr_NPI": npi(serial), "Gnrc_Name": drug, "Tot_Clms": str(claims)}
        | {"Tot_Drug_Cst": "100.5"}
        for serial, drug, claims in rows
    ]
    # CMS changes the case and the blanks of its header between years.
    return _write(
        path,
        header,
        [{h: r.get(b, "") for h, b in zip(header, BY_DRUG, strict=True)} for r in told],
    )


def zipped(path: Path, *files: Path, names: tuple[str, ...] = ()) -> Path:
    """Pack files, and a header file beside them as NPPES does."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file, name in itertools.zip_longest(files, names):
            archive.write(file, name or file.name)
        archive.writestr("npidata_pfile_20050523-20251109_fileheader.csv", ",".join(PEOPLE))
    return path


def build(order: Order, *, engine: Engine | None = None, build_id: str = "") -> Facts:
    """Build a territory without a clock."""
    serials = itertools.count()
    door = Door(
        seconds=lambda: float(next(serials)),
        peak_mb=lambda: 1.0,
        build_id=build_id or f"build-{len(list((order.out / 'builds').glob('*')))}",
        tell=lambda _: None,
    )
    return build_territory(order, engine=engine or Polars(), door=door)


def ranked(out: Path, *, near: str = "04101", miles: float = 10) -> tuple[Office, ...]:
    """Return all offices of a built territory around a ZIP."""
    ranking = rank_territory(
        open_territory(out), near=near, within_miles=miles, limit=0, weights=Weights()
    )
    return ranking.offices


def _write(
    path: Path, header: list[str], rows: object, *, quoting: int = csv.QUOTE_MINIMAL
) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, header, restval="", lineterminator="\n", quoting=quoting)  # type: ignore[arg-type]
        writer.writeheader()
        writer.writerows(rows)  # type: ignore[arg-type]
    return path

"""Writes files in CMS's 31-column layout for tests: invented people, NPIs that start with 2."""

import csv
from pathlib import Path

from alongside.territory.clinicians import read_clinicians
from alongside.territory.offices import assign_offices
from alongside.territory.ranking import Ranking, rank_offices
from alongside.territory.weights import Weights

HEADER_LINE = (
    "NPI,Ind_PAC_ID,Ind_enrl_ID,Provider Last Name,Provider First Name,Provider Middle Name,suff,"
    "gndr,Cred,Med_sch,Grd_yr,pri_spec,sec_spec_1,sec_spec_2,sec_spec_3,sec_spec_4,sec_spec_all,"
    "Telehlth,Facility Name,org_pac_id,num_org_mem,adr_ln_1,adr_ln_2,ln_2_sprs,City/Town,State,"
    "ZIP Code,Telephone Number,ind_assgn,grp_assgn,adrs_id"
)
HEADER = HEADER_LINE.split(",")

USUAL = {
    "Provider Last Name": "FENNIMARSH",
    "Provider First Name": "CORISANDE",
    "pri_spec": "FAMILY PRACTICE",
    "adr_ln_1": "12 MAIN ST",
    "City/Town": "PORTLAND",
    "State": "ME",
    "ZIP Code": "041010000",
}

Row = dict[str, str]


def npi(serial: int) -> str:
    """Return the well-formed NPI of an invented person."""
    first_nine = f"2{serial:08}"
    total = 24
    for place, digit in enumerate(first_nine):
        product = int(digit) * (2 - place % 2)
        total += product // 10 + product % 10
    return f"{first_nine}{-total % 10}"


def write_cms(path: Path, rows: list[Row]) -> Path:
    """Write rows, each with the usual values where it names none, and return the file."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, HEADER, restval="", lineterminator="\n")
        writer.writeheader()
        for serial, row in enumerate(rows, start=1):
            writer.writerow({"NPI": npi(serial)} | USUAL | row)
    return path


def at(line_1: str, line_2: str = "", **others: str) -> Row:
    """Return a row at an address; `zip`, `org` and `specialty` are short for CMS's columns."""
    short = {"zip": "ZIP Code", "org": "org_pac_id", "specialty": "pri_spec"}
    named = {short.get(name, name): value for name, value in others.items()}
    return {"adr_ln_1": line_1, "adr_ln_2": line_2} | named


def offices_of(path: Path, *rows: Row) -> list[str | None]:
    """Return the office of each row, in the order given."""
    placed = assign_offices(read_clinicians(write_cms(path, list(rows))).rows)
    return [office for (office,) in placed.sort("row").select("office").collect().rows()]


def rank(path: Path, *rows: Row, near: str = "04101", within_miles: float = 10) -> Ranking:
    """Return the ranking of these rows, all offices in it."""
    file = read_clinicians(write_cms(path, list(rows)))
    return rank_offices(file, near=near, within_miles=within_miles, limit=0, weights=Weights())

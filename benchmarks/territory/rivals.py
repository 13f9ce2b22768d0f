"""The same work by other means: `python -m benchmarks.territory.rivals NAME FOLDER`.

Each reads NPPES's and Part D's CSV, keeps active people of primary care, sums their claims by class
and counts people and claims per address. None of them knows what an office is: an address here is
ZIP, and the two lines upper-cased, so each has less to do than `territory build`.
"""

import csv
import json
import sqlite3
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import polars as pl

from alongside.territory.national.columns import read_header
from alongside.territory.national.nppes import PEOPLE, SLOTS
from alongside.territory.national.part_d import BY_DRUG, CLASSES, drug_halves
from alongside.territory.national.sources import Source, find_one, find_people
from alongside.territory.national.streams import pieces
from alongside.territory.taxonomy import taxonomy_table
from benchmarks.territory.cms_files import CLAIMS_NAME, PEOPLE_NAME

PRIMARY_CARE = [code for code, said in taxonomy_table().items() if said.role == "primary_care"]
NAMES = ("npi", "entity", "line_1", "line_2", "zip", "deactivated", "reactivated")
SLOT_NAMES = tuple(f"{kind}_{slot}" for slot in SLOTS for kind in ("code", "switch"))


def bare_scan(people: Source, claims: Source) -> int:
    """Read the needed columns with Polars and do nothing with them."""
    rows = 0
    for source, layout in ((people, PEOPLE), (claims, BY_DRUG)):
        header = read_header(source, layout)
        scan = pl.scan_csv(source.path, infer_schema=False, empty_string_is_null=False)
        names = [header.called(ours) for ours in layout.columns if ours in header.places]
        found = scan.select(names).select(pl.len(), pl.all().null_count())
        rows += found.collect(engine="streaming").item(0, 0)
    return rows


def bare_inflation(people: Source, claims: Source) -> int:
    """Inflate the zip with isal and do nothing with it; Part D is no zip, and is scanned."""
    [packed], _ = find_people([people.path.parent / "nppes.zip"])
    made = sum(len(piece) for piece in pieces(packed, lambda _: None))
    header = read_header(claims, BY_DRUG)
    scan = pl.scan_csv(claims.path, infer_schema=False, empty_string_is_null=False)
    names = [header.called(ours) for ours in BY_DRUG.columns]
    scan.select(names).select(pl.all().null_count()).collect(engine="streaming")
    return made


def by_pandas(people: Source, claims: Source) -> int:
    """Do it with pandas, a hundred thousand rows at a time."""
    import pandas as pd

    header = read_header(people, PEOPLE)
    named = {header.called(ours): ours for ours in (*NAMES, *SLOT_NAMES)}
    parts = []
    read: dict[str, Any] = {"dtype": str, "keep_default_na": False, "chunksize": 100_000}
    for raw in pd.read_csv(people.path, usecols=list(named), **read):
        rows = raw.rename(columns=named)
        code = rows["code_1"]
        for slot in reversed(SLOTS):
            code = code.where(rows[f"switch_{slot}"] != "Y", rows[f"code_{slot}"])
        is_there = (rows["deactivated"] == "") | (rows["reactivated"] != "")
        kept = rows[is_there & (rows["entity"] == "1") & code.isin(PRIMARY_CARE)]
        parts.append(kept[["npi", "line_1", "line_2", "zip"]])
    summed = _pandas_claims(pd, claims, read)
    joined = pd.concat(parts).merge(summed, on="npi", how="left")
    place = [joined["zip"].str[:5], joined["line_1"].str.upper(), joined["line_2"].str.upper()]
    return int(joined.groupby(place)[list(CLASSES)].sum().shape[0])


def _pandas_claims(pd: Any, claims: Source, read: dict[str, Any]) -> Any:
    sums = []
    for rows in pd.read_csv(claims.path, usecols=["Prscrbr_NPI", "Gnrc_Name", "Tot_Clms"], **read):
        drug = rows["Gnrc_Name"].str.upper().str[:30].map(drug_halves())
        known = rows[drug.notna()]
        told = pd.DataFrame(drug.dropna().tolist(), columns=["kind", "halves"])
        told["npi"] = known["Prscrbr_NPI"].to_numpy()
        told["count"] = known["Tot_Clms"].astype("int64").to_numpy() * told["halves"]
        sums.append(told.pivot_table("count", "npi", "kind", "sum", fill_value=0))
    return pd.concat(sums).groupby("npi").sum().reindex(columns=list(CLASSES)).reset_index()


def by_duckdb(people: Source, claims: Source) -> int:
    """Do it with DuckDB."""
    import duckdb

    header = read_header(people, PEOPLE)
    column = {ours: f'"{header.called(ours)}"' for ours in (*NAMES, *SLOT_NAMES)}
    slots = " ".join(
        f"when {column[f'switch_{slot}']} = 'Y' then {column[f'code_{slot}']}" for slot in SLOTS
    )
    database = duckdb.connect()
    drugs = [(name, kind, halves) for name, (kind, halves) in drug_halves().items()]
    database.execute("create table drugs (name text, kind text, halves bigint)")
    database.executemany("insert into drugs values (?, ?, ?)", drugs)
    sums = ", ".join(f"sum(case when kind = '{c}' then n else 0 end) as {c}" for c in CLASSES)
    codes = ", ".join(f"'{code}'" for code in PRIMARY_CARE)
    options = "all_varchar = true, header = true, quote = '\"', delim = ','"
    found = database.execute(f"""
        with people as (
            select {column["npi"]} as npi, upper({column["line_1"]}) as line_1,
                upper({column["line_2"]}) as line_2, left({column["zip"]}, 5) as zip
            from read_csv('{people.path}', {options})
            where (coalesce({column["deactivated"]}, '') = ''
                    or coalesce({column["reactivated"]}, '') <> '')
                and {column["entity"]} = '1'
                and case {slots} else {column["code_1"]} end in ({codes})
        ), counted as (
            select Prscrbr_NPI as npi, kind, Tot_Clms::bigint * halves as n
            from read_csv('{claims.path}', {options})
            join drugs on upper(Gnrc_Name)[:30] = drugs.name
        ), summed as (select npi, {sums} from counted group by npi)
        select count(*) from (
            select zip, line_1, line_2, count(*), sum(antidepressant)
            from people left join summed using (npi) group by all
        )
    """).fetchone()
    return int(found[0]) if found else 0


def by_sqlite(people: Source, claims: Source) -> int:
    """Do it as a script does: row by row into SQLite, then a query."""
    path = people.path.parent / "rival.sqlite"
    path.unlink(missing_ok=True)
    database = sqlite3.connect(path)
    database.execute("create table people (npi text, line_1 text, line_2 text, zip text)")
    database.execute("create table claims (npi text, kind text, n integer)")
    database.executemany("insert into people values (?, ?, ?, ?)", _people(people))
    database.executemany("insert into claims values (?, ?, ?)", _claims(claims))
    database.execute("create index of_claims on claims (npi)")
    sums = ", ".join(f"sum(case when kind = '{c}' then n end) as {c}" for c in CLASSES)
    found = database.execute(f"""
        select count(*) from (
            select zip, line_1, line_2, count(*), sum(antidepressant) from people
            left join (select npi, {sums} from claims group by npi) using (npi)
            group by zip, line_1, line_2
        )
    """).fetchone()
    database.close()
    path.unlink()
    return int(found[0])


def _people(source: Source) -> Iterator[tuple[str, str, str, str]]:
    primary_care = set(PRIMARY_CARE)
    with source.path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        at = {name: place for place, name in enumerate(next(rows))}
        header = read_header(source, PEOPLE)
        place = {ours: at[header.called(ours)] for ours in (*NAMES, *SLOT_NAMES)}
        slots = [(place[f"switch_{n}"], place[f"code_{n}"]) for n in SLOTS]
        for row in rows:
            if row[place["deactivated"]] and not row[place["reactivated"]]:
                continue
            code = next(
                (row[code] for switch, code in slots if row[switch] == "Y"), row[slots[0][1]]
            )
            if row[place["entity"]] == "1" and code in primary_care:
                lines = row[place["line_1"]].upper(), row[place["line_2"]].upper()
                yield row[place["npi"]], *lines, row[place["zip"]][:5]


def _claims(source: Source) -> Iterator[tuple[str, str, int]]:
    drugs = drug_halves()
    with source.path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if found := drugs.get(row["Gnrc_Name"].upper()[:30]):
                yield row["Prscrbr_NPI"], found[0], int(row["Tot_Clms"]) * found[1]


RIVALS: dict[str, Callable[[Source, Source], int]] = {
    "bare scan": bare_scan,
    "bare inflation": bare_inflation,
    "pandas": by_pandas,
    "duckdb": by_duckdb,
    "sqlite": by_sqlite,
}

if __name__ == "__main__":
    name, folder = sys.argv[1], Path(sys.argv[2])
    [found], _ = find_people([folder / PEOPLE_NAME])
    claims_file = find_one(folder / CLAIMS_NAME, called="claims")
    print(json.dumps({"found": RIVALS[name](found, claims_file)}))

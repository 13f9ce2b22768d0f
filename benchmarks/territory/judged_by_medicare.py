"""Our offices beside Care Compare's own `adrs_id`: how often two rows are one place to both.

`python -m benchmarks.territory.judged_by_medicare FILE`, FILE being Medicare's clinicians file with
its 31 columns (the excerpt of Maine has no adrs_id). Medicare's id says street and unit as they are
written, so that it parts what we join (STE 2, SUITE 02); pairs only we join are printed to look at.
"""

import argparse
from pathlib import Path

import polars as pl

from alongside.territory.clinicians import read_clinicians
from alongside.territory.offices import assign_offices

SHOWN = 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    file = read_clinicians(parser.parse_args().file, skip_bad_rows=True)
    rows = assign_offices(file.rows).to_native().collect()
    judged = rows.filter(pl.col("office").is_not_null(), pl.col("adrs_id") != "")
    if not judged.height:
        raise SystemExit("No row has an adrs_id.")
    both = _pairs(judged, "office", "adrs_id")
    ours, theirs = _pairs(judged, "office"), _pairs(judged, "adrs_id")
    print(
        f"{judged.height:,} rows; pairs of rows in one office: {ours:,}; at one adrs_id: {theirs:,}"
    )
    print(f"precision {both / max(ours, 1):.4f}, recall {both / max(theirs, 1):.4f}")
    joined = judged.group_by("office").agg(pl.col("adrs_id", "line_1", "line_2").unique())
    odd = joined.filter(pl.col("adrs_id").list.len() > 1).sort("office").head(SHOWN)
    for row in odd.iter_rows(named=True):
        print(f"{row['office']}: {'; '.join(sorted(row['adrs_id']))}")


def _pairs(rows: pl.DataFrame, *by: str) -> int:
    """Return how many pairs of rows agree in all these columns."""
    sizes = rows.group_by(*by).len()["len"].cast(pl.Int64)
    return int((sizes * (sizes - 1) // 2).sum())


if __name__ == "__main__":
    main()

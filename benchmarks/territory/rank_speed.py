"""How long the offices around a ZIP take in a territory of the country's size.

`python -m benchmarks.territory.rank_speed [--people 60000] [--times 40]` builds a territory of
invented people and writes it so many times over, each office under another key.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polars as pl

from alongside.territory.built import Territory, open_territory, rank_territory
from alongside.territory.national.build import GROUP_ROWS
from alongside.territory.weights import Weights
from benchmarks.territory.build_speed import COMMAND
from benchmarks.territory.cms_files import NPPES_ROWS, make_files

RUNS = 15


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=60_000)
    parser.add_argument("--times", type=int, default=40)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        files = make_files(Path(folder) / "files", chosen.people / NPPES_ROWS)
        words = ["--nppes", str(files.people), "--prescribers", str(files.claims)]
        built = Path(folder) / "built"
        subprocess.run(
            [COMMAND, "territory", "build", "--quiet", *words, "--out", str(built)],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        large = _swell(open_territory(built), Path(folder) / "large", chosen.times)
        _measure(large)


def _swell(territory: Territory, out: Path, times: int) -> Path:
    out.mkdir()
    for name in ("offices", "sites"):
        rows = territory.scan(name).collect()
        copies = [
            rows.with_columns(office=pl.col("office") + pl.lit(f"#{copy}")) for copy in range(times)
        ]
        whole = pl.concat(copies).sort("zip5", "office")
        whole.write_parquet(out / f"{name}.parquet", row_group_size=GROUP_ROWS)
    for name in ("clinicians.parquet", "build.json"):
        (out / name).write_bytes((territory.folder / name).read_bytes())
    return out


def _measure(folder: Path) -> None:
    territory = open_territory(folder)
    offices = territory.scan("offices").select(pl.len()).collect().item()
    by_zip = territory.scan("offices").group_by("zip5").agg(pl.len()).sort("len").collect()
    busiest = by_zip["zip5"][-1]
    seconds, processor, found = [], 0.0, 0
    for _ in range(RUNS):
        began, used = time.perf_counter(), time.process_time()
        ranking = rank_territory(
            territory, near=busiest, within_miles=10, limit=20, weights=Weights()
        )
        seconds.append(time.perf_counter() - began)
        processor += time.process_time() - used
        found = ranking.found
    began = time.perf_counter()
    words = ["territory", "rank", "--territory", str(folder), "--near", busiest]
    subprocess.run([COMMAND, *words], check=True, stdout=subprocess.DEVNULL)
    command = time.perf_counter() - began
    print(f"{offices:,} offices, {found:,} of them around {busiest}; Python {sys.version[:6]}")
    print(
        f"in a process: median {statistics.median(seconds) * 1000:.0f} ms, best "
        f"{min(seconds) * 1000:.0f} ms, processor {processor / RUNS * 1000:.0f} ms; "
        f"as a command: {command:.2f} s"
    )


if __name__ == "__main__":
    main()

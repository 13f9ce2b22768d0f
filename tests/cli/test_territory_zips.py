"""`alongside territory zips` makes the table that ships."""

from pathlib import Path

import polars as pl

from tests.cli.command import alongside
from tests.territory.test_zip_facts import GAZETTEER, USPS


def test_it_writes_a_row_for_each_zip(tmp_path: Path) -> None:
    gazetteer, usps, out = (tmp_path / name for name in ("gazetteer", "usps", "zips.parquet"))
    gazetteer.write_text(GAZETTEER, encoding="utf-8")
    usps.write_text(USPS, encoding="utf-8")
    words = ("--gazetteer", str(gazetteer), "--usps", str(usps), "--out", str(out))
    run = alongside("territory", "zips", *words)
    assert (run.returncode, run.stdout) == (0, f"6 ZIPs written to {out}.\n")
    assert pl.read_parquet(out)["zip5"].to_list() == [
        "04101",
        "04102",
        "04104",
        "04112",
        "04401",
        "09998",
    ]


def test_a_missing_source_is_refused(tmp_path: Path) -> None:
    nowhere = str(tmp_path / "nowhere")
    run = alongside(
        "territory", "zips", "--gazetteer", nowhere, "--usps", nowhere, "--out", nowhere
    )
    assert run.returncode == 2
    assert run.stderr.startswith("alongside: ")

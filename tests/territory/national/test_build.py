"""A build is whole or it is not there: killed, stopped, done again, done elsewhere."""

import json
import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import polars as pl
import pytest

from alongside.territory.built import open_territory
from alongside.territory.national.build import Order
from alongside.territory.national.columns import Header
from alongside.territory.national.engines import Polars
from alongside.territory.national.reading import Reading, Tell
from alongside.territory.national.sources import Source
from tests.territory.national import cms_files as cms
from tests.territory.national.cms_files import build, person, ranked

# Seen with 20; each costs two seconds.
KILLS = int(os.environ.get("KILLS", "4"))
COMMAND = str(Path(sys.executable).with_name("alongside"))
TABLES = ("clinicians", "sites", "offices")


def tables(out: Path) -> list[list[tuple[object, ...]]]:
    return [pl.read_parquet(out / f"{name}.parquet").rows() for name in TABLES]


def test_zip_csv_and_folder_make_the_same_territory(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    people = cms.write_people(
        folder / cms.NAME, *(person(n, line_1=f"{n % 7} ELM ST") for n in range(1, 60))
    )
    second = cms.write_second(folder / "pl_pfile_20050523-20251109.csv", (1, "9 OAK ST", "04101"))
    claims = cms.write_claims(
        tmp_path / "d.csv", *((n, "Sertraline Hcl", 10 + n) for n in range(1, 40))
    )
    packed = cms.zipped(tmp_path / "nppes.zip", people, second)
    packed_claims = tmp_path / "d.zip"
    with zipfile.ZipFile(packed_claims, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(claims, "MUP_DPR_RY26_P04_V10_DY24_NPIBN.csv")
    whole = build(Order((packed,), tmp_path / "zip", prescribers=packed_claims))
    build(Order((folder,), tmp_path / "folder-out", prescribers=claims))
    build(Order((people, second), tmp_path / "csv", prescribers=claims))
    assert tables(tmp_path / "zip") == tables(tmp_path / "folder-out") == tables(tmp_path / "csv")
    assert whole["rows"] == {"read": 59, "kept": 59, "dropped": {}}
    assert whole["sources"][str(packed)]["bytes"] == packed.stat().st_size


def test_a_line_end_between_quotes_is_no_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alongside.territory.national.streams.BLOCK_BYTES", 3_000)
    monkeypatch.setattr("alongside.territory.national.streams.READ_BYTES", 200)
    rows = [person(n, line_2="STE 4\nBLDG B", line_1=f"{n} ELM ST") for n in range(1, 40)]
    people = cms.write_people(tmp_path / cms.NAME, *rows)
    packed = cms.zipped(tmp_path / "nppes.zip", people)
    assert build(Order((packed,), tmp_path / "zip"))["rows"]["kept"] == 39
    build(Order((people,), tmp_path / "csv"))
    assert tables(tmp_path / "zip") == tables(tmp_path / "csv")


def test_states_and_zips_are_the_only_ones_built(tmp_path: Path) -> None:
    people = cms.write_people(
        tmp_path / cms.NAME,
        person(1),
        person(2, state="NH", zip="03801", city="PORTSMOUTH"),
        person(3, state="CA", zip="90001"),
        person(4, country="CA", zip="K1A 0B1", state="ON"),
    )
    facts = build(Order((people,), tmp_path / "a", states=("me", "NH")))
    assert facts["rows"]["dropped"] == {"abroad": 1, "elsewhere": 1}
    facts = build(Order((people,), tmp_path / "b", near="04101", within_miles=5))
    assert facts["rows"] == {"read": 4, "kept": 1, "dropped": {"abroad": 1, "elsewhere": 2}}


def test_a_second_build_finds_what_the_first_did_and_a_changed_file_does_not(
    tmp_path: Path,
) -> None:
    engine = _Counting()
    people = cms.write_people(tmp_path / cms.NAME, person(1), person(2))
    claims = cms.write_claims(tmp_path / "d.csv", (1, "Zolpidem Tartrate", 11))
    order = Order((people,), tmp_path / "out", prescribers=claims)
    first = build(order, engine=engine)
    assert engine.reads == 2
    second = build(order, engine=engine)
    assert (engine.reads, second["sources"]) == (2, first["sources"])
    cms.write_people(people, person(1), person(3))
    third = build(order, engine=engine)
    assert engine.reads == 3
    assert third["sources"] != first["sources"]
    assert len(list((tmp_path / "out" / "builds").iterdir())) == 2
    assert len(list((tmp_path / "out" / "stages").iterdir())) == 3


class _Counting(Polars):
    """Counts the files that are read."""

    reads = 0

    def read(self, source: Source, reading: Reading, *, into: Path, tell: Tell | None) -> Header:
        self.reads += 1
        return super().read(source, reading, into=into, tell=tell)


def test_killed_at_any_moment_the_last_territory_stays_in_use(tmp_path: Path) -> None:
    people = cms.write_people(tmp_path / cms.NAME, *(person(n) for n in range(1, 2000)))
    out = tmp_path / "out"
    words = [COMMAND, "territory", "build", "--quiet", "--nppes", str(people), "--out", str(out)]
    began = time.monotonic()
    subprocess.run(words, check=True, capture_output=True)
    whole = time.monotonic() - began
    chance = random.Random(7)
    for kill in range(KILLS):
        cms.write_people(people, *(person(n) for n in range(1, 2001 + kill)))
        _kill_after(whole * chance.uniform(0.35, 0.95), words)
        _see_that_it_is_whole(out)
    subprocess.run(words, check=True, capture_output=True)
    assert open_territory(out).facts["rows"]["kept"] == 1999 + KILLS
    assert not list((out / "builds").glob("*.begun"))


def _kill_after(seconds: float, words: list[str]) -> None:
    running = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(seconds)
    running.send_signal(signal.SIGKILL)
    running.wait()


def _see_that_it_is_whole(out: Path) -> None:
    facts = json.loads((out / "build.json").read_text())
    clinicians, sites, offices = (pl.read_parquet(out / f"{name}.parquet") for name in TABLES)
    assert clinicians.height == sites.height == facts["rows"]["kept"]
    assert offices.height == facts["offices"]


def test_ctrl_c_is_clean(tmp_path: Path) -> None:
    people = cms.write_people(tmp_path / cms.NAME, *(person(n) for n in range(1, 4000)))
    packed = cms.zipped(tmp_path / "nppes.zip", people)
    words = ["territory", "build", "--nppes", str(packed), "--out", str(tmp_path / "out")]
    running = subprocess.Popen(
        [COMMAND, *words],
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    assert running.stderr
    running.stderr.readline()  # the first stage has begun
    running.send_signal(signal.SIGINT)
    said = running.stderr.read()
    running.stderr.close()
    assert running.wait() == 130
    assert "Traceback" not in said
    assert "Nothing changed" in said
    assert not (tmp_path / "out" / "build.json").exists()


def test_who_works_nowhere_is_counted(tmp_path: Path) -> None:
    people = cms.write_people(
        tmp_path / cms.NAME, person(1), person(2, line_1="PO BOX 7"), person(3, line_1="")
    )
    facts = build(Order((people,), tmp_path / "out"))
    assert facts["no_office"] == {"blank street": 1, "post-office box": 1}
    assert [len(office.clinicians) for office in ranked(tmp_path / "out")] == [1]

"""Polars here and a Spark cluster give the same tables, to the last value.

A master and two workers on loopback take minutes to start and to plan, so this runs where it is
asked for: `SPARK=1 pytest tests/territory/national/test_spark.py`, with the extra `spark` and Java.
"""

import importlib.util
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import polars as pl
import pytest

from alongside.territory.national.build import Order
from tests.territory.cms_file import at, npi, write_cms
from tests.territory.national import cms_files as cms
from tests.territory.national.cms_files import FAMILY, INTERNAL, OB_GYN, build, person

pytestmark = [
    pytest.mark.skipif(not os.environ.get("SPARK"), reason="a cluster takes minutes: SPARK=1"),
    pytest.mark.skipif(not importlib.util.find_spec("pyspark"), reason="pyspark is missing"),
    pytest.mark.skipif(not shutil.which("java"), reason="Java is missing"),
    pytest.mark.filterwarnings("default"),  # Spark's own
]
CODES = (FAMILY, INTERNAL, OB_GYN, "207P00000X", "363LF0000X", "2084P0800X", "1041C0700X")
STREETS = ("ELM ST", "Elm Street", "US ROUTE 1", "N MAIN ST", "FODEN RD W")
UNITS = ("", "STE 2", "Suite 02", "FL 3", "# 4-A", "BLDG B STE 7")
PATIENCE_SECONDS = 600


@pytest.fixture
def master(tmp_path: Path) -> Iterator[str]:
    """A standalone cluster: a master and two workers."""
    port = _free_port()
    address = f"spark://127.0.0.1:{port}"
    with ExitStack() as stack:
        deploy = "org.apache.spark.deploy"
        head = (f"{deploy}.master.Master", "--host", "127.0.0.1", "--port", str(port))
        log = _start(stack, tmp_path / "master", *head, "--webui-port", str(_free_port()))
        _wait_for(log, "I have been elected leader")
        for name in ("one", "two"):
            own = ("--host", "127.0.0.1", "--webui-port", str(_free_port()), "--cores", "1")
            worker = (f"{deploy}.worker.Worker", *own, "--memory", "1g", address)
            log = _start(stack, tmp_path / name, *worker)
            _wait_for(log, "Successfully registered with master")
        yield address


def test_polars_and_two_workers_give_the_same_tables(tmp_path: Path, master: str) -> None:
    from alongside.territory.national.spark import Spark

    order = _order(tmp_path)
    here = build(order("polars"))
    engine = Spark(master)
    try:
        there = build(order("spark"), engine=engine)
    finally:
        engine.close()
    assert (there["rows"], there["no_office"]) == (here["rows"], here["no_office"])
    for name in ("clinicians", "sites", "offices"):
        ours, theirs = (
            pl.read_parquet(tmp_path / made / f"{name}.parquet") for made in ("polars", "spark")
        )
        assert theirs.rows() == ours.rows()
        assert theirs.columns == ours.columns
        assert ours.height > 20


def _order(folder: Path):  # type: ignore[no-untyped-def]
    people = [
        person(n, code=CODES[n % 7], line_1=f"{n % 9} {STREETS[n % 5]}", line_2=UNITS[n % 6])
        for n in range(1, 300)
    ]
    monthly = cms.write_people(folder / cms.NAME, *people, person(301, line_1="PO BOX 3"))
    weekly = cms.write_people(
        folder / "npidata_pfile_20251110-20251116.csv", person(1, line_1="1 NEW ST"), cms.gone(2)
    )
    second = cms.write_second(
        folder / "pl_pfile_20050523-20251109.csv",
        (3, "9 OAK ST", "04101"),
        (8, "9 OAK ST", "04102"),
    )
    drugs = ("Sertraline Hcl", "Lorazepam", "Trazodone Hcl", "Omeprazole")
    rows = ((n, drug, 11 + n * 7 % 90) for n in range(1, 250) for drug in drugs[: 1 + n % 4])
    claims = cms.write_claims(folder / "claims.csv", *rows)
    care = [at("77 GROVE ST", UNITS[n % 6], NPI=npi(n), org="1234567890") for n in range(1, 60)]
    clinicians = write_cms(folder / "care.csv", care)
    return lambda name: Order(
        (monthly, weekly, second), folder / name, prescribers=claims, clinicians=clinicians
    )


def _start(stack: ExitStack, folder: Path, *words: str) -> Path:
    found = importlib.util.find_spec("pyspark")
    assert found
    assert found.origin
    folder.mkdir()
    log = folder / "log"
    home = Path(found.origin).parent
    env = os.environ | {"SPARK_HOME": str(home), "SPARK_WORKER_DIR": str(folder)}
    env |= {"SPARK_LOCAL_IP": "127.0.0.1"}
    output = stack.enter_context(log.open("w"))
    running = subprocess.Popen(
        [home / "bin" / "spark-class", *words], stdout=output, stderr=output, env=env
    )
    stack.callback(running.wait)
    stack.callback(running.terminate)
    return log


def _wait_for(log: Path, words: str) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while words not in log.read_text():
        assert time.monotonic() < until, log.read_text()
        time.sleep(0.5)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port

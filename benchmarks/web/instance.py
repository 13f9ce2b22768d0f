"""A seeded instance to throw away, and what serves it: the real server, and the floor beside it."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg.sql import SQL, Identifier

ROOT = Path(__file__).parents[2]
OURS, WITH_ROWS, FLOOR = (
    "alongside.config.settings",
    "benchmarks.web.rows_settings",
    "benchmarks.web.floor_settings",
)
PYTHON = (sys.executable, "-m")
# The PostgreSQL server where databases are made and dropped; without one, SQLite.
SERVER = os.environ.get("DATABASE_URL", "")


@contextmanager
def seeded(scale: float, keep: Path | None) -> Iterator[dict[str, str]]:
    """Yield the environment of a seeded instance; it is gone afterwards, the kept one stays."""
    with tempfile.TemporaryDirectory(prefix="alongside-benchmark-") as name:
        folder = Path(name)
        if keep is None:
            with _database(folder, copy_of=None) as environment:
                _seed(environment, scale)
                yield environment
        else:
            kept = _kept(keep, scale)
            shutil.copytree(keep, folder, dirs_exist_ok=True)
            with _database(folder, copy_of=kept) as environment:
                yield environment


def _kept(keep: Path, scale: float) -> str:
    """Seed a folder where that was not done, or on another day; return its database's name."""
    keep.mkdir(parents=True, exist_ok=True)
    name = "alongside_seed_" + hashlib.sha256(str(keep.resolve()).encode()).hexdigest()[:12]
    # What is due depends on the day.
    wanted = {"scale": scale, "day": f"{datetime.now(UTC):%Y-%m-%d}", "on": SERVER}
    told = keep / "seed.json"
    if not told.exists() or json.loads(told.read_text()) != wanted:
        shutil.rmtree(keep)
        keep.mkdir()
        if SERVER:
            _sql("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
            _sql("CREATE DATABASE {}", name)
        _seed(_environment(keep, name), scale)
        told.write_text(json.dumps(wanted))
    return name


@contextmanager
def _database(folder: Path, *, copy_of: str | None) -> Iterator[dict[str, str]]:
    """Yield the environment of a database that is dropped again; SQLite's is in the folder."""
    name = f"alongside_benchmark_{os.getpid()}"
    if not SERVER:
        yield _environment(folder, name)
        return
    if copy_of:
        _sql("CREATE DATABASE {} TEMPLATE {}", name, copy_of)
    else:
        _sql("CREATE DATABASE {}", name)
    # Everything that a query costs is done by the process that answers it, where it is counted.
    _sql("ALTER DATABASE {} SET max_parallel_workers_per_gather = 0", name)
    try:
        yield _environment(folder, name)
    finally:
        _sql("DROP DATABASE {} WITH (FORCE)", name)


def _environment(folder: Path, database: str) -> dict[str, str]:
    said = {
        "ALONGSIDE_HOME": str(folder),
        "ALONGSIDE_STATIC": str(folder / "static"),
        "DJANGO_SETTINGS_MODULE": OURS,
        "PYTHONPATH": str(ROOT),
    }
    if SERVER:
        said["DATABASE_URL"] = urlunsplit(urlsplit(SERVER)._replace(path=f"/{database}"))
    return said


def _seed(environment: Mapping[str, str], scale: float) -> None:
    run("benchmarks.web.seed", "--scale", str(scale), environment=environment)
    run("django", "collectstatic", "--noinput", "--verbosity", "0", environment=environment)


def run(*words: str, environment: Mapping[str, str]) -> None:
    subprocess.run([*PYTHON, *words], check=True, env={**os.environ, **environment}, cwd=ROOT)


@contextmanager
def serving(
    environment: Mapping[str, str], *, settings: str, port: int, rows: int
) -> Iterator[subprocess.Popen[bytes]]:
    """Serve as `alongside serve` does, until it is no longer asked for."""
    said = {"DJANGO_SETTINGS_MODULE": settings, "BENCHMARK_ROWS": str(rows)}
    said["ALONGSIDE_PUBLIC_URL"] = f"http://localhost:{port}"
    words = ("alongside.cli", "serve", "--no-worker", "--port", str(port))
    # Its children go with it: a group of its own is ended as one.
    server = subprocess.Popen(
        [*PYTHON, *words],
        env={**os.environ, **environment, **said},
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(server, port)
        yield server
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_for(server: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(600):
        if server.poll() is not None:
            raise SystemExit(f"The server at {port} ended with {server.returncode}.")
        connection = HTTPConnection("localhost", port, timeout=30)
        try:
            connection.request("GET", "/healthz")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise SystemExit(f"Nothing answered at {port}.")


def _sql(statement: str, *names: str) -> None:
    url = urlunsplit(urlsplit(SERVER)._replace(path="/postgres"))
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(SQL(statement).format(*map(Identifier, names)))

"""A download comes whole: dropped, cut, changed meanwhile, or not there."""

import hashlib
import io
import json
import threading
import zipfile
from collections import deque
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from alongside.territory import fetching
from alongside.territory.fetching import Downloads, Fetched, NotFetched, NotThere, Servers
from tests.cli.command import alongside

ON = date(2026, 1, 5)
DATA = bytes(range(256)) * 2_000


class Server(ThreadingHTTPServer):
    """CMS at home: `files` by path; each fault is taken by one GET."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.files: dict[str, bytes] = {}
        self.faults: deque[str] = deque()
        self.asked: list[tuple[str, str]] = []
        self.edition = "first"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"


class _Answer(BaseHTTPRequestHandler):
    server: Server

    def do_HEAD(self) -> None:
        self.send_response(200 if self.path in self.server.files else 404)
        self.end_headers()

    def do_GET(self) -> None:
        asked = self.headers.get("Range", "")
        self.server.asked.append((self.path, asked))
        fault = self.server.faults.popleft() if self.server.faults else ""
        data = self.server.files.get(self.path)
        if data is None or fault == "500":
            self.send_response(500 if fault else 404)
            self.end_headers()
            return
        etag = f'"{self.server.edition}"'
        is_same = asked and self.headers.get("If-Range") == etag
        begin = int(asked.removeprefix("bytes=").rstrip("-")) if is_same else 0
        self.send_response(206 if begin else 200)
        self.send_header("ETag", etag)
        self.send_header("Content-Length", str(len(data) - begin))
        self.end_headers()
        sent = data[begin:]
        self.wfile.write(sent[: len(sent) // 2] if fault == "drop" else sent)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as made:
        thread = threading.Thread(target=made.serve_forever, daemon=True)
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def downloads(server: Server) -> Downloads:
    return Downloads(Servers(server.url, server.url), wait=lambda _: None)


def part_d(server: Server, into: Path) -> Fetched:
    [path] = [p for p in server.files if p.endswith("NPIBN.csv")]
    assert path
    made = downloads(server)
    try:
        return made.part_d(into, year=None)
    finally:
        made.close()


@pytest.fixture
def claims(server: Server) -> Server:
    newest = fetching.PART_D_FILES.read_text().splitlines()[1].split(",")[2]
    server.files[f"/{newest}"] = DATA
    return server


def test_what_was_dropped_goes_on_from_there(claims: Server, tmp_path: Path) -> None:
    claims.faults.extend(["drop", "500", "drop"])
    fetched = part_d(claims, tmp_path / "new")
    assert fetched.path.read_bytes() == DATA
    assert (fetched.size, fetched.sha256) == (len(DATA), hashlib.sha256(DATA).hexdigest())
    assert [asked for _, asked in claims.asked] == [
        "",
        "bytes=256000-",
        "bytes=256000-",
        "bytes=384000-",
    ]
    assert sorted(path.name for path in fetched.path.parent.iterdir()) == [
        fetched.path.name,
        f"{fetched.path.name}.json",
    ]


def test_another_edition_is_fetched_from_its_start(claims: Server, tmp_path: Path) -> None:
    claims.faults.extend(["drop"] * fetching.TRIES)
    with pytest.raises(NotFetched, match="goes on from there"):
        part_d(claims, tmp_path)
    claims.edition = "second"
    [path] = claims.files
    claims.files[path] = DATA[::-1]
    assert part_d(claims, tmp_path).path.read_bytes() == DATA[::-1]


def test_nppes_is_the_newest_month_that_is_there_and_whole(server: Server, tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("npidata_pfile.csv", "NPI")
    server.files["/nppes/NPPES_Data_Dissemination_December_2025_V2.zip"] = packed.getvalue()
    made = downloads(server)
    assert zipfile.is_zipfile(made.nppes(tmp_path, on=ON).path)
    server.files = {path: data[:-9] for path, data in server.files.items()}
    with pytest.raises(NotFetched, match="no whole zip"):
        made.nppes(tmp_path / "cut", on=ON)
    server.files.clear()
    with pytest.raises(NotThere, match=r"January_2026.*December_2025.*November_2025"):
        made.nppes(tmp_path, on=ON)
    made.close()


def test_care_compares_address_comes_from_its_metastore(server: Server, tmp_path: Path) -> None:
    moved = "provider-data/sites/default/files/resources/1f_17/DAC_NationalDownloadableFile.csv"
    told = {"distribution": [{"data": {"downloadURL": f"{fetching.CMS_DATA}{moved}"}}]}
    server.files |= {f"/{fetching.CLINICIANS}": json.dumps(told).encode(), f"/{moved}": DATA}
    env = ("--cms-url", server.url)
    done = alongside("territory", "fetch", "--source", "clinicians", "--into", str(tmp_path), *env)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"{len(DATA):,} bytes, sha256 {hashlib.sha256(DATA).hexdigest()}" in done.stdout
    server.files[f"/{fetching.CLINICIANS}"] = b'{"distribution": "gone"}'
    done = alongside("territory", "fetch", "--source", "clinicians", "--into", str(tmp_path), *env)
    assert (done.returncode, "not known here" in done.stderr) == (2, True)


def test_a_year_that_nobody_knows_is_refused(claims: Server, tmp_path: Path) -> None:
    made = downloads(claims)
    with pytest.raises(NotThere, match="2013 to 2024"):
        made.part_d(tmp_path, year=1999)
    made.close()

"""The official files, downloaded: taken up again where the line broke, and whole in the end."""

import csv
import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

import httpx
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt
from tenacity.wait import wait_exponential_jitter

from alongside.errors import Refused

NPPES_FILES = "https://download.cms.gov/"
CMS_DATA = "https://data.cms.gov/"
# Care Compare's "National Downloadable File": its address changes with every edition.
CLINICIANS = "provider-data/api/1/metastore/schemas/dataset/items/mj5m-pzi6"
PART_D_FILES = Path(__file__).parent / "data" / "part_d_files.csv"
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
# The file of a month appears in its second week.
MONTHS_BACK = 3
TRIES = 8
TIMEOUT = httpx.Timeout(60, connect=15)
PART = ".part"

T = TypeVar("T")
Wait = Callable[[float], None]
Tell = Callable[[int, int], None]  # bytes that are here, and of how many


class NotThere(Refused):
    """Nobody publishes what was asked for, or not at the address that is known."""


class NotFetched(Refused):
    """A file could not be had whole, however often it was tried."""


class _Broken(Exception):
    """A download that ended too early, and may go on."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file that is here whole."""

    path: Path
    url: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Servers:
    """Where the files are asked for, each address with a stroke at its end."""

    nppes: str = NPPES_FILES
    cms: str = CMS_DATA


class Downloads:
    """Fetches files from the two servers.

    Args:
        servers: their addresses.
        wait: waits so many seconds.
        tell: how much of a file is here.
    """

    def __init__(self, servers: Servers, wait: Wait, tell: Tell = lambda *_: None) -> None:
        self._servers, self._wait, self._tell = servers, wait, tell
        self._http = httpx.Client(timeout=TIMEOUT, follow_redirects=True)

    def close(self) -> None:
        self._http.close()

    def nppes(self, into: Path, *, on: date) -> Fetched:
        """Fetch NPPES's newest monthly file (V.2).

        Raises:
            NotThere: none of the last months' files is there.
            NotFetched: not whole, however often it was tried.
        """
        for name in _nppes_names(on):
            url = f"{self._servers.nppes}nppes/{name}"
            if self._is_there(url):
                return self._fetch(url, into / name)
        raise NotThere(
            f"{self._servers.nppes} has none of {', '.join(_nppes_names(on))}. CMS may have "
            "changed the names: download the file by hand and give it to territory build."
        )

    def part_d(self, into: Path, *, year: int | None, kind: str = "by_drug") -> Fetched:
        """Fetch Part D's prescribers of a year, the newest known where none is named.

        Args:
            into: the folder.
            year: of the prescriptions.
            kind: by_drug or by_provider.
        Raises:
            NotThere: no such year.
            NotFetched: not whole, however often it was tried.
        """
        with PART_D_FILES.open(encoding="utf-8", newline="") as file:
            paths = {int(r["year"]): r["path"] for r in csv.DictReader(file) if r["kind"] == kind}
        if year is not None and year not in paths:
            raise NotThere(f"Part D of {year} is not known here; {min(paths)} to {max(paths)} are.")
        path = paths[year or max(paths)]
        return self._fetch(f"{self._servers.cms}{path}", into / Path(path).name)

    def clinicians(self, into: Path) -> Fetched:
        """Fetch Care Compare's clinicians, wherever its metastore says they now are.

        Raises:
            NotThere: the metastore names no CSV.
            NotFetched: not whole, however often it was tried.
        """
        url = self._again(self._address_of_clinicians)
        return self._fetch(url, into / Path(httpx.URL(url).path).name)

    def _address_of_clinicians(self) -> str:
        answer = self._get(f"{self._servers.cms}{CLINICIANS}")
        try:
            told = json.loads(answer.content)
            given = [one.get("data", one).get("downloadURL", "") for one in told["distribution"]]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise NotThere("Care Compare's metastore answers in a form not known here.") from error
        for url in given:
            if isinstance(url, str) and url.lower().endswith(".csv"):
                # The address is moved with the server, where that is another than CMS's own.
                return url.replace(CMS_DATA, self._servers.cms, 1)
        raise NotThere("Care Compare's metastore names no CSV file of clinicians.")

    def _is_there(self, url: str) -> bool:
        def ask() -> bool:
            try:
                answer = self._http.head(url)
            except httpx.TransportError as error:
                raise _Broken(str(error) or type(error).__name__) from error
            if answer.status_code >= 500:
                raise _Broken(f"status {answer.status_code}")
            return answer.is_success

        return self._again(ask)

    def _get(self, url: str) -> httpx.Response:
        try:
            answer = self._http.get(url)
        except httpx.TransportError as error:
            raise _Broken(str(error) or type(error).__name__) from error
        _check(answer, url)
        return answer

    def _fetch(self, url: str, path: Path) -> Fetched:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(path.name + PART)
        self._again(lambda: self._go_on(url, part))
        _refuse_cut_zip(part, path)
        fetched = Fetched(path, url, part.stat().st_size, _sha256(part))
        part.replace(path)
        _edition(part).unlink(missing_ok=True)
        noted = {"url": url, "bytes": fetched.size, "sha256": fetched.sha256}
        path.with_name(f"{path.name}.json").write_text(json.dumps(noted, indent=1) + "\n")
        return fetched

    def _again(self, work: Callable[[], T]) -> T:
        again = Retrying(
            stop=stop_after_attempt(TRIES),
            retry=retry_if_exception_type(_Broken),
            wait=wait_exponential_jitter(initial=1, max=60),
            sleep=self._wait,
            reraise=True,
        )
        try:
            return again(work)
        except _Broken as broken:
            raise NotFetched(
                f"The file did not come whole in {TRIES} tries ({broken}). What came is kept: the "
                "same command goes on from there."
            ) from broken

    def _go_on(self, url: str, part: Path) -> None:
        """Fetch what is missing; from the start where the file there is another by now."""
        here = part.stat().st_size if part.exists() else 0
        edition = _edition(part).read_text() if _edition(part).exists() else ""
        headers = {"Accept-Encoding": "identity"}
        if here and edition:
            headers |= {"Range": f"bytes={here}-", "If-Range": edition}
        try:
            with self._http.stream("GET", url, headers=headers) as answer:
                if answer.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
                    part.unlink()
                    raise _Broken("the file there is shorter by now")
                _check(answer, url)
                self._write(answer, part)
        except httpx.TransportError as error:
            raise _Broken(str(error) or type(error).__name__) from error

    def _write(self, answer: httpx.Response, part: Path) -> None:
        goes_on = answer.status_code == httpx.codes.PARTIAL_CONTENT
        done = part.stat().st_size if goes_on else 0
        length = int(answer.headers.get("Content-Length", -1))
        size = done + length if length >= 0 else -1
        edition = answer.headers.get("ETag") or answer.headers.get("Last-Modified") or ""
        # A weak ETag says nothing about bytes.
        _edition(part).write_text("" if edition.startswith("W/") else edition)
        with part.open("ab" if goes_on else "wb") as file:
            for chunk in answer.iter_raw():
                file.write(chunk)
                done += len(chunk)
                self._tell(done, size)
        if 0 <= size != done:
            raise _Broken(f"{done:,} of {size:,} bytes came")


def _nppes_names(on: date) -> Iterator[str]:
    for back in range(MONTHS_BACK):
        month = on.year * 12 + on.month - 1 - back
        name = f"{MONTHS[month % 12]}_{month // 12}"
        yield f"NPPES_Data_Dissemination_{name}_V2.zip"


def _check(answer: httpx.Response, url: str) -> None:
    if answer.status_code >= 500 or answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
        raise _Broken(f"status {answer.status_code}")
    if not answer.is_success:
        raise NotThere(f"{url} answers with status {answer.status_code}: the file is not there.")


def _refuse_cut_zip(part: Path, path: Path) -> None:
    """Size says that all came; a zip file says by its end whether it was all."""
    if path.suffix == ".zip" and not zipfile.is_zipfile(part):
        part.unlink()
        raise NotFetched(f"{path.name} came, and is no whole zip file. Fetch it again.")


def _edition(part: Path) -> Path:
    return part.with_name(part.name + ".edition")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

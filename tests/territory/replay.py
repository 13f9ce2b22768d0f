"""A registry at home: answers as version 2.1 does, from records of ours, with faults to order."""

import json
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.territory.cms_file import npi

RECORDED = Path(__file__).parent / "data" / "npi_registry"
Record = dict[str, Any]
NOW = datetime(2026, 1, 5, 17, tzinfo=UTC)
# How a fault is ordered: its status and headers.
STATUSES: dict[str, tuple[int, dict[str, str]]] = {
    "429": (429, {"Retry-After": "7"}),
    "429 by date": (429, {"Retry-After": format_datetime(NOW + timedelta(seconds=9))}),
    "429 for an hour": (429, {"Retry-After": "3600"}),
    "429 with nonsense": (429, {"Retry-After": "soon"}),
    "500": (500, {}),
    "503": (503, {}),
    "403": (403, {}),
    "404": (404, {}),
}
BODIES = {
    "html": b"<html>Down for maintenance</html>",
    "error": (RECORDED / "error.json").read_bytes(),
    "renamed": b'{"count": 0, "providers": []}',
    "list": b"[]",
}


def recorded(name: str) -> list[Record]:
    results: list[Record] = json.loads((RECORDED / f"{name}.json").read_text())["results"]
    return results


def person(
    serial: int,
    *,
    zip5: str = "04101",
    code: str = "207Q00000X",
    desc: str = "Family Medicine",
    line_1: str = "12 ELM ST",
    last_name: str = "FENNIMARSH",
    **more: Any,
) -> Record:
    """Return the record of an invented person, whose mail goes to another state."""
    usual = {"country_code": "US", "address_type": "DOM", "telephone_number": "207-555-0100"}
    return {
        "number": npi(serial),
        "enumeration_type": "NPI-1",
        "basic": {"first_name": "CORISANDE", "last_name": last_name, "status": "A"},
        "taxonomies": [{"code": code, "desc": desc, "primary": True, "state": "ME"}],
        "addresses": [
            usual
            | {"address_purpose": "MAILING", "address_1": "PO BOX 9", "city": "BOSTON"}
            | {"state": "MA", "postal_code": "021010000"},
            usual
            | {"address_purpose": "LOCATION", "address_1": line_1, "city": "PORTLAND"}
            | {"state": "ME", "postal_code": f"{zip5}1234"},
        ],
        "practiceLocations": [],
    } | more


class Replay(ThreadingHTTPServer):
    """The registry's door: `records` are asked for, `faults` come first, one a question."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.records: list[Record] = []
        self.faults: deque[str] = deque()
        self.asked: list[dict[str, str]] = []
        self.has_wildcards = True
        self.most = 200

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/api/"

    def page(self, question: Mapping[str, str]) -> list[Record]:
        limit, skip = int(question.get("limit", "10")), int(question.get("skip", "0"))
        assert 1 <= limit <= 200
        assert skip <= 1000, "the registry refuses to skip more"
        found = [record for record in self.records if self._fits(record, question)]
        return found[skip : skip + min(limit, self.most)]

    def _fits(self, record: Record, question: Mapping[str, str]) -> bool:
        wanted = question["postal_code"]
        sites = [one for one in record["addresses"] if one["address_purpose"] == "LOCATION"]
        if not any(one["postal_code"][:5] == wanted for one in sites + record["practiceLocations"]):
            return False
        said = [one.get("desc") or "" for one in record["taxonomies"]]
        words = question.get("taxonomy_description")
        if words and not any(self._is_like(one, words) for one in said):
            return False
        name = question.get("last_name")
        return not name or self._is_like(record["basic"]["last_name"], name)

    def _is_like(self, said: str, asked: str) -> bool:
        said, asked = said.lower(), asked.lower()
        if asked.endswith("*") and self.has_wildcards:
            return said.startswith(asked[:-1])
        return said == asked


class _Answer(BaseHTTPRequestHandler):
    server: Replay

    def do_GET(self) -> None:
        question = dict(parse_qsl(urlsplit(self.path).query))
        self.server.asked.append(question)
        fault = self.server.faults.popleft() if self.server.faults else ""
        if fault == "drop":
            self.connection.close()
            return
        status, headers = STATUSES.get(fault, (200, {}))
        page = {"result_count": 0, "results": self.server.page(question)}
        body = BODIES.get(fault, json.dumps(page).encode())
        # Cut on the way, or by the server itself, which then believes that it told everything.
        body = body[: len(body) // 2] if fault == "half" else body
        self._send(status, headers, body, is_cut=fault == "cut")

    def _send(self, status: int, headers: dict[str, str], body: bytes, *, is_cut: bool) -> None:
        self.send_response_only(status)
        self.send_header("Date", format_datetime(NOW))
        self.send_header("Content-Length", str(len(body)))
        for name, said in headers.items():
            self.send_header(name, said)
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if is_cut else body)
        self.close_connection = True

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@contextmanager
def replaying(*records: Record) -> Iterator[Replay]:
    """Serve records at 127.0.0.1, until the block ends."""
    with Replay() as server:
        server.records = list(records)
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()

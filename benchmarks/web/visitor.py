"""What asks: connections that are kept, each with the cookies of a real session."""

import re
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from queue import Empty, SimpleQueue
from threading import Thread
from urllib.parse import urlencode

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: its status, its body, the cookies it set, and how long it took."""

    status: int
    body: bytes
    cookies: Mapping[str, str]
    seconds: float


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: with a form's fields it is a POST."""

    path: str
    cookies: Mapping[str, str]
    fields: Mapping[str, str] | None = None


class Line:
    """One connection that is kept."""

    def __init__(self, port: int) -> None:
        self.connection = HTTPConnection("localhost", port, timeout=60)
        self.connection.connect()

    def ask(self, asked: Asked) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={said}" for name, said in asked.cookies.items())}
        body = None if asked.fields is None else urlencode(asked.fields)
        if body is not None:
            headers["Content-Type"] = FORM
        began = time.perf_counter()
        self.connection.request("POST" if body is not None else "GET", asked.path, body, headers)
        response = self.connection.getresponse()
        said = response.read()
        seconds = time.perf_counter() - began
        return Answer(
            response.status, said, _cookies(response.headers.get_all("Set-Cookie")), seconds
        )

    def close(self) -> None:
        self.connection.close()


def ask_all(port: int, asked: Iterable[Asked], connections: int) -> tuple[list[Answer], float]:
    """Ask everything over so many connections at once; return the answers and the seconds."""
    waiting: SimpleQueue[Asked] = SimpleQueue()
    for one in asked:
        waiting.put(one)
    answers: list[Answer] = []
    threads = [Thread(target=_drain, args=(port, waiting, answers)) for _ in range(connections)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers, time.perf_counter() - began


def _drain(port: int, waiting: "SimpleQueue[Asked]", answers: list[Answer]) -> None:
    line = Line(port)
    answers.extend(line.ask(asked) for asked in _taken(waiting))
    line.close()


def _taken(waiting: "SimpleQueue[Asked]") -> Iterator[Asked]:
    while True:
        try:
            yield waiting.get_nowait()
        except Empty:
            return


def sign_in(port: int, email: str, password: str) -> dict[str, str]:
    """Sign in as a person does; return the cookies of the session."""
    line = Line(port)
    page = line.ask(Asked("/accounts/login/", {}))
    fields = {"login": email, "password": password, "csrfmiddlewaretoken": token_in(page.body)}
    answer = line.ask(Asked("/accounts/login/", page.cookies, fields))
    assert answer.status == 302, answer.body[:2000]
    return {**page.cookies, **answer.cookies}


def token_in(body: bytes) -> str:
    """Return the token that a page's form carries against forgery."""
    found = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', body)
    assert found is not None
    return found[1].decode()


def _cookies(lines: list[str] | None) -> dict[str, str]:
    pairs = (line.partition(";")[0].partition("=") for line in lines or ())
    return {name: said for name, _, said in pairs}

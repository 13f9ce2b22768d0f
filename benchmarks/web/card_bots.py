"""Robots that post to a card's forms, and people who ask for an appointment meanwhile, by HTTP.

The server is the real one, with an instance of its own. Robots come from addresses of their own
(X-Forwarded-For, as from a trusted proxy) and send what robots have: nothing, forged and stale
challenges, wrong work, another card's, the trap filled. People open the form, do its work, and
send it. At the end there is a referral for each person, and none for any robot.
"""

import argparse
import hashlib
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from statistics import quantiles
from threading import Event, Thread
from urllib.parse import urlencode

from tests.cli.instances import Instance, new_instance
from tests.cli.served import Served
from tests.cli.test_serve import free_port

SEED = """
import django
django.setup()
from django.utils import timezone
from alongside.outreach.actions import make_cards
from alongside.outreach.models import Practice
from alongside.team.models import Membership
member = Membership.objects.select_related("group").get()
practice = Practice.objects.get()
for _ in range(2):
    print(make_cards(member=member, practice=practice, at=timezone.now())[1])
"""
PROXY = {"ALONGSIDE_TRUSTED_PROXIES": "127.0.0.1"}
WORK_BITS = 15
PEOPLE = 20
PERSON = {"name": "Ana Imagined", "phone": "207-555-0177", "agree": "on"}


@dataclass
class Book:
    """What was answered to whom, and how long a person waited for each page."""

    robots: Counter[int] = field(default_factory=Counter)
    people: Counter[int] = field(default_factory=Counter)
    took_ms: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Robot:
    """What one kind of robot sends beside a person's words."""

    port: int
    path: str
    stale: dict[str, str]
    other: dict[str, str]

    def said(self, number: int) -> dict[str, str]:
        signed = self.stale["challenge"]
        kinds: tuple[dict[str, str], ...] = (
            {},
            {"challenge": f"{signed[:-5]}aaaaa", "solution": "1"},
            {"challenge": signed, "solution": "1x"},
            {"challenge": signed, "answer": "1"},
            self.other,
            {**self.stale, "website": "http://example.com"},
        )
        return {**PERSON, **kinds[number % len(kinds)]}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--posts", type=int, default=10_000)
    asked.add_argument("--robots", type=int, default=4, help="how many connections at once")
    said = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder, new_instance(Path(folder) / "home") as instance:
        instance.begin()
        quiet, book, referrals = measure(instance, said.posts, said.robots)
    alone, beside = (quantiles(took, n=20)[-1] for took in (quiet.took_ms, book.took_ms))
    print(f"robots: {sum(book.robots.values()):,} posts, answered {dict(book.robots)}")
    print(f"people: {len(book.took_ms)} pages, answered {dict(book.people)}")
    print(f"p95 of people: {beside:.0f} ms beside robots, {alone:.0f} ms alone")
    expected = quiet.people[302] + book.people[302]
    print(f"referrals: {referrals}, of people: {expected}, of robots: {referrals - expected}")
    sys.exit(int(referrals != expected or not book.people[302]))


def measure(instance: Instance, posts: int, robots: int) -> tuple[Book, Book, int]:
    """Let people ask alone, then beside robots; return both books, and how many were written."""
    done = subprocess.run(
        [sys.executable, "-c", SEED], env=instance.env, capture_output=True, text=True, check=True
    )
    card, other = (f"/c/{token}/appointment/" for token in done.stdout.split()[-2:])
    served = Served(instance, free_port(), **PROXY).start()
    try:
        quiet, book, over = Book(), Book(), Event()
        for number in range(PEOPLE // 2):
            ask(served.port, card, number, quiet)
        robot = Robot(served.port, card, opened(served.port, card), opened(served.port, other))
        beside = Thread(target=people, args=(served.port, card, book, over))
        beside.start()
        with ThreadPoolExecutor(robots) as threads:
            for statuses in threads.map(robot_posts, shares(robot, posts, robots)):
                book.robots += statuses
        over.set()
        beside.join()
    finally:
        served.stop()
    return quiet, book, len(instance.rows()["referrals_referral"])


def shares(robot: Robot, posts: int, robots: int) -> Iterator[tuple[Robot, range]]:
    for first in range(robots):
        yield robot, range(first, posts, robots)


def robot_posts(share: tuple[Robot, range]) -> Counter[int]:
    """Post one after the other, each few from an address of their own."""
    robot, numbers = share
    answers: Counter[int] = Counter()
    connection = HTTPConnection("127.0.0.1", robot.port, timeout=60)
    for number in numbers:
        address = f"198.51.{number // 50 % 250}.{number % 250}"
        status, _ = send(connection, robot.path, robot.said(number), address)
        answers[status] += 1
    connection.close()
    return answers


def people(port: int, card: str, book: Book, over: Event) -> None:
    """One person after the other opens the form, fills it in and sends it."""
    for number in count(1_000):
        if over.is_set() or number == 1_000 + PEOPLE:
            return
        ask(port, card, number, book)
        time.sleep(random.uniform(0.2, 1))


def ask(port: int, card: str, number: int, book: Book) -> None:
    """Ask for an appointment; the work of the browser is not counted as waiting."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    address = f"203.0.113.{number % 250}"
    began = time.perf_counter()
    _, page = send(connection, card, None, address)
    book.took_ms.append(1_000 * (time.perf_counter() - began))
    met = met_on(page)
    began = time.perf_counter()
    status, _ = send(connection, card, {**PERSON, **met}, address)
    book.took_ms.append(1_000 * (time.perf_counter() - began))
    book.people[status] += 1
    connection.close()


def opened(port: int, card: str) -> dict[str, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    return met_on(send(connection, card, None, "203.0.113.251")[1])


def met_on(page: str) -> dict[str, str]:
    """Return a page's challenge, with its work done."""
    (challenge,) = re.findall(r'name="challenge" value="([^"]+)"', page)
    (seed,) = re.findall(r'data-seed="([0-9a-f]+)"', page)
    return {"challenge": challenge, "solution": next(n for n in map(str, count()) if done(seed, n))}


def done(seed: str, solution: str) -> bool:
    made = hashlib.sha256(f"{seed}:{solution}".encode()).digest()
    return int.from_bytes(made[:4]) >> (32 - WORK_BITS) == 0


def send(
    connection: HTTPConnection, path: str, said: dict[str, str] | None, address: str
) -> tuple[int, str]:
    """Send it, once more where the server had closed a line that was idle."""
    try:
        return _sent(connection, path, said, address)
    except OSError:
        connection.close()
        return _sent(connection, path, said, address)


def _sent(
    connection: HTTPConnection, path: str, said: dict[str, str] | None, address: str
) -> tuple[int, str]:
    headers = {"X-Forwarded-For": address, "Host": "localhost"}
    if said is None:
        connection.request("GET", path, headers=headers)
    else:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request("POST", path, urlencode(said), headers)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


if __name__ == "__main__":
    main()

"""Many who log visits at once, by HTTP, while the server is killed and started again.

It serves an instance of its own (SQLite in a folder, or a database that it makes on the server of
DATABASE_URL and drops again). Whoever meets a broken line sends the same form again. At the end
each visit that was acknowledged must be there, once, with its event.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from statistics import quantiles
from threading import Thread
from uuid import UUID, uuid4

from benchmarks.web.visitors import Browser, NotAnswered
from tests.cli.instances import Instance, new_instance
from tests.cli.served import Served
from tests.cli.test_serve import free_port

MEMBERS = 10  # more log-ins a minute than 30 from one address are throttled
PASSWORD = "a long enough phrase"
SEED = """
import json, sys
import django
django.setup()
from django.core.management import call_command
from django.utils import timezone
from alongside.outreach.actions import Described, add_practice
from alongside.playbook.history import Entry
from alongside.team.actions import accept, found, install, invite
from alongside.team.models import Role
members, practices = map(int, sys.argv[1:])
call_command("migrate", verbosity=0)
install()
at, password = timezone.now(), "a long enough phrase"
owner = found(email="m0@example.com", name="Maya Okonkwo", password=password,
              group_name="Casco Counseling", time_zone="UTC", at=at)
for number in range(1, members):
    _, token = invite(member=owner, email=f"m{number}@example.com", role=Role.THERAPIST, at=at)
    accept(token=token, name=f"Member {number}", password=password, at=at)
print(json.dumps([str(add_practice(member=owner, entry=Entry.BY_HAND, on=at.date(), at=at,
    described=Described(f"Office {number}", "other")).pk) for number in range(practices)]))
"""


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of it."""

    database: str
    writers: int
    seconds: float
    kills: int
    acknowledged: int
    p50_ms: float
    p95_ms: float
    server_errors: int
    refused: int
    broken_lines: int
    lost: int
    doubled: int
    incomplete: int
    is_intact: bool

    @property
    def is_sound(self) -> bool:
        wrong = (self.server_errors, self.refused, self.lost, self.doubled, self.incomplete)
        return self.is_intact and not any(wrong)

    def __str__(self) -> str:
        return (
            f"{self.database}, {self.writers} writers, {self.seconds:.0f} s, {self.kills} kills: "
            f"{self.acknowledged} visits, {self.acknowledged / self.seconds:.1f}/s, "
            f"p50 {self.p50_ms:.0f} ms, p95 {self.p95_ms:.0f} ms, 5xx {self.server_errors}, "
            f"refused {self.refused}, broken lines {self.broken_lines}, lost {self.lost}, "
            f"doubled {self.doubled}, incomplete {self.incomplete}, "
            f"{'intact' if self.is_intact else 'NOT INTACT'}"
        )


@dataclass
class Book:
    """What one writer remembers."""

    acknowledged: list[UUID] = field(default_factory=list)
    took_ms: list[float] = field(default_factory=list)
    answers: Counter[int] = field(default_factory=Counter)
    broken_lines: int = 0


@dataclass
class End:
    """When the writing ends; the time in which nothing was served does not count."""

    until: float

    def is_past(self, by: float = 0) -> bool:
        return time.monotonic() > self.until + by


def measure(
    instance: Instance, *, writers: int, seconds: float, kills: int, chance: random.Random
) -> Figures:
    """Serve an empty instance, let everybody write, kill it so many times, and count."""
    practices = begun(instance, practices=2 * writers)
    served = Served(instance, free_port()).start()
    try:
        browsers = signed_in(served.port, writers)
        end = End(time.monotonic() + seconds)
        killer = Thread(target=kill, args=(served, moments(seconds, kills, chance), end))
        killer.start()
        with ThreadPoolExecutor(writers) as threads:
            books = list(threads.map(lambda browser: write(browser, practices, end), browsers))
        killer.join()
    finally:
        served.stop()
    return figures(instance, books, writers, seconds, kills)


def begun(instance: Instance, *, practices: int) -> list[str]:
    """Make the people and the practices; return the practices' ids."""
    command = [sys.executable, "-c", SEED, str(MEMBERS), str(practices)]
    done = subprocess.run(
        command, env=instance.env, capture_output=True, text=True, check=True, timeout=300
    )
    return list(map(str, json.loads(done.stdout.splitlines()[-1])))


def signed_in(port: int, writers: int) -> list[Browser]:
    """Sign the members in; they share the writing."""
    members = [
        Browser(port).sign_in(f"m{number}@example.com", PASSWORD)
        for number in range(min(MEMBERS, writers))
    ]
    return [members[number % len(members)].another() for number in range(writers)]


def write(browser: Browser, practices: list[str], end: End) -> Book:
    """Log one visit after the other, each until it is acknowledged."""
    book, on = Book(), datetime.now(UTC).date().isoformat()
    while not end.is_past():
        practice, key = random.choice(practices), uuid4()
        began = time.monotonic()
        status, leads_to = insist(browser, book, practice, key, on, end)
        book.answers[status] += 1
        if (status, leads_to) == (302, f"/practices/{practice}/"):
            book.acknowledged.append(key)
            book.took_ms.append(1000 * (time.monotonic() - began))
    browser.close()
    return book


def insist(
    browser: Browser, book: Book, practice: str, key: UUID, on: str, end: End
) -> tuple[int, str]:
    """Send a form until it is answered: a broken line says nothing of what was done."""
    while True:
        try:
            return browser.log_visit(practice, key, on)
        except NotAnswered:
            book.broken_lines += 1
            if end.is_past(by=60):
                return 0, ""
            time.sleep(0.3)


def moments(seconds: float, kills: int, chance: random.Random) -> list[float]:
    """Return how long to wait before each kill."""
    drawn = sorted(chance.uniform(0, seconds) for _ in range(kills))
    return [after - before for before, after in pairwise([0.0, *drawn])]


def kill(served: Served, waits: list[float], end: End) -> None:
    """kill -9 at random moments, and start anew: by turns all of it, and the parent alone."""
    for number, seconds in enumerate(waits):
        time.sleep(seconds)
        began = time.monotonic()
        served.kill(everything=number % 2 == 0)
        served.start()
        end.until += time.monotonic() - began


def figures(
    instance: Instance, books: list[Book], writers: int, seconds: float, kills: int
) -> Figures:
    stored = Counter(stored_keys(instance))
    acknowledged = [key.hex for book in books for key in book.acknowledged]
    answers = sum((book.answers for book in books), Counter[int]())
    took = sorted(ms for book in books for ms in book.took_ms)
    cuts = quantiles(took, n=20) if len(took) > 1 else [0.0] * 19
    return Figures(
        database="PostgreSQL" if instance.database_url else "SQLite",
        writers=writers,
        seconds=seconds,
        kills=kills,
        acknowledged=len(acknowledged),
        p50_ms=cuts[9],
        p95_ms=cuts[18],
        server_errors=sum(count for status, count in answers.items() if status >= 500),
        refused=sum(count for status, count in answers.items() if status < 500) - len(acknowledged),
        broken_lines=sum(book.broken_lines for book in books),
        lost=sum(stored[key] == 0 for key in acknowledged),
        doubled=sum(count > 1 for count in stored.values()),
        incomplete=incomplete(instance),
        is_intact=is_intact(instance),
    )


def stored_keys(instance: Instance) -> Iterator[str]:
    with instance.database() as database:
        for (key,) in database.execute("SELECT key FROM outreach_visit").fetchall():
            yield UUID(str(key)).hex


def incomplete(instance: Instance) -> int:
    """Return how many visits have not exactly one event, and practices not one follow-up."""
    with instance.database() as database:
        ((visits,),) = database.execute(
            "SELECT count(*) FROM outreach_visit WHERE (SELECT count(*) FROM team_event "
            "WHERE verb = 'visit logged' AND row_id = outreach_visit.id) <> 1"
        ).fetchall()
        ((practices,),) = database.execute(
            "SELECT count(*) FROM outreach_practice WHERE (SELECT count(*) FROM outreach_followup "
            "WHERE standing_for_id = outreach_practice.id) <> 1"
        ).fetchall()
        return int(visits) + int(practices)


def is_intact(instance: Instance) -> bool:
    if instance.database_url:
        return True
    with instance.database() as database, closing(database.execute("PRAGMA quick_check")) as said:
        return bool(said.fetchall() == [("ok",)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--writers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0, help="of the moments of the kills")
    said = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        new_instance(Path(folder) / "home") as instance,
    ):
        found = measure(
            instance,
            writers=said.writers,
            seconds=said.seconds,
            kills=said.kills,
            chance=random.Random(said.seed),
        )
    print(found, f"on {os.cpu_count()} cores")
    sys.exit(not found.is_sound)


if __name__ == "__main__":
    main()

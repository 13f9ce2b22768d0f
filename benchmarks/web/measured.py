"""Each page is asked for over and over, and the floor right before it and right after."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from statistics import fmean, quantiles

from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from alongside.outreach.models import Visit
from alongside.team.models import Membership
from benchmarks.web import rows as shown_rows
from benchmarks.web.asked import Case, cases, floor_page, floor_write
from benchmarks.web.cost import Queries, counted, cpu_seconds
from benchmarks.web.instance import FLOOR, WITH_ROWS, serving
from benchmarks.web.template import MEMBER, PASSWORD
from benchmarks.web.visitor import Answer, Asked, ask_all, sign_in

PORT, FLOOR_PORT = 8930, 8931
ROWS = (25, 100)
FRESH = 40
ALL_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Burst:
    """Many requests over some connections: how long they took, and how many came a second."""

    p50_ms: float
    p95_ms: float
    a_second: float
    cpu_ms: float


@dataclass(frozen=True, slots=True)
class Measured:
    """What one case cost, and the floor beside it."""

    case: Case
    rows: int
    size: int
    queries: Queries
    fresh_cpu_ms: float
    alone: Burst
    together: Burst
    floor_alone: Burst
    floor_together: Burst
    load: float


def measure(environment: Mapping[str, str], requests: int) -> Iterator[Measured]:
    """Yield what each case costs, with 25 rows a page and then with 100."""
    for rows in ROWS:
        with ExitStack() as stack:
            ours = stack.enter_context(
                serving(environment, settings=WITH_ROWS, port=PORT, rows=rows)
            )
            floor = stack.enter_context(
                serving(environment, settings=FLOOR, port=FLOOR_PORT, rows=rows)
            )
            shown_rows.show(rows)
            bench = Bench(ours.pid, floor.pid, requests, rows)
            yield from (bench.measured(case) for case in cases() if case.is_paged or rows == 25)


class Bench:
    """Two servers, and a member who has signed in."""

    def __init__(self, ours: int, floor: int, requests: int, rows: int) -> None:
        self.ours, self.floor, self.requests, self.rows = ours, floor, requests, rows
        self.member = Membership.objects.get(person__email=MEMBER)
        self.used = sign_in(PORT, MEMBER, PASSWORD)
        self.fresh = list(_sessions_like(self.used, FRESH))

    def measured(self, case: Case) -> Measured:
        """Measure one case: counted, then alone and with others, the floor around both."""
        floor = (floor_write if case.is_write else floor_page)(self.member.pk)
        size, queries = self._looked_at(case)
        for server, port, one in ((self.ours, PORT, case), (self.floor, FLOOR_PORT, floor)):
            self._burst(server, port, one, ALL_AT_ONCE, 40)  # every thread has its connection
        alone, floor_alone = self._beside(case, floor, 1)
        together, floor_together = self._beside(case, floor, ALL_AT_ONCE)
        fresh = self._burst_of(self.ours, PORT, [case.asks(own) for own in self.fresh], 1)
        return Measured(
            case=case,
            rows=self.rows,
            size=size,
            queries=queries,
            fresh_cpu_ms=fresh.cpu_ms,
            alone=alone,
            together=together,
            floor_alone=floor_alone,
            floor_together=floor_together,
            load=os.getloadavg()[0],
        )

    def _beside(self, case: Case, floor: Case, connections: int) -> tuple[Burst, Burst]:
        """Measure the floor, the case, and the floor again."""
        before = self._burst(self.floor, FLOOR_PORT, floor, connections, self.requests // 2)
        burst = self._burst(self.ours, PORT, case, connections, self.requests)
        after = self._burst(self.floor, FLOOR_PORT, floor, connections, self.requests // 2)
        return burst, _mean(before, after)

    def _burst(self, server: int, port: int, case: Case, connections: int, count: int) -> Burst:
        return self._burst_of(
            server, port, [case.asks(self.used) for _ in range(count)], connections
        )

    def _burst_of(self, server: int, port: int, asked: Sequence[Asked], connections: int) -> Burst:
        visits = Visit.objects.filter(by=self.member).count()
        began = cpu_seconds(server)
        answers, seconds = ask_all(port, asked, connections)
        used = cpu_seconds(server) - began
        _check(answers, asked)
        logged = Visit.objects.filter(by=self.member).count() - visits
        assert logged == sum(one.fields is not None for one in asked), f"{logged} were logged"
        times = [1000 * answer.seconds for answer in answers]
        cuts = quantiles(times, n=20)
        return Burst(cuts[9], cuts[18], len(asked) / seconds, 1000 * used / len(asked))

    def _looked_at(self, case: Case) -> tuple[int, Queries]:
        """Return the bytes of the page, and the queries, counted in this process."""
        client = Client(enforce_csrf_checks=True, HTTP_HOST="localhost")
        client.cookies.load(dict(self.used))
        _ask(client, case.asks(self.used))
        queries = counted(lambda: _ask(client, case.asks(self.used)))
        return len(_ask(client, case.asks(self.used))), queries


def _check(answers: Sequence[Answer], asked: Sequence[Asked]) -> None:
    assert len(answers) == len(asked)
    statuses = {answer.status for answer in answers}
    assert statuses <= {200, 302}, f"answered with {statuses}"


def _ask(client: Client, asked: Asked) -> bytes:
    if asked.fields is None:
        return client.get(asked.path).content
    response = client.post(asked.path, dict(asked.fields))
    assert response.status_code == 302
    return response.content


def _mean(one: Burst, other: Burst) -> Burst:
    return Burst(
        p50_ms=fmean((one.p50_ms, other.p50_ms)),
        p95_ms=fmean((one.p95_ms, other.p95_ms)),
        a_second=fmean((one.a_second, other.a_second)),
        cpu_ms=fmean((one.cpu_ms, other.cpu_ms)),
    )


def _sessions_like(used: Mapping[str, str], count: int) -> Iterator[dict[str, str]]:
    """Yield sessions that nobody has used yet: as the log-in left this one, each with its key."""
    kept = dict(SessionStore(used["sessionid"]).load())
    for _ in range(count):
        store = SessionStore()
        store.update(kept)
        store.create()
        yield {**used, "sessionid": str(store.session_key)}

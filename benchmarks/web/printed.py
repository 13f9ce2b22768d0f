"""The table: what was measured, the targets beside it, and whether they were met."""

import os
import platform
from collections.abc import Iterable

from django.apps import apps
from django.db import connection

from benchmarks.web.cost import Queries
from benchmarks.web.measured import Measured

QUERIES, KB, ALONE_P95_MS, P95_TIMES, RATE_TIMES = 12, 60, 50, 2, 0.5
COLUMNS = (
    "", "rows", "CPU ms (target)", "fresh", "floor", "queries ≤ 12", "kB ≤ 60",
    "1: p50 / p95 ms < 50", "4: p50 / p95 ms", "4: a second", "p95 ≤ 2 ×", "rate ≥ 0.5 ×",
    "of the best peer", "load", "missed",
)  # fmt: skip


def print_head(scale: float) -> None:
    """Say what was measured, and where."""
    with connection.cursor() as cursor:
        pg = connection.vendor == "postgresql"
        cursor.execute("SHOW server_version" if pg else "SELECT sqlite_version()")
        version = cursor.fetchone()[0]
    counts = (("contacts", "outreach", "Contact"), ("visits", "outreach", "Visit"),
              ("events", "team", "Event"), ("groups", "team", "Group"))  # fmt: skip
    told = ", ".join(
        f"{apps.get_model(app, kind)._default_manager.count():,} {noun}"
        for noun, app, kind in counts
    )
    print(f"\n{connection.display_name} {version}, scale {scale:g}: {told}.")
    print(f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}.\n")


def print_table(found: Iterable[Measured]) -> None:
    """Print a line a case as soon as it is measured."""
    print("| " + " | ".join(COLUMNS) + " |")
    print("|" + "---|" * len(COLUMNS), flush=True)
    for one in found:
        print("| " + " | ".join((*_cells(one), ", ".join(_missed(one)) or "–")) + " |", flush=True)


def _cells(one: Measured) -> tuple[str, ...]:
    target = f" (≤ {one.case.cpu_ms:g})" if one.case.cpu_ms else ""
    peer = f"{_of_peer(one):.0f} × (≥ {one.case.peer[1]:g})" if one.case.peer else ""
    return (
        one.case.name,
        f"{one.rows}" if one.case.is_paged else "",
        f"{one.alone.cpu_ms:.1f}{target}",
        f"{one.fresh_cpu_ms:.1f}",
        f"{one.floor_alone.cpu_ms:.1f}",
        _queries(one.queries),
        f"{one.size / 1000:.1f}",
        f"{one.alone.p50_ms:.0f} / {one.alone.p95_ms:.0f}",
        f"{one.together.p50_ms:.0f} / {one.together.p95_ms:.0f}",
        f"{one.together.a_second:.0f}",
        f"{_p95_times(one):.1f}",
        f"{_rate_times(one):.2f}",
        peer,
        f"{one.load:.1f}",
    )


def _queries(queries: Queries) -> str:
    more = f" + {queries.of_transactions}" if queries.of_transactions else ""
    return f"{queries.asked}{more}"


def _missed(one: Measured) -> list[str]:
    case = one.case
    checks = {
        "CPU": case.cpu_ms is None or one.alone.cpu_ms <= case.cpu_ms,
        "queries": one.queries.asked <= QUERIES,
        "bytes": one.size <= KB * 1000,
        "p95 alone": one.alone.p95_ms < ALONE_P95_MS,
        "p95": _p95_times(one) <= P95_TIMES,
        "rate": _rate_times(one) >= RATE_TIMES,
        "peer": case.peer is None or _of_peer(one) >= case.peer[1],
    }
    return [name for name, is_met in checks.items() if not is_met]


def _p95_times(one: Measured) -> float:
    return one.together.p95_ms / one.floor_together.p95_ms


def _rate_times(one: Measured) -> float:
    return one.together.a_second / one.floor_together.a_second


def _of_peer(one: Measured) -> float:
    """Return our requests a second over the floor's, as a multiple of the best peer's."""
    assert one.case.peer is not None
    return _rate_times(one) / one.case.peer[0]

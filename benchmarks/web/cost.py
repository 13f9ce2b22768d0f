"""What an answer costs: processor time of every process that has a part in it, and queries."""

from collections.abc import Callable
from dataclasses import dataclass

import psutil  # type: ignore[import-untyped]
from django.db import connection
from django.test.utils import CaptureQueriesContext

OF_TRANSACTIONS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@dataclass(frozen=True, slots=True)
class Queries:
    """How many were asked, and how many statements only opened or closed a transaction."""

    asked: int
    of_transactions: int


def cpu_seconds(server_pid: int) -> float:
    """Return the processor time that the server has used so far, and the database for it."""
    server = psutil.Process(server_pid)
    processes = [server, *server.children(recursive=True), *_backends()]
    return sum(sum(process.cpu_times()[:2]) for process in processes)


def counted(ask: Callable[[], object]) -> Queries:
    """Return the queries of something that is done in this process."""
    with CaptureQueriesContext(connection) as captured:
        ask()
    said = [query["sql"].upper() for query in captured.captured_queries]
    of_transactions = sum(sql.startswith(OF_TRANSACTIONS) for sql in said)
    return Queries(len(said) - of_transactions, of_transactions)


def _backends() -> list[psutil.Process]:
    """Return PostgreSQL's processes for this database; SQLite works in the server's own."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        return [psutil.Process(pid) for (pid,) in cursor.fetchall()]

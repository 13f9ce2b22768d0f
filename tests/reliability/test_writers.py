"""Many write at once, and the server is killed meanwhile: nothing acknowledged is lost."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Barrier
from uuid import UUID, uuid4

from benchmarks.web.visitors import Browser
from benchmarks.web.writers import PASSWORD, begun, measure, stored_keys
from tests.cli.instances import Instance, new_instance
from tests.cli.served import Served
from tests.cli.test_serve import free_port


def test_no_acknowledged_visit_is_lost_or_doubled_when_the_server_is_killed(
    tmp_path: Path,
) -> None:
    with new_instance(tmp_path / "home") as instance:
        found = measure(instance, writers=8, seconds=6, kills=2, chance=random.Random(7))
    assert found.is_sound, str(found)
    assert found.acknowledged > 20, str(found)
    assert found.broken_lines > 0, str(found)


def test_one_form_sent_at_once_to_two_processes_is_one_visit(tmp_path: Path) -> None:
    with new_instance(tmp_path / "home") as instance:
        (practice,), key = begun(instance, practices=1), uuid4()
        with served_twice(instance) as ports:
            answers = sent_at_once(ports, practice, key)
        assert answers == [(302, f"/practices/{practice}/")] * 8
        assert list(stored_keys(instance)) == [key.hex]


@contextmanager
def served_twice(instance: Instance) -> Iterator[list[int]]:
    """Two servers of one database: whatever is kept in one process, the other knows nothing of."""
    both = [Served(instance, free_port()) for _ in range(2)]
    try:
        yield [served.start().port for served in both]
    finally:
        for served in both:
            served.stop()


def sent_at_once(ports: list[int], practice: str, key: UUID) -> list[tuple[int, str]]:
    first = Browser(ports[0]).sign_in("m0@example.com", PASSWORD)
    tabs, together = [first.another(ports[number % 2]) for number in range(8)], Barrier(8)

    def send(tab: Browser) -> tuple[int, str]:
        together.wait(30)
        with closing(tab):
            return tab.log_visit(practice, key, "2026-01-05")

    with ThreadPoolExecutor(8) as threads:
        return list(threads.map(send, tabs))

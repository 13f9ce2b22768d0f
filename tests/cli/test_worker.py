"""`alongside worker`, and the worker that `alongside serve` keeps: real processes, and kill -9."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen
from uuid import UUID

import pytest

from tests.cli.command import COMMAND
from tests.cli.instances import Instance, new_instance
from tests.cli.test_serve import free_port

KINDS = {
    "DJANGO_SETTINGS_MODULE": "tests.cli.long_work.settings",
    "PYTHONPATH": str(Path(__file__).parents[2]),
}
ASK = """
import django, json, sys
django.setup()
from datetime import UTC, datetime
from uuid import uuid4
from alongside.team import actions
from alongside.team.models import Job, Membership
act, *told = json.loads(sys.argv[1])
at = datetime.now(UTC)
maya = Membership.objects.filter(person__email="maya@example.com").earliest("joined_at")
if act == "ask":
    kind, arguments = told
    job = actions.ask_for_work(member=maya, kind=kind, key=uuid4(), title="Counting",
                               arguments=arguments, at=at)
else:
    job = Job.objects.get(pk=told[0])
    if act == "stop":
        actions.ask_to_stop(member=maya, job=job, at=at)
    else:
        job = actions.retry_work(member=maya, job=job, key=uuid4(), at=at)
print(job.pk)
"""


@pytest.fixture
def begun(tmp_path: Path) -> Iterator[Instance]:
    with new_instance(tmp_path / "home") as instance:
        instance.begin()
        yield instance


def act(instance: Instance, *told: object) -> UUID:
    done = subprocess.run(
        [sys.executable, "-c", ASK, json.dumps(told)],
        env=instance.env | KINDS,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return UUID(done.stdout.strip())


def asked(instance: Instance, seconds: float) -> UUID:
    return act(instance, "ask", "count slowly", {"seconds": seconds})


def row(instance: Instance, query: str, job: UUID) -> tuple[object, ...] | None:
    """Ask the database itself; SQLite keeps a UUID as text without dashes."""
    mark, key = ("%s", str(job)) if instance.database_url else ("?", job.hex)
    with instance.database() as database:
        found: tuple[object, ...] | None = database.execute(
            query.replace("KEY", mark), (key,)
        ).fetchone()
        return found


def ending(instance: Instance, job: UUID) -> tuple[object, ...] | None:
    return row(instance, "SELECT how, words FROM team_jobending WHERE job_id = KEY", job)


def runs(instance: Instance, job: UUID) -> int:
    found = row(instance, "SELECT runs FROM team_job WHERE id = KEY", job)
    assert found is not None
    return int(str(found[0]))


def counted(instance: Instance, job: UUID) -> int:
    found = row(instance, "SELECT progress_done FROM team_job WHERE id = KEY", job)
    assert found is not None
    return int(str(found[0]))


def effects(instance: Instance, job: UUID) -> int:
    name = str(job)
    with instance.database() as database:
        query = "SELECT count(*) FROM team_group WHERE name = " + (
            "%s" if instance.database_url else "?"
        )
        return int(database.execute(query, (name,)).fetchone()[0])


def until(holds: Callable[[], object], seconds: float = 60) -> None:
    limit = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < limit, "it did not come about"
        time.sleep(0.1)


@contextmanager
def running(instance: Instance, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen([str(COMMAND), *words], env=instance.env | KINDS) as process:
        try:
            yield process
        finally:
            process.kill()


def serving(instance: Instance, *words: str) -> list[str]:
    return ["serve", "--port", str(free_port()), *words]


def workers_of(parent: int) -> list[int]:
    """The worker processes that a server started, as the kernel lists them."""
    numbers = (int(folder.name) for folder in Path("/proc").iterdir() if folder.name.isdigit())
    return [pid for pid in numbers if _parent(pid) == parent and b"worker" in _words(pid)]


def lives(pid: int) -> bool:
    """Whether it runs: a dead one that nobody waited for is listed, as Z."""
    return _stat(pid)[:1] not in ([], ["Z"])


def _parent(pid: int) -> int:
    return int((_stat(pid) or ["", "0"])[1])


def _stat(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _words(pid: int) -> list[bytes]:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return []


def test_a_worker_does_a_job_and_tells_how_far_it_is(begun: Instance) -> None:
    job = asked(begun, 2)
    with running(begun, "worker") as worker:
        until(lambda: 0 < counted(begun, job) < 20)
        until(lambda: ending(begun, job))
        worker.terminate()
        assert worker.wait(timeout=30) == 0
    assert ending(begun, job) == ("done", "Counted to 20.")
    assert effects(begun, job) == 1


def test_a_job_under_way_is_stopped(begun: Instance) -> None:
    job = asked(begun, 300)
    with running(begun, "worker"):
        until(lambda: counted(begun, job))
        act(begun, "stop", str(job))
        until(lambda: ending(begun, job), 10)
    assert ending(begun, job) == ("stopped", "It was stopped.")


def test_a_job_that_failed_says_why_and_is_tried_again(begun: Instance, tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    job = act(begun, "ask", "read a file that may be missing", {"path": str(path)})
    with running(begun, "worker"):
        until(lambda: ending(begun, job))
        assert ending(begun, job) == ("failed", "story.txt is not there.")
        path.write_text("Read.")
        again = act(begun, "retry", str(job))
        until(lambda: ending(begun, again))
    assert ending(begun, again) == ("done", "Read.")


def test_a_worker_killed_again_and_again_leaves_one_end_and_one_effect(begun: Instance) -> None:
    job = asked(begun, 3)
    for run in range(1, 4):
        with running(begun, "worker") as worker:
            until(lambda run=run: runs(begun, job) == run and counted(begun, job))  # type: ignore[misc]
            worker.send_signal(signal.SIGKILL)
    assert ending(begun, job) is None
    with running(begun, "worker"):
        until(lambda: ending(begun, job))
    assert ending(begun, job) == ("done", "Counted to 30.")
    assert runs(begun, job) == 4
    assert effects(begun, job) == 1


def test_a_worker_told_to_end_leaves_its_job_to_the_next(begun: Instance) -> None:
    job = asked(begun, 3)
    with running(begun, "worker") as worker:
        until(lambda: counted(begun, job))
        worker.terminate()
        assert worker.wait(timeout=10) == 0
    assert ending(begun, job) is None
    with running(begun, "worker"):
        until(lambda: ending(begun, job))
    assert (runs(begun, job), effects(begun, job)) == (2, 1)


def test_a_home_has_one_worker(begun: Instance) -> None:
    job = asked(begun, 300)
    with running(begun, "worker"):
        until(lambda: runs(begun, job))
        second = begun.alongside("worker", **KINDS)
    assert second.returncode == 2
    assert "A worker works in" in second.stderr
    assert "Traceback" not in second.stderr


def test_a_worker_waits_for_no_migration(tmp_path: Path) -> None:
    with new_instance(tmp_path / "home") as instance:
        refused = instance.alongside("worker")
    assert refused.returncode == 2
    assert "`alongside serve`" in refused.stderr


def test_a_database_that_is_away_is_one_message(begun: Instance) -> None:
    away = begun.alongside("worker", DATABASE_URL="postgresql://nobody@127.0.0.1:1/nothing")
    assert away.returncode == 2
    assert "The database cannot be asked" in away.stderr
    assert "Traceback" not in away.stderr


def test_the_server_keeps_a_worker_and_starts_another_when_it_dies(begun: Instance) -> None:
    job = asked(begun, 2)
    with running(begun, *serving(begun)) as server:
        until(lambda: runs(begun, job))
        for run in (2, 3):
            [worker] = workers_of(server.pid)
            os.kill(worker, signal.SIGKILL)
            until(lambda run=run: runs(begun, job) == run)  # type: ignore[misc]
        until(lambda: ending(begun, job))
        assert len(workers_of(server.pid)) == 1
        assert effects(begun, job) == 1


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_the_worker_ends_with_its_server(begun: Instance, how: signal.Signals) -> None:
    job = asked(begun, 300)
    with running(begun, *serving(begun)) as server:
        until(lambda: runs(begun, job))
        [worker] = workers_of(server.pid)
        server.send_signal(how)
        server.wait(timeout=30)
        until(lambda: not lives(worker), 5)
    assert ending(begun, job) is None


def test_a_server_may_leave_the_work_to_a_worker_apart(begun: Instance) -> None:
    port = free_port()
    job = asked(begun, 0.5)
    with running(begun, "serve", "--no-worker", "--port", str(port)) as server:
        until(lambda: health(port))
        assert health(port)["worker"] == "look"
        assert workers_of(server.pid) == []
        with running(begun, "worker"):
            until(lambda: ending(begun, job))
            assert (health(port)["worker"], health(port)["queue"]) == ("ok", "ok")


def health(port: int) -> dict[str, str]:
    try:
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=30) as answer:
            found: dict[str, str] = json.load(answer)
            return found
    except HTTPError as error:
        told: dict[str, str] = json.load(error)
        return told
    except OSError:
        return {}

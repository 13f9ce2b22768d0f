"""`alongside serve`: the real server, on a port of its own."""

import json
import re
import socket
import subprocess
import time
from pathlib import Path
from urllib.request import urlopen

from pytest_django import Settings

from alongside.cli.stylesheets import MANIFEST, MARK, collect_once
from alongside.config.settings import STORAGES as COLLECTED
from tests.cli.command import COMMAND
from tests.cli.instances import new_instance


def free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        port: int = tried.getsockname()[1]
        return port


def test_it_prints_its_address_and_code_answers_and_ends(tmp_path: Path) -> None:
    port = free_port()
    command = [str(COMMAND), "serve", "--port", str(port)]
    with (
        new_instance(tmp_path / "home") as instance,
        subprocess.Popen(command, env=instance.env, stdout=subprocess.PIPE, text=True) as server,
    ):
        try:
            assert server.stdout is not None
            assert server.stdout.readline() == f"Alongside serves at http://localhost:{port}\n"
            assert re.search(r"code: \w{4}-\w{4}$", server.stdout.readline())
            # A connection waits in the queue until the workers are up.
            with urlopen(_once_open(port), timeout=60) as answer:
                assert json.load(answer)["database"] == "ok"
            assert_styled(port)
            refused = instance.alongside("serve", "--port", port)
            assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
        finally:
            server.terminate()
        assert server.wait(timeout=30) == 0


def assert_styled(port: int) -> None:
    """The first page is there with its stylesheet, though nobody had collected any."""
    with urlopen(f"http://localhost:{port}/beginning/", timeout=60) as page:
        found = re.search(r'href="(/static/web/css/app[^"]+)"', page.read().decode())
    assert found is not None
    with urlopen(f"http://localhost:{port}{found[1]}", timeout=60) as sheet:
        assert sheet.status == 200


def test_stylesheets_are_collected_once_a_version(settings: Settings, tmp_path: Path) -> None:
    settings.STORAGES = COLLECTED
    settings.STATIC_ROOT = tmp_path / "static"
    collect_once()
    mark = settings.STATIC_ROOT / MARK
    first = mark.stat().st_mtime_ns
    collect_once()
    assert mark.stat().st_mtime_ns == first
    mark.write_text("another version's")
    collect_once()
    assert mark.read_text() != "another version's"


def test_what_somebody_else_collected_is_left_alone(settings: Settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    (tmp_path / MANIFEST).write_text("{}")
    collect_once()
    assert [path.name for path in tmp_path.iterdir()] == [MANIFEST]


def _once_open(port: int) -> str:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return f"http://127.0.0.1:{port}/healthz"
        time.sleep(0.1)
    raise AssertionError("the server did not listen within a minute")

"""The web server's processes, when they are told to stop and when they are killed."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.request import urlopen

from tests.cli.instances import new_instance
from tests.cli.served import Served
from tests.cli.test_serve import free_port

# An application that is still at work when its worker stops, and opens a file meanwhile.
AT_WORK = """
import os, sys, time
from gunicorn.app.base import BaseApplication
from alongside.cli.server import Worker
port, path = sys.argv[1:]

def work(environ, start):
    files = []
    if environ["PATH_INFO"] == "/slow":
        time.sleep(4)
    if environ["PATH_INFO"] == "/open":
        time.sleep(3)
        files = [open(path, "r+b", buffering=0) for _ in range(30)]
        time.sleep(2)
    start("200 OK", [])
    return [str(os.getpid()).encode()]

class Trial(BaseApplication):
    def load_config(self):
        for name, value in {"bind": f"127.0.0.1:{port}", "worker_class": Worker, "threads": 4,
                            "graceful_timeout": 1, "control_socket_disable": True}.items():
            self.cfg.set(name, value)

    def load(self):
        return work

Trial().run()
"""


def test_a_worker_that_stops_writes_into_no_file_that_was_opened_meanwhile(
    tmp_path: Path,
) -> None:
    file, port = tmp_path / "file", free_port()
    file.write_bytes(b"SQLite format 3")
    command = [sys.executable, "-c", AT_WORK, str(port), str(file)]
    with (
        subprocess.Popen(command, stderr=subprocess.DEVNULL) as server,
        ThreadPoolExecutor() as many,
    ):
        try:
            worker = int(asked(port, "/pid"))
            for path in ("/slow", "/open"):
                many.submit(asked, port, path)
            time.sleep(0.5)
            os.kill(worker, signal.SIGTERM)
            until = time.monotonic() + 20
            while Path(f"/proc/{worker}").exists() and time.monotonic() < until:
                time.sleep(0.1)
        finally:
            server.terminate()
    assert file.read_bytes() == b"SQLite format 3"


def asked(port: int, path: str) -> bytes:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with suppress(OSError), urlopen(f"http://127.0.0.1:{port}{path}") as answer:
            return bytes(answer.read())
        time.sleep(0.1)
    raise AssertionError("the server did not listen within half a minute")


def test_when_the_parent_is_killed_its_busy_workers_end_and_the_port_is_free(
    tmp_path: Path,
) -> None:
    with new_instance(tmp_path / "home") as instance:
        served = Served(instance, free_port()).start()
        with ThreadPoolExecutor() as many:
            lines = [many.submit(ask_until_it_breaks, served.port) for _ in range(4)]
            time.sleep(0.5)
            served.kill(everything=False)
            assert all(line.result() < 10 for line in lines)
        served.start()  # which is refused while the port is taken
        served.stop()


def ask_until_it_breaks(port: int) -> float:
    """Keep one line busy; return how many seconds it was answered."""
    began, line = time.monotonic(), HTTPConnection("127.0.0.1", port, timeout=20)
    with suppress(OSError, HTTPException):
        while time.monotonic() < began + 20:
            line.request("GET", "/healthz")
            line.getresponse().read()
    line.close()
    return time.monotonic() - began

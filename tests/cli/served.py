"""`alongside serve` in processes of its own, which a test may kill."""

import os
import signal
import subprocess
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.cli.command import COMMAND
from tests.cli.instances import Instance

ROOT = Path(__file__).parents[2]
# Collected by `make`; a server does not start without.
STATIC = os.environ.get("ALONGSIDE_STATIC", str(ROOT / ".venv" / "static"))


class Served:
    """An instance that is served at a port, until it is stopped or killed."""

    def __init__(self, instance: Instance, port: int, **env: str) -> None:
        self.port, self.log = port, instance.home / f"serve-{port}.log"
        self.env = instance.env | {"ALONGSIDE_STATIC": STATIC} | env
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> "Served":
        """Start it, and come back once it answers."""
        command = [str(COMMAND), "serve", "--port", str(self.port)]
        until = time.monotonic() + 60
        while not self._answers():
            assert time.monotonic() < until, self.log.read_text()
            # The port may be held a little longer by workers whose parent was killed.
            if self.process is None or self.process.poll() is not None:
                with self.log.open("ab") as log:
                    self.process = subprocess.Popen(
                        command, env=self.env, stdout=log, stderr=log, start_new_session=True
                    )
            time.sleep(0.05)
        return self

    def kill(self, *, everything: bool = True) -> None:
        """kill -9: all of it at once, or the parent alone, whose workers must then end."""
        assert self.process is not None
        if everything:
            os.killpg(self.process.pid, signal.SIGKILL)
        else:
            self.process.kill()
        self.process.wait(30)
        self.process = None

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(60)
            self.process = None

    def _answers(self) -> bool:
        if self.process is None or self.process.poll() is not None:
            return False
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False

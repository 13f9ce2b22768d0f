"""gunicorn, in this process: what it would read from its own command line, said here."""

import os
from typing import Any

from django.conf import settings
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]
from gunicorn.arbiter import Arbiter  # type: ignore[import-untyped]
from gunicorn.workers.gthread import ThreadWorker  # type: ignore[import-untyped]

from alongside.cli.keeper import WorkerKeeper

WORKERS = 2
THREADS = 8  # more only wait longer for SQLite's one writer


class Server(BaseApplication):  # type: ignore[misc]
    """Two processes of eight threads; it ends when this process does."""

    def __init__(self, host: str, port: int, keeper: WorkerKeeper | None) -> None:
        self.keeper = keeper
        self.address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._said().items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        # By name: the application is config's, which stands on the floor above.
        from django.utils.module_loading import import_string

        return import_string(settings.WSGI_APPLICATION)

    def run(self) -> None:
        if self.keeper is None:
            super().run()
        else:
            ArbiterWithWorker(self, self.keeper).run()

    def _said(self) -> dict[str, object]:
        return {
            "bind": self.address,
            "workers": WORKERS,
            "worker_class": Worker,
            "threads": THREADS,
            "proc_name": "alongside",
            "loglevel": "warning",
            # No access log: an address can carry a token or a name in its query.
            "accesslog": None,
            "forwarded_allow_ips": settings.TRUSTED_PROXIES,
            "control_socket_disable": True,
        }


class ArbiterWithWorker(Arbiter):  # type: ignore[misc]
    """gunicorn's own loop, which looks after the worker too: no other process, and no thread."""

    def __init__(self, server: Server, keeper: WorkerKeeper) -> None:
        self.keeper = keeper
        super().__init__(server)

    def manage_workers(self) -> None:
        super().manage_workers()
        self.keeper.keep()

    def stop(self, graceful: bool = True) -> None:
        self.keeper.dismiss()
        super().stop(graceful)
        self.keeper.see_off()


class Worker(ThreadWorker):  # type: ignore[misc]
    """gunicorn's threads, less two things that harm whoever serves next."""

    def __init__(self, *said: Any, **more: Any) -> None:
        super().__init__(*said, **more)
        # gunicorn closes this pipe when a worker stops, and threads that are still at a request
        # write a byte to its number: by then that can be the database, which loses its first one.
        self.method_queue.close = lambda: None

    def is_parent_alive(self) -> bool:
        """End at once when the parent was killed: gunicorn's own would hold the port for longer."""
        if not super().is_parent_alive():
            os._exit(1)
        return True

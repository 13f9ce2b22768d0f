"""A fault of the server is printed where it was started, and whoever meets it is told little."""

from contextlib import closing
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.cli.instances import new_instance
from tests.cli.served import Served
from tests.cli.test_serve import free_port


def test_a_fault_is_printed_and_a_probe_is_not(tmp_path: Path) -> None:
    with new_instance(tmp_path / "home") as instance:
        served = Served(instance, free_port()).start()
        with instance.database() as database:
            database.execute("ALTER TABLE team_installation RENAME TO gone")
        try:
            assert answered(served.port, "/beginning/", "localhost") == 500
            assert answered(served.port, "/", "evil.test") == 400
        finally:
            served.stop()
    log = served.log.read_text()
    assert "Internal Server Error: /beginning/" in log
    assert "Traceback" in log
    assert "evil.test" not in log


def answered(port: int, path: str, host: str) -> int:
    asked = Request(f"http://127.0.0.1:{port}{path}", headers={"Host": host})
    with pytest.raises(HTTPError) as fault:
        urlopen(asked, timeout=30)
    with closing(fault.value):
        assert "Traceback" not in fault.value.read().decode()
        return fault.value.code

"""`alongside check`: a line a thing, and 1 when something is bad."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from alongside.releases import append_only
from alongside.team.audit import POSTGRESQL, SQLITE
from tests.cli.instances import SERVER, Instance, new_instance


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    with new_instance(tmp_path_factory.mktemp("begun") / "home") as instance:
        instance.begin()
        (instance.home / "static").mkdir()
        (instance.home / "static" / "staticfiles.json").write_text("{}")
        yield instance


def lines(instance: Instance, code: int, **env: str) -> dict[str, str]:
    done = instance.alongside("check", **env)
    assert done.returncode == code, done.stdout + done.stderr
    assert done.stderr == ""
    return {line[6:].split(":")[0]: line[:5].strip() for line in done.stdout.splitlines()}


def test_a_sound_instance_has_nothing_bad(begun: Instance) -> None:
    found = lines(begun, 0)
    assert found["database"] == found["audit trail"] == found["migrations"] == "ok"
    assert found["public URL"] == found["mail"] == found["worker"] == "look"
    assert found["queue"] == "ok"


def test_an_instance_that_was_never_served_says_what_to_do(tmp_path: Path) -> None:
    with new_instance(tmp_path / "home") as instance:
        assert lines(instance, 1)["migrations"] == "bad"
        assert "`alongside serve`" in instance.alongside("check").stdout


@pytest.mark.parametrize(
    ("finding", "names"),
    [
        ("audit trail", POSTGRESQL if SERVER else SQLITE),
        ("letters and disclosures", append_only.triggers("postgresql" if SERVER else "sqlite")),
    ],
)
def test_a_missing_trigger_is_bad(tmp_path: Path, finding: str, names: dict[str, str]) -> None:
    with new_instance(tmp_path / "home") as instance:
        instance.begin()
        name = min(names)
        table = re.search(r"\bON (\w+)", names[name])
        assert table is not None
        with instance.database() as database:
            on = f" ON {table[1]}" if SERVER else ""
            database.execute(f"DROP TRIGGER {name}{on}")
        assert lines(instance, 1)[finding] == "bad"
        assert name in instance.alongside("check").stdout


def test_a_public_address_without_tls_is_bad(begun: Instance) -> None:
    found = lines(begun, 1, ALONGSIDE_PUBLIC_URL="http://alongside.example.org")
    assert found["public URL"] == "bad"
    found = lines(begun, 0, ALONGSIDE_PUBLIC_URL="https://alongside.example.org")
    assert found["public URL"] == "ok"


def test_a_mail_server_that_does_not_answer_is_bad(begun: Instance) -> None:
    found = lines(begun, 1, ALONGSIDE_SMTP_HOST="127.0.0.1", ALONGSIDE_SMTP_PORT="1")
    assert found["mail"] == "bad"


def test_a_secret_key_that_others_can_read_is_bad(begun: Instance) -> None:
    key = begun.home / "secret-key"
    key.chmod(0o644)
    assert lines(begun, 1)["secret key"] == "bad"
    key.chmod(0o600)
    assert lines(begun, 0)["secret key"] == "ok"


def test_it_never_prints_a_secret(begun: Instance) -> None:
    said = begun.alongside("check", ALONGSIDE_SMTP_PASSWORD="hunter-two-three").stdout
    assert "hunter" not in said
    assert (begun.home / "secret-key").read_text() not in said


def test_a_database_that_is_away_is_bad_and_no_traceback(begun: Instance) -> None:
    away = "postgresql://nobody@127.0.0.1:1/nothing"
    assert lines(begun, 1, DATABASE_URL=away)["database"] == "bad"

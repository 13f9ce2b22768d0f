"""`alongside backup` and `restore`, on the database that the tests run on."""

import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pyrage  # type: ignore[import-untyped]
import pytest

from tests.cli.instances import SERVER, Instance, new_instance

IDENTITY = pyrage.x25519.Identity.generate()
AGE = b"age-encryption.org/"


@pytest.fixture(scope="module")
def maya(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """An instance in use; no test here changes it."""
    with new_instance(tmp_path_factory.mktemp("maya") / "home") as instance:
        instance.begin()
        yield instance


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Instance]:
    """Another machine."""
    with new_instance(tmp_path / "empty") as instance:
        yield instance


@pytest.fixture(scope="module")
def plain(maya: Instance, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(maya, tmp_path_factory.mktemp("plain") / "plain.backup")


@pytest.fixture(scope="module")
def closed(maya: Instance, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("closed") / "closed.backup"
    return made(maya, path, "--key", str(IDENTITY.to_public()))


@pytest.fixture
def identity(tmp_path: Path) -> Path:
    return written(tmp_path / "identity", f"# a comment\n{IDENTITY}\n")


def made(instance: Instance, path: Path, *words: object) -> Path:
    done = instance.alongside("backup", path, *words)
    assert done.returncode == 0, done.stderr
    assert str(instance.home / "secret-key") in done.stdout
    return path


def written(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


def refused(done: subprocess.CompletedProcess[str], words: str) -> None:
    assert done.returncode == 2, done.stderr
    assert words in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_restore_brings_every_row_and_the_audit_trail_stays_closed(
    maya: Instance, empty: Instance, plain: Path
) -> None:
    done = empty.alongside("restore", plain)
    assert done.returncode == 0, done.stderr
    assert empty.rows() == maya.rows()
    assert empty.rows()["team_event"]
    with empty.database() as database, pytest.raises((sqlite3.Error, psycopg.Error)):
        database.execute("UPDATE team_event SET verb = 'nothing'")


def test_a_restored_instance_can_be_backed_up_and_restored_again(
    maya: Instance, empty: Instance, plain: Path, tmp_path: Path
) -> None:
    empty.alongside("restore", plain)
    second = made(empty, tmp_path / "second")
    done = empty.alongside("restore", second, "--replace")
    assert done.returncode == 0, done.stderr
    assert empty.rows() == maya.rows()


def test_an_encrypted_backup_opens_with_its_key_alone(
    maya: Instance, empty: Instance, closed: Path, identity: Path, tmp_path: Path
) -> None:
    assert closed.read_bytes().startswith(AGE)
    assert b"maya@example.com" not in closed.read_bytes()
    other = written(tmp_path / "other", str(pyrage.x25519.Identity.generate()))
    refused(empty.alongside("restore", closed), "is encrypted")
    refused(empty.alongside("restore", closed, "--identity-file", other), "does not open")
    assert empty.rows() == {}
    assert empty.alongside("restore", closed, "--identity-file", identity).returncode == 0
    assert empty.rows() == maya.rows()


def test_a_passphrase_opens_what_it_closed_and_another_does_not(
    maya: Instance, empty: Instance, tmp_path: Path
) -> None:
    right = written(tmp_path / "right", "six words nobody else would say\n")
    wrong = written(tmp_path / "wrong", "seven words that somebody else says\n")
    short = written(tmp_path / "short", "brief\n")
    refused(maya.alongside("backup", tmp_path / "b", "--passphrase-file", short), "12 letters")
    path = made(maya, tmp_path / "backup", "--passphrase-file", right)
    assert b"maya@example.com" not in path.read_bytes()
    refused(empty.alongside("restore", path, "--passphrase-file", wrong), "does not open")
    assert empty.rows() == {}
    assert empty.alongside("restore", path, "--passphrase-file", right).returncode == 0
    assert empty.rows() == maya.rows()


@pytest.mark.parametrize("where", [3, 5000])
@pytest.mark.parametrize("kind", ["plain", "closed"])
def test_a_flipped_byte_is_refused_and_nothing_is_changed(
    empty: Instance,
    plain: Path,
    closed: Path,
    identity: Path,
    tmp_path: Path,
    kind: str,
    where: int,
) -> None:
    whole = bytearray((plain if kind == "plain" else closed).read_bytes())
    whole[where] ^= 1
    changed = tmp_path / "changed"
    changed.write_bytes(whole)
    done = empty.alongside("restore", changed, "--identity-file", identity)
    refused(done, "Nothing is done.")
    assert empty.rows() == {}


@pytest.mark.parametrize("kind", ["plain", "closed"])
def test_a_backup_cut_short_is_refused(
    empty: Instance, plain: Path, closed: Path, identity: Path, tmp_path: Path, kind: str
) -> None:
    whole = (plain if kind == "plain" else closed).read_bytes()
    cut = tmp_path / "cut"
    cut.write_bytes(whole[: len(whole) // 2])
    refused(empty.alongside("restore", cut, "--identity-file", identity), "Nothing is done.")
    assert empty.rows() == {}


def test_a_backup_is_its_owners_to_read_and_leaves_no_draft(maya: Instance, plain: Path) -> None:
    assert plain.stat().st_mode & 0o777 == 0o600
    assert list(plain.parent.iterdir()) == [plain]
    assert not list(maya.home.glob("backup-*"))


def test_a_backup_writes_over_no_file(maya: Instance, plain: Path) -> None:
    before = plain.read_bytes()
    refused(maya.alongside("backup", plain), "exists already")
    assert plain.read_bytes() == before


def test_a_backup_that_cannot_be_written_leaves_nothing(maya: Instance, tmp_path: Path) -> None:
    done = maya.alongside("backup", tmp_path / "nowhere" / "backup")
    assert done.returncode == 2
    assert list(tmp_path.iterdir()) == []


def test_an_empty_instance_has_nothing_to_back_up(empty: Instance, tmp_path: Path) -> None:
    refused(empty.alongside("backup", tmp_path / "backup"), "nothing to back up")


def test_a_restore_onto_people_is_refused(maya: Instance, plain: Path) -> None:
    before = maya.rows()
    refused(maya.alongside("restore", plain), "--replace")
    assert maya.rows() == before


def test_a_replacing_restore_that_fails_leaves_what_was_there(
    maya: Instance, tmp_path: Path
) -> None:
    before = maya.rows()
    other = written(tmp_path / "other", "not a backup\n")
    refused(maya.alongside("restore", other, "--replace"), "no backup")
    assert maya.rows() == before


def test_a_backup_of_a_newer_version_is_refused(
    empty: Instance, plain: Path, tmp_path: Path
) -> None:
    empty.alongside("restore", plain)
    with empty.database() as database:
        database.execute("UPDATE django_migrations SET name = '0099_to_come' WHERE app = 'team'")
    newer = made(empty, tmp_path / "newer")
    refused(empty.alongside("restore", newer, "--replace"), "newer version")


@pytest.mark.skipif(bool(SERVER), reason="SQLite copies pages; PostgreSQL's tool checks rows")
def test_a_backup_whose_audit_trail_lies_open_is_refused(
    maya: Instance, empty: Instance, tmp_path: Path
) -> None:
    shutil.copytree(maya.home, tmp_path / "copy")
    spoilt = Instance(tmp_path / "copy", "")
    with spoilt.database() as database:
        database.execute("DROP TRIGGER team_event_no_delete")
    refused(empty.alongside("restore", made(spoilt, tmp_path / "b")), "not protected")
    assert empty.rows() == {}

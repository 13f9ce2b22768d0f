"""`alongside letter queue`, `disclosures` and `keys rotate`, on an instance with a client."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.instances import Instance, new_instance
from tests.materials.printed import text_of

NAME = "Wilhelmina Quackenbush"
CLIENT = f"""
import django
django.setup()
from datetime import UTC, date, datetime
from uuid import uuid4
from alongside.outreach.actions import add_contact, settle_letterhead
from alongside.outreach.models import Practice
from alongside.releases import actions, letters
from alongside.releases.models import Delivery
from alongside.releases.scope import Item, LetterKind
from alongside.team.models import Membership
from tests.outreach.letterheads import lines_of
at = datetime(2026, 1, 5, 17, tzinfo=UTC)
maya = Membership.objects.get()
settle_letterhead(member=maya, lines=lines_of("Maya"), trained_in=("cbt",), at=at)
there = Practice.objects.get()
ortiz = add_contact(member=maya, practice=there, name="Dr. Ana Ortiz", part="prescriber", at=at)
client = actions.add_client(member=maya, code="WQ-1", state="ME", name="{NAME}", at=at)
wished = actions.Wished(contacts=(ortiz,), items=frozenset(Item))
made = actions.draft_release(member=maya, client=client, wished=wished, at=at)
actions.keep_paper(member=maya, release=made, scan=b"%PDF-", name="{NAME}",
                   signed_on=date(2026, 1, 5), at=at)
for kind in (LetterKind.INTRODUCTION, LetterKind.FIRST_SESSION):
    letter = letters.write(member=maya, client=client, contact=ortiz, kind=kind,
                           said=letters.Said(), key=uuid4(), at=at)
actions.deliver(member=maya, letter=letter, how=Delivery.How.FAXED, address="207-555-0100",
                key=uuid4(), at=at)
"""


@pytest.fixture(scope="module")
def maya(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    with new_instance(tmp_path_factory.mktemp("letters") / "home") as instance:
        instance.begin()
        done = instance._run(sys.executable, "-c", CLIENT)
        assert done.returncode == 0, done.stderr
        yield instance


def test_what_waits_is_listed_by_code_alone(maya: Instance) -> None:
    done = maya.alongside("letter", "queue")
    assert done.returncode == 0, done.stderr
    assert "WQ-1  introduction to Dr. Ana Ortiz" in done.stdout
    assert "1 waiting" in done.stdout
    assert NAME not in done.stdout


def test_the_log_of_a_client_is_printed_once(maya: Instance, tmp_path: Path) -> None:
    out = tmp_path / "log.pdf"
    done = maya.alongside("disclosures", "--client", "wq-1", "--out", out)
    assert done.returncode == 0, done.stderr
    words = text_of(out.read_bytes())
    for said in (NAME, "Dr. Ana Ortiz", "207-555-0100", "attendance", "the client’s release"):
        assert said in words
    again = maya.alongside("disclosures", "--client", "WQ-1", "--out", out)
    assert (again.returncode, "exists already" in again.stderr) == (2, True)
    nobody = maya.alongside("disclosures", "--client", "XX", "--out", tmp_path / "x.pdf")
    assert (nobody.returncode, "sees no client" in nobody.stderr) == (2, True)


def test_after_a_rotation_everything_is_read_and_a_lost_file_says_so(
    maya: Instance, tmp_path: Path
) -> None:
    before = (maya.home / "sealing-keys").read_text()
    done = maya.alongside("keys", "rotate")
    assert done.returncode == 0, done.stderr
    assert "keep the copy" in done.stdout
    assert (maya.home / "sealing-keys").read_text() != before
    out = tmp_path / "after.pdf"
    assert maya.alongside("disclosures", "--client", "WQ-1", "--out", out).returncode == 0
    assert NAME in text_of(out.read_bytes())
    kept = (maya.home / "sealing-keys").rename(maya.home / "aside")
    lost = maya.alongside("disclosures", "--client", "WQ-1", "--out", tmp_path / "lost.pdf")
    assert (lost.returncode, "copy of the sealing keys" in lost.stderr) == (2, True)
    assert "bad   sealing keys" in maya.alongside("check").stdout
    kept.rename(maya.home / "sealing-keys")


def test_the_name_stands_nowhere_in_the_instance_s_files_nor_in_a_backup(
    maya: Instance, tmp_path: Path
) -> None:
    copy = tmp_path / "plain.backup"
    assert maya.alongside("backup", copy).returncode == 0
    assert "sealing-keys" in maya.alongside("backup", tmp_path / "second").stdout
    files = [copy, *(file for file in maya.home.rglob("*") if file.is_file())]
    for file in files:
        assert b"Quackenbush" not in file.read_bytes(), file
    assert "Quackenbush" not in str(maya.rows())

"""`alongside referral list`, in a process of its own: who is waiting, and no name."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.instances import Instance, new_instance

SEED = """
import django
django.setup()
from datetime import UTC, datetime
from uuid import uuid4
from alongside.outreach.models import Practice
from alongside.referrals.actions import Sent, offer, take
from alongside.team.models import Membership
maya, elm = Membership.objects.select_related("group").get(), Practice.objects.get()
at = datetime(2026, 1, 5, 17, tzinfo=UTC)
for name, practice in (("Zephyrine", elm), ("Quill", None)):
    sent = Sent(name, phone="207-555-0177", is_urgent=practice is None)
    take(member=maya, sent=sent, way="fax", key=uuid4(), at=at, practice=practice)
now = datetime.now(UTC)
came = take(member=maya, sent=Sent("Ana", phone="1"), way="fax", key=uuid4(), at=now)
offer(member=maya, referral=came, for_on=maya.group.day_of(now), key=uuid4(), at=now)
"""


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[Instance]:
    with new_instance(tmp_path / "home") as made:
        made.begin()
        yield made


def test_it_lists_whose_turn_is_ours_by_the_clock_and_names_nobody(instance: Instance) -> None:
    done = instance.python(SEED)
    assert done.returncode == 0, done.stderr
    ours = instance.alongside("referral", "list")
    assert ours.returncode == 0, ours.stderr
    assert ours.stdout == (
        "2026-01-05 late URGENT  To answer  nobody knows who sent them  Maya Okonkwo\n"
        "2026-01-06 late  To answer  Elm Street Family Medicine  Maya Okonkwo\n"
        "2 waiting, 2 late.\n"
    )
    theirs = instance.alongside("referral", "list", "--state", "theirs")
    assert theirs.stdout.endswith("1 theirs, 0 late.\n")
    everything = instance.alongside("referral", "list", "--state", "open").stdout
    assert everything.endswith("3 open, 2 late.\n")
    assert not any(name in everything for name in ("Zephyrine", "Quill", "Ana"))
    nobody = instance.alongside("referral", "list", "--as", "stranger@example.com")
    assert (nobody.returncode, nobody.stdout) == (2, "")

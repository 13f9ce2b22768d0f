"""Rotation killed at twenty random moments: each time every field is readable, and it goes on."""

import os
import random
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

from alongside.releases import actions
from alongside.releases.models import Client, Letter, Release, Signature
from alongside.team import keyring, rotation, sealing
from alongside.team.models import Membership
from tests.releases.story import CANARY, NOON, begun

KILLS = 20


def everything_is_readable(expected: set[str]) -> None:
    names = {client.name for client in Client.objects.all()}
    assert names == expected
    assert all(letter.pdf.startswith(b"%PDF") for letter in Letter.objects.all())
    assert {(signed.name, signed.document[:4]) for signed in Signature.objects.all()} == {
        (CANARY, b"%PDF")
    }
    assert all(release.purpose for release in Release.objects.all())
    assert not sealing.missing_keys()


def killed_after(steps: int) -> bool:
    """Rotate in a process of its own, which is killed at that step; return whether it was."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        _rotate_until(steps)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def _rotate_until(steps: int) -> None:
    """A step is a statement to the database, a sync, or a rename; the last one is never made."""
    left = [steps]

    def step(_: object = None) -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def counted(do: Callable[..., Any]) -> Callable[..., Any]:
        def counting(*said: Any, **more: Any) -> Any:
            step()
            return do(*said, **more)

        return counting

    def statement(execute: Callable[..., Any], *said: Any) -> Any:
        step()
        return execute(*said)

    os.fsync = counted(os.fsync)
    Path.replace = counted(Path.replace)  # type: ignore[method-assign]
    try:
        with connection.execute_wrapper(statement):
            rotation.rotate()
    finally:
        os._exit(0)


@pytest.mark.django_db(transaction=True)
def test_rotation_killed_at_twenty_random_moments_loses_nothing(
    maya: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "ROWS_AT_ONCE", 3)
    story = begun(maya)
    story.release(days_ago=1)
    story.write()
    expected = {CANARY}
    for number in range(12):
        name = f"{CANARY} {number}"
        actions.add_client(member=maya, code=f"C{number}", state="ME", at=NOON, name=name)
        expected.add(name)
    first = keyring.ring().current.id
    chance, kills, rounds = random.Random(6), 0, 0
    while kills < KILLS:
        rounds += 1
        kills += killed_after(chance.randint(1, 160))
        assert len(keyring.ring().keys) in (1, 2)
        everything_is_readable(expected)
    done = rotation.rotate()
    everything_is_readable(expected)
    assert sealing.keys_in_use() == {keyring.ring().current.id}
    assert len(keyring.ring().keys) == 1
    assert done.key_id != first.hex()

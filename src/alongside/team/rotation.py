"""Rotating the keys: a new one closes everything, and the one before is dropped.

The new key is on disk before a row is closed with it; the old one goes when no row needs it, and
while nobody can be sealing with it. Killed at any moment, it is simply run again.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models, transaction

from alongside.team import keyring
from alongside.team.actions import seal_anew
from alongside.team.sealing import (
    hold_off_sealing,
    keys_in_use,
    missing_keys,
    ring_that_is,
    sealed_models,
)

ROWS_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Rotated:
    """What came of it."""

    key_id: str
    dropped: tuple[str, ...]
    place: str


def rotate(tell: Callable[[str], None] = lambda _: None) -> Rotated:
    """Close everything with a new key, or go on where the last rotation was cut off.

    Keys from the environment are not changed here: everything is closed with the last one said.
    """
    ring_that_is()
    with keyring.alone():
        _refuse_missing()
        if len(keyring.ring().keys) == 1 and not keyring.are_said():
            keyring.add_key()
        former = keyring.ring().keys[:-1]
        _seal_all_anew(tell)
        return _without(former)


def _refuse_missing() -> None:
    """Nothing begins that could not come to its end."""
    for key_id in missing_keys():
        keyring.ring().key(key_id)


def _seal_all_anew(tell: Callable[[str], None]) -> None:
    for model in sealed_models():
        tell(model._meta.db_table)
        _seal_rows_anew(model)


def _seal_rows_anew(model: type[models.Model]) -> None:
    last = seal_anew(model=model, after=None, at_most=ROWS_AT_ONCE)
    while last is not None:
        last = seal_anew(model=model, after=last, at_most=ROWS_AT_ONCE)


@transaction.atomic
def _without(former: tuple[keyring.Key, ...]) -> Rotated:
    hold_off_sealing()
    current = keyring.ring().current
    # A transaction that was open when the new key came may have closed a row with the old one.
    if keys_in_use() - {current.id}:
        _seal_all_anew(lambda _: None)
    if not keyring.are_said():
        keyring.keep_last_key()
    dropped = tuple(key.id.hex() for key in former)
    return Rotated(current.id.hex(), dropped, keyring.place())

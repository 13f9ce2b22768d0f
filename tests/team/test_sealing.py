"""Sealing at rest: what is closed opens in its own place, with its own key, and nowhere else."""

import os
import stat
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.core.exceptions import FieldError
from django.db import connection, models, transaction
from django.test.utils import isolate_apps

from alongside.team import keyring, rotation, sealing
from alongside.team.ids import uuid7
from alongside.team.keyring import KeyMissing, KeyUnreadable
from alongside.team.sealing import BlindIndexField, SealBroken, SealedBytesField, SealedTextField
from alongside.team.soundness import FURTHER

NAME = "Canary Q. Featherstone"
GROUP = uuid4()


@pytest.fixture
def kept(db: None, monkeypatch: pytest.MonkeyPatch) -> type[models.Model]:
    """A table with something sealed in it, for this test alone."""
    with isolate_apps("alongside.team"):

        class Kept(models.Model):
            id = models.UUIDField(primary_key=True, default=uuid7)
            group_id = models.UUIDField()
            name = SealedTextField(max_length=120, blank=True)
            scan = SealedBytesField(null=True)
            phone = SealedTextField()
            phone_index = BlindIndexField("phone", digits=True)

            class Meta:
                app_label = "team"

    _make_table(Kept)
    monkeypatch.setattr(sealing, "sealed_models", lambda: [Kept])
    monkeypatch.setattr(rotation, "sealed_models", lambda: [Kept])
    return Kept


def _make_table(model: type[models.Model]) -> None:
    """Make it inside the test's own transaction, which SQLite's editor by itself refuses."""
    editor = connection.schema_editor(collect_sql=True)
    editor.deferred_sql = []
    editor.create_model(model)
    with connection.cursor() as cursor:
        for statement in editor.collected_sql:
            cursor.execute(statement)


def made(kept: type[models.Model], **facts: object) -> models.Model:
    said = {"group_id": GROUP, "name": NAME, "phone": "207 555 0147"} | facts
    row: models.Model = kept._default_manager.create(**said)
    return row


def lying(kept: type[models.Model], column: str) -> list[bytes]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {kept._meta.db_table} ORDER BY id")
        return [bytes(value or b"") for (value,) in cursor.fetchall()]


def put(kept: type[models.Model], column: str, value: bytes, row: models.Model) -> None:
    sealed = sealing.Sealed(value)
    kept._default_manager.filter(pk=row.pk).update(**{column: sealed})


def test_what_is_saved_is_read_and_lies_closed(kept: type[models.Model]) -> None:
    row = made(kept, scan=b"%PDF-1.7")
    found = kept._default_manager.get(pk=row.pk)
    assert (found.name, found.scan, found.phone) == (NAME, b"%PDF-1.7", "207 555 0147")  # type: ignore[attr-defined]
    assert made(kept, name="").name == ""  # type: ignore[attr-defined]
    assert kept._default_manager.only("id").get(pk=row.pk).name == NAME  # type: ignore[attr-defined]
    for column in ("name", "scan", "phone", "phone_index"):
        lies = b"".join(lying(kept, column))
        assert not any(word in lies for word in (b"Canary", b"%PDF", b"0147"))
    assert lying(kept, "name")[0] != lying(kept, "name")[1]


def test_no_repr_shows_it(kept: type[models.Model]) -> None:
    row = made(kept)
    shown = f"{row!r} {row} {row.__dict__} {kept._default_manager.values_list('name')}"
    assert "Canary" not in shown
    assert "Canary" not in str(kept._default_manager.get().__dict__)


def test_nothing_is_found_by_it_and_nothing_written_past_it(kept: type[models.Model]) -> None:
    made(kept)
    rows = kept._default_manager
    tries: tuple[Callable[[], object], ...] = (
        lambda: rows.filter(name=NAME).exists(),
        lambda: rows.filter(name__contains="Canary").exists(),
        lambda: rows.update(name="somebody"),
        lambda: rows.bulk_update([rows.get()], ["name"]),
    )
    for tried in tries:
        with pytest.raises(FieldError, match="is sealed"), transaction.atomic():
            tried()


def test_bytes_moved_elsewhere_do_not_open(kept: type[models.Model]) -> None:
    here, there = made(kept), made(kept, name="Somebody else")
    stranger = made(kept, group_id=uuid4())
    name = lying(kept, "name")[0]
    put(kept, "name", name, there)
    put(kept, "name", name, stranger)
    put(kept, "phone", name, here)
    changed = name[:-1] + bytes([name[-1] ^ 1])
    put(kept, "name", changed, here)
    for row, column in ((there, "name"), (stranger, "name"), (here, "phone"), (here, "name")):
        found = kept._default_manager.get(pk=row.pk)
        with pytest.raises(SealBroken, match=column):
            getattr(found, column)


def test_a_row_that_is_copied_is_sealed_for_its_own_place(kept: type[models.Model]) -> None:
    row = made(kept)
    copy = kept._default_manager.get(pk=row.pk)
    copy.pk = uuid7()
    with pytest.raises(SealBroken), transaction.atomic():
        copy.save(force_insert=True)


def test_a_blind_index_finds_the_same_number_in_the_same_group(kept: type[models.Model]) -> None:
    row = made(kept)
    made(kept, group_id=uuid4())
    made(kept, phone="")
    made(kept, phone="")
    alike = sealing.alike(kept, "phone_index", GROUP, "+1 (207) 555-0147")
    assert [found.pk for found in kept._default_manager.filter(phone_index__in=alike)] == [row.pk]
    assert sealing.alike(kept, "phone_index", GROUP, "") == []


def test_the_key_is_made_once_where_nobody_else_may_read_it(kept: type[models.Model]) -> None:
    assert keyring.there_are_none()
    made(kept)
    first = keyring.path().read_bytes()
    made(kept)
    assert keyring.path().read_bytes() == first
    assert stat.S_IMODE(keyring.path().stat().st_mode) == 0o600
    assert FURTHER["sealing keys"]()[0] == "ok"
    keyring.path().chmod(0o644)
    assert FURTHER["sealing keys"]()[0] == "bad"


def test_a_lost_key_says_what_to_restore_and_no_new_one_is_made(kept: type[models.Model]) -> None:
    row = made(kept)
    used = keyring.ring().current.id.hex()
    aside = keyring.path().rename(keyring.path().with_name("aside"))
    for tried in (lambda: made(kept), lambda: kept._default_manager.get(pk=row.pk).name):  # type: ignore[attr-defined]
        lost = pytest.raises(KeyMissing, match=f"(?s){used}.*copy of the sealing keys")
        with lost, transaction.atomic():
            tried()
    assert not keyring.path().exists()
    assert FURTHER["sealing keys"]()[0] == "bad"
    keyring.make_first_key()  # by hand: another key in its place is no help
    with pytest.raises(KeyMissing, match=used):
        rotation.rotate()
    aside.rename(keyring.path())
    assert kept._default_manager.get(pk=row.pk).name == NAME  # type: ignore[attr-defined]


def test_keys_may_be_said_by_the_environment(kept: type[models.Model], settings) -> None:  # type: ignore[no-untyped-def]
    first, second = keyring._new_key(), keyring._new_key()
    settings.SEALING_KEYS = first
    made(kept)
    assert not keyring.path().exists()
    settings.SEALING_KEYS = f"{first},{second}"
    done = rotation.rotate()
    assert keyring.VARIABLE in done.place
    settings.SEALING_KEYS = second
    assert kept._default_manager.get().name == NAME  # type: ignore[attr-defined]
    settings.SEALING_KEYS = first[:-6]
    with pytest.raises(KeyUnreadable, match="no key of 32 bytes"):
        keyring.ring()


def test_a_rotation_closes_everything_anew_and_drops_the_old_key(kept: type[models.Model]) -> None:
    rows = [made(kept, scan=os.urandom(20) if n % 2 else None) for n in range(120)]
    before = keyring.ring().current.id
    stale = kept._default_manager.get(pk=rows[0].pk)
    done = rotation.rotate()
    assert (done.dropped, sealing.keys_in_use()) == ((before.hex(),), {keyring.ring().current.id})
    assert len(keyring.ring().keys) == 1
    assert {row.name for row in kept._default_manager.all()} == {NAME}  # type: ignore[attr-defined]
    alike = sealing.alike(kept, "phone_index", GROUP, "2075550147")
    assert kept._default_manager.filter(phone_index__in=alike).count() == 120
    # A row that was read before is not written back with a key that is gone.
    with pytest.raises(KeyMissing):
        stale.save()


@pytest.mark.django_db(transaction=True)
def test_nothing_is_sealed_outside_a_transaction() -> None:
    with pytest.raises(sealing.SealedOutside):
        sealing.key_to_seal_with()
    with transaction.atomic():
        assert sealing.key_to_seal_with().id

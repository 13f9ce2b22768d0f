"""What is sealed at rest: columns that only this instance's keys open.

    name = SealedTextField(max_length=120)      # read and set like any text
    phone_index = BlindIndexField("phone")      # found by `alike("phone", …)`, opened by nobody

A value is closed with AES-GCM when its row is saved, and opened when it is read, and not before. It
is bound to its group, table, row and column: bytes put elsewhere do not open. Its row needs a
`group` and a UUID for a key, and is saved inside a transaction (docs/decisions/0016).
"""

import hmac
import os
import re
import unicodedata
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from django import forms
from django.apps import apps
from django.core.checks import CheckMessage, Error
from django.core.exceptions import FieldError
from django.db import connection, models
from django.db.models.query_utils import DeferredAttribute

from alongside.errors import Refused
from alongside.team import keyring
from alongside.team.keyring import ID_BYTES, Key, KeyMissing, Ring

VERSION = b"\x01"
NONCE_BYTES = 12
KEY_AT = slice(1, 1 + ID_BYTES)
NONCE_AT = slice(KEY_AT.stop, KEY_AT.stop + NONCE_BYTES)
# Who seals holds it shared until the end of the transaction, so that no key is dropped meanwhile.
ADVISORY_LOCK = 0x5EA1ED


class SealBroken(Refused):
    """Sealed bytes that were changed, or belong to another row or column."""


class SealedOutside(Refused):
    """Something was to be sealed outside a transaction, where a rotation could drop its key."""


class Sealed(bytes):
    """A column's bytes, as they lie in the database."""

    def __repr__(self) -> str:
        return "(sealed)"

    __str__ = __repr__

    @property
    def key_id(self) -> bytes:
        return self[KEY_AT]


class _Plain:
    """A value that was set and is not saved yet; no repr of its row shows it."""

    __slots__ = ("value",)

    def __init__(self, value: object) -> None:
        self.value = value

    def __repr__(self) -> str:
        return "(sealed)"


class _OpensWhenRead(DeferredAttribute):
    field: "SealedField"

    def __get__(self, instance: models.Model | None, cls: Any = None) -> Any:
        if instance is None:
            return self
        held = super().__get__(instance, cls)
        return self.field.opened(instance, held) if isinstance(held, Sealed) else held.value

    def __set__(self, instance: models.Model, value: object) -> None:
        held = value if isinstance(value, Sealed | _Plain) else _Plain(value)
        instance.__dict__[self.field.attname] = held


class SealedField(models.Field[Any, Any]):
    """A column that is sealed; `SealedTextField` and `SealedBytesField` say what is in it."""

    descriptor_class = _OpensWhenRead

    def get_internal_type(self) -> str:
        return "BinaryField"

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        return [*super().check(**kwargs), *_check_row(self)]

    def to_bytes(self, value: Any) -> bytes:
        raise NotImplementedError

    def to_value(self, plain: bytes) -> Any:
        raise NotImplementedError

    def opened(self, row: models.Model, sealed: Sealed) -> Any:
        """Return what is in a row's column, or say what to restore."""
        key = keyring.ring().key(sealed.key_id)
        try:
            plain = key.aes.decrypt(sealed[NONCE_AT], sealed[NONCE_AT.stop :], _place(self, row))
        except InvalidTag:
            raise SealBroken(
                f"{self.model._meta.db_table}.{self.column} of {row.pk} does not open: its bytes "
                "were changed or come from another place. Restore it from a backup."
            ) from None
        return self.to_value(plain)

    def sealed(self, row: models.Model, value: Any, key: Key) -> Sealed:
        nonce = os.urandom(NONCE_BYTES)
        closed = key.aes.encrypt(nonce, self.to_bytes(value), _place(self, row))
        return Sealed(VERSION + key.id + nonce + closed)

    def pre_save(self, model_instance: models.Model, add: bool) -> Sealed | None:
        """Return the bytes to write; those just read are kept, unless the key has changed."""
        held = model_instance.__dict__[self.attname]
        key = key_to_seal_with()
        if isinstance(held, Sealed) and held.key_id == key.id and not add:
            return held
        value = getattr(model_instance, self.attname)
        return None if value is None else self.sealed(model_instance, value, key)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        del prepared
        if value is not None and not isinstance(value, Sealed):
            raise FieldError(f"{self.name} is sealed: save its row, by itself it is not written.")
        return None if value is None else connection.Database.Binary(bytes(value))

    def from_db_value(self, value: Any, *_: object) -> Sealed | None:
        return None if value is None else Sealed(bytes(value))

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is sealed: nothing is found by it.")
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name: str) -> Any:
        raise FieldError(f"{self.name} is sealed: no {lookup_name} is asked of it.")


class SealedTextField(SealedField):
    """Text that is sealed; the empty text is sealed like any other."""

    def to_bytes(self, value: str) -> bytes:
        return value.encode("utf-8")

    def to_value(self, plain: bytes) -> str:
        return plain.decode("utf-8")

    def formfield(self, **kwargs: Any) -> Any:
        said: dict[str, Any] = {"form_class": forms.CharField, "max_length": self.max_length}
        return super().formfield(**(said | kwargs))


class SealedBytesField(SealedField):
    """A file or a picture that is sealed."""

    empty_strings_allowed = False

    def to_bytes(self, value: bytes) -> bytes:
        return bytes(value)

    def to_value(self, plain: bytes) -> bytes:
        return plain


class BlindIndexField(models.BinaryField[bytes, bytes]):
    """What another sealed column is found by: equal for equal texts of a group, opened by nobody.

    With `digits`, a phone number: its last ten digits; else words, in any case and spacing. The
    empty text has none, so that two rows without a number are not alike.
    """

    def __init__(self, of: str = "", *, digits: bool = False, **kwargs: Any) -> None:
        self.of = of
        self.digits = digits
        super().__init__(**({"null": True, "editable": False, "max_length": 24} | kwargs))

    def deconstruct(self) -> Any:
        name, path, _, kwargs = super().deconstruct()
        return name, path, (self.of,), kwargs | {"digits": self.digits}

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        return [*super().check(**kwargs), *_check_row(self)]

    def pre_save(self, model_instance: models.Model, add: bool) -> bytes | None:
        del add
        text = getattr(model_instance, self.of)
        return self.index(model_instance, text, key_to_seal_with())

    def index(self, row: models.Model, text: str, key: Key) -> bytes | None:
        return _index(self, _group_of(row), text, key)

    def alike(self, group_id: UUID, text: str) -> list[bytes]:
        """Return what to look for, `__in`: one a key, for a rotation may be under way."""
        found = (_index(self, group_id, text, key) for key in keyring.ring().keys)
        return [index for index in found if index is not None]


def alike(model: type[models.Model], name: str, group_id: UUID, text: str) -> list[bytes]:
    """Return what a blind index holds for rows of a group whose text is like this one."""
    field = model._meta.get_field(name)
    assert isinstance(field, BlindIndexField)
    return field.alike(group_id, text)


def ring_that_is() -> Ring:
    """Return the keys, the first one made when nothing was ever sealed."""
    if keyring.there_are_none():
        _refuse_lost()
        keyring.make_first_key()
    return keyring.ring()


def key_to_seal_with() -> Key:
    """Return the key in use; until the transaction ends, no rotation drops it."""
    if not connection.in_atomic_block:
        raise SealedOutside("What is sealed is saved inside a transaction.")
    hold_off_rotations()
    return ring_that_is().current


def hold_off_rotations() -> None:
    """On SQLite, whoever is in a transaction holds off every other writer already."""
    _advise("pg_advisory_xact_lock_shared")


def hold_off_sealing() -> None:
    """Wait until every transaction that sealed something has ended, and let none begin."""
    _advise("pg_advisory_xact_lock")


def _advise(lock: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {lock}(%s)", [ADVISORY_LOCK])


def sealed_models() -> list[type[models.Model]]:
    """Return every model that has something sealed."""
    return [model for model in apps.get_models() if sealed_fields(model)]


def sealed_fields(model: type[models.Model]) -> tuple[SealedField, ...]:
    return tuple(field for field in model._meta.local_fields if isinstance(field, SealedField))


def blind_indexes(model: type[models.Model]) -> tuple[BlindIndexField, ...]:
    return tuple(field for field in model._meta.local_fields if isinstance(field, BlindIndexField))


def sealed_anew(row: models.Model, key: Key) -> dict[str, bytes]:
    """Return the columns of a row that another key closed, closed with this one."""
    model = type(row)
    changed: dict[str, bytes] = {}
    for field in sealed_fields(model):
        held = row.__dict__[field.attname]
        if isinstance(held, Sealed) and held.key_id != key.id:
            changed[field.attname] = field.sealed(row, getattr(row, field.attname), key)
    for index in blind_indexes(model):
        made = index.index(row, getattr(row, index.of), key)
        if made is not None and bytes(getattr(row, index.attname) or b"") != made:
            changed[index.attname] = made
    return changed


def keys_in_use() -> set[bytes]:
    """Return the id of every key that something in the database is closed with."""
    found: set[bytes] = set()
    tables = set(connection.introspection.table_names())
    for model in sealed_models():
        if model._meta.db_table in tables:
            found = found.union(*(_keys_of(model, field, 2) for field in sealed_fields(model)))
            found = found.union(*(_keys_of(model, field, 1) for field in blind_indexes(model)))
    return found


def missing_keys() -> set[bytes]:
    """Return those in use that are not there."""
    return keys_in_use() - {key.id for key in keyring.ring().keys}


def _keys_of(model: type[models.Model], field: models.Field[Any, Any], start: int) -> set[bytes]:
    quoted = connection.ops.quote_name
    column, table = quoted(str(field.column)), quoted(model._meta.db_table)
    part = f"substr({column}, {start}, {ID_BYTES})"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT {part} FROM {table} WHERE {column} IS NOT NULL")
        return {bytes(key_id) for (key_id,) in cursor.fetchall()}


def _refuse_lost() -> None:
    lost = ", ".join(sorted(key_id.hex() for key_id in keys_in_use()))
    if lost:
        raise KeyMissing(
            f"{keyring.place()} is gone, and what is in the database was closed with {lost}. Put "
            "back the copy of the sealing keys that was kept with the backups; no new key is made."
        )


def _index(field: BlindIndexField, group_id: UUID, text: str, key: Key) -> bytes | None:
    plain = re.sub(r"\D", "", text)[-10:] if field.digits else " ".join(_folded(text).split())
    if not plain:
        return None
    where = group_id.bytes + f"{field.model._meta.db_table}\x1f{field.of}\x1f".encode()
    return key.id + hmac.digest(key.index, where + plain.encode(), "sha256")[:16]


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _place(field: SealedField, row: models.Model) -> bytes:
    """Return what a value is bound to: two UUIDs of 16 bytes, then table and column."""
    where = f"{field.model._meta.db_table}\x1f{field.column}".encode()
    return _group_of(row).bytes + _uuid(row.pk).bytes + where


def _group_of(row: models.Model) -> UUID:
    return _uuid(getattr(row, "group_id"))  # noqa: B009


def _uuid(value: object) -> UUID:
    return value if isinstance(value, UUID) else UUID(str(value))


def _check_row(field: models.Field[Any, Any]) -> Iterable[CheckMessage]:
    """Return what a row lacks to have something sealed in it."""
    attributes = {column.attname for column in field.model._meta.local_fields}
    if "group_id" not in attributes:
        yield Error("What is sealed is bound to a group: the row needs one.", obj=field, id="seal")

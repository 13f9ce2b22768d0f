"""Copies of a group's rows, with ids of their own, put into the tables in bulk."""

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

from django.apps import apps
from django.db import connection, models, transaction

from alongside.outreach import models as outreach
from alongside.team.ids import uuid7
from alongside.team.models import Event, Group, Membership, Person

# A group's own, and no practice's.
NOT_OF_A_PRACTICE = {
    outreach.Candidate,
    outreach.Comfort,
    outreach.Pause,
    outreach.Ranking,
    outreach.RankingInUse,
    outreach.Return,
    outreach.SettingAside,
    outreach.TerritoryLoad,
    outreach.TerritoryPlace,
}
# fmt: off
TOWNS = (
    "Bath", "Belfast", "Bethel", "Biddeford", "Brunswick", "Bucksport", "Calais", "Camden",
    "Castine", "Denmark", "Dexter", "Eastport", "Eliot", "Ellsworth", "Falmouth", "Farmington",
    "Freeport", "Fryeburg", "Gardiner", "Gorham", "Hallowell", "Hampden", "Harpswell", "Houlton",
    "Jay", "Kennebunk", "Kittery", "Lewiston", "Limerick", "Lubec", "Machias", "Madawaska",
    "Monson", "Naples", "Norway", "Ogunquit", "Orono", "Paris", "Rangeley", "Rockland",
)
# fmt: on


@dataclass(frozen=True, slots=True)
class Rows:
    """A table's rows as the database takes them, and which of their columns are ids or keys."""

    table: str
    pks: tuple[Any, ...]
    columns: tuple[str, ...]
    values: list[tuple[Any, ...]]
    ids: tuple[int, ...]
    fresh: tuple[int, ...]
    named: tuple[int, ...]

    def copied(self, ids: dict[Any, Any], said: str) -> Iterator[list[Any]]:
        """Return them with other ids, keys of their own, and names that say something."""
        for values in self.values:
            row = list(values)
            for place in self.ids:
                row[place] = ids.get(row[place], row[place])
            for place in self.fresh:
                row[place] = _fresh(row[place])
            for place in self.named:
                row[place] = f"{said} {row[place]}"
            yield row


@dataclass(frozen=True, slots=True)
class Template:
    """The rows of some practices, and of the group whose they are."""

    practices: tuple[Rows, ...]
    people: tuple[Rows, ...]

    def put_practices(self, group: dict[Any, Any], number: int) -> None:
        """Put one copy of the practices into a group."""
        ids = group | _other_ids(self.practices)
        with transaction.atomic():
            for rows in self.practices:
                put(rows, rows.copied(ids, TOWNS[number % len(TOWNS)]))

    def put_people(self, number: int) -> dict[Any, Any]:
        """Put one more group with its people; return their ids, by those of the template."""
        ids = _other_ids(self.people)
        with transaction.atomic():
            for rows in self.people:
                put(rows, rows.copied(ids, f"{number}."))
        return ids


def read_template() -> Template:
    """Return everything that is in the database, which holds the template alone."""
    kinds = apps.get_app_config("outreach").get_models()
    of_practices = [kind for kind in kinds if kind not in NOT_OF_A_PRACTICE]
    rows = [_read(kind) for kind in of_practices]
    own = {pk for table in rows for pk in table.pks}
    events = _read(Event)
    row_id = events.columns.index("row_id")
    told = [values for values in events.values if values[row_id] in own]
    events = replace(events, values=told)
    return Template((*rows, events), tuple(_read(kind) for kind in (Group, Person, Membership)))


def put(rows: Rows, values: Iterable[list[Any]]) -> None:
    """Put rows into a table, the quickest way that the database knows."""
    columns = ", ".join(f'"{column}"' for column in rows.columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{rows.table}" ({columns}) FROM STDIN') as copy:
                for row in values:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(rows.columns))
            cursor.executemany(
                f'INSERT INTO "{rows.table}" ({columns}) VALUES ({marks})', list(values)
            )


def _read(kind: type[models.Model]) -> Rows:
    # The audit trail numbers its own lines.
    fields = [one for one in kind._meta.concrete_fields if not isinstance(one, models.AutoField)]
    names = [one.attname for one in fields]
    found = kind._default_manager.order_by("pk").values_list(*names)
    values = [_as_stored(fields, row) for row in found]
    pk_places = [place for place, one in enumerate(fields) if one.primary_key]
    return Rows(
        table=kind._meta.db_table,
        pks=tuple(row[place] for row in values for place in pk_places),
        columns=tuple(str(one.column) for one in fields),
        values=values,
        ids=tuple(place for place, one in enumerate(fields) if _is_id(one)),
        fresh=tuple(n for n, one in enumerate(fields) if one.name in ("key", "token_hash")),
        named=tuple(n for n, one in enumerate(fields) if _is_name(kind, one)),
    )


def _as_stored(fields: list[Any], values: tuple[Any, ...]) -> tuple[Any, ...]:
    pairs = zip(fields, values, strict=True)
    return tuple(field.get_db_prep_save(value, connection) for field, value in pairs)


def _is_id(field: Any) -> bool:
    return field.get_internal_type() in ("UUIDField", "ForeignKey", "OneToOneField")


def _is_name(kind: type[models.Model], field: Any) -> bool:
    names = {outreach.Practice: ("name",), Group: ("name",), Person: ("email",)}
    return field.name in names.get(kind, ())


def _other_ids(tables: tuple[Rows, ...]) -> dict[Any, Any]:
    return {pk: _stored(uuid7()) for rows in tables for pk in rows.pks}


def _fresh(value: Any) -> Any:
    return secrets.token_bytes(32) if isinstance(value, bytes | memoryview) else _stored(uuid4())


def _stored(value: UUID) -> UUID | str:
    return value if connection.features.has_native_uuid_field else value.hex

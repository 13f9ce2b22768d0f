"""Reads that are put together once: for the pages of every day, that costs more than to ask."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from django.db import connection
from django.db.models import Field, QuerySet, Value


class Prepared:
    """A query of plain values, kept as SQL; no row and nobody's id is kept with it.

    build: makes the query, with stand-ins where each asking puts its own values.
    stand_ins: those, by the field whose values they are; no other value in the query equals them.
    shape: the fields of its columns, in order.
    """

    def __init__(
        self,
        build: Callable[[], QuerySet[Any, Any]],
        stand_ins: dict[Any, Field[Any, Any]],
        shape: tuple[Field[Any, Any], ...],
    ) -> None:
        self.build, self.stand_ins, self.shape = build, stand_ins, shape
        self._kept: tuple[str, tuple[Any, ...]] | None = None

    def rows(self, *values: Any) -> list[list[Any]]:
        """Return the rows, with these values in the places of the stand-ins."""
        sql, marked = self._sql()
        pairs = zip(self.stand_ins.items(), values, strict=True)
        said = {_stored(mark, field): _stored(value, field) for (mark, field), value in pairs}
        with connection.cursor() as cursor:
            cursor.execute(sql, [said.get(value, value) for value in marked])
            converters = tuple(self._converters())
            return [_read(row, converters) for row in cursor.fetchall()]

    def _sql(self) -> tuple[str, tuple[Any, ...]]:
        if self._kept is None:
            self._kept = self.build().query.sql_with_params()
        return self._kept

    def _converters(self) -> Iterator[tuple[int, Callable[[Any], Any]]]:
        """Yield what makes of a column what its field has: SQLite knows no days and no ids."""
        for place, field in enumerate(self.shape):
            # A foreign key's values are those of what it leads to.
            column = Value(None, output_field=getattr(field, "target_field", field))
            own = column.get_db_converters(connection)
            for convert in (*connection.ops.get_db_converters(column), *own):
                yield place, partial(convert, expression=column, connection=connection)


def _read(row: Iterable[Any], converters: Iterable[tuple[int, Callable[[Any], Any]]]) -> list[Any]:
    values = list(row)
    for place, convert in converters:
        values[place] = convert(values[place])
    return values


def _stored(value: Any, field: Field[Any, Any]) -> Any:
    return field.get_db_prep_value(value, connection)

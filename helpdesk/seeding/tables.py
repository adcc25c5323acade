"""Rows on their way into tables: dictionaries with every column, numbered late, written in bulk."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.db import models

Row = dict[str, Any]


class Table:
    """A model's columns with their defaults; a row of it is a dictionary by attribute name."""

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model
        self.name = model._meta.db_table
        self.fields = list(model._meta.concrete_fields)
        self.names = [field.attname for field in self.fields]
        self.columns = [str(field.column) for field in self.fields]
        self._defaults: Row = {field.attname: field.get_default() for field in self.fields}

    def row(self, values: Row) -> Row:
        """All columns. Raises KeyError for a name that is no column."""
        made = {**self._defaults, **values}
        if len(made) != len(self.names):
            raise KeyError(f"{self.name} has no {sorted(values.keys() - self._defaults.keys())}")
        return made


@cache
def table(model: type[models.Model]) -> Table:
    """The table of a model, made once a process."""
    return Table(model)


class Batch:
    """Rows of several tables that refer to each other before they have ids.

    `later` keeps what needs an id until `number` has given all of them.
    """

    def __init__(self) -> None:
        self.rows: dict[Table, list[Row]] = {}
        self._later: list[Callable[[], None]] = []

    def add(self, model: type[models.Model], **values: Any) -> Row:
        """A new row at the end of its table."""
        place = table(model)
        row = place.row(values)
        self.rows.setdefault(place, []).append(row)
        return row

    def later(self, function: Callable[[], None]) -> None:
        """Runs `function` once the rows have their ids."""
        self._later.append(function)

    def sizes(self) -> dict[str, int]:
        """How many ids each table needs."""
        return {place.name: len(rows) for place, rows in self.rows.items()}

    def number(self, first: dict[str, int]) -> None:
        """Gives ids in the order of adding, from `first` of each table, and fills in what refers to them."""
        for place, rows in self.rows.items():
            for number, row in enumerate(rows, first[place.name]):
                row["id"] = number
        for function in self._later:
            function()
        self._later.clear()

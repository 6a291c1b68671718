"""What every warehouse can do, and what only some can."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, runtime_checkable

import pyarrow as pa

Value = str | int | float | bool | date | datetime | None
"""A value of a named query parameter."""


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes
    ----------
    name
        As written in the source.
    type
        The GoogleSQL type, for instance ``INT64`` or ``ARRAY<STRUCT<index INT64, value STRING>>``.
    """

    name: str
    type: str


@dataclass(frozen=True)
class TableInfo:
    """What is known of a table before it is read.

    Attributes
    ----------
    name
        The name that SQL uses. A wildcard table ends in ``*``.
    rows
        Number of rows, None where counting would cost.
    bytes
        Size at rest, None where unknown.
    columns
        The columns in their order.
    notes
        Sentences that a person should read, such as a sheet that was left out.
    """

    name: str
    rows: int | None
    bytes: int | None
    columns: tuple[Column, ...]
    notes: tuple[str, ...] = ()

    def column(self, name: str) -> Column | None:
        """Return the column of that name, letter case aside, as GoogleSQL compares names."""
        return next((c for c in self.columns if c.name.lower() == name.lower()), None)


class Warehouse(Protocol):
    """A place with tables that answers GoogleSQL.

    Statements are bound: they name tables as `tables` lists them, or views made by `execute`.
    """

    @property
    def source(self) -> str:
        """How the person named it: ``sample``, a folder, ``bigquery:PROJECT.DATASET``."""
        ...

    def signature(self) -> str:
        """Return a text that changes when the data does (file names, sizes and times; table times)."""
        ...

    def tables(self) -> tuple[TableInfo, ...]:
        """Return the tables, by name."""
        ...

    def schema(self, table: str) -> tuple[Column, ...]:
        """Return a table's columns. Raises `InputError` for a table that is not there."""
        ...

    def query(self, sql: str, params: Mapping[str, Value] | None = None) -> pa.RecordBatchReader:
        """Run a GoogleSQL query with named parameters (``@as_of``) and stream its rows."""
        ...

    def execute(self, sql: str, params: Mapping[str, Value] | None = None) -> None:
        """Run a GoogleSQL statement that gives no rows, such as CREATE VIEW."""
        ...

    def load(self, table: str, data: pa.Table) -> None:
        """Write a table, replacing one of that name."""
        ...

    def drop(self, table: str) -> None:
        """Remove a table or view that `load` or `execute` made."""
        ...

    def cancel(self) -> None:
        """Stop the running statement, from any thread; it then raises `Cancelled`."""
        ...

    def close(self) -> None:
        """Let go of everything."""
        ...


@runtime_checkable
class CanLocate(Protocol):
    """A warehouse of files, which can say where in a file a value stands."""

    def require(self, table: str, columns: Mapping[str, str]) -> None:
        """Refuse a table that lacks a column, or has a value that is not of the wanted type.

        Parameters
        ----------
        table
            A table's name.
        columns
            Column name to wanted GoogleSQL type.

        Raises
        ------
        InputError
            Naming the table and column, or the file, line and column of the first wrong value.
        """
        ...

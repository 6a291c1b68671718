"""What every warehouse can do, and what only some can."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, runtime_checkable

import pyarrow as pa

from segdesk.project.ledger import Bill, Job, MadeObject

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


@dataclass(frozen=True)
class ModelInfo:
    """What is known of a k-means model.

    Attributes
    ----------
    features
        The columns that it was trained on.
    clusters
        Their number.
    starts_from_column
        Whether a column of its training data said where to start.
    """

    features: tuple[Column, ...]
    clusters: int
    starts_from_column: bool


@dataclass(frozen=True)
class Tokens:
    """What a language model will be billed for.

    Attributes
    ----------
    endpoint
        The model, for instance ``gemini-2.5-flash``.
    prompt, reply
        Tokens that it reads, and the most that it may write, all rows together.
    """

    endpoint: str
    prompt: int
    reply: int


@dataclass(frozen=True)
class Quote:
    """What a statement would be billed for.

    Attributes
    ----------
    what
        For a person: ``Sweep: k = 5``.
    bill
        By which rate.
    billed
        Bytes, rounded up as they are on the bill.
    tables
        How many it reads.
    tokens
        Of the language model that it asks, None where it asks none.
    cost
        US dollars, tokens included as far as their price is known.
    priced
        Whether it is.
    """

    what: str
    bill: Bill
    billed: int
    tables: int
    tokens: Tokens | None
    cost: float
    priced: bool


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

    def query(
        self, sql: str, params: Mapping[str, Value] | None = None, *, what: str = ""
    ) -> pa.RecordBatchReader:
        """Run a GoogleSQL query with named parameters (``@as_of``) and stream its rows.

        Parameters
        ----------
        what
            For a person who looks at costs, where there are any: ``Features: the last day``.
        """
        ...

    def execute(self, sql: str, params: Mapping[str, Value] | None = None, *, what: str = "") -> None:
        """Run a GoogleSQL statement that gives no rows, such as CREATE VIEW; ``what`` as for `query`."""
        ...

    def load(self, table: str, data: pa.Table | pa.RecordBatchReader) -> None:
        """Write a table, replacing one of that name; a reader's rows need not fit into memory."""
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
class CanPreview(Protocol):
    """A warehouse that shows a table's first rows without a query, which would be billed in full."""

    def preview(self, table: str, rows: int) -> pa.Table:
        """Return the first rows of a table of the source."""
        ...


@runtime_checkable
class Bills(Protocol):
    """A warehouse whose jobs cost money and leave things behind."""

    def jobs(self) -> tuple[Job, ...]:
        """Return the jobs that were sent since this was opened, in their order, however they ended."""
        ...

    def made(self) -> tuple[MadeObject, ...]:
        """Return what was made since this was opened and is still there."""
        ...


@runtime_checkable
class Keeps(Warehouse, Protocol):
    """A warehouse in which what is made stays, under names that others find there: a dataset in BigQuery.

    Statements name tables, views and models between backticks by their logical names: ``users`` is the
    source's, ``parametric`` what segdesk made. What is made carries segdesk's label, and nothing that lacks
    it is ever replaced or dropped.
    """

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences about reading that a person should know, such as that rows came the slow way."""
        ...

    def run(
        self,
        sql: str,
        params: Mapping[str, Value] | None = None,
        *,
        what: str,
        bill: Bill = Bill.QUERY,
        tokens: Tokens | None = None,
        readings: int = 1,
    ) -> None:
        """Run a statement to its end without bringing rows down.

        Parameters
        ----------
        what
            For a person who looks at progress and costs: ``Sweep: k = 5``.
        bill
            By which rate it is paid for.
        tokens
            What a language model will read and write, where the statement asks one.
        readings
            How often it reads what its dry run says, at most: once for each trial of a model that is tuned.

        Raises
        ------
        OverBudget
            Before it runs, if it would cost more than was allowed and nobody agrees to it.
        """
        ...

    def read(
        self,
        sql: str,
        params: Mapping[str, Value] | None = None,
        *,
        what: str,
        bill: Bill = Bill.QUERY,
        tokens: Tokens | None = None,
    ) -> pa.RecordBatchReader:
        """Run a query and stream its rows. Raises as `run` does."""
        ...

    def quote(self, sql: str, *, what: str, bill: Bill = Bill.QUERY) -> Quote:
        """Return what a query, of a person's or segdesk's, would be billed for; nothing runs."""
        ...

    def settle(self, what: str, tokens: Tokens) -> None:
        """Say what a language model really read and wrote for the last statement of that name.

        Only its replies tell: until then the statement counts as having cost what it was allowed to.
        """
        ...

    def path(self, name: str) -> str:
        """Return the full path, ``project.dataset.name``, of something that segdesk makes, made or not."""
        ...

    def model(self, name: str) -> ModelInfo | None:
        """Return what is known of a k-means model of segdesk's, None where there is none of that name."""
        ...

    def beside(self) -> "Keeps":
        """Return the same warehouse for another thread: its statements run and are cancelled on their own."""
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

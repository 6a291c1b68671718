"""The warehouse in BigQuery: customers' tables stay there, and what segdesk makes of them as well."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import IO

import pyarrow as pa
import pyarrow.parquet as pq
from google.cloud import bigquery

from segdesk.errors import SegdeskError, WarehouseError
from segdesk.project.ledger import Bill, Job, Made, MadeObject
from segdesk.project.settings import BigQuerySettings
from segdesk.project.unfinished import Book
from segdesk.tasks.task import Cancelled, Task
from segdesk.warehouse.base import Column, ModelInfo, Quote, TableInfo, Tokens, Value
from segdesk.warehouse.bigquery import statement, values
from segdesk.warehouse.bigquery.account import Account
from segdesk.warehouse.bigquery.calls import Patience
from segdesk.warehouse.bigquery.clients import Clients
from segdesk.warehouse.bigquery.columns import columns, fields
from segdesk.warehouse.bigquery.jobs import Jobs
from segdesk.warehouse.bigquery.model_info import model_info
from segdesk.warehouse.bigquery.naming import name_edits
from segdesk.warehouse.bigquery.opening import located
from segdesk.warehouse.bigquery.place import Place, place_of
from segdesk.warehouse.bigquery.reading import Notes, Reading
from segdesk.warehouse.bigquery.sayings import NotThere
from segdesk.warehouse.bigquery.source import SourceTables
from segdesk.warehouse.bigquery.statement import Rewritten, Statement, Verb
from segdesk.warehouse.bigquery.work import WorkDataset
from segdesk.warehouse.problems import UnknownTable
from segdesk.warehouse.results import conformed

_ROWS_AT_A_TIME = 100_000
"""Rows of a table that are made into Parquet at once."""


class BigQueryWarehouse:
    """A dataset to read from and one to work in.

    What segdesk makes is in the work dataset and carries the label ``app=segdesk``; a person's tables are
    the source's. A name means what was made since this was opened. In `query` and `execute`, which carry a
    person's own SQL, it then means the source's table, and last what an earlier run made; in `run` and
    `read`, which carry segdesk's, the other way round.

    Parameters
    ----------
    source
        How the person named it.
    jobs
        Sends the jobs, at the place where they are to run.
    """

    def __init__(self, source: str, jobs: Jobs) -> None:
        self._name, self._jobs = source, jobs
        self._notes = Notes()
        self._reading = Reading(jobs, self._notes)
        self._source, self._work = SourceTables(jobs), WorkDataset(jobs)

    @classmethod
    def open(
        cls,
        source: str,
        settings: BigQuerySettings,
        task: Task,
        *,
        spent: float,
        book: Book | None = None,
        patience: Patience | None = None,
    ) -> "BigQueryWarehouse":
        """Sign in and look for the source's dataset; nothing is billed, and nothing is made.

        Parameters
        ----------
        source
            ``bigquery:PROJECT.DATASET``.
        task
            Hears of progress and is asked about costs; its cancellation stops the jobs.
        spent
            US dollars that count against the budget already.
        book
            Where jobs are written down before they are sent, None for nowhere.

        Raises
        ------
        UsageError
            If the source or a setting cannot be read.
        InputError
            If there is no such dataset, or it is elsewhere than the settings say.
        WarehouseError
            If Google does not answer or does not let the person in.
        """
        from segdesk.warehouse.bigquery.guard import Guard
        from segdesk.warehouse.bigquery.prices import Prices
        from segdesk.warehouse.credentials import signed

        place = place_of(source, settings)
        patience = patience or Patience()
        clients = Clients(place, signed())
        try:
            there = located(clients, place, patience, task)
        except BaseException:
            clients.close()
            raise
        guard = Guard(Prices.load(), settings, spent, task)
        return cls(source, Jobs(clients.at(there), guard, task, Account(book), patience))

    @property
    def source(self) -> str:
        """``bigquery:PROJECT.DATASET``, as the person named it."""
        return self._name

    @property
    def place(self) -> Place:
        """Where it reads and works, with the location."""
        return self._jobs.place

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences that a person should read with the results: that rows had to be read slowly, and why."""
        return self._notes.texts

    def signature(self) -> str:
        """Return a text that changes when a table of the source is added, removed or written."""
        return self._source.signature()

    def tables(self) -> tuple[TableInfo, ...]:
        """Return the source's tables by name, the days of sessions as one ``ga_sessions_*``.

        Views have neither rows nor bytes: counting would be a query.
        """
        return self._source.tables()

    def schema(self, table: str) -> tuple[Column, ...]:
        """Return the columns of a table of the source, or of something that segdesk made.

        Raises
        ------
        InputError
            If there is no such table.
        """
        if self._is_made(table, own=False) and (found := self._work.table(table)) is not None:
            return columns(found.schema)
        return self._source.columns(table)

    def preview(self, table: str, rows: int) -> pa.Table:
        """Return the first rows of a table of the source, at no charge. Views have none to show."""
        return self._source.preview(table, rows)

    def query(
        self, sql: str, params: Mapping[str, Value] | None = None, *, what: str = ""
    ) -> pa.RecordBatchReader:
        """Run one query of a person's and stream its rows.

        Raises
        ------
        InputError
            For a table that is not there, or a value that is missing.
        OverBudget, WarehouseError
            For what costs too much, and for anything else that cannot run.
        Cancelled
            After `cancel`, once the job has ended.
        """
        return self._read(sql, params, what=what or "Query", own=False)

    def execute(self, sql: str, params: Mapping[str, Value] | None = None, *, what: str = "") -> None:
        """Run CREATE [OR REPLACE] TABLE, VIEW or MODEL ... AS a person's query, or DROP of what was so made.

        Raises
        ------
        InputError
            Also if something that segdesk has not made would be replaced or dropped.
        OverBudget, WarehouseError, Cancelled
            As `query` does.
        """
        read = statement.read(sql)
        made = what or f"{(read.kind or Made.TABLE).capitalize()}: {read.target}"
        bill = {Made.VIEW: Bill.FREE, Made.MODEL: Bill.MODEL}.get(read.kind or Made.TABLE, Bill.QUERY)
        self._make(read, params or {}, what=made, bill=bill, tokens=None, own=False)

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
        """Run a statement of segdesk's that makes, fills or drops a table, view or model.

        Raises
        ------
        OverBudget, InputError, WarehouseError, Cancelled
            As `execute` does.
        """
        read = statement.read(sql)
        self._make(read, params or {}, what=what, bill=bill, tokens=tokens, own=True, readings=readings)

    def read(
        self,
        sql: str,
        params: Mapping[str, Value] | None = None,
        *,
        what: str,
        bill: Bill = Bill.QUERY,
        tokens: Tokens | None = None,
    ) -> pa.RecordBatchReader:
        """Run a query of segdesk's and stream its rows. Raises as `query` does."""
        return self._read(sql, params, what=what, own=True, bill=bill, tokens=tokens)

    def quote(self, sql: str, *, what: str, bill: Bill = Bill.QUERY) -> Quote:
        """Return what a query would be billed for, of a person's or segdesk's; nothing runs.

        Raises
        ------
        SegdeskError
            If BigQuery would refuse it.
        """
        read = statement.read(sql)
        sent = Rewritten.of(sql, name_edits(read, partial(self._path_of, own=False)))
        with self._near(read):
            return self._jobs.quote(sent, what=what, bill=bill)

    def load(self, table: str, data: pa.Table | pa.RecordBatchReader) -> None:
        """Write a table by a load job, replacing one of segdesk's of that name.

        The rows go through a temporary file, a batch at a time.

        Raises
        ------
        InputError
            If the name is taken by something that is not segdesk's, or a type cannot be written.
        WarehouseError
            If BigQuery refuses it, or made other columns of it than were meant.
        """
        schema = conformed(data.schema)
        meant = fields(schema)
        what = f"Table: {table}"
        self._work.ensure()
        self._work.make_way(table, Made.TABLE)
        self._work.create(table, meant)
        self._work.note(table, Made.TABLE)
        config = bigquery.LoadJobConfig(
            source_format=bigquery.SourceFormat.PARQUET,
            write_disposition=bigquery.WriteDisposition.WRITE_TRUNCATE,
            schema=meant,
        )
        lists = bigquery.ParquetOptions()  # type: ignore[no-untyped-call]
        lists.enable_list_inference = True
        config.parquet_options = lists
        with tempfile.TemporaryFile(prefix="segdesk-", suffix=".parquet") as file:
            _write_parquet(data, schema, file)
            self._jobs.load(file, self.path(table), config, what=what)
        _refuse_others(table, columns(meant), columns(self._work.label(table).schema))

    def drop(self, table: str) -> None:
        """Remove a table, view or model that segdesk made. Raises `InputError` for anything else."""
        self._work.drop(table)

    def settle(self, what: str, tokens: Tokens) -> None:
        """Say what a language model really read and wrote for the last statement of that name."""
        self._jobs.settle(what, tokens)

    def path(self, name: str) -> str:
        """Return the full path of something that segdesk makes, made or not."""
        return self.place.in_work(name)

    def model(self, name: str) -> ModelInfo | None:
        """Return what is known of a k-means model of segdesk's, None where there is none of that name."""
        found = self._work.model(name)
        return model_info(found) if found is not None else None

    def beside(self) -> "BigQueryWarehouse":
        """Return the same for another thread; cancelling the task stops both."""
        other = BigQueryWarehouse(self._name, self._jobs.beside())
        other._source, other._work = self._source, self._work
        other._notes = self._notes
        other._reading = replace(self._reading, jobs=other._jobs)
        return other

    def jobs(self) -> tuple[Job, ...]:
        """Return the jobs that were sent, also beside this, in the order in which they ended."""
        return self._jobs.account.jobs

    def made(self) -> tuple[MadeObject, ...]:
        """Return what was made since this was opened and is still there."""
        return self._jobs.account.made

    def cancel(self) -> None:
        """Cancel what runs here, from any thread; it raises `Cancelled` once the jobs have ended."""
        self._jobs.cancel()

    def close(self) -> None:
        """Cancel what runs, and close the connections, for all threads."""
        self._jobs.cancel()
        self._jobs.clients.close()

    def _read(
        self,
        sql: str,
        params: Mapping[str, Value] | None,
        *,
        what: str,
        own: bool,
        bill: Bill = Bill.QUERY,
        tokens: Tokens | None = None,
    ) -> pa.RecordBatchReader:
        read = statement.read(sql)
        if read.verb is not Verb.QUERY:
            raise WarehouseError(
                "The SQL is not a query", f"it is {read.first}", "Write one SELECT statement"
            )
        parameters = _parameters(values.asked(read, params or {}))
        sent = Rewritten.of(sql, name_edits(read, partial(self._path_of, own=own)))
        with self._near(read):
            job = self._jobs.query(sent, parameters, what=what, bill=bill, tokens=tokens)
        return self._reading.rows(job, ordered=read.ordered, what=what)

    def _make(
        self,
        read: Statement,
        params: Mapping[str, Value],
        *,
        what: str,
        bill: Bill,
        tokens: Tokens | None,
        own: bool,
        readings: int = 1,
    ) -> None:
        name, kind = read.target, read.kind
        if name is None or kind is None:
            raise WarehouseError(
                "The statement is not one that makes a table, view or model",
                f"it is {read.first}, or names what it makes by a path",
                "Write CREATE TABLE, VIEW or MODEL, or DROP, with a name alone",
            )
        if read.verb is Verb.DROP:
            self._work.drop(name, missing_ok=read.missing_ok)
            return
        path_of = partial(self._path_of, own=own, target=name)
        edits = [
            *name_edits(read, path_of, self.path(name)),
            *statement.label_edits(read),
            *values.literals(read, params),
        ]
        self._work.ensure()
        if read.verb is Verb.INSERT or read.replaces:
            self._work.make_way(name, kind)
        done, makes = partial(self._work.note, name, kind), MadeObject(self.path(name), kind)
        sent = Rewritten.of(read.sql, edits)
        query = partial(self._jobs.query, sent, what=what, bill=bill, tokens=tokens, readings=readings)
        try:
            with self._near(read):
                query(makes=makes, done=done)
        except (Cancelled, SegdeskError):
            if readings > 1:
                self._work.note_left(name)
            raise

    @contextmanager
    def _near(self, read: Statement) -> Iterator[None]:
        """Offer the names that are near one that a statement names and that is not there."""
        try:
            yield
        except NotThere as problem:
            dataset, _, name = problem.path.rpartition(".")
            if problem.kind != "table" or dataset != f"{self.place.project}.{self.place.dataset}":
                raise
            known = [*self._source.listed(), *self._work.known()]
            raise UnknownTable(name, known).found_in(read.sql) from None

    def _path_of(self, name: str, *, own: bool, target: str | None = None) -> str:
        """Return the full path that a logical name means in a statement."""
        if name == target and self._source.has(name):
            return self.place.in_source(name)  # a table made of the source's of the same name
        return self.place.in_work(name) if self._is_made(name, own=own) else self.place.in_source(name)

    def _is_made(self, name: str, *, own: bool) -> bool:
        if self._work.made_now(name):
            return True
        return self._work.made_before(name) and (own or not self._source.has(name))


def _parameters(given: Mapping[str, Value]) -> Sequence[bigquery.ScalarQueryParameter]:
    return [
        bigquery.ScalarQueryParameter(name, values.type_of(value), value) for name, value in given.items()
    ]


def _write_parquet(data: pa.Table | pa.RecordBatchReader, schema: pa.Schema, file: IO[bytes]) -> None:
    """Write rows as Parquet; only one batch of them is held besides what was given."""
    batches = data.to_batches(max_chunksize=_ROWS_AT_A_TIME) if isinstance(data, pa.Table) else data
    with pq.ParquetWriter(file, schema) as writer:
        for batch in batches:
            writer.write_table(pa.Table.from_batches([batch]).cast(schema))


def _refuse_others(table: str, meant: Sequence[Column], made: Sequence[Column]) -> None:
    """Refuse a loaded table whose columns are not the ones that were meant."""
    if list(meant) == list(made):
        return
    wrong = next((f"{m.name} is {m.type}" for m in made if m not in meant), "")
    raise WarehouseError(
        f"BigQuery made other columns of {table} than were meant",
        wrong or f"it has {len(made)} instead of {len(meant)}",
        "Rename the columns, or leave them out",
    )

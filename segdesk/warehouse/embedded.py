"""The warehouse on this machine: a folder of files, answered by DuckDB."""

import shutil
import tempfile
import threading
import weakref
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pyarrow as pa
from sqlglot import exp

from segdesk.errors import InputError, SegdeskError, WarehouseError
from segdesk.tasks.task import Cancelled
from segdesk.warehouse.base import Column, TableInfo, Value
from segdesk.warehouse.files import WILDCARD, find_tables, signature
from segdesk.warehouse.inference import widening
from segdesk.warehouse.problems import UnknownTable, explained
from segdesk.warehouse.results import conformed
from segdesk.warehouse.source_tables import SourceTables
from segdesk.warehouse.sql.arguments import arguments, put_arguments
from segdesk.warehouse.sql.dialect import translate
from segdesk.warehouse.sql.relations import SUFFIX
from segdesk.warehouse.sql.syntax import parse
from segdesk.warehouse.statements import Statement, open_database, stream
from segdesk.warehouse.types import columns_of, google_type, quoted

_BATCH_ROWS = 65_536
_NUMERIC = ("INT64", "NUMERIC", "FLOAT64")


class EmbeddedWarehouse:
    """A folder of files, or one file, whose names are the tables' names.

    CSV and TSV, NDJSON, Parquet and Excel; ``ga_sessions_YYYYMMDD`` files make the wildcard table
    ``ga_sessions_*``. A file is looked at when its table is first needed, and read whenever a query needs it.
    Statements cannot reach any other file.

    Parameters
    ----------
    path
        The folder or file.
    memory_limit
        As DuckDB writes it, for instance ``2GB`` or ``30%``; None leaves it to DuckDB.
    spill
        The folder for data beyond that limit, which DuckDB makes if it needs it and `close` removes; None
        means one of the system's temporary folders.

    Raises
    ------
    InputError
        If there is no folder, no table in it, or two files for one table.
    """

    def __init__(self, path: Path, *, memory_limit: str | None = None, spill: Path | None = None) -> None:
        self._name, self._path = str(path), path.absolute()
        files = find_tables(self._path)
        self._folder = str(spill.absolute()) if spill else tempfile.mkdtemp(prefix="segdesk-")
        self._remove_folder = weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        allowed = [file for table in files for file in table.paths]
        self._database = open_database(self._folder, allowed, memory_limit)
        self._sources = SourceTables(files, self._database, self._start)
        self._made: dict[str, str] = {}
        self._running: set[Statement] = set()
        self._lock, self._running_lock = threading.RLock(), threading.Lock()

    def __enter__(self) -> "EmbeddedWarehouse":
        """Return the warehouse itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of everything."""
        self.close()

    @property
    def source(self) -> str:
        """The folder or file, as the person named it."""
        return self._name

    def signature(self) -> str:
        """Return a text that changes when a file is added, removed or written."""
        return signature(find_tables(self._path))

    def tables(self) -> tuple[TableInfo, ...]:
        """Return the tables of the files, by name; the days of a wildcard table are not listed singly.

        Raises
        ------
        InputError
            For the first file that cannot be read.
        Cancelled
            After `cancel`.
        """
        listed = []
        for files in self._sources.files:
            opened = self._sources.open(files.name)
            columns = self._columns(files.name)
            listed.append(TableInfo(files.name, opened.rows, files.bytes, columns, opened.notes))
        return tuple(listed)

    def schema(self, table: str) -> tuple[Column, ...]:
        """Return the columns of a table of the files, of one of its days, or of what was made.

        Raises
        ------
        InputError
            If there is no such table, or its file cannot be read.
        Cancelled
            After `cancel`.
        """
        with self._lock:
            if table.lower() in self._made:
                return self._columns(table)
            if not self._sources.has(table):
                raise UnknownTable(table, [files.name for files in self._sources.files] + list(self._made))
            return self._columns(self._sources.relation(table))

    def query(
        self,
        sql: str,
        params: Mapping[str, Value] | None = None,
        *,
        what: str = "",  # noqa: ARG002 - nothing costs anything here
    ) -> pa.RecordBatchReader:
        """Run one GoogleSQL query and stream its rows.

        Parameters
        ----------
        sql
            A SELECT, which may begin with WITH.
        params
            Values of its named parameters.
        what
            Passed over: nothing costs anything here.

        Raises
        ------
        InputError
            For a table that is not there, or a value that is missing.
        WarehouseError
            For anything else that cannot run, while reading as well.
        Cancelled
            After `cancel`.
        """
        tree = _single(sql)
        if not isinstance(tree, exp.Query) or tree.args.get("into"):
            raise WarehouseError(
                "The SQL is not a query", f"it is {_kind_of(tree)}", "Write one SELECT statement"
            )
        values = arguments(tree, params or {})
        translated = self._translate(tree, sql)
        statement = self._start()
        try:
            reader = statement.connection.sql(translated, params=values).to_arrow_reader(_BATCH_ROWS)
            schema = conformed(reader.schema)
        except BaseException as problem:
            statement.close()
            if isinstance(problem, duckdb.Error):
                raise self._explained(problem, sql) from None
            raise
        batches = stream(statement, reader, schema, lambda problem: self._explained(problem, sql))
        return pa.RecordBatchReader.from_batches(schema, batches)

    def execute(
        self,
        sql: str,
        params: Mapping[str, Value] | None = None,
        *,
        what: str = "",  # noqa: ARG002 - as above
    ) -> None:
        """Run CREATE [OR REPLACE] TABLE or VIEW ... AS a query, or DROP of what was so made.

        Parameters
        ----------
        sql
            One GoogleSQL statement.
        params
            Values of its named parameters; a view keeps them.

        Raises
        ------
        InputError, WarehouseError, Cancelled
            As `query` does; also for any other statement.
        """
        tree = _single(sql)
        if isinstance(tree, exp.Drop) and tree.kind in ("TABLE", "VIEW"):
            self._drop(_name_target(tree), missing_ok=bool(tree.args.get("exists")))
            return
        if not isinstance(tree, exp.Create) or tree.kind not in ("TABLE", "VIEW") or not tree.expression:
            raise WarehouseError(
                "The statement is not one that makes a table or view",
                f"it is {_kind_of(tree)}",
                "Write CREATE TABLE or CREATE VIEW ... AS SELECT",
            )
        name = _name_target(tree)
        if self._sources.has(name):
            raise InputError(
                f"{name} cannot be made", "a file of the source has that name", "Rename the file or the table"
            )
        put_arguments(tree, params or {})
        self._run(self._translate(tree, sql), sql)
        self._made[name.lower()] = tree.kind

    def load(self, table: str, data: pa.Table | pa.RecordBatchReader) -> None:
        """Write a table, replacing one of that name; a table of the files is hidden until `drop`."""
        with self._lock, self._start() as statement:
            self._discard(table)
            statement.connection.register("_loaded", data)
            try:
                statement.connection.execute(f"CREATE TABLE {quoted(table)} AS SELECT * FROM _loaded")
            finally:
                statement.connection.unregister("_loaded")
            self._made[table.lower()] = "TABLE"

    def drop(self, table: str) -> None:
        """Remove a table or view that `load` or `execute` made.

        Raises
        ------
        InputError
            If there is none of that name.
        """
        self._drop(table)

    def require(self, table: str, columns: Mapping[str, str]) -> None:
        """Refuse a table that lacks a column, or has a value that is not of the wanted type.

        A column of another type is read as the wanted one from here on if no value is lost by it: an order
        number as text, a column without any value as whatever is wanted.

        Parameters
        ----------
        table
            A table's name.
        columns
            Column name to wanted GoogleSQL type; ``ARRAY`` and ``STRUCT`` stand for any of that kind.

        Raises
        ------
        InputError
            Naming the table and column, or the file, line and column of the first wrong value.
        """
        present = {column.name.lower(): column for column in self.schema(table)}
        for name, kind in columns.items():
            column = present.get(name.lower())
            if column is None:
                raise InputError(
                    f"{table} has no column {name}",
                    f"it has {', '.join(column.name for column in present.values())}",
                    "Rename a column, or choose another recipe",
                )
            if _satisfies(column.type, kind):
                continue
            if table.lower() not in self._made:
                misfit = self._sources.retype(table, column.name, kind)
                if misfit is not None:
                    raise misfit.error(table, column.name, kind)
            elif widening(column.type, kind) is None:
                raise InputError(f"{table}.{column.name} must be {kind}", f"it is {column.type}", "Cast it")

    def cancel(self) -> None:
        """Stop every running statement, from any thread; it then raises `Cancelled`."""
        with self._running_lock:
            running = tuple(self._running)
        for statement in running:
            statement.cancel()

    def close(self) -> None:
        """Stop what runs, forget what was made and remove the folder for temporary files."""
        self.cancel()
        with self._running_lock:
            running = tuple(self._running)
        for statement in running:
            statement.close()
        self._database.close()
        self._remove_folder()

    def _start(self) -> Statement:
        statement = Statement(self._database, self._finish)
        with self._running_lock:
            self._running.add(statement)
        return statement

    def _finish(self, statement: Statement) -> None:
        with self._running_lock:
            self._running.discard(statement)

    def _run(self, duck_sql: str, sql: str) -> None:
        with self._start() as statement:
            try:
                statement.connection.execute(duck_sql)
            except duckdb.Error as problem:
                statement.check()
                raise self._explained(problem, sql) from None

    def _translate(self, tree: exp.Expr, sql: str) -> str:
        wildcards = (WILDCARD,) if self._sources.has(WILDCARD) else ()
        try:
            return translate(tree, self.schema, wildcards)
        except UnknownTable as problem:
            raise problem.found_in(sql) from None

    def _columns(self, relation: str) -> tuple[Column, ...]:
        """Return the columns of a relation in DuckDB."""
        with self._lock:
            try:
                found = columns_of(self._database.sql(f"SELECT * FROM {quoted(relation)}"))
            except duckdb.Error as problem:
                raise self._explained(problem, "") from None
        return tuple(Column(name, google_type(kind)) for name, kind in found if name != SUFFIX)

    def _drop(self, table: str, *, missing_ok: bool = False) -> None:
        with self._lock:
            if table.lower() in self._made:
                self._discard(table)
            elif not missing_ok:
                raise InputError(
                    f"{table} cannot be removed", "it was not made here", "Name a table that was"
                )

    def _discard(self, table: str) -> None:
        """Remove whatever DuckDB has under a name; a view over files comes back when it is needed."""
        kind = self._made.pop(table.lower(), None)
        if kind is not None:
            self._database.execute(f"DROP {kind} IF EXISTS {quoted(table)}")
        elif self._sources.has(table):
            self._sources.forget(table)

    def _explained(self, problem: BaseException, sql: str) -> SegdeskError | Cancelled:
        return explained(problem, sql, self._sources.look_into)


def _single(sql: str) -> exp.Expr:
    trees = parse(sql, "The SQL", WarehouseError)
    if len(trees) != 1:
        raise WarehouseError("One statement was expected", f"there are {len(trees)}", "Give them one by one")
    return trees[0]


def _name_target(tree: exp.Expr) -> str:
    """Return the name of what a statement makes or removes, and take project and dataset off it."""
    table = next(iter(tree.find_all(exp.Table)), exp.Table(this=exp.to_identifier("")))
    table.set("db", None)
    table.set("catalog", None)
    return table.name


def _kind_of(tree: exp.Expr) -> str:
    return " ".join(part for part in (tree.key.upper(), str(tree.args.get("kind") or "")) if part)


def _satisfies(present: str, kind: str) -> bool:
    """Tell whether SQL for one type works on another as it is: a number in place of a wider number."""
    if kind in ("ARRAY", "STRUCT"):
        return present.startswith(f"{kind}<")
    if present in _NUMERIC and kind in _NUMERIC:
        return _NUMERIC.index(present) <= _NUMERIC.index(kind)
    return present == kind

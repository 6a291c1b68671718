"""DuckDB as the embedded warehouse uses it: closed in, and with statements that another thread can stop."""

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from segdesk.errors import InputError
from segdesk.tasks.task import Cancelled
from segdesk.warehouse.results import conform
from segdesk.warehouse.sql.runtime import prepare
from segdesk.warehouse.types import text, texts

_PAUSE_SECONDS = 0.02
_TRIES = 150


def open_database(
    folder: str, allowed: Sequence[Path], memory_limit: str | None
) -> duckdb.DuckDBPyConnection:
    """Return a database in memory that speaks our GoogleSQL and reads the allowed files and nothing else.

    Parameters
    ----------
    folder
        Where data goes that exceeds the memory.
    allowed
        The files.
    memory_limit
        As DuckDB writes it, for instance ``2GB``.

    Raises
    ------
    InputError
        If the limit is not an amount of memory.
    """
    database = duckdb.connect(
        ":memory:",
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "python_enable_replacements": "false",
        },
    )
    database.execute(f"SET GLOBAL temp_directory = {text(folder)}")
    database.execute("SET enable_progress_bar = false")  # it would go to standard output
    if memory_limit is not None:
        try:
            database.execute(f"SET GLOBAL memory_limit = {text(memory_limit)}")
        except duckdb.Error:
            database.close()
            raise InputError(
                f"'{memory_limit}' is not an amount of memory", "", "Write it as 2GB or 800MB"
            ) from None
    prepare(database)
    database.execute(f"SET GLOBAL allowed_paths = {texts(allowed)}")
    database.execute("SET GLOBAL enable_external_access = false")
    database.execute("SET GLOBAL lock_configuration = true")
    return database


class Statement:
    """One statement on a connection of its own.

    Parameters
    ----------
    database
        The connection to the database.
    finished
        Called once the statement has let go of its connection.
    """

    def __init__(self, database: duckdb.DuckDBPyConnection, finished: Callable[["Statement"], None]) -> None:
        self.connection = database.cursor()
        self._finished = finished
        self._cancelled = threading.Event()
        self._closed = threading.Event()
        self._closing = threading.Lock()

    def __enter__(self) -> "Statement":
        """Return the statement itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Let go of the connection; a statement that was interrupted was cancelled."""
        self.close()
        if kind is not None and issubclass(kind, duckdb.InterruptException):
            raise Cancelled from None

    @property
    def cancelled(self) -> bool:
        """Whether it was asked to stop."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Ask it to stop; safe from any thread and at any time."""
        self._cancelled.set()
        threading.Thread(target=self._insist, daemon=True).start()

    def check(self) -> None:
        """Raise `Cancelled` if it was asked to stop."""
        if self.cancelled:
            raise Cancelled

    def close(self) -> None:
        """Let go of the connection."""
        with self._closing:
            if self._closed.is_set():
                return
            self.connection.close()
            self._closed.set()
        self._finished(self)

    def _interrupt(self) -> None:
        with self._closing:
            if not self._closed.is_set():
                self.connection.interrupt()

    def _insist(self) -> None:
        """Interrupt again: DuckDB forgets an interrupt that comes just before a statement begins."""
        for _ in range(_TRIES):
            self._interrupt()
            if self._closed.wait(_PAUSE_SECONDS):
                return


def stream(
    statement: Statement,
    reader: pa.RecordBatchReader,
    schema: pa.Schema,
    explain: Callable[[BaseException], BaseException],
) -> Iterator[pa.RecordBatch]:
    """Yield a statement's batches in a schema, and close it after the last one or an error.

    Parameters
    ----------
    statement
        The statement.
    reader
        What it gives.
    schema
        As `segdesk.warehouse.results.conformed` gave it.
    explain
        Turns DuckDB's error into one for a person.
    """
    try:
        while True:
            statement.check()
            try:
                batch = reader.read_next_batch()
            except StopIteration:
                break
            except (OSError, duckdb.Error, pa.ArrowException) as problem:
                statement.check()
                raise explain(problem) from None
            yield conform(batch, schema)
    finally:
        reader.close()
        statement.close()

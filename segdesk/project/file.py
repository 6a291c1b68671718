"""A .segdesk file: a DuckDB database that one process at a time may change."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Self

import duckdb
import pyarrow as pa
from pydantic import ValidationError

from segdesk import __version__
from segdesk.errors import ProjectError
from segdesk.project import lock, memory, schema
from segdesk.project.settings import Settings


def quoted(name: str) -> str:
    """Return an SQL identifier in double quotes."""
    return '"' + name.replace('"', '""') + '"'


class Project:
    """An open project file. Use `create` or `open`, and close it, best in a with statement."""

    def __init__(self, path: Path, connection: duckdb.DuckDBPyConnection) -> None:
        self.path = path
        self.connection = connection
        connection.execute("SET TimeZone = 'UTC'")

    # -- opening and closing

    @classmethod
    def create(cls, path: Path) -> Self:
        """Make a new project file. Raises `ProjectError` if there is a file already, or none can be made."""
        if path.exists():
            raise ProjectError(f"{path} is there already", "", "Choose another name, or open it")
        if not path.parent.is_dir():
            raise ProjectError(f"{path} cannot be made", f"there is no folder {path.parent}", "Make it first")
        # Made beside its place, so that there never is a file without its tables.
        beside = path.with_name(f".{path.name}.new")
        beside.unlink(missing_ok=True)
        made = cls(beside, _connect(beside))
        try:
            with made.transaction():
                made.connection.execute(schema.CREATE)
                made.connection.execute(
                    "INSERT INTO meta VALUES (?, ?, now() AT TIME ZONE 'UTC', NULL, NULL, NULL, NULL)",
                    [schema.current_version(), __version__],
                )
                made._store(Settings())
            with made.wrapped_errors(path):
                made.connection.execute("CHECKPOINT")
            made.close()
            beside.replace(path)
        except BaseException:
            made.close()
            made.discard()
            raise
        return cls.open(path)

    @classmethod
    def open(
        cls,
        path: Path,
        migrations: tuple[schema.Migration, ...] = schema.MIGRATIONS,
        *,
        interrupted: str = "failed",
    ) -> Self:
        """Open a project file, upgrading an older one after keeping a copy of it.

        Parameters
        ----------
        interrupted
            The outcome of a run that the process before this one did not live to end: ``failed`` after a
            crash, ``cancelled`` where a person ended that process.

        Raises
        ------
        ProjectError
            For a file that is missing, held by someone else, damaged, no project, or made by a newer segdesk.
        """
        if not path.is_file():
            raise ProjectError(f"There is no project file {path}", "", "Check the name")
        connection = _connect(path)
        memory.sweep_spills(path)  # whoever left something there has ended: the file is held here
        try:
            version = _schema_version(path, connection)
            target = schema.current_version(migrations)
            if version > target:
                raise _newer(path)
            if version < target:
                connection.close()
                _keep_copy(path, version)
                connection = _connect(path)
                _upgrade(connection, version, migrations)
            project = cls(path, connection)
            project._close_interrupted_runs(interrupted)
            project._check_settings()
        except BaseException:
            connection.close()
            raise
        lock.sign(path)
        return project

    def cursor(self) -> Self:
        """Return the same open file for use on another thread; it ends with this one."""
        return type(self)(self.path, self.connection.cursor())

    def interrupt(self) -> None:
        """Stop the statement that runs on this cursor, from any thread."""
        self.connection.interrupt()

    def close(self) -> None:
        """Let go of the file. Closing twice does no harm."""
        with suppress(duckdb.Error):  # a full disk may have ended the connection already
            self.connection.close()
        lock.unsign(self.path)

    def discard(self) -> None:
        """Remove a closed project's file and whatever lies beside it."""
        for path in (self.path, self.path.with_name(self.path.name + ".wal")):
            path.unlink(missing_ok=True)
        lock.unsign(self.path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def save_as(self, path: Path) -> None:
        """Write a copy of the project under another name, whole or not at all."""
        if path.resolve() == self.path.resolve():
            raise ProjectError(f"{path} is the project itself", "", "Choose another name")
        beside = path.with_name(f".{path.name}.new")
        beside.unlink(missing_ok=True)
        try:
            with self.wrapped_errors(path):
                source = self.row("SELECT current_database()")
                assert source is not None
                target = str(beside).replace("'", "''")
                self.connection.execute(f"ATTACH '{target}' AS segdesk_copy")
                try:
                    self.connection.execute(f"COPY FROM DATABASE {quoted(source[0])} TO segdesk_copy")
                finally:
                    self.connection.execute("DETACH segdesk_copy")
                beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
            beside.with_name(beside.name + ".wal").unlink(missing_ok=True)

    # -- changing

    @contextmanager
    def transaction(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Do several changes as one: all of them, or none."""
        with self.wrapped_errors(self.path):
            self.connection.execute("BEGIN TRANSACTION")
            try:
                yield self.connection
                self._commit()
            except BaseException:
                with suppress(duckdb.Error):  # a failed COMMIT has rolled back already
                    self.connection.execute("ROLLBACK")
                raise

    def _commit(self) -> None:
        try:
            self.connection.execute("COMMIT")
        except duckdb.TransactionException as error:
            # DuckDB reports a disk that is full at this moment as a failed transaction.
            raise duckdb.IOException(str(error)) from error

    @contextmanager
    def wrapped_errors(self, path: Path) -> Iterator[None]:
        """Turn what the file system refuses into a sentence."""
        try:
            yield
        except (duckdb.IOException, duckdb.FatalException, OSError) as error:
            why = str(error).splitlines()[0]
            todo = "Free some space or choose another disk, then open the project again"
            raise ProjectError(f"{path.name} could not be written", why, todo) from error

    # -- what it holds

    @property
    def settings(self) -> Settings:
        """The settings of all steps."""
        row = self.row("SELECT document FROM settings")
        assert row is not None
        return Settings.model_validate_json(row[0])

    @settings.setter
    def settings(self, settings: Settings) -> None:
        with self.transaction():
            self._store(settings)

    def _store(self, settings: Settings) -> None:
        self.connection.execute("DELETE FROM settings")
        self.connection.execute("INSERT INTO settings VALUES (?)", [settings.model_dump_json()])

    def replace(self, table: str, data: pa.Table) -> None:
        """Write a whole table, replacing the one of that name."""
        with self.incoming(data):
            self.connection.execute(f"CREATE OR REPLACE TABLE {quoted(table)} AS SELECT * FROM incoming")

    def fill(self, table: str, data: pa.Table) -> None:
        """Replace the rows of a table that keeps its shape; columns go by name."""
        self.connection.execute(f"DELETE FROM {quoted(table)}")
        with self.incoming(data):
            self.connection.execute(f"INSERT INTO {quoted(table)} BY NAME SELECT * FROM incoming")

    @contextmanager
    def incoming(self, data: pa.Table | pa.RecordBatchReader) -> Iterator[None]:
        """Let statements read Arrow data under the name ``incoming``."""
        self.connection.register("incoming", data)
        try:
            yield
        finally:
            with suppress(duckdb.Error):  # after a failed statement the rollback forgets the name
                self.connection.unregister("incoming")

    def rows(self, query: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a query over the project's tables (DuckDB's SQL), as plain values."""
        return self.connection.execute(query, list(parameters)).fetchall()

    def row(self, query: str, parameters: Sequence[object] = ()) -> tuple[Any, ...] | None:
        """Return the first row of a query, None where there is none."""
        # All rows are fetched: DuckDB keeps a connection busy until a result is read to its end.
        return next(iter(self.rows(query, parameters)), None)

    def read(self, query: str, parameters: Sequence[object] = ()) -> pa.Table:
        """Return the rows of a query as an Arrow table."""
        return self.connection.sql(query, params=list(parameters)).to_arrow_table()

    def stream(self, query: str, rows: int = 131_072) -> pa.RecordBatchReader:
        """Return the rows of a query in batches of about so many. Read all before the next statement."""
        return self.connection.sql(query).to_arrow_reader(rows)

    def has(self, table: str) -> bool:
        """Whether the file holds that table or view."""
        query = "SELECT count(*) FROM information_schema.tables WHERE table_name = ?"
        row = self.row(query, [table])
        return bool(row and row[0])

    def _check_settings(self) -> None:
        try:
            _ = self.settings
        except ValidationError as error:
            raise ProjectError(
                f"{self.path} cannot be opened",
                "its settings are damaged, or a newer segdesk wrote them",
                "Install the newest segdesk, or restore the file from a copy",
            ) from error

    def _close_interrupted_runs(self, outcome: str) -> None:
        """Mark what was left running: only whoever has the file open could be running a step."""
        sentence = "segdesk ended while the step was running" if outcome == "failed" else None
        self.connection.execute(
            "UPDATE runs SET outcome = ?, error = ? WHERE outcome = 'running'", [outcome, sentence]
        )
        self.connection.execute("UPDATE unfinished_jobs SET left_behind = TRUE WHERE NOT left_behind")


_HELD = ("Could not set lock on file", "being used by another process", "different configuration")
"""What DuckDB says of a file that somebody has open, on Unix, on Windows, and in the same process."""


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    limit, spill = memory.project_limit(), str(memory.spill_folder(path.absolute())).replace("'", "''")
    try:
        connection = duckdb.connect(str(path))
        connection.execute(f"SET memory_limit = '{limit}'; SET temp_directory = '{spill}'")
        connection.execute("SET enable_progress_bar = false")  # DuckDB's own would go to standard output
        return connection
    except duckdb.Error as error:
        text = str(error)
        if any(said in text for said in _HELD):
            raise lock.held_error(path) from error
        if "Permission denied" in text or "Read-only file system" in text:
            todo = "Choose another folder, or copy the file to one of yours"
            raise ProjectError(f"{path} cannot be opened", "you may not write there", todo) from error
        if "version number" in text or "storage version" in text.lower():
            raise _newer(path) from error
        if "valid DuckDB database" in text:
            raise ProjectError(f"{path} is not a segdesk project", "it is another kind of file") from error
        why = text.splitlines()[0]
        raise ProjectError(f"{path} cannot be opened", why, "Restore it from a copy") from error


def _keep_copy(path: Path, version: int) -> None:
    """Copy a file that is about to be upgraded, under a name that is free."""
    numbers = ("", *(f" {n}" for n in range(2, 1000)))
    names = (path.with_name(f"{path.stem} (version {version}{number}){path.suffix}") for number in numbers)
    copy = next(name for name in names if not name.exists())
    try:
        shutil.copy2(path, copy)
    except OSError as error:
        raise ProjectError(
            f"{path} cannot be upgraded", f"no copy could be kept: {error.strerror}", "Free some space"
        ) from error


def _schema_version(path: Path, connection: duckdb.DuckDBPyConnection) -> int:
    try:
        rows = connection.execute("SELECT schema_version FROM meta").fetchall()
    except duckdb.CatalogException as error:
        raise ProjectError(f"{path} is not a segdesk project", "it is another DuckDB database") from error
    except duckdb.Error as error:
        why = str(error).splitlines()[0]
        raise ProjectError(f"{path} is damaged", why, "Restore it from a copy") from error
    if len(rows) != 1:
        raise ProjectError(f"{path} is damaged", "it does not say which version it has", "Restore a copy")
    return int(rows[0][0])


def _newer(path: Path) -> ProjectError:
    return ProjectError(f"{path} cannot be opened", "a newer segdesk wrote it", "Install the newest segdesk")


def _upgrade(
    connection: duckdb.DuckDBPyConnection, version: int, migrations: tuple[schema.Migration, ...]
) -> None:
    connection.execute("BEGIN TRANSACTION")
    try:
        for migration in migrations:
            if migration.to_version > version:
                migration.apply(connection)
        connection.execute("UPDATE meta SET schema_version = ?", [schema.current_version(migrations)])
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise

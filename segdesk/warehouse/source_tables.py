"""The tables that the files of a source make, as views in DuckDB."""

import threading
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass

import duckdb

from segdesk.errors import InputError, SegdeskError
from segdesk.warehouse.delimited import DelimitedFile
from segdesk.warehouse.excel import ExcelFile
from segdesk.warehouse.files import WILDCARD, Kind, TableFiles, day_of, stem_of
from segdesk.warehouse.ndjson import NdjsonFiles, analytics_structure
from segdesk.warehouse.parquet import ParquetFiles
from segdesk.warehouse.readers import FILE, Misfit, Reader
from segdesk.warehouse.sql.relations import SUFFIX
from segdesk.warehouse.statements import Statement
from segdesk.warehouse.types import quoted, text

_SUFFIX_OF_FILE = rf"regexp_extract({FILE}, '(?i)ga_sessions_(\d{{8}})[^/\\]*$', 1)"


@dataclass(frozen=True)
class Opened:
    """A table whose files have been looked at, and which is a view in DuckDB."""

    files: TableFiles
    readers: tuple[Reader, ...]

    @property
    def rows(self) -> int | None:
        """Number of rows, None where counting would cost."""
        counts = [reader.rows for reader in self.readers]
        return None if None in counts else sum(count or 0 for count in counts)

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person should know of the reading."""
        return tuple(note for reader in self.readers for note in reader.notes)


class SourceTables:
    """The tables of a source; each is looked at when it is first asked for.

    Parameters
    ----------
    files
        The files by table.
    database
        The DuckDB database that gets the views.
    statement
        Starts a statement that can be cancelled.
    """

    def __init__(
        self,
        files: Iterable[TableFiles],
        database: duckdb.DuckDBPyConnection,
        statement: Callable[[], AbstractContextManager[Statement]],
    ) -> None:
        self._files = {table.name.lower(): table for table in files}
        self._opened: dict[str, Opened] = {}
        self._database = database
        self._statement = statement
        self._lock = threading.RLock()

    @property
    def files(self) -> tuple[TableFiles, ...]:
        """The files by table, in the order of the tables' names."""
        return tuple(self._files.values())

    def has(self, table: str) -> bool:
        """Tell whether there is such a table, day of an Analytics export, or part of its wildcard."""
        files = self._files.get(_key(table))
        if files is None or files.name != WILDCARD:
            return files is not None
        beginning = table.lower().removesuffix("*")
        return any(stem_of(path).lower().startswith(beginning) for path in files.paths)

    def relation(self, table: str) -> str:
        """Return the name of the view that has a table's columns, making it if this is the first time.

        Raises
        ------
        InputError
            If a file cannot be read.
        Cancelled
            If the look at the files was stopped.
        """
        with self._lock:
            opened = self.open(table)
            day = day_of(table)
            if day is None:
                return opened.files.name
            self._database.execute(
                f"CREATE OR REPLACE VIEW {quoted(table)} AS SELECT * EXCLUDE ({SUFFIX}) "
                f"FROM {quoted(WILDCARD)} WHERE {SUFFIX} = {text(day)}"
            )
            return table

    def open(self, table: str) -> Opened:
        """Look at a table's files, once."""
        with self._lock:
            key = _key(table)
            if key not in self._opened:
                files = self._files[key]
                opened = Opened(files, self._readers(files))
                self._make_view(opened)
                self._opened[key] = opened
            return self._opened[key]

    def retype(self, table: str, column: str, kind: str) -> Misfit | None:
        """Have a column read as another type from now on; return the first value that stands in the way."""
        with self._lock:
            opened = self.open(table)
            with self._statement() as statement:
                for reader in opened.readers:
                    misfit = reader.retype(statement.connection, column, kind)
                    if misfit is not None:
                        return misfit
            self._make_view(opened)
        return None

    def forget(self, table: str) -> None:
        """Remove a table's view, so that the name is free; it is made again when it is asked for."""
        with self._lock:
            opened = self._opened.pop(_key(table), None)
            if opened is not None:
                self._database.execute(f"DROP VIEW IF EXISTS {quoted(opened.files.name)}")
            if day_of(table) is not None:
                self._database.execute(f"DROP VIEW IF EXISTS {quoted(table)}")

    def look_into(self, message: str) -> SegdeskError | None:
        """Find out what is wrong with the file that DuckDB names in a message."""
        opened = list(self._opened.values())
        named = [(path, table) for table in opened for path in table.files.paths if str(path) in message]
        if not named:
            return None
        path, table = max(named, key=lambda found: len(str(found[0])))
        if not path.is_file():
            return InputError(f"{path.name} is not there any more", f"it was in {path.parent}", "Put it back")
        return next((found for reader in table.readers if (found := reader.explain(path))), None)

    def _readers(self, files: TableFiles) -> tuple[Reader, ...]:
        structure = analytics_structure() if files.name == WILDCARD else None
        readers: list[Reader] = []
        with self._statement() as statement:
            for kind, paths in files.of_kind().items():
                match kind:
                    case Kind.PARQUET:
                        readers.append(ParquetFiles(statement.connection, paths))
                    case Kind.NDJSON:
                        readers.append(NdjsonFiles(statement.connection, paths, structure))
                    case Kind.DELIMITED:
                        readers += [DelimitedFile(statement.connection, path) for path in paths]
                    case Kind.EXCEL:
                        readers += [ExcelFile(statement.connection, path) for path in paths]
        return tuple(readers)

    def _make_view(self, opened: Opened) -> None:
        united = " UNION ALL BY NAME ".join(reader.select() for reader in opened.readers)
        suffix = f", {_SUFFIX_OF_FILE} AS {SUFFIX}" if opened.files.name == WILDCARD else ""
        self._database.execute(
            f"CREATE OR REPLACE VIEW {quoted(opened.files.name)} AS "
            f"SELECT * EXCLUDE ({FILE}){suffix} FROM ({united})"
        )


def _key(table: str) -> str:
    """Return the key of the files behind a table's name: all days and parts of a wildcard are one."""
    key = table.lower()
    is_part = key.endswith("*") and key.startswith(WILDCARD[:-1])
    return WILDCARD if day_of(key) or is_part else key

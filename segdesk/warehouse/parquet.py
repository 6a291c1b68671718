"""Parquet files, several of which may make one table with slightly different columns."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from segdesk.errors import InputError
from segdesk.warehouse.inference import Rule
from segdesk.warehouse.readers import FILE, Misfit, conversions, first_misfit
from segdesk.warehouse.types import canonical, columns_of, google_type, quoted, text, texts


class ParquetFiles:
    """The Parquet files of one table, their columns united by name.

    Parameters
    ----------
    connection
        The DuckDB connection that reads.
    paths
        The files.

    Raises
    ------
    InputError
        For a file that is not Parquet.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, paths: Sequence[Path]) -> None:
        self.paths = tuple(paths)
        self.notes: tuple[str, ...] = ()
        try:
            relation = connection.sql(f"SELECT * EXCLUDE ({FILE}) FROM {self._scan(paths)}")
            self._columns = columns_of(relation)
            counted = f"SELECT sum(num_rows) FROM parquet_file_metadata({texts(paths)})"
            self.rows: int | None = int(connection.execute(counted).fetchall()[0][0])
        except duckdb.InterruptException:
            raise
        except duckdb.Error as problem:
            raise self._first_problem(connection) or InputError(
                f"{self.paths[0].name} cannot be read", str(problem).split("\n")[0], "Check the file"
            ) from None
        self._values = {
            name: f"CAST({quoted(name)} AS {canonical(kind)}) AS {quoted(name)}"
            for name, kind in self._columns
            if str(kind) != canonical(kind)
        }

    def select(self) -> str:
        """Return the query that gives the table."""
        values = ", ".join(self._values.get(name, quoted(name)) for name, _ in self._columns)
        return f"SELECT {values}, {FILE} FROM {self._scan(self.paths)}"

    def retype(self, connection: duckdb.DuckDBPyConnection, column: str, kind: str) -> Misfit | None:
        """Read a column as another type if no value is lost."""
        name, stored = next((n, google_type(k)) for n, k in self._columns if n.lower() == column.lower())
        misfit: Misfit | None = None
        for rule in conversions(stored, kind):
            misfit = self._first_misfit(connection, name, rule)
            if misfit is None:
                self._values[name] = f"{rule.value_of(quoted(name))} AS {quoted(name)}"
                return None
        return misfit

    def explain(self, _: Path) -> InputError | None:
        """Return nothing: DuckDB's own words on a Parquet file are the best there are."""
        return None

    def _first_misfit(self, connection: duckdb.DuckDBPyConnection, name: str, rule: Rule) -> Misfit | None:
        for path in self.paths:
            if name not in connection.sql(f"SELECT * FROM {self._scan([path])}").columns:
                continue
            found = first_misfit(connection, self._scan([path]), quoted(name), rule)
            if found is not None:
                return Misfit(path, f"row {found[0]}", found[1])
        return None

    def _scan(self, paths: Sequence[Path]) -> str:
        return f"read_parquet({texts(paths)}, union_by_name = true, filename = {text(FILE)})"

    def _first_problem(self, connection: duckdb.DuckDBPyConnection) -> InputError | None:
        for path in self.paths:
            try:
                connection.execute(f"SELECT * FROM {self._scan([path])} LIMIT 0")
            except duckdb.Error as problem:
                reason = str(problem).split("\n")[0].replace(str(path), path.name)
                return InputError(f"{path.name} is not a Parquet file", reason, "Get the file again")
        return None

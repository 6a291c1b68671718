"""The first sheet of an Excel workbook, typed by its cells."""

import warnings
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import duckdb
import openpyxl
import pyarrow as pa
from openpyxl.utils import get_column_letter

from segdesk.errors import InputError
from segdesk.warehouse.readers import FILE, Misfit, conversions, first_misfit
from segdesk.warehouse.types import quoted, text

_ERRORS = frozenset(("#N/A", "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#SPILL!", "#CALC!"))
_EXACT = 2**53
_GOOGLE_TYPES = {
    "bool": "BOOL",
    "int64": "INT64",
    "double": "FLOAT64",
    "date32[day]": "DATE",
    "timestamp[us, tz=UTC]": "TIMESTAMP",
    "string": "STRING",
}


class ExcelFile:
    """The first sheet of a workbook, kept as a table in DuckDB.

    Parameters
    ----------
    connection
        The DuckDB connection that keeps it.
    path
        The file.

    Raises
    ------
    InputError
        As `read_workbook` does.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path) -> None:
        self.path = path
        table, self.notes = read_workbook(path)
        self.rows: int | None = table.num_rows
        self._types = {name: _GOOGLE_TYPES[str(table.schema.field(name).type)] for name in table.column_names}
        self._values = {name: quoted(name) for name in table.column_names}
        self._stored = f"sheets.{quoted(path.name)}"
        connection.execute("CREATE SCHEMA IF NOT EXISTS sheets")
        connection.register("_sheet", table)
        connection.execute(f"CREATE OR REPLACE TABLE {self._stored} AS SELECT * FROM _sheet")
        connection.unregister("_sheet")

    def select(self) -> str:
        """Return the query that gives the table."""
        return (
            f"SELECT {', '.join(self._values.values())}, {text(str(self.path))} AS {FILE} FROM {self._stored}"
        )

    def retype(self, connection: duckdb.DuckDBPyConnection, column: str, kind: str) -> Misfit | None:
        """Read a column as another type if no value is lost."""
        name = next(name for name in self._types if name.lower() == column.lower())
        found: tuple[int, str] | None = None
        for rule in conversions(self._types[name], kind):
            found = first_misfit(connection, self._stored, quoted(name), rule)
            if found is None:
                self._values[name] = f"{rule.value_of(quoted(name))} AS {quoted(name)}"
                return None
        return Misfit(self.path, f"row {row_of(self.path, found[0])}", found[1]) if found else None

    def explain(self, _: Path) -> InputError | None:
        """Return nothing: the workbook is read at once, so no error comes later."""
        return None


def read_workbook(path: Path) -> tuple[pa.Table, tuple[str, ...]]:
    """Read the first sheet of a workbook.

    Returns
    -------
    tuple
        The table, and notes: sheets that were left out, cells with errors that became NULL.

    Raises
    ------
    InputError
        For a file that is not a workbook, or a header with an empty, merged or repeated name.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl's notes on styles and validation that it does not keep
            book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, KeyError, ValueError, OSError) as problem:
        reason = (
            str(problem)
            if isinstance(problem, OSError)
            else "it is damaged, has a password or is no workbook"
        )
        raise InputError(f"{path.name} cannot be read", reason, "Save it again as .xlsx") from None
    try:
        sheets = book.worksheets
        if not sheets:
            raise InputError(
                f"{path.name} has no sheet", "", "Give a workbook with a table on its first sheet"
            )
        table, notes = _read_sheet(path, sheets[0])
        others = [sheet.title for sheet in sheets[1:] if any(_rows(sheet))]
    finally:
        book.close()
    if others:
        notes += (f"Only the first sheet of {path.name} is read; left out: {', '.join(others)}.",)
    return table, notes


def row_of(path: Path, number: int) -> int:
    """Return the sheet's row, counted from 1, of the table's row of that number."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        filled = (at for at, row in _rows(book.worksheets[0]) if row)
        next(filled, None)
        return next((at for n, at in enumerate(filled, 1) if n == number), 1)
    finally:
        book.close()


def _rows(sheet: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Yield the rows that hold something, with their numbers."""
    sheet.reset_dimensions()  # some writers state a wrong size, and rows would be lost
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        if any(value is not None and value != "" for value in row):
            yield number, row


def _read_sheet(path: Path, sheet: Any) -> tuple[pa.Table, tuple[str, ...]]:
    rows = _rows(sheet)
    line, header = next(rows, (1, ()))
    body = [row for _, row in rows]
    width = max((_width(row) for row in (header, *body)), default=0)
    names = _names(path, line, header, width)
    arrays, errors = [], 0
    for at in range(width):
        values = [row[at] if at < len(row) else None for row in body]
        wrong = sum(value in _ERRORS for value in values if isinstance(value, str))
        arrays.append(_array([None if value in _ERRORS or value == "" else value for value in values]))
        errors += wrong
    notes = (f"{errors} cells of {path.name} with an error such as #N/A are read as NULL.",) if errors else ()
    return pa.Table.from_arrays(arrays, names=list(names)), notes


def _width(row: Sequence[Any]) -> int:
    """Return the number of the last cell that holds something."""
    return max((at for at, value in enumerate(row, 1) if value not in (None, "")), default=0)


def _names(path: Path, line: int, header: Sequence[Any], width: int) -> tuple[str, ...]:
    todo = "The first row must name every column, each differently, in cells that are not merged"
    if width == 0:
        raise InputError(f"{path.name} is empty", "its first sheet holds nothing", todo)
    names: list[str] = []
    seen: dict[str, str] = {}
    for at in range(width):
        value = header[at] if at < len(header) else None
        cell = f"{get_column_letter(at + 1)}{line}"
        name = "" if value is None else str(value).strip()
        if not name:
            raise InputError(
                f"{path.name} has a column without a name", f"cell {cell} is empty or merged", todo
            )
        if (other := seen.setdefault(name.lower(), cell)) != cell:
            raise InputError(f"{path.name} names two columns '{name}'", f"cells {other} and {cell}", todo)
        names.append(name)
    return tuple(names)


def _array(values: list[Any]) -> pa.Array:
    """Return a column: of the one type that its cells have, or text."""
    kinds = {_kind(value) for value in values if value is not None}
    if kinds == {"bool"}:
        return pa.array(values, pa.bool_())
    if kinds == {"int"}:
        return pa.array([None if value is None else int(value) for value in values], pa.int64())
    if kinds and kinds <= {"int", "float"}:
        return pa.array([None if value is None else float(value) for value in values], pa.float64())
    if kinds == {"date"}:
        return pa.array([None if value is None else _date(value) for value in values], pa.date32())
    if kinds and kinds <= {"date", "datetime"}:
        stamps = [None if value is None else _stamp(value) for value in values]
        return pa.array(stamps, pa.timestamp("us", tz="UTC"))
    return pa.array([None if value is None else _text(value) for value in values], pa.string())


def _kind(value: Any) -> str:
    """Return what a cell holds. Excel keeps whole numbers and days as floats and times."""
    match value:
        case bool():
            return "bool"
        case int() | float():
            return "int" if float(value).is_integer() and abs(value) <= _EXACT else "float"
        case datetime():
            return "date" if value.time() == time() else "datetime"
        case date():
            return "date"
        case _:
            return "text"


def _date(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _stamp(value: date) -> datetime:
    moment = (
        value if isinstance(value, datetime) else datetime(value.year, value.month, value.day, tzinfo=UTC)
    )
    return moment.replace(tzinfo=UTC)


def _text(value: Any) -> str:
    """Write a cell out as Excel would show it in full."""
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case float() if value.is_integer() and abs(value) <= _EXACT:
            return str(int(value))
        case datetime():
            return value.isoformat(sep=" ")
        case date() | time() | timedelta():
            return str(value)
        case _:
            return str(value)

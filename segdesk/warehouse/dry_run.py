"""What a query would give, found out from the tables' columns alone, without reading a row."""

from collections.abc import Sequence

import duckdb
from sqlglot import exp

from segdesk.errors import InputError, SegdeskError
from segdesk.warehouse.base import Column, TableInfo
from segdesk.warehouse.files import WILDCARD, day_of
from segdesk.warehouse.problems import UnknownTable, explained
from segdesk.warehouse.sql.bind import check_query
from segdesk.warehouse.sql.dialect import to_duckdb
from segdesk.warehouse.sql.relations import SUFFIX
from segdesk.warehouse.statements import open_database
from segdesk.warehouse.types import DUCKDB_TYPES, columns_of, google_type, quoted


def columns_of_query(tables: Sequence[TableInfo], sql: str) -> tuple[Column, ...]:
    """Return the columns that a GoogleSQL query would give.

    Parameters
    ----------
    tables
        What the source holds, as Connect listed it.
    sql
        One SELECT, which may begin with WITH.

    Raises
    ------
    SegdeskError
        With line and column where they are known: for what cannot be parsed, a table, column or function
        that is not there, types that do not go together, two columns of one name.
    """
    check_query(sql)
    database = open_database("", (), None)
    try:
        translated = to_duckdb(sql, _Shapes(tables, database, sql).columns, _wildcards(tables))
        try:
            found = columns_of(database.sql(translated))
        except duckdb.Error as problem:
            error = explained(problem, sql, lambda _: None)
            if isinstance(error, SegdeskError):
                raise error from None
            raise
    finally:
        database.close()
    _refuse_twins([name for name, _ in found])
    return tuple(Column(name, google_type(kind)) for name, kind in found)


class _Shapes:
    """Empty tables in the shape of the source's, each made when a query first names it."""

    def __init__(self, tables: Sequence[TableInfo], database: duckdb.DuckDBPyConnection, sql: str) -> None:
        self._tables = {table.name.lower(): table for table in tables}
        self._database = database
        self._sql = sql
        self._made: set[str] = set()

    def columns(self, table: str) -> tuple[Column, ...]:
        """Return a table's columns. Raises `InputError`, with the place, if there is no such table."""
        key = table.lower()
        is_part = key.endswith("*") and key.startswith(WILDCARD[:-1])
        known = self._tables.get(WILDCARD if is_part or day_of(key) else key)
        if known is None:
            raise UnknownTable(table, [each.name for each in self._tables.values()]).found_in(self._sql)
        name = table if day_of(key) else known.name
        if name.lower() not in self._made:
            self._make(name, known.columns)
            self._made.add(name.lower())
        return known.columns

    def _make(self, name: str, columns: Sequence[Column]) -> None:
        shapes = [f"{quoted(column.name)} {_duckdb_type(column.type)}" for column in columns]
        if name.lower() == WILDCARD:
            shapes.append(f"{SUFFIX} VARCHAR")
        self._database.execute(f"CREATE TABLE {quoted(name)} ({', '.join(shapes)})")


def _wildcards(tables: Sequence[TableInfo]) -> tuple[str, ...]:
    return (WILDCARD,) if any(table.name.lower() == WILDCARD for table in tables) else ()


def _duckdb_type(google: str) -> str:
    known = DUCKDB_TYPES.get(google)
    return known or exp.DataType.build(google, dialect="bigquery").sql("duckdb")


def _refuse_twins(names: Sequence[str]) -> None:
    lowered = [name.lower() for name in names]
    twice = next((name for name in names if lowered.count(name.lower()) > 1), None)
    if twice:
        raise InputError(
            "The query gives two columns of one name", f"'{twice}'", "Give one of them another name with AS"
        )

"""Which tables a statement reads, and how much of them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import sqlglot
from bqemulator.sql.rewriter.wildcard_expander import _apply_table_suffix_pushdown
from sqlglot import exp
from sqlglot.errors import ParseError, TokenError

from emulator.calls import without_calls
from emulator.ddl import Home, parse_create
from emulator.dialect import parts_of
from emulator.store import Path, Store

_LEAST_BILLED = 10 * 1024 * 1024
_MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Estimate:
    """What a statement would read.

    Attributes
    ----------
    processed
        Logical bytes of the columns that it names.
    billed
        The same, in whole megabytes and at least ten for each table.
    tables
        Those it reads, views not counted but what they read.
    """

    processed: int
    billed: int
    tables: tuple[Path, ...]

    def times(self, readings: int) -> "Estimate":
        """Return the same, read so many times."""
        return replace(self, processed=self.processed * readings, billed=self.billed * readings)


def estimate(store: Store, home: Home, sql: str, parameters: list[dict[str, Any]] | None) -> Estimate:
    """Return what a statement would read.

    Raises
    ------
    BigQueryError
        For a table or dataset that is not there.
    """
    found: dict[Path, set[str] | None] = {}
    create = parse_create(sql)
    read_by = create.query if create is not None else sql
    for path, columns in _reads(store, home, _with_values(without_calls(read_by), parameters)):
        known = found.get(path, set())
        found[path] = None if columns is None or known is None else known | columns
    read = {path: _sum(store.sizes(path), columns) for path, columns in found.items()}
    billed = sum(max(_LEAST_BILLED, -(-size // _MEGABYTE) * _MEGABYTE) for size in read.values())
    return Estimate(sum(read.values()), billed, tuple(read))


def tables_in(sql: str, home: Home) -> list[Path]:
    """Return the tables that a statement names with their dataset; of one that cannot be read, none."""
    create = parse_create(sql)
    made = [] if create is None or create.kind == "SCHEMA" else [create.path(home)]
    tree = _tree(without_calls(create.query if create is not None else sql))
    return made + (list(_named(tree, home)) if tree is not None else [])


def _tree(sql: str) -> exp.Expression | None:
    try:
        return sqlglot.parse_one(sql, read="bigquery") if sql else None
    except (ParseError, TokenError):
        return None


def _named(tree: exp.Expression, home: Home) -> Iterator[Path]:
    known = {each.alias.lower() for each in tree.find_all(exp.CTE)}
    for table in tree.find_all(exp.Table):
        parts = parts_of(table)
        is_known = len(parts) == 1 and (parts[0].lower() in known or home.dataset is None)
        if isinstance(table.this, exp.Identifier) and not is_known and "INFORMATION_SCHEMA" not in parts:
            yield home.path(parts)


def _reads(store: Store, home: Home, sql: str) -> Iterator[tuple[Path, set[str] | None]]:
    tree = _tree(sql)
    if tree is None or isinstance(tree, exp.Drop):
        return
    columns = _columns(tree)
    if isinstance(tree, exp.Insert):
        # What rows are put into is not read.
        tree = tree.expression
    for path in _named(tree, home):
        for each in _expanded(store, path, sql):
            meta = store.get(each)
            if meta.table_type == "VIEW":
                yield from _reads(store, Home(each[0], each[:2]), store.view_query(each))
            else:
                yield each, columns


def _expanded(store: Store, path: Path, sql: str) -> Iterator[Path]:
    """Yield the tables that a wildcard stands for."""
    if not path[2].endswith("*"):
        yield path
        return
    for name in _apply_table_suffix_pushdown(store.matching(path), path[2][:-1], sql):
        yield path[0], path[1], name


def _columns(tree: exp.Expression) -> set[str] | None:
    """Return the names in a statement; None where a star means all of them."""
    for star in tree.find_all(exp.Star):
        if not isinstance(star.parent, exp.Count):
            return None
    return {each.name.lower() for each in tree.find_all(exp.Identifier)}


def _sum(sizes: dict[str, int], columns: set[str] | None) -> int:
    return sum(size for name, size in sizes.items() if columns is None or name in columns)


def _with_values(sql: str, parameters: list[dict[str, Any]] | None) -> str:
    """Put texts in the place of parameters: which tables a wildcard stands for may depend on them."""
    for parameter in parameters or ():
        worth = parameter.get("parameterValue", {}).get("value")
        if parameter.get("name") and parameter["parameterType"].get("type") == "STRING" and worth is not None:
            sql = sql.replace(
                f"@{parameter['name']}", "'" + worth.replace("\\", "\\\\").replace("'", "\\'") + "'"
            )
    return sql

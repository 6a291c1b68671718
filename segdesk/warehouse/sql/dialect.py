"""GoogleSQL to DuckDB, so that one text serves both warehouses.

sqlglot writes DuckDB's grammar; what it leaves different in meaning is rewritten in the tree before: FROM
clauses (`relations`), functions and operators (`functions`), and here the names of columns. The rows that
GoogleSQL's reference evaluator gives are the measure: tests/zetasql compares the two.
"""

from collections.abc import Collection

from sqlglot import exp
from sqlglot.errors import ErrorLevel, UnsupportedError

from segdesk.errors import WarehouseError
from segdesk.warehouse.sql.functions import rewrite_functions
from segdesk.warehouse.sql.relations import FromClauses, Schema
from segdesk.warehouse.sql.syntax import parse


def to_duckdb(sql: str, schema: Schema, wildcard_tables: Collection[str] = ()) -> str:
    """Return a GoogleSQL statement as DuckDB SQL.

    Parameters
    ----------
    sql
        One statement: a query, or CREATE TABLE or VIEW ... AS a query. Named parameters ``@x`` become ``$x``.
    schema
        Gives the columns of a table; UNNEST of a column needs its type.
    wildcard_tables
        Names that end in ``*``. Each must be a relation of that very name in DuckDB, with a column
        ``_TABLE_SUFFIX``; parts of it (``ga_sessions_2016*``) follow from it.

    Returns
    -------
    str
        SQL for a connection that `segdesk.warehouse.sql.runtime.prepare` made ready. Names of projects and
        datasets are gone: an embedded warehouse has one of each.

    Raises
    ------
    WarehouseError
        With line and column where the text cannot be parsed; for what DuckDB cannot do.
    """
    trees = parse(sql, "The statement", WarehouseError)
    if len(trees) != 1:
        raise WarehouseError("A statement was expected", f"there are {len(trees)}", "Give them one by one")
    return translate(trees[0], schema, wildcard_tables)


def translate(tree: exp.Expr, schema: Schema, wildcard_tables: Collection[str] = ()) -> str:
    """Return a parsed statement as DuckDB SQL; the tree is used up. See `to_duckdb`."""
    for select in list(tree.find_all(exp.Select)):
        _name_columns(select)
        _group_by_aliases(select)
        _order_struct_by_aliases(select)
    FromClauses(schema, wildcard_tables).rewrite(tree)
    rewrite_functions(tree)
    try:
        return tree.sql(dialect="duckdb", identify=True, unsupported_level=ErrorLevel.RAISE)
    except UnsupportedError as problem:
        raise WarehouseError(
            "The statement uses something that the embedded warehouse does not have",
            str(problem).split("\n")[0],
            "Write it another way",
        ) from None


def _name_columns(select: exp.Select) -> None:
    """Name each column as typed, where DuckDB takes the declared name; BigQuery has f0_ for the nameless."""
    nameless = 0
    for projection in list(select.expressions):
        if projection.is_star or isinstance(projection, exp.Alias):
            continue
        if isinstance(projection, exp.Column | exp.Dot):
            name = projection.output_name
        elif select.args.get("kind"):
            continue
        else:
            name, nameless = f"f{nameless}_", nameless + 1
        alias = exp.Alias(alias=exp.to_identifier(name, quoted=True))
        projection.replace(alias)
        alias.set("this", projection)


def _group_by_aliases(select: exp.Select) -> None:
    """Let GROUP BY mean the alias before the column of the same name, as GoogleSQL does."""
    group = select.args.get("group")
    positions = {
        projection.alias.lower(): i for i, projection in enumerate(select.expressions, 1) if projection.alias
    }
    for expression in list(group.expressions) if group else ():
        if (
            isinstance(expression, exp.Column)
            and not expression.table
            and expression.name.lower() in positions
        ):
            expression.replace(exp.Literal.number(positions[expression.name.lower()]))


def _order_struct_by_aliases(select: exp.Select) -> None:
    """Spell out what SELECT AS STRUCT is ordered by: in DuckDB it is one column without those aliases."""
    order = select.args.get("order")
    if order is None or select.args.get("kind") != "STRUCT":
        return
    values = {p.alias.lower(): p.this for p in select.expressions if isinstance(p, exp.Alias)}
    for ordered in order.expressions:
        column = ordered.this
        if isinstance(column, exp.Column) and not column.table and column.name.lower() in values:
            column.replace(values[column.name.lower()].copy())

"""Values of named parameters."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime

from duckdb.value.constant import LongValue
from sqlglot import exp

from segdesk.errors import InputError
from segdesk.warehouse.base import Value


def arguments(tree: exp.Expr, params: Mapping[str, Value]) -> dict[str, object]:
    """Return the values of a query's parameters as DuckDB takes them, and name the parameters in lower case.

    Parameters
    ----------
    tree
        The parsed query.
    params
        Parameter name to value, letter case aside; values that the query does not ask for are passed over.

    Raises
    ------
    InputError
        If a value is missing.
    """
    values = {}
    for node in list(_parameters(tree)):
        name = node.name.lower()  # DuckDB would take @a and @A for two
        values[name] = _typed(_value(node, params))
        node.set("this", exp.var(name))
    return values


def put_arguments(tree: exp.Expr, params: Mapping[str, Value]) -> None:
    """Write the values into a parsed statement: a view cannot ask for them later.

    Raises
    ------
    InputError
        If a value is missing.
    """
    for node in list(_parameters(tree)):
        node.replace(_literal(_value(node, params)))


def _parameters(tree: exp.Expr) -> Iterator[exp.Parameter]:
    return (node for node in tree.find_all(exp.Parameter) if isinstance(node.this, exp.Var))


def _value(node: exp.Parameter, params: Mapping[str, Value]) -> Value:
    given = {name.lower(): value for name, value in params.items()}
    if node.name.lower() not in given:
        raise InputError(
            f"The SQL needs a value for @{node.name}", "none was given", "Give one, or write it out"
        )
    return given[node.name.lower()]


def _typed(value: Value) -> object:
    """Return a value whose DuckDB type is its GoogleSQL type; a time without a zone is UTC."""
    if isinstance(value, int) and not isinstance(value, bool):
        return LongValue(value)
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.replace(tzinfo=UTC)
    return value


def _literal(value: Value) -> exp.Expr:
    match value:
        case None:
            return exp.null()
        case bool():
            return exp.Boolean(this=value)
        case datetime():
            moment = value if value.tzinfo else value.replace(tzinfo=UTC)
            return exp.cast(exp.Literal.string(moment.isoformat(sep=" ")), "TIMESTAMPTZ")
        case date():
            return exp.cast(exp.Literal.string(value.isoformat()), "DATE")
        case int():
            return exp.cast(exp.Literal.string(str(value)), "BIGINT")
        case float():
            return exp.cast(exp.Literal.string(repr(value)), "DOUBLE")
        case _:
            return exp.Literal.string(str(value))

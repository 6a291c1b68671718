"""Real tables and a person's own expressions into our SQL: through its tree, never by string formatting."""

from collections.abc import Mapping

from sqlglot import exp

from segdesk.errors import InputError
from segdesk.warehouse.sql.syntax import parse, place_of, place_of_statement


def bind(
    sql: str, tables: Mapping[str, str] | None = None, expressions: Mapping[str, str] | None = None
) -> str:
    """Return a GoogleSQL statement with real tables and with expressions in place of named parameters.

    Parameters
    ----------
    sql
        One GoogleSQL statement.
    tables
        Logical table name, as it stands between backticks (``users``, ``ga_sessions_*``), to the real name,
        whose parts are separated by dots. Names of WITH clauses are left alone.
    expressions
        Name of a parameter without its ``@`` to the GoogleSQL expression that takes its place, in brackets.
        Parameters that are not named here stay parameters.

    Raises
    ------
    InputError
        With line and column, if an expression is not exactly one expression, reads a table or aggregates.
    """
    tree = parse(sql, "The statement", InputError)[0]
    given = {name.lower(): _expression(name, text) for name, text in (expressions or {}).items()}
    for parameter in list(tree.find_all(exp.Parameter)):
        if (expression := given.get(parameter.name.lower())) is not None:
            parameter.replace(exp.paren(expression.copy(), copy=False))
    real = {name.lower(): target for name, target in (tables or {}).items()}
    for table in list(tree.find_all(exp.Table)):
        target = real.get(table.name.lower())
        if target is not None and not table.db and not _is_with_clause(table):
            _rename(table, target)
    return tree.sql(dialect="bigquery", pretty=True)


def check_query(sql: str) -> None:
    """Refuse a text that is not exactly one SELECT (which may begin with WITH).

    Raises
    ------
    InputError
        With line and column.
    """
    trees = parse(sql, "The SQL", InputError)
    if not trees:
        raise InputError("The SQL is empty", "", "Write one SELECT statement")
    if not isinstance(trees[0], exp.Query) or trees[0].args.get("into"):
        raise InputError(
            "The SQL is not a query",
            f"{trees[0].key.upper()} at {place_of_statement(sql, 0)}",
            "Write one SELECT statement",
        )
    if len(trees) > 1:
        raise InputError(
            "The SQL holds more than one statement",
            f"the second one begins at {place_of_statement(sql, 1)}",
            "Write one SELECT statement",
        )


def _expression(name: str, text: str) -> exp.Expr:
    """Parse the expression that a person gave for a parameter."""
    what = f"The expression for {name}"
    trees = parse(text, what, InputError)
    todo = "Write one GoogleSQL expression, such as hits.type = 'EVENT'"
    if not trees:
        raise InputError(f"{what} is empty", "", todo)
    if len(trees) > 1:
        raise InputError(
            f"{what} is more than one", f"the second one begins at {place_of_statement(text, 1)}", todo
        )
    tree = trees[0]
    if isinstance(tree, exp.Alias):
        raise InputError(
            f"{what} is more than one",
            f"'{tree.alias}' is left over at {place_of(text, tree.args['alias'])}",
            todo,
        )
    if (
        not isinstance(tree, exp.Condition | exp.Subquery)
        or isinstance(tree, exp.Tuple | exp.Star)
        or tree.is_star
    ):
        begin = place_of_statement(text, 0)
        raise InputError(f"{what} is not an expression", f"{tree.key.upper()} at {begin}", todo)
    for node in tree.walk():
        if isinstance(node, exp.Table):
            raise InputError(
                f"{what} reads a table", f"'{node.sql('bigquery')}' at {place_of(text, node)}", todo
            )
        if isinstance(node, exp.AggFunc | exp.Window) and not node.find_ancestor(exp.Select):
            raise InputError(f"{what} aggregates", f"{node.key.upper()} at {place_of(text, node)}", todo)
    return tree


def _is_with_clause(table: exp.Table) -> bool:
    """Tell a reference to a WITH clause of an enclosing query from a table."""
    node: exp.Expr | None = table.parent
    while node is not None:
        clause = node.args.get("with_")
        if clause is not None and any(cte.alias.lower() == table.name.lower() for cte in clause.expressions):
            return True
        node = node.parent
    return False


def _rename(table: exp.Table, target: str) -> None:
    """Give a table its real name; columns may be qualified with the logical one, so that stays as alias."""
    logical, parts = table.name, target.split(".")
    for key, part in zip(("this", "db", "catalog"), reversed(parts), strict=False):
        table.set(key, exp.to_identifier(part, quoted=True))
    if not table.alias and parts[-1].lower() != logical.lower() and not logical.endswith("*"):
        table.set("alias", exp.TableAlias(this=exp.to_identifier(logical, quoted=True)))

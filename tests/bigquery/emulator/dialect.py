"""GoogleSQL that the emulator gets wrong, said in words that it gets right."""

from collections.abc import Callable

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError, TokenError

from emulator.ddl import Home

_Path = tuple[str, str, str]


def reworded(sql: str, home: Home, view_of: Callable[[_Path], _Path]) -> str:
    """Return a statement that means the same; the statement itself where nothing needs other words.

    Parameters
    ----------
    home
        Where names belong that do not say it.
    view_of
        Gives a view over all tables that a wildcard such as ``project.dataset.days_*`` stands for.
    """
    try:
        tree = sqlglot.parse_one(sql, read="bigquery")
    except (ParseError, TokenError):
        return sql
    # Not any(...): both have to be done.
    changed = [_rename_unnested(select) for select in list(tree.find_all(exp.Select))]
    known = {each.alias.lower() for each in tree.find_all(exp.CTE)}
    changed += [_name(table, known, home, view_of) for table in list(tree.find_all(exp.Table))]
    changed += [_take_first(node) for node in list(tree.find_all(exp.IgnoreNulls))]
    changed += [_sort_out(node) for node in list(tree.find_all(exp.Bracket))]
    return tree.sql(dialect="bigquery") if any(changed) else sql


def parts_of(table: exp.Table) -> tuple[str, ...]:
    """Return the parts of a table's name; between one pair of backticks there may be several."""
    names = (table.catalog, table.db, table.name)
    return tuple(part for each in names if each for part in each.split("."))


def _name(table: exp.Table, known: set[str], home: Home, view_of: Callable[[_Path], _Path]) -> bool:
    """Put the default dataset before a name, and a view in the place of a wildcard.

    Spelt out, the hundreds of tables of a wildcard take the emulator seconds.
    """
    parts = parts_of(table)
    is_wildcard = parts != () and parts[-1].endswith("*")
    is_bare = len(parts) == 1 and parts[0].lower() not in known and isinstance(table.this, exp.Identifier)
    if not is_wildcard and not (is_bare and home.dataset is not None):
        return False
    path = home.path(parts)
    is_read = isinstance(table.parent, exp.From | exp.Join)
    if is_read and table.alias == "" and not is_wildcard:
        table.set("alias", exp.TableAlias(this=exp.to_identifier(parts[-1], quoted=True)))
    for key, name in zip(("catalog", "db", "this"), view_of(path) if is_wildcard else path, strict=True):
        table.set(key, exp.to_identifier(name, quoted=True))
    return True


def _rename_unnested(select: exp.Select) -> bool:
    """Give the elements of UNNEST names of their own.

    ``FROM t AS s, UNNEST(s.hits) AS hits, UNNEST(hits.product)`` reads the element; the emulator takes
    ``hits`` for the column as well, and does not know which is meant.
    """
    renamed: dict[str, str] = {}
    joins = select.args.get("joins") or []
    for number, join in enumerate(joins):
        unnest = join.this
        if not isinstance(unnest, exp.Unnest):
            continue
        for column in list(unnest.find_all(exp.Column)):
            _rename(column, renamed)
        alias = unnest.args.get("alias")
        if alias is None or unnest.args.get("offset"):
            continue
        name = alias.columns[0].name if alias.columns else alias.name
        if not name:
            continue
        renamed[name.lower()] = f"unnested_{number}_{name}"
        unnest.set("alias", exp.TableAlias(columns=[exp.to_identifier(renamed[name.lower()])]))
    if not renamed:
        return False
    in_unnest = {id(node) for join in joins if isinstance(join.this, exp.Unnest) for node in join.this.walk()}
    for column in list(select.find_all(exp.Column)):
        if id(column) not in in_unnest:
            _rename(column, renamed)
    return True


def _rename(column: exp.Column, renamed: dict[str, str]) -> None:
    """Give a column the new name of the element that it begins with."""
    first = column.parts[0]
    wanted = renamed.get(first.name.lower())
    if wanted is None:
        return
    is_output = len(column.parts) == 1 and isinstance(column.parent, exp.Select)
    if is_output:
        column.replace(exp.alias_(exp.column(wanted), first.name))
    else:
        first.replace(exp.to_identifier(wanted))


def _take_first(node: exp.IgnoreNulls) -> bool:
    """Part ``ARRAY_AGG(x IGNORE NULLS ORDER BY y LIMIT n)``: the emulator cannot do both of them at once."""
    aggregate = node.this
    if not isinstance(aggregate, exp.ArrayAgg) or not isinstance(aggregate.this, exp.Limit):
        return False
    limit = aggregate.this
    whole = exp.IgnoreNulls(this=exp.ArrayAgg(this=limit.this.copy()))
    # The emulator hands ARRAY_SLICE to DuckDB, which counts from 1.
    sliced = exp.Anonymous(
        this="ARRAY_SLICE", expressions=[whole, exp.Literal.number(1), limit.expression.copy()]
    )
    node.replace(sliced)
    return True


def _sort_out(node: exp.Bracket) -> bool:
    """Take ``APPROX_QUANTILES(x, n)[OFFSET(k)]`` from the sorted values.

    DuckDB's own is off by another percent each time, where the values come from several threads.
    """
    quantiles = node.this
    if not isinstance(quantiles, exp.ApproxQuantiles):
        return False
    value, parts = quantiles.this.sql("bigquery"), quantiles.expression.sql("bigquery")
    place = f"DIV({node.expressions[0].sql('bigquery')} * (COUNT({value}) - 1), {parts})"
    exact = f"ARRAY_AGG({value} ORDER BY {value})[OFFSET({place})]"
    node.replace(sqlglot.parse_one(exact, read="bigquery"))
    return True

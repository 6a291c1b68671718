"""Which customers a person asks for, and in which order, as positions in the order of the key."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from segdesk.review import search
from segdesk.review.customer_columns import CustomerTable, Kind, Meaning

if TYPE_CHECKING:
    from segdesk.project.file import Project

Positions = NDArray[np.int64]
"""Places of customers in the order of their key, which is DuckDB's rowid in the customer table."""


@dataclass(frozen=True, eq=False)
class Query:
    """Which customers, and in which order.

    Attributes
    ----------
    sort
        Column to sort by, empty for the order of the key. Customers without a value come last.
    descending
        Whether the largest come first.
    search
        What the person typed, see `segdesk.review.search`.
    titles
        Pairs of a column and what it is called on screen, which may be in another language; a search may
        name it by that as well.
    segments
        Only customers of these; empty for all.
    positions
        Only these customers; None for all.
    """

    sort: str = ""
    descending: bool = False
    search: str = ""
    segments: tuple[str, ...] = ()
    positions: Positions | None = None
    titles: tuple[tuple[str, str], ...] = ()


def order_of(project: "Project", table: CustomerTable, query: Query, count: int) -> Positions | None:
    """Return the customers that a query asks for, None for all of them in the order of the key."""
    shown = dict(query.titles)
    terms = search.parse(query.search, [(c.name, c.title, shown.get(c.name, "")) for c in table.columns])
    segments = query.segments if table.added else ()
    sort = _sort(table, query)
    if not terms and not segments and not sort:
        return None if query.positions is None else _known(query.positions, count)
    tests, parameters = _conditions(table, terms, segments)
    asked = {table.columns[term.column].name for term in terms if term.column is not None} | {sort}
    everything = bool(segments or asked & table.added)
    where = f"WHERE {' AND '.join(tests)}" if tests else ""
    places = project.connection.execute(
        f"SELECT c.rowid AS place FROM {table.everything if everything else table.customers} {where}"
        f" ORDER BY {_sorting(table, sort, query.descending)}c.rowid",
        parameters,
    ).fetchnumpy()["place"]
    found = np.asarray(places, np.int64)
    return found if query.positions is None else found[np.isin(found, query.positions)]


def _known(positions: Positions, count: int) -> Positions:
    """Return each position once, without those of customers who are no longer there."""
    wanted = np.zeros(count, np.bool_)
    wanted[positions[(positions >= 0) & (positions < count)]] = True
    return np.flatnonzero(wanted)


def _sort(table: CustomerTable, query: Query) -> str:
    """Return the column to sort by, empty for the order that the customers have anyway."""
    known = query.sort in table.expressions
    return query.sort if known and (query.sort != table.key or query.descending) else ""


def _conditions(
    table: CustomerTable, terms: Sequence[search.Term], segments: Sequence[str]
) -> tuple[list[str], list[object]]:
    tests: list[str] = []
    parameters: list[object] = []
    for term in terms:
        test, values = table.matches(term)
        tests.append(test)
        parameters += values
    if segments:
        tests.append("s.segment IN (SELECT unnest(CAST(? AS VARCHAR[])))")
        parameters.append(list(segments))
    return tests, parameters


def _sorting(table: CustomerTable, sort: str, descending: bool) -> str:
    if not sort:
        return ""
    column, expression = table.column(sort), table.expressions[sort]
    way = " DESC NULLS LAST" if descending else " ASC NULLS LAST"
    if column.meaning is Meaning.SEGMENT:
        # By number: seg_2 comes before seg_10.
        return f"length({expression}){way}, {expression}{way}, "
    if column.kind is Kind.TEXT and column.meaning is not Meaning.KEY:
        expression = f"strip_accents(lower({expression}))"
    return f"{expression}{way}, "

"""The customers, a window of rows at a time: sorted, searched and cut down in the worker process."""

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from segdesk.review import search
from segdesk.review.customer_columns import CustomerColumn, CustomerTable, Kind, customer_table

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


@dataclass(frozen=True)
class View:
    """Customers in an order, ready to be read block by block.

    Attributes
    ----------
    token
        Names the view when its rows are asked for.
    total
        Number of customers in it.
    customers
        Number of customers in the project.
    key
        Name of the key column.
    """

    token: str
    total: int
    customers: int
    key: str
    columns: tuple[CustomerColumn, ...]


@dataclass(frozen=True, eq=False)
class Rows:
    """A block of a view.

    Attributes
    ----------
    start
        Row of the view that the block begins with.
    positions
        (n,) which customers these are.
    values
        Per column of the view, a list of n plain values.
    """

    start: int
    positions: Positions
    values: tuple[list[Any], ...]


@dataclass(frozen=True, eq=False)
class _Opened:
    """What the worker remembers of a view; ``order`` is None for all customers in the order of their key."""

    version: str
    table: CustomerTable
    total: int
    order: Positions | None

    def positions(self, start: int, stop: int) -> Positions:
        if self.order is None:
            return np.arange(start, min(stop, self.total), dtype=np.int64)
        return self.order[start:stop]


class _Recent:
    """The views opened last; one of a million customers takes 8 MB."""

    def __init__(self, room: int) -> None:
        self.room = room
        self._opened: OrderedDict[str, _Opened] = OrderedDict()

    def keep(self, token: str, opened: _Opened) -> None:
        self._opened[token] = opened
        self._opened.move_to_end(token)
        while len(self._opened) > self.room:
            self._opened.popitem(last=False)

    def get(self, token: str) -> _Opened | None:
        if token in self._opened:
            self._opened.move_to_end(token)
        return self._opened.get(token)

    def table(self, version: str) -> CustomerTable | None:
        return next((o.table for o in self._opened.values() if o.version == version), None)


_RECENT = _Recent(room=4)


def open_view(project: "Project", query: Query) -> View:
    """Find the customers that a person asks for, in the order asked for.

    Before the Features step there are none, and no columns.
    """
    version = _version(project)
    table = _RECENT.table(version) or customer_table(project)
    if table is None:
        return View("", 0, 0, "", ())
    token = f"{version}/{_digest(query)}"
    customers = _count(project, table)
    opened = _RECENT.get(token)
    if opened is None:
        order = _order(project, table, query)
        opened = _Opened(version, table, customers if order is None else len(order), order)
    _RECENT.keep(token, opened)
    return View(token, opened.total, customers, table.key, table.columns)


def block(project: "Project", token: str, start: int, count: int) -> Rows | None:
    """Return some rows of a view; None if the view must be opened again, as its customers have changed."""
    opened = _current(project, token)
    if opened is None:
        return None
    wanted = opened.positions(start, start + count)
    return Rows(start, wanted, _values(project, opened.table, wanted))


def positions(project: "Project", token: str, ranges: Sequence[tuple[int, int]]) -> Positions | None:
    """Return which customers are in some ranges of rows, each from its first row to before its last."""
    opened = _current(project, token)
    if opened is None:
        return None
    return np.concatenate([np.empty(0, np.int64), *(opened.positions(*part) for part in ranges)])


def row_of(project: "Project", token: str, position: int) -> int | None:
    """Return the row in which a view shows a customer; None if it does not, or must be opened again."""
    opened = _current(project, token)
    if opened is None:
        return None
    if opened.order is None:
        return position if 0 <= position < opened.total else None
    found = np.flatnonzero(opened.order == position)
    return int(found[0]) if len(found) else None


def _current(project: "Project", token: str) -> _Opened | None:
    opened = _RECENT.get(token)
    return opened if opened is not None and opened.version == _version(project) else None


def _version(project: "Project") -> str:
    """Return what changes whenever the customers, their segments or their labels do."""
    runs = project.rows(
        "SELECT step, run FROM results WHERE step IN ('features', 'clusters', 'labels') ORDER BY step"
    )
    return f"{project.path}|{runs}"


def _digest(query: Query) -> str:
    parts = repr((query.sort, query.descending, query.search.strip(), sorted(query.segments))).encode()
    chosen = b"" if query.positions is None else b"|" + np.asarray(query.positions, np.int64).tobytes()
    return hashlib.sha256(parts + chosen).hexdigest()


def _count(project: "Project", table: CustomerTable) -> int:
    from segdesk.project.file import quoted

    row = project.row(f"SELECT count(*) FROM {quoted(table.table)}")
    assert row is not None
    return int(row[0])


def _order(project: "Project", table: CustomerTable, query: Query) -> Positions | None:
    """Return the customers that a query asks for, None for all of them in the order of the key."""
    tests, parameters = _conditions(table, query)
    columns = {column.name for column in table.columns}
    sort = query.sort if query.sort in columns else ""
    if sort == table.key and not query.descending:
        sort = ""
    if not tests and not sort:
        return None if query.positions is None else np.unique(query.positions)
    where = f" WHERE {' AND '.join(tests)}" if tests else ""
    order = f"{_sorting(table, sort, query.descending)}c.rowid"
    statement = f"SELECT c.rowid AS place FROM {_source(table, where, order)}{where} ORDER BY {order}"
    places = project.connection.execute(statement, parameters).fetchnumpy()["place"]
    found = np.asarray(places, np.int64)
    if query.positions is None:
        return found
    return found[np.isin(found, query.positions)]


def _source(table: CustomerTable, *clauses: str) -> str:
    """Return what to read from: joining a million segments takes time, so only where they are asked about."""
    asks = any(name in clause for clause in clauses for name in ("s.", "l."))
    return table.source if asks else table.source.partition(" LEFT JOIN ")[0]


def _conditions(table: CustomerTable, query: Query) -> tuple[list[str], list[object]]:
    tests: list[str] = []
    parameters: list[object] = []
    for term in search.parse(query.search, [(c.name, c.title) for c in table.columns]):
        test, values = table.matches(term)
        tests.append(test)
        parameters += values
    if query.segments and "segment" in table.expressions:
        tests.append("s.segment IN (SELECT unnest(CAST(? AS VARCHAR[])))")
        parameters.append(list(query.segments))
    return tests, parameters


def _sorting(table: CustomerTable, sort: str, descending: bool) -> str:
    if not sort:
        return ""
    expression = table.expressions[sort]
    way = " DESC NULLS LAST" if descending else " ASC NULLS LAST"
    if sort == "segment":
        # By number: seg_2 comes before seg_10.
        return f"length({expression}){way}, {expression}{way}, "
    if table.column(sort).kind is Kind.TEXT and sort != table.key:
        expression = f"strip_accents(lower({expression}))"
    return f"{expression}{way}, "


def _values(project: "Project", table: CustomerTable, wanted: Positions) -> tuple[list[Any], ...]:
    """Return the values of some customers, column by column.

    The segments are looked up by the keys that were found: joined in one statement, DuckDB would go through
    both tables as a whole.
    """
    own = [c for c in table.columns if not _is_added(table, c)]
    added = [c for c in table.columns if _is_added(table, c)]
    chosen = ", ".join(["c.rowid", *(table.expressions[c.name] for c in own)])
    found = {
        row[0]: row[1:]
        for row in project.rows(
            f"SELECT {chosen} FROM {table.source.partition(' LEFT JOIN ')[0]} WHERE {_within(wanted)}",
            [] if _is_run(wanted) else [wanted.tolist()],
        )
    }
    ordered = [found[place] for place in wanted.tolist()]
    values = {c.name: [row[index] for row in ordered] for index, c in enumerate(own)}
    if added:
        values |= _added_values(project, table, added, values[table.key])
    return tuple(values[column.name] for column in table.columns)


def _is_added(table: CustomerTable, column: CustomerColumn) -> bool:
    return table.expressions[column.name].startswith(("s.", "l."))


def _is_run(wanted: Positions) -> bool:
    """Whether these customers follow one another, so that DuckDB finds them without looking far."""
    return bool(len(wanted)) and bool(np.all(np.diff(wanted) == 1))


def _within(wanted: Positions) -> str:
    if _is_run(wanted):
        return f"c.rowid BETWEEN {wanted[0]} AND {wanted[-1]}"
    return "c.rowid IN (SELECT unnest(CAST(? AS BIGINT[])))"


def _added_values(
    project: "Project", table: CustomerTable, added: Sequence[CustomerColumn], keys: list[Any]
) -> dict[str, list[Any]]:
    from segdesk.project.file import quoted

    key = f"s.{quoted(table.key)}"
    chosen = ", ".join([key, *(table.expressions[c.name] for c in added)])
    found = {
        row[0]: row[1:]
        for row in project.rows(
            f"SELECT {chosen} FROM segments AS s LEFT JOIN labels AS l ON l.segment = s.segment"
            f" WHERE {key} IN (SELECT unnest(CAST(? AS {table.key_type}[])))",
            [keys],
        )
    }
    none = (None,) * len(added)
    rows = [found.get(key_value, none) for key_value in keys]
    return {c.name: [row[index] for row in rows] for index, c in enumerate(added)}

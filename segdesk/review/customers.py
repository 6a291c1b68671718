"""The customers, a window of rows at a time: sorted, searched and cut down in the worker process."""

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from segdesk.review.customer_columns import CustomerColumn, CustomerTable, customer_table, quoted, readable
from segdesk.review.customer_order import Positions, Query, order_of

if TYPE_CHECKING:
    from segdesk.project.file import Project


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
class Page:
    """A view that was just opened, and what is seen of it first.

    Attributes
    ----------
    rows
        The first block to show, None where there are no customers.
    row
        Where the customer is shown that was asked about, None if it is not.
    """

    view: View
    rows: Rows | None
    row: int | None


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
        order = order_of(project, table, query, customers)
        opened = _Opened(version, table, customers if order is None else len(order), order)
    _RECENT.keep(token, opened)
    return View(token, opened.total, customers, table.key, table.columns)


def open_page(project: "Project", query: Query, start: int, count: int, customer: int | None = None) -> Page:
    """Open a view and read the block that is seen first.

    Parameters
    ----------
    start, count
        The rows to read, from the first row on if the view ends before them.
    customer
        Position of the customer whose row is wanted as well.
    """
    view = open_view(project, query)
    if not view.total:
        return Page(view, None, None)
    rows = block(project, view.token, start if start < view.total else 0, count)
    return Page(view, rows, None if customer is None else row_of(project, view.token, customer))


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
    typed = query.search.strip()
    titles = query.titles if typed else ()
    parts = repr((query.sort, query.descending, typed, titles, sorted(query.segments))).encode()
    chosen = b"" if query.positions is None else b"|" + np.asarray(query.positions, np.int64).tobytes()
    return hashlib.sha256(parts + chosen).hexdigest()


def _count(project: "Project", table: CustomerTable) -> int:
    row = project.row(f"SELECT count(*) FROM {table.customers}")
    assert row is not None
    return int(row[0])


def _values(project: "Project", table: CustomerTable, wanted: Positions) -> tuple[list[Any], ...]:
    """Return the values of some customers, column by column.

    The segments are looked up by the keys that were found: joined in one statement, DuckDB would go through
    both tables as a whole.
    """
    names = [column.name for column in table.columns if column.name not in table.added]
    chosen = ", ".join(["c.rowid", *(table.expressions[name] for name in names)])
    where, parameters = _within(wanted)
    found = {
        row[0]: row[1:]
        for row in project.rows(f"SELECT {chosen} FROM {table.customers} WHERE {where}", parameters)
    }
    ordered = [found[place] for place in wanted.tolist()]
    values = {name: [row[index] for row in ordered] for index, name in enumerate(names)}
    if table.added:
        values |= _added_values(project, table, values[table.key])
    return tuple(values[column.name] for column in table.columns)


def _within(wanted: Positions) -> tuple[str, list[object]]:
    """Return the condition for some customers; neighbours are found without looking far."""
    if len(wanted) and np.all(np.diff(wanted) == 1):
        return "c.rowid BETWEEN ? AND ?", [int(wanted[0]), int(wanted[-1])]
    return "c.rowid IN (SELECT unnest(CAST(? AS BIGINT[])))", [wanted.tolist()]


def _added_values(project: "Project", table: CustomerTable, keys: list[Any]) -> dict[str, list[Any]]:
    key = f"s.{quoted(table.key)}"
    chosen = ", ".join([readable(key, table.key_type), *(table.expressions[name] for name in table.added)])
    found = {
        row[0]: row[1:]
        for row in project.rows(
            f"SELECT {chosen} FROM {table.segments}"
            f" WHERE {key} IN (SELECT unnest(CAST(? AS {table.key_type}[])))",
            [keys],
        )
    }
    none = (None,) * len(table.added)
    rows = [found.get(value, none) for value in keys]
    return {name: [row[index] for row in rows] for index, name in enumerate(table.added)}

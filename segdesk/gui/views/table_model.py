"""A small table's rows: sorted and searched through an index, and changed in place."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal

from segdesk.gui.views import formatting
from segdesk.gui.views.columns import Columns, plain
from segdesk.gui.views.model import NOWHERE, GridModel, Index
from segdesk.gui.views.order import matching, sorted_rows
from segdesk.review.search import parse

Rows = NDArray[np.int64]
"""Numbers of rows in the order in which the columns came."""

Validation = Callable[[int, int, Any], str]
"""Returns what is wrong with a new value for a row and column, nothing if it may stay."""


class TableModel(GridModel):
    """A table of plain columns. Rows are numbered as they came, wherever they are shown.

    Attributes
    ----------
    edited
        Row, column, value: a person changed a cell, and the value is acceptable.
    """

    edited = Signal(int, int, object)

    def __init__(self) -> None:
        super().__init__()
        self.table = Columns()
        self.order: Rows = np.arange(0)
        self.validation: Validation | None = None
        self._sort: tuple[int, bool] | None = None
        self._search = ""
        self._typed: dict[tuple[int, int], Any] = {}
        self._refused: dict[tuple[int, int], str] = {}
        self._faults: Mapping[tuple[int, int], str] = {}
        self._mild: frozenset[tuple[int, int]] = frozenset()
        self._check_boxes: tuple[bool, ...] = ()

    # -- what there is

    def set_table(self, table: Columns) -> None:
        """Show other columns; where the rows are the same ones, only the cells change."""
        headers_stay = table.headers == self.table.headers
        rows_stay = headers_stay and self._same_rows(table)
        if not headers_stay:
            self._sort = None
        self._typed.clear()
        self._refused.clear()
        self._faults = {}
        if rows_stay:
            self._take(table)
            self._arrange()
            self._tell_all_changed()
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(0, len(self.columns) - 1))
            return
        self.beginResetModel()
        self._take(table)
        self.order = self._wanted_order()
        self.endResetModel()

    def set_faults(
        self, faults: Mapping[tuple[int, int], str], mild: Collection[tuple[int, int]] = ()
    ) -> None:
        """Say what is wrong with cells, by row and column, and where that is only worth a look."""
        self._faults = dict(faults)
        self._mild = frozenset(mild)
        self._tell_all_changed()

    def row_of(self, place: int) -> int:
        """Return the number of the row that is shown at a place."""
        return int(self.order[place])

    def places_of(self, rows: Rows) -> Rows:
        """Return where rows are shown, in ascending order; those that are not shown are left out."""
        return np.flatnonzero(np.isin(self.order, rows))

    def _take(self, table: Columns) -> None:
        self.table = table
        self.lay_out(table.columns)
        self._check_boxes = tuple(c.editable and formatting.is_boolean(c.values) for c in table.columns)

    def _same_rows(self, table: Columns) -> bool:
        if len(table) != len(self.table) or not len(table):
            return False
        old, new = self.table.columns[0].values, table.columns[0].values
        return all(plain(a) == plain(b) for a, b in zip(old, new, strict=True))

    def _tell_all_changed(self) -> None:
        if self.rowCount() and self.columnCount():
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    # -- order

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; by none of them for -1, which gives the order in which the rows came."""
        known = 0 <= column < len(self.columns)
        self._sort = (column, order is Qt.SortOrder.DescendingOrder) if known else None
        self._arrange()

    def search(self, text: str) -> None:
        """Show only the rows that a search finds."""
        if text.strip() != self._search:
            self._search = text.strip()
            self._arrange()

    @property
    def searched(self) -> bool:
        """Whether some rows may be hidden by a search."""
        return bool(self._search)

    def _arrange(self) -> None:
        """Put the rows into the order that is asked for."""
        order = self._wanted_order()
        if np.array_equal(order, self.order):
            return
        self.reordering.emit()
        if len(order) == len(self.order):
            self.layoutAboutToBeChanged.emit()
            self.order = order
            self.layoutChanged.emit()
        else:
            self.beginResetModel()
            self.order = order
            self.endResetModel()
        self.reordered.emit()

    def _wanted_order(self) -> Rows:
        order = np.arange(len(self.table))
        if self._sort is not None:
            column, descending = self._sort
            order = sorted_rows(self.columns[column].values, descending)
        terms = parse(self._search, [(column.name, column.title) for column in self.columns])
        return order[matching(self.table, self.formats, terms)[order]] if terms else order

    # -- cells

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Return the number of rows that are shown."""
        return 0 if parent.isValid() else len(self.order)

    def value(self, row: int, column: int) -> Any:
        """Return a cell's value: what was typed, until the table is set again."""
        place = (int(self.order[row]), column)
        if place in self._typed:
            return self._typed[place]
        return plain(self.columns[column].values[place[0]])

    def segment(self, row: int, column: int) -> str:
        """Return whose mark stands in a cell."""
        segments = self.columns[column].segments
        return "" if segments is None else str(segments[int(self.order[row])])

    def fault(self, row: int, column: int) -> str:
        """Return why what was typed is refused, or what is wrong with the cell otherwise."""
        place = (int(self.order[row]), column)
        return self._refused.get(place, "") or self._faults.get(place, "")

    def is_mild(self, row: int, column: int) -> bool:
        """Whether what is wrong with a cell is only worth a look."""
        place = (int(self.order[row]), column)
        return place in self._mild and place not in self._refused

    def tip(self, row: int, column: int) -> str:
        """Return what the tool tip of a cell says, where that is not its value."""
        tips = self.columns[column].tips
        return "" if tips is None else tips[int(self.order[row])]

    def is_check_box(self, column: int) -> bool:
        """Whether a column is ticked and unticked."""
        return self._check_boxes[column]

    # -- changes

    def can_change(self, row: int, column: int) -> bool:
        """Whether a person may change a cell."""
        fixed = self.columns[column].fixed
        return self.columns[column].editable and not (fixed and fixed[int(self.order[row])])

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return whether a cell can be changed."""
        flags = super().flags(index)
        if not index.isValid() or not self.can_change(index.row(), index.column()):
            return flags
        if self.is_check_box(index.column()):
            return flags | Qt.ItemFlag.ItemIsUserCheckable
        return flags | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what Qt asks of a cell, ticks included."""
        if role == Qt.ItemDataRole.CheckStateRole and index.isValid() and self.is_check_box(index.column()):
            ticked = bool(self.value(index.row(), index.column()))
            return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take what a person typed, ticked or chose."""
        if role == Qt.ItemDataRole.CheckStateRole:
            value = Qt.CheckState(value) is Qt.CheckState.Checked
        elif role != Qt.ItemDataRole.EditRole:
            return False
        row, column = int(self.order[index.row()]), index.column()
        if value == self.value(index.row(), column):
            return False
        refused = self.validation(row, column, value) if self.validation else ""
        self._typed[(row, column)] = value
        self._refused.pop((row, column), None)
        if refused:
            self._refused[(row, column)] = refused
        self.dataChanged.emit(index, index)
        if not refused:
            self.edited.emit(row, column, value)
        return True

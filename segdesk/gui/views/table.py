"""A table of up to some ten thousand rows that the window holds itself."""

from collections.abc import Collection, Mapping

import numpy as np
from PySide6.QtCore import QSettings, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from segdesk.errors import SegdeskError
from segdesk.gui import numbers
from segdesk.gui.plots.export import write
from segdesk.gui.theme import Theme
from segdesk.gui.views import copying, ranges
from segdesk.gui.views.columns import Columns
from segdesk.gui.views.panel import TablePanel
from segdesk.gui.views.ranges import Ranges
from segdesk.gui.views.table_model import Rows, TableModel, Validation
from segdesk.tasks.messages import Failure


class TableView(TablePanel):
    """Columns as a table that can be sorted, searched, copied, and changed in place.

    Rows are numbered as they came, in every signal and method, wherever they are shown.

    Attributes
    ----------
    selection_changed
        Other rows are selected; an array with their numbers, ascending.
    activated
        A row was double-clicked or entered.
    edited
        Row, column, value: a person changed a cell, and the value is acceptable. The cell shows it until
        the columns are set again.
    """

    selection_changed = Signal(object)
    activated = Signal(int)
    edited = Signal(int, int, object)

    def __init__(
        self,
        theme: Theme,
        *,
        title: str = "",
        store: QSettings | None = None,
        store_key: str = "",
        parent: QWidget | None = None,
    ) -> None:
        model = TableModel()
        super().__init__(theme, model, title=title, store=store, store_key=store_key, parent=parent)
        self.model = model
        self._selected: Rows = np.empty(0, np.int64)
        self._kept: tuple[Rows, int, int] | None = None
        self._counted = self.tr("{total} rows"), self.tr("{shown} of {total} rows")
        self.model.reordering.connect(self._on_reordering)
        self.model.reordered.connect(self._on_reordered)
        self.model.edited.connect(self.edited)
        self.grid.selection_altered.connect(self._on_selection_altered)
        self.grid.row_activated.connect(self._on_row_activated)
        self.search_field.searched.connect(self._on_searched)
        self._count()

    # -- what it shows

    @property
    def columns(self) -> Columns:
        """What is shown."""
        return self.model.table

    def set_columns(self, columns: Columns) -> None:
        """Show other columns.

        Where the rows are the same, by the first column, they keep their place, order and selection.
        """
        headers_stay = columns.headers == self.model.table.headers
        if headers_stay and len(columns) == len(self.model.table):
            self.model.set_table(columns)
        else:
            self._replace(columns, headers_stay)
        self._count()

    def _replace(self, columns: Columns, headers_stay: bool) -> None:
        place = self.grid.verticalScrollBar().value()
        self.model.set_table(columns)
        if headers_stay:
            self.grid.verticalScrollBar().setValue(place)
            return
        self.grid.header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.layout_of_columns.restore()

    def set_validation(self, validation: Validation | None) -> None:
        """Say how a changed value is checked; a sentence refuses it and stands at its cell."""
        self.model.validation = validation

    def set_faults(
        self, faults: Mapping[tuple[int, int], str], mild: Collection[tuple[int, int]] = ()
    ) -> None:
        """Say what is wrong with cells, by row and column, and where that is only worth a look."""
        self.model.set_faults(faults, mild)

    def set_counted(self, all_rows: str, found: str) -> None:
        """Say what the rows are: ``{total} tables``, and ``{shown} of {total} tables`` after a search."""
        self._counted = all_rows, found
        self._count()

    def search(self, text: str) -> None:
        """Show the rows that a search finds."""
        self.search_field.set_text(text)

    # -- rows

    @property
    def selected_rows(self) -> Rows:
        """Numbers of the selected rows, ascending."""
        return self._selected

    def select_rows(self, rows: Rows) -> None:
        """Select just these rows, and bring the first of them into view."""
        shown = ranges.of_rows(self.model.places_of(np.asarray(rows, np.int64)))
        self.grid.select_ranges(shown)
        if shown:
            self.grid.scrollTo(self.model.index(shown[0][0], 0))

    @property
    def current_row(self) -> int | None:
        """The row that the person is in."""
        index = self.grid.currentIndex()
        return self.model.row_of(index.row()) if index.isValid() else None

    def _numbers(self, shown: Ranges) -> Rows:
        return np.sort(self.model.order[ranges.rows(shown)])

    # -- copies

    @Slot()
    def copy(self) -> None:
        """Copy the selected rows as they are shown, below their headers."""
        shown = self.grid.shown_columns()
        rows = ranges.rows(self.grid.selected_ranges()).tolist()
        if rows:
            headers = [self.model.columns[column].header for column in shown]
            copying.to_clipboard(headers, [[self.model.value(row, c) for c in shown] for row in rows])

    def save_csv(self, path: str) -> None:
        """Write the rows that are shown, in their order, as a CSV file."""
        shown = self.grid.shown_columns()
        headers = [self.model.columns[column].header for column in shown]
        rows = ([self.model.value(row, c) for c in shown] for row in range(self.model.rowCount()))
        try:
            write(path, copying.csv_lines([headers, *rows]).encode())
        except SegdeskError as error:
            self.failed.emit(Failure.of(error))

    # -- what happens

    @Slot(str)
    def _on_searched(self, text: str) -> None:
        self.model.search(text)
        self._count()

    def _count(self) -> None:
        total, shown = numbers.number(len(self.model.table)), numbers.number(self.model.rowCount())
        self.search_field.say(self._counted[self.model.searched].format(shown=shown, total=total))

    @Slot()
    def _on_reordering(self) -> None:
        index = self.grid.currentIndex()
        row = self.model.row_of(index.row()) if index.isValid() else -1
        self._kept = (self._numbers(self.grid.selected_ranges()), row, index.column())
        self.grid.clearSelection()

    @Slot()
    def _on_reordered(self) -> None:
        assert self._kept is not None
        rows, current, column = self._kept
        place = self.model.places_of(np.array([current]))
        if len(place):
            index = self.model.index(int(place[0]), max(0, column))
            self.grid.selectionModel().setCurrentIndex(
                index, self.grid.selectionModel().SelectionFlag.NoUpdate
            )
        self.grid.select_ranges(ranges.of_rows(self.model.places_of(rows)))
        self._kept = None
        self._on_selection_altered()

    @Slot()
    def _on_selection_altered(self) -> None:
        if self._kept is not None:
            return
        rows = self._numbers(self.grid.selected_ranges())
        if not np.array_equal(rows, self._selected):
            self._selected = rows
            self.selection_changed.emit(rows)

    @Slot(int)
    def _on_row_activated(self, place: int) -> None:
        self.activated.emit(self.model.row_of(place))

"""The view of every table: calm rows, one height, columns that can be sorted, moved, resized and hidden."""

from typing import Final

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from segdesk.gui.theme import Colour, Theme
from segdesk.gui.views import ranges
from segdesk.gui.views.columns import Align
from segdesk.gui.views.delegates import CellDelegate
from segdesk.gui.views.header import Header
from segdesk.gui.views.model import GridModel, Index
from segdesk.gui.views.ranges import Ranges

_SAMPLE: Final = 60
"""Rows that say how wide a column should be."""

_NARROWEST, _WIDEST = 56, 300

_TAKEN = (QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.SelectAll, QKeySequence.StandardKey.Find)
"""Keys that the grid answers itself, whatever the window uses them for."""


class Grid(QTableView):
    """Rows of a `GridModel`.

    Attributes
    ----------
    yielding
        The column that gets narrower where there is no room for all of them; None scrolls instead.
    copy_wanted, cell_copy_wanted, search_wanted
        The keys for it were pressed.
    menu_wanted
        Where, in global coordinates.
    row_activated
        A row was double-clicked, or Enter was pressed on it.
    selection_altered
        Other rows are selected.
    """

    copy_wanted = Signal()
    cell_copy_wanted = Signal()
    search_wanted = Signal()
    menu_wanted = Signal(QPoint)
    row_activated = Signal(int)
    selection_altered = Signal()

    def __init__(self, theme: Theme, model: GridModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model
        self._fitted = True
        self._fitting = False
        self._contents: dict[int, int] = {}
        self.empty_text = ""
        self.yielding: int | None = None
        self.header = Header(theme, self)
        self.cells = CellDelegate(theme, self)
        self.setHorizontalHeader(self.header)
        self.setItemDelegate(self.cells)
        self._calm_down()
        self.setModel(model)
        self.setSortingEnabled(True)
        self.header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.header.sectionResized.connect(self._on_section_resized)
        self.doubleClicked.connect(self._on_double_clicked)
        model.modelReset.connect(self._on_model_reset)
        model.dataChanged.connect(self._on_cells_changed)
        model.layoutChanged.connect(self._on_cells_changed)
        self._on_theme_changed()
        theme.changed.connect(self._on_theme_changed)

    def _calm_down(self) -> None:
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed)
        rows = self.verticalHeader()
        rows.hide()
        # Anything but a fixed height makes Qt measure a million rows.
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    # -- looks

    @Slot()
    def _on_theme_changed(self) -> None:
        self.cells.refresh()
        self._contents.clear()
        height = QFontMetrics(self._theme.font()).height() + self._theme.size(12)
        rows = self.verticalHeader()
        rows.setMinimumSectionSize(height)
        rows.setDefaultSectionSize(height)
        self.verticalScrollBar().setSingleStep(height)
        self.fit()
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Say why there are no rows, where there are none."""
        super().paintEvent(event)
        if self.empty_text and not self._model.rowCount():
            painter = QPainter(self.viewport())
            painter.setFont(self._theme.font())
            painter.setPen(self._theme.colour(Colour.MUTED))
            room = self.viewport().rect().adjusted(24, 16, -24, -16)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(room, int(flags), self.empty_text)
            painter.end()

    # -- widths

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the room that there is, until a person has set a width."""
        super().resizeEvent(event)
        self.fit()

    @property
    def fitted(self) -> bool:
        """Whether the widths are ours to choose: no person has set one."""
        return self._fitted

    def leave_widths(self) -> None:
        """Keep the widths as they are: a person set them."""
        self._fitted = False

    def fit_again(self) -> None:
        """Forget the widths that a person set."""
        self._fitted = True
        self.fit()

    @Slot()
    def fit(self) -> None:
        """Make every column as wide as its content, and share what is left among columns of text."""
        if not self._fitted or not self._model.columnCount():
            return
        shown = [c for c in range(self._model.columnCount()) if not self.isColumnHidden(c)]
        widths = {column: self._natural_width(column) for column in shown}
        spare = self.viewport().width() - sum(widths.values())
        texts = [c for c in shown if self._model.alignments[c] is Align.LEFT]
        if spare > 0:
            takers = texts or shown
            for column in takers:
                widths[column] += spare // len(takers)
            widths[takers[-1]] += spare % len(takers)
        elif self.yielding in widths:
            widths[self.yielding] = max(widths[self.yielding] + spare, self._theme.size(2 * _NARROWEST))
        self._fitting = True
        for column, width in widths.items():
            self.setColumnWidth(column, width)
        self._fitting = False

    def _natural_width(self, column: int) -> int:
        content = min(self._content_width(column), self._theme.size(_WIDEST))
        return max(content, self.header.natural_width(column), self._theme.size(_NARROWEST))

    def _content_width(self, column: int) -> int:
        """Return how wide the first cells of a column are; they are measured once, not at every resizing."""
        if column not in self._contents:
            rows = range(min(_SAMPLE, self._model.rowCount()))
            widths = (self.cells.width_of(self._model, row, column) for row in rows)
            self._contents[column] = max(widths, default=0)
        return self._contents[column]

    @Slot()
    def _on_cells_changed(self) -> None:
        self._contents.clear()

    @Slot()
    def _on_section_resized(self) -> None:
        if not self._fitting and self.header.isVisible() and self.window().isVisible():
            self._fitted = False

    @Slot()
    def _on_model_reset(self) -> None:
        self._contents.clear()
        self.fit()
        # Qt empties the selection then without saying so.
        self.selection_altered.emit()

    # -- selection

    def selected_ranges(self) -> Ranges:
        """Return the selected rows as they are shown."""
        selection = self.selectionModel().selection()
        parts = (selection.at(place) for place in range(selection.count()))
        return ranges.merged((part.top(), part.bottom() + 1) for part in parts)

    def select_ranges(self, wanted: Ranges) -> None:
        """Select just these rows."""
        selection = QItemSelection()
        last = self._model.columnCount() - 1
        for start, stop in wanted:
            selection.select(self._model.index(start, 0), self._model.index(stop - 1, last))
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def go_to(self, row: int) -> None:
        """Make a row the current one, select it and bring it into view."""
        index = self._model.index(row, max(0, self.currentIndex().column()))
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Pass on that other rows are selected."""
        super().selectionChanged(selected, deselected)
        self.selection_altered.emit()

    def shown_columns(self) -> tuple[int, ...]:
        """Return the columns that are not hidden, in the order in which they stand."""
        order = (self.header.logicalIndex(place) for place in range(self._model.columnCount()))
        return tuple(column for column in order if not self.isColumnHidden(column))

    # -- keys and clicks

    def event(self, event: QEvent) -> bool:
        """Take copy, select all and find before the window's menus do."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and any(event.matches(key) for key in _TAKEN)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, search, sort by the column the person is in, and open a row."""
        modifiers = event.modifiers()
        copy_cell = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        elif event.key() == Qt.Key.Key_C and modifiers == copy_cell:
            self.cell_copy_wanted.emit()
        elif event.matches(QKeySequence.StandardKey.Find):
            self.search_wanted.emit()
        elif modifiers == Qt.KeyboardModifier.AltModifier and event.key() in _SORT_KEYS:
            self.sort_here(_SORT_KEYS[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self._is_editing():
            self._enter()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, _text: str) -> None:
        """Leave finding rows to the search field: Qt would walk through all of them, a million perhaps."""

    def sort_here(self, order: Qt.SortOrder | None) -> None:
        """Sort by the current column, or not at all for None."""
        column = self.currentIndex().column()
        if order is None:
            self.header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        elif column >= 0:
            self.header.setSortIndicator(column, order)

    def _is_editing(self) -> bool:
        return self.state() == QAbstractItemView.State.EditingState

    def _enter(self) -> None:
        """Edit the current cell, or else open its row."""
        index = self.currentIndex()
        if not index.isValid():
            return
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)
        else:
            self.row_activated.emit(index.row())

    @Slot(QModelIndex)
    def _on_double_clicked(self, index: Index) -> None:
        if not index.flags() & (Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsUserCheckable):
            self.row_activated.emit(index.row())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu: at the mouse, or at the current cell for the menu key."""
        place = event.globalPos()
        if event.reason() is QContextMenuEvent.Reason.Keyboard and self.currentIndex().isValid():
            place = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())
        self.menu_wanted.emit(place)


_SORT_KEYS = {
    Qt.Key.Key_Up: Qt.SortOrder.AscendingOrder,
    Qt.Key.Key_Down: Qt.SortOrder.DescendingOrder,
    Qt.Key.Key_Backspace: None,
}

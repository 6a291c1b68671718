"""A grid with its search field and its menu: what small and large tables have in common."""

from abc import abstractmethod
from collections.abc import Callable

from PySide6.QtCore import QPoint, QSettings, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence, Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from segdesk.gui.theme import GAP, Theme
from segdesk.gui.views import copying, formatting
from segdesk.gui.views.column_layout import ColumnLayout
from segdesk.gui.views.grid import Grid
from segdesk.gui.views.model import PENDING, GridModel
from segdesk.gui.views.search_field import SearchField
from segdesk.review.search import condition


class TablePanel(QWidget):
    """A table as a part of a page.

    Parameters
    ----------
    title
        What the table shows, for screen readers and as the name of a saved file.
    store, store_key
        Where the arrangement of the columns is remembered.

    Attributes
    ----------
    failed
        A `Failure`: the person asked for something that did not work out.
    """

    failed = Signal(object)

    def __init__(
        self,
        theme: Theme,
        model: GridModel,
        *,
        title: str = "",
        store: QSettings | None = None,
        store_key: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model
        self._title = title
        model.setParent(self)
        self.grid = Grid(theme, model, self)
        self.search_field = SearchField(theme, self)
        self.layout_of_columns = ColumnLayout(self.grid, model, store, store_key)
        self._bar = QHBoxLayout()
        self._bar.setSpacing(GAP)
        self._bar.addWidget(self.search_field, 1)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(GAP)
        body.addLayout(self._bar)
        body.addWidget(self.grid, 1)
        self.set_title(title)
        self._connect()

    def _connect(self) -> None:
        self.grid.copy_wanted.connect(self.copy)
        self.grid.cell_copy_wanted.connect(self.copy_cell)
        self.grid.search_wanted.connect(self.search_field.select)
        self.grid.menu_wanted.connect(self._on_menu_wanted)
        self.search_field.left.connect(self._on_search_left)

    # -- what a kind of table does

    @abstractmethod
    def copy(self) -> None:
        """Copy the selected rows, below their headers."""

    @abstractmethod
    def save_csv(self, path: str) -> None:
        """Write the rows that are shown, in their order, as a CSV file: whole or not at all."""

    # -- how it is used

    def set_title(self, title: str) -> None:
        """Say what the table shows."""
        self._title = title
        self.grid.setAccessibleName(title or self.tr("Table"))

    def set_empty_text(self, text: str) -> None:
        """Say what is shown in the place of rows where there are none."""
        self.grid.empty_text = text
        self.grid.setAccessibleDescription(text)
        self.grid.viewport().update()

    def set_searchable(self, searchable: bool) -> None:
        """Show or hide the search field."""
        self.search_field.setVisible(searchable)

    def add_control(self, control: QWidget) -> None:
        """Put a control at the end of the line above the rows."""
        self._bar.addWidget(control)

    def reset_layout(self) -> None:
        """Give the columns the widths and the order that they have at first."""
        self.layout_of_columns.reset()

    def copy_cell(self) -> None:
        """Copy the current cell's value with all its digits."""
        index = self.grid.currentIndex()
        if index.isValid():
            value = self._model.value(index.row(), index.column())
            copying.text_to_clipboard("" if value is PENDING else formatting.raw(value))

    # -- the menu

    def menu(self) -> QMenu:
        """Return the menu for what is selected; it goes when it is closed."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chosen = bool(self.grid.selected_ranges())
        here = self.grid.currentIndex().isValid()
        copy = _action(menu, self.tr("Copy rows"), self.copy, chosen)
        copy.setShortcut(QKeySequence.StandardKey.Copy)
        cell = _action(menu, self.tr("Copy cell"), self.copy_cell, here)
        cell.setShortcut(QKeySequence("Ctrl+Shift+C"))
        everything = _action(menu, self.tr("Select all"), self.grid.selectAll, self._model.rowCount() > 0)
        everything.setShortcut(QKeySequence.StandardKey.SelectAll)
        self._add_filter(menu)
        menu.addSeparator()
        self._add_sorting(menu, here)
        menu.addSeparator()
        self._add_columns(menu)
        _action(menu, self.tr("Reset column layout"), self.reset_layout)
        menu.addSeparator()
        _action(menu, self.tr("Save as CSV…"), self._on_save_chosen, self._model.rowCount() > 0)
        return menu

    def _add_filter(self, menu: QMenu) -> None:
        index = self.grid.currentIndex()
        if not index.isValid() or self.search_field.isHidden():
            return
        value = self._model.value(index.row(), index.column())
        text = "" if value is PENDING else self._searched_as(value)
        if not text or '"' in text or len(text) > 60:
            return
        column = self._model.columns[index.column()]
        label = self.tr("Show only “{value}”").format(value=self._model.text(index.row(), index.column()))
        part = condition(column.name or column.title, text)
        _action(menu, label.replace("&", "&&"), lambda: self.search_field.add(part))

    def _searched_as(self, value: object) -> str:
        """Return what to type to find a value."""
        return formatting.raw(value).lower() if isinstance(value, bool) else formatting.raw(value)

    def _add_sorting(self, menu: QMenu, here: bool) -> None:
        grid = self.grid
        up = _action(
            menu, self.tr("Sort ascending"), lambda: grid.sort_here(Qt.SortOrder.AscendingOrder), here
        )
        up.setShortcut(QKeySequence("Alt+Up"))
        down = _action(
            menu, self.tr("Sort descending"), lambda: grid.sort_here(Qt.SortOrder.DescendingOrder), here
        )
        down.setShortcut(QKeySequence("Alt+Down"))
        first = _action(menu, self.tr("Original order"), lambda: grid.sort_here(None))
        first.setShortcut(QKeySequence("Alt+Backspace"))

    def _add_columns(self, menu: QMenu) -> None:
        columns = menu.addMenu(self.tr("Columns"))
        for number, column in enumerate(self._model.columns):
            action = columns.addAction(column.title.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(not self.grid.isColumnHidden(number))
            action.setData(number)
        columns.triggered.connect(self._on_column_toggled)

    @Slot(QAction)
    def _on_column_toggled(self, action: QAction) -> None:
        self.layout_of_columns.show_column(int(action.data()), action.isChecked())

    @Slot(QPoint)
    def _on_menu_wanted(self, place: QPoint) -> None:
        self.menu().popup(place)

    @Slot()
    def _on_save_chosen(self) -> None:
        title = self._title or self.tr("Table")
        name = f"{title}.csv"
        path, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save as CSV"), name, self.tr("CSV files (*.csv)")
        )
        if path:
            self.save_csv(path)

    @Slot()
    def _on_search_left(self) -> None:
        if self._model.rowCount() and not self.grid.currentIndex().isValid():
            self.grid.go_to(0)
        self.grid.setFocus(Qt.FocusReason.ShortcutFocusReason)


def _action(menu: QMenu, text: str, do: Callable[[], object], enabled: bool = True) -> QAction:
    action = menu.addAction(text)
    action.triggered.connect(lambda _ticked=False: do())
    action.setEnabled(enabled)
    return action

"""The customers as a table: a million rows, of which this process only ever holds those in sight."""

from functools import partial
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from PySide6.QtCore import QSettings, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from segdesk.gui import numbers
from segdesk.gui.theme import Theme
from segdesk.gui.views.panel import TablePanel
from segdesk.gui.views.ranges import Ranges
from segdesk.gui.views.remote_copy import Excerpt, RemoteCopy
from segdesk.gui.views.remote_model import BLOCK, Asker, RemoteModel
from segdesk.review import customers
from segdesk.review.customer_order import Positions, Query
from segdesk.review.customers import Page
from segdesk.tasks.messages import Failure

_SLOW: Final = 250
"""Milliseconds after which a person wants to know that something is going on."""


class RemoteTable(TablePanel):
    """The customers of a project: sorted, searched and cut down where the project is.

    Customers are named by their place in the order of the key, as `segdesk.gui.selection` does.

    Attributes
    ----------
    selection_changed
        Other customers are selected; an array of their positions.
    activated
        A customer was double-clicked or entered; the position.
    all_wanted
        The person wants to see all customers again, not only those that a plot or a legend left.
    shown
        A view has arrived.
    """

    selection_changed = Signal(object)
    activated = Signal(int)
    all_wanted = Signal()
    shown = Signal()

    def __init__(
        self,
        theme: Theme,
        asker: Asker,
        *,
        title: str = "",
        store: QSettings | None = None,
        store_key: str = "customers",
        parent: QWidget | None = None,
    ) -> None:
        model = RemoteModel(asker)
        super().__init__(theme, model, title=title, store=store, store_key=store_key, parent=parent)
        self.model = model
        self._asker = asker
        self._sort: tuple[str, bool] = ("", False)
        self._search = ""
        self._segments: tuple[str, ...] = ()
        self._only: Positions | None = None
        self._selected: Positions = np.empty(0, np.int64)
        self._quiet = False
        self._copy = RemoteCopy(asker, self)
        self._empty_text = ""
        self._all = QPushButton(self.tr("Show all customers"), self)
        self._all.setProperty("flat", True)
        self._all.hide()
        self.add_control(self._all)
        self._slow = self._timer(_SLOW)
        self._selection_settled = self._timer(0)
        self._wire()

    def _timer(self, milliseconds: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        return timer

    def _wire(self) -> None:
        self.model.sort_wanted.connect(self._on_sort_wanted)
        self.model.gone.connect(self.refresh)
        self.model.failed.connect(self._on_failed)
        self.grid.selection_altered.connect(self._on_selection_altered)
        self.grid.row_activated.connect(self._on_row_activated)
        self.search_field.searched.connect(self._on_searched)
        self._all.clicked.connect(self._on_all_clicked)
        self._copy.said.connect(self.search_field.say)
        self._copy.gone.connect(self.refresh)
        self._copy.failed.connect(self._on_failed)
        self._slow.timeout.connect(self._on_slow)
        self._selection_settled.timeout.connect(self._on_selection_settled)

    # -- which customers

    @Slot()
    def refresh(self) -> None:
        """Show what the project holds now; nothing moves where it holds the same."""
        self._open(from_top=False)

    def show_segments(self, segments: tuple[str, ...]) -> None:
        """Show only the customers of some segments; of all for none."""
        if segments != self._segments:
            self._segments = segments
            self._open(from_top=True)

    def show_only(self, positions: ArrayLike | None) -> None:
        """Show only some customers; all for None."""
        wanted = None if positions is None else np.asarray(positions, np.int64)
        if wanted is not None or self._only is not None:
            self._only = wanted
            self._open(from_top=True)

    def search(self, text: str) -> None:
        """Show the customers that a search finds."""
        self.search_field.set_text(text)

    def reveal(self, position: int) -> None:
        """Select a customer, and bring the row into view."""
        token = self.model.view.token
        self._asker.ask(
            self,
            customers.row_of,
            token,
            position,
            then=partial(self._on_row_found, token),
            failed=self._on_failed,
        )

    @property
    def selected(self) -> Positions:
        """Positions of the selected customers."""
        return self._selected

    def set_empty_text(self, text: str) -> None:
        """Say what is shown where the project has no customers."""
        self._empty_text = text
        super().set_empty_text(text)

    def _open(self, from_top: bool) -> None:
        """Ask for the customers that are wanted now; what is shown stays until they come."""
        sort, descending = self._sort
        titles = tuple((column.name, column.title) for column in self.model.columns)
        query = Query(sort, descending, self._search, self._segments, self._only, titles)
        first = 0 if from_top else max(0, self.grid.rowAt(0)) // BLOCK * BLOCK
        current = self.grid.currentIndex()
        kept = self.model.position(current.row()) if current.isValid() else None
        self._slow.start()
        self._asker.ask(
            self,
            customers.open_page,
            query,
            first,
            BLOCK,
            kept,
            then=partial(self._on_page, from_top),
            failed=self._on_failed,
        )

    def _on_page(self, from_top: bool, page: Page) -> None:
        self._slow.stop()
        self._copy.stop()
        if page.view.token != self.model.view.token or page.view.columns != self.model.view.columns:
            self._show(page, from_top)
        self._count()
        self.shown.emit()

    def _show(self, page: Page, from_top: bool) -> None:
        other_columns = page.view.columns != self.model.view.columns
        bars = self.grid.horizontalScrollBar(), self.grid.verticalScrollBar()
        places = bars[0].value(), 0 if from_top else bars[1].value()
        was_selected = bool(len(self._selected))
        column = self.grid.currentIndex().column()
        self._quiet = True
        self.model.show_view(page.view, page.rows)
        if other_columns:
            self._keep_sort_indicator()
            self.layout_of_columns.restore()
        self.grid.setAutoScroll(False)
        if page.row is not None:
            self._select_again(page.row, max(0, column), was_selected)
        self.grid.setAutoScroll(True)
        for bar, place in zip(bars, places, strict=True):
            bar.setValue(place)
        self._quiet = False
        self._selection_settled.start()

    def _select_again(self, row: int, column: int, selected: bool) -> None:
        selection = self.grid.selectionModel()
        flags = selection.SelectionFlag
        how = flags.ClearAndSelect | flags.Rows if selected else flags.NoUpdate
        selection.setCurrentIndex(self.model.index(row, column), how)

    def _keep_sort_indicator(self) -> None:
        """Point to the column that the customers are sorted by, wherever it stands now."""
        names = [column.name for column in self.model.columns]
        name, descending = self._sort
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.grid.header.setSortIndicator(names.index(name) if name in names else -1, order)

    def _count(self) -> None:
        view = self.model.view
        shown, total = numbers.number(view.total), numbers.number(view.customers)
        cut_down = view.total != view.customers
        text = self.tr("{shown} of {total} customers") if cut_down else self.tr("{total} customers")
        self.search_field.say(text.format(shown=shown, total=total))
        self._all.setVisible(self._only is not None or bool(self._segments))
        found_nothing = bool(view.customers and not view.total)
        super().set_empty_text(self.tr("No customer is found") if found_nothing else self._empty_text)

    # -- copies

    @Slot()
    def copy(self) -> None:
        """Copy the selected customers, those that are out of sight included."""
        wanted = self.grid.selected_ranges()
        if wanted:
            self._copy.copy(self._excerpt(wanted))

    def save_csv(self, path: str) -> None:
        """Write the customers that are shown, in their order, as a CSV file."""
        self._copy.save(self._excerpt(((0, self.model.rowCount()),)), path)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Stop a long copy with Escape."""
        if event.key() == Qt.Key.Key_Escape and self._copy.busy:
            self._copy.stop()
            self._count()
        else:
            super().keyPressEvent(event)

    def _excerpt(self, wanted: Ranges) -> Excerpt:
        columns = self.grid.shown_columns()
        headers = tuple(self.model.columns[column].header for column in columns)
        return Excerpt(self.model.view.token, wanted, columns, headers)

    # -- what happens

    @Slot(str, bool)
    def _on_sort_wanted(self, name: str, descending: bool) -> None:
        if (name, descending) != self._sort and not self._quiet:
            self._sort = (name, descending)
            self._open(from_top=True)

    @Slot(str)
    def _on_searched(self, text: str) -> None:
        if text.strip() != self._search:
            self._search = text.strip()
            self._open(from_top=True)

    @Slot()
    def _on_slow(self) -> None:
        self.search_field.say(self.tr("Looking…"))

    @Slot()
    def _on_all_clicked(self) -> None:
        self._only = None
        self._segments = ()
        self._open(from_top=True)
        self.all_wanted.emit()

    @Slot()
    def _on_selection_altered(self) -> None:
        if not self._quiet:
            self._selection_settled.start()

    @Slot()
    def _on_selection_settled(self) -> None:
        """Find out which customers the selected rows are."""
        wanted = self.grid.selected_ranges()
        if not wanted:
            self._take_selected(np.empty(0, np.int64))
            return
        token = self.model.view.token
        then = partial(self._on_positions, token)
        self._asker.ask(self, customers.positions, token, wanted, then=then, failed=self._on_failed)

    def _on_positions(self, token: str, positions: Positions | None) -> None:
        if positions is not None and token == self.model.view.token:
            self._take_selected(np.sort(positions))

    def _take_selected(self, positions: Positions) -> None:
        if not np.array_equal(positions, self._selected):
            self._selected = positions
            self.selection_changed.emit(positions)

    def _on_row_found(self, token: str, row: int | None) -> None:
        if token != self.model.view.token:
            return
        if row is None:
            self.search_field.say(self.tr("This customer is not among the rows shown"))
        else:
            self.grid.go_to(row)

    @Slot(int)
    def _on_row_activated(self, row: int) -> None:
        position = self.model.position(row)
        if position is not None:
            self.activated.emit(position)

    @Slot(object)
    def _on_failed(self, failure: Failure) -> None:
        self._slow.stop()
        self.search_field.say(failure.what)
        self.failed.emit(failure)

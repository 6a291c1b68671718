"""The list of emails, what it shows of them, and which are selected."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QSettings, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QWidget

from segdesk.gui import numbers
from segdesk.gui.pages.emails_filters import FilterChips
from segdesk.gui.pages.emails_table import EmailTable
from segdesk.gui.pages.emails_words import belongs, is_undecided_and_fine
from segdesk.gui.sentences import word
from segdesk.gui.theme import Theme
from segdesk.gui.widgets.card import Card
from segdesk.gui.widgets.mark import mark
from segdesk.review import emails as review
from segdesk.review.emails import EmailRow


class EmailList(Card):
    """All emails by status. It keeps its selection and its place, whatever becomes of an email.

    Attributes
    ----------
    selected
        Other emails are selected, or the same ones have changed.
    opened
        The current one was double-clicked or entered.
    """

    selected = Signal()
    opened = Signal()

    def __init__(
        self, theme: Theme, store: QSettings, actions: Sequence[QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent=parent)
        self._rows: tuple[EmailRow, ...] = ()
        self._shown: list[EmailRow] = []
        self._chosen: tuple[str, ...] = ()
        self._current = ""
        self._place = 0
        self._filling = False
        self.set_title(self.tr("Emails"))
        self.approve_all = QPushButton()
        mark(self.approve_all, "tight", True)
        theme.dress(self.approve_all, "approve")
        self.add_trailing(self.approve_all)
        self.chips = FilterChips()
        names = {each.code: word("language", each.name) for each in review.languages()}
        self.table = EmailTable(theme, store, names, actions)
        self.table.set_empty_text(self.tr("No email is like that."))
        self.body.addWidget(self.chips)
        self.body.addWidget(self.table, 1)
        self.chips.picked.connect(self._on_filter_picked)
        self.table.selection_changed.connect(self._on_selection_changed)
        self.table.activated.connect(self._on_activated)
        self._show_approvable()

    # -- what there is

    @property
    def rows(self) -> tuple[EmailRow, ...]:
        """All emails."""
        return self._rows

    @property
    def chosen(self) -> tuple[EmailRow, ...]:
        """The selected emails, as they are listed."""
        known = set(self._chosen)
        return tuple(row for row in self._shown if row.customer in known)

    @property
    def current(self) -> EmailRow | None:
        """The email that is looked at."""
        return next((row for row in self._shown if row.customer == self._current), None)

    @property
    def approvable(self) -> tuple[str, ...]:
        """Customers whose email passes the checks and waits for a decision."""
        return tuple(row.customer for row in self._rows if is_undecided_and_fine(row))

    def show_rows(self, rows: tuple[EmailRow, ...]) -> None:
        """Show emails; those that are selected stay so as long as they are listed."""
        if rows != self._rows:
            self._rows = rows
            self.chips.show_counts(rows)
            self._show_approvable()
            self._fill()

    # -- filling

    def _show_approvable(self) -> None:
        count = len(self.approvable)
        text = self.tr("Approve all that pass ({count})").format(count=numbers.number(count))
        self.approve_all.setText(text if count else self.tr("Approve all that pass"))
        self.approve_all.setToolTip(
            self.tr("Approve every email that waits for you and in which the checks find nothing wrong")
        )
        self.approve_all.setEnabled(bool(count))

    def _fill(self) -> None:
        """List what the filter lets through, and select what was selected, or what took its place."""
        bar = self.table.grid.verticalScrollBar()
        scrolled = bar.value()
        self._filling = True
        self._shown = [row for row in self._rows if belongs(row, self.chips.value)]
        self.table.show_rows(self._shown)
        bar.setValue(scrolled)
        self._select()
        self._filling = False
        self._read()

    def _select(self) -> None:
        place_of = {row.customer: place for place, row in enumerate(self._shown)}
        kept = [place_of[customer] for customer in self._chosen if customer in place_of]
        places = self.table.model.places_of(np.array(kept, np.int64)).tolist()
        if not places:
            if self.table.model.rowCount():
                self.table.grid.go_to(min(self._place, self.table.model.rowCount() - 1))
            return
        if list(self.table.selected_rows) != sorted(kept):
            self.table.select_rows(np.array(kept, np.int64))
        if self.table.current_row not in kept:
            index = self.table.model.index(places[0], 0)
            model = self.table.grid.selectionModel()
            model.setCurrentIndex(index, model.SelectionFlag.NoUpdate)

    def _read(self) -> None:
        """Take over which rows are selected now."""
        rows = [int(row) for row in self.table.selected_rows if row < len(self._shown)]
        self._chosen = tuple(self._shown[row].customer for row in rows)
        current = self.table.current_row
        if current is None or current not in rows:
            current = rows[0] if rows else None
        self._current = self._shown[current].customer if current is not None else ""
        index = self.table.grid.currentIndex()
        if index.isValid() and rows:
            self._place = index.row()
        self.selected.emit()

    # -- what happens

    @Slot(object)
    def _on_filter_picked(self, _shown: object) -> None:
        self._fill()

    @Slot(object)
    def _on_selection_changed(self, _rows: object) -> None:
        if not self._filling:
            self._read()

    @Slot(int)
    def _on_activated(self, _row: int) -> None:
        self.opened.emit()

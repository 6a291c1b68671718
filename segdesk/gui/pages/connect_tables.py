"""The list of a source's tables."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QSettings, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QWidget

from segdesk.gui import numbers
from segdesk.gui.sentences import said
from segdesk.gui.theme import Theme
from segdesk.gui.views.columns import Align, Column, Columns
from segdesk.gui.views.table import TableView
from segdesk.gui.widgets.card import Card
from segdesk.review.connect import SourceTable

_MEGABYTE = 1_000_000


class TableList(Card):
    """The tables by name with what is known of each; one of them is always the current one.

    Attributes
    ----------
    picked
        The name of another table that is now the current one.
    opened
        The current one was double-clicked or entered.
    """

    picked = Signal(str)
    opened = Signal()

    def __init__(self, theme: Theme, store: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._tables: tuple[SourceTable, ...] = ()
        self._name = ""
        self.set_title(self.tr("Tables"))
        self.view = TableView(theme, title=self.tr("Tables of the source"), store=store, store_key="connect")
        self.view.grid.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.body.addWidget(self.view)
        self.view.selection_changed.connect(self._on_selection_changed)
        self.view.activated.connect(self._on_activated)

    @property
    def current(self) -> SourceTable | None:
        """The table that is looked at."""
        return next((table for table in self._tables if table.name == self._name), None)

    def show_tables(self, tables: Sequence[SourceTable], first: str) -> None:
        """Show other tables; the current one stays, or else it is the one named first."""
        self._tables = tuple(tables)
        names = [table.name for table in tables]
        wanted = next((name for name in (self._name, first, *names) if name in names), "")
        self._name = wanted
        total = self.tr("{total} table") if len(tables) == 1 else self.tr("{total} tables")
        self.view.set_counted(total, self.tr("{shown} of {total} tables"))
        self.view.set_columns(self._columns())
        if wanted:
            self._select(names.index(wanted))

    def note(self, text: str) -> None:
        """Say something about all of them below the title."""
        self.set_title(self.tr("Tables"), text)

    def _select(self, row: int) -> None:
        place = self.view.model.places_of(np.array([row]))
        if len(place):
            self.view.grid.go_to(int(place[0]))

    def _columns(self) -> Columns:
        tables = self._tables
        columns = [
            Column(self.tr("Table"), [t.name for t in tables], name="table"),
            Column(
                self.tr("Rows"),
                [t.rows for t in tables],
                format=_count,
                align=Align.RIGHT,
                tooltip=self.tr("– where they are only counted when they are read"),
                name="rows",
            ),
            Column(self.tr("Columns"), [len(t.columns) for t in tables], name="columns"),
            Column(
                self.tr("Size"),
                [None if t.bytes is None else t.bytes / _MEGABYTE for t in tables],
                unit=self.tr("MB"),
                format=megabytes,
                align=Align.RIGHT,
                name="size",
            ),
        ]
        if any(t.notes for t in tables):
            notes = [" ".join(map(said, t.notes)) for t in tables]
            columns.append(Column(self.tr("To know"), notes, name="notes"))
        return Columns(tuple(columns))

    @Slot(object)
    def _on_selection_changed(self, rows: Sequence[int]) -> None:
        if len(rows) == 1 and self._tables[rows[0]].name != self._name:
            self._name = self._tables[rows[0]].name
            self.picked.emit(self._name)

    @Slot(int)
    def _on_activated(self, row: int) -> None:
        self._on_selection_changed([row])
        self.opened.emit()


def _count(rows: Any) -> str:
    return "–" if rows is None else numbers.number(rows)


def megabytes(size: Any) -> str:
    """Return a size in megabytes, as far as anybody wants to know it."""
    if size is None:
        return "–"
    return f"< {numbers.number(0.1, 1)}" if 0 < size < 0.05 else numbers.number(size, 1)

"""The first rows of the import file, with what is wrong in them."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QAbstractItemView, QWidget

from segdesk.gui import numbers
from segdesk.gui.sentences import said
from segdesk.gui.theme import Theme
from segdesk.gui.views.columns import Align, Column, Columns
from segdesk.gui.views.table import TableView
from segdesk.gui.widgets.card import Card
from segdesk.review.mapping import CellViolation, MappingPreview

_AHEAD = 1
"""The number of the row stands before the file's own columns."""


class PreviewRows(Card):
    """The file as it will be: its headers, each above the column that fills it, and its first rows."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._shown = 0
        self.view = TableView(theme, title=self.tr("First rows of the file"))
        self.view.set_searchable(False)
        self.view.set_empty_text(self.tr("The file will be shown here"))
        self.body.addWidget(self.view)
        self.set_title(self.tr("Preview"))

    @property
    def rows(self) -> int:
        """How many rows are shown."""
        return self._shown

    def show_preview(self, found: MappingPreview) -> None:
        """Show the first rows."""
        self._shown = len(found.cells)
        by_column = list(zip(*found.cells, strict=True)) or [()] * len(found.headers)
        columns = [
            Column(header, values, unit=column, align=Align.LEFT, name=f"{place}")
            for place, (header, column, values) in enumerate(
                zip(found.headers, found.columns, by_column, strict=True)
            )
        ]
        row = Column(self.tr("Row"), range(1, self._shown + 1), format=numbers.number, align=Align.RIGHT)
        self.view.set_columns(Columns((row, *columns)))
        self.show_violations(found.violations)
        shown, total = numbers.number(self._shown), numbers.number(found.rows)
        self.set_title(
            self.tr("Preview"), self.tr("The first {shown} of {total} rows").format(shown=shown, total=total)
        )

    def show_old(self) -> None:
        """Say that what is shown is of before."""
        if self._shown:
            self.set_title(self.tr("Preview"), self.tr("As it was before. Put the columns right to go on."))

    def show_violations(self, found: Sequence[CellViolation]) -> None:
        """Mark what is wrong at its cell; of several things, the worst."""
        ours = [each for each in found if each.column >= 0 and 0 <= each.row < self._shown]
        worst = sorted(ours, key=lambda each: each.fatal)
        faults = {(each.row, each.column + _AHEAD): each for each in worst}
        self.view.set_faults(
            {place: said(each.message) for place, each in faults.items()},
            {place for place, each in faults.items() if not each.fatal},
        )

    def go_to(self, row: int, column: int) -> None:
        """Make a cell the current one and bring it into view."""
        places = self.view.model.places_of(np.array([row]))
        if not len(places):
            return
        index = self.view.model.index(int(places[0]), column + _AHEAD)
        flags = QItemSelectionModel.SelectionFlag
        self.view.grid.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.view.grid.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    @property
    def current(self) -> tuple[int, int] | None:
        """The row and column that the person is at, as the file counts them from 0."""
        index = self.view.grid.currentIndex()
        return (self.view.model.row_of(index.row()), index.column() - _AHEAD) if index.isValid() else None

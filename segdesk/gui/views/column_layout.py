"""Widths, order and visibility of a grid's columns, kept from one day to the next."""

import json
from typing import Any

from PySide6.QtCore import QObject, QSettings, QTimer, Slot

from segdesk.gui.views.grid import Grid
from segdesk.gui.views.model import GridModel


class ColumnLayout(QObject):
    """Remembers how a person arranged the columns of a grid, by the columns' names.

    Parameters
    ----------
    store, key
        Where it is kept; without a store it is forgotten with the grid.
    """

    def __init__(self, grid: Grid, model: GridModel, store: QSettings | None, key: str) -> None:
        super().__init__(grid)
        self._grid = grid
        self._model = model
        self._store = store if key else None
        self._key = f"tables/{key}"
        self._arranging = False
        # A column that is dragged sends dozens of signals.
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(200)
        self._later.timeout.connect(self._on_settled)
        grid.header.sectionResized.connect(self._on_arranged)
        grid.header.sectionMoved.connect(self._on_arranged)

    def show_column(self, column: int, shown: bool) -> None:
        """Show or hide a column; the last one stays."""
        if shown or len(self._grid.shown_columns()) > 1:
            self._grid.setColumnHidden(column, not shown)
            self._grid.fit()
            self._save()

    def restore(self) -> None:
        """Arrange the columns as they were left."""
        self._arranging = True
        kept = self._kept()
        self._move(kept.get("order", []))
        hidden = set(kept.get("hidden", []))
        for column, name in enumerate(self._names()):
            self._grid.setColumnHidden(column, name in hidden)
        widths = kept.get("widths", {})
        if widths:
            self._grid.leave_widths()
            for column, name in enumerate(self._names()):
                if name in widths:
                    self._grid.setColumnWidth(column, int(widths[name]))
        else:
            self._grid.fit()
        self._arranging = False

    def reset(self) -> None:
        """Arrange the columns as they come, and forget what was kept."""
        if self._store is not None:
            self._store.remove(self._key)
        self._arranging = True
        self._move(self._names())
        for column in range(self._model.columnCount()):
            self._grid.setColumnHidden(column, False)
        self._grid.fit_again()
        self._arranging = False
        self._later.stop()

    def _move(self, order: list[str]) -> None:
        header, names = self._grid.header, self._names()
        places = [names.index(name) for name in order if name in names]
        for place, column in enumerate(places):
            header.moveSection(header.visualIndex(column), place)

    def _names(self) -> list[str]:
        return [column.name or column.title for column in self._model.columns]

    def _kept(self) -> dict[str, Any]:
        text = self._store.value(self._key, "") if self._store is not None else ""
        try:
            kept = json.loads(str(text)) if text else {}
        except ValueError:
            return {}
        return kept if isinstance(kept, dict) else {}

    @Slot()
    def _on_arranged(self) -> None:
        if not self._arranging and self._store is not None:
            self._later.start()

    @Slot()
    def _on_settled(self) -> None:
        self._save()

    def _save(self) -> None:
        if self._store is None or not self._model.columnCount():
            return
        names, header = self._names(), self._grid.header
        columns = range(len(names))
        document: dict[str, Any] = {
            "order": [names[header.logicalIndex(place)] for place in columns],
            "hidden": [names[column] for column in columns if self._grid.isColumnHidden(column)],
        }
        if not self._grid.fitted:
            document["widths"] = {
                names[column]: self._grid.columnWidth(column)
                for column in columns
                if not self._grid.isColumnHidden(column)
            }
        self._store.setValue(self._key, json.dumps(document))

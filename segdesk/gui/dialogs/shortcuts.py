"""Every key that does something."""

from collections.abc import Iterable

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from segdesk.gui.theme import GAP, PAD, ROOM, Theme


class Shortcuts(QDialog):
    """The keys of the menus, and those of tables and plots."""

    def __init__(self, theme: Theme, actions: Iterable[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(ROOM)
        self._grid.setVerticalSpacing(GAP // 2)
        self._grid.setColumnStretch(0, 1)
        self._section(self.tr("Everywhere"))
        for action in actions:
            keys = [key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts()]
            if keys:
                self._row(action.text().replace("&", "").rstrip("…"), ", ".join(keys))
        self._section(self.tr("In tables"))
        for text, keys_ in (
            (self.tr("Search"), "Ctrl+F"),
            (self.tr("Copy what is selected, with headers"), "Ctrl+C"),
            (self.tr("Edit a cell"), "F2"),
        ):
            self._row(text, keys_)
        self._section(self.tr("In plots"))
        for text, keys_ in (
            (self.tr("Move"), "← → ↑ ↓"),
            (self.tr("Zoom in, zoom out"), "+  −"),
            (self.tr("Show everything"), "0"),
        ):
            self._row(text, keys_)
        inner = QWidget()
        inner.setLayout(self._grid)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(inner)
        area.setAccessibleName(self.windowTitle())
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(ROOM, ROOM, ROOM, PAD)
        layout.setSpacing(PAD)
        layout.addWidget(area, 1)
        layout.addWidget(buttons)
        self.resize(theme.size(460), theme.size(620))

    def _section(self, title: str) -> None:
        label = QLabel(title)
        label.setProperty("role", "section")
        self._grid.addWidget(label, self._grid.rowCount(), 0, 1, 2)

    def _row(self, text: str, keys: str) -> None:
        row = self._grid.rowCount()
        left, right = QLabel(text), QLabel(keys)
        right.setProperty("role", "muted")
        self._grid.addWidget(left, row, 0)
        self._grid.addWidget(right, row, 1)

"""The field above a table that says which rows are shown."""

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from segdesk.gui.theme import GAP, Theme

_PAUSE: Final = 150
"""Milliseconds without a key after which a search begins."""


class SearchField(QWidget):
    """A line to type words and conditions into, and how many rows they find.

    Attributes
    ----------
    searched
        The text, when the person has paused.
    left
        The person wants on to the rows.
    """

    searched = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._line = _Line(self)
        self._line.setPlaceholderText(self.tr("Search"))
        self._line.setAccessibleName(self.tr("Search the table"))
        hint = self.tr("Type words, or a condition such as country:brazil or revenue:>100")
        self._line.setToolTip(hint)
        self._line.setAccessibleDescription(hint)
        self._line.setClearButtonEnabled(True)
        self._line.setMinimumWidth(theme.size(160))
        self._line.setMaximumWidth(theme.size(360))
        self._icon = QAction(self)
        self._line.addAction(self._icon, QLineEdit.ActionPosition.LeadingPosition)
        self._count = QLabel(self)
        self._count.setProperty("role", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP + 2)
        row.addWidget(self._line, 2)
        row.addWidget(self._count)
        row.addStretch(1)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._on_paused)
        self._line.textChanged.connect(self._pause.start)
        self._line.returnPressed.connect(self._on_returned)
        self._line.left.connect(self.left)
        self._name_buttons()
        self.setFocusProxy(self._line)
        theme.dress(self._icon, "search")

    def _name_buttons(self) -> None:
        """Name the buttons that Qt puts into the line, for screen readers."""
        names = {True: self.tr("Search"), False: self.tr("Clear the search")}
        for button in self._line.findChildren(QToolButton):
            button.setAccessibleName(names[button.defaultAction() is self._icon])

    @property
    def text(self) -> str:
        """What is typed."""
        return self._line.text()

    def set_text(self, text: str) -> None:
        """Search for a text at once."""
        self._line.setText(text)
        self._on_paused()

    def add(self, part: str) -> None:
        """Search for something more."""
        self.set_text(f"{self.text} {part}".strip())

    def say(self, text: str) -> None:
        """Show how many rows there are, or what is going on."""
        self._count.setText(text)

    @property
    def said(self) -> str:
        """What is shown beside the field."""
        return self._count.text()

    def select(self) -> None:
        """Put the cursor here, ready to type another search."""
        self._line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._line.selectAll()

    @Slot()
    def _on_paused(self) -> None:
        self._pause.stop()
        self.searched.emit(self._line.text())

    @Slot()
    def _on_returned(self) -> None:
        self._on_paused()
        self.left.emit()


class _Line(QLineEdit):
    """A line that Escape empties, and the down key leaves for the rows."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Empty the line with Escape; leave an empty one."""
        if event.key() == Qt.Key.Key_Down or (event.key() == Qt.Key.Key_Escape and not self.text()):
            self.left.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.clear()
        else:
            super().keyPressEvent(event)

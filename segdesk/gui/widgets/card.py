"""A titled frame that groups what belongs together."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from segdesk.gui.theme import GAP, PAD, TIGHT, Theme


class Card(QFrame):
    """A frame on the window's ground: a title, tools at its right, and the body.

    Attributes
    ----------
    body
        Where the content goes.
    """

    def __init__(self, theme: Theme, title: str = "", note: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("card", True)
        self._title = QLabel()
        self._title.setProperty("role", "section")
        self._note = QLabel()
        self._note.setProperty("role", "muted")
        self._note.setWordWrap(True)
        self._tools = QHBoxLayout()
        self._tools.setSpacing(TIGHT)
        self.body = QVBoxLayout()
        self.body.setSpacing(GAP)
        self._lay_out()
        self.set_title(title, note)

    def set_title(self, title: str, note: str = "") -> None:
        """Show another title, and a sentence below it."""
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self.setAccessibleName(title)
        self.setAccessibleDescription(note)

    def add_tool(self, icon: str, text: str) -> QToolButton:
        """Put a small button with an icon at the right of the title, and return it."""
        tool = QToolButton()
        tool.setToolTip(text)
        tool.setAccessibleName(text)
        self._theme.dress(tool, icon)
        self._tools.addWidget(tool)
        return tool

    def add_trailing(self, widget: QWidget) -> None:
        """Put any widget at the right of the title."""
        self._tools.addWidget(widget)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(TIGHT // 2)
        words.addWidget(self._title)
        words.addWidget(self._note)
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addLayout(words, 1)
        head.addLayout(self._tools)
        head.setAlignment(self._tools, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAD, PAD - TIGHT, PAD, PAD)
        column.setSpacing(GAP + TIGHT)
        column.addLayout(head)
        column.addLayout(self.body, 1)

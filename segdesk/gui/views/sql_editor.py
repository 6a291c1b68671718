"""An editor for one GoogleSQL query, with what is wrong with it said below."""

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from segdesk.gui.theme import GAP, TIGHT, Colour, Theme
from segdesk.gui.views.sql_text import SqlText
from segdesk.gui.widgets.icon_label import IconLabel

SETTLED: Final = 400
"""Milliseconds after the last key when a query is worth checking."""


class SqlEditor(QWidget):
    """A query, highlighted and numbered, and one line for its error.

    Attributes
    ----------
    text_settled
        The query, when the person has changed it and paused.
    run_wanted
        Ctrl+Enter was pressed.
    """

    text_settled = Signal(str)
    run_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = SqlText(theme, self)
        self.editor.setAccessibleName(self.tr("SQL query"))
        self.editor.setAccessibleDescription(
            self.tr("Ctrl+/ comments lines. Escape and then Tab leaves the editor.")
        )
        self._message = QLabel(self)
        self._message.setWordWrap(True)
        self._message.setProperty("role", "bad")
        self._message.setTextFormat(Qt.TextFormat.PlainText)
        self._message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._strip = QFrame(self)
        self._lay_out(theme)
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLED)
        self._settling.timeout.connect(self._on_settled)
        self._settled_text = ""
        self.editor.textChanged.connect(self._on_text_changed)
        self.editor.run_wanted.connect(self._on_run_wanted)
        self.setFocusProxy(self.editor)

    def _lay_out(self, theme: Theme) -> None:
        icon = IconLabel(theme, "error", 16, Colour.BAD, self._strip)
        row = QHBoxLayout(self._strip)
        row.setContentsMargins(TIGHT, 0, TIGHT, 0)
        row.setSpacing(GAP)
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._message, 1)
        self._strip.hide()
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(GAP)
        body.addWidget(self.editor, 1)
        body.addWidget(self._strip)

    @property
    def text(self) -> str:
        """The query."""
        return self.editor.toPlainText()

    def set_text(self, text: str) -> None:
        """Show another query. Undo brings the last one back where it can be typed into."""
        if text == self.text:
            return
        self._settled_text = text
        if self.editor.isReadOnly() or not self.text:
            self.editor.setPlainText(text)
        else:
            cursor = self.editor.textCursor()
            cursor.select(QTextCursor.SelectionType.Document)
            cursor.insertText(text)
            cursor.setPosition(0)
            self.editor.setTextCursor(cursor)
        self._settling.stop()
        self.clear_error()

    def set_read_only(self, read_only: bool) -> None:
        """Let a person read the query, but not change it."""
        self.editor.setReadOnly(read_only)
        flags = self.editor.textInteractionFlags()
        if read_only:
            # A cursor, so that the keyboard can scroll and select.
            self.editor.setTextInteractionFlags(flags | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.editor.setTabChangesFocus(read_only)

    def set_error(self, line: int, column: int, message: str) -> None:
        """Say what is wrong, and where; lines and columns count from 1."""
        self.editor.mark_error(line, column, message)
        place = self.tr("Line {line}, column {column}: {message}")
        said = place.format(line=line, column=column, message=message)
        changed = said != self._message.text() or self._strip.isHidden()
        self._message.setText(said)
        self._strip.setAccessibleName(said)
        self._strip.show()
        if changed:
            QAccessible.updateAccessibility(QAccessibleEvent(self._strip, QAccessible.Event.Alert))

    def clear_error(self) -> None:
        """Say that nothing is wrong."""
        self.editor.clear_error()
        self._message.clear()
        self._strip.hide()

    @property
    def error(self) -> str:
        """What is said to be wrong."""
        return self._message.text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the error with F8."""
        if event.key() == Qt.Key.Key_F8:
            self.editor.go_to_error()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _on_text_changed(self) -> None:
        self._settling.start()

    @Slot()
    def _on_settled(self) -> None:
        # Highlighting counts as a change too.
        if self.text != self._settled_text:
            self._settled_text = self.text
            self.text_settled.emit(self._settled_text)

    @Slot()
    def _on_run_wanted(self) -> None:
        self._settling.stop()
        self._on_settled()
        self.run_wanted.emit()

"""The text area of the SQL editor: line numbers, the current line, and the place of an error."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QToolTip, QWidget

from segdesk.gui.theme import Colour, Theme
from segdesk.gui.views import formatting
from segdesk.gui.views.sql_highlighter import SqlHighlighter

_INDENT: Final = "  "
_COMMENT: Final = "-- "


class SqlText(QPlainTextEdit):
    """SQL to read or to type.

    Attributes
    ----------
    run_wanted
        Ctrl+Enter was pressed.
    """

    run_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._error: QTextCursor | None = None
        self._error_text = ""
        self._leaving = False
        self._numbers = _LineNumbers(self)
        self.highlighter = SqlHighlighter(theme, self.document())
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.blockCountChanged.connect(self._on_lines_changed)
        self.updateRequest.connect(self._on_update_requested)
        self.cursorPositionChanged.connect(self._on_cursor_moved)
        self._on_theme_changed()
        theme.changed.connect(self._on_theme_changed)

    # -- errors

    def mark_error(self, line: int, column: int, message: str) -> None:
        """Underline the word at a place, both counted from 1."""
        block = self.document().findBlockByNumber(max(0, line - 1))
        if not block.isValid():
            block = self.document().lastBlock()
        self._error = self._word(block, max(0, column - 1))
        self._error_text = message
        self._show_extras()

    def clear_error(self) -> None:
        """Underline nothing."""
        self._error = None
        self._error_text = ""
        self._show_extras()

    def go_to_error(self) -> None:
        """Put the cursor where the error is."""
        if self._error is not None:
            cursor = QTextCursor(self._error)
            cursor.setPosition(cursor.selectionStart())
            self.setTextCursor(cursor)
            self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def error_line(self) -> int | None:
        """The number of the line with the error, counted from 0."""
        if self._error is None:
            return None
        return self.document().findBlock(self._error.selectionStart()).blockNumber()

    @property
    def error_word(self) -> str:
        """The underlined text."""
        return self._error.selectedText() if self._error is not None else ""

    def _word(self, block: QTextBlock, column: int) -> QTextCursor:
        """Return the word that begins or goes on at a place; at a line's end, its last character."""
        text = block.text()
        column = min(column, max(0, len(text) - 1))
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + column)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfWord, QTextCursor.MoveMode.KeepAnchor)
        if not cursor.hasSelection() and column < len(text):
            cursor.movePosition(QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    # -- looks

    @Slot()
    def _on_theme_changed(self) -> None:
        font = self._theme.mono
        self.setFont(font)
        # The style sheet gives every widget its own font; the document keeps this one.
        self.document().setDefaultFont(font)
        self._on_lines_changed()
        self._show_extras()

    def _show_extras(self) -> None:
        extras = []
        if not self.isReadOnly():
            line = QTextEdit.ExtraSelection()
            line.format.setBackground(self._theme.colour(Colour.WINDOW))  # type: ignore[attr-defined]
            line.format.setProperty(QTextFormat.Property.FullWidthSelection, True)  # type: ignore[attr-defined]
            line.cursor = QTextCursor(self.textCursor())  # type: ignore[attr-defined]
            line.cursor.clearSelection()  # type: ignore[attr-defined]
            extras.append(line)
        if self._error is not None:
            wave = QTextEdit.ExtraSelection()
            look = QTextCharFormat()
            look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            look.setUnderlineColor(self._theme.colour(Colour.BAD))
            look.setBackground(self._theme.colour(Colour.BAD_SOFT))
            wave.format = look  # type: ignore[attr-defined]
            wave.cursor = self._error  # type: ignore[attr-defined]
            extras.append(wave)
        self.setExtraSelections(extras)
        self._numbers.update()

    # -- line numbers

    def numbers_width(self) -> int:
        """Return the room that the line numbers need."""
        digits = max(2, len(str(self.blockCount())))
        return self.fontMetrics().horizontalAdvance("9") * digits + self._theme.size(20)

    def paint_numbers(self, event: QPaintEvent) -> None:
        """Paint the numbers of the lines in sight."""
        painter = QPainter(self._numbers)
        painter.setFont(self.document().defaultFont())
        width = self._numbers.width()
        painter.fillRect(event.rect(), self._theme.colour(Colour.SURFACE))
        block = self.firstVisibleBlock()
        current, wrong = self.textCursor().blockNumber(), self.error_line
        while block.isValid():
            place = self.blockBoundingGeometry(block).translated(self.contentOffset())
            if place.top() > event.rect().bottom():
                break
            number = block.blockNumber()
            painter.setPen(self._number_colour(number, current, wrong))
            row = QRect(0, round(place.top()), width - self._theme.size(10), round(place.height()))
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(row, int(flags), str(number + 1))
            if number == wrong:
                size = self._theme.size(7)
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setBrush(self._theme.colour(Colour.BAD))
                painter.drawEllipse(self._theme.size(3), row.center().y() - size // 2, size, size)
            block = block.next()
        painter.end()

    def _number_colour(self, number: int, current: int, wrong: int | None) -> QColor:
        if number == wrong:
            return self._theme.colour(Colour.BAD)
        is_current = number == current and not self.isReadOnly()
        return self._theme.colour(Colour.TEXT if is_current else Colour.MUTED)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the line numbers beside the text."""
        super().resizeEvent(event)
        inside = self.contentsRect()
        self._numbers.setGeometry(inside.left(), inside.top(), self.numbers_width(), inside.height())

    @Slot()
    def _on_lines_changed(self) -> None:
        self.setViewportMargins(self.numbers_width(), 0, 0, 0)
        inside = self.contentsRect()
        self._numbers.setGeometry(inside.left(), inside.top(), self.numbers_width(), inside.height())

    @Slot(QRect, int)
    def _on_update_requested(self, part: QRect, moved: int) -> None:
        if moved:
            self._numbers.scroll(0, moved)
        else:
            self._numbers.update(0, part.y(), self._numbers.width(), part.height())

    @Slot()
    def _on_cursor_moved(self) -> None:
        self._show_extras()

    # -- keys

    def event(self, event: QEvent) -> bool:
        """Say what is wrong where the mouse rests on the error."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self._error is not None:
            place = self.viewport().mapFrom(self, event.pos())
            at = self.cursorForPosition(place).position()
            if self._error.selectionStart() <= at <= self._error.selectionEnd():
                QToolTip.showText(event.globalPos(), formatting.tooltip(self._error_text), self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Indent, comment, run; Escape and then Tab leaves the text."""
        key, control = event.key(), event.modifiers() == Qt.KeyboardModifier.ControlModifier
        leaving, self._leaving = self._leaving, key == Qt.Key.Key_Escape
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and control:
            self.run_wanted.emit()
        elif self.isReadOnly():
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Slash and control:
            self._toggle_comment()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._break_line()
        elif key == Qt.Key.Key_Tab and not leaving:
            self._indent()
        elif key == Qt.Key.Key_Backtab and not leaving:
            self._change_lines(lambda line: line[len(_leading(line)) :])
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.focusNextPrevChild(key == Qt.Key.Key_Tab)
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Let Tab through to the text while it can be typed into."""
        if not self.isReadOnly() and not self._may_leave():
            return False
        return super().focusNextPrevChild(forward)

    def _may_leave(self) -> bool:
        return self._leaving or self.tabChangesFocus()

    def _break_line(self) -> None:
        """Begin a line as far in as this one."""
        text = self.textCursor().block().text()[: self.textCursor().positionInBlock()]
        self.textCursor().insertText("\n" + text[: len(text) - len(text.lstrip(" "))])
        self.ensureCursorVisible()

    def _indent(self) -> None:
        if self.textCursor().hasSelection():
            self._change_lines(lambda line: _INDENT + line if line else line)
        else:
            self.insertPlainText(_INDENT)

    def _toggle_comment(self) -> None:
        """Make the chosen lines comments, or no longer."""
        lines = [block.text() for block in self._chosen_blocks()]
        filled = [line for line in lines if line.strip()]
        if filled and all(line.lstrip().startswith("--") for line in filled):
            self._change_lines(_uncommented)
        else:
            inset = min((len(line) - len(line.lstrip()) for line in filled), default=0)
            self._change_lines(lambda line: line[:inset] + _COMMENT + line[inset:] if line.strip() else line)

    def _chosen_blocks(self) -> list[QTextBlock]:
        cursor, document = self.textCursor(), self.document()
        block = document.findBlock(cursor.selectionStart())
        last = document.findBlock(cursor.selectionEnd())
        if last != block and cursor.selectionEnd() == last.position():
            last = last.previous()
        blocks = [block]
        while block != last:
            block = block.next()
            blocks.append(block)
        return blocks

    def _change_lines(self, changed: Callable[[str], str]) -> None:
        """Change the chosen lines as one step that can be undone."""
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        for block in self._chosen_blocks():
            before, after = block.text(), changed(block.text())
            if before != after:
                # Only what differs at the start is replaced, so that the selection stays where it is.
                kept = _common_end(before, after)
                cursor.setPosition(block.position())
                cursor.setPosition(block.position() + len(before) - kept, QTextCursor.MoveMode.KeepAnchor)
                cursor.insertText(after[: len(after) - kept])
        cursor.endEditBlock()


class _LineNumbers(QWidget):
    """The strip beside the text."""

    def __init__(self, text: SqlText) -> None:
        super().__init__(text)
        self._text = text

    def sizeHint(self) -> QSize:
        """Return the room that the numbers need."""
        return QSize(self._text.numbers_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the numbers."""
        self._text.paint_numbers(event)


def _leading(line: str) -> str:
    """Return what going out one step takes away."""
    spaces = len(line) - len(line.lstrip(" "))
    return line[: min(spaces, len(_INDENT))]


def _uncommented(line: str) -> str:
    inset = len(line) - len(line.lstrip())
    rest = line[inset:]
    for mark in (_COMMENT, "--"):
        if rest.startswith(mark):
            return line[:inset] + rest[len(mark) :]
    return line


def _common_end(before: str, after: str) -> int:
    shared = min(len(before), len(after))
    return next((n for n in range(shared) if before[-1 - n] != after[-1 - n]), shared)

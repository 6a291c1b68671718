"""The text area of the SQL editor: its keys, its current line, and the place of an error."""

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QEvent, QRect, Qt, Signal, Slot
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QResizeEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QToolTip, QWidget

from segdesk.gui.theme import Colour, Theme
from segdesk.gui.views import formatting, sql_lines
from segdesk.gui.views.line_numbers import LineNumbers, NumberedLine
from segdesk.gui.views.sql_highlighter import SqlHighlighter


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
        self._numbers = LineNumbers(theme, self, self.numbered_lines)
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

    def _error_place(self) -> QRect:
        """Return where the underlined text stands in the viewport."""
        if self._error is None:
            return QRect()
        ends = []
        for place in (self._error.selectionStart(), self._error.selectionEnd()):
            cursor = QTextCursor(self.document())
            cursor.setPosition(place)
            ends.append(self.cursorRect(cursor))
        return ends[0].united(ends[1])

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
            line.format.setBackground(self._theme.colour(Colour.WINDOW))
            line.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
            line.cursor = QTextCursor(self.textCursor())
            line.cursor.clearSelection()
            extras.append(line)
        if self._error is not None:
            wave = QTextEdit.ExtraSelection()
            look = QTextCharFormat()
            look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            look.setUnderlineColor(self._theme.colour(Colour.BAD))
            look.setBackground(self._theme.colour(Colour.BAD_SOFT))
            wave.format = look
            wave.cursor = self._error
            extras.append(wave)
        self.setExtraSelections(extras)
        self._numbers.update()

    # -- line numbers

    def numbered_lines(self) -> Iterator[NumberedLine]:
        """Yield the lines in sight."""
        current = -1 if self.isReadOnly() else self.textCursor().blockNumber()
        wrong = self.error_line
        block = self.firstVisibleBlock()
        while block.isValid():
            place = self.blockBoundingGeometry(block).translated(self.contentOffset())
            if place.top() > self.viewport().height():
                return
            number = block.blockNumber()
            top, height = round(place.top()), round(place.height())
            yield NumberedLine(number + 1, top, height, current=number == current, wrong=number == wrong)
            block = block.next()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the line numbers beside the text."""
        super().resizeEvent(event)
        self._place_numbers()

    @Slot()
    def _on_lines_changed(self) -> None:
        self.setViewportMargins(self._numbers.wanted_width(self.blockCount()), 0, 0, 0)
        self._place_numbers()

    def _place_numbers(self) -> None:
        seen = self.viewport().geometry()
        width = self._numbers.wanted_width(self.blockCount())
        self._numbers.setGeometry(seen.left() - width, seen.top(), width, seen.height())

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
            if self._error_place().contains(self.viewport().mapFrom(self, event.pos())):
                QToolTip.showText(event.globalPos(), formatting.tooltip(self._error_text), self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Indent, comment, run; Escape and then Tab leaves the text."""
        key, control = event.key(), event.modifiers() == Qt.KeyboardModifier.ControlModifier
        self._leaving = key == Qt.Key.Key_Escape
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and control:
            self.run_wanted.emit()
        elif self.isReadOnly():
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Slash and control:
            self._change_lines(sql_lines.comment_toggled)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._break_line()
        elif key == Qt.Key.Key_Tab:
            self._indent()
        elif key == Qt.Key.Key_Backtab:
            self._change_lines(sql_lines.outdented)
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Leave the text with Tab only after Escape, where it can be typed into."""
        if self.isReadOnly() or not self._leaving:
            return super().focusNextPrevChild(forward)
        self._leaving = False
        self.setTabChangesFocus(True)
        left = super().focusNextPrevChild(forward)
        self.setTabChangesFocus(False)
        return left

    def _break_line(self) -> None:
        """Begin a line as far in as this one."""
        text = self.textCursor().block().text()[: self.textCursor().positionInBlock()]
        self.textCursor().insertText("\n" + text[: len(text) - len(text.lstrip(" "))])
        self.ensureCursorVisible()

    def _indent(self) -> None:
        if self.textCursor().hasSelection():
            self._change_lines(sql_lines.indented)
        else:
            self.insertPlainText(sql_lines.INDENT)

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

    def _change_lines(self, changed: Callable[[Sequence[str]], Sequence[str]]) -> None:
        """Change the chosen lines as one step that can be undone."""
        blocks = self._chosen_blocks()
        before = [block.text() for block in blocks]
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        for block, old, new in zip(blocks, before, changed(before), strict=True):
            if old != new:
                # Only what differs at the start is replaced, so that the selection stays where it is.
                kept = sql_lines.common_end(old, new)
                cursor.setPosition(block.position())
                cursor.setPosition(block.position() + len(old) - kept, QTextCursor.MoveMode.KeepAnchor)
                cursor.insertText(new[: len(new) - kept])
        cursor.endEditBlock()

"""The strip of line numbers beside a text."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from segdesk.gui.theme import Colour, Theme


@dataclass(frozen=True)
class NumberedLine:
    """A line in sight.

    Attributes
    ----------
    number
        Counted from 1.
    top, height
        Where it stands.
    current, wrong
        Whether the cursor is in it, and whether an error is.
    """

    number: int
    top: int
    height: int
    current: bool
    wrong: bool


class LineNumbers(QWidget):
    """Paints the numbers of the lines that it is told of; a dot marks the one with an error."""

    def __init__(self, theme: Theme, parent: QWidget, lines: Callable[[], Iterable[NumberedLine]]) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lines = lines

    def wanted_width(self, count: int) -> int:
        """Return the room that the numbers of so many lines need."""
        digits = max(2, len(str(count)))
        return QFontMetrics(self._theme.mono).horizontalAdvance("9") * digits + self._theme.size(24)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the numbers."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), self._theme.colour(Colour.SURFACE))
        for line in self._lines():
            painter.setFont(self._theme.mono)
            painter.setPen(self._theme.colour(_colour(line)))
            row = QRect(0, line.top, self.width() - self._theme.size(10), line.height)
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(row, int(flags), str(line.number))
            if line.wrong:
                size = self._theme.size(7)
                painter.setBrush(self._theme.colour(Colour.BAD))
                painter.drawEllipse(self._theme.size(3), row.center().y() - size // 2, size, size)
        painter.end()


def _colour(line: NumberedLine) -> Colour:
    if line.wrong:
        return Colour.BAD
    return Colour.TEXT if line.current else Colour.MUTED

"""A label that shortens its text to the room it has."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from segdesk.gui.theme import Theme


class ElidedLabel(QLabel):
    """One line of plain text; what does not fit becomes "…" and the whole text is in the tool tip.

    Parameters
    ----------
    theme
        The window's theme.
    text
        The whole text.
    mode
        Where text is left out: paths are best shortened in the middle.
    """

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._mode = mode
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show another text."""
        super().setText(text)
        self._tell_whole()

    @property
    def shown(self) -> str:
        """The text as it is drawn."""
        return self.fontMetrics().elidedText(self.text(), self._mode, self.contentsRect().width())

    def minimumSizeHint(self) -> QSize:
        """Leave room for a few letters."""
        return QSize(self.fontMetrics().averageCharWidth() * 4, super().minimumSizeHint().height())

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw what fits."""
        painter = QPainter(self)
        self.style().drawItemText(
            painter,
            self.contentsRect(),
            int(self.alignment()),
            self.palette(),
            self.isEnabled(),
            self.shown,
            self.foregroundRole(),
        )
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the whole text in the tool tip once it is cut."""
        super().resizeEvent(event)
        self._tell_whole()

    def changeEvent(self, event: QEvent) -> None:
        """Look again when the font has changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._tell_whole()

    def _tell_whole(self) -> None:
        self.setToolTip("" if self.shown == self.text() else self.text())

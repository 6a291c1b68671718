"""A thin line that says that something is going on, and how far it is."""

from PySide6.QtCore import QRectF, QTimer, Slot
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QShowEvent, Qt
from PySide6.QtWidgets import QProgressBar, QWidget

from segdesk.gui.theme import Colour, Theme

_STEPS = 1000
_FRAME_MS = 33
_STRIDE = 0.018
_PIECE = 0.28


class BusyLine(QProgressBar):
    """A progress line without text; it keeps its place in the layout while nothing runs."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._busy = False
        self._at = 0.0
        self._frames = QTimer(self, interval=_FRAME_MS)
        self._frames.timeout.connect(self._on_frame)
        self.setProperty("line", True)
        self.setTextVisible(False)
        self.setAccessibleName(self.tr("Progress"))
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self.hide()

    def start(self) -> None:
        """Show that something runs, without knowing how far it is."""
        self._busy = True
        self.setRange(0, 0)
        self.show()
        self._keep_moving()

    def set_progress(self, done: float, total: float) -> None:
        """Show how far it is; a total of 0 is not known yet."""
        if total <= 0:
            self.start()
            return
        self._busy = True
        self.setRange(0, _STEPS)
        self.setValue(round(_STEPS * min(max(done / total, 0.0), 1.0)))
        self.show()
        self._keep_moving()

    def stop(self) -> None:
        """Show that nothing runs."""
        self._busy = False
        self.hide()

    @property
    def busy(self) -> bool:
        """Whether something runs."""
        return self._busy

    def showEvent(self, event: QShowEvent) -> None:
        """Move again."""
        super().showEvent(event)
        self._keep_moving()

    def hideEvent(self, event: QHideEvent) -> None:
        """Spend no time on what nobody sees."""
        super().hideEvent(event)
        self._frames.stop()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw the line, and the part that is done or the piece that wanders."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        ground = QRectF(self.rect())
        self._bar(painter, ground, self._theme.colour(Colour.PRESSED).name())
        self._bar(painter, self._done(ground), self._theme.colour(Colour.ACCENT).name())
        painter.end()

    def _done(self, ground: QRectF) -> QRectF:
        if self.maximum():
            return QRectF(0, 0, ground.width() * self.value() / self.maximum(), ground.height())
        left = (self._at * (1 + _PIECE) - _PIECE) * ground.width()
        return QRectF(left, 0, _PIECE * ground.width(), ground.height())

    def _bar(self, painter: QPainter, place: QRectF, colour: str) -> None:
        radius = self.height() / 2
        painter.setBrush(colour)
        painter.drawRoundedRect(place, radius, radius)

    def _keep_moving(self) -> None:
        moving = self._busy and self.maximum() == 0 and self.isVisible()
        if moving and not self._frames.isActive():
            self._frames.start()
        elif not moving:
            self._frames.stop()

    @Slot()
    def _on_frame(self) -> None:
        self._at = (self._at + _STRIDE) % 1.0
        self.update()

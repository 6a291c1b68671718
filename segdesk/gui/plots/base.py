"""A plot with axes: drag to move it, turn the wheel to zoom, double-click to see everything again."""

from enum import Enum

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from segdesk.gui.plots.axes import Axis, NumberAxis
from segdesk.gui.plots.figure import Figure
from segdesk.gui.theme import Colour, Theme
from segdesk.gui.views.formatting import tooltip

_STEP = 0.1
"""Share of the view that an arrow key moves it by."""
_CLOSER = 0.8
_ARROWS = {
    Qt.Key.Key_Left: (-_STEP, 0.0),
    Qt.Key.Key_Right: (_STEP, 0.0),
    Qt.Key.Key_Down: (0.0, -_STEP),
    Qt.Key.Key_Up: (0.0, _STEP),
}
_ZOOMS = {
    Qt.Key.Key_Plus: _CLOSER,
    Qt.Key.Key_Equal: _CLOSER,
    Qt.Key.Key_Minus: 1 / _CLOSER,
}


class Wheel(Enum):
    """What the mouse wheel does over a plot."""

    ZOOMS = "zooms"
    SCROLLS = "scrolls"
    """The page, for plots that stand on one; with Ctrl it zooms."""


class Plot(Figure):
    """A figure with an x and a y axis.

    A subclass adds its items to `area`, takes its colours in `redraw`, and overrides `extent` (what
    `fit` shows), `tip` (the exact values under the mouse), `describe` and `twin`.

    Parameters
    ----------
    wheel
        Whether the mouse wheel zooms or scrolls the page.
    bottom, side
        The axes, where they are other than axes of numbers.

    Attributes
    ----------
    hovered
        The mouse is over these coordinates (QPointF).
    unhovered
        The mouse left the plot.
    clicked
        The person clicked at these coordinates (QPointF).
    """

    hovered = Signal(QPointF)
    unhovered = Signal()
    clicked = Signal(QPointF)

    def __init__(
        self,
        theme: Theme,
        title: str,
        *,
        wheel: Wheel = Wheel.ZOOMS,
        bottom: NumberAxis | None = None,
        side: NumberAxis | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, title, parent)
        self._moved = False
        self.bottom = bottom or NumberAxis("bottom")
        self.side = side or NumberAxis("left")
        self.box = _Box()
        self.view = _View(self, wheel, viewBox=self.box, axisItems={"bottom": self.bottom, "left": self.side})
        self.area: pg.PlotItem = self.view.getPlotItem()
        self.area.hideButtons()
        self.area.setMenuEnabled(False)
        self.box.sigRangeChangedManually.connect(self._on_moved)
        scene = self.view.scene()
        scene.sigMouseMoved.connect(self._on_mouse_moved)
        scene.sigMouseClicked.connect(self._on_clicked)
        self.set_canvas(self.view)
        self.dress()

    # -- what a subclass says

    def extent(self) -> QRectF | None:
        """Return the part of the plane that shows everything; None leaves that to the items."""
        return None

    def tip(self, at: QPointF) -> str:  # noqa: ARG002 - what a plot without exact values says
        """Return the exact values at these coordinates; nothing where there is nothing."""
        return ""

    # -- what everyone may call

    def set_axes(self, x: Axis, y: Axis) -> None:
        """Write what the axes show."""
        self.bottom.name(x)
        self.side.name(y)

    def fit(self) -> None:
        """Show everything again."""
        self._moved = False
        extent = self.extent()
        if extent is None:
            self.box.enableAutoRange()
        else:
            self.box.setRange(extent, padding=0)

    def refit(self) -> None:
        """Show everything, unless the person moved or zoomed the plot."""
        if not self._moved:
            self.fit()

    def pan(self, x: float, y: float) -> None:
        """Move by shares of what is seen."""
        seen = self.box.viewRect()
        self._moved = True
        self.box.translateBy(x=x * seen.width(), y=y * seen.height())

    def zoom(self, factor: float) -> None:
        """See that much of what is seen, around its middle."""
        self._moved = True
        self.box.scaleBy((factor, factor))

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key stands for, and return whether it stands for anything."""
        key = Qt.Key(event.key())
        if key in _ARROWS:
            self.pan(*_ARROWS[key])
        elif key in _ZOOMS:
            self.zoom(_ZOOMS[key])
        elif key in (Qt.Key.Key_0, Qt.Key.Key_Home):
            self.fit()
        else:
            return False
        return True

    def draw(self, painter: QPainter, target: QRectF) -> None:
        """Paint axes and data, as lines rather than as the screen's pixels."""
        items = [item for item in self.view.scene().items() if hasattr(item, "setExportMode")]
        for item in items:
            item.setExportMode(True, {"antialias": True})
        try:
            self.view.render(painter, target, self.view.viewport().rect())
        finally:
            for item in items:
                item.setExportMode(False)

    def drawn_size(self) -> QSize:
        """Return the size of the view on screen."""
        return QSize(self.view.viewport().size())

    # -- how it works

    def dress(self) -> None:
        """Take the theme's colours for ground and axes."""
        self.view.setBackground(self.theme.colour(Colour.SURFACE))
        for axis in (self.bottom, self.side):
            axis.dress(self.theme)

    @Slot(object)
    def _on_moved(self, _: object) -> None:
        self._moved = True

    @Slot(QPointF)
    def _on_mouse_moved(self, at: QPointF) -> None:
        if not self.box.sceneBoundingRect().contains(at):
            self.leave()
            return
        point = self.box.mapSceneToView(at)
        self.hovered.emit(point)
        text = self.tip(point)
        if text:
            QToolTip.showText(self.view.mapToGlobal(self.view.mapFromScene(at)), tooltip(text), self.view)
        else:
            QToolTip.hideText()

    def leave(self) -> None:
        """Say that the mouse is no longer over the data."""
        QToolTip.hideText()
        self.unhovered.emit()

    @Slot(object)
    def _on_clicked(self, event: object) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:  # type: ignore[attr-defined]
            return
        if event.double():  # type: ignore[attr-defined]
            self.fit()
        elif self.box.sceneBoundingRect().contains(event.scenePos()):  # type: ignore[attr-defined]
            self.clicked.emit(self.box.mapSceneToView(event.scenePos()))  # type: ignore[attr-defined]


class _Box(pg.ViewBox):
    """What is dragged and zoomed: with the left button and the wheel, nothing hidden behind the right one."""

    def __init__(self) -> None:
        super().__init__(enableMenu=False, defaultPadding=0.05)

    def mouseDragEvent(self, ev: object, axis: int | None = None) -> None:
        """Move with the left or the middle button only."""
        if ev.button() is Qt.MouseButton.RightButton:  # type: ignore[attr-defined]
            ev.ignore()  # type: ignore[attr-defined]
        else:
            super().mouseDragEvent(ev, axis)


class _View(pg.PlotWidget):
    """The widget of a plot: keys, wheel and menu."""

    def __init__(self, plot: Plot, wheel: Wheel, **parts: object) -> None:
        super().__init__(plot, **parts)
        self._plot = plot
        self._wheel = wheel
        self.setAntialiasing(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, zoom or reset."""
        if self._plot.press(event):
            event.accept()
        else:
            event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom, or let the page scroll."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if self._wheel is Wheel.SCROLLS and not control:
            event.ignore()
        else:
            super().wheelEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Leave the menu to the figure; the scene has none."""
        event.ignore()

    def leaveEvent(self, event: QEvent) -> None:
        """Say that the mouse left."""
        super().leaveEvent(event)
        self._plot.leave()

"""The OpenGL part of the plot in three dimensions. Import it only where `gl_available` says yes."""

import numpy as np
import pyqtgraph.opengl as pgl
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent, QVector3D, QWheelEvent
from PySide6.QtWidgets import QWidget

from segdesk.gui.plots.gl import Camera
from segdesk.gui.plots.scatter3d_overlay import Overlay, edges
from segdesk.gui.theme import Colour, Theme

_DEGREES = 0.4
"""That a pixel of the mouse turns the view by."""
_STEP = 6.0
"""Degrees that an arrow key turns the view by."""
_CLOSER = 0.85
_TAP = 4
"""Pixels that the mouse may move in a click."""
_TURNS = {
    Qt.Key.Key_Left: (-_STEP, 0.0),
    Qt.Key.Key_Right: (_STEP, 0.0),
    Qt.Key.Key_Up: (0.0, _STEP),
    Qt.Key.Key_Down: (0.0, -_STEP),
}
_ZOOMS = {Qt.Key.Key_Plus: _CLOSER, Qt.Key.Key_Equal: _CLOSER, Qt.Key.Key_Minus: 1 / _CLOSER}

Rgba = NDArray[np.float32]


class View3D(pgl.GLViewWidget):
    """Points in a cube from -1 to 1 that the mouse and the arrow keys turn.

    Attributes
    ----------
    tapped, hovered
        The mouse was clicked, or is, at this place (QPoint).
    turned
        The camera is another.
    """

    tapped = Signal(QPoint)
    hovered = Signal(QPoint)
    turned = Signal()

    def __init__(self, theme: Theme, camera: Camera, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.camera = camera
        self._pressed: QPointF | None = None
        self._last = QPointF()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._points = pgl.GLScatterPlotItem(glOptions="translucent", pxMode=True)
        self._frame = pgl.GLLinePlotItem(mode="lines", glOptions="translucent", antialias=True)
        self._frame.hide()
        self.addItem(self._frame)
        self.addItem(self._points)
        self.overlay = Overlay(theme, self)
        self.dress()
        self.look(camera)

    def set_points(self, places: NDArray[np.float32], colours: Rgba, size: float) -> None:
        """Draw points (n, 3) in colours (n, 4)."""
        # An empty buffer is an error in some drivers.
        self._points.setVisible(bool(len(places)))
        if len(places):
            self._points.setData(pos=places, color=colours, size=size * self.devicePixelRatioF())
        self.update()

    def set_frame(self, half: NDArray[np.float32]) -> None:
        """Draw the edges of a box that reaches so far (3,) from the middle."""
        self._frame.setData(pos=edges(half).reshape(-1, 3))
        self._frame.show()
        self.overlay.set_half(half)

    def release(self) -> None:
        """Free what OpenGL holds; the view shows nothing any more."""
        self.makeCurrent()
        self.clear()
        del self._points, self._frame  # frees their buffers, while the context is there to free them in
        self.doneCurrent()

    def look(self, camera: Camera) -> None:
        """Look from there."""
        self.camera = camera
        self.setCameraParams(
            center=QVector3D(0, 0, 0),
            distance=camera.distance,
            elevation=camera.elevation,
            azimuth=camera.azimuth,
            fov=camera.field_across(self.width(), self.height()),
        )
        self.overlay.look(camera)
        self.turned.emit()

    def dress(self) -> None:
        """Take the theme's colours."""
        self.setBackgroundColor(self._theme.colour(Colour.SURFACE))
        line = self._theme.colour(Colour.CONTROL)
        line.setAlphaF(0.6)
        self._frame.setData(color=line.getRgbF(), width=1.0)
        self.overlay.update()

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key stands for, and return whether it stands for anything."""
        key = Qt.Key(event.key())
        if key in _TURNS:
            self.look(self.camera.turned(*_TURNS[key]))
        elif key in _ZOOMS:
            self.look(self.camera.nearer(_ZOOMS[key]))
        elif key in (Qt.Key.Key_0, Qt.Key.Key_Home):
            self.look(Camera())
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.tapped.emit(self.rect().center())
        else:
            return False
        return True

    # -- Qt's

    def resizeGL(self, w: int, h: int) -> None:
        """See as much as before in the new shape."""
        super().resizeGL(w, h)
        self.look(self.camera)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the titles over all of the view."""
        super().resizeEvent(event)
        self.overlay.setGeometry(self.rect())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        super().focusInEvent(event)
        self.overlay.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the focus has gone."""
        super().focusOutEvent(event)
        self.overlay.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn, zoom or reset."""
        event.setAccepted(self.press(event))

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Leave a released key to others: nothing goes on turning."""
        event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to turn, or to click."""
        self._pressed = self._last = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Turn while a button is held."""
        if not event.buttons():
            self.hovered.emit(event.position().toPoint())
            return
        moved = event.position() - self._last
        self._last = event.position()
        self.look(self.camera.turned(-moved.x() * _DEGREES, moved.y() * _DEGREES))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Say where it was clicked, if the mouse did not move meanwhile."""
        start, self._pressed = self._pressed, None
        if start is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        if (event.position() - start).manhattanLength() <= _TAP:
            self.tapped.emit(start.toPoint())

    def mouseDoubleClickEvent(self, _: QMouseEvent) -> None:
        """Look from the usual place again."""
        self.look(Camera())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Go nearer or away."""
        self.look(self.camera.nearer(0.999 ** event.angleDelta().y()))

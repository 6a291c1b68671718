"""What lies over the plot in three dimensions: the axes' titles, and rings around selected customers."""

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from segdesk.gui.plots.gl import Camera
from segdesk.gui.theme import Colour, Theme

_CORNERS = np.array([(x, y, z) for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], np.float32)
_EDGES = np.array(
    [(a, b) for a in range(8) for b in range(a) if np.abs(_CORNERS[a] - _CORNERS[b]).sum() == 2]
)
_ALONG = np.array([int(np.flatnonzero(_CORNERS[a] != _CORNERS[b])[0]) for a, b in _EDGES])
"""Which axis each edge of the box runs along."""
_GAP = 6.0
"""Pixels between an edge and its title."""
_RING = 7.0


def edges(half: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return both ends (12, 2, 3) of the edges of a box that reaches so far (3,) from the middle."""
    ends: NDArray[np.float32] = _CORNERS[_EDGES] * half
    return ends


class Overlay(QWidget):
    """Painted over the view, which OpenGL paints, and let through to the mouse."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._camera = Camera()
        self._half = np.ones(3, np.float32)
        self._titles = ("", "", "")
        self._rings: NDArray[np.float32] = np.zeros((0, 3), np.float32)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)

    def look(self, camera: Camera) -> None:
        """Be painted as seen from there."""
        self._camera = camera
        self.update()

    def set_half(self, half: NDArray[np.float32]) -> None:
        """Write the titles along a box that reaches so far (3,) from the middle."""
        self._half = half
        self.update()

    def set_titles(self, titles: tuple[str, str, str]) -> None:
        """Write these beside the three axes."""
        self._titles = titles
        self.update()

    def set_rings(self, places: NDArray[np.float32]) -> None:
        """Ring these places (n, 3)."""
        self._rings = places
        self.update()

    def paint(self, painter: QPainter) -> None:
        """Paint titles and rings."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour(Colour.TEXT), 2))
        for x, y, depth in self._seen(self._rings):
            if not np.isnan(depth):
                painter.drawEllipse(QPointF(x, y), _RING, _RING)
        painter.setFont(self._theme.font(0.9))
        for axis, title in enumerate(self._titles):
            if title:
                self._write(painter, title, self._place_of(axis))

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint titles and rings, and a frame while the view has the focus."""
        painter = QPainter(self)
        self.paint(painter)
        view = self.parentWidget()
        if view is not None and view.hasFocus():
            painter.setPen(QPen(self._theme.colour(Colour.ACCENT), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def _seen(self, points: NDArray[np.float32]) -> NDArray[np.float64]:
        return self._camera.on_screen(points, self.width(), self.height())

    def _place_of(self, axis: int) -> QPointF:
        """Return the middle of an edge along the axis: the leftmost upright one, the lowest of the others."""
        seen = self._seen(edges(self._half)[axis == _ALONG].mean(axis=1))
        chosen = seen[np.nanargmin(seen[:, 0]) if axis == 2 else np.nanargmax(seen[:, 1])]
        return QPointF(chosen[0], chosen[1])

    def _write(self, painter: QPainter, text: str, edge: QPointF) -> None:
        """Write a title on a ground of its own, on the far side of an edge, but within the widget."""
        size = painter.fontMetrics().size(0, text).toSizeF()
        ground = QRectF(0.0, 0.0, size.width() + 12.0, size.height() + 2.0)
        away = edge - QRectF(self.rect()).center()
        length = math.hypot(away.x(), away.y()) or 1.0
        away /= length
        reach = _GAP + abs(away.x()) * ground.width() / 2 + abs(away.y()) * ground.height() / 2
        ground.moveCenter(edge + away * reach)
        ground.moveLeft(min(max(ground.left(), 0.0), max(0.0, self.width() - ground.width())))
        ground.moveTop(min(max(ground.top(), 0.0), max(0.0, self.height() - ground.height())))
        colour = self._theme.colour(Colour.SURFACE)
        colour.setAlphaF(0.85)
        painter.setBrush(colour)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(ground, 4.0, 4.0)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(self._theme.colour(Colour.MUTED))
        painter.drawText(ground, Qt.AlignmentFlag.AlignCenter, text)

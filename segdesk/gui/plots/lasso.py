"""A line drawn around customers with the mouse."""

from typing import cast

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsPathItem

from segdesk.gui.theme import Colour, Theme

_STEP = 3.0
"""Pixels between two corners of the line: finer ones cannot be seen and cost time."""
_TAP = 4.0
"""A line that never leaves so many pixels is a click."""


class Lasso(QObject):
    """Draws on a plot while it is switched on; the plot itself is not moved then.

    Attributes
    ----------
    drawn
        A line was closed: its corners (m, 2) in the units of the axes, and whether Shift was held.
    tapped
        The mouse was clicked rather than moved, at these coordinates (QPointF).
    """

    drawn = Signal(object, bool)
    tapped = Signal(QPointF)

    def __init__(self, view: pg.PlotWidget, box: pg.ViewBox, theme: Theme) -> None:
        super().__init__(view)
        self._view = view
        self._box = box
        self._theme = theme
        self._on = False
        self._corners: list[QPointF] = []
        self._line = QGraphicsPathItem()
        self._line.setZValue(1e6)
        self._line.hide()
        view.scene().addItem(self._line)
        view.viewport().installEventFilter(self)

    @property
    def on(self) -> bool:
        """Whether the mouse draws."""
        return self._on

    def set_on(self, on: bool) -> None:
        """Let the mouse draw, or leave it to the plot."""
        self._on = on
        self._drop()
        cursor = Qt.CursorShape.CrossCursor if on else Qt.CursorShape.ArrowCursor
        self._view.viewport().setCursor(cursor)

    def cancel(self) -> bool:
        """Drop the line that is being drawn, and return whether there was one."""
        was_drawing = bool(self._corners)
        self._drop()
        return was_drawing

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the left button for itself while it is on."""
        if not self._on or not isinstance(event, QMouseEvent):
            return super().eventFilter(watched, event)
        left = event.button() is Qt.MouseButton.LeftButton
        kind = event.type()
        if kind is QEvent.Type.MouseButtonPress and left:
            self._view.setFocus(Qt.FocusReason.MouseFocusReason)
            self._begin(event.position())
        elif kind is QEvent.Type.MouseMove and self._corners:
            self._go_on(event.position())
        elif kind is QEvent.Type.MouseButtonRelease and left and self._corners:
            self._close(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            return super().eventFilter(watched, event)
        return True

    def _begin(self, at: QPointF) -> None:
        self._corners = [at]
        pen = QPen(self._theme.colour(Colour.ACCENT), 1.5, Qt.PenStyle.DashLine)
        self._line.setPen(pen)
        ground = self._theme.colour(Colour.ACCENT)
        ground.setAlphaF(0.12)
        self._line.setBrush(ground)

    def _go_on(self, at: QPointF) -> None:
        if (at - self._corners[-1]).manhattanLength() >= _STEP:
            self._corners.append(at)
            self._show()

    def _show(self) -> None:
        path = QPainterPath(self._scene(self._corners[0]))
        for corner in self._corners[1:]:
            path.lineTo(self._scene(corner))
        path.closeSubpath()
        self._line.setPath(path)
        self._line.show()

    def _close(self, adds: bool) -> None:
        corners = self._corners
        self._drop()
        if all((corner - corners[0]).manhattanLength() <= _TAP for corner in corners):
            self.tapped.emit(self._box.mapSceneToView(self._scene(corners[0])))
        elif len(corners) >= 3:
            places = [self._box.mapSceneToView(self._scene(corner)) for corner in corners]
            self.drawn.emit(np.array([(place.x(), place.y()) for place in places]), adds)

    def _drop(self) -> None:
        self._corners = []
        self._line.hide()

    def _scene(self, at: QPointF) -> QPointF:
        return cast(QPointF, self._view.mapToScene(at.toPoint()))

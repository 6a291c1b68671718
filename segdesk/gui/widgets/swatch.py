"""A segment's mark, in its colour and its shape, wherever its name stands."""

import math
from functools import cache

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QIcon, QPainter, QPainterPath, QPaintEvent, QPixmap, QPolygonF, QTransform
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from segdesk.gui.theme import Theme
from segdesk.palette import shape_of

SEGMENT_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""Where a model keeps the segment (``seg_3``) of a cell that shows something else, such as its label."""

_SIZE = 10


def paint_swatch(painter: QPainter, place: QRectF, segment: str, theme: Theme) -> None:
    """Draw a segment's mark in the middle of a place."""
    edge = min(place.width(), place.height())
    turn = QTransform.fromTranslate(place.center().x(), place.center().y()).scale(edge, edge)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.segment(segment))
    painter.drawPath(turn.map(shape_path(shape_of(segment))))
    painter.restore()


def swatch_icon(segment: str, theme: Theme) -> QIcon:
    """Return a segment's mark as an icon, for combo boxes and menus."""
    icon = QIcon()
    for pixels in (16, 24, 32, 48):
        picture = QPixmap(pixels, pixels)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        inset = pixels * (16 - _SIZE) / 32
        paint_swatch(painter, QRectF(picture.rect()).adjusted(inset, inset, -inset, -inset), segment, theme)
        painter.end()
        icon.addPixmap(picture)
    return icon


class Swatch(QWidget):
    """A segment's mark on its own."""

    def __init__(self, theme: Theme, segment: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._segment = segment
        self._on_theme_changed()
        theme.changed.connect(self._on_theme_changed)

    def show_segment(self, segment: str) -> None:
        """Show the mark of another segment."""
        self._segment = segment
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw the mark."""
        painter = QPainter(self)
        paint_swatch(painter, QRectF(self.rect()).adjusted(1, 1, -1, -1), self._segment, self._theme)
        painter.end()

    @Slot()
    def _on_theme_changed(self) -> None:
        size = self._theme.size(_SIZE + 2)
        self.setFixedSize(size, size)
        self.update()


class SwatchDelegate(QStyledItemDelegate):
    """Paints a segment's mark before the text of its cell.

    The segment is what the model gives for `SEGMENT_ROLE`, or else the text itself; a cell without either
    is painted as usual.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Keep room for the mark, where the icon of an item would be."""
        super().initStyleOption(option, index)
        if _segment(index):
            size = self._theme.size(_SIZE)
            option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
            option.decorationSize = QSize(size, size)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint the cell, then the mark into the room kept for it."""
        super().paint(painter, option, index)
        segment = _segment(index)
        if segment:
            paint_swatch(painter, QRectF(self._mark_place(option, index)), segment, self._theme)

    def _mark_place(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QRect:
        filled = QStyleOptionViewItem(option)
        self.initStyleOption(filled, index)
        style = filled.widget.style()
        return style.subElementRect(style.SubElement.SE_ItemViewItemDecoration, filled, filled.widget)


def _segment(index: QModelIndex | QPersistentModelIndex) -> str:
    segment = index.data(SEGMENT_ROLE)
    return str(segment if segment is not None else index.data() or "")


@cache
def shape_path(shape: str) -> QPainterPath:
    """Return a shape as wide and high as 1 around the origin, by the name of pyqtgraph's symbol."""
    path = QPainterPath()
    if shape == "o":
        path.addEllipse(QPointF(0, 0), 0.46, 0.46)
    elif shape == "s":
        path.addRect(QRectF(-0.42, -0.42, 0.84, 0.84))
    elif shape in ("+", "x"):
        path.addPolygon(_polygon(_CROSS))
        path.closeSubpath()
        path = QTransform().rotate(45).map(path) if shape == "x" else path
    else:
        path.addPolygon(_polygon(_CORNERS[shape]))
        path.closeSubpath()
    return path


def _polygon(corners: tuple[tuple[float, float], ...]) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in corners])


def _star() -> tuple[tuple[float, float], ...]:
    """Return the corners of a star with five points."""
    radii = (0.55, 0.23)
    turns = [math.pi * corner / 5 for corner in range(10)]
    return tuple(
        (radii[corner % 2] * math.sin(turn), -radii[corner % 2] * math.cos(turn))
        for corner, turn in enumerate(turns)
    )


_CROSS = (
    (-0.15, -0.5),
    (0.15, -0.5),
    (0.15, -0.15),
    (0.5, -0.15),
    (0.5, 0.15),
    (0.15, 0.15),
    (0.15, 0.5),
    (-0.15, 0.5),
    (-0.15, 0.15),
    (-0.5, 0.15),
    (-0.5, -0.15),
    (-0.15, -0.15),
)
_CORNERS = {
    "t": ((-0.5, -0.43), (0.5, -0.43), (0.0, 0.5)),
    "t1": ((-0.5, 0.43), (0.0, -0.5), (0.5, 0.43)),
    "d": ((0.0, -0.54), (0.46, 0.0), (0.0, 0.54), (-0.46, 0.0)),
    "h": ((-0.25, -0.44), (0.25, -0.44), (0.5, 0.0), (0.25, 0.44), (-0.25, 0.44), (-0.5, 0.0)),
    "star": _star(),
}

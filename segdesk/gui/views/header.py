"""The header of a grid: a title, its unit below, and which column the rows are sorted by."""

from typing import Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt, Slot
from PySide6.QtGui import QFontMetrics, QHoverEvent, QPainter, QPolygonF
from PySide6.QtWidgets import QHeaderView, QWidget

from segdesk.gui.theme import GAP, TIGHT, Colour, Theme
from segdesk.gui.views.columns import Align, Column
from segdesk.gui.views.model import GridModel

_ARROW: Final = 7
_UNIT_SCALE: Final = 0.9


class Header(QHeaderView):
    """Column headers that can be clicked, moved and made wider."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self._hovered = -1
        self.setSectionsMovable(True)
        self.setSectionsClickable(True)
        self.setSortIndicatorClearable(True)
        self.setHighlightSections(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._on_theme_changed()
        theme.changed.connect(self._on_theme_changed)

    @Slot()
    def _on_theme_changed(self) -> None:
        self.setMinimumSectionSize(self._theme.size(40))
        self.updateGeometry()
        self.viewport().update()

    def natural_width(self, section: int) -> int:
        """Return the width that shows a header whole, its sort arrow included."""
        column = self._columns()[section]
        title = QFontMetrics(self._theme.font(bold=True)).horizontalAdvance(column.title)
        unit = QFontMetrics(self._theme.font(_UNIT_SCALE)).horizontalAdvance(column.unit)
        return max(title + self._theme.size(_ARROW + TIGHT), unit) + 2 * self._theme.size(GAP) + 2

    def sizeHint(self) -> QSize:
        """Return two lines where there are units, else one."""
        height = QFontMetrics(self._theme.font(bold=True)).height() + 2 * self._theme.size(6)
        if any(column.unit for column in self._columns()):
            height += QFontMetrics(self._theme.font(_UNIT_SCALE)).height()
        return QSize(super().sizeHint().width(), height)

    def event(self, event: QEvent) -> bool:
        """Notice which header the mouse is over."""
        if isinstance(event, QHoverEvent):
            inside = event.type() != QEvent.Type.HoverLeave
            hovered = self.logicalIndexAt(event.position().toPoint()) if inside else -1
            if hovered != self._hovered:
                self._hovered = hovered
                self.viewport().update()
        return super().event(event)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Paint one header."""
        columns = self._columns()
        if not rect.isValid() or section >= len(columns):
            return
        painter.save()
        hovered = section == self._hovered
        painter.fillRect(rect, self._theme.colour(Colour.RAISED if hovered else Colour.SURFACE))
        painter.setPen(self._theme.colour(Colour.BORDER))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setPen(self._theme.colour(Colour.GRID))
        painter.drawLine(rect.topRight() + QPoint(0, 8), rect.bottomRight() - QPoint(0, 8))
        self._paint_text(painter, rect, section)
        painter.restore()

    def _paint_text(self, painter: QPainter, rect: QRect, section: int) -> None:
        column, align = self._columns()[section], self._model().alignments[section]
        inner = rect.adjusted(self._theme.size(GAP), 0, -self._theme.size(GAP), 0)
        title_font, unit_font = self._theme.font(bold=True), self._theme.font(_UNIT_SCALE)
        title_metrics, unit_metrics = QFontMetrics(title_font), QFontMetrics(unit_font)
        height = title_metrics.height() + (unit_metrics.height() if column.unit else 0)
        line = QRect(
            inner.left(), inner.center().y() - height // 2 + 1, inner.width(), title_metrics.height()
        )
        is_sorted = section == self.sortIndicatorSection()
        room = self._theme.size(_ARROW + TIGHT) if is_sorted else 0
        painter.setFont(title_font)
        painter.setPen(self._theme.colour(Colour.TEXT))
        title = title_metrics.elidedText(column.title, Qt.TextElideMode.ElideRight, line.width() - room)
        placed = _placed(line, title_metrics.horizontalAdvance(title), room, align)
        painter.drawText(placed, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title)
        if is_sorted:
            beside = (
                placed.left() - room if align is Align.RIGHT else placed.right() + 1 + room - self._arrow()
            )
            self._paint_arrow(painter, QPointF(beside, line.center().y() + 1))
        if column.unit:
            below = QRect(line.left(), line.bottom() + 1, line.width(), unit_metrics.height())
            painter.setFont(unit_font)
            painter.setPen(self._theme.colour(Colour.MUTED))
            unit = unit_metrics.elidedText(column.unit, Qt.TextElideMode.ElideRight, below.width())
            painter.drawText(_placed(below, unit_metrics.horizontalAdvance(unit), 0, align), 0, unit)

    def _arrow(self) -> int:
        return self._theme.size(_ARROW)

    def _paint_arrow(self, painter: QPainter, left: QPointF) -> None:
        """Draw a triangle that points to where the values grow smaller."""
        width, height = self._arrow(), self._arrow() * 0.6
        up = self.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder
        tip, base = (-height / 2, height / 2) if up else (height / 2, -height / 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour(Colour.LINK))
        corners = [QPointF(0, base), QPointF(width, base), QPointF(width / 2, tip)]
        painter.drawPolygon(QPolygonF([left + corner for corner in corners]))

    def _columns(self) -> tuple[Column, ...]:
        model = self.model()
        return model.columns if isinstance(model, GridModel) else ()

    def _model(self) -> GridModel:
        model = self.model()
        assert isinstance(model, GridModel)
        return model


def _placed(line: QRect, width: int, room: int, align: Align) -> QRect:
    """Return where a text of some width stands in its line, with room for an arrow beside it."""
    match align:
        case Align.LEFT:
            left = line.left()
        case Align.RIGHT:
            left = line.right() + 1 - width
        case Align.CENTRE:
            left = line.center().x() - (width + room) // 2
    return QRect(left, line.top(), width, line.height())

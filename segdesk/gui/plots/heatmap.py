"""A table whose cells are coloured by how far they lie from the middle, with the value in every cell."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QContextMenuEvent, QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from segdesk.gui.plots.figure import Figure
from segdesk.gui.theme import GAP, Colour, Theme
from segdesk.gui.views.formatting import tooltip
from segdesk.gui.widgets.swatch import paint_swatch, swatch_icon

_ROW, _NARROWEST, _WIDEST = 30, 88, 160
_MARK = 12


@dataclass(frozen=True, eq=False)
class Heat:
    """What a heat map shows.

    Attributes
    ----------
    rows, columns
        Their names.
    strength
        (r, c) how far each cell lies from the middle, -1 to 1; NaN has no colour.
    text
        Returns what is written in the cell of a row and a column.
    tip
        Returns the exact values of that cell.
    segments
        The segment of each row, whose mark is drawn beside its name; empty where rows are no segments.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    strength: NDArray[np.float64]
    text: Callable[[int, int], str]
    tip: Callable[[int, int], str]
    segments: tuple[str, ...] = ()


def blended(theme: Theme, strength: float) -> QColor:
    """Return the colour of a cell: the surface in the middle, blue below, orange above."""
    ground = theme.colour(Colour.SURFACE)
    if np.isnan(strength):
        return ground
    end = theme.colour(Colour.HIGH if strength > 0 else Colour.LOW)
    share = min(1.0, abs(strength))
    return QColor(
        round(ground.red() + share * (end.red() - ground.red())),
        round(ground.green() + share * (end.green() - ground.green())),
        round(ground.blue() + share * (end.blue() - ground.blue())),
    )


class HeatMap(Figure):
    """A heat map: arrow keys walk through the cells, a click or Enter picks a row.

    Attributes
    ----------
    row_picked
        The person picked the row at this place.
    """

    row_picked = Signal(int)

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, title, parent)
        self._model = _HeatModel(theme, self)
        self.table = _HeatTable(theme, self._model)
        self.table.clicked.connect(self._on_cell_picked)
        self.table.activated.connect(self._on_cell_picked)
        self.table.verticalHeader().sectionClicked.connect(self.row_picked)
        self.set_canvas(self.table)

    @property
    def heat(self) -> Heat | None:
        """What is shown."""
        return self._model.heat

    def set_heat(self, heat: Heat) -> None:
        """Show something else."""
        self._model.show_heat(heat)
        self.table.settle()
        self.tell()

    def set_marked(self, rows: frozenset[int]) -> None:
        """Put a ring around these rows."""
        self._model.marked = rows
        self.table.viewport().update()
        self._model.headerDataChanged.emit(Qt.Orientation.Vertical, 0, max(0, self._model.rowCount() - 1))

    def fit(self) -> None:
        """Go back to the first cell."""
        self.table.scrollToTop()
        self.table.horizontalScrollBar().setValue(0)

    def redraw(self) -> None:
        """Take the theme's colours and fonts again."""
        self.table.settle()
        self.table.viewport().update()

    def drawn_size(self) -> QSize:
        """Return the size of the whole table, even where only part of it is on screen."""
        left, top, width, height = self.table.measures()
        return QSize(left + width * self._model.columnCount(), top + height * self._model.rowCount())

    def draw(self, painter: QPainter, target: QRectF) -> None:
        """Paint the whole table."""
        heat = self._model.heat
        if heat is None:
            return
        left, top, width, height = self.table.measures()
        painter.save()
        painter.translate(target.topLeft())
        painter.setFont(self.theme.font(0.9, bold=True))
        painter.setPen(self.theme.colour(Colour.MUTED))
        wrapped = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        for column, name in enumerate(heat.columns):
            painter.drawText(QRectF(left + column * width + 3, 0, width - 6, top), wrapped, name)
        for row in range(len(heat.rows)):
            place = QRectF(0, top + row * height, left, height)
            painter.setFont(self.theme.font(0.9, bold=True))
            self._draw_name(painter, place, heat, row)
            painter.setFont(self.theme.font())
            for column in range(len(heat.columns)):
                cell = QRectF(left + column * width, place.top(), width, height)
                paint_cell(painter, cell, self.theme, heat, row=row, column=column)
        painter.restore()

    def _draw_name(self, painter: QPainter, place: QRectF, heat: Heat, row: int) -> None:
        painter.setPen(self.theme.colour(Colour.MUTED))
        mark = self.theme.size(_MARK)
        if heat.segments:
            paint_swatch(
                painter,
                QRectF(QPointF(GAP, place.center().y() - mark / 2), QSize(mark, mark)),
                heat.segments[row],
                self.theme,
            )
        indent = GAP + (mark + GAP if heat.segments else 0)
        painter.drawText(place.adjusted(indent, 0, -4, 0), Qt.AlignmentFlag.AlignVCenter, heat.rows[row])

    @Slot(QModelIndex)
    def _on_cell_picked(self, index: QModelIndex) -> None:
        self.row_picked.emit(index.row())


def paint_cell(painter: QPainter, cell: QRectF, theme: Theme, heat: Heat, *, row: int, column: int) -> None:
    """Paint one cell: its colour, and its value on it."""
    painter.fillRect(cell.adjusted(0, 0, -1, -1), blended(theme, float(heat.strength[row, column])))
    painter.setPen(theme.colour(Colour.TEXT))
    painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, heat.text(row, column))


class _HeatModel(QAbstractTableModel):
    """The cells as a screen reader and the view read them."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.heat: Heat | None = None
        self.marked: frozenset[int] = frozenset()

    def show_heat(self, heat: Heat) -> None:
        self.beginResetModel()
        self.heat = heat
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return len(self.heat.rows) if self.heat and not parent.isValid() else 0

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return len(self.heat.columns) if self.heat and not parent.isValid() else 0

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> Any:
        if self.heat is None:
            return None
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.heat.text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(self.heat.tip(row, column))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.heat.rows[row]}, {self.heat.columns[column]}: {self.heat.text(row, column)}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if self.heat is None:
            return None
        if orientation is Qt.Orientation.Horizontal:
            return self.heat.columns[section] if _is_text(role) else None
        if _is_text(role):
            return self.heat.rows[section]
        if role == Qt.ItemDataRole.DecorationRole and self.heat.segments:
            return swatch_icon(self.heat.segments[section], self._theme)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None


def _is_text(role: int) -> bool:
    return role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)


class _HeatTable(QTableView):
    """The table on screen; its columns share the width as long as they stay readable."""

    def __init__(self, theme: Theme, model: _HeatModel) -> None:
        super().__init__()
        self._theme = theme
        self._heat_model = model
        self.setModel(model)
        self.setItemDelegate(_CellDelegate(theme, model, self))
        self.setShowGrid(False)
        self.setProperty("bare", True)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setCornerButtonEnabled(False)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        centred = Qt.AlignmentFlag.AlignCenter | Qt.AlignmentFlag(int(Qt.TextFlag.TextWordWrap))
        self.horizontalHeader().setDefaultAlignment(centred)

    def measures(self) -> tuple[int, int, int, int]:
        """Return the width and height of the headers, and of a cell."""
        columns = self._heat_model.columnCount()
        left = self._left()
        least, most = max(self._theme.size(_NARROWEST), self._longest_word()), self._theme.size(_WIDEST)
        shared = (self.width() - left - 2) // columns if columns else least
        width = min(max(least, shared), most)
        return left, self._top(width), width, self._theme.size(_ROW)

    def settle(self) -> None:
        """Give headers and cells their sizes."""
        left, top, width, height = self.measures()
        self.verticalHeader().setFixedWidth(left)
        self.horizontalHeader().setFixedHeight(top)
        self.verticalHeader().setDefaultSectionSize(height)
        self.horizontalHeader().setDefaultSectionSize(width)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Ask for room for all rows; what is too much of it scrolls."""
        left, top, width, height = self.measures()
        rows, columns = self._heat_model.rowCount(), self._heat_model.columnCount()
        return QSize(left + width * columns + 4, top + height * rows + 4)

    def minimumSizeHint(self) -> QSize:
        """Insist on a few rows."""
        _, top, width, height = self.measures()
        return QSize(3 * width, top + height * min(4, max(1, self._heat_model.rowCount())) + 4)

    def _left(self) -> int:
        heat = self._heat_model.heat
        metrics = QFontMetrics(self._theme.font(bold=True))
        longest = max((metrics.horizontalAdvance(name) for name in heat.rows), default=0) if heat else 0
        mark = self._theme.size(_MARK) + GAP if heat and heat.segments else 0
        return min(longest, self._theme.size(220)) + mark + 4 * GAP

    def _longest_word(self) -> int:
        """Return the width below which a word of a header would be cut off."""
        heat = self._heat_model.heat
        metrics = QFontMetrics(self._theme.font(bold=True))
        words = [word for name in heat.columns for word in name.split()] if heat else []
        return max((metrics.horizontalAdvance(word) for word in words), default=0) + 3 * GAP

    def _top(self, width: int) -> int:
        """Return the height of the header: the longest name in lines of a cell's width."""
        heat = self._heat_model.heat
        metrics = QFontMetrics(self._theme.font(bold=True))
        if heat is None:
            return metrics.height()
        room = width - 3 * GAP
        flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        heights = (metrics.boundingRect(0, 0, room, 1000, flags, name).height() for name in heat.columns)
        return min(max(heights, default=0), 4 * metrics.height()) + 2 * GAP

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width among the columns."""
        super().resizeEvent(event)
        self.settle()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Leave the menu to the figure."""
        event.ignore()


class _CellDelegate(QStyledItemDelegate):
    """Paints a cell's colour and value itself, as the style sheet would paint over them."""

    def __init__(self, theme: Theme, model: _HeatModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._heat_model = model

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        heat = self._heat_model.heat
        if heat is None:
            return
        cell = QRectF(option.rect)
        painter.save()
        painter.setFont(self._theme.font())
        paint_cell(painter, cell, self._theme, heat, row=index.row(), column=index.column())
        if index.row() in self._heat_model.marked:
            painter.setPen(QPen(self._theme.colour(Colour.TEXT), 2))
            painter.drawLine(cell.topLeft() + QPointF(0, 1), cell.topRight() + QPointF(0, 1))
            painter.drawLine(cell.bottomLeft() - QPointF(0, 2), cell.bottomRight() - QPointF(0, 2))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(self._theme.colour(Colour.ACCENT), 2))
            painter.drawRect(cell.adjusted(1, 1, -2, -2))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(QPen(self._theme.colour(Colour.MUTED), 1))
            painter.drawRect(cell.adjusted(0, 0, -2, -2))
        painter.restore()

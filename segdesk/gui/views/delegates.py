"""How a cell is painted and changed."""

from enum import Enum
from typing import Any, Final

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QPoint, QRect, QRectF, Qt, Slot
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from segdesk.gui.theme import GAP, TIGHT, Colour, Theme
from segdesk.gui.views.model import GridModel, Index, Shown
from segdesk.gui.widgets.swatch import paint_swatch

MARK: Final = 10
"""Width of a segment's mark."""

_BOX: Final = 16


class _Sign(Enum):
    """What stands at the end of a cell."""

    FAULT = "fault"
    CHOICE = "choice"
    EDIT = "edit"


class CellDelegate(QStyledItemDelegate):
    """Paints the cells of a grid, and makes their editors.

    It asks the model for a whole cell at once: role by role, a full screen of cells would take too long.
    """

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.refresh()

    def refresh(self) -> None:
        """Take the fonts and icons from the theme again."""
        self._font = tabular(self._theme.font())
        self._metrics = QFontMetrics(self._font)
        size = self._theme.size(14)
        self._signs = {
            _Sign.FAULT: self._theme.pixmap("error", size, Colour.BAD),
            _Sign.CHOICE: self._theme.pixmap("chevron-down", size, Colour.MUTED),
            _Sign.EDIT: self._theme.pixmap("edit", size, Colour.MUTED),
        }

    def text_width(self, text: str) -> int:
        """Return the width that a text needs in a cell."""
        return self._metrics.horizontalAdvance(text)

    # -- painting

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        model = index.model()
        assert isinstance(model, GridModel)
        cell = model.shown(index.row(), index.column())
        rect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(rect, self._ground(cell, selected))
        painter.setPen(self._theme.colour(Colour.GRID))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inner = rect.adjusted(self._theme.size(GAP), 0, -self._theme.size(GAP), -1)
        if cell.ticked is not None:
            self._paint_box(painter, option, inner, cell.ticked)
        else:
            inner = self._paint_extras(painter, inner, cell, index, option)
            self._paint_text(painter, inner, cell, model.alignments[index.column()].value)
        if cell.fault:
            self._outline(painter, rect, Colour.BAD)
        if option.state & QStyle.StateFlag.State_HasFocus:
            self._outline(painter, rect, Colour.ACCENT)
        painter.restore()

    def _ground(self, cell: Shown, selected: bool) -> QColor:
        if cell.fault:
            return self._theme.colour(Colour.BAD_SOFT)
        return self._theme.colour(Colour.SELECTION if selected else Colour.SURFACE)

    def _paint_extras(
        self, painter: QPainter, inner: QRect, cell: Shown, index: Index, option: QStyleOptionViewItem
    ) -> QRect:
        """Paint a segment's mark, the sign of a fault and the arrow of a choice; return the room left."""
        if cell.segment:
            size = self._theme.size(MARK)
            place = QRect(inner.left(), inner.center().y() - size // 2 + 2, size, size)
            paint_swatch(painter, QRectF(place), cell.segment, self._theme)
            inner = inner.adjusted(size + self._theme.size(GAP), 0, 0, 0)
        sign = _sign(cell, index, option.state)
        if sign is not None:
            picture, size = self._signs[sign], self._theme.size(14)
            painter.drawPixmap(QPoint(inner.right() - size + 1, inner.center().y() - size // 2), picture)
            inner = inner.adjusted(0, 0, -size - self._theme.size(TIGHT), 0)
        return inner

    def _paint_text(self, painter: QPainter, inner: QRect, cell: Shown, align: str) -> None:
        painter.setFont(self._font)
        painter.setPen(self._theme.colour(Colour.FADED if cell.pending else Colour.TEXT))
        sides = {
            "left": Qt.AlignmentFlag.AlignLeft,
            "right": Qt.AlignmentFlag.AlignRight,
            "centre": Qt.AlignmentFlag.AlignHCenter,
        }
        first_line = cell.text.replace("\n", " ")
        text = self._metrics.elidedText(first_line, Qt.TextElideMode.ElideRight, inner.width())
        flags = sides[align] | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.drawText(inner, int(flags), text)

    def _paint_box(self, painter: QPainter, option: QStyleOptionViewItem, inner: QRect, ticked: bool) -> None:
        size = self._theme.size(_BOX) + 2
        box = QStyleOptionViewItem(option)
        box.rect = QRect(inner.center().x() - size // 2, inner.center().y() - size // 2, size, size)
        state = QStyle.StateFlag.State_On if ticked else QStyle.StateFlag.State_Off
        box.state = QStyle.StateFlag.State_Enabled | state
        primitive = QStyle.PrimitiveElement.PE_IndicatorItemViewItemCheck
        option.widget.style().drawPrimitive(primitive, box, painter, option.widget)

    def _outline(self, painter: QPainter, rect: QRect, colour: Colour) -> None:
        painter.setPen(QPen(self._theme.colour(colour), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect.adjusted(1, 1, -1, -2))

    # -- changing

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """Tick or untick with a click anywhere in the cell, or with the space bar."""
        if not index.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            return super().editorEvent(event, model, option, index)
        clicked = isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonRelease
        pressed = isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Select)
        if not clicked and not pressed:
            return False
        ticked = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
        state = Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked
        return model.setData(index, state, Qt.ItemDataRole.CheckStateRole)

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Make the field in which a cell is changed."""
        model = index.model()
        assert isinstance(model, GridModel)
        column = model.columns[index.column()]
        if not column.choices:
            field = QLineEdit(parent)
            field.setAccessibleName(column.title)
            return field
        box = QComboBox(parent)
        for choice in column.choices:
            box.addItem(model.formats[index.column()](choice), choice)
        box.setAccessibleName(column.title)
        box.activated.connect(self._on_chosen)
        return box

    @Slot()
    def _on_chosen(self) -> None:
        box = self.sender()
        if isinstance(box, QComboBox):
            self.commitData.emit(box)
            self.closeEditor.emit(box)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Begin with what the cell holds."""
        value = index.data(Qt.ItemDataRole.EditRole)
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(editor.findData(value))
            editor.showPopup()
        elif isinstance(editor, QLineEdit):
            editor.setText("" if value is None else str(value))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Hand on what was typed or chosen."""
        value: Any = None
        if isinstance(editor, QComboBox):
            value = editor.currentData()
        elif isinstance(editor, QLineEdit):
            value = editor.text().strip()
        model.setData(index, value)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        """Lay the field over the whole cell."""
        editor.setGeometry(option.rect)


def _sign(cell: Shown, index: Index, state: QStyle.StateFlag) -> _Sign | None:
    """Return what stands at the end of a cell; that it can be typed into shows where the person is."""
    model = index.model()
    assert isinstance(model, GridModel)
    if cell.fault:
        return _Sign.FAULT
    column = model.columns[index.column()]
    if column.editable and column.choices:
        return _Sign.CHOICE
    here = state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver)
    return _Sign.EDIT if column.editable and here else None


def tabular(font: QFont) -> QFont:
    """Return a font whose digits are all of one width, so that numbers line up."""
    font.setFeature(QFont.Tag("tnum"), 1)
    return font

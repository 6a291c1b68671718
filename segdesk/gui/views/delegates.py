"""How a cell is painted and changed."""

from enum import Enum
from typing import Any, Final

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, Slot
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
from segdesk.gui.views.columns import Align, Column
from segdesk.gui.views.model import GridModel, Index, Shown, qt_alignment
from segdesk.gui.widgets.swatch import paint_swatch

MARK: Final = 10
"""Width of a segment's mark."""

_BOX, _SIGN = 16, 14


_FLAGS: Final = {align: int(qt_alignment(align) | Qt.TextFlag.TextSingleLine) for align in Align}


class _Sign(Enum):
    """What stands at the end of a cell."""

    FAULT = "fault"
    MILD = "mild"
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
        # Looked up once: a screen has hundreds of cells.
        self._colours = {role: self._theme.colour(role) for role in Colour}
        self._gap = self._theme.size(GAP)
        size = self._theme.size(_SIGN)
        self._signs = {
            _Sign.FAULT: self._theme.pixmap("error", size, Colour.BAD),
            _Sign.MILD: self._theme.pixmap("warning", size, Colour.WARNING),
            _Sign.CHOICE: self._theme.pixmap("chevron-down", size, Colour.MUTED),
            _Sign.EDIT: self._theme.pixmap("edit", size, Colour.MUTED),
        }

    def width_of(self, model: GridModel, row: int, column: int) -> int:
        """Return the width that shows a cell whole."""
        cell = model.shown(row, column)
        width = self._metrics.horizontalAdvance(cell.text) + 2 * self._gap + 4
        if cell.segment:
            width += self._theme.size(MARK) + self._gap
        if model.columns[column].editable or cell.fault:
            width += self._theme.size(_SIGN + TIGHT)
        return width

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the size that a double click on a header's edge gives the column."""
        model = index.model()
        assert isinstance(model, GridModel)
        return QSize(self.width_of(model, index.row(), index.column()), self._metrics.height())

    # -- painting

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        model = index.model()
        assert isinstance(model, GridModel)
        row, column = index.row(), index.column()
        cell = model.shown(row, column)
        rect, state = option.rect, option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.fillRect(rect, self._ground(cell, selected))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self._colours[Colour.GRID])
        inner = rect.adjusted(self._gap, 0, -self._gap, -1)
        if cell.ticked is not None:
            self._paint_box(painter, option, inner, cell.ticked)
        else:
            if cell.segment:
                inner = self._paint_mark(painter, inner, cell.segment)
            if cell.fault or (model.columns[column].editable and model.can_change(row, column)):
                inner = self._paint_sign(painter, inner, _sign(cell, model.columns[column], state))
            if cell.text:
                self._paint_text(painter, inner, cell, model.alignments[column])
        if cell.fault:
            self._outline(painter, rect, Colour.WARNING if cell.mild else Colour.BAD)
        if state & QStyle.StateFlag.State_HasFocus:
            self._outline(painter, rect, Colour.ACCENT)

    def _ground(self, cell: Shown, selected: bool) -> QColor:
        if cell.fault:
            return self._colours[Colour.WARNING_SOFT if cell.mild else Colour.BAD_SOFT]
        return self._colours[Colour.SELECTION if selected else Colour.SURFACE]

    def _paint_mark(self, painter: QPainter, inner: QRect, segment: str) -> QRect:
        """Paint a segment's mark, and return the room that is left."""
        size = self._theme.size(MARK)
        place = QRect(inner.left(), inner.center().y() - size // 2 + 2, size, size)
        paint_swatch(painter, QRectF(place), segment, self._theme)
        return inner.adjusted(size + self._gap, 0, 0, 0)

    def _paint_sign(self, painter: QPainter, inner: QRect, sign: _Sign | None) -> QRect:
        """Paint what stands at the end of the cell, and return the room that is left."""
        if sign is None:
            return inner
        size = self._theme.size(_SIGN)
        place = QPoint(inner.right() - size + 1, inner.center().y() - size // 2)
        painter.drawPixmap(place, self._signs[sign])
        return inner.adjusted(0, 0, -size - self._theme.size(TIGHT), 0)

    def _paint_text(self, painter: QPainter, inner: QRect, cell: Shown, align: Align) -> None:
        painter.setFont(self._font)
        painter.setPen(self._colours[Colour.FADED if cell.pending else Colour.TEXT])
        text = self._metrics.elidedText(cell.text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, _FLAGS[align], text)

    def _paint_box(self, painter: QPainter, option: QStyleOptionViewItem, inner: QRect, ticked: bool) -> None:
        size = self._theme.size(_BOX) + 2
        box = QStyleOptionViewItem(option)
        box.rect = QRect(inner.center().x() - size // 2, inner.center().y() - size // 2, size, size)
        state = QStyle.StateFlag.State_On if ticked else QStyle.StateFlag.State_Off
        box.state = QStyle.StateFlag.State_Enabled | state
        primitive = QStyle.PrimitiveElement.PE_IndicatorItemViewItemCheck
        option.widget.style().drawPrimitive(primitive, box, painter, option.widget)

    def _outline(self, painter: QPainter, rect: QRect, colour: Colour) -> None:
        painter.setPen(QPen(self._colours[colour], 2))
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


def _sign(cell: Shown, column: Column, state: QStyle.StateFlag) -> _Sign | None:
    """Return what stands at the end of a cell; that it can be typed into shows where the person is."""
    if cell.fault:
        return _Sign.MILD if cell.mild else _Sign.FAULT
    if column.choices:
        return _Sign.CHOICE
    here = state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver)
    return _Sign.EDIT if here else None


def tabular(font: QFont) -> QFont:
    """Return a font whose digits are all of one width, so that numbers line up."""
    font.setFeature(QFont.Tag("tnum"), 1)
    return font

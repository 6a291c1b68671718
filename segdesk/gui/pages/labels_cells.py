"""How the cells of the segments' table look: their words in as many lines as they need."""

from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from segdesk.gui import numbers
from segdesk.gui.pages.labels_model import EDITABLE, Field, Index, LabelsModel
from segdesk.gui.pages.labels_words import moved_text, no_name
from segdesk.gui.theme import GAP, TIGHT, Colour, Theme
from segdesk.gui.views.delegates import tabular
from segdesk.gui.widgets.swatch import paint_swatch

ABOVE: Final = 10
"""Room above and below the text of a cell."""
_MARK: Final = 12
_PENCIL: Final = 14
_BAR: Final = 4


class _Ink:
    """A font and a colour to write with."""

    def __init__(self, font: QFont, colour: Colour) -> None:
        self.font = font
        self.colour = colour

    def layout(self, text: str, width: int) -> QTextLayout:
        """Return a text broken into lines, between words where possible."""
        layout = QTextLayout(text.replace("\n", " "), self.font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        top = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, top))
            top += line.height()
        layout.endLayout()
        return layout


class Cells:
    """Measures and paints the cells of a `LabelsModel`."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self.refresh()

    def refresh(self) -> None:
        """Take fonts and icons from the theme again."""
        plain, strong, small = self._theme.font(), self._theme.font(), self._theme.font(0.9)
        strong.setWeight(QFont.Weight.DemiBold)
        self._text = _Ink(tabular(plain), Colour.TEXT)
        self._muted = _Ink(tabular(plain), Colour.MUTED)
        self._strong = _Ink(strong, Colour.TEXT)
        self._small = _Ink(tabular(small), Colour.MUTED)
        self._bad = _Ink(small, Colour.BAD)
        size = self._theme.size(_PENCIL)
        self._pencil = self._theme.pixmap("edit", size, Colour.MUTED)
        self._error = self._theme.pixmap("error", size, Colour.BAD)

    @property
    def name_font(self) -> QFont:
        """The font of a name."""
        return self._strong.font

    @property
    def line_height(self) -> int:
        """The height of one line of text."""
        return QFontMetrics(self._text.font).height()

    # -- room

    def segment_width(self, segment: str) -> int:
        """Return the width that a segment's mark and number need."""
        number = QFontMetrics(self._text.font).horizontalAdvance(segment)
        return number + self._theme.size(_MARK + 3 * GAP) + 2

    def height(self, index: Index, width: int) -> int:
        """Return the height that a cell of a width needs to show its whole text."""
        field, above = Field(index.column()), 2 * self._theme.size(ABOVE)
        if field is Field.SEGMENT:
            return above + self.line_height
        if field is Field.CUSTOMERS:
            return above + self.line_height + self._theme.size(TIGHT + _BAR)
        room = self._room(width, field)
        return above + round(sum(i.layout(t, room).boundingRect().height() for i, t in self._words(index)))

    def _room(self, width: int, field: Field) -> int:
        # Room for the pencil is kept, so that no line breaks elsewhere when the mouse comes by.
        sign = self._theme.size(_PENCIL + TIGHT) if field in EDITABLE else 0
        return max(20, width - 2 * self._theme.size(GAP) - sign)

    def _words(self, index: Index) -> list[tuple[_Ink, str]]:
        """Return what is written in a cell, from top to bottom."""
        model, field = labels_model(index), Field(index.column())
        text, wrong = model.text(index.row(), field), model.fault(index.row(), field)
        words: list[tuple[_Ink, str]] = []
        match field:
            case Field.PROFILE:
                words = [(self._muted, text)]
            case Field.NAME:
                words = [(self._strong, text) if text else (self._muted, no_name())]
                words += [(self._small, moved) for moved in [moved_text(model.row(index.row()))] if moved]
            case Field.DESIGNATION:
                words = [(self._text, text)]
        return [*words, (self._bad, wrong)] if wrong else words

    # -- painting

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        painter.save()
        self._paint_ground(painter, option, index)
        above, side = self._theme.size(ABOVE), self._theme.size(GAP)
        inner = option.rect.adjusted(side, above, -side, -above)
        match Field(index.column()):
            case Field.SEGMENT:
                self._paint_segment(painter, inner, index)
            case Field.CUSTOMERS:
                self._paint_size(painter, inner, index)
            case _:
                self._paint_words(painter, inner, index)
        if index.column() in EDITABLE:
            self._paint_sign(painter, inner, option, index)
        self._paint_edge(painter, option, index)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        ground = Colour.SELECTION if selected else Colour.SURFACE
        painter.fillRect(option.rect, self._theme.colour(Colour.BAD_SOFT if _fault(index) else ground))
        painter.setPen(self._theme.colour(Colour.GRID))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())

    def _paint_segment(self, painter: QPainter, inner: QRect, index: Index) -> None:
        segment = labels_model(index).row(index.row()).segment
        size = self._theme.size(_MARK)
        drop = (self.line_height - size) / 2
        paint_swatch(painter, QRectF(inner.left(), inner.top() + drop, size, size), segment, self._theme)
        line = inner.adjusted(size + self._theme.size(GAP), 0, 0, 0)
        self._write(painter, line, self._text, Qt.AlignmentFlag.AlignLeft, segment)

    def _paint_size(self, painter: QPainter, inner: QRect, index: Index) -> None:
        """Paint the number of customers, their share, and the share as a bar."""
        model = labels_model(index)
        row = model.row(index.row())
        self._write(painter, inner, self._text, Qt.AlignmentFlag.AlignLeft, numbers.number(row.size))
        self._write(painter, inner, self._small, Qt.AlignmentFlag.AlignRight, numbers.percent(row.share))
        top = inner.top() + self.line_height + self._theme.size(TIGHT)
        groove = QRectF(inner.left(), top, inner.width(), self._theme.size(_BAR))
        largest = max(each.share for each in model.rows) or 1.0
        filled = QRectF(groove)
        filled.setWidth(max(groove.height(), groove.width() * row.share / largest))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        grey, own = self._theme.colour(Colour.PRESSED), self._theme.segment(row.segment)
        for bar, colour in ((groove, grey), (filled, own)):
            painter.setBrush(colour)
            painter.drawRoundedRect(bar, bar.height() / 2, bar.height() / 2)

    def _write(self, painter: QPainter, room: QRect, ink: _Ink, side: Qt.AlignmentFlag, text: str) -> None:
        """Write one line at the top of a cell."""
        line = QRect(room.left(), room.top(), room.width(), self.line_height)
        painter.setFont(ink.font)
        painter.setPen(self._theme.colour(ink.colour))
        painter.drawText(line, int(side | Qt.AlignmentFlag.AlignVCenter), text)

    def _paint_words(self, painter: QPainter, inner: QRect, index: Index) -> None:
        room = self._room(inner.width() + 2 * self._theme.size(GAP), Field(index.column()))
        place = inner.topLeft().toPointF()
        for ink, text in self._words(index):
            layout = ink.layout(text, room)
            painter.setPen(self._theme.colour(ink.colour))
            layout.draw(painter, place)
            place += QPointF(0, layout.boundingRect().height())

    def _paint_sign(
        self, painter: QPainter, inner: QRect, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Show that a cell can be changed where the person is, and that its text cannot be used."""
        here = option.state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_HasFocus)
        if here or _fault(index):
            size = self._theme.size(_PENCIL)
            drop = (self.line_height - size) // 2
            picture = self._error if _fault(index) else self._pencil
            painter.drawPixmap(inner.right() - size + 1, inner.top() + drop, picture)

    def _paint_edge(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        if focused or _fault(index):
            painter.setPen(QPen(self._theme.colour(Colour.ACCENT if focused else Colour.BAD), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(option.rect.adjusted(1, 1, -1, -2))


def labels_model(index: Index) -> LabelsModel:
    """Return the model that a cell is of."""
    model = index.model()
    assert isinstance(model, LabelsModel)
    return model


def _fault(index: Index) -> str:
    return labels_model(index).fault(index.row(), Field(index.column()))

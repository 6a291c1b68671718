"""The segments with their colours, shapes and sizes: what the plots show is ticked here."""

from collections.abc import Sequence
from dataclasses import dataclass

import pyqtgraph as pg
from pyqtgraph.graphicsItems.ScatterPlotItem import renderSymbol
from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QIcon,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from segdesk.gui.numbers import number, percent
from segdesk.gui.selection import Selection
from segdesk.gui.theme import GAP, TIGHT, Colour, Theme
from segdesk.palette import shape_of

_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.OtherFocusReason,
)


@dataclass(frozen=True)
class Entry:
    """One segment of a legend.

    Attributes
    ----------
    label
        Its name; empty where it has none yet.
    size
        How many customers it has.
    """

    segment: str
    label: str
    size: int


class Legend(QFrame):
    """All segments: tick one to show it, or show it alone.

    The one under the mouse or the focus is highlighted; a click on its name, or Enter, picks it, so that it
    stays highlighted.
    """

    def __init__(self, theme: Theme, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.selection = selection
        self.setProperty("card", True)
        self.setAccessibleName(self.tr("Segments"))
        self._rows: list[_Row] = []
        self._looked_at: list[str] = []
        self._all = QPushButton(self.tr("Show all"))
        self._all.setProperty("flat", True)
        self._all.setToolTip(self.tr("Show the hidden segments again"))
        self._all.clicked.connect(selection.show_all)
        self._lay_out()
        selection.segments_changed.connect(self._on_segments_changed)
        theme.changed.connect(self._on_theme_changed)
        self._on_segments_changed()

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """List these segments."""
        total = sum(entry.size for entry in entries)
        for row in self._rows:
            self._list.removeWidget(row)
            row.deleteLater()
        self._looked_at = []
        self.selection.point_at(None)
        self._rows = [_Row(entry, total, self.theme) for entry in entries]
        for place, row in enumerate(self._rows):
            self._list.insertWidget(place, row)
            row.toggled.connect(self._on_toggled)
            row.isolated.connect(self._on_isolated)
            row.picked.connect(self.selection.toggle_picked)
            row.looked_at.connect(self._on_looked_at)
            row.left.connect(self._on_left)
            row.moved.connect(self._on_moved)
        self._on_segments_changed()

    def _lay_out(self) -> None:
        title = QLabel(self.tr("Segments"))
        title.setProperty("role", "section")
        head = QHBoxLayout()
        head.setContentsMargins(GAP, 0, 0, 0)
        head.addWidget(title, 1)
        head.addWidget(self._all)
        inner = QWidget()
        self._list = QVBoxLayout(inner)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        self._list.addStretch()
        scroll = QScrollArea()
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.viewport().setAutoFillBackground(False)
        inner.setAutoFillBackground(False)
        self._scroll = scroll
        body = QVBoxLayout(self)
        body.setContentsMargins(GAP, GAP, GAP, GAP)
        body.setSpacing(TIGHT)
        body.addLayout(head)
        body.addWidget(scroll, 1)

    @Slot()
    def _on_segments_changed(self) -> None:
        hidden, highlighted = self.selection.hidden, self.selection.segments | self.selection.picked
        self._all.setEnabled(bool(hidden))
        for row in self._rows:
            row.show_state(row.entry.segment not in hidden, row.entry.segment in highlighted)

    @Slot()
    def _on_theme_changed(self) -> None:
        for row in self._rows:
            row.dress()

    @Slot(str)
    def _on_toggled(self, segment: str) -> None:
        self.selection.toggle(segment)

    @Slot(str)
    def _on_isolated(self, segment: str) -> None:
        if self.selection.shown == (segment,):
            self.selection.show_all()
        else:
            self.selection.isolate(segment)

    @Slot(str)
    def _on_looked_at(self, segment: str) -> None:
        self._looked_at.append(segment)
        self.selection.point_at(segment)

    @Slot(str)
    def _on_left(self, segment: str) -> None:
        """Highlight what the focus is on, or what was picked."""
        if segment in self._looked_at:
            self._looked_at.remove(segment)
            self.selection.point_at(self._looked_at[-1] if self._looked_at else None)

    @Slot(object, int)
    def _on_moved(self, row: "_Row", step: int) -> None:
        place = self._rows.index(row) + step
        if 0 <= place < len(self._rows):
            self._rows[place].box.setFocus(Qt.FocusReason.OtherFocusReason)
            self._scroll.ensureWidgetVisible(self._rows[place])


class _Row(QWidget):
    """One segment: a tick box with its swatch and name, its size, and a button that shows it alone."""

    toggled = Signal(str)
    picked = Signal(str)
    isolated = Signal(str)
    looked_at = Signal(str)
    left = Signal(str)
    moved = Signal(object, int)

    def __init__(self, entry: Entry, total: int, theme: Theme) -> None:
        super().__init__()
        self.entry = entry
        self._theme = theme
        self._is_highlighted = False
        self._name = entry.label or entry.segment
        self.box = _Box(self._name)
        self.box.setAccessibleName(self._name)
        self.box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.box.clicked.connect(lambda: self.toggled.emit(entry.segment))
        self.box.installEventFilter(self)
        self._size = QLabel(number(entry.size))
        self._size.setProperty("role", "small")
        self._size.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._only = QToolButton()
        self._only.setAutoRaise(True)
        self._only.setToolTip(self.tr("Show only this segment, or all again"))
        self._only.setAccessibleName(self.tr("Only {segment}").format(segment=self._name))
        self._only.clicked.connect(lambda: self.isolated.emit(entry.segment))
        theme.dress(self._only, "isolate")
        share = percent(entry.size / total if total else None)
        told = self.tr("{size} customers, {share} of all").format(size=number(entry.size), share=share)
        self.box.setAccessibleDescription(told)
        tip = f"{self._name} ({entry.segment})" if entry.label else entry.segment
        click = self.tr("Click the name to highlight it")
        self.setToolTip(f"{tip}\n{told}\n{click}")
        line = QHBoxLayout(self)
        line.setContentsMargins(GAP, 1, TIGHT, 1)
        line.setSpacing(GAP)
        line.addWidget(self.box, 1)
        line.addWidget(self._size)
        line.addWidget(self._only)
        self.dress()

    def dress(self) -> None:
        """Draw the swatch in the theme's size and colours."""
        side = self._theme.size(16)
        self.box.setIconSize(QSize(side, side))
        self.box.setIcon(swatch(self._theme, self.entry.segment, side, self.devicePixelRatioF()))
        self._elide()

    def show_state(self, is_shown: bool, is_highlighted: bool) -> None:
        """Show whether the segment is shown, and whether it is highlighted."""
        self.box.setChecked(is_shown)
        self._is_highlighted = is_highlighted
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Highlight with the keyboard's focus, and go from segment to segment with the arrows."""
        if isinstance(event, QFocusEvent):
            if event.lostFocus():
                self.left.emit(self.entry.segment)
            elif event.reason() in _KEYBOARD:
                self.looked_at.emit(self.entry.segment)
        elif isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
            if step is not None:
                self.moved.emit(self, step)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.picked.emit(self.entry.segment)
                return True
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pick the segment."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.picked.emit(self.entry.segment)
        else:
            super().mousePressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Highlight the segment."""
        self.looked_at.emit(self.entry.segment)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Stop highlighting the segment."""
        self.left.emit(self.entry.segment)
        super().leaveEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut a name that is too long."""
        super().resizeEvent(event)
        self._elide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a ground under a highlighted segment."""
        if self._is_highlighted:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour(Colour.SELECTION))
            painter.drawRoundedRect(self.rect(), 6, 6)
        super().paintEvent(event)

    def _elide(self) -> None:
        taken = self.box.sizeHint().width() - self.box.fontMetrics().horizontalAdvance(self.box.text())
        room = max(40, self.box.width() - taken)
        self.box.setText(self.box.fontMetrics().elidedText(self._name, Qt.TextElideMode.ElideRight, room))


class _Box(QCheckBox):
    """A tick box whose name does not belong to it: a click there is the row's."""

    def hitButton(self, pos: QPoint) -> bool:
        """Return whether a place belongs to the tick."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        tick = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        return pos.x() <= tick.right() + GAP // 2


def swatch(theme: Theme, segment: str, side: int, ratio: float) -> QIcon:
    """Return a segment's shape in its colour, ``side`` units wide."""
    image = renderSymbol(
        shape_of(segment), side * 0.7, pg.mkPen(None), pg.mkBrush(theme.segment(segment)), dpr=ratio
    )
    picture = QPixmap(QSize(side, side) * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    size = image.deviceIndependentSize()
    painter.drawImage(round((side - size.width()) / 2), round((side - size.height()) / 2), image)
    painter.end()
    return QIcon(picture)

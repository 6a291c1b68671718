"""A list of which any number is ticked, with a line for all of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QItemSelectionModel, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from segdesk.gui import numbers
from segdesk.gui.theme import Theme
from segdesk.gui.widgets.swatch import swatch_icon

_MOST_LINES = 12
_VALUE = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True)
class Tick:
    """One line.

    Attributes
    ----------
    value
        What the program calls it.
    count
        A number at the right, None for none.
    segment
        Whose mark stands before the text, empty for none.
    """

    value: str
    text: str
    count: int | None = None
    segment: str = ""


class TickList(QTreeWidget):
    """Lines to tick; the first one ticks all of them or none.

    Attributes
    ----------
    picked
        The values that are now ticked, in the order of the lines; none of them is possible too.
    """

    picked = Signal(tuple)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._ticks: tuple[Tick, ...] = ()
        self.setAccessibleName(name)
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.header().setStretchLastSection(False)
        self.header().setMinimumSectionSize(theme.size(24))
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.itemChanged.connect(self._on_item_changed)
        theme.changed.connect(self._on_theme_changed)
        self._fill()

    @property
    def chosen(self) -> tuple[str, ...]:
        """The values that are ticked."""
        return tuple(
            str(line.data(0, _VALUE)) for line in self._lines() if line.checkState(0) is Qt.CheckState.Checked
        )

    @property
    def values(self) -> tuple[str, ...]:
        """All values."""
        return tuple(tick.value for tick in self._ticks)

    def show_ticks(self, ticks: Sequence[Tick], chosen: Collection[str]) -> None:
        """Show lines and which of them are ticked, without a signal; lines that stay keep their place."""
        if tuple(ticks) != self._ticks:
            self._ticks = tuple(ticks)
            self._fill()
        blocked = self.blockSignals(True)
        for line in self._lines():
            ticked = line.data(0, _VALUE) in chosen
            line.setCheckState(0, Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        self._show_all()
        self.blockSignals(blocked)

    def line(self, value: str) -> QTreeWidgetItem:
        """Return the line of a value."""
        return next(line for line in self._lines() if line.data(0, _VALUE) == value)

    @property
    def all_line(self) -> QTreeWidgetItem:
        """The first line, which ticks all of them."""
        line = self.topLevelItem(0)
        assert line is not None
        return line

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the line that the keys work on."""
        super().focusInEvent(event)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(self.currentIndex(), flags.ClearAndSelect | flags.Rows)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show no line as selected: the ticks are what counts."""
        super().focusOutEvent(event)
        self.clearSelection()

    def _lines(self) -> list[QTreeWidgetItem]:
        found = (self.topLevelItem(place) for place in range(1, self.topLevelItemCount()))
        return [line for line in found if line is not None]

    def _fill(self) -> None:
        blocked = self.blockSignals(True)
        place = max(0, self.currentIndex().row())
        self.clear()
        QTreeWidgetItem(self, [self.tr("All"), ""]).setCheckState(0, Qt.CheckState.Unchecked)
        for tick in self._ticks:
            count = "" if tick.count is None else numbers.number(tick.count)
            line = QTreeWidgetItem(self, [tick.text, count])
            line.setData(0, _VALUE, tick.value)
            line.setCheckState(0, Qt.CheckState.Unchecked)
            line.setToolTip(0, tick.text)
            line.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            if tick.segment:
                line.setIcon(0, swatch_icon(tick.segment, self._theme))
        index = self.model().index(min(place, len(self._ticks)), 0)
        chosen = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, chosen.Select if self.hasFocus() else chosen.NoUpdate)
        self.blockSignals(blocked)
        self._fit()

    def _fit(self) -> None:
        """Be as high as the lines, up to a dozen of them."""
        lines = min(self.topLevelItemCount(), _MOST_LINES)
        self.setFixedHeight(lines * self.sizeHintForRow(0) + 2 * self.frameWidth() + 4)

    def _show_all(self) -> None:
        count = len(self.chosen)
        state = Qt.CheckState.PartiallyChecked if count else Qt.CheckState.Unchecked
        self.all_line.setCheckState(0, Qt.CheckState.Checked if count == len(self._ticks) else state)

    @Slot(QTreeWidgetItem, int)
    def _on_item_changed(self, line: QTreeWidgetItem, _column: int) -> None:
        blocked = self.blockSignals(True)
        if line is self.all_line:
            for each in self._lines():
                each.setCheckState(0, line.checkState(0))
        self._show_all()
        self.blockSignals(blocked)
        self.picked.emit(self.chosen)

    @Slot()
    def _on_theme_changed(self) -> None:
        self._fit()

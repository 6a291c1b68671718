"""What a grid shows: cells by row and column, and what is said of each."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from segdesk.gui.views import formatting
from segdesk.gui.views.columns import Align, Column
from segdesk.gui.views.formatting import Format

Index = QModelIndex | QPersistentModelIndex
NOWHERE: Final = QModelIndex()


class Pending:
    """Stands for a value that is still on its way."""


PENDING: Final = Pending()


@dataclass(frozen=True)
class Shown:
    """One cell as it is painted.

    Attributes
    ----------
    text
        The value in words.
    segment
        Whose mark stands before it, empty for none.
    ticked
        The state of a check box, None where there is none.
    fault
        What is wrong with the value.
    mild
        Whether that is only worth a look.
    pending
        Whether it is still on its way.
    """

    text: str
    segment: str = ""
    ticked: bool | None = None
    fault: str = ""
    mild: bool = False
    pending: bool = False


class GridModel(QAbstractTableModel):
    """Rows and columns, wherever the values come from.

    Attributes
    ----------
    reordering
        The rows are about to change places, or to become others.
    reordered
        They have.
    """

    reordering = Signal()
    reordered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.columns: tuple[Column, ...] = ()
        self.formats: tuple[Format, ...] = ()
        self.alignments: tuple[Align, ...] = ()

    def lay_out(self, columns: Sequence[Column]) -> None:
        """Take over the columns' headers and formats."""
        self.columns = tuple(columns)
        self.formats = tuple(formatting.formatter(column) for column in columns)
        self.alignments = tuple(formatting.alignment(column) for column in columns)

    # -- what a kind of model knows

    @abstractmethod
    def value(self, row: int, column: int) -> Any:
        """Return the plain value of a cell, `PENDING` while it is not here yet."""

    @abstractmethod
    def segment(self, row: int, column: int) -> str:
        """Return whose mark stands in a cell, empty for none."""

    def fault(self, _row: int, _column: int) -> str:
        """Return what is wrong with a cell, empty if nothing is."""
        return ""

    def is_mild(self, _row: int, _column: int) -> bool:
        """Whether what is wrong with a cell is only worth a look."""
        return False

    def tip(self, _row: int, _column: int) -> str:
        """Return what the tool tip of a cell says, where that is not its value."""
        return ""

    def is_check_box(self, _column: int) -> bool:
        """Whether a column is ticked and unticked."""
        return False

    def can_change(self, _row: int, column: int) -> bool:
        """Whether a person may change a cell."""
        return self.columns[column].editable

    # -- cells

    def shown(self, row: int, column: int) -> Shown:
        """Return a cell as it is painted."""
        value = self.value(row, column)
        if value is PENDING:
            return Shown("…", pending=True)
        fault = self.fault(row, column)
        mild = bool(fault) and self.is_mild(row, column)
        if self.is_check_box(column):
            return Shown("", ticked=bool(value), fault=fault, mild=mild)
        return Shown(self.formats[column](value), self.segment(row, column), fault=fault, mild=mild)

    def text(self, row: int, column: int) -> str:
        """Return a cell in words."""
        value = self.value(row, column)
        return "…" if value is PENDING else self.formats[column](value)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what Qt asks of a cell."""
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return None if self.is_check_box(column) else self.text(row, column)
            case Qt.ItemDataRole.EditRole:
                value = self.value(row, column)
                return None if value is PENDING else value
            case Qt.ItemDataRole.ToolTipRole:
                return formatting.tooltip(
                    self.fault(row, column) or self.tip(row, column) or self._exact(row, column)
                )
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(row, column)
            case Qt.ItemDataRole.TextAlignmentRole:
                return int(qt_alignment(self.alignments[column]))
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return what Qt asks of a header."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.header
            case Qt.ItemDataRole.ToolTipRole:
                return formatting.tooltip(column.tooltip or column.header)
            case Qt.ItemDataRole.TextAlignmentRole:
                return int(qt_alignment(self.alignments[section]))
        return None

    def _exact(self, row: int, column: int) -> str:
        """Return the value with all its digits, or a long text in full."""
        value = self.value(row, column)
        if value is PENDING or value is None or self.is_check_box(column):
            return ""
        if isinstance(value, int | float) and not isinstance(value, bool):
            unit = self.columns[column].unit
            return f"{formatting.exact(value)} {unit}".strip()
        return self.text(row, column)

    def _spoken(self, row: int, column: int) -> str:
        """Return a cell as a screen reader says it."""
        value = self.value(row, column)
        if self.is_check_box(column):
            text = formatting.yes() if value else formatting.no()
        else:
            text = self.text(row, column) or self.tr("empty")
        fault = self.fault(row, column)
        return f"{text}, {fault}" if fault else text


def qt_alignment(align: Align) -> Qt.AlignmentFlag:
    """Return where a cell's text stands, in Qt's words."""
    sides = {
        Align.LEFT: Qt.AlignmentFlag.AlignLeft,
        Align.RIGHT: Qt.AlignmentFlag.AlignRight,
        Align.CENTRE: Qt.AlignmentFlag.AlignHCenter,
    }
    return sides[align] | Qt.AlignmentFlag.AlignVCenter

"""The columns of an import file in their order, as a table that is changed in place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any, Final

from PySide6.QtCore import QByteArray, QMimeData, Qt, Signal

from segdesk.gui.dialogs.export_words import NAMES, kind_of, looks_personal
from segdesk.gui.views import formatting
from segdesk.gui.views.columns import Align, Column
from segdesk.gui.views.model import NOWHERE, GridModel, Index
from segdesk.review.mapping import MappableColumn
from segdesk.review.mapping import Mapping as Pairs

_MIME: Final = "application/x-segdesk-mapping-row"


class Field(IntEnum):
    """The columns of the table, from left to right."""

    INCLUDED = 0
    COLUMN = 1
    HOLDS = 2
    ARROW = 3
    NAME = 4


@dataclass(frozen=True)
class Line:
    """A column of the import file.

    Attributes
    ----------
    column
        Of the project; empty until one is chosen.
    name
        Its ``ga:`` name.
    included
        Whether it is written.
    key
        Whether it is the file's key, which cannot be left out.
    """

    column: str
    name: str
    included: bool = True
    key: bool = False


class MappingModel(GridModel):
    """One row per column of the file.

    Attributes
    ----------
    altered
        The mapping is another one, or a name is being typed.
    column_wanted, tick_wanted
        Row, column: a person chose another column of the project, or ticked one that says who a customer is;
        `set_column` and `include` take it.
    """

    altered = Signal()
    column_wanted = Signal(int, str)
    tick_wanted = Signal(int, str)

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[Line] = []
        self._known: dict[str, MappableColumn] = {}
        self._faults: dict[tuple[int, int], str] = {}
        self._draft: tuple[int, str] | None = None
        self._head()

    # -- what there is

    @property
    def lines(self) -> tuple[Line, ...]:
        """The rows, with the name that is being typed."""
        if self._draft is None:
            return tuple(self._lines)
        row, text = self._draft
        return tuple(
            replace(line, name=text) if number == row else line for number, line in enumerate(self._lines)
        )

    @property
    def written(self) -> tuple[int, ...]:
        """The rows that go into the file."""
        return tuple(row for row, line in enumerate(self._lines) if line.included)

    @property
    def pairs(self) -> Pairs:
        """The mapping: what goes into the file, the key included."""
        return tuple((line.column, line.name) for line in self.lines if line.included)

    @property
    def key_row(self) -> int:
        """The row of the key."""
        return next(row for row, line in enumerate(self._lines) if line.key)

    def without_column(self) -> int | None:
        """Return the first row for which no column of the project is chosen."""
        return next((row for row in self.written if not self._lines[row].column), None)

    def column(self, name: str) -> MappableColumn | None:
        """Return a column of the project."""
        return self._known.get(name)

    # -- changes

    def set_columns(self, columns: Sequence[MappableColumn]) -> None:
        """Say which columns the project has."""
        self._known = {column.name: column for column in columns}
        self._head()

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Show another mapping."""
        self.beginResetModel()
        self._lines, self._draft = list(lines), None
        self._faults = {}
        self.endResetModel()
        self.altered.emit()

    def set_key(self, column: str, name: str) -> None:
        """Let another column, or another name, be the key."""
        self._put(self.key_row, column=column, name=name)

    def set_column(self, row: int, column: str) -> None:
        """Put another column of the project under a name."""
        self._put(row, column=column)

    def include(self, row: int) -> None:
        """Write a column that was left out."""
        self._put(row, included=True)

    def set_draft(self, row: int, text: str | None) -> None:
        """Look at a name while it is typed; None when it is not typed any more."""
        draft = None if text is None else (row, text.strip())
        if draft != self._draft:
            self._draft = draft
            self.altered.emit()

    def set_faults(self, faults: Mapping[tuple[int, int], str]) -> None:
        """Say what is wrong with cells, by row and `Field`."""
        if faults != self._faults:
            self._faults = dict(faults)
            self._tell()

    def add(self, line: Line) -> int:
        """Add a column at the end, and return its row."""
        row = len(self._lines)
        self.beginInsertRows(NOWHERE, row, row)
        self._lines.append(line)
        self.endInsertRows()
        self.altered.emit()
        return row

    def remove(self, row: int) -> bool:
        """Take a column out, unless it is the key; return whether it is gone."""
        if self._lines[row].key:
            return False
        self.beginRemoveRows(NOWHERE, row, row)
        del self._lines[row]
        self._faults = {}
        self.endRemoveRows()
        self.altered.emit()
        return True

    def move(self, row: int, to: int) -> bool:
        """Put a column into another place of the order; return whether that changed anything."""
        if row == to or not (0 <= row < len(self._lines) and 0 <= to < len(self._lines)):
            return False
        self.beginMoveRows(NOWHERE, row, row, NOWHERE, to + 1 if to > row else to)
        self._lines.insert(to, self._lines.pop(row))
        self._faults = {}
        self.endMoveRows()
        self.altered.emit()
        return True

    def _put(self, row: int, **values: Any) -> None:
        changed = replace(self._lines[row], **values)
        if changed != self._lines[row]:
            self._lines[row] = changed
            self._tell()
            self.altered.emit()

    def _tell(self) -> None:
        if self._lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._lines) - 1, len(Field) - 1))

    # -- cells

    def _head(self) -> None:
        known = tuple(self._known)
        text = formatting.text_of
        written = self.tr("Whether the column is written")
        order = self.tr("Columns are written in this order, which has to be that of the Data Set schema")
        name = self.tr(
            "What Analytics calls it: ga:dimension1 to 200, ga:metric1 to 200, or another ga: name"
        )
        self.lay_out(
            (
                Column(self.tr("Use"), (True,), editable=True, align=Align.CENTRE, tooltip=written),
                Column(self.tr("Column"), (), format=text, editable=True, choices=known, tooltip=order),
                Column(self.tr("Holds"), (), format=text),
                Column("", (), format=text, align=Align.CENTRE),
                Column(
                    self.tr("Name in Analytics"), (), format=text, editable=True, choices=NAMES, tooltip=name
                ),
            )
        )

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Return the number of columns in the file, those that are left out included."""
        return 0 if parent.isValid() else len(self._lines)

    def value(self, row: int, column: int) -> Any:
        """Return the plain value of a cell."""
        line = self.lines[row]
        known = self._known.get(line.column)
        match Field(column):
            case Field.INCLUDED:
                return line.included
            case Field.COLUMN:
                return line.column
            case Field.HOLDS:
                return self._holds(known) if known else ""
            case Field.ARROW:
                return "→"
            case Field.NAME:
                return self.tr("{name} (key)").format(name=line.name) if line.key else line.name

    def _holds(self, column: MappableColumn) -> str:
        """Return what kind of values a column has, with a few of them."""
        kind, examples = kind_of(column), ", ".join(column.examples)
        return self.tr("{kind}: {examples}").format(kind=kind, examples=examples) if examples else kind

    def segment(self, _row: int, _column: int) -> str:
        """Return nothing: no cell belongs to a segment."""
        return ""

    def fault(self, row: int, column: int) -> str:
        """Return why the file cannot be written with this cell."""
        return self._faults.get((row, column), "")

    def tip(self, row: int, column: int) -> str:
        """Return what the key is, at its cells."""
        if self._lines[row].key and column in (Field.COLUMN, Field.NAME, Field.INCLUDED):
            return self.tr("The key: Analytics finds the customer by it. It is chosen above.")
        return ""

    def is_check_box(self, column: int) -> bool:
        """Whether a column is ticked and unticked."""
        return column == Field.INCLUDED

    def can_change(self, row: int, column: int) -> bool:
        """Whether a person may change a cell; the key is chosen above the table."""
        return self.columns[column].editable and not self._lines[row].key

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what can be done with a cell; rows are dropped between rows."""
        flags = super().flags(index)
        if not index.isValid():
            return flags | Qt.ItemFlag.ItemIsDropEnabled
        flags |= Qt.ItemFlag.ItemIsDragEnabled
        if not self.can_change(index.row(), index.column()):
            return flags
        ticked = index.column() == Field.INCLUDED
        return flags | (Qt.ItemFlag.ItemIsUserCheckable if ticked else Qt.ItemFlag.ItemIsEditable)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what Qt asks of a cell, ticks included."""
        if role == Qt.ItemDataRole.CheckStateRole and index.isValid() and index.column() == Field.INCLUDED:
            included = self._lines[index.row()].included
            return Qt.CheckState.Checked if included else Qt.CheckState.Unchecked
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take what a person ticked, chose or typed."""
        row = index.row()
        if role == Qt.ItemDataRole.CheckStateRole:
            self._tick(row, Qt.CheckState(value) is Qt.CheckState.Checked)
            return True
        if role != Qt.ItemDataRole.EditRole or not self.can_change(row, index.column()):
            return False
        if index.column() == Field.NAME:
            self._draft = None
            self._put(row, name=str(value).strip())
            self.altered.emit()
        elif index.column() == Field.COLUMN and value:
            self.column_wanted.emit(row, str(value))
        return True

    def _tick(self, row: int, included: bool) -> None:
        line = self._lines[row]
        known = self._known.get(line.column)
        if included and known is not None and looks_personal(known):
            self.tick_wanted.emit(row, line.column)
        else:
            self._put(row, included=included)

    # -- dragging

    def supportedDropActions(self) -> Qt.DropAction:
        """Return that rows are moved."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Return what a row is while it is dragged."""
        return [_MIME]

    def mimeData(self, indexes: Sequence[Index]) -> QMimeData:
        """Return a row on its way."""
        dragged = QMimeData()
        dragged.setData(_MIME, QByteArray(str(indexes[0].row()).encode()))
        return dragged

    def dropMimeData(
        self, data: QMimeData, _action: Qt.DropAction, row: int, _column: int, parent: Index
    ) -> bool:
        """Put the dragged row where it was dropped."""
        if not data.hasFormat(_MIME):
            return False
        start = int(bytes(data.data(_MIME).data()).decode())
        gap = row if row >= 0 else parent.row() if parent.isValid() else len(self._lines)
        self.move(start, gap - 1 if gap > start else gap)
        # Qt would remove the row that was dragged if it heard that it was taken.
        return False

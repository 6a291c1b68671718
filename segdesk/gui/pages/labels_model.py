"""The segments and their names as a table that is changed in place."""

from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from segdesk.gui import numbers
from segdesk.gui.pages.labels_words import fault_text, look_of, moved_text
from segdesk.gui.views import formatting
from segdesk.review.labels import LabelRow, fault, name_faults

Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()


class Field(IntEnum):
    """The columns, from left to right."""

    SEGMENT = 0
    CUSTOMERS = 1
    PROFILE = 2
    NAME = 3
    DESIGNATION = 4
    STANDING = 5


EDITABLE: Final = (Field.NAME, Field.DESIGNATION)


class LabelsModel(QAbstractTableModel):
    """One row per segment.

    What a person typed is shown at once: until it is stored, or, where it cannot be used, until it is put
    right or taken back.

    Attributes
    ----------
    edited
        Segment, `Field`, text: a person changed a cell, and the text can be used.
    """

    edited = Signal(str, int, str)

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[LabelRow, ...] = ()
        self._order: list[int] = []
        self._on_the_way: dict[tuple[str, Field], str] = {}
        self._drafts: dict[tuple[str, Field], str] = {}

    # -- what there is

    @property
    def rows(self) -> tuple[LabelRow, ...]:
        """The segments in their own order."""
        return self._rows

    def row(self, place: int) -> LabelRow:
        """Return the segment that is shown at a place."""
        return self._rows[self._order[place]]

    def set_rows(self, rows: tuple[LabelRow, ...]) -> None:
        """Show other figures and names; where the segments are the same, they keep their places."""
        if rows == self._rows:
            return
        if [row.segment for row in rows] == [row.segment for row in self._rows]:
            self._rows = rows
            self._tell_changed()
            return
        self.beginResetModel()
        self._rows = rows
        self._order = list(range(len(rows)))
        self._drafts.clear()
        self._on_the_way.clear()
        self.endResetModel()

    def text(self, place: int, field: Field) -> str:
        """Return a cell in words: what was typed last, or what the project holds."""
        row = self.row(place)
        key = (row.segment, field)
        if key in self._drafts:
            return self._drafts[key]
        if key in self._on_the_way:
            return self._on_the_way[key]
        return _text(row, field)

    def fault(self, place: int, field: Field) -> str:
        """Return why what was typed into a cell cannot be used, nothing if it can."""
        draft = self._drafts.get((self.row(place).segment, field))
        return "" if draft is None else self.check(place, field, draft)

    def check(self, place: int, field: Field, text: str) -> str:
        """Return what is wrong with a new text for a cell, nothing if it can be used."""
        if field is not Field.NAME:
            wrong = fault(text.strip(), "designation")
            return fault_text(wrong) if wrong else ""
        segment = self.row(place).segment
        others = {row.segment: self._name(row) for row in self._rows if row.segment != segment}
        # The new name goes last: of two alike it is the one at fault.
        named = {other: name for other, name in others.items() if name}
        wrong = name_faults({**named, segment: text}).get(segment)
        return fault_text(wrong) if wrong else ""

    def _name(self, row: LabelRow) -> str:
        return self._on_the_way.get((row.segment, Field.NAME), row.name)

    # -- changes

    def restore(self, index: Index) -> bool:
        """Take back what was typed into a cell and cannot be used; return whether there was such a text."""
        key = (self.row(index.row()).segment, Field(index.column()))
        had = self._drafts.pop(key, None) is not None
        if had:
            self.dataChanged.emit(index, index)
        return had

    def forget_typed(self) -> None:
        """Show what the project holds in the place of what was on its way there."""
        if self._on_the_way:
            self._on_the_way.clear()
            self._tell_changed()

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take what a person typed."""
        field = Field(index.column())
        if role != Qt.ItemDataRole.EditRole or field not in EDITABLE:
            return False
        row, text = self.row(index.row()), str(value).strip()
        key = (row.segment, field)
        self._drafts.pop(key, None)
        if text != self.text(index.row(), field):
            if self.check(index.row(), field, text):
                self._drafts[key] = text
            else:
                self._on_the_way[key] = text
                self.edited.emit(row.segment, field, text)
        self.dataChanged.emit(index, index)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return whether a cell can be changed."""
        flags = super().flags(index)
        editable = index.isValid() and index.column() in EDITABLE
        return flags | Qt.ItemFlag.ItemIsEditable if editable else flags

    # -- order

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; by none of them for -1, which gives the segments' own order."""
        places = list(range(len(self._rows)))
        if column >= 0:
            descending = order is Qt.SortOrder.DescendingOrder
            places.sort(key=_sort_key(self._rows, Field(column)), reverse=descending)
        self.layoutAboutToBeChanged.emit()
        old = self.persistentIndexList()
        kept = [(self._order[index.row()], index.column()) for index in old]
        self._order = places
        new = [self.index(places.index(row), at) for row, at in kept]
        self.changePersistentIndexList(old, new)
        self.layoutChanged.emit()

    # -- what Qt asks

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of segments."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(Field)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what Qt asks of a cell."""
        if not index.isValid():
            return None
        place, field = index.row(), Field(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return self.text(place, field)
            case Qt.ItemDataRole.ToolTipRole:
                return formatting.tooltip(self.fault(place, field)) or None
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(place, field)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return what Qt asks of a header."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(Field):
            return None
        title, tip = self._headers()[section]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return title
            case Qt.ItemDataRole.ToolTipRole:
                return formatting.tooltip(tip)
            case Qt.ItemDataRole.TextAlignmentRole:
                return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _headers(self) -> Sequence[tuple[str, str]]:
        return (
            (self.tr("Segment"), self.tr("The segment's mark and number, the same in every plot and file")),
            (self.tr("Customers"), self.tr("How many customers it has, and their share of all")),
            (self.tr("Figures"), self.tr("What stands out, compared with the average of those who bought")),
            (self.tr("Name"), self.tr("What the segment is called in plots, emails and files")),
            (self.tr("Designation"), self.tr("One sentence about the segment's customers")),
            (self.tr("Named by"), self.tr("Whether the name is a suggestion, accepted, or your own")),
        )

    def _spoken(self, place: int, field: Field) -> str:
        """Return a cell as a screen reader says it."""
        text = self.text(place, field) or self.tr("empty")
        if field is Field.NAME and (moved := moved_text(self.row(place))):
            text = f"{text}, {moved}"
        wrong = self.fault(place, field)
        return f"{text}, {wrong}" if wrong else text

    def _tell_changed(self) -> None:
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(Field) - 1))


def _text(row: LabelRow, field: Field) -> str:
    return {
        Field.SEGMENT: row.segment,
        Field.CUSTOMERS: f"{numbers.number(row.size)} ({numbers.percent(row.share)})",
        Field.PROFILE: row.profile,
        Field.NAME: row.name,
        Field.DESIGNATION: row.designation,
        Field.STANDING: look_of(row).text,
    }[field]


def _sort_key(rows: Sequence[LabelRow], field: Field) -> Callable[[int], Any]:
    """Return what a column is sorted by, given a row's number."""
    if field is Field.SEGMENT:
        return lambda number: number
    if field is Field.CUSTOMERS:
        return lambda number: rows[number].size
    return lambda number: _text(rows[number], field).casefold()

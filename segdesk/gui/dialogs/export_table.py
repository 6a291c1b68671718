"""The table in which columns get their names for Analytics."""

from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QComboBox,
    QCompleter,
    QHeaderView,
    QStyleOptionViewItem,
    QWidget,
)

from segdesk.gui.dialogs.export_model import Field, MappingModel
from segdesk.gui.theme import Theme
from segdesk.gui.views.delegates import CellDelegate
from segdesk.gui.views.grid import Grid
from segdesk.gui.views.model import GridModel, Index

_ARROW = 30
_LEAST = {Field.INCLUDED: 44, Field.COLUMN: 96, Field.HOLDS: 84, Field.NAME: 138}


def name_field(names: tuple[str, ...], parent: QWidget | None = None) -> QComboBox:
    """Return a field for a ``ga:`` name: typed, with those that contain what is typed on offer."""
    box = QComboBox(parent)
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    box.addItems(names)
    completer = QCompleter(names, box)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    box.setCompleter(completer)
    return box


class MappingGrid(Grid):
    """Rows that are ticked, named, moved by dragging or with Alt and the arrow keys, and removed with Delete.

    Attributes
    ----------
    remove_wanted
        The current row is to go.
    """

    remove_wanted = Signal()

    def __init__(self, theme: Theme, model: MappingModel, parent: QWidget | None = None) -> None:
        super().__init__(theme, model, parent)
        self.mapping = model
        self.names = _NameDelegate(theme, self)
        self.setItemDelegate(self.names)
        self.setSortingEnabled(False)
        self.header.setSectionsMovable(False)
        self.header.setSectionsClickable(False)
        self.header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.DoubleClicked
            | triggers.SelectedClicked
            | triggers.EditKeyPressed
            | triggers.AnyKeyPressed
        )
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDragDropOverwriteMode(False)
        self.setDropIndicatorShown(True)
        self.setAccessibleName(self.tr("Columns of the file"))
        self.setAccessibleDescription(
            self.tr("Enter changes a cell, Space ticks, Alt with an arrow moves the row, Delete removes it")
        )
        model.rowsInserted.connect(self.fit)
        theme.changed.connect(self._on_look_changed)
        self._on_look_changed()

    @property
    def row(self) -> int | None:
        """The row that the person is in."""
        index = self.currentIndex()
        return index.row() if index.isValid() else None

    def go_to_cell(self, row: int, field: Field) -> None:
        """Make a cell the current one and bring it into view."""
        index = self.mapping.index(row, field)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)

    def move_row(self, way: int) -> None:
        """Move the current row up (-1) or down (1)."""
        row = self.row
        if row is not None and self.mapping.move(row, row + way):
            self.go_to_cell(row + way, Field(self.currentIndex().column()))

    @Slot()
    def fit(self) -> None:
        """Give names and columns the room that they need, and the rest to what they hold."""
        if not self.fitted or not self._model.columnCount():
            return
        wanted: dict[Field, int] = {
            field: max(self._natural_width(field), self._theme.size(least))
            for field, least in _LEAST.items()
            if field is not Field.HOLDS
        }
        wanted[Field.INCLUDED] = self._theme.size(_LEAST[Field.INCLUDED])
        wanted[Field.ARROW] = self._theme.size(_ARROW)
        room = self.viewport().width() - sum(wanted.values())
        least = self._theme.size(_LEAST[Field.HOLDS])
        if room < least:
            # A long column's name gives way first: its whole text is in the tool tip.
            spare = wanted[Field.COLUMN] - self._theme.size(_LEAST[Field.COLUMN])
            wanted[Field.COLUMN] -= min(spare, least - room)
            room = self.viewport().width() - sum(wanted.values())
        wanted[Field.HOLDS] = max(room, least)
        self._fitting = True
        for field, width in wanted.items():
            self.setColumnWidth(field, width)
        self._fitting = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, remove and tick rows; Enter edits the cell, or else the row's name."""
        ways = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        index, key = self.currentIndex(), Qt.Key(event.key())
        editing = self.state() == QAbstractItemView.State.EditingState
        if event.modifiers() == Qt.KeyboardModifier.AltModifier and key in ways:
            self.move_row(ways[key])
        elif key == Qt.Key.Key_Delete and index.isValid() and not editing:
            self.remove_wanted.emit()
        elif key == Qt.Key.Key_Space and index.isValid() and not editing:
            self._tick(index.siblingAtColumn(Field.INCLUDED))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid() and not editing:
            wanted = index.flags() & Qt.ItemFlag.ItemIsEditable
            self.edit(index if wanted else index.siblingAtColumn(Field.NAME))
        else:
            super().keyPressEvent(event)

    def _tick(self, box: QModelIndex) -> None:
        if box.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            ticked = box.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
            state = Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked
            self.mapping.setData(box, state, Qt.ItemDataRole.CheckStateRole)

    @Slot()
    def _on_look_changed(self) -> None:
        self.names.refresh()
        self.header.setMinimumSectionSize(self._theme.size(_ARROW))
        self.fit()


class _NameDelegate(CellDelegate):
    """Lets a name be typed, and tells the model while it is."""

    def __init__(self, theme: Theme, grid: MappingGrid) -> None:
        super().__init__(theme, grid)
        self._grid = grid
        self.closeEditor.connect(self._on_closed)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Make the field in which a cell is changed."""
        model = index.model()
        assert isinstance(model, GridModel)
        if index.column() != Field.NAME:
            return super().createEditor(parent, option, index)
        box = name_field(model.columns[Field.NAME].choices, parent)
        box.setAccessibleName(model.columns[Field.NAME].title)
        box.setProperty("row", index.row())
        return box

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Begin with what the cell holds; what is being typed stays."""
        if index.column() != Field.NAME or not isinstance(editor, QComboBox):
            super().setEditorData(editor, index)
            return
        if editor.property("begun"):
            return
        editor.setProperty("begun", True)
        editor.setCurrentText(str(index.data(Qt.ItemDataRole.EditRole)))
        line = editor.lineEdit()
        assert line is not None
        line.selectAll()
        editor.editTextChanged.connect(self._on_typed)
        editor.activated.connect(self._on_picked)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Hand on what was typed or chosen."""
        value: Any = editor.currentText() if isinstance(editor, QComboBox) else None
        if index.column() == Field.NAME:
            model.setData(index, value)
        else:
            super().setModelData(editor, model, index)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Take Enter for the end of a name, before the field takes it for a choice as well."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and isinstance(editor, QComboBox)
            and editor.isEditable()
        ):
            self._finish(editor)
            return True
        return super().eventFilter(editor, event)

    def _finish(self, box: QComboBox) -> None:
        """Hand on the name and close the field, once."""
        if not box.property("finished"):
            box.setProperty("finished", True)
            self.commitData.emit(box)
            self.closeEditor.emit(box, QAbstractItemDelegate.EndEditHint.NoHint)

    @Slot()
    def _on_picked(self) -> None:
        box = self.sender()
        if isinstance(box, QComboBox):
            self._finish(box)

    @Slot(str)
    def _on_typed(self, text: str) -> None:
        box = self.sender()
        if isinstance(box, QComboBox) and not box.property("finished"):
            self._grid.mapping.set_draft(int(box.property("row")), text)

    @Slot()
    def _on_closed(self) -> None:
        # However the field was left: what was handed on stands in the model by now.
        self._grid.mapping.set_draft(-1, None)

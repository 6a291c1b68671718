"""How the cells of the segments' table are changed in place."""

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from segdesk.gui.pages.labels_cells import ABOVE, Cells, labels_model
from segdesk.gui.pages.labels_fields import DesignationField, NameField, Verdict, begin_with, text_of
from segdesk.gui.pages.labels_model import Field, Index
from segdesk.gui.theme import Theme


class LabelsDelegate(QStyledItemDelegate):
    """Lets `Cells` paint, and makes the fields in which names and designations are changed.

    Attributes
    ----------
    left
        A field was left with Tab (1) or Shift+Tab (-1); its text is handed on.
    """

    left = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._place = QPersistentModelIndex()
        self._verdict: Verdict | None = None
        self.cells = Cells(theme)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        self.cells.paint(painter, option, index)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the room that a cell needs at the width that it has."""
        return QSize(option.rect.width(), self.cells.height(index, option.rect.width()))

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Make the field in which a cell is changed."""
        field: NameField | DesignationField
        if index.column() == Field.NAME:
            field = NameField(parent)
            field.setFont(self.cells.name_font)
        else:
            field = DesignationField(parent)
        self._place = QPersistentModelIndex(index)
        self._verdict = Verdict(self._theme, field, self._check)
        return field

    def _check(self, text: str) -> str:
        """Return what is wrong with a text for the cell that is being changed."""
        place = self._place
        return labels_model(place).check(place.row(), Field(place.column()), text) if place.isValid() else ""

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Begin with what the cell holds; figures that arrive later leave alone what is typed."""
        if editor.property("begun"):
            return
        editor.setProperty("begun", True)
        begin_with(editor, labels_model(index).text(index.row(), Field(index.column())))
        if self._verdict is not None:
            self._verdict.begin()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Hand on what was typed."""
        model.setData(index, text_of(editor))

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        """Lay the field over its cell; a sentence that is longer reaches below it."""
        place = option.rect.adjusted(1, 1, -1, -2)
        if isinstance(editor, NameField):
            place.setHeight(self.cells.line_height + 2 * self._theme.size(ABOVE) - 2)
        elif isinstance(editor, DesignationField):
            editor.resize(place.width(), place.height())  # the lines depend on the width
            place.setHeight(editor.wanted_height(place.height()))
        else:
            place = option.rect  # the widget that stands in a cell
        editor.setGeometry(place)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Take Enter and Tab for the end of the text if it can be used; Escape brings the old text back."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(editor, event)
        assert isinstance(editor, QWidget)
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._finish(editor)
                return True
            case Qt.Key.Key_Tab | Qt.Key.Key_Backtab:
                if self._finish(editor):
                    self.left.emit(1 if event.key() == Qt.Key.Key_Tab else -1)
                return True
            case Qt.Key.Key_Escape:
                if self._place.isValid():
                    labels_model(self._place).restore(self._place)
                self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.RevertModelCache)
                return True
        return super().eventFilter(editor, event)

    def _finish(self, editor: QWidget) -> bool:
        """Hand on what was typed and close the field, unless the text cannot be used."""
        if self._verdict is not None and self._verdict.text:
            return False
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
        return True

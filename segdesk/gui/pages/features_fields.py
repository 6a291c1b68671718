"""The fields for a recipe's parameters: each empty until the person decides, saying what holds until then."""

from datetime import date
from typing import Protocol

from PySide6.QtCore import QTimer, Signal, SignalInstance, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from segdesk.gui.theme import Theme
from segdesk.gui.views.sql_editor import SETTLED
from segdesk.gui.widgets.own_field import OwnField
from segdesk.gui.widgets.path_field import PathField, PathKind


class Editor(Protocol):
    """What a parameter is entered with."""

    picked: SignalInstance

    def show_value(self, value: object) -> None:
        """Show a value, without a signal; None for what the recipe does by itself."""
        ...

    def commit(self) -> None:
        """Take what is typed."""
        ...


class TextValue(QLineEdit):
    """A short text.

    Attributes
    ----------
    picked
        The text, or None.
    settled
        What is typed, when the person pauses.
    """

    picked = Signal(object)
    settled = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value: str | None = None
        self.setAccessibleName(name)
        self.setClearButtonEnabled(True)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SETTLED)
        self._pause.timeout.connect(self._on_paused)
        self.editingFinished.connect(self.commit)
        self.textEdited.connect(self._on_edited)
        self.textChanged.connect(self._on_text_changed)

    def show_value(self, value: object) -> None:
        """Show a value, without a signal; what is being typed stays."""
        if value != self._value:
            self._value = str(value) if value else None
            self.setText(self._value or "")
            self.setCursorPosition(0)

    @Slot()
    def commit(self) -> None:
        """Take what is typed."""
        text = self.text().strip() or None
        if text != self._value:
            self._value = text
            self.picked.emit(text)

    @Slot(str)
    def _on_edited(self, _text: str) -> None:
        self._pause.start()

    @Slot()
    def _on_paused(self) -> None:
        self.settled.emit(self.text().strip())

    @Slot(str)
    def _on_text_changed(self, text: str) -> None:
        if not text and self._value is not None:
            # The button that clears the line ends no editing.
            self.commit()


class KeyValue(QComboBox):
    """One of a few names, or another one that is typed.

    Attributes
    ----------
    picked
        The name, or None.
    """

    picked = Signal(object)

    def __init__(self, names: tuple[str, ...], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value: str | None = None
        self.line = QLineEdit()
        self.line.setAccessibleName(name)
        self.setLineEdit(self.line)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.addItems(names)
        self.setCurrentIndex(-1)
        self.setAccessibleName(name)
        self.line.editingFinished.connect(self.commit)
        self.activated.connect(self._on_activated)

    def show_value(self, value: object) -> None:
        """Show a value, without a signal; what is being typed stays."""
        if value != self._value:
            self._value = str(value) if value else None
            blocked = self.blockSignals(True)
            self.setCurrentIndex(-1)
            self.setEditText(self._value or "")
            self.blockSignals(blocked)

    @Slot()
    def commit(self) -> None:
        """Take what is typed."""
        text = self.currentText().strip() or None
        if text != self._value:
            self._value = text
            self.picked.emit(text)

    @Slot()
    def _on_activated(self) -> None:
        self.commit()


class FileValue(PathField):
    """A file.

    Attributes
    ----------
    picked
        The path, or None.
    """

    picked = Signal(object)

    def __init__(self, theme: Theme, name: str, name_filter: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, PathKind.FILE, name, name_filter, parent=parent)
        self._value: str | None = None
        self.changed.connect(self._on_path_changed)

    def show_value(self, value: object) -> None:
        """Show a value, without a signal; what is being typed stays."""
        if value != self._value:
            self._value = str(value) if value else None
            self.set_path(self._value)

    def commit(self) -> None:
        """Take what is typed."""
        text = str(self.path) if self.path else ""
        if text != (self._value or ""):
            self._on_path_changed(text)

    @Slot(str)
    def _on_path_changed(self, text: str) -> None:
        self._value = text or None
        self.picked.emit(self._value)


class ParameterField(OwnField):
    """A parameter as wide as its column, with its way back to the recipe's own value."""

    def __init__(self, theme: Theme, editor: QWidget) -> None:
        super().__init__(theme, editor)
        self.editor = editor
        row = self.layout()
        assert isinstance(row, QHBoxLayout)
        row.setStretchFactor(editor, 1)


def suggested_day(text: str) -> date | None:
    """Return the day that a default is, None where it is in words."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None

"""The line above the segments' table: what can be done with all names at once, and undo."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QUndoStack
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from segdesk.gui.theme import GAP, TIGHT, Theme

_WIDEST = 200
"""Of what Undo says, before the zoom."""


class LabelTools(QWidget):
    """Buttons for all names at once, and Undo and Redo with what they would do.

    Attributes
    ----------
    accept_all, suggest_all, take_file, writer
        The buttons; the page connects them.
    """

    def __init__(self, theme: Theme, undo: QUndoStack, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._stack = undo
        self.accept_all = self._button("check", self.tr("Accept all"))
        self.accept_all.setToolTip(self.tr("Keep every suggested name as it is"))
        self.suggest_all = self._button("refresh", self.tr("Suggest all again"))
        self.suggest_all.setToolTip(self.tr("Give up all names and designations for suggested ones"))
        self.take_file = self._button("open", self.tr("Import names…"))
        self.take_file.setToolTip(
            self.tr("Take names from a CSV file with the columns segment, name and designation")
        )
        self.writer = self._button("settings", "")
        self.writer.setToolTip(self.tr("Who names the segments that you have not named"))
        self.show_writer(by_model=False)
        self.undo = self._tool("undo", undo.undo)
        self.redo = self._tool("redo", undo.redo)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        for button in (self.accept_all, self.suggest_all, self.take_file, self.writer):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.undo)
        row.addSpacing(-TIGHT)
        row.addWidget(self.redo)
        undo.indexChanged.connect(self._on_stack_changed)
        theme.changed.connect(self._on_stack_changed)
        self._on_stack_changed()

    def show_writer(self, *, by_model: bool) -> None:
        """Say who names segments."""
        self.writer.setText(self.tr("Named by a model…") if by_model else self.tr("Named by rules…"))

    def _button(self, icon: str, text: str) -> QPushButton:
        button = QPushButton(text)
        self._theme.dress(button, icon)
        return button

    def _tool(self, icon: str, slot: Callable[[], None]) -> QPushButton:
        tool = QPushButton()
        tool.setProperty("flat", True)
        self._theme.dress(tool, icon)
        tool.clicked.connect(slot)
        return tool

    @Slot()
    def _on_stack_changed(self) -> None:
        stack = self._stack
        undo, redo = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo
        self._say(self.undo, self.tr("Undo"), stack.undoText() if stack.canUndo() else "", undo)
        self._say(self.redo, self.tr("Redo"), stack.redoText() if stack.canRedo() else "", redo)

    def _say(self, tool: QPushButton, verb: str, what: str, key: QKeySequence.StandardKey) -> None:
        """Let a button say what it would do."""
        said = f"{verb}: {what}" if what else verb
        width = self._theme.size(_WIDEST)
        tool.setText(tool.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, width))
        keys = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
        tool.setToolTip(f"{said} ({keys})" if keys else said)
        tool.setAccessibleName(said)
        tool.setEnabled(bool(what))

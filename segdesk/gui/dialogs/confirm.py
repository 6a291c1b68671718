"""A question before something cannot be taken back, with a list of what it is about."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from segdesk.gui.theme import PAD, ROOM, Theme


@dataclass(frozen=True)
class Question:
    """What a person is asked.

    Attributes
    ----------
    title, why
        The question, and what follows from a yes.
    names
        What it is about, one by one.
    verb
        What the button says that does it.
    """

    title: str
    why: str
    names: Sequence[str]
    verb: str


class ConfirmDialog(QDialog):
    """Names everything, and does nothing unless the person says so."""

    def __init__(self, theme: Theme, question: Question, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(question.title)
        head, reason = QLabel(question.title, self), QLabel(question.why, self)
        head.setProperty("role", "section")
        for label in (head, reason):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        reason.setVisible(bool(question.why))
        self.names = QListWidget(self)
        self.names.addItems(list(question.names))
        self.names.setAccessibleName(question.title)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.yes = QPushButton(question.verb, self)
        buttons.addButton(self.yes, QDialogButtonBox.ButtonRole.AcceptRole)
        # Enter must not delete anything.
        self.yes.setAutoDefault(False)
        cancel = buttons.button(QDialogButtonBox.StandardButton.Cancel)
        cancel.setDefault(True)
        cancel.setFocus()
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(ROOM, ROOM, ROOM, PAD)
        column.setSpacing(PAD)
        for part in (head, reason):
            column.addWidget(part)
        column.addWidget(self.names, 1)
        column.addWidget(buttons)
        self.resize(theme.size(560), theme.size(380))


def confirmed(parent: QWidget, theme: Theme, question: Question) -> bool:
    """Ask, and return whether the person agrees."""
    dialog = ConfirmDialog(theme, question, parent)
    agreed = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return agreed

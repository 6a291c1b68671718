"""A message in the page: what happened, why, and what to do."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from segdesk.gui.theme import GAP, TIGHT, Theme
from segdesk.gui.widgets.folded import FoldedText
from segdesk.gui.widgets.icon_label import IconLabel
from segdesk.gui.widgets.kind import Kind
from segdesk.gui.widgets.mark import mark


class Notice(QFrame):
    """A message that stays where it belongs until it is closed or replaced; hidden while empty.

    Escape closes it while the focus is inside.
    """

    action_clicked = Signal()
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = Kind.INFO
        self._details = ""
        self._icon = IconLabel(theme, Kind.INFO.icon, 20, Kind.INFO.colour)
        self._what = _line("strong")
        self._why = FoldedText()
        self._todo = _line("")
        self._action = QPushButton()
        self._action.clicked.connect(self.action_clicked)
        self._copy = QPushButton()
        self._copy.clicked.connect(self._on_copy_clicked)
        self._close = QToolButton()
        self._close.setToolTip(self.tr("Close this message"))
        self._close.setAccessibleName(self.tr("Close this message"))
        self._close.clicked.connect(self._on_close_clicked)
        self._close.setProperty("small", True)
        theme.dress(self._close, "close")
        self._lay_out()
        self.hide()

    def show_message(
        self, kind: Kind, what: str, why: str = "", todo: str = "", *, details: str = "", action: str = ""
    ) -> None:
        """Show a message.

        Parameters
        ----------
        kind
            How good or bad it is.
        what, why, todo
            Three sentences; the last two may be empty.
        details
            What "Copy details" puts on the clipboard, such as a traceback; no button without.
        action
            The words on a button that sends ``action_clicked``; no button without.
        """
        self._kind, self._details = kind, details
        self._icon.show_icon(kind.icon, kind.colour)
        for label, text in ((self._what, what), (self._why, why), (self._todo, todo)):
            label.setText(text)
            label.setVisible(bool(text))
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self._copy.setText(self.tr("Copy details"))
        self._copy.setVisible(bool(details))
        self._buttons.setVisible(bool(action or details))
        mark(self, "notice", kind.value)
        self.setAccessibleName(f"{self._kind_text()}: {what}")
        self.setAccessibleDescription(" ".join(part for part in (why, todo) if part))
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def set_closable(self, closable: bool) -> None:
        """Show or hide the button that closes the message."""
        self._close.setVisible(closable)

    def clear(self) -> None:
        """Take the message away."""
        self.hide()
        self._details = ""

    @property
    def kind(self) -> Kind:
        """How good or bad the last message was."""
        return self._kind

    @property
    def text(self) -> str:
        """The message as one line of plain text."""
        return " ".join(label.text() for label in (self._what, self._why, self._todo) if label.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape."""
        if event.key() == Qt.Key.Key_Escape and not self._close.isHidden():
            self._on_close_clicked()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        self._buttons = QWidget()
        buttons = QHBoxLayout(self._buttons)
        buttons.setContentsMargins(0, TIGHT, 0, 0)
        buttons.addWidget(self._action)
        buttons.addWidget(self._copy)
        buttons.addStretch()
        words = QVBoxLayout()
        words.setSpacing(TIGHT // 2)
        for part in (self._what, self._why, self._todo, self._buttons):
            words.addWidget(part)
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP + TIGHT, GAP + TIGHT // 2, GAP, GAP + TIGHT // 2)
        row.setSpacing(GAP + TIGHT)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)

    def _kind_text(self) -> str:
        return {
            Kind.NEUTRAL: self.tr("Note"),
            Kind.INFO: self.tr("Note"),
            Kind.GOOD: self.tr("Done"),
            Kind.WARNING: self.tr("Warning"),
            Kind.BAD: self.tr("Error"),
        }[self._kind]

    @Slot()
    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(f"{self.text}\n\n{self._details}")
        self._copy.setText(self.tr("Copied"))

    @Slot()
    def _on_close_clicked(self) -> None:
        self.clear()
        self.closed.emit()


def _line(role: str) -> QLabel:
    """Return a label of the message: plain, wrapped, to be marked with the mouse."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if role:
        label.setProperty("role", role)
    return label

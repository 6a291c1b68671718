"""What a place shows before there is anything to show."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from segdesk.gui.theme import GAP, PAD, Colour, Theme
from segdesk.gui.widgets.icon_label import IconLabel

_WIDTH = 420


class EmptyState(QWidget):
    """An icon, a title, a sentence and, where there is something to do, one button.

    Parameters
    ----------
    theme
        The window's theme.
    icon
        The name of an icon.
    title, sentence
        What is missing, and how it gets here.
    action
        The words on the button; no button without.
    """

    action_clicked = Signal()

    def __init__(
        self,
        theme: Theme,
        icon: str,
        title: str,
        sentence: str = "",
        action: str = "",
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon = IconLabel(theme, icon, 40, Colour.MUTED)
        self._title = QLabel()
        self._title.setProperty("role", "section")
        self._sentence = QLabel()
        self._sentence.setProperty("role", "muted")
        self._action = QPushButton()
        self._action.setProperty("primary", True)
        self._action.clicked.connect(self.action_clicked)
        for label in (self._title, self._sentence):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._lay_out()
        self.show_words(title, sentence, action)

    def show_words(self, title: str, sentence: str = "", action: str = "") -> None:
        """Show other words."""
        self._title.setText(title)
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)

    def _lay_out(self) -> None:
        middle = Qt.AlignmentFlag.AlignHCenter
        words = QWidget()
        words.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addStretch()
        column.addWidget(self._icon, 0, middle)
        column.addSpacing(GAP)
        column.addWidget(self._title)
        column.addWidget(self._sentence)
        column.addSpacing(GAP)
        column.addWidget(self._action, 0, middle)
        column.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(PAD, PAD, PAD, PAD)
        row.addWidget(words)

"""A large choice with a sentence: one of a few, as radio buttons are."""

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QRadioButton, QSizePolicy, QVBoxLayout, QWidget

from segdesk.gui.theme import GAP, PAD, TIGHT, Colour, Theme
from segdesk.gui.widgets.icon_label import IconLabel
from segdesk.gui.widgets.mark import mark

_INDICATOR = 28
"""From the left edge of a radio button to its text."""


class LargeChoice(QFrame):
    """A card with a radio button; a click anywhere on it chooses it.

    Attributes
    ----------
    radio
        To be put into a group with the others.
    """

    def __init__(
        self, theme: Theme, icon: str, title: str, sentence: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("pick", True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.radio = QRadioButton(title)
        self.radio.setAccessibleDescription(sentence)
        self._icon = IconLabel(theme, icon, 24, Colour.MUTED)
        self._sentence = QLabel(sentence)
        self._sentence.setProperty("role", "muted")
        self._sentence.setWordWrap(True)
        words = QVBoxLayout()
        words.setSpacing(TIGHT // 2)
        words.addWidget(self.radio)
        words.addWidget(self._sentence)
        words.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP + TIGHT, GAP, PAD, GAP + TIGHT)
        row.setSpacing(GAP)
        row.addLayout(words, 1)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self.radio.toggled.connect(self._on_toggled)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self._on_toggled(False)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose it."""
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.radio.setFocus(Qt.FocusReason.MouseFocusReason)
            self.radio.click()
        super().mouseReleaseEvent(event)

    def sizeHint(self) -> QSize:
        """Leave room for two lines."""
        return super().sizeHint().expandedTo(QSize(self._theme.size(220), self._theme.size(72)))

    @Slot(bool)
    def _on_toggled(self, chosen: bool) -> None:
        mark(self, "picked", chosen)

    @Slot()
    def _on_theme_changed(self) -> None:
        self._sentence.setContentsMargins(self._theme.size(_INDICATOR), 0, 0, 0)

"""Buttons in a row of which one is chosen."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from segdesk.gui.theme import Theme


@dataclass(frozen=True)
class Option:
    """One of the choices.

    Attributes
    ----------
    value
        What the program calls it.
    text
        What the person reads.
    icon
        The name of an icon at its left.
    tip
        A sentence for the tool tip.
    """

    value: object
    text: str
    icon: str = ""
    tip: str = ""


class ChoiceRow(QFrame):
    """A few choices side by side; the arrow keys move between them."""

    picked = Signal(object)

    def __init__(
        self, theme: Theme, options: Sequence[Option], name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("choices", True)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._theme = theme
        self._values = tuple(option.value for option in options)
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        for number, option in enumerate(options):
            row.addWidget(self._button(option, number))
        self._group.idToggled.connect(self._on_toggled)
        self._group.button(0).setChecked(True)
        self.setFocusProxy(self._group.button(0))
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    @property
    def value(self) -> object:
        """The value of the chosen one."""
        return self._values[self._group.checkedId()]

    def set_value(self, value: object) -> None:
        """Choose by value, without a signal."""
        blocked = self._group.blockSignals(True)
        button = self.button(value)
        button.setChecked(True)
        self._group.blockSignals(blocked)
        self.setFocusProxy(button)

    def set_usable(self, value: object, usable: bool, tip: str = "") -> None:
        """Let one of them be chosen or not, with the reason as its tool tip."""
        button = self.button(value)
        button.setEnabled(usable)
        button.setToolTip(tip)

    def button(self, value: object) -> QAbstractButton:
        """Return the button of one of them."""
        return self._group.button(self._values.index(value))

    def _button(self, option: Option, number: int) -> QToolButton:
        button = QToolButton()
        button.setText(option.text)
        button.setToolTip(option.tip)
        button.setCheckable(True)
        button.setAccessibleName(option.text)
        button.setAccessibleDescription(option.tip)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if option.icon:
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            self._theme.dress(button, option.icon)
        self._group.addButton(button, number)
        return button

    @Slot(int, bool)
    def _on_toggled(self, number: int, checked: bool) -> None:
        if checked:
            self.setFocusProxy(self._group.button(number))
            self.picked.emit(self._values[number])

    @Slot()
    def _on_theme_changed(self) -> None:
        size = self._theme.size(16)
        for button in self._group.buttons():
            button.setIconSize(QSize(size, size))

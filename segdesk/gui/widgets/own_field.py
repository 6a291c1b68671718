"""Fields with a way back to what the recipe would do by itself."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QAbstractSpinBox, QHBoxLayout, QSpinBox, QToolButton, QWidget

from segdesk.gui.numbers import number
from segdesk.gui.theme import TIGHT, Theme

_WIDTH = 160
"""So that boxes below one another are equally wide, whatever numbers they take."""


class OwnField(QWidget):
    """A field, and at its right a button that is there as long as the person has set a value.

    Attributes
    ----------
    reset_wanted
        The person wants the recipe's own value back.
    """

    reset_wanted = Signal()

    def __init__(self, theme: Theme, field: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._field = field
        self.reset = QToolButton()
        theme.dress(self.reset, "undo")
        self.reset.clicked.connect(self.reset_wanted)
        policy = self.reset.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.reset.setSizePolicy(policy)
        self.reset.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(TIGHT)
        row.addWidget(field)
        row.addWidget(self.reset)
        row.addStretch()
        self.setFocusProxy(field)
        if isinstance(field, QAbstractSpinBox):
            field.setKeyboardTracking(False)  # a number counts once it is typed to its end
            self._on_theme_changed()
            theme.changed.connect(self._on_theme_changed)

    def show_own(self, own: str, *, is_set: bool) -> None:
        """Say what the recipe's own value is, in words, and whether the person has set another."""
        text = self.tr("Use the recipe's own: {value}").format(value=own)
        self.reset.setToolTip(text)
        self.reset.setAccessibleName(text)
        if self.reset.hasFocus() and not is_set:
            self._field.setFocus()
        self.reset.setVisible(is_set)

    @Slot()
    def _on_theme_changed(self) -> None:
        self._field.setMinimumWidth(self._theme.size(_WIDTH))


class OwnNumber(OwnField):
    """A whole number that the recipe has one of its own for.

    Parameters
    ----------
    name
        The accessible name.
    lowest, highest
        What may be entered.
    step
        What an arrow adds.
    lowest_is
        What the lowest number means, in a word that is shown in its place.

    Attributes
    ----------
    picked
        The number, or None for the recipe's own.
    """

    picked = Signal(object)

    def __init__(
        self, theme: Theme, name: str, lowest: int, highest: int, *, step: int = 1, lowest_is: str = ""
    ) -> None:
        self.box = QSpinBox(minimum=lowest, maximum=highest, singleStep=step)
        self.box.setSpecialValueText(lowest_is)
        self.box.setGroupSeparatorShown(True)
        self.box.setAccessibleName(name)
        super().__init__(theme, self.box)
        self.box.valueChanged.connect(self._on_value_changed)
        self.reset_wanted.connect(self._on_reset_wanted)

    def show_value(self, value: int | None, own: int) -> None:
        """Show the number that is set, or the recipe's own, without a signal."""
        shown = own if value is None else value
        if shown != self.box.value():  # a number that is being typed stays as it is
            blocked = self.box.blockSignals(True)
            self.box.setValue(shown)
            self.box.blockSignals(blocked)
        is_word = own == self.box.minimum() and self.box.specialValueText()
        self.show_own(self.box.specialValueText() if is_word else number(own), is_set=value is not None)

    @Slot(int)
    def _on_value_changed(self, value: int) -> None:
        self.picked.emit(value)

    @Slot()
    def _on_reset_wanted(self) -> None:
        self.picked.emit(None)

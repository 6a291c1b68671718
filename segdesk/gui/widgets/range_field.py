"""Two numbers, from and to."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QWidget

from segdesk.gui.theme import GAP, Theme
from segdesk.gui.widgets.calm import calm


class RangeField(QWidget):
    """The ends of a range of whole numbers; the lower one never passes the upper one."""

    changed = Signal(int, int)

    def __init__(
        self, theme: Theme, lowest: int, highest: int, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._low = QSpinBox(minimum=lowest, maximum=highest, value=lowest)
        self._high = QSpinBox(minimum=lowest, maximum=highest, value=highest)
        for box in (self._low, self._high):
            # A number being typed counts once it is finished: 22 does not pass through 2.
            box.setKeyboardTracking(False)
            calm(box)
        self._low.valueChanged.connect(self._on_low_changed)
        self._high.valueChanged.connect(self._on_high_changed)
        self._low.setAccessibleName(self.tr("{name}, from").format(name=name))
        self._high.setAccessibleName(self.tr("{name}, to").format(name=name))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self._low)
        row.addWidget(QLabel(self.tr("to", "a range of numbers: 2 to 22")))
        row.addWidget(self._high)
        row.addStretch()
        self.setAccessibleName(name)
        self.setFocusProxy(self._low)

    @property
    def values(self) -> tuple[int, int]:
        """The lower and the upper end."""
        return self._low.value(), self._high.value()

    def set_values(self, low: int, high: int) -> None:
        """Show a range, without a signal."""
        for box, value in ((self._low, low), (self._high, high)):
            blocked = box.blockSignals(True)
            box.setValue(value)
            box.blockSignals(blocked)

    @Slot(int)
    def _on_low_changed(self, low: int) -> None:
        self.set_values(low, max(low, self._high.value()))
        self.changed.emit(*self.values)

    @Slot(int)
    def _on_high_changed(self, high: int) -> None:
        self.set_values(min(self._low.value(), high), high)
        self.changed.emit(*self.values)

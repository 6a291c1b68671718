"""By which score the number of segments is chosen, or which number it is."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSpinBox, QWidget

from segdesk.gui.theme import GAP
from segdesk.project.settings import MAX_K, Choose

_BY_HAND = "by hand"


class ChoiceField(QWidget):
    """A score to choose by, or a number.

    Attributes
    ----------
    picked
        A `Choose`, or the number of segments.
    """

    picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._suggested = 2
        self.by = QComboBox()
        self.by.setAccessibleName(self.tr("Choose the number by"))
        for text, value in (
            (self.tr("Combined score"), Choose.COMBINED.value),
            (self.tr("Silhouette"), Choose.SILHOUETTE.value),
            (self.tr("Davies-Bouldin"), Choose.DAVIES_BOULDIN.value),
            (self.tr("My own number"), _BY_HAND),
        ):
            self.by.addItem(text, value)
        self.by.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.by.setMinimumContentsLength(11)
        self.by.activated.connect(self._on_by_activated)
        self.number = QSpinBox(minimum=2, maximum=MAX_K)
        self.number.setKeyboardTracking(False)
        self.number.setAccessibleName(self.tr("Number of segments"))
        self.number.valueChanged.connect(self._on_number_changed)
        self.number.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self.by, 1)
        row.addWidget(self.number)
        self.setFocusProxy(self.by)

    def show_value(self, value: Choose | int, suggested: int | None) -> None:
        """Show what is set, without a signal.

        Parameters
        ----------
        suggested
            The number to begin with where the person wants one of their own.
        """
        self._suggested = suggested or self._suggested
        by_hand = isinstance(value, int)
        self.by.setCurrentIndex(self.by.findData(_BY_HAND if by_hand else str(value)))
        if isinstance(value, int) and value != self.number.value():
            blocked = self.number.blockSignals(True)
            self.number.setValue(value)
            self.number.blockSignals(blocked)
        self.number.setVisible(by_hand)

    @Slot(int)
    def _on_by_activated(self, index: int) -> None:
        chosen = self.by.itemData(index)
        if chosen != _BY_HAND:
            self.picked.emit(Choose(chosen))
        elif self.number.isHidden():
            self.picked.emit(self._suggested)

    @Slot(int)
    def _on_number_changed(self, k: int) -> None:
        self.picked.emit(k)

"""The buttons above the list of emails that say which of them it shows."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QSizePolicy, QWidget

from segdesk.gui import numbers
from segdesk.gui.pages.emails_words import Filter, belongs, filter_text, filter_tip
from segdesk.gui.theme import TIGHT
from segdesk.gui.widgets.flow import FlowLayout
from segdesk.gui.widgets.mark import mark
from segdesk.review.emails import EmailRow


class FilterChips(QWidget):
    """One button for each filter, with the number of emails that it shows; one is always chosen.

    Attributes
    ----------
    picked
        Another `Filter` was chosen.
    """

    picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self.setAccessibleName(self.tr("Which emails are shown"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        row = FlowLayout(TIGHT, self)
        for place, each in enumerate(Filter):
            chip = _Chip(self)
            chip.setToolTip(filter_tip(each))
            chip.setAccessibleDescription(filter_tip(each))
            self._group.addButton(chip, place)
            row.addWidget(chip)
        self.chip(Filter.ALL).setChecked(True)
        self.show_counts(())
        self._group.idToggled.connect(self._on_toggled)

    @property
    def value(self) -> Filter:
        """The chosen filter."""
        return list(Filter)[self._group.checkedId()]

    def chip(self, shown: Filter) -> QPushButton:
        """Return the button of a filter."""
        button = self._group.button(list(Filter).index(shown))
        assert isinstance(button, QPushButton)
        return button

    def show_counts(self, rows: Sequence[EmailRow]) -> None:
        """Show how many emails each filter lets through."""
        for each in Filter:
            count = numbers.number(sum(belongs(row, each) for row in rows))
            text = self.tr("{filter}  {count}").format(filter=filter_text(each), count=count)
            self.chip(each).setText(text)
            self.chip(each).setAccessibleName(text)

    @Slot(int, bool)
    def _on_toggled(self, place: int, checked: bool) -> None:
        if checked:
            self.picked.emit(list(Filter)[place])


class _Chip(QPushButton):
    """A button that is chosen with Enter too, and that the arrow keys leave for its neighbours."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setAutoDefault(False)
        mark(self, "chip", True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with Enter too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

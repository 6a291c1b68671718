"""Chooses what one axis of the map measures."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from segdesk.gui.plots.scatter_axes import named
from segdesk.gui.theme import TIGHT, Theme
from segdesk.gui.widgets.calm import calm
from segdesk.review.scatter import Axis, Group

_FEWEST_LETTERS = 6
_WIDEST = 300


class AxisBox(QWidget):
    """Chooses what one axis measures, and whether along a logarithm.

    Attributes
    ----------
    picked
        The person chose another axis.
    """

    picked = Signal()

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._axes: tuple[Axis, ...] = ()
        label = QLabel(name)
        label.setProperty("role", "muted")
        self.combo = QComboBox()
        self.combo.setAccessibleName(name)
        self.combo.setMaxVisibleItems(24)
        self.combo.setMinimumContentsLength(_FEWEST_LETTERS)
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(theme.size(_WIDEST))
        self.combo.view().setTextElideMode(Qt.TextElideMode.ElideNone)
        calm(self.combo)
        label.setBuddy(self.combo)
        self.log = QToolButton()
        self.log.setText(self.tr("log"))
        self.log.setCheckable(True)
        self.log.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.log.setAccessibleName(self.tr("{axis}: log scale").format(axis=name))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(TIGHT)
        row.addWidget(label)
        row.addWidget(self.combo, 1)
        row.addWidget(self.log)
        self.combo.currentIndexChanged.connect(self._on_index_changed)
        self.log.toggled.connect(self._on_log_toggled)

    def set_axes(self, axes: Sequence[Axis], default: int) -> None:
        """Offer these axes. The one that is chosen stays if it is still there."""
        chosen = self.combo.currentData()
        if tuple(axes) != self._axes:
            self._axes = tuple(axes)
            blocked = self.combo.blockSignals(True)
            self._fill()
            place = self.combo.findData(chosen) if chosen else -1
            fallback = axes[min(default, len(axes) - 1)].name if axes else ""
            self.combo.setCurrentIndex(place if place >= 0 else self.combo.findData(fallback))
            self.combo.blockSignals(blocked)
        self._allow_log()

    def choose(self, name: str) -> None:
        """Choose an axis by name, without a signal."""
        blocked = self.combo.blockSignals(True)
        self.combo.setCurrentIndex(self.combo.findData(name))
        self.combo.blockSignals(blocked)
        self._allow_log()

    @property
    def axis(self) -> Axis | None:
        """The axis that is chosen, None where there is none to choose from."""
        found = next((axis for axis in self._axes if axis.name == self.combo.currentData()), None)
        if found is None or found.group is not Group.FEATURE:
            return found
        return Axis(found.name, found.group, found.title, found.unit, log=self.log.isChecked())

    def _fill(self) -> None:
        """List the axes with a line between one group and the next."""
        self.combo.clear()
        group = None
        for axis in self._axes:
            if group is not None and axis.group is not group:
                self.combo.insertSeparator(self.combo.count())
            group = axis.group
            self.combo.addItem(named(axis).title, axis.name)
            self.combo.setItemData(self.combo.count() - 1, named(axis).text, Qt.ItemDataRole.ToolTipRole)

    def _allow_log(self) -> None:
        axis = self.axis
        usable = axis is not None and axis.group is Group.FEATURE
        self.log.setEnabled(usable)
        self.log.setToolTip(
            self.tr("Log scale: spreads out small values")
            if usable
            else self.tr("Only features can be shown on a log scale")
        )

    @Slot(int)
    def _on_index_changed(self, _index: int) -> None:
        self._allow_log()
        self.picked.emit()

    @Slot(bool)
    def _on_log_toggled(self, _on: bool) -> None:
        self.picked.emit()

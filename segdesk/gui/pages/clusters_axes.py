"""Which way the map of the customers lies: the controls above it."""

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QWidget,
)

from segdesk.gui.plots.scatter_axes import named
from segdesk.gui.theme import GAP, TIGHT, Theme
from segdesk.gui.widgets.calm import calm
from segdesk.gui.widgets.choice_row import ChoiceRow, Option
from segdesk.review.scatter import Axes, Axis, Group

_FEWEST_LETTERS = 9


class Dimensions(Enum):
    """How many dimensions the map has."""

    TWO = "2"
    THREE = "3"


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
        self.combo.setMaximumWidth(theme.size(220))
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


class AxesBar(QWidget):
    """Two or three dimensions, and which.

    Attributes
    ----------
    axes_picked
        The person chose other axes for two dimensions.
    dimensions_picked
        The person chose two or three dimensions, or other ones of the three.
    """

    axes_picked = Signal()
    dimensions_picked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.dimensions = ChoiceRow(
            theme,
            (
                Option(Dimensions.TWO, self.tr("2D"), tip=self.tr("Two dimensions")),
                Option(Dimensions.THREE, self.tr("3D"), tip=self.tr("Three dimensions")),
            ),
            self.tr("Dimensions"),
        )
        self.across = AxisBox(theme, self.tr("Across"))
        self.up = AxisBox(theme, self.tr("Up"))
        self.three = ChoiceRow(
            theme,
            (
                Option(
                    Group.PCA, self.tr("PCA"), tip=self.tr("The directions in which customers differ most")
                ),
                Option(Group.UMAP, self.tr("UMAP")),
            ),
            self.tr("Three dimensions of"),
        )
        two = QWidget()
        line = QHBoxLayout(two)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP)
        line.addWidget(self.across, 1)
        line.addWidget(self.up, 1)
        line.addStretch(0)
        three = QWidget()
        line = QHBoxLayout(three)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.three)
        line.addStretch()
        self._stack = QStackedWidget()
        self._stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._stack.addWidget(two)
        self._stack.addWidget(three)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP + TIGHT)
        row.addWidget(self.dimensions)
        row.addWidget(self._stack, 1)
        self.row = row
        self.across.picked.connect(self.axes_picked)
        self.up.picked.connect(self.axes_picked)
        self.dimensions.picked.connect(self._on_dimensions_picked)
        self.three.picked.connect(self._on_three_picked)

    @property
    def is_3d(self) -> bool:
        """Whether three dimensions are chosen."""
        return self.dimensions.value is Dimensions.THREE

    @property
    def group(self) -> Group:
        """Of what there are three dimensions."""
        return Group.UMAP if self.three.value is Group.UMAP else Group.PCA

    @property
    def axes(self) -> Axes | None:
        """What is across and up, None where there is nothing to choose from."""
        across, up = self.across.axis, self.up.axis
        return None if across is None or up is None else (across, up)

    def set_axes(self, axes: Sequence[Axis]) -> None:
        """Offer these axes."""
        self.across.set_axes(axes, 0)
        self.up.set_axes(axes, 1)
        has_umap = any(axis.group is Group.UMAP for axis in axes)
        tip = self.tr("Customers who are alike stand together") if has_umap else self.tr("Compute UMAP first")
        self.three.set_usable(Group.UMAP, has_umap, tip)
        if not has_umap:
            self.three.set_value(Group.PCA)

    def show_umap(self) -> None:
        """Choose UMAP, without a signal."""
        self.across.choose("umap1")
        self.up.choose("umap2")
        self.three.set_value(Group.UMAP)

    @Slot(object)
    def _on_dimensions_picked(self, _value: object) -> None:
        self._stack.setCurrentIndex(1 if self.is_3d else 0)
        self.dimensions_picked.emit()

    @Slot(object)
    def _on_three_picked(self, _value: object) -> None:
        self.dimensions_picked.emit()

"""Which way the map of the customers lies: the controls above it."""

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from segdesk.gui.pages.clusters_axis import AxisBox
from segdesk.gui.theme import GAP, TIGHT, Theme
from segdesk.gui.widgets.choice_row import ChoiceRow, Option
from segdesk.review.scatter import Axes, Axis, Group

_NARROWEST, _WIDE = 360, 680
"""Width of the bar: where it ends, and where it fits on one line."""


class Dimensions(Enum):
    """How many dimensions the map has."""

    TWO = "2"
    THREE = "3"


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
        line.addStretch()
        three = QWidget()
        line = QHBoxLayout(three)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.three)
        line.addStretch()
        self._stack = QStackedWidget()
        self._stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._stack.addWidget(two)
        self._stack.addWidget(three)
        self._theme = theme
        self._ends = QWidget()
        self._end = QHBoxLayout(self._ends)
        self._end.setContentsMargins(0, 0, 0, 0)
        self._line = QHBoxLayout()
        self._line.setSpacing(GAP + TIGHT)
        self._line.addWidget(self.dimensions)
        self._line.addStretch()
        self._line.addWidget(self._ends)
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(GAP)
        self._lines.addLayout(self._line)
        self._is_wide: bool | None = None
        self._arrange()
        # Less than the wide arrangement needs, so that the bar can become narrow.
        self.setMinimumWidth(theme.size(_NARROWEST))
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

    def add_trailing(self, widget: QWidget) -> None:
        """Put any widget at the end of the bar."""
        self._end.addWidget(widget)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand on one line, or on two where there is little room."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        is_wide = self.width() >= self._theme.size(_WIDE)
        if is_wide == self._is_wide:
            return
        self._is_wide = is_wide
        if is_wide:
            self._line.insertWidget(1, self._stack, 1)
        else:
            self._lines.addWidget(self._stack)

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

"""What makes each segment different: all features at a glance, and one of them in detail."""

from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from segdesk.gui.context import Context
from segdesk.gui.pages.clusters_words import Profiled, names_of, profiled
from segdesk.gui.plots.boxes import SegmentBoxes, Show
from segdesk.gui.plots.profile import Measure, ProfileMap, SegmentName
from segdesk.gui.theme import GAP
from segdesk.gui.widgets.calm import calm
from segdesk.gui.widgets.choice_row import ChoiceRow, Option
from segdesk.gui.widgets.remembered import remember
from segdesk.review.clusters import Clusters

_MAP_FRAME, _MAP_ROW = 115, 30
_BOX_FRAME, _BOX_ROW = 90, 18
"""Height of a plot without its rows, and of a row. With less it cannot be read, so a low window scrolls."""
_MAP_ROWS = 10
"""Rows of the heat map that are always in sight; it scrolls itself to the others."""


class ProfileTab(QWidget):
    """A heat map of all features, and below it the segments along the feature that was picked."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._selection = context.selection
        self._store = context.store
        self._theme = context.theme
        self._names: tuple[SegmentName, ...] = ()
        self._all: tuple[Profiled, ...] = ()
        self._shown: tuple[Profiled, ...] = ()

    def build(self) -> Iterator[None]:
        """Make the heat map, what is below it, and what chooses both."""
        scroll = QScrollArea(self)
        self.splitter = QSplitter(Qt.Orientation.Vertical, scroll.viewport())
        above, below = QWidget(self.splitter), QWidget(self.splitter)
        self.map = ProfileMap(self._theme, above)
        yield
        self.boxes = SegmentBoxes(self._theme, below)
        yield
        self._make_choices()
        yield
        self._lay_out(above, below)
        self._lay_out_scroll(scroll)
        self._wire()

    def _make_choices(self) -> None:
        theme = self._theme
        self.measure = ChoiceRow(
            theme,
            (
                Option(
                    Measure.INDEX,
                    self.tr("Index"),
                    tip=self.tr("The segment's mean in per cent of all customers' mean"),
                ),
                Option(
                    Measure.Z_SCORE,
                    self.tr("Z-score"),
                    tip=self.tr("How many standard deviations the segment's mean is away from the average"),
                ),
            ),
            self.tr("Compare by"),
        )
        self.only_used = QCheckBox(self.tr("Only features used"))
        self.only_used.setToolTip(self.tr("Leave out the features that the segments were not made from"))
        self.only_used.setChecked(True)
        self.feature = QComboBox()
        self.feature.setAccessibleName(self.tr("Feature in detail"))
        self.feature.setMaxVisibleItems(24)
        self.feature.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.feature.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.feature.setMaximumWidth(theme.size(280))
        calm(self.feature)
        self.way = ChoiceRow(
            theme,
            (
                Option(
                    Show.BOXES, self.tr("Boxes"), tip=self.tr("Where the middle half of the customers is")
                ),
                Option(Show.BARS, self.tr("Bars"), tip=self.tr("The means")),
            ),
            self.tr("Show as"),
        )

    def show_clusters(self, clusters: Clusters) -> None:
        """Show the segments that there are now."""
        self._names = names_of(clusters.segments)
        self._all = profiled(clusters)
        self._keep_room()
        used = any(not feature.clustered for feature in self._all)
        self.only_used.setVisible(used)
        self._show_map()
        self._fill_features()
        self._show_feature()
        self._on_segments_changed()

    def _keep_room(self) -> None:
        """Let the plots have the height that their rows need."""
        rows = max(4, len(self._names))
        self.map.setMinimumHeight(self._theme.size(_MAP_FRAME + _MAP_ROW * min(rows, _MAP_ROWS)))
        self.boxes.setMinimumHeight(self._theme.size(_BOX_FRAME + _BOX_ROW * rows))

    def _show_map(self) -> None:
        only_used = self.only_used.isChecked()
        self._shown = tuple(feature for feature in self._all if feature.clustered or not only_used)
        self.map.set_profile(self._names, tuple(feature.feature for feature in self._shown))

    def _fill_features(self) -> None:
        names = [feature.name for feature in self._all]
        if names != [self.feature.itemData(place) for place in range(self.feature.count())]:
            chosen = self.feature.currentData()
            blocked = self.feature.blockSignals(True)
            self.feature.clear()
            for feature in self._all:
                self.feature.addItem(feature.feature.title, feature.name)
            self.feature.setCurrentIndex(max(0, self.feature.findData(chosen)))
            self.feature.blockSignals(blocked)

    def _show_feature(self) -> None:
        place = self.feature.currentIndex()
        if 0 <= place < len(self._all):
            found = self._all[place]
            has_boxes = any(median is not None for median in found.feature.medians)
            tip = "" if has_boxes else self.tr("A share has no spread, only one value in each segment")
            self.way.set_usable(Show.BOXES, has_boxes, tip)
            self.boxes.set_feature(self._names, found.feature)

    def _lay_out(self, above: QWidget, below: QWidget) -> None:
        column = QVBoxLayout(above)
        column.setContentsMargins(0, GAP, 0, 0)
        column.setSpacing(GAP)
        bar = QHBoxLayout()
        bar.setSpacing(GAP * 2)
        bar.addWidget(self.measure)
        bar.addWidget(self.only_used)
        bar.addStretch()
        column.addLayout(bar)
        column.addWidget(self.map, 1)
        column = QVBoxLayout(below)
        column.setContentsMargins(0, GAP // 2, 0, 0)
        column.setSpacing(GAP)
        label = QLabel(self.tr("In detail"))
        label.setProperty("role", "muted")
        label.setBuddy(self.feature)
        bar = QHBoxLayout()
        bar.setSpacing(GAP)
        bar.addWidget(label)
        bar.addWidget(self.feature, 1)
        bar.addWidget(self.way)
        bar.addStretch()
        column.addLayout(bar)
        column.addWidget(self.boxes, 1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 1)
        remember(self.splitter, self._store, "layout/clusters/profile")

    def _lay_out_scroll(self, scroll: QScrollArea) -> None:
        scroll.setWidget(self.splitter)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def _wire(self) -> None:
        self.measure.picked.connect(self._on_measure_picked)
        self.only_used.toggled.connect(self._on_only_used_toggled)
        self.feature.currentIndexChanged.connect(self._on_feature_picked)
        self.way.picked.connect(self._on_way_picked)
        self.map.table.verticalHeader().sectionClicked.connect(self._on_row_picked)
        self.map.table.clicked.connect(self._on_cell_picked)
        self.map.table.activated.connect(self._on_cell_picked)
        self.boxes.segment_picked.connect(self._on_segment_picked)
        self._selection.segments_changed.connect(self._on_segments_changed)

    @Slot(object)
    def _on_measure_picked(self, measure: Measure) -> None:
        self.map.set_measure(measure)

    @Slot(bool)
    def _on_only_used_toggled(self, _on: bool) -> None:
        self._show_map()
        self._on_segments_changed()

    @Slot(int)
    def _on_feature_picked(self, _place: int) -> None:
        self._show_feature()

    @Slot(object)
    def _on_way_picked(self, way: Show) -> None:
        self.boxes.set_way(way)

    @Slot(str)
    def _on_segment_picked(self, segment: str) -> None:
        self._selection.toggle_picked(segment)

    @Slot(int)
    def _on_row_picked(self, row: int) -> None:
        self._selection.toggle_picked(self._names[row].segment)

    @Slot(QModelIndex)
    def _on_cell_picked(self, index: QModelIndex) -> None:
        """Pick the segment of that cell, and show its feature in detail."""
        self._selection.select_segments((self._names[index.row()].segment,))
        if 0 <= index.column() < len(self._shown):
            self.feature.setCurrentIndex(self.feature.findData(self._shown[index.column()].name))

    @Slot()
    def _on_segments_changed(self) -> None:
        self.map.set_selected(self._selection.segments)
        self.boxes.set_selected(self._selection.segments)

"""The map of the customers: where each stands among the others, in two or three dimensions."""

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np
from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from segdesk.gui.context import Context
from segdesk.gui.pages.clusters_axes import AxesBar
from segdesk.gui.pages.clusters_umap import UmapButtons
from segdesk.gui.pages.clusters_words import name_of
from segdesk.gui.plots.scatter import ScatterPlot
from segdesk.gui.plots.scatter3d import Scatter3D
from segdesk.gui.selection import Rows
from segdesk.gui.theme import GAP
from segdesk.gui.widgets.kind import Kind
from segdesk.gui.widgets.notice import Notice
from segdesk.review import scatter
from segdesk.review.clusters import Clusters
from segdesk.review.customer import Customer, customer
from segdesk.review.scatter import Axes, Axis, Group, Points, Points3D, View
from segdesk.tasks.messages import Failure

_RasterAsk = tuple[Axes, View, tuple[int, int], frozenset[str]]


class MapTab(QWidget):
    """Customers by segment along two or three axes, with what chooses these.

    Attributes
    ----------
    customer_found
        The person clicked on this `Customer`.
    lassoed
        The person drew around customers; they are selected now.
    """

    customer_found = Signal(object)
    lassoed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = context.bridge
        self._theme = context.theme
        self._selection = context.selection
        self._labels: dict[str, str] = {}
        self._wants_umap = False
        self._raster_asked: _RasterAsk | None = None
        self._raster_later: _RasterAsk | None = None
        self._places: tuple[Axes, Rows, Points] | None = None
        self.plot3d: Scatter3D | None = None

    def build(self) -> Iterator[None]:
        """Make what chooses the axes, and the plot."""
        self.bar = AxesBar(self._theme, self)
        self.umap = UmapButtons(self._bridge, self._theme)
        self.bar.add_trailing(self.umap)
        self.notice = Notice(self._theme, self)
        self._stack = QStackedWidget(self)
        yield
        self.plot = ScatterPlot(self._theme, self._selection, self._stack)
        yield
        self._stack.addWidget(self.plot)
        self._lay_out()
        self._wire()

    def show_clusters(self, clusters: Clusters) -> None:
        """Show where the customers stand now."""
        self._labels = {segment.segment: name_of(segment) for segment in clusters.segments}
        self.plot.set_labels(self._labels)
        if self.plot3d is not None:
            self.plot3d.set_labels(self._labels)
        self.load()

    def load(self) -> None:
        """Ask which axes there are, and then for the customers along the chosen ones."""
        self._bridge.ask(self, scatter.axes_of, then=self._on_axes)

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what was hidden or shown elsewhere meanwhile."""
        super().showEvent(event)
        self._ask_raster()

    # -- answers

    def _on_axes(self, axes: Sequence[Axis]) -> None:
        self.bar.set_axes(axes)
        has_umap = any(axis.group is Group.UMAP for axis in axes)
        if self._wants_umap and has_umap:
            self.bar.show_umap()
        self._wants_umap = False
        self.umap.show_computed(has_umap)
        self._ask_points()

    def _ask_points(self) -> None:
        if self.bar.is_3d:
            self._bridge.ask(self, scatter.points3d, self.bar.group, then=self._on_points3d)
        elif self.bar.axes is not None:
            self._bridge.ask(self, scatter.points, self.bar.axes, then=self._on_points)

    def _on_points(self, points: Points) -> None:
        if points.axes == self.bar.axes:
            self._raster_asked = None
            self._places = None
            self.plot.set_points(points)

    def _on_points3d(self, points: Points3D) -> None:
        if self.plot3d is not None:
            self.plot3d.set_points(points)

    def _ask_raster(self) -> None:
        """Ask for the part of the map that is wanted, once, and not while nobody sees it."""
        wanted = self._raster_later
        if wanted is None or not self.plot.isVisible():
            return
        self._raster_later = None
        if wanted != self._raster_asked:
            self._raster_asked = wanted
            self._bridge.ask(self, scatter.raster, *wanted, then=self.plot.take)

    def _on_places(self, axes: Axes, rows: Rows, places: Points) -> None:
        self._places = (axes, rows, places)
        self.plot.set_places(places)

    def _on_within(self, rows: Rows) -> None:
        self._selection.select_customers(rows)
        self.lassoed.emit()

    def _on_within_too(self, rows: Rows) -> None:
        self._on_within(np.concatenate((self._selection.customers, rows)))

    def _on_customer(self, found: Customer | None) -> None:
        """Show who was clicked; a click leaves the customers that were drawn around selected."""
        if found is None:
            return
        if len(self._selection.customers) <= 1:
            self._selection.select_customers([found.row])
        self.customer_found.emit(found)

    # -- what the plots ask

    @Slot(object, object, object, object)
    def _on_raster_wanted(
        self, axes: Axes, view: View, size: tuple[int, int], hidden: frozenset[str]
    ) -> None:
        self._raster_later = (axes, view, size, hidden)
        self._ask_raster()

    @Slot(object, object, object, object)
    def _on_customer_wanted(
        self, axes: Axes, at: tuple[float, float], scale: tuple[float, float], hidden: frozenset[str]
    ) -> None:
        self._bridge.ask(self, scatter.nearest, axes, at, scale, hidden, then=self._on_customer)

    @Slot(object, object, object, bool)
    def _on_lasso_drawn(self, axes: Axes, corners: np.ndarray, hidden: frozenset[str], adds: bool) -> None:
        then = self._on_within_too if adds else self._on_within
        self._bridge.ask(self, scatter.within, axes, corners, hidden, then=then)

    @Slot(object, object)
    def _on_places_wanted(self, axes: Axes, rows: Rows) -> None:
        if self._places is not None and self._places[0] == axes and self._places[1] is rows:
            self.plot.set_places(self._places[2])
            return
        then = partial(self._on_places, axes, rows)
        self._bridge.ask(self, scatter.places, axes, rows, then=then)

    @Slot(int)
    def _on_customer_picked(self, row: int) -> None:
        self._bridge.ask(self, customer, row, then=self._on_customer)

    @Slot()
    def _on_axes_picked(self) -> None:
        self._ask_points()

    @Slot()
    def _on_dimensions_picked(self) -> None:
        if self.bar.is_3d and self.plot3d is None:
            plot = Scatter3D(self._theme, self._selection, self._stack)
            plot.set_labels(self._labels)
            plot.customer_picked.connect(self._on_customer_picked)
            self._stack.addWidget(plot)
            self.plot3d = plot
        self._stack.setCurrentIndex(1 if self.bar.is_3d else 0)
        self._ask_points()
        self._ask_raster()

    @Slot()
    def _on_umap_computed(self) -> None:
        self._wants_umap = True
        self.load()

    @Slot(object)
    def _on_umap_failed(self, failure: Failure) -> None:
        details = failure.details or str(failure)
        self.notice.show_message(Kind.BAD, failure.what, failure.why, failure.todo, details=details)

    @Slot()
    def _on_umap_started(self) -> None:
        self.notice.clear()

    # -- inside

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GAP, 0, 0)
        column.setSpacing(GAP // 2)
        column.addWidget(self.bar)
        column.addWidget(self.umap.progress)
        column.addWidget(self.notice)
        column.addWidget(self._stack, 1)

    def _wire(self) -> None:
        self.bar.axes_picked.connect(self._on_axes_picked)
        self.bar.dimensions_picked.connect(self._on_dimensions_picked)
        self.plot.raster_wanted.connect(self._on_raster_wanted)
        self.plot.customer_wanted.connect(self._on_customer_wanted)
        self.plot.lasso_drawn.connect(self._on_lasso_drawn)
        self.plot.places_wanted.connect(self._on_places_wanted)
        self.umap.started.connect(self._on_umap_started)
        self.umap.computed.connect(self._on_umap_computed)
        self.umap.failed.connect(self._on_umap_failed)

"""The scores of a sweep side by side: one k is looked at in all of them."""

from collections.abc import Iterable, Iterator

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from segdesk.gui.plots.grid import CardGrid
from segdesk.gui.plots.metric import MetricPlot, Score
from segdesk.gui.plots.readout import Readout
from segdesk.gui.theme import Theme
from segdesk.project.sweep_point import SweepPoint
from segdesk.review.sweep import Weights, rescored


class MetricPlots(CardGrid):
    """Five plots of a sweep and the figures of the k that is looked at.

    Hovering a k in one plot, or walking there by the arrow keys, marks it in all; a click or Enter picks it.

    Parameters
    ----------
    height
        Of a plot at least.

    Attributes
    ----------
    k_hovered
        A k is looked at.
    k_left
        None is any more.
    k_picked
        The person picked a k.
    """

    k_hovered = Signal(int)
    k_left = Signal()
    k_picked = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, height: int = 230) -> None:
        super().__init__(theme, height=height, parent=parent)
        self._points: dict[int, SweepPoint] = {}
        self._customers = 0
        self._weights: Weights | None = None
        self._selected: int | None = None
        self._chosen: int | None = None
        self._hovered: int | None = None
        self.plots: dict[Score, MetricPlot] = {}

    def build(self) -> Iterator[None]:
        """Make the plots, one after the other, and the figures."""
        for score, title in self._titles().items():
            self.plots[score] = MetricPlot(self._theme, score, title, self)
            yield
        self.readout = Readout(self._theme, self)
        self.set_cards((*self.plots.values(), self.readout))
        for plot in self.plots.values():
            plot.k_hovered.connect(self.set_hovered)
            plot.k_hovered.connect(self.k_hovered)
            plot.unhovered.connect(self._on_left)
            plot.k_picked.connect(self.k_picked)
        self._tell()

    def set_sweep(self, points: Iterable[SweepPoint], customers: int, weights: Weights | None = None) -> None:
        """Show a sweep.

        Parameters
        ----------
        points
            Its k, in any order.
        customers
            How many take part; a silhouette of fewer is marked as sampled.
        weights
            Of the combined score; with them, a sweep that is not finished has one as far as it came.
        """
        self._customers = customers
        self._weights = weights
        self._points = {point.k: point for point in points}
        self._show(Score)

    def set_span(self, low: int, high: int) -> None:
        """Make room for the k that a running sweep will bring."""
        for plot in self.plots.values():
            plot.set_span(low, high)

    def add_point(self, point: SweepPoint) -> None:
        """Show one more k."""
        self._points[point.k] = point
        self._show(Score)

    def set_chosen(self, k: int | None) -> None:
        """Mark the k that is chosen."""
        self._chosen = k
        for plot in self.plots.values():
            plot.set_chosen(k)
            plot.tell()
        self._tell()

    def set_selected(self, k: int | None) -> None:
        """Mark the k that the person picked to look at."""
        self._selected = k
        for plot in self.plots.values():
            plot.set_selected(k)
        self._tell()

    @Slot(int)
    def set_hovered(self, k: int | None) -> None:
        """Mark the k under the mouse, here or in a table; None for none."""
        self._hovered = k
        for plot in self.plots.values():
            plot.set_hovered(k)
        self._tell()

    # -- how it works

    def _titles(self) -> dict[Score, str]:
        return {
            Score.COMBINED: self.tr("Combined score"),
            Score.SILHOUETTE: self.tr("Silhouette"),
            Score.INERTIA: self.tr("Inertia (elbow)"),
            Score.CALINSKI_HARABASZ: self.tr("Calinski-Harabasz"),
            Score.DAVIES_BOULDIN: self.tr("Davies-Bouldin"),
        }

    def _show(self, scores: Iterable[Score]) -> None:
        points = tuple(self._points.values())
        if self._weights and any(point.combined is None and not point.failed for point in points):
            points = rescored(points, self._weights)
            self._points = {point.k: point for point in points}
        for score in scores:
            self.plots[score].set_points(points, self._customers)
        self._tell()

    def _tell(self) -> None:
        """Show the figures of the k that is looked at: the hovered, the selected or the chosen one."""
        wanted = (self._hovered, self._selected, self._chosen)
        k = next((k for k in wanted if k in self._points), None)
        point = None if k is None else self._points[k]
        self.readout.show_point(point, is_chosen=k == self._chosen, customers=self._customers)

    @Slot()
    def _on_left(self) -> None:
        self.set_hovered(None)
        self.k_left.emit()

"""Customers along two axes, each in the colour and shape of its segment."""

import html
from collections.abc import Iterator, Mapping

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from segdesk.gui.numbers import number
from segdesk.gui.plots.base import Plot
from segdesk.gui.plots.lasso import Lasso
from segdesk.gui.plots.scatter_axes import ScatterTicks, decimal, named, written
from segdesk.gui.plots.scatter_layers import PointLayer, RasterLayer, RingLayer
from segdesk.gui.plots.scatter_tools import Tool, ToolButtons
from segdesk.gui.selection import Selection
from segdesk.gui.sentences import word
from segdesk.gui.theme import Colour, Theme
from segdesk.gui.views.columns import Column, Columns
from segdesk.review.scatter import RINGED, Points, Raster, View

_CELL = 2
"""Screen pixels, across and down, that share one pixel of a raster: single ones are too small to see."""
_MARGIN = 0.25
"""How much more than what is seen a raster shows on each side, so that there is something to move into."""
_QUIET = 80
"""Milliseconds without a movement before a new raster is asked for."""


class ScatterPlot(Plot):
    """Customers along two axes: one by one up to 50,000, as a raster above that.

    It asks nobody and computes nothing: whoever owns it answers its signals, whose arguments are those of
    the functions in `segdesk.review.scatter`. Which segments are hidden or highlighted and which customers
    are ringed is the selection's to say; a click or a lasso only asks.

    Attributes
    ----------
    raster_wanted
        The view has changed: axes, view, pixels across and down, hidden segments. Answer by `take`.
    customer_wanted
        The person clicked: axes, place, units per pixel, hidden segments.
    lasso_drawn
        The person drew around customers: axes, corners (m, 2), hidden segments, and whether to add them to
        those that are selected.
    places_wanted
        Customers are selected that the plot does not hold: axes and rows. Answer by `set_places`.
    """

    raster_wanted = Signal(object, object, object, object)
    customer_wanted = Signal(object, object, object, object)
    lasso_drawn = Signal(object, object, object, bool)
    places_wanted = Signal(object, object)

    def __init__(self, theme: Theme, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", bottom=ScatterTicks("bottom"), side=ScatterTicks("left"), parent=parent)
        self.selection = selection
        self._labels: Mapping[str, str] = {}
        self._whole: Points | None = None
        self._asked: View | None = None
        self._points = PointLayer(self.area, theme)
        self._raster = RasterLayer(self.area, theme)
        self._rings = RingLayer(self.area, theme)
        self._cross = pg.ScatterPlotItem(symbol="+", size=18, brush=None)
        self._cross.setZValue(2000)
        self._cross.hide()
        self.area.addItem(self._cross, ignoreBounds=True)
        self._later = QTimer(self, singleShot=True, interval=_QUIET)
        self._later.timeout.connect(self._on_quiet)
        self._lasso = Lasso(self.view, self.box, theme)
        self._tools = ToolButtons(theme)
        self._tools.picked.connect(self.set_tool)
        self.add_tool(self._tools)
        self._extend_menu()
        self.set_title(self.tr("Customers by segment"))
        self._lasso.drawn.connect(self._on_lasso_drawn)
        self._lasso.tapped.connect(self._on_place_clicked)
        self.clicked.connect(self._on_place_clicked)
        self.box.sigRangeChanged.connect(self._on_range_changed)
        self.box.sigResized.connect(self._on_range_changed)
        selection.segments_changed.connect(self._on_segments_changed)
        selection.customers_changed.connect(self._on_customers_changed)
        self.redraw()

    # -- what is shown

    def set_points(self, points: Points) -> None:
        """Show all customers along two axes; where they are too many, a raster is asked for."""
        was = self._whole.axes if self._whole else None
        self._whole = points
        self._asked = None
        self._later.stop()
        self.bottom.show_axis(points.axes[0])
        self.side.show_axis(points.axes[1])
        self._raster.show(None)
        self._points.show(points if points.complete else None)
        self._restyle()
        if was == points.axes:
            self.refit()
        else:
            self.fit()
        self._on_customers_changed()
        self._ask()

    def take(self, answer: Raster | Points) -> None:
        """Show the answer to `raster_wanted`. An answer to an older question than the last one is dropped."""
        if self._whole is None or answer.axes != self._whole.axes or answer.view != self._asked:
            return
        self._raster.show(answer if isinstance(answer, Raster) else None)
        self._points.show(answer if isinstance(answer, Points) else None)
        self._restyle()
        self._tell()

    def set_places(self, places: Points) -> None:
        """Ring these customers: the answer to `places_wanted`."""
        if self._whole is not None and places.axes == self._whole.axes:
            self._ring(places, np.isin(places.rows, self.selection.customers))

    def set_labels(self, labels: Mapping[str, str]) -> None:
        """Take the segments' names by segment."""
        self._labels = labels
        self._tell()

    @property
    def tool(self) -> Tool:
        """What the mouse does when it is dragged."""
        return Tool.LASSO if self._lasso.on else Tool.MOVE

    @Slot(object)
    def set_tool(self, tool: Tool) -> None:
        """Let the mouse move the plot, or draw around customers."""
        self._lasso.set_on(tool is Tool.LASSO)
        self._tools.show_tool(tool)

    def select_view(self) -> None:
        """Ask for all customers in view to be selected, as by a lasso around them."""
        seen = self.box.viewRect()
        corners = (seen.topLeft(), seen.topRight(), seen.bottomRight(), seen.bottomLeft())
        self._on_lasso_drawn(np.array([(corner.x(), corner.y()) for corner in corners]), False)

    # -- as a plot

    def extent(self) -> QRectF | None:
        """Return all customers with some air around them."""
        if self._whole is None:
            return None
        left, right, bottom, top = self._whole.bounds
        width, height = (right - left) or 1.0, (top - bottom) or 1.0
        return QRectF(left, bottom, width, height).adjusted(
            -0.04 * width, -0.04 * height, 0.04 * width, 0.04 * height
        )

    def redraw(self) -> None:
        """Take the theme's colours."""
        self._cross.setPen(pg.mkPen(self.theme.colour(Colour.TEXT), width=1.5))
        self._rings.restyle()
        self._restyle()

    def describe(self) -> str:
        """Return one sentence about axes, customers and segments."""
        if self._whole is None:
            return self.tr("No customers are shown yet.")
        x, y = (named(axis).text for axis in self._whole.axes)
        shown = [self._label(s) for s in self._whole.segments if s not in self.selection.hidden]
        text = self.tr("{x} across and {y} upwards, of {count} customers in these segments: {segments}.")
        return text.format(x=x, y=y, count=number(self._whole.placed), segments=", ".join(shown))

    def twin(self) -> Columns:
        """Return the customers that are drawn one by one, or how many of each segment are in view."""
        if self._points.points is not None:
            return self._twin_of_points(self._points.points)
        raster = self._raster.raster
        if raster is None:
            return Columns()
        return Columns(
            (
                Column(self.tr("Segment"), [self._label(segment) for segment in raster.segments]),
                Column(self.tr("Customers in view"), list(raster.by_segment)),
            )
        )

    def tip(self, at: QPointF) -> str:
        """Return who or how many are under the mouse."""
        self._cross.hide()
        points = self._points.points
        if points is None:
            return self._tip_of_pixel(at)
        index = self._points.nearest(at, self._scale())
        if index is None:
            return ""
        values = zip(points.axes, points.values, strict=True)
        lines = (f"{named(axis).title}: {written(axis, float(own[index]))}" for axis, own in values)
        return _rich(self._label(points.segments[points.codes[index]]), *lines)

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key stands for: besides moving, select what is in view, or who is in the middle."""
        key = event.key()
        if key == Qt.Key.Key_Escape and self._lasso.cancel():
            return True
        if key == Qt.Key.Key_Escape and len(self.selection.customers):
            self.selection.clear_customers()
        elif key == Qt.Key.Key_S and not event.modifiers():
            self.select_view()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._point_at_middle()
            self._on_place_clicked(self.box.viewRect().center())
        elif super().press(event):
            self._point_at_middle()
        else:
            return False
        return True

    # -- how it works

    def _extend_menu(self) -> None:
        first = self.menu.actions()[0]
        for text, icon, do in (
            (self.tr("Select customers in view"), "check", self.select_view),
            (self.tr("Clear selection"), "close", self.selection.clear_customers),
        ):
            action = self._entry(self.menu, icon, text, do)
            self.menu.removeAction(action)
            self.menu.insertAction(first, action)
        self.menu.insertSeparator(first)

    def _label(self, segment: str) -> str:
        return self._labels.get(segment) or segment

    def _scale(self) -> tuple[float, float]:
        """Return the units of each axis that one pixel spans."""
        x, y = self.box.viewPixelSize()
        return float(x), float(y)

    def _restyle(self) -> None:
        self._points.restyle(self.selection.hidden, self.selection.segments)
        self._raster.restyle(self.selection.segments)

    def _tell(self) -> None:
        if self._whole is not None:
            self.set_hint(", ".join(self._counts(self._whole)))
        self.tell()

    def _counts(self, whole: Points) -> Iterator[str]:
        yield self.tr("{count} customers").format(count=number(whole.placed))
        if whole.missing:
            yield self.tr("{count} more have no place on these axes").format(count=number(whole.missing))
        selected = len(self.selection.customers)
        if selected > RINGED:
            text = self.tr("{count} selected, {ringed} of them ringed")
            yield text.format(count=number(selected), ringed=number(RINGED))
        elif selected:
            yield self.tr("{count} selected").format(count=number(selected))

    def _ask(self) -> None:
        """Ask for the part of the plane that is seen, and some more around it."""
        whole, seen = self._whole, self.box.viewRect()
        width, height = round(self.box.width()), round(self.box.height())
        if whole is None or whole.complete or width < 10 or height < 10:
            return
        across, up = _MARGIN * seen.width(), _MARGIN * seen.height()
        self._asked = (seen.left() - across, seen.right() + across, seen.top() - up, seen.bottom() + up)
        pixels = (int(width * (1 + 2 * _MARGIN)) // _CELL, int(height * (1 + 2 * _MARGIN)) // _CELL)
        self.raster_wanted.emit(whole.axes, self._asked, pixels, self.selection.hidden)

    def _ring(self, points: Points, chosen: np.ndarray) -> None:
        found = np.flatnonzero(chosen & ~np.isin(points.codes, self._hidden_codes(points)))
        if len(found) > RINGED:
            found = found[np.linspace(0, len(found) - 1, RINGED).astype(np.intp)]
        self._rings.show(points.x[found], points.y[found])

    def _hidden_codes(self, points: Points) -> list[int]:
        return [code for code, s in enumerate(points.segments) if s in self.selection.hidden]

    def _point_at_middle(self) -> None:
        """Show which place Enter stands for."""
        middle = self.box.viewRect().center()
        self._cross.setData([middle.x()], [middle.y()])
        self._cross.show()

    def _tip_of_pixel(self, at: QPointF) -> str:
        found = self._raster.at(at)
        if found is None or self._raster.raster is None:
            return ""
        code, count = found
        label = self._label(self._raster.raster.segments[code])
        if count == 1:
            return _rich(label, self.tr("1 customer here"))
        text = self.tr("{count} customers here, most of them in this segment")
        return _rich(label, text.format(count=number(count)))

    def _twin_of_points(self, points: Points) -> Columns:
        names = np.array([self._label(segment) for segment in points.segments], object)
        shown = ~np.isin(points.codes, self._hidden_codes(points))
        columns = [Column(self.tr("Segment"), names[points.codes[shown]])]
        for axis, values in zip(points.axes, points.values, strict=True):
            columns.append(Column(named(axis).title, decimal(values[shown]), word("unit", axis.unit)))
        return Columns(tuple(columns))

    @Slot()
    def _on_quiet(self) -> None:
        self._ask()

    @Slot()
    def _on_range_changed(self) -> None:
        if self._whole is not None and not self._whole.complete:
            self._later.start()

    @Slot()
    def _on_segments_changed(self) -> None:
        self._restyle()
        self._on_customers_changed()
        self._ask()

    @Slot()
    def _on_customers_changed(self) -> None:
        whole, customers = self._whole, self.selection.customers
        if whole is None or not len(customers):
            self._rings.show((), ())
        elif whole.complete:
            self._ring(whole, np.isin(whole.rows, customers))
        else:
            self.places_wanted.emit(whole.axes, customers)
        self._tell()

    @Slot(QPointF)
    def _on_place_clicked(self, at: QPointF) -> None:
        if self._whole is not None:
            self.customer_wanted.emit(
                self._whole.axes, (at.x(), at.y()), self._scale(), self.selection.hidden
            )

    @Slot(object, bool)
    def _on_lasso_drawn(self, corners: np.ndarray, adds: bool) -> None:
        if self._whole is not None:
            self.lasso_drawn.emit(self._whole.axes, corners, self.selection.hidden, adds)


def _rich(first: str, *others: str) -> str:
    """Return lines for a tool tip, the first one bold. Names are a person's and may look like mark-up."""
    lines = "<br>".join(html.escape(line) for line in others)
    return f"<b>{html.escape(first)}</b><br>{lines}"

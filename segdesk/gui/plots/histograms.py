"""How customers spread over the values of a feature: one plot each, or a page of small ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtWidgets import QWidget

from segdesk.gui.numbers import number, percent
from segdesk.gui.plots.axes import Axis, CountAxis, NameAxis
from segdesk.gui.plots.base import Plot, Wheel
from segdesk.gui.plots.grid import LazyGrid
from segdesk.gui.theme import Colour, Theme
from segdesk.gui.views.columns import Column, Columns

_FLOOR = -0.3
"""Where bars begin on a logarithmic axis, so that a single customer can be seen."""
_LONGEST_NAME = 24


@dataclass(frozen=True)
class Spread:
    """How customers spread over the values of a number, before it is prepared.

    Attributes
    ----------
    title, unit
        Of the feature.
    edges
        (bins + 1,) bounds of the bins, rising.
    counts
        (bins,) customers.
    mean, median
        Marked by lines, None where there is none.
    missing
        Customers without a value.
    """

    title: str
    unit: str
    edges: tuple[float, ...]
    counts: tuple[int, ...]
    mean: float | None = None
    median: float | None = None
    missing: int = 0


@dataclass(frozen=True)
class Categories:
    """How customers spread over categories.

    Attributes
    ----------
    title
        Of the feature.
    counts
        Customers by category, the most frequent first.
    others
        Customers of all further categories.
    missing
        Customers without a value.
    """

    title: str
    counts: tuple[tuple[str, int], ...]
    others: int = 0
    missing: int = 0


def distribution(theme: Theme, feature: Spread | Categories, parent: QWidget | None = None) -> Plot:
    """Return the plot for a feature."""
    if isinstance(feature, Spread):
        return Histogram(theme, feature, parent)
    return CategoryBars(theme, feature, parent)


class Histogram(Plot):
    """A histogram of one number, with its mean and median."""

    def __init__(self, theme: Theme, spread: Spread, parent: QWidget | None = None) -> None:
        self.spread = spread
        self._counts = CountAxis("left")
        super().__init__(theme, spread.title, wheel=Wheel.SCROLLS, side=self._counts, parent=parent)
        self._bars = pg.BarGraphItem(x0=[0.0], x1=[1.0], height=[0.0])
        self._mean = pg.InfiniteLine(angle=90)
        self._median = pg.InfiniteLine(angle=90)
        for item in (self._bars, self._mean, self._median):
            self.area.addItem(item, ignoreBounds=True)
        self.set_spread(spread)

    def set_spread(self, spread: Spread) -> None:
        """Show another feature, or the same one again."""
        self.spread = spread
        self.set_title(spread.title)
        self.set_axes(Axis(spread.title, spread.unit), Axis(self.tr("Customers")))
        self.set_hint(self._figures("— ", "┄ "))
        self._show()

    @property
    def log(self) -> bool:
        """Whether the counts stand on a logarithmic axis."""
        return self._counts.log

    def set_log(self, log: bool) -> None:
        """Put the counts on a logarithmic axis, which shows the few beside the many."""
        if log != self.log:
            self._counts.log = log
            self._show()

    def extent(self) -> QRectF | None:
        """Return the range of the values, from no customer to the fullest bin."""
        edges, top = self.spread.edges, float(self._heights().max(initial=0.0))
        if not edges:
            return None
        width = (edges[-1] - edges[0]) or 1.0
        bottom = _FLOOR if self.log else 0.0
        return QRectF(
            edges[0] - 0.02 * width, bottom, 1.04 * width, max(1.08 * (top - bottom), 0.1 if self.log else 1)
        )

    def tip(self, at: QPointF) -> str:
        """Return the bin under the mouse and its customers."""
        place = int(np.searchsorted(self.spread.edges, at.x(), side="right")) - 1
        if not 0 <= place < len(self.spread.counts):
            return ""
        low, high = self.spread.edges[place], self.spread.edges[place + 1]
        count = self.spread.counts[place]
        share = percent(count / max(1, sum(self.spread.counts)))
        customers = self.tr("{count} customers ({share})").format(count=number(count), share=share)
        return f"{self._bin(low, high)}\n{customers}"

    def describe(self) -> str:
        """Return how many customers there are and where their middle lies."""
        text = self.tr("{title} of {count} customers: {figures}.")
        return text.format(
            title=Axis(self.spread.title, self.spread.unit).text,
            count=number(sum(self.spread.counts)),
            figures=self._figures() or self.tr("no values"),
        )

    def twin(self) -> Columns:
        """Return the bins."""
        edges = self.spread.edges
        unit = self.spread.unit
        return Columns(
            (
                Column(self.tr("From"), list(edges[:-1]), unit, format=number),
                Column(self.tr("To"), list(edges[1:]), unit, format=number),
                Column(self.tr("Customers"), list(self.spread.counts), format=number),
            )
        )

    def redraw(self) -> None:
        """Take the theme's colours again."""
        accent, surface = self.theme.colour(Colour.ACCENT), self.theme.colour(Colour.SURFACE)
        self._bars.setOpts(brush=accent, pen=pg.mkPen(surface, width=1))
        text = self.theme.colour(Colour.TEXT)
        self._mean.setPen(text, width=1.5)
        self._median.setPen(text, width=1.5, style=Qt.PenStyle.DashLine)

    def _show(self) -> None:
        edges = np.array(self.spread.edges or (0.0, 1.0))
        heights = self._heights() if self.spread.counts else np.zeros(1)
        bottom = _FLOOR if self.log else 0.0
        self._bars.setOpts(
            x0=edges[:-1], x1=edges[1:], y0=np.full(len(heights), bottom), height=heights - bottom
        )
        for line, value in ((self._mean, self.spread.mean), (self._median, self.spread.median)):
            line.setVisible(value is not None)
            line.setValue(value or 0.0)
        self.redraw()
        self.refit()
        self.tell()

    def _heights(self) -> NDArray[np.float64]:
        counts = np.array(self.spread.counts, np.float64)
        if not self.log:
            return counts
        return np.where(counts > 0, np.log10(np.maximum(counts, 1)), _FLOOR)

    def _figures(self, line: str = "", dashes: str = "") -> str:
        """Return mean, median and missing values in a few words, after the lines that mark them."""
        parts = []
        if self.spread.mean is not None:
            parts.append(line + self.tr("mean {value}").format(value=number(self.spread.mean)))
        if self.spread.median is not None:
            parts.append(dashes + self.tr("median {value}").format(value=number(self.spread.median)))
        if self.spread.missing:
            parts.append(self.tr("{count} missing").format(count=number(self.spread.missing)))
        return " · ".join(parts)

    def _bin(self, low: float, high: float) -> str:
        """Return a bin in words: one value where it holds a whole number only."""
        middle = (low + high) / 2
        if high - low == 1 and middle == int(middle):
            text = number(middle)
        else:
            text = self.tr("{low} to {high}").format(low=number(low), high=number(high))
        return f"{text} {self.spread.unit}".rstrip()


class CategoryBars(Plot):
    """Customers by category, as bars that lie on their side so that names can be read."""

    def __init__(self, theme: Theme, categories: Categories, parent: QWidget | None = None) -> None:
        self.categories = categories
        self._names = NameAxis("left")
        super().__init__(theme, categories.title, wheel=Wheel.SCROLLS, side=self._names, parent=parent)
        self.box.invertY(True)
        self._bars = pg.BarGraphItem(x0=[0.0], y=[0.0], width=[0.0], height=0.7)
        self.area.addItem(self._bars, ignoreBounds=True)
        self.set_categories(categories)

    def set_categories(self, categories: Categories) -> None:
        """Show another feature, or the same one again."""
        self.categories = categories
        self.set_title(categories.title)
        self.set_axes(Axis(self.tr("Customers")), Axis(""))
        missing = self.tr("{count} missing").format(count=number(categories.missing))
        self.set_hint(missing if categories.missing else "")
        names, counts = self._bars_shown()
        self._names.set_names(tuple(_shortened(name) for name in names))
        places = np.arange(len(counts), dtype=float)
        self._bars.setOpts(x0=np.zeros(len(counts)), y=places, width=np.array(counts, float), height=0.7)
        self.redraw()
        self.refit()
        self.tell()

    def extent(self) -> QRectF | None:
        """Return room for every bar."""
        _, counts = self._bars_shown()
        return QRectF(0, -0.7, 1.05 * max(counts, default=1), len(counts) + 0.4)

    def tip(self, at: QPointF) -> str:
        """Return the category under the mouse and its customers."""
        names, counts = self._bars_shown()
        place = round(at.y())
        if not 0 <= place < len(names):
            return ""
        share = percent(counts[place] / max(1, sum(counts)))
        customers = self.tr("{count} customers ({share})").format(count=number(counts[place]), share=share)
        return f"{names[place]}\n{customers}"

    def describe(self) -> str:
        """Return the most frequent category."""
        names, counts = self._bars_shown()
        if not names:
            return self.tr("{title}: no values.").format(title=self.title)
        text = self.tr("{title} of {count} customers; most frequent: {name}, {share}.")
        share = percent(counts[0] / max(1, sum(counts)))
        return text.format(title=self.title, count=number(sum(counts)), name=names[0], share=share)

    def twin(self) -> Columns:
        """Return the customers by category."""
        names, counts = self._bars_shown()
        return Columns(
            (Column(self.title, list(names)), Column(self.tr("Customers"), list(counts), format=number))
        )

    def redraw(self) -> None:
        """Take the theme's colours again."""
        self._bars.setOpts(brush=self.theme.colour(Colour.ACCENT), pen=pg.mkPen(None))

    def _bars_shown(self) -> tuple[Sequence[str], Sequence[int]]:
        names = [name for name, _ in self.categories.counts]
        counts = [count for _, count in self.categories.counts]
        if self.categories.others:
            names.append(self.tr("All others"))
            counts.append(self.categories.others)
        return names, counts


class HistogramGrid(LazyGrid[Plot]):
    """Small plots of many features, each drawn when it is first seen."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, width=260, height=220, most=4, parent=parent)
        self._features: tuple[Spread | Categories, ...] = ()
        self._log = False

    def set_features(self, features: Sequence[Spread | Categories]) -> None:
        """Show these features, in this order."""
        if tuple(features) != self._features:
            self._features = tuple(features)
            self.set_makers([partial(self._plot, feature) for feature in features])

    @property
    def log(self) -> bool:
        """Whether the counts stand on logarithmic axes."""
        return self._log

    def set_log(self, log: bool) -> None:
        """Put the counts of all histograms on logarithmic axes."""
        self._log = log
        for plot in self.made:
            if isinstance(plot, Histogram):
                plot.set_log(log)

    def _plot(self, feature: Spread | Categories) -> Plot:
        plot = distribution(self._theme, feature)
        if isinstance(plot, Histogram):
            plot.set_log(self._log)
        return plot


def _shortened(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"

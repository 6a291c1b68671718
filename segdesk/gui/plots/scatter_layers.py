"""What a scatter plot is painted with: an item per segment, a picture of pixels, and rings."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor

from segdesk.gui.theme import Colour, Theme
from segdesk.palette import shape_of
from segdesk.review.scatter import Points, Raster

NOBODY = 255
_FAINT = 0.12
"""Opacity, as a share of the usual one, of segments that are not highlighted while others are."""
_WEAKEST = 0.4
"""Opacity of a pixel with one customer; the fullest one is opaque."""
_SIZES = ((400, 10.0, 0.95), (3_000, 8.0, 0.85), (12_000, 6.5, 0.75))
"""Up to how many points, their size in pixels and their opacity, so that they do not hide one another."""
_SMALLEST = (5.0, 0.6)
_GRABBED = 10.0
"""Pixels from the mouse within which a point is meant."""


class PointLayer:
    """Customers one by one: an item per segment, each with its colour and shape."""

    def __init__(self, area: pg.PlotItem, theme: Theme) -> None:
        self._area = area
        self._theme = theme
        self._items: dict[str, pg.ScatterPlotItem] = {}
        self._looks: dict[str, _Looks] = {}
        self._visible: NDArray[np.bool_] = np.zeros(0, np.bool_)
        self.points: Points | None = None

    def show(self, points: Points | None) -> None:
        """Draw these customers and no others."""
        for item in self._items.values():
            self._area.removeItem(item)
        self._items = {}
        self._looks = {}
        self.points = points
        if points is None:
            return
        sizes = np.bincount(points.codes, minlength=len(points.segments))
        for depth, code in enumerate(np.argsort(-sizes, kind="stable")):  # the small ones are not buried
            item = _Alike(useCache=True)
            item.setZValue(10 + depth)
            self._items[points.segments[code]] = item
            self._area.addItem(item)

    def restyle(self, hidden: frozenset[str], highlighted: frozenset[str]) -> None:
        """Hide some segments, and let only the highlighted ones stand out."""
        points = self.points
        if points is None:
            return
        self._visible = np.array([s not in hidden for s in points.segments] or [False])
        for code, segment in enumerate(points.segments):
            item = self._items[segment]
            item.setVisible(segment not in hidden)
            looks = _Looks.of(segment, len(points.x), self._theme, highlighted)
            if self._looks.get(segment) != looks:
                self._looks[segment] = looks
                own = points.codes == code
                # All at once: each separate change would go through all points again.
                item.setData(points.x[own], points.y[own], **looks.options())

    def nearest(self, at: QPointF, scale: tuple[float, float]) -> int | None:
        """Return the index of the visible point within a few pixels, None where there is none."""
        points = self.points
        if points is None or not len(points.x):
            return None
        apart = ((points.x - at.x()) / scale[0]) ** 2 + ((points.y - at.y()) / scale[1]) ** 2
        apart[~self._visible[points.codes]] = np.inf
        closest = int(np.argmin(apart))
        return closest if apart[closest] <= _GRABBED**2 else None


class RasterLayer:
    """Customers by pixel: the colour is the most frequent segment, its strength how many there are."""

    def __init__(self, area: pg.PlotItem, theme: Theme) -> None:
        self._theme = theme
        self._item = pg.ImageItem(axisOrder="row-major")
        self._item.setZValue(5)
        area.addItem(self._item)
        self.raster: Raster | None = None

    def show(self, raster: Raster | None) -> None:
        """Draw this picture and no other."""
        self.raster = raster
        self._item.setVisible(raster is not None)

    def restyle(self, highlighted: frozenset[str]) -> None:
        """Let only the highlighted segments stand out."""
        raster = self.raster
        if raster is None:
            return
        self._item.setImage(self._colours(raster, highlighted), autoLevels=False, levels=None)
        left, right, bottom, top = raster.view
        self._item.setRect(QRectF(left, bottom, right - left, top - bottom))

    def at(self, point: QPointF) -> tuple[int, int] | None:
        """Return the code and the number of customers at a place, None where nobody is."""
        raster = self.raster
        if raster is None:
            return None
        left, right, bottom, top = raster.view
        height, width = raster.codes.shape
        column = int((point.x() - left) / (right - left) * width)
        row = int((point.y() - bottom) / (top - bottom) * height)
        if not (0 <= row < height and 0 <= column < width) or raster.codes[row, column] == NOBODY:
            return None
        return int(raster.codes[row, column]), int(raster.counts[row, column])

    def _colours(self, raster: Raster, highlighted: frozenset[str]) -> NDArray[np.uint8]:
        """Return the picture (height, width, 4) in red, green, blue and opacity."""
        table = np.zeros((256, 4), np.float32)
        for code, segment in enumerate(raster.segments):
            faint = highlighted and segment not in highlighted
            colour = self._theme.segment(segment)
            opacity = 255 * (_FAINT if faint else 1.0)
            table[code] = (colour.red(), colour.green(), colour.blue(), opacity)
        picture = np.zeros((*raster.codes.shape, 4), np.uint8)
        taken = raster.codes != NOBODY
        strength = np.log1p(raster.counts[taken], dtype=np.float32)
        fullest = max(float(np.quantile(strength, 0.995)), np.log(3.0)) if strength.size else 1.0
        colours = table[raster.codes[taken]]
        colours[:, 3] *= _WEAKEST + (1 - _WEAKEST) * np.minimum(strength / fullest, 1.0)
        picture[taken] = colours.astype(np.uint8)
        return picture


class RingLayer:
    """Rings around the selected customers."""

    def __init__(self, area: pg.PlotItem, theme: Theme) -> None:
        self._theme = theme
        self._item = pg.ScatterPlotItem(symbol="o", brush=None, useCache=True)
        self._item.setZValue(1000)
        area.addItem(self._item)
        self._many = False

    def show(self, x: Iterable[float], y: Iterable[float]) -> None:
        """Ring these places and no others."""
        xs = np.asarray(x, np.float64)
        self._many = len(xs) > 200
        self._item.setData(xs, np.asarray(y, np.float64))
        self.restyle()

    def restyle(self) -> None:
        """Take the theme's colours."""
        colour = self._theme.colour(Colour.TEXT)
        colour.setAlphaF(0.7 if self._many else 1.0)
        self._item.setSize(7 if self._many else 14)
        self._item.setPen(pg.mkPen(colour, width=1.0 if self._many else 2.0))


class _Alike(pg.ScatterPlotItem):
    """Points that all look alike. PyQtGraph would ask each for its looks: 300 ms for 50,000, here 30."""

    def updateSpots(self, dataSet: NDArray[Any] | None = None) -> None:
        """Find the symbol that the points without one are drawn with."""
        data = self.data if dataSet is None else dataSet
        bare = data["sourceRect"]["w"] == 0
        if bare.any():
            looks = tuple(self.opts[name] for name in ("symbol", "size", "pen", "brush"))
            data["sourceRect"][bare] = self.fragmentAtlas[[looks]][0]
        self._updateMaxSpotSizes(data=data)
        self.invalidate()


@dataclass(frozen=True)
class _Looks:
    """How the points of a segment look."""

    shape: str
    size: float
    fill: int
    edge: int

    @classmethod
    def of(cls, segment: str, count: int, theme: Theme, highlighted: frozenset[str]) -> Self:
        """Return the looks of a segment among so many points; the more there are, the lighter."""
        size, opacity = next(((size, own) for most, size, own in _SIZES if count <= most), _SMALLEST)
        if theme.dark:  # what shines through darkens it
            opacity = (1.0 + opacity) / 2
        if highlighted and segment not in highlighted:
            opacity *= _FAINT
        fill, edge = theme.segment(segment), theme.colour(Colour.SURFACE)
        fill.setAlphaF(opacity)
        edge.setAlphaF(0.7 * opacity)
        return cls(shape_of(segment), size, fill.rgba(), edge.rgba())

    def options(self) -> dict[str, object]:
        """Return them as pyqtgraph's."""
        return {
            "symbol": self.shape,
            "size": self.size,
            "brush": QColor.fromRgba(self.fill),
            "pen": pg.mkPen(QColor.fromRgba(self.edge), width=0.7),
        }

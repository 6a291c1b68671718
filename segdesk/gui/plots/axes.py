"""Axes that a person can read: thousands separators, units, whole numbers where only those exist."""

import math
from dataclasses import dataclass

import pyqtgraph as pg

from segdesk.gui.numbers import number
from segdesk.gui.theme import Colour, Theme


@dataclass(frozen=True)
class Axis:
    """What an axis shows, and in which unit."""

    title: str
    unit: str = ""

    @property
    def text(self) -> str:
        """Title and unit on one line; "Orders a month" needs no "(orders a month)"."""
        is_said = self.unit.casefold() in self.title.casefold()
        return self.title if is_said else f"{self.title} ({self.unit})"


class NumberAxis(pg.AxisItem):
    """An axis of numbers, written out in full."""

    def __init__(self, side: str) -> None:
        super().__init__(side)
        self.enableAutoSIPrefix(False)
        self.setStyle(tickLength=0, autoExpandTextSpace=True, hideOverlappingLabels=True, maxTickLevel=1)
        # PyQtGraph's grid lies on top of its lines by fading them; ours has a colour of its own.
        self.setGrid(255)
        self.setStyle(tickAlpha=255)

    def dress(self, theme: Theme) -> None:
        """Take the theme's colours and font."""
        self.setPen(theme.colour(Colour.BORDER))
        self.setTickPen(theme.colour(Colour.GRID))
        self.setTextPen(theme.colour(Colour.MUTED))
        self.setZValue(-1)  # the grid belongs behind the data
        self.setTickFont(theme.font(0.85))
        self.label.setFont(theme.font(0.9))
        self.label.setDefaultTextColor(theme.colour(Colour.MUTED))
        self.picture = None
        self.update()

    def name(self, axis: Axis) -> None:
        """Write what the axis shows."""
        self.setLabel(axis.text)

    def tickSpacing(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, float]]:
        """Return one distance between ticks, so that all labels have the same number of decimals."""
        return [(_nice((maxVal - minVal) * self._apart(minVal, maxVal, size) / max(size, 1.0)), 0.0)]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Write the ticks with as many decimals as tell them apart."""
        decimals = max(0, -math.floor(math.log10(spacing * scale) + 1e-9)) if spacing else 0
        return [number(value * scale, decimals) for value in values]

    def _apart(self, low: float, high: float, size: float) -> float:
        """Return how many pixels a tick wants for itself: as its label is wide, or a few lines."""
        if self.orientation in ("left", "right"):
            return min(34.0, max(20.0, size / 5))
        longest = max(len(number(round(low), 0)), len(number(round(high), 0)))
        return max(48.0, 7.0 * longest + 24.0)


class WholeAxis(NumberAxis):
    """An axis of whole numbers, such as k: no tick lies between two of them."""

    def tickSpacing(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, float]]:
        """Return the distance between ticks, at least 1."""
        return [(max(1.0, _nice((maxVal - minVal) * 28 / max(size, 1.0))), 0.0)]


class CountAxis(NumberAxis):
    """An axis of counts; logarithmic, it stands at the base-10 logarithm of what it says."""

    def __init__(self, side: str) -> None:
        super().__init__(side)
        self.log = False

    def tickSpacing(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, float]]:
        """Return the distance between ticks; no tick lies between two customers, or two powers of ten."""
        return [
            (max(1.0, _nice((maxVal - minVal) * self._apart(minVal, maxVal, size) / max(size, 1.0))), 0.0)
        ]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Write counts, not their logarithms."""
        if self.log:
            return [number(10.0**value, 0) if value >= 0 else "" for value in values]
        return super().tickStrings(values, scale, spacing)


class NameAxis(NumberAxis):
    """An axis with a name at 0, 1, 2 and so on, such as segments."""

    def __init__(self, side: str) -> None:
        super().__init__(side)
        self.setGrid(False)
        self.names: tuple[str, ...] = ()

    def set_names(self, names: tuple[str, ...]) -> None:
        """Take the names, the first one at 0."""
        self.names = names
        self.setTicks([list(enumerate(names))])


def _nice(least: float) -> float:
    """Return the smallest of 1, 2, 5, 10 and so on, times any power of ten, that is large enough."""
    if not least > 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(least))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= least * (1 - 1e-9))

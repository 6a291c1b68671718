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
        """Title and unit on one line."""
        return f"{self.title} ({self.unit})" if self.unit else self.title


class NumberAxis(pg.AxisItem):
    """An axis of numbers, written out in full."""

    def __init__(self, side: str) -> None:
        super().__init__(side)
        self.enableAutoSIPrefix(False)
        self.setStyle(tickLength=0, autoExpandTextSpace=True, hideOverlappingLabels=True, maxTickLevel=1)
        # PyQtGraph's grid lies on top of its lines by fading them; ours has a colour of its own.
        self.setGrid(255)

    def dress(self, theme: Theme) -> None:
        """Take the theme's colours and font."""
        self.setPen(theme.colour(Colour.BORDER))
        self.setTickPen(theme.colour(Colour.GRID))
        self.setTextPen(theme.colour(Colour.MUTED))
        self.setTickFont(theme.font(0.85))
        self.label.setFont(theme.font(0.9))
        self.label.setDefaultTextColor(theme.colour(Colour.MUTED))
        self.picture = None
        self.update()

    def name(self, axis: Axis) -> None:
        """Write what the axis shows."""
        self.setLabel(axis.text)

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:  # noqa: N802
        """Write the ticks with as many decimals as tell them apart."""
        decimals = max(0, -math.floor(math.log10(spacing * scale) + 1e-9)) if spacing else 0
        if decimals and abs(spacing * scale * 10**decimals - round(spacing * scale * 10**decimals)) > 1e-6:
            decimals += 1
        return [number(value * scale, decimals) for value in values]


class WholeAxis(NumberAxis):
    """An axis of whole numbers, such as k: no tick lies between two of them."""

    def tickSpacing(  # noqa: N802
        self, minVal: float, maxVal: float, size: float
    ) -> list[tuple[float, float]]:
        """Return the distance between ticks, at least 1."""
        room = max(2.0, size / 34)
        span = maxVal - minVal
        step = next((s for s in (1, 2, 5, 10, 20, 50) if span / s <= room), 100)
        return [(step, 0)]


class LogAxis(NumberAxis):
    """An axis whose positions are the base-10 logarithms of what it says."""

    def tickValues(  # noqa: N802
        self, minVal: float, maxVal: float, size: float
    ) -> list[tuple[float, list[float]]]:
        """Return ticks at 1, 10, 100 and so on, every so many where there is no room for all."""
        low, high = max(0, math.ceil(minVal)), math.floor(maxVal)
        step = max(1, math.ceil((high - low + 1) / max(2.0, size / 28)))
        return [(float(step), [float(power) for power in range(low, high + 1, step)])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:  # noqa: N802
        """Write what stands at the ticks, not its logarithm."""
        return [number(10.0**value, 0) for value in values]


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

"""The axes of a scatter plot: their names, and ticks that follow a logarithm which keeps 0."""

import math
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from segdesk.gui.numbers import number, percent
from segdesk.gui.plots.axes import Axis as Named
from segdesk.gui.plots.axes import NumberAxis
from segdesk.gui.sentences import word
from segdesk.review.scatter import Axis, Group


def named(axis: Axis) -> Named:
    """Return what an axis shows, in words and with its unit."""
    if axis.group is Group.PCA:
        share = percent(axis.share, 0)
        unit = QCoreApplication.translate("ScatterAxes", "{share} of the variation").format(share=share)
        return Named(QCoreApplication.translate("ScatterAxes", "PCA {n}").format(n=axis.number), unit)
    if axis.group is Group.UMAP:
        return Named(QCoreApplication.translate("ScatterAxes", "UMAP {n}").format(n=axis.number))
    title, unit = word("feature", axis.title), word("unit", axis.unit)
    unit = "" if unit.casefold() == title.casefold() else unit
    if axis.log:
        log = QCoreApplication.translate("ScatterAxes", "log scale")
        unit = f"{unit}, {log}" if unit else log
    return Named(title, unit)


def value_of(axis: Axis, position: float) -> float:
    """Return the value that stands at a position of an axis."""
    return math.copysign(math.expm1(abs(position)), position) if axis.log else position


def position_of(axis: Axis, value: float) -> float:
    """Return where a value stands on an axis."""
    return math.copysign(math.log1p(abs(value)), value) if axis.log else value


def written(axis: Axis, value: float) -> str:
    """Return a value with its unit, for a person."""
    text = number(float(str(np.float32(value))))
    unit = word("unit", axis.unit) if axis.group is Group.FEATURE else ""
    return f"{text} {unit}" if unit else text


def decimal(values: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return single-precision values as the decimal numbers that they stand for: 27.3, not 27.299999237."""
    return values.astype(str).astype(np.float64)


class ScatterTicks(NumberAxis):
    """An axis of numbers, or of logarithms log(1 + value): those have ticks at 0, 1, 2, 5, 10 and so on."""

    def __init__(self, side: str) -> None:
        super().__init__(side)
        self._shown: Axis | None = None

    def show_axis(self, axis: Axis) -> None:
        """Write what the axis shows."""
        self._shown = axis
        self.name(named(axis))
        self.picture = None
        self.update()

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:
        """Return where ticks stand."""
        axis = self._shown
        if axis is None or not axis.log:
            ticks: list[tuple[float, list[float]]] = super().tickValues(minVal, maxVal, size)
            return ticks
        low, high = value_of(axis, minVal), value_of(axis, maxVal)
        room = max(2, int(size / self._apart(low, high, size)))
        values = _logarithmic(low, high, room) or self._even(low, high, size)
        return [(0.0, [position_of(axis, value) for value in values])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Write what stands at the ticks."""
        axis = self._shown
        if axis is None or not axis.log:
            return super().tickStrings(values, scale, spacing)
        shown = [value_of(axis, value) for value in values]
        apart = min((abs(b - a) for a, b in pairwise(sorted(shown))), default=1.0)
        decimals = max(0, -math.floor(math.log10(apart) + 1e-6)) if apart > 0 else 0
        return [number(round(value, decimals) + 0.0, decimals) for value in shown]

    def _even(self, low: float, high: float, size: float) -> list[float]:
        """Return ticks the same number of units apart, as in a close-up."""
        step, _ = self.tickSpacing(low, high, size)[0]
        first, last = math.ceil(low / step), math.floor(high / step)
        return [n * step for n in range(first, last + 1)]


def _logarithmic(low: float, high: float, room: int) -> list[float]:
    """Return 0, 1, 2, 5, 10 and so on as far as there is room; nothing where that would be too few."""
    top = max(abs(low), abs(high), 1.0)
    powers = [10.0**power for power in range(math.ceil(math.log10(top)) + 1)]
    for steps, every in (((1, 2, 5), 1), ((1,), 1), ((1,), 2), ((1,), 3), ((1,), 4)):
        sizes = [step * power for power in powers[::every] for step in steps]
        found = [value for value in (*(-s for s in reversed(sizes)), 0.0, *sizes) if low <= value <= high]
        if len(found) <= room:
            return found if len(found) >= 3 else []
    return []

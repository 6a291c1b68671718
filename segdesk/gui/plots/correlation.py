"""How features go together."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QWidget

from segdesk.gui.numbers import number
from segdesk.gui.plots.heatmap import Heat, HeatMap
from segdesk.gui.theme import Theme
from segdesk.gui.views.columns import Column, Columns


class CorrelationMap(HeatMap):
    """Pearson's correlation of every two features."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._features: tuple[str, ...] = ()
        self._pearson: NDArray[np.float64] = np.empty((0, 0))
        super().__init__(theme, self.tr("Correlation"), parent)
        self.set_hint(self.tr("1: rise together · 0: unrelated · −1: one falls as the other rises"))

    def set_correlation(self, features: tuple[str, ...], pearson: NDArray[np.float64]) -> None:
        """Show the correlations (f, f) of features; NaN where there is none."""
        self._features, self._pearson = features, pearson
        self.set_heat(Heat(features, features, pearson, self._text, self._words))

    def describe(self) -> str:
        """Return the two features that go together most."""
        found = self._closest()
        if found is None:
            return self.tr("Correlation of {count} features.").format(count=len(self._features))
        row, column = found
        text = self.tr("Correlation of {count} features; closest: {first} and {second}, {value}.")
        return text.format(
            count=len(self._features),
            first=self._features[row],
            second=self._features[column],
            value=self._text(row, column),
        )

    def twin(self) -> Columns:
        """Return the matrix, one row per feature."""
        names = Column(self.tr("Feature"), self._features)
        values = [
            Column(name, self._pearson[:, place], format=_two_decimals)
            for place, name in enumerate(self._features)
        ]
        return Columns((names, *values))

    def _text(self, row: int, column: int) -> str:
        return _two_decimals(float(self._pearson[row, column])) or "–"

    def _words(self, row: int, column: int) -> str:
        value = number(float(self._pearson[row, column]), 4)
        return self.tr("{first} and {second}: {value}").format(
            first=self._features[row], second=self._features[column], value=value or "–"
        )

    def _closest(self) -> tuple[int, int] | None:
        above = np.triu(np.abs(np.nan_to_num(self._pearson)), k=1)
        if not above.any():
            return None
        row, column = np.unravel_index(int(above.argmax()), above.shape)
        return int(row), int(column)


def _two_decimals(value: float) -> str:
    return number(value, 2)

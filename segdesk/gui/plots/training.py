"""How the loss of a model fell while it was trained."""

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtWidgets import QWidget

from segdesk.gui.numbers import number
from segdesk.gui.plots.axes import Axis, WholeAxis
from segdesk.gui.plots.base import Plot
from segdesk.gui.theme import Colour, Theme
from segdesk.gui.views.columns import Column, Columns
from segdesk.review.models import Update


class TrainingPlot(Plot):
    """The loss after each update of the centers."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._updates: tuple[Update, ...] = ()
        super().__init__(theme, "", bottom=WholeAxis("bottom"), parent=parent)
        self.set_axes(Axis(self.tr("Update of the centers")), Axis(self.tr("Loss")))
        self._curve = pg.PlotDataItem(symbol="o", symbolSize=7)
        self.area.addItem(self._curve)
        self.set_training(None, ())
        self.redraw()

    def set_training(self, k: int | None, updates: Sequence[Update]) -> None:
        """Show how a model with ``k`` segments was trained; None for no model."""
        self._updates = tuple(update for update in updates if update.loss is not None)
        named = self.tr("Training of {k} segments").format(k=k)
        self.set_title(self.tr("Training") if k is None else named)
        self._curve.setData([each.number for each in self._updates], [each.loss for each in self._updates])
        self.fit()
        self.tell()

    def extent(self) -> QRectF | None:
        """Return the range of updates and losses, with some air around them."""
        if not self._updates:
            return None
        losses = np.array([update.loss for update in self._updates], np.float64)
        last = self._updates[-1].number
        air = max(float(np.ptp(losses)), abs(float(losses[0])) * 0.05, 1e-9) * 0.12
        low, high = float(losses.min()) - air, float(losses.max()) + air
        return QRectF(-0.4, low, last + 0.8, high - low)

    def tip(self, at: QPointF) -> str:
        """Return the figures of the nearest update."""
        if not self._updates:
            return ""
        update = min(self._updates, key=lambda each: abs(each.number - at.x()))
        lines = [self.tr("Update {number}").format(number=update.number)]
        lines.append(self.tr("Loss {loss}").format(loss=number(update.loss)))
        return "\n".join(lines)

    def describe(self) -> str:
        """Return how far the loss fell."""
        if not self._updates:
            return self.tr("{title}: nothing is known of it.").format(title=self.title)
        text = self.tr("{title}: {count} updates, the loss went from {first} to {last}.")
        return text.format(
            title=self.title,
            count=len(self._updates),
            first=number(self._updates[0].loss),
            last=number(self._updates[-1].loss),
        )

    def twin(self) -> Columns:
        """Return the loss and the seconds of each update."""
        return Columns(
            (
                Column(self.tr("Update"), [update.number for update in self._updates]),
                Column(self.tr("Loss"), [update.loss for update in self._updates], format=number),
                Column(self.tr("Seconds"), [update.seconds for update in self._updates], format=number),
            )
        )

    def redraw(self) -> None:
        """Take the theme's colours again."""
        line = self.theme.colour(Colour.LINK)
        self._curve.setPen(line, width=2)
        self._curve.setSymbolBrush(line)
        self._curve.setSymbolPen(self.theme.colour(Colour.SURFACE), width=1)

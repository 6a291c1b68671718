"""One score of a sweep over the numbers of segments."""

from collections.abc import Iterable
from enum import Enum
from math import nan

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from segdesk.gui.numbers import number
from segdesk.gui.plots.axes import Axis, WholeAxis
from segdesk.gui.plots.base import Plot, Wheel
from segdesk.gui.theme import Colour, Theme
from segdesk.gui.views.columns import Column, Columns
from segdesk.project.sweep_point import SweepPoint


class Score(Enum):
    """What a plot shows of each k: the name of a field of `SweepPoint`."""

    COMBINED = "combined"
    SILHOUETTE = "silhouette"
    INERTIA = "inertia"
    CALINSKI_HARABASZ = "calinski_harabasz"
    DAVIES_BOULDIN = "davies_bouldin"

    def of(self, point: SweepPoint) -> float:
        """Return this score of a k, NaN where it has none."""
        value = getattr(point, self.value)
        return nan if value is None else float(value)

    @property
    def higher_is_better(self) -> bool:
        """Whether more is better."""
        return self not in (Score.INERTIA, Score.DAVIES_BOULDIN)


class MetricPlot(Plot):
    """One score of every k, growing as the k come in.

    The mouse, or the left and right arrow keys, look at one k (`k_hovered`); a click or Enter picks it
    (`k_picked`). The plot itself changes nothing by that: `set_hovered` and `set_selected` do, so that one
    k can be looked at in several plots at once.
    """

    k_hovered = Signal(int)
    k_picked = Signal(int)

    def __init__(self, theme: Theme, score: Score, title: str, parent: QWidget | None = None) -> None:
        self.score = score
        self._title_of_axis = title
        self._points: dict[int, SweepPoint] = {}
        self._span: tuple[int, int] | None = None
        self._customers = 0
        self._chosen: int | None = None
        self._selected: int | None = None
        self._looked_at: int | None = None
        super().__init__(theme, title, wheel=Wheel.SCROLLS, bottom=WholeAxis("bottom"), parent=parent)
        self.set_axes(Axis(self.tr("Number of segments (k)")), Axis(""))
        self._add_items()
        self.redraw()
        self._say_how_to_read()
        self.hovered.connect(self._on_hovered)
        self.clicked.connect(self._on_clicked_at)

    # -- what is shown

    def set_points(self, points: Iterable[SweepPoint], customers: int = 0) -> None:
        """Show these k, of a sweep over that many customers."""
        self._points = {point.k: point for point in sorted(points, key=lambda point: point.k)}
        self._customers = customers
        self._show()

    def set_span(self, low: int, high: int) -> None:
        """Make room for a range of k, before they are all there."""
        self._span = (low, high)
        self._show()

    def set_chosen(self, k: int | None) -> None:
        """Mark the k that is chosen."""
        self._chosen = k
        self._show_marks()

    def set_selected(self, k: int | None) -> None:
        """Mark the k that the person looks at for good."""
        self._selected = k
        self._show_marks()

    def set_hovered(self, k: int | None) -> None:
        """Mark the k under the mouse, here or in another plot."""
        if k != self._looked_at:
            self._looked_at = k
            self._hover_line.setVisible(k is not None)
            if k is not None:
                self._hover_line.setValue(k)

    # -- what is said

    def extent(self) -> QRectF | None:
        """Return the range of k, and of the scores with their intervals."""
        low, high = self._range_of_k()
        bottom, top = self._range_of_scores()
        return QRectF(low - 0.6, bottom, high - low + 1.2, top - bottom)

    def tip(self, at: QPointF) -> str:
        """Return the exact figures of the nearest k."""
        k = self._nearest(at)
        return "" if k is None else "\n".join(self._lines(self._points[k]))

    def describe(self) -> str:
        """Return how the score runs over k, and where it is best."""
        scored = [point for point in self._points.values() if not np.isnan(self.score.of(point))]
        if not scored:
            return self.tr("{title}: nothing to show yet.").format(title=self.title)
        best = (max if self.score.higher_is_better else min)(scored, key=self.score.of)
        text = self.tr("{title} of {count} numbers of segments from {low} to {high}; best, {best}, at {k}.")
        sentence = text.format(
            title=self.title,
            count=len(scored),
            low=scored[0].k,
            high=scored[-1].k,
            best=number(self.score.of(best)),
            k=best.k,
        )
        if self._chosen is not None:
            sentence += " " + self.tr("Chosen: {k}.").format(k=self._chosen)
        return sentence

    def twin(self) -> Columns:
        """Return the score of each k, with its interval where it has one."""
        points = list(self._points.values())
        columns = [
            Column(self.tr("Segments (k)"), [point.k for point in points]),
            Column(self.title, [self.score.of(point) for point in points], format=number),
        ]
        if any(_width(point) > 0 for point in points) and self.score is Score.SILHOUETTE:
            columns += [
                Column(self.tr("From (95%)"), [p.silhouette_low for p in points], format=number),
                Column(self.tr("To (95%)"), [p.silhouette_high for p in points], format=number),
                Column(self.tr("Customers drawn"), [p.silhouette_rows for p in points], format=number),
            ]
        problems = [point.error or "" for point in points]
        if any(problems):
            columns.append(Column(self.tr("Problem"), problems))
        return Columns(tuple(columns))

    def redraw(self) -> None:
        """Take the theme's colours again."""
        line, surface = self.theme.colour(Colour.LINK), self.theme.colour(Colour.SURFACE)
        text, muted = self.theme.colour(Colour.TEXT), self.theme.colour(Colour.MUTED)
        self._curve.setPen(line, width=2)
        self._curve.setSymbolBrush(line)
        self._curve.setSymbolPen(surface, width=1)
        self._interval.setOpts(pen=pg.mkPen(muted, width=1))
        bad = self.theme.colour(Colour.BAD)
        self._failed.setPen(bad, width=2)
        self._failed.setBrush(bad)
        self._star.setPen(surface, width=1)
        self._star.setBrush(text)
        self._ring.setPen(text, width=2)
        self._hover_line.setPen(muted, width=1, style=Qt.PenStyle.DotLine)
        self._selected_line.setPen(text, width=1)
        self._chosen_line.setPen(text, width=1, style=Qt.PenStyle.DashLine)
        self._chosen_name.setColor(text)
        self._chosen_name.setFont(self.theme.font(0.85, bold=True))
        self._chosen_name.fill = pg.mkBrush(surface)

    def press(self, event: QKeyEvent) -> bool:
        """Look at the next k by the arrow keys, pick it by Enter."""
        key, plain = event.key(), not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if plain and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._look_on(1 if key == Qt.Key.Key_Right else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._looked_at is not None:
            self.k_picked.emit(self._looked_at)
        else:
            return super().press(event)
        return True

    # -- how it works

    def _add_items(self) -> None:
        self._hover_line = pg.InfiniteLine(angle=90)
        self._selected_line = pg.InfiniteLine(angle=90)
        self._chosen_line = pg.InfiniteLine(angle=90)
        self._interval = pg.ErrorBarItem(x=np.empty(0), y=np.empty(0), beam=0.25)
        self._curve = pg.PlotDataItem(symbol="o", symbolSize=7, antialias=True, connect="finite")
        self._failed = pg.ScatterPlotItem(symbol="x", size=11, antialias=True)
        self._ring = pg.ScatterPlotItem(symbol="o", size=15, brush=None, antialias=True)
        self._star = pg.ScatterPlotItem(symbol="star", size=17, antialias=True)
        self._chosen_name = pg.TextItem(self.tr("chosen"), anchor=(0.5, 0))
        for item in (
            self._hover_line,
            self._selected_line,
            self._chosen_line,
            self._interval,
            self._curve,
            self._failed,
            self._ring,
            self._star,
            self._chosen_name,
        ):
            self.area.addItem(item, ignoreBounds=True)
        for line in (self._hover_line, self._selected_line, self._chosen_line):
            line.hide()
        for mark in (self._star, self._ring):
            mark.setZValue(1)  # above the ground of the word "chosen"
        self._chosen_name.hide()
        self._interval.hide()

    def _show(self) -> None:
        low, high = self._range_of_k()
        ks = np.arange(low, high + 1, dtype=float)
        scores = np.array([self._score(int(k)) for k in ks])
        # PyQtGraph warns of a curve that has no point at all.
        known = not np.isnan(scores).all()
        self._curve.setData(*((ks, scores) if known else ([], [])))
        self._show_interval()
        self.refit()
        bottom, top = self._range_of_scores()
        failed = [point.k for point in self._points.values() if point.failed]
        self._failed.setData(failed, np.full(len(failed), bottom + 0.06 * (top - bottom)))
        self._show_marks()
        self._say_how_to_read()
        self.tell()

    def _show_interval(self) -> None:
        """Draw how far the silhouette of a draw of customers may be off."""
        if self.score is not Score.SILHOUETTE:
            return
        drawn = [p for p in self._points.values() if p.silhouette is not None and _width(p) > 0]
        self._interval.setVisible(bool(drawn))
        middle = np.array([p.silhouette for p in drawn], float)
        self._interval.setData(
            x=np.array([p.k for p in drawn], float),
            y=middle,
            top=np.array([p.silhouette_high for p in drawn], float) - middle,
            bottom=middle - np.array([p.silhouette_low for p in drawn], float),
        )

    def _show_marks(self) -> None:
        self._mark(self._chosen, self._chosen_line, self._star)
        self._mark(self._selected, self._selected_line, self._ring)
        self._chosen_name.setVisible(self._chosen is not None)
        if self._chosen is not None:
            _, top = self._range_of_scores()
            self._chosen_name.setPos(self._chosen, top)

    def _mark(self, k: int | None, line: pg.InfiniteLine, mark: pg.ScatterPlotItem) -> None:
        line.setVisible(k is not None)
        score = nan if k is None else self._score(k)
        if k is not None:
            line.setValue(k)
        mark.setData([] if k is None or np.isnan(score) else [k], [] if np.isnan(score) else [score])

    def _say_how_to_read(self) -> None:
        better = self.tr("higher is better") if self.score.higher_is_better else self.tr("lower is better")
        if self.score is Score.INERTIA:
            better = self.tr("look for the bend")
        drawn = max((point.silhouette_rows or 0 for point in self._points.values()), default=0)
        if self.score is Score.SILHOUETTE and 0 < drawn < self._customers:
            sampled = self.tr("sampled: {drawn} of {customers}")
            better += " · " + sampled.format(drawn=number(drawn), customers=number(self._customers))
        self.set_hint(better)

    def _lines(self, point: SweepPoint) -> list[str]:
        """Return what a tool tip says of a k."""
        if point.failed:
            return [self.tr("k = {k} failed").format(k=point.k), point.error or ""]
        value = self.score.of(point)
        lines = [self.tr("k = {k}").format(k=point.k), f"{self.title}: {number(value) or '–'}"]
        if self.score is Score.SILHOUETTE and _width(point) > 0:
            interval = self.tr("95% interval: {low} to {high}")
            lines.append(
                interval.format(low=number(point.silhouette_low, 4), high=number(point.silhouette_high, 4))
            )
        return lines

    def _score(self, k: int) -> float:
        return self.score.of(self._points[k]) if k in self._points else nan

    def _range_of_k(self) -> tuple[int, int]:
        ks = [*self._points, *(self._span or ())]
        return (min(ks), max(ks)) if ks else (2, 10)

    def _range_of_scores(self) -> tuple[float, float]:
        scores = [self.score.of(point) for point in self._points.values()]
        if self.score is Score.SILHOUETTE:
            scores += [p.silhouette_low for p in self._points.values() if p.silhouette_low is not None]
            scores += [p.silhouette_high for p in self._points.values() if p.silhouette_high is not None]
        known = [score for score in scores if not np.isnan(score)]
        if not known:
            return 0.0, 1.0
        low, high = min(known), max(known)
        room = 0.12 * (high - low) or 0.1 * abs(high) or 0.5
        return low - room, high + 3.2 * room

    def _nearest(self, at: QPointF) -> int | None:
        if not self._points:
            return None
        nearest = min(self._points, key=lambda k: abs(k - at.x()))
        return nearest if abs(nearest - at.x()) <= 0.5 else None

    def _look_on(self, by: int) -> None:
        """Look at the next k that there is, beginning at the one selected or chosen."""
        ks = list(self._points)
        if not ks:
            return
        start = next((k for k in (self._looked_at, self._selected, self._chosen) if k in self._points), None)
        place = ks.index(start) + by if start is not None else 0
        self.k_hovered.emit(ks[min(max(place, 0), len(ks) - 1)])

    @Slot(QPointF)
    def _on_hovered(self, at: QPointF) -> None:
        k = self._nearest(at)
        if k is None:
            self.unhovered.emit()
        else:
            self.k_hovered.emit(k)

    @Slot(QPointF)
    def _on_clicked_at(self, at: QPointF) -> None:
        k = self._nearest(at)
        if k is not None:
            self.k_picked.emit(k)


def _width(point: SweepPoint) -> float:
    """Return the width of the silhouette's interval, 0 where all customers were looked at."""
    if point.silhouette_low is None or point.silhouette_high is None:
        return 0.0
    return point.silhouette_high - point.silhouette_low

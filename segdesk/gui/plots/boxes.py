"""One feature in every segment: where the middle half of its customers lies."""

from enum import Enum

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QGraphicsRectItem, QWidget

from segdesk.gui.numbers import number
from segdesk.gui.plots.axes import Axis, NameAxis
from segdesk.gui.plots.base import Plot, Wheel
from segdesk.gui.plots.profile import FeatureProfile, Figures, SegmentName, with_unit
from segdesk.gui.theme import Colour, Theme
from segdesk.gui.views.columns import Column, Columns
from segdesk.palette import shape_of


class Show(Enum):
    """How the segments of one feature are drawn."""

    BOXES = "boxes"
    """From quartile to quartile, with the median and the mean."""
    BARS = "bars"
    """The means."""


class SegmentBoxes(Plot):
    """One feature in every segment, in the segments' colours and shapes.

    Attributes
    ----------
    segment_picked
        The person picked a segment, by a click or, after walking there by the up and down keys, by Enter.
    """

    segment_picked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._segments: tuple[SegmentName, ...] = ()
        self._feature: FeatureProfile | None = None
        self._way = Show.BOXES
        self._selected: frozenset[str] = frozenset()
        self._looked_at: int | None = None
        self._names = NameAxis("left")
        super().__init__(theme, "", wheel=Wheel.SCROLLS, side=self._names, parent=parent)
        self.box.invertY(True)
        self._average = pg.InfiniteLine(angle=90)
        self._bars = pg.BarGraphItem(x0=[0.0], y=[0.0], width=[0.0], height=0.6)
        self._medians = pg.PlotDataItem(connect="pairs", antialias=True)
        self._means = pg.ScatterPlotItem(size=11, antialias=True)
        self._ring = QGraphicsRectItem()
        self._ring.hide()
        for item in (self._average, self._bars, self._medians, self._means, self._ring):
            self.area.addItem(item, ignoreBounds=True)
        self.clicked.connect(self._on_clicked_at)

    def set_feature(self, segments: tuple[SegmentName, ...], feature: FeatureProfile) -> None:
        """Show a feature in these segments."""
        self._segments, self._feature = segments, feature
        self._look_at(None)
        self.set_title(feature.title)
        self.set_axes(Axis(feature.title, feature.unit), Axis(""))
        self._names.set_names(tuple(segment.text for segment in segments))
        self._show()

    def set_way(self, way: Show) -> None:
        """Draw boxes, or bars."""
        self._way = way
        self._show()

    def set_selected(self, segments: frozenset[str]) -> None:
        """Let the other segments step back; none selected means that all look alike."""
        self._selected = segments
        self._show()

    def extent(self) -> QRectF | None:
        """Return room for every segment, from the lowest figure to the highest."""
        known = self._ends()
        if not known:
            return None
        low, high = min(known), max(known)
        room = 0.04 * (high - low) or 0.05 * abs(high) or 0.5
        return QRectF(low - room, -0.6, high - low + 2 * room, len(self._segments) + 0.2)

    def tip(self, at: QPointF) -> str:
        """Return the exact figures of the segment under the mouse."""
        place = round(at.y())
        feature = self._feature
        if feature is None or not 0 <= place < len(self._segments):
            return ""
        lines = [
            self._segments[place].text,
            self.tr("Mean: {value}").format(value=with_unit(feature.means[place], feature.unit)),
        ]
        if feature.medians[place] is not None:
            middle = self.tr("Median: {value}")
            half = self.tr("Middle half: {low} to {high}")
            lines += [
                middle.format(value=with_unit(feature.medians[place], feature.unit)),
                half.format(
                    low=number(feature.lower[place]), high=with_unit(feature.upper[place], feature.unit)
                ),
            ]
        return "\n".join(lines)

    def describe(self) -> str:
        """Return which segments have the highest and the lowest mean."""
        feature = self._feature
        known = (
            [(m, s) for m, s in zip(feature.means, self._segments, strict=True) if m is not None]
            if (feature)
            else []
        )
        if feature is None or not known:
            return self.tr("{title}: no values.").format(title=self.title)
        most, least = max(known, key=lambda pair: pair[0]), min(known, key=lambda pair: pair[0])
        text = self.tr("{title} by segment; highest mean: {most}, {high}; lowest: {least}, {low}.")
        return text.format(
            title=feature.header,
            most=most[1].text,
            high=number(most[0]),
            least=least[1].text,
            low=number(least[0]),
        )

    def twin(self) -> Columns:
        """Return mean, median and quartiles by segment."""
        feature = self._feature
        if feature is None:
            return Columns()
        unit = feature.unit
        return Columns(
            (
                Column(self.tr("Segment"), [segment.text for segment in self._segments]),
                Column(self.tr("Mean"), feature.means, unit, format=number),
                Column(self.tr("Lower quartile"), feature.lower, unit, format=number),
                Column(self.tr("Median"), feature.medians, unit, format=number),
                Column(self.tr("Upper quartile"), feature.upper, unit, format=number),
            )
        )

    def redraw(self) -> None:
        """Take the theme's colours again."""
        if self._feature is not None:
            self._show()

    def press(self, event: QKeyEvent) -> bool:
        """Walk from segment to segment by the up and down keys, pick one by Enter."""
        key, plain = event.key(), not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if plain and key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self._segments:
            by = 1 if key == Qt.Key.Key_Down else -1
            start = self._looked_at if self._looked_at is not None else (-1 if by > 0 else 0)
            self._look_at((start + by) % len(self._segments))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._looked_at is not None:
            self.segment_picked.emit(self._segments[self._looked_at].segment)
        else:
            return super().press(event)
        return True

    def _look_at(self, place: int | None) -> None:
        """Put a ring around the segment that the keyboard is at, and tell its figures."""
        self._looked_at = place
        self._ring.setVisible(place is not None)
        seen = self.extent()
        if place is None or seen is None:
            return
        margin = 0.01 * seen.width()
        self._ring.setRect(seen.left() + margin, place - 0.45, seen.width() - 2 * margin, 0.9)
        self._ring.setPen(pg.mkPen(self.theme.colour(Colour.ACCENT), width=2))
        self.view.setAccessibleDescription(self.tip(QPointF(0, place)).replace("\n", ", "))

    def _show(self) -> None:
        feature = self._feature
        if feature is None:
            return
        boxes = self._boxes()
        self._show_hint(boxes)
        text, muted = self.theme.colour(Colour.TEXT), self.theme.colour(Colour.MUTED)
        self._average.setVisible(feature.average is not None)
        self._average.setValue(feature.average or 0.0)
        self._average.setPen(muted, width=1, style=Qt.PenStyle.DashLine)
        places = np.arange(len(self._segments), dtype=float)
        starts = _floats(feature.lower) if boxes else np.zeros(len(places))
        ends = _floats(feature.upper) if boxes else _floats(feature.means)
        inks = [self._ink(segment.segment) for segment in self._segments]
        self._bars.setOpts(
            x0=np.nan_to_num(starts),
            y=places,
            width=np.nan_to_num(ends - starts),
            height=0.6,
            brushes=[pg.mkBrush(ink) for ink in inks],
            pens=[pg.mkPen(None)] * len(inks),
        )
        self._show_medians(places, boxes)
        self._means.setData(
            _floats(feature.means),
            places,
            symbol=[shape_of(segment.segment) for segment in self._segments],
            brush=[pg.mkBrush(self.theme.segment(segment.segment)) for segment in self._segments],
            pen=pg.mkPen(text, width=1),
        )
        self.refit()
        self.tell()

    def _show_medians(self, places: NDArray[np.float64], boxes: bool) -> None:
        """Draw a line across each box at its median."""
        assert self._feature is not None
        medians = _floats(self._feature.medians) if boxes else np.full(len(places), np.nan)
        known = ~np.isnan(medians)
        x = np.repeat(medians[known], 2)
        y = np.stack([places[known] - 0.3, places[known] + 0.3], axis=1).ravel()
        self._medians.setData(x, y)
        self._medians.setPen(self.theme.colour(Colour.TEXT), width=2)

    def _show_hint(self, boxes: bool) -> None:
        marks = self.tr("box: middle half · line: median · mark: mean") if boxes else self.tr("bar: mean")
        self.set_hint(marks + " · " + self.tr("dashed: all customers"))

    def _boxes(self) -> bool:
        """Return whether there are quartiles to draw boxes from: shares of a category have none."""
        assert self._feature is not None
        return self._way is Show.BOXES and any(median is not None for median in self._feature.medians)

    def _ink(self, segment: str) -> QColor:
        ink = self.theme.segment(segment)
        ink.setAlphaF(0.25 if self._selected and segment not in self._selected else 0.6)
        return ink

    def _ends(self) -> list[float]:
        feature = self._feature
        if feature is None:
            return []
        figures = (*feature.means, feature.average)
        if self._boxes():
            figures += (*feature.lower, *feature.upper)
        else:
            figures += (0.0,)
        return [figure for figure in figures if figure is not None]

    @Slot(QPointF)
    def _on_clicked_at(self, at: QPointF) -> None:
        place = round(at.y())
        if 0 <= place < len(self._segments):
            self.segment_picked.emit(self._segments[place].segment)


def _floats(figures: Figures) -> NDArray[np.float64]:
    return np.array([np.nan if figure is None else figure for figure in figures], np.float64)

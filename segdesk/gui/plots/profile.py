"""What makes each segment different: all features at a glance, and one feature in detail."""

from dataclasses import dataclass
from enum import Enum

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from segdesk.gui.numbers import number
from segdesk.gui.plots.axes import Axis, NameAxis
from segdesk.gui.plots.base import Plot, Wheel
from segdesk.gui.plots.heatmap import Heat, HeatMap
from segdesk.gui.theme import Colour, Theme
from segdesk.gui.views.columns import Column, Columns
from segdesk.palette import shape_of

Figures = tuple[float | None, ...]
"""One figure per segment, None where there is none."""

_FARTHEST_INDEX = np.log2(4)
"""Four times the average, or a quarter of it, has the full colour."""
_FARTHEST_Z = 2.0


@dataclass(frozen=True)
class SegmentName:
    """A segment, and what it is called."""

    segment: str
    label: str = ""

    @property
    def text(self) -> str:
        """The label, or the segment as long as it has none."""
        return self.label or self.segment


@dataclass(frozen=True)
class FeatureProfile:
    """A feature in every segment.

    Attributes
    ----------
    title, unit
        Of the feature, or of one of its categories (then the means are shares).
    means, medians, lower, upper
        Mean, median and quartiles by segment, in the unit.
    index
        Mean in percent of all customers' mean.
    z
        How many standard deviations the mean lies above all customers' mean.
    average
        Of all customers.
    """

    title: str
    unit: str
    means: Figures
    medians: Figures
    lower: Figures
    upper: Figures
    index: Figures
    z: Figures
    average: float | None = None

    @property
    def header(self) -> str:
        """Title and unit on one line."""
        return f"{self.title} ({self.unit})" if self.unit else self.title


class Measure(Enum):
    """By what segments are compared with all customers."""

    INDEX = "index"
    Z_SCORE = "z"


class ProfileMap(HeatMap):
    """Segments by features, coloured by how far each lies from the average.

    Attributes
    ----------
    segment_picked
        The person picked a segment.
    """

    segment_picked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._segments: tuple[SegmentName, ...] = ()
        self._features: tuple[FeatureProfile, ...] = ()
        self._measure = Measure.INDEX
        super().__init__(theme, self.tr("Segments compared with the average"), parent)
        self.row_picked.connect(self._on_row_picked)

    def set_profile(self, segments: tuple[SegmentName, ...], features: tuple[FeatureProfile, ...]) -> None:
        """Show these segments and features."""
        self._segments, self._features = segments, features
        self._show()

    def set_measure(self, measure: Measure) -> None:
        """Compare by another measure."""
        self._measure = measure
        self._show()

    def set_selected(self, segments: frozenset[str]) -> None:
        """Put a ring around these segments."""
        self.set_marked(frozenset(i for i, s in enumerate(self._segments) if s.segment in segments))

    def describe(self) -> str:
        """Return in which segment which feature is farthest from the average."""
        strength = np.abs(np.nan_to_num(self._strength()))
        count = self.tr("{segments} segments by {features} features.").format(
            segments=len(self._segments), features=len(self._features)
        )
        if not strength.any():
            return count
        row, column = (int(place) for place in np.unravel_index(int(strength.argmax()), strength.shape))
        text = self.tr("Farthest from the average: {segment}, {feature}, {value}.")
        farthest = text.format(
            segment=self._segments[row].text,
            feature=self._features[column].title,
            value=self._text(row, column),
        )
        return f"{count} {farthest}"

    def twin(self) -> Columns:
        """Return the measure of each feature, one row per segment."""
        names = Column(self.tr("Segment"), [segment.text for segment in self._segments])
        unit = self.tr("index to average") if self._measure is Measure.INDEX else self.tr("z-score")
        figures = [
            Column(feature.title, getattr(feature, self._measure.value), unit, format=number)
            for feature in self._features
        ]
        return Columns((names, *figures))

    def _show(self) -> None:
        if self._measure is Measure.INDEX:
            self.set_hint(self.tr("100 is the average of all customers · 200 is twice as much"))
        else:
            self.set_hint(self.tr("0 is the average of all customers · 1 is one standard deviation above it"))
        self.set_heat(
            Heat(
                rows=tuple(segment.text for segment in self._segments),
                columns=tuple(feature.title for feature in self._features),
                strength=self._strength(),
                text=self._text,
                tip=self._words,
                segments=tuple(segment.segment for segment in self._segments),
            )
        )

    def _values(self) -> NDArray[np.float64]:
        figures = [getattr(feature, self._measure.value) for feature in self._features]
        shape = (len(self._features), len(self._segments))
        return np.array(figures, np.float64).reshape(shape).T

    def _strength(self) -> NDArray[np.float64]:
        values = self._values()
        if self._measure is Measure.Z_SCORE:
            clipped: NDArray[np.float64] = np.clip(values / _FARTHEST_Z, -1, 1)
            return clipped
        # Half the average is as far from it as twice as much; nothing at all is as far as can be.
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = np.log2(np.maximum(values, 0) / 100) / _FARTHEST_INDEX
        strength: NDArray[np.float64] = np.clip(ratio, -1, 1)
        return strength

    def _text(self, row: int, column: int) -> str:
        value = getattr(self._features[column], self._measure.value)[row]
        return number(value, 0 if self._measure is Measure.INDEX else 1) or "–"

    def _words(self, row: int, column: int) -> str:
        feature = self._features[column]
        lines = [
            f"{self._segments[row].text} · {feature.title}",
            self.tr("Mean: {value}").format(value=_with_unit(feature.means[row], feature.unit)),
            self.tr("All customers: {value}").format(value=_with_unit(feature.average, feature.unit)),
            self.tr("Index to average: {value}").format(value=number(feature.index[row], 1) or "–"),
            self.tr("Z-score: {value}").format(value=number(feature.z[row], 2) or "–"),
        ]
        return "\n".join(lines)

    @Slot(int)
    def _on_row_picked(self, row: int) -> None:
        self.segment_picked.emit(self._segments[row].segment)


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
        The person picked a segment.
    """

    segment_picked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._segments: tuple[SegmentName, ...] = ()
        self._feature: FeatureProfile | None = None
        self._way = Show.BOXES
        self._selected: frozenset[str] = frozenset()
        self._names = NameAxis("left")
        super().__init__(theme, "", wheel=Wheel.SCROLLS, side=self._names, parent=parent)
        self.box.invertY(True)
        self._average = pg.InfiniteLine(angle=90)
        self._bars = pg.BarGraphItem(x0=[0.0], y=[0.0], width=[0.0], height=0.6)
        self._medians = pg.PlotDataItem(connect="pairs", antialias=True)
        self._means = pg.ScatterPlotItem(size=11, antialias=True)
        for item in (self._average, self._bars, self._medians, self._means):
            self.area.addItem(item, ignoreBounds=True)
        self.clicked.connect(self._on_clicked_at)

    def set_feature(self, segments: tuple[SegmentName, ...], feature: FeatureProfile) -> None:
        """Show a feature in these segments."""
        self._segments, self._feature = segments, feature
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
            self.tr("Mean: {value}").format(value=_with_unit(feature.means[place], feature.unit)),
        ]
        if feature.medians[place] is not None:
            middle = self.tr("Median: {value}")
            half = self.tr("Middle half: {low} to {high}")
            lines += [
                middle.format(value=_with_unit(feature.medians[place], feature.unit)),
                half.format(
                    low=number(feature.lower[place]), high=_with_unit(feature.upper[place], feature.unit)
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

    def _ink(self, segment: str) -> pg.QtGui.QColor:
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


def _with_unit(value: float | None, unit: str) -> str:
    text = number(value)
    return f"{text} {unit}".rstrip() if text else "–"

"""What makes each segment different: all features at a glance."""

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from segdesk.gui.numbers import number
from segdesk.gui.plots.heatmap import Heat, HeatMap
from segdesk.gui.theme import Theme
from segdesk.gui.views.columns import Column, Columns

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
            self.tr("Mean: {value}").format(value=with_unit(feature.means[row], feature.unit)),
            self.tr("All customers: {value}").format(value=with_unit(feature.average, feature.unit)),
            self.tr("Index to average: {value}").format(value=number(feature.index[row], 1) or "–"),
            self.tr("Z-score: {value}").format(value=number(feature.z[row], 2) or "–"),
        ]
        return "\n".join(lines)

    @Slot(int)
    def _on_row_picked(self, row: int) -> None:
        self.segment_picked.emit(self._segments[row].segment)


def with_unit(value: float | None, unit: str) -> str:
    """Return a figure with its unit, a dash where there is none."""
    text = number(value)
    return f"{text} {unit}".rstrip() if text else "–"

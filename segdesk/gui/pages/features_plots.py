"""What the Features page draws of a feature's profile."""

from collections.abc import Iterator

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from segdesk.gui.context import Context
from segdesk.gui.numbers import number
from segdesk.gui.pages import features_words as words
from segdesk.gui.plots.correlation import CorrelationMap
from segdesk.gui.plots.histograms import Categories, CategoryBars, Histogram, HistogramGrid, Spread
from segdesk.gui.theme import GAP, PAD, Colour, Theme
from segdesk.gui.widgets.card import Card
from segdesk.gui.widgets.choice_row import ChoiceRow, Option
from segdesk.gui.widgets.icon_label import IconLabel
from segdesk.review.features import Features, ShownFeature
from segdesk.review.prepared_feature import PreparedFeature, prepared_feature
from segdesk.tasks.messages import Failure

_RAW, _PREPARED = "raw", "prepared"


def spread_of(feature: ShownFeature) -> Spread | Categories:
    """Return how the customers spread over a feature, as the plots take it."""
    profile = feature.profile
    if feature.kind == "category":
        others = profile.count - sum(count for _, count in profile.top)
        return Categories(feature.title, profile.top, others=max(0, others), missing=profile.nulls)
    edges, counts = profile.edges, profile.counts
    return Spread(
        feature.title,
        feature.unit,
        tuple(edges.tolist()) if edges is not None else (),
        tuple(counts.tolist()) if counts is not None else (),
        mean=profile.mean,
        median=profile.median,
        missing=profile.nulls,
    )


class FeaturePlot(QWidget):
    """One feature: its histogram in its own unit or as it is clustered on, and what should be known of it."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = context.theme
        self._theme = theme
        self._bridge = context.bridge
        self._feature: ShownFeature | None = None
        self._plots = QStackedWidget(self)
        options = (
            Option(_RAW, self.tr("As it is"), tip=self.tr("In its own unit, all customers")),
            Option(
                _PREPARED,
                self.tr("As clustered"),
                tip=self.tr("Filled, transformed and scaled; without customers who are set aside"),
            ),
        )
        self.choice = ChoiceRow(theme, options, self.tr("Before or after preparation"))
        self.choice.picked.connect(self._on_choice_picked)
        self._notes = _Notes(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self._plots, 1)
        column.addWidget(self._notes)

    def build(self) -> Iterator[None]:
        """Make the two plots."""
        self.histogram = Histogram(self._theme, Spread("", "", (), ()), self._plots)
        self.histogram.add_tool(self.choice)
        self._plots.addWidget(self.histogram)
        yield
        self.bars = CategoryBars(self._theme, Categories("", ()), self._plots)
        self._plots.addWidget(self.bars)

    @property
    def notes(self) -> str:
        """What is said below the plot."""
        return self._notes.text

    def show_feature(self, feature: ShownFeature) -> None:
        """Show a feature, or the same one again after its preparation has changed."""
        self._feature = feature
        spread = spread_of(feature)
        self._notes.say(feature.warnings)
        if isinstance(spread, Categories):
            if spread != self.bars.categories:
                self.bars.set_categories(spread)
            self._plots.setCurrentWidget(self.bars)
            return
        self._plots.setCurrentWidget(self.histogram)
        if self.choice.value == _PREPARED:
            self._ask()
        elif spread != self.histogram.spread:
            self.histogram.set_spread(spread)

    def _ask(self) -> None:
        assert self._feature is not None
        self._bridge.ask(
            self, prepared_feature, self._feature.name, then=self._on_prepared, failed=self._on_not_prepared
        )

    @Slot(object)
    def _on_choice_picked(self, _: object) -> None:
        if self._feature is not None:
            self.show_feature(self._feature)

    def _on_prepared(self, found: PreparedFeature | None) -> None:
        feature = self._feature
        if feature is None or self.choice.value != _PREPARED:
            return
        if found is None or found.name != feature.name:
            return
        done = found.preparation
        self.histogram.set_spread(
            Spread(
                self.tr("{title}, as clustered").format(title=feature.title),
                words.prepared_unit(done.scale, feature.unit, done.transform),
                tuple(found.edges.tolist()),
                tuple(found.counts.tolist()),
                mean=found.mean,
                median=found.median,
            )
        )

    def _on_not_prepared(self, failure: Failure) -> None:
        if self._feature is not None and self.choice.value == _PREPARED:
            self.histogram.set_spread(Spread(self._feature.title, self._feature.unit, (), ()))
            said = ". ".join(part for part in (failure.what, failure.why, failure.todo) if part)
            self._notes.say((said, *self._feature.warnings))


class _Notes(QWidget):
    """Sentences with a sign in front, hidden while there are none."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._label = QLabel()
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(IconLabel(theme, "warning", 16, Colour.WARNING), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._label, 1)
        self.hide()

    @property
    def text(self) -> str:
        return self._label.text()

    def say(self, sentences: tuple[str, ...]) -> None:
        self._label.setText("\n".join(sentences))
        self.setAccessibleName(self._label.text())
        self.setVisible(bool(sentences))


class AllHistograms(QWidget):
    """Small plots of all features."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = HistogramGrid(theme)
        self.log = QCheckBox(self.tr("Logarithmic counts"))
        self.log.setToolTip(self.tr("Shows the few beside the many"))
        self.log.toggled.connect(self.grid.set_log)
        area = QScrollArea()
        area.setWidget(self.grid)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.log)
        column.addWidget(area, 1)

    def show_features(self, found: Features) -> None:
        """Show the features in their order."""
        self.grid.set_features([spread_of(feature) for feature in found.features])


class CorrelationView(QWidget):
    """How features go together, and which of them say nearly the same."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.map = CorrelationMap(theme)
        self._card = Card(theme, self.tr("Features that say nearly the same"))
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._card.body.addWidget(self._words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(PAD)
        column.addWidget(self.map, 1)
        column.addWidget(self._card)

    @property
    def said(self) -> str:
        """What is said of features that say nearly the same."""
        return self._words.text()

    def show_features(self, found: Features) -> None:
        """Show the correlations of all numbers."""
        by_name = {feature.name: feature for feature in found.features}
        titles = tuple(by_name[name].title for name in found.correlation_names)
        self.map.set_correlation(titles, found.correlation)
        sentences = [
            words.pair_sentence(
                by_name[pair.first].title,
                by_name[pair.second].title,
                pair.pearson,
                number(pair.pearson, 2),
                both_used=by_name[pair.first].used and by_name[pair.second].used,
            )
            for pair in found.pairs
        ]
        self._words.setText("\n".join(sentences) or self.tr("There are none: each feature adds something."))

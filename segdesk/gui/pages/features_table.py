"""The features as a table: what they look like, which are clustered on, and how they are prepared."""

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QModelIndex, QSettings, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from segdesk.gui.numbers import number
from segdesk.gui.pages import features_words as words
from segdesk.gui.theme import GAP, Theme
from segdesk.gui.views.columns import Align, Column, Columns
from segdesk.gui.views.table import TableView
from segdesk.project.settings import Impute, Mode, Preparation, RecipeName, Scale, Settings, Transform
from segdesk.review.features import FeatureProfile, Features, ShownFeature
from segdesk.review.prepared_feature import in_force

_NUMBER: Final = "number"
_MANY: Final = 15
"""Features that are found without a search."""
_CHOICES: Final = {
    "impute": tuple(each.value for each in Impute),
    "transform": tuple(each.value for each in Transform),
    "scale": tuple(each.value for each in Scale),
}


class FeatureTable(QWidget):
    """A row for every feature; ticks and preparations are changed in place.

    Attributes
    ----------
    chosen
        The name of the feature that the person looks at.
    use_changed
        A feature's name, and whether it is to be clustered on.
    preparation_changed
        A feature's name and its new `Preparation`.
    reset_wanted
        The person wants the recipe's own features and preparations back.
    """

    chosen = Signal(str)
    use_changed = Signal(str, bool)
    preparation_changed = Signal(str, object)
    reset_wanted = Signal()

    def __init__(self, theme: Theme, store: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._features: tuple[ShownFeature, ...] = ()
        self._names: tuple[str, ...] = ()
        self.view = TableView(theme, title=self.tr("Features"), store=store, store_key="features/table")
        self.reset = QPushButton(self.tr("Reset to the recipe's"))
        self.reset.setToolTip(self.tr("Use the recipe's own features, prepared as it prepares them"))
        theme.dress(self.reset, "reset")
        self.reset.clicked.connect(self.reset_wanted)
        self.summary = QLabel()
        self.summary.setProperty("role", "muted")
        self.summary.setWordWrap(True)
        self.view.set_validation(self._refusal)
        self.view.selection_changed.connect(self._on_selected)
        self.view.edited.connect(self._on_edited)
        self.view.grid.clicked.connect(self._on_cell_clicked)
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(self.summary, 1)
        head.addWidget(self.reset, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(head)
        column.addWidget(self.view, 1)

    @property
    def feature(self) -> ShownFeature | None:
        """The feature that the person looks at."""
        rows = self.view.selected_rows
        return self._features[int(rows[0])] if len(rows) and rows[0] < len(self._features) else None

    def show_features(self, found: Features, settings: Settings, *, editable: bool) -> None:
        """Show the features; where they are the same ones, the place and selection stay.

        Parameters
        ----------
        editable
            Whether they belong to the settings, so that ticking one means something.
        """
        names = tuple(feature.name for feature in found.features)
        others = names != self._names
        self._features, self._names = found.features, names
        self.summary.setText(self._summary(found))
        self.view.set_searchable(len(names) > _MANY)
        self.view.set_columns(self._columns(found.features, settings, editable))
        matrix = settings.matrix
        self.reset.setEnabled(editable and bool(matrix.use or matrix.preparation))
        if others and names:
            first = next((row for row, feature in enumerate(found.features) if feature.used), 0)
            self.view.select_rows(np.array([first]))

    def select(self, name: str) -> None:
        """Look at a feature."""
        if name in self._names:
            self.view.select_rows(np.array([self._names.index(name)]))

    def _summary(self, found: Features) -> str:
        used = sum(feature.used for feature in found.features)
        said = self.tr("{customers} customers · {used} of {count} features used").format(
            customers=number(found.customers), used=number(used), count=number(len(found.features))
        )
        if found.as_of is not None:
            said += " · " + self.tr("as of {day}").format(day=found.as_of.isoformat())
        if found.never_bought is not None:
            said += " · " + self.tr("customers who never bought are set aside")
        return said

    # -- columns

    def _columns(self, features: tuple[ShownFeature, ...], settings: Settings, editable: bool) -> Columns:
        told = settings.features
        by_listing = told.recipe is RecipeName.THELOOK and told.mode is Mode.NOTEBOOK
        used = self.tr("Customers are grouped by the ticked features.")
        return Columns(
            (
                Column(self.tr("Feature"), [f.title for f in features], name="feature"),
                Column(
                    self.tr("Use"), [f.used for f in features], editable=editable, tooltip=used, name="use"
                ),
                Column(self.tr("Unit"), [f.unit for f in features], name="unit"),
                Column(self.tr("Kind"), [words.kind_word(f.kind) for f in features], name="kind"),
                *self._preparations(features, settings, editable, by_listing),
                *_figures(self._figure_titles(), features),
            )
        )

    def _preparations(
        self, features: tuple[ShownFeature, ...], settings: Settings, editable: bool, by_listing: bool
    ) -> tuple[Column, ...]:
        """Return what is done to each number; a category becomes one column a value, unscaled."""
        shown = [in_force(settings, f.preparation) if f.kind == _NUMBER else None for f in features]
        fixed = [preparation is None for preparation in shown]

        def column(name: str, title: str, tip: str, word: Callable[[Any], str], free: bool) -> Column:
            values = [getattr(each, name).value if each else None for each in shown]
            return Column(
                title,
                values,
                format=word,
                align=Align.LEFT,
                tooltip=tip,
                editable=free,
                choices=_CHOICES[name] if free else (),
                fixed=fixed,
                name=name,
            )

        gaps = (
            self.tr("What takes the place of a missing value. The notebook's sweep decides that by itself.")
            if by_listing
            else self.tr("What takes the place of a missing value.")
        )
        return (
            column("impute", self.tr("Gaps become"), gaps, words.impute_word, editable and not by_listing),
            column(
                "transform",
                self.tr("Transform"),
                self.tr(
                    "Logarithm draws large values in. Winsorise cuts off what lies beyond the 1st "
                    "and the 99th percentile."
                ),
                words.transform_word,
                editable,
            ),
            column(
                "scale",
                self.tr("Scale"),
                self.tr(
                    "Makes features comparable. z-score: by mean and standard deviation. "
                    "Robust: by median and quartiles, which single large values do not move."
                ),
                words.scale_word,
                editable,
            ),
        )

    def _figure_titles(self) -> dict[str, str]:
        return {
            "nulls": self.tr("Missing"),
            "mean": self.tr("Mean"),
            "median": self.tr("Median"),
            "std": self.tr("Std. dev."),
            "minimum": self.tr("Min"),
            "maximum": self.tr("Max"),
            "skew": self.tr("Skew"),
        }

    # -- what happens

    def _refusal(self, row: int, column: int, value: Any) -> str:
        is_last = not any(f.used for place, f in enumerate(self._features) if place != row)
        if self.view.columns.columns[column].name == "use" and not value and is_last:
            return self.tr("At least one feature has to be used")
        return ""

    @Slot(object)
    def _on_selected(self, rows: NDArray[np.int64]) -> None:
        if len(rows) and rows[0] < len(self._names):
            self.chosen.emit(self._names[int(rows[0])])

    @Slot(int, int, object)
    def _on_edited(self, row: int, column: int, value: object) -> None:
        feature, name = self._features[row], self.view.columns.columns[column].name
        if name == "use":
            self.use_changed.emit(feature.name, bool(value))
        elif value is not None:
            changed = Preparation.model_validate({**feature.preparation.model_dump(), name: value})
            self.preparation_changed.emit(feature.name, changed)

    @Slot(QModelIndex)
    def _on_cell_clicked(self, index: QModelIndex) -> None:
        """Open the choice of a cell that shows the arrow of one."""
        if self.view.columns.columns[index.column()].choices:
            self.view.grid.edit(index)


def _figures(titles: dict[str, str], features: tuple[ShownFeature, ...]) -> tuple[Column, ...]:
    """Return what each feature looks like: each in its own unit, so with its own digits."""
    profiles = [feature.profile for feature in features]
    return tuple(
        Column(title, [_figure(profile, name) for profile in profiles], format=number, name=name)
        for name, title in titles.items()
    )


def _figure(profile: FeatureProfile, name: str) -> float | None:
    found: float | None = getattr(profile, name)
    return found

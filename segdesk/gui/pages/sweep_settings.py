"""The settings of the sweep, with what the recipe would do by itself."""

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QDoubleSpinBox,
    QFrame,
    QScrollArea,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from segdesk.gui.context import Context
from segdesk.gui.pages import sweep_words as words
from segdesk.gui.pages.sweep_choice import ChoiceField
from segdesk.gui.pages.sweep_engine import LOCAL, EngineFields
from segdesk.gui.pages.sweep_local import LocalFields
from segdesk.gui.theme import TIGHT
from segdesk.gui.widgets.card import Card
from segdesk.gui.widgets.choice_row import ChoiceRow, Option
from segdesk.gui.widgets.form import Form, Names
from segdesk.gui.widgets.own_field import OwnField, OwnNumber
from segdesk.gui.widgets.range_field import RangeField
from segdesk.project.settings import (
    MAX_K,
    BigQueryMLSettings,
    Choose,
    ClustersSettings,
    Mode,
    RecipeName,
    Settings,
    SweepSettings,
)
from segdesk.review.sweep import Own, SweepShown

_LARGEST_SEED = 2**32 - 1
_SEED = SweepSettings().seed
_BOOTSTRAPS = ClustersSettings().bootstraps


class SweepSettingsPanel(QScrollArea):
    """The left side of the Sweep page; every change goes to the project at once, and can be undone."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = context.bridge
        self._theme = context.theme
        self._own: Own | None = None
        self._inside = QWidget(self.viewport())
        self._card = Card(self._theme, self.tr("What to try"), parent=self._inside)
        self._form = Form(self._theme, self._card, names=Names.ABOVE)
        self._add_numbers()
        self._add_choice()
        self._add_engine()
        self._add_details()
        self._add_stability()
        self._card.body.addWidget(self._form)
        self._card.body.addStretch()
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, TIGHT, 0)
        column.addWidget(self._card)
        self.setWidget(self._inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._theme.changed.connect(self.updateGeometry)

    def minimumSizeHint(self) -> QSize:
        """Be as wide as the fields and the scroll bar are: there is no scrolling sideways."""
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, self.verticalScrollBar())
        return QSize(self._inside.minimumSizeHint().width() + bar, super().minimumSizeHint().height())

    # -- what it shows

    def show_settings(self, settings: Settings, shown: SweepShown) -> None:
        """Show the settings, and what a run would do with them."""
        sweep, own = settings.sweep, shown.own
        self._own = own
        span = words.span_of(settings, own)
        if self._range.values != span:
            self._range.set_values(*span)
        self._span.show_own(words.span_text(own.low, own.high), is_set=bool(sweep.k_min or sweep.k_max))
        self._starts.show_value(sweep.starts, own.starts)
        self._rows.show_value(sweep.silhouette_rows, own.silhouette_rows)
        self._pca.show_value(settings.matrix.pca, own.pca)
        self._show_exactness(settings.matrix.double, own.double)
        self._show_seed(sweep.seed)
        draws = settings.clusters.bootstraps
        self._bootstraps.show_value(None if draws == _BOOTSTRAPS else draws, _BOOTSTRAPS)
        self._choose.show_value(settings.clusters.choose, shown.choice.k if shown.choice else None)
        self._form.set_help(self._choose, words.how_chosen(settings.clusters.choose, shown.plan))
        self._form.set_help(self._span, words.range_text(tuned=sweep.is_tuned))
        self._form.set_error(self._span, words.too_many(settings, shown))
        self._show_notebook(settings)
        self._show_engine(settings)
        self._card.set_title(self.tr("What to try"), words.work_text(shown))
        self.updateGeometry()

    def finish_typing(self) -> None:
        """Take what is being typed."""
        for box in self.findChildren(QAbstractSpinBox):
            box.interpretText()

    def _show_exactness(self, double: bool | None, own: bool) -> None:
        self._exactness.set_value(own if double is None else double)
        self._exactness_field.show_own(words.exactness_word(own), is_set=double is not None)

    def _show_seed(self, seed: int) -> None:
        if seed != self._seed.value():
            blocked = self._seed.blockSignals(True)
            self._seed.setValue(seed)
            self._seed.blockSignals(blocked)
        self._seed_field.show_own(str(_SEED), is_set=seed != _SEED)

    def _show_notebook(self, settings: Settings) -> None:
        """Show what only the notebooks have."""
        notebook = settings.features.mode is Mode.NOTEBOOK
        self._listing.set_value(settings.sweep.listing)
        self._form.set_shown(self._listing, notebook and settings.features.recipe is RecipeName.THELOOK)
        once = notebook and settings.features.recipe is RecipeName.GA360
        self._form.set_usable(self._starts, not once)
        if once:
            text = self.tr("As BigQuery ML does in the notebook: one start, whatever stands here.")
        else:
            text = self.tr("Each number is tried from so many random starts, and the best is kept.")
        self._form.set_help(self._starts, text)

    def _show_engine(self, settings: Settings) -> None:
        """Show where k-means runs, and only what that engine can be told."""
        self.engine.show_settings(settings)
        here = settings.sweep.engine == LOCAL
        for field in (self._starts, self._exactness_field):
            self._form.set_shown(field, here)
        notebook = settings.features.mode is Mode.NOTEBOOK
        own = settings.features.recipe is RecipeName.CUSTOM or not notebook
        self.local.show_settings(settings, can=here and own)
        # What BigQuery ML refuses stays in sight, or nobody could take it back.
        self._form.set_shown(self._pca, here or bool(settings.matrix.pca))

    # -- fields

    def _add_numbers(self) -> None:
        name = self.tr("Numbers of segments")
        self._range = RangeField(self._theme, 2, MAX_K, name)
        self._span = OwnField(self._theme, self._range)
        self._form.add_row(name, self._span, words.range_text(tuned=False))
        self._range.changed.connect(self._on_range_changed)
        self._span.reset_wanted.connect(self._on_range_reset)

    def _add_choice(self) -> None:
        self._choose = ChoiceField()
        self._form.add_row(self.tr("Choose the number by"), self._choose)
        self._choose.picked.connect(self._on_choice_picked)

    def _add_engine(self) -> None:
        self.engine = EngineFields(self._theme, self._form)
        self.engine.engine_picked.connect(self._on_engine_picked)
        self.engine.options_picked.connect(self._on_options_picked)

    def _add_details(self) -> None:
        name = self.tr("Sweep of the notebook")
        first = self.tr("With five principal components, 2 to 22 segments")
        second = self.tr("With all features, 2 to 20 segments")
        options = (Option(1, self.tr("First"), tip=first), Option(2, self.tr("Second"), tip=second))
        self._listing = ChoiceRow(self._theme, options, name)
        self._form.add_row(
            name,
            self._listing,
            self.tr("The notebook has two: one on five principal components, one on all features."),
        )
        name = self.tr("Starts for each number")
        self._starts = OwnNumber(self._theme, name, 1, 1000)
        self._form.add_row(name, self._starts)
        name = self.tr("Customers for the silhouette")
        self._rows = OwnNumber(self._theme, name, 0, 10_000_000, step=1000, lowest_is=self.tr("All"))
        self._form.add_row(
            name,
            self._rows,
            self.tr(
                "The silhouette compares customers with one another, which is slow for many. "
                "On a draw of them it comes with an interval. 0 takes all."
            ),
        )
        self.local = LocalFields(self._theme, self._form)
        self.local.picked.connect(self._on_local_picked)
        name = self.tr("Principal components")
        self._pca = OwnNumber(self._theme, name, 0, 1000, lowest_is=self.tr("None"))
        self._form.add_row(
            name,
            self._pca,
            self.tr("Merges features that go together into so many before clustering. 0 merges none."),
        )
        self._add_exactness()
        self._listing.picked.connect(self._on_listing_picked)
        self._starts.picked.connect(self._on_starts_picked)
        self._rows.picked.connect(self._on_rows_picked)
        self._pca.picked.connect(self._on_pca_picked)

    def _add_exactness(self) -> None:
        name = self.tr("Digits of the prepared numbers")
        options = [Option(double, words.exactness_word(double)) for double in (False, True)]
        self._exactness = ChoiceRow(self._theme, options, name)
        self._exactness_field = OwnField(self._theme, self._exactness)
        self._form.add_row(
            name,
            self._exactness_field,
            self.tr(
                "Seven tell customers apart in half the memory. All sixteen, as in the notebooks, "
                "only matter where a result has to be the same to the last digit."
            ),
        )
        self._exactness.picked.connect(self._on_exactness_picked)
        self._exactness_field.reset_wanted.connect(self._on_exactness_reset)

    def _add_stability(self) -> None:
        name = self.tr("Draws for the stability")
        self._bootstraps = OwnNumber(self._theme, name, 0, 1000, lowest_is=self.tr("None"))
        self._form.add_row(
            name,
            self._bootstraps,
            self.tr(
                "Clusters draws the customers anew so many times, to see whether each segment "
                "is found again. 0 leaves that out."
            ),
        )
        self._seed = QDoubleSpinBox(decimals=0, minimum=0, maximum=_LARGEST_SEED)
        self._seed.setAccessibleName(self.tr("Seed"))
        self._seed_field = OwnField(self._theme, self._seed)
        self._form.add_row(
            self.tr("Seed"), self._seed_field, self.tr("The same seed gives the same result again.")
        )
        self._bootstraps.picked.connect(self._on_bootstraps_picked)
        self._seed.valueChanged.connect(self._on_seed_changed)
        self._seed_field.reset_wanted.connect(self._on_seed_reset)

    # -- changes

    def _change(self, text: str, part: str, **values: object) -> None:
        held = self._bridge.held
        if held is not None:
            document = getattr(held.settings, part).model_copy(update=values)
            self._bridge.change_settings(held.settings.model_copy(update={part: document}), text)

    @Slot(int, int)
    def _on_range_changed(self, low: int, high: int) -> None:
        held, own = self._bridge.held, self._own
        if held is None or own is None:
            return
        sweep = held.settings.sweep
        # An end that the person has not touched stays the recipe's own.
        k_min = None if sweep.k_min is None and low == own.low else low
        k_max = None if sweep.k_max is None and high == own.high else high
        self._change(self.tr("Numbers of segments"), "sweep", k_min=k_min, k_max=k_max)

    @Slot()
    def _on_range_reset(self) -> None:
        self._change(self.tr("Numbers of segments"), "sweep", k_min=None, k_max=None)

    @Slot(object)
    def _on_choice_picked(self, choice: Choose | int) -> None:
        self._change(self.tr("Choose the number by"), "clusters", choose=choice)

    @Slot(str)
    def _on_engine_picked(self, engine: str) -> None:
        self._change(self.tr("Where it runs"), "sweep", engine=engine)

    @Slot(str, object)
    def _on_options_picked(self, text: str, options: BigQueryMLSettings) -> None:
        self._change(text, "sweep", bigquery_ml=options)

    @Slot(object)
    def _on_listing_picked(self, listing: int) -> None:
        self._change(self.tr("Sweep of the notebook"), "sweep", listing=listing)

    @Slot(object)
    def _on_starts_picked(self, starts: int | None) -> None:
        self._change(self.tr("Starts for each number"), "sweep", starts=starts)

    @Slot(object)
    def _on_rows_picked(self, rows: int | None) -> None:
        self._change(self.tr("Customers for the silhouette"), "sweep", silhouette_rows=rows)

    @Slot(str, str, object)
    def _on_local_picked(self, text: str, name: str, value: object) -> None:
        self._change(text, "sweep", **{name: value})

    @Slot(object)
    def _on_pca_picked(self, components: int | None) -> None:
        self._change(self.tr("Principal components"), "matrix", pca=components)

    @Slot(object)
    def _on_exactness_picked(self, double: bool) -> None:
        self._change(self.tr("Digits of the prepared numbers"), "matrix", double=double)

    @Slot()
    def _on_exactness_reset(self) -> None:
        self._change(self.tr("Digits of the prepared numbers"), "matrix", double=None)

    @Slot(object)
    def _on_bootstraps_picked(self, bootstraps: int | None) -> None:
        draws = _BOOTSTRAPS if bootstraps is None else bootstraps
        self._change(self.tr("Draws for the stability"), "clusters", bootstraps=draws)

    @Slot(float)
    def _on_seed_changed(self, seed: float) -> None:
        self._change(self.tr("Seed"), "sweep", seed=int(seed))

    @Slot()
    def _on_seed_reset(self) -> None:
        self._change(self.tr("Seed"), "sweep", seed=_SEED)

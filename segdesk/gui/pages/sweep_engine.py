"""Where k-means runs, and how BigQuery ML does it."""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QWidget

from segdesk.gui.pages.sweep_registry import RegistryFields
from segdesk.gui.pages.sweep_training import TrainingFields
from segdesk.gui.pages.sweep_words import start_text
from segdesk.gui.theme import Theme
from segdesk.gui.widgets.choice_row import ChoiceRow, Option
from segdesk.gui.widgets.form import Form
from segdesk.gui.widgets.own_field import OwnField, OwnNumber
from segdesk.project.settings import (
    BigQueryMLSettings,
    Distance,
    KMeansInit,
    Mode,
    RecipeName,
    Settings,
)
from segdesk.warehouse.bigquery.place import is_bigquery

LOCAL, UPSTAIRS = "local", "bigquery-ml"
_USUAL = BigQueryMLSettings()


class EngineFields(QObject):
    """The rows of the sweep's form that say where k-means runs; those of BigQuery ML are only there with it.

    Attributes
    ----------
    engine_picked
        ``local`` or ``bigquery-ml``.
    options_picked
        What was changed, as Undo shows it, and the new `BigQueryMLSettings`.
    """

    engine_picked = Signal(str)
    options_picked = Signal(str, object)

    def __init__(self, theme: Theme, form: Form) -> None:
        super().__init__(form)
        self._theme = theme
        self._form = form
        self._shown = _USUAL
        self._add_engine()
        self.training = TrainingFields(theme, form)
        self.training.picked.connect(self._on_training_picked)
        self._add_start()
        self._add_updates()
        self.registry = RegistryFields(form)
        self.registry.picked.connect(self._on_registry_picked)
        self._rows: tuple[QWidget, ...] = (
            self.start_field,
            self.distance,
            self.iterations,
            self.early_stop,
            self.progress_field,
            self.parallel,
        )

    # -- what they show

    def show_settings(self, settings: Settings) -> None:
        """Show the settings, without a signal."""
        upstairs, can = settings.sweep.engine == UPSTAIRS, is_bigquery(settings.connect.source)
        self._shown = options = settings.sweep.bigquery_ml
        self.engine.set_value(settings.sweep.engine)
        why = "" if can else self.tr("For customers in BigQuery: choose them on Connect")
        self.engine.set_usable(UPSTAIRS, can or upstairs, why)
        if upstairs:
            says = self.tr("Models are trained on all customers, where they are.")
        else:
            says = self.tr("Each number is tried on the customers in this project. Costs nothing.")
        self._form.set_help(self.engine, says)
        for row in self._rows:
            self._form.set_shown(row, upstairs)
        self._form.set_shown(self.progress_field, upstairs and options.early_stop)
        self._form.set_shown(self.parallel, upstairs and options.trials is None)
        self._show_options(settings, options)
        self.training.show_options(options, shown=upstairs)
        self.registry.show_options(options, shown=upstairs)

    def _show_options(self, settings: Settings, options: BigQueryMLSettings) -> None:
        own = _own_start(settings)
        items = self.start.model()
        assert isinstance(items, QStandardItemModel)
        items.item(self.start.findData(KMeansInit.CUSTOM.value)).setEnabled(options.may_be_custom)
        self.start.setCurrentIndex(self.start.findData((options.init or own).value))
        self.start_field.show_own(start_text(own), is_set=options.init is not None)
        self._form.set_help(self.start_field, self._start_says(options.init or own))
        self.distance.set_value(options.distance)
        self.iterations.show_value(_set(options.max_iterations, _USUAL.max_iterations), _USUAL.max_iterations)
        self.early_stop.set_value(options.early_stop)
        if self.progress.value() != options.min_rel_progress:
            blocked = self.progress.blockSignals(True)
            self.progress.setValue(options.min_rel_progress)
            self.progress.blockSignals(blocked)
        own_progress = self.progress.locale().toString(_USUAL.min_rel_progress)
        is_set = options.min_rel_progress != _USUAL.min_rel_progress
        self.progress_field.show_own(own_progress, is_set=is_set)
        self.parallel.show_value(_set(options.parallel, _USUAL.parallel), _USUAL.parallel)

    def _start_says(self, start: KMeansInit) -> str:
        if start is KMeansInit.CUSTOM:
            return self.tr("From customers drawn with the seed: the same model again every time.")
        return self.tr("BigQuery ML draws, and has no seed: another run gives other segments.")

    # -- fields

    def _add_engine(self) -> None:
        name = self.tr("Where it runs")
        here, there = Option(LOCAL, self.tr("This computer")), Option(UPSTAIRS, self.tr("BigQuery ML"))
        self.engine = ChoiceRow(self._theme, (here, there), name)
        self._form.add_row(name, self.engine)
        self.engine.picked.connect(self._on_engine_picked)

    def _add_start(self) -> None:
        self.start = QComboBox()
        self.start.setAccessibleName(self.tr("Start of each model"))
        for each in KMeansInit:
            self.start.addItem(start_text(each), each.value)
        self.start_field = OwnField(self._theme, self.start)
        self._form.add_row(self.tr("Start of each model"), self.start_field)
        name = self.tr("Distance between customers")
        options = (
            Option(Distance.EUCLIDEAN, self.tr("Euclidean"), tip=self.tr("How far apart they are")),
            Option(Distance.COSINE, self.tr("Cosine"), tip=self.tr("How different their proportions are")),
        )
        self.distance = ChoiceRow(self._theme, options, name)
        self._form.add_row(name, self.distance)
        self.start.activated.connect(self._on_start_activated)
        self.start_field.reset_wanted.connect(self._on_start_reset)
        self.distance.picked.connect(self._on_distance_picked)

    def _add_updates(self) -> None:
        name = self.tr("Updates at most")
        self.iterations = OwnNumber(self._theme, name, 1, 1000)
        self._form.add_row(
            name, self.iterations, self.tr("Training ends after so many updates of the centers.")
        )
        name = self.tr("Stop early")
        yes, no = Option(True, self.tr("Yes")), Option(False, self.tr("No"))
        self.early_stop = ChoiceRow(self._theme, (yes, no), name)
        self._form.add_row(name, self.early_stop, self.tr("Ends when an update makes it hardly better."))
        name = self.tr("Hardly better means less than")
        self.progress = QDoubleSpinBox(decimals=4, minimum=0, maximum=1, singleStep=0.005)
        self.progress.setAccessibleName(name)
        self.progress_field = OwnField(self._theme, self.progress)
        self._form.add_row(name, self.progress_field, self.tr("A share of the loss: 0.01 is one percent."))
        name = self.tr("Models at a time")
        self.parallel = OwnNumber(self._theme, name, 1, 20)
        self._form.add_row(name, self.parallel, self.tr("More are done sooner, and cost the same."))
        self.iterations.picked.connect(self._on_iterations_picked)
        self.early_stop.picked.connect(self._on_early_stop_picked)
        self.progress.valueChanged.connect(self._on_progress_changed)
        self.progress_field.reset_wanted.connect(self._on_progress_reset)
        self.parallel.picked.connect(self._on_parallel_picked)

    # -- changes

    def _change(self, text: str, **values: object) -> None:
        # Known here at once, so that two quick changes do not start from the same old options.
        self._shown = self._shown.model_copy(update=values)
        if self._shown.init is KMeansInit.CUSTOM and not self._shown.may_be_custom:
            self._shown = self._shown.model_copy(update={"init": None})
        self.options_picked.emit(text, self._shown)

    @Slot(object)
    def _on_engine_picked(self, engine: str) -> None:
        self.engine_picked.emit(engine)

    @Slot(int)
    def _on_start_activated(self, index: int) -> None:
        self._change(self.tr("Start of each model"), init=KMeansInit(self.start.itemData(index)))

    @Slot()
    def _on_start_reset(self) -> None:
        self._change(self.tr("Start of each model"), init=None)

    @Slot(object)
    def _on_distance_picked(self, distance: Distance) -> None:
        self._change(self.tr("Distance between customers"), distance=distance)

    @Slot(object)
    def _on_iterations_picked(self, count: int | None) -> None:
        self._change(self.tr("Updates at most"), max_iterations=count or _USUAL.max_iterations)

    @Slot(object)
    def _on_early_stop_picked(self, early: bool) -> None:
        self._change(self.tr("Stop early"), early_stop=early)

    @Slot(float)
    def _on_progress_changed(self, progress: float) -> None:
        self._change(self.tr("Stop early"), min_rel_progress=progress)

    @Slot()
    def _on_progress_reset(self) -> None:
        self._change(self.tr("Stop early"), min_rel_progress=_USUAL.min_rel_progress)

    @Slot(object)
    def _on_parallel_picked(self, count: int | None) -> None:
        self._change(self.tr("Models at a time"), parallel=count or _USUAL.parallel)

    @Slot(str, object)
    def _on_training_picked(self, text: str, values: dict[str, object]) -> None:
        self._change(text, **values)

    @Slot(str, dict)
    def _on_registry_picked(self, text: str, values: dict[str, object]) -> None:
        self._change(text, **values)


def _own_start(settings: Settings) -> KMeansInit:
    """Return where BigQuery ML starts unless told: as the Analytics tutorial where that is followed."""
    features = settings.features
    tutorial = features.recipe is RecipeName.GA360 and features.mode is Mode.NOTEBOOK
    drawn_here = not tutorial and settings.sweep.bigquery_ml.may_be_custom
    return KMeansInit.CUSTOM if drawn_here else KMeansInit.KMEANS_PLUS_PLUS


def _set(value: int, usual: int) -> int | None:
    """Return a number that a person has set, None for the usual one."""
    return None if value == usual else value

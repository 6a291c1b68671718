"""What BigQuery ML trains: a model for each number of segments, anew or going on, or one that it tunes."""

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from segdesk.gui.theme import Theme
from segdesk.gui.widgets.choice_row import ChoiceRow, Option
from segdesk.gui.widgets.form import Form
from segdesk.gui.widgets.own_field import OwnNumber
from segdesk.project.settings import (
    MOST_PARALLEL_TRIALS,
    MOST_TRIALS,
    BigQueryMLSettings,
    TuningAlgorithm,
)

_USUAL = BigQueryMLSettings()
_TRIALS = 10
"""What Google advises at least, for one thing that is tuned."""


class TrainingFields(QObject):
    """Rows of a form; those of the trials are only there where BigQuery ML picks the numbers itself.

    Attributes
    ----------
    picked
        What was changed, as Undo shows it, and the changed fields of `BigQueryMLSettings` by name.
    """

    picked = Signal(str, object)  # Qt would make plain text of what is an enum in a dict of its own

    def __init__(self, theme: Theme, form: Form) -> None:
        super().__init__(form)
        self._theme = theme
        self._form = form
        self._add_search()
        self._add_trials()
        self._add_warm_start()
        self._of_trials: tuple[QWidget, ...] = (self.trials, self.algorithm, self.parallel)

    def show_options(self, options: BigQueryMLSettings, *, shown: bool) -> None:
        """Show the settings, without a signal."""
        tuned = options.trials is not None
        self.search.set_value(tuned)
        self.trials.show_value(None if options.trials == _TRIALS else options.trials, _TRIALS)
        self.algorithm.set_value(options.tuning_algorithm)
        usual = _USUAL.parallel_trials
        at_a_time = options.parallel_trials
        self.parallel.show_value(None if at_a_time == usual else at_a_time, usual)
        self.warm_start.set_value(options.warm_start)
        self._form.set_shown(self.search, shown)
        for row in self._of_trials:
            self._form.set_shown(row, shown and tuned)
        self._form.set_shown(self.warm_start, shown and not tuned)
        self._form.set_help(self.search, self._search_says(tuned=tuned))
        self._form.set_help(self.warm_start, self._warm_start_says(goes_on=options.warm_start))

    def _search_says(self, *, tuned: bool) -> str:
        if tuned:
            return self.tr("It looks for the lowest Davies-Bouldin index, in trials of one model.")
        return self.tr("Each number is trained as a model of its own.")

    def _warm_start_says(self, *, goes_on: bool) -> str:
        if goes_on:
            return self.tr(
                "Where there is a model of before with as many segments, it begins where that one ended. "
                "Such a model cannot be made again from these settings alone."
            )
        return self.tr("Every model begins anew.")

    # -- fields

    def _add_search(self) -> None:
        name = self.tr("Numbers that are trained")
        options = (Option(False, self.tr("Every one")), Option(True, self.tr("BigQuery ML picks")))
        self.search = ChoiceRow(self._theme, options, name)
        self._form.add_row(name, self.search)
        self.search.picked.connect(self._on_search_picked)

    def _add_trials(self) -> None:
        name = self.tr("Trials at most")
        self.trials = OwnNumber(self._theme, name, 1, MOST_TRIALS)
        self._form.add_row(
            name,
            self.trials,
            self.tr(
                "Each trains one number, and is billed like a model. A number without a trial has no scores."
            ),
        )
        name = self.tr("Pick the next number")
        self.algorithm = ChoiceRow(self._theme, _algorithms(), name)
        self._form.add_row(name, self.algorithm)
        name = self.tr("Trials at a time")
        self.parallel = OwnNumber(self._theme, name, 1, MOST_PARALLEL_TRIALS)
        self._form.add_row(
            name, self.parallel, self.tr("More are done sooner, but cannot learn from one another.")
        )
        self.trials.picked.connect(self._on_trials_picked)
        self.algorithm.picked.connect(self._on_algorithm_picked)
        self.parallel.picked.connect(self._on_parallel_picked)

    def _add_warm_start(self) -> None:
        name = self.tr("Go on from earlier models")
        yes, no = Option(True, self.tr("Yes")), Option(False, self.tr("No"))
        self.warm_start = ChoiceRow(self._theme, (yes, no), name)
        self._form.add_row(name, self.warm_start)
        self.warm_start.picked.connect(self._on_warm_start_picked)

    # -- changes

    @Slot(object)
    def _on_search_picked(self, tuned: bool) -> None:
        text = self.tr("Numbers that are trained")
        if tuned:
            self.picked.emit(text, {"trials": _TRIALS, "warm_start": False})
        else:
            self.picked.emit(text, {"trials": None})

    @Slot(object)
    def _on_trials_picked(self, count: int | None) -> None:
        self.picked.emit(self.tr("Trials at most"), {"trials": count or _TRIALS})

    @Slot(object)
    def _on_algorithm_picked(self, algorithm: TuningAlgorithm) -> None:
        self.picked.emit(self.tr("Pick the next number"), {"tuning_algorithm": algorithm})

    @Slot(object)
    def _on_parallel_picked(self, count: int | None) -> None:
        wanted = count or _USUAL.parallel_trials
        self.picked.emit(self.tr("Trials at a time"), {"parallel_trials": wanted})

    @Slot(object)
    def _on_warm_start_picked(self, goes_on: bool) -> None:
        self.picked.emit(self.tr("Go on from earlier models"), {"warm_start": goes_on})


def _algorithms() -> tuple[Option, ...]:
    translate = QCoreApplication.translate
    return (
        Option(
            TuningAlgorithm.VIZIER_DEFAULT,
            translate("TrainingFields", "By experience"),
            tip=translate("TrainingFields", "Vertex AI Vizier, which learns from the trials before"),
        ),
        Option(TuningAlgorithm.RANDOM_SEARCH, translate("TrainingFields", "At random")),
        Option(TuningAlgorithm.GRID_SEARCH, translate("TrainingFields", "In order")),
    )

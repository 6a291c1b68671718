"""The models that BigQuery ML trained: how that went, and which are kept."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QSplitter, QVBoxLayout, QWidget

from segdesk.gui.bridge import Ended
from segdesk.gui.context import Context
from segdesk.gui.dialogs.confirm import Question, confirmed
from segdesk.gui.dialogs.deleted_words import deleted_text
from segdesk.gui.numbers import number
from segdesk.gui.theme import PAD, ROOM
from segdesk.gui.views.columns import Align, Column, Columns
from segdesk.gui.views.table import TableView
from segdesk.gui.widgets.kind import Kind
from segdesk.gui.widgets.notice import Notice
from segdesk.review.models import ShownModel, models
from segdesk.tasks.messages import Failure

DELETE = "delete models"
"""The name of the job that deletes."""

_TWO = partial(number, decimals=2)
_THREE = partial(number, decimals=3)


class ModelsDialog(QDialog):
    """A table of models, the training of the one that is selected, and a way to be rid of them."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        from segdesk.gui.plots.training import TrainingPlot

        super().__init__(parent)
        self.setWindowTitle(self.tr("Models in BigQuery"))
        self._bridge, self._theme = context.bridge, context.theme
        self._models: tuple[ShownModel, ...] = ()
        self._deletes = False
        self.notice = Notice(self._theme, self)
        rows = QSplitter(Qt.Orientation.Vertical, self)
        rows.setChildrenCollapsible(False)
        self.table = TableView(
            self._theme, title=self.tr("Models"), store=context.store, store_key="models", parent=rows
        )
        self.table.set_searchable(False)
        self.table.set_empty_text(self.tr("BigQuery ML has trained no model for this sweep."))
        self.plot = TrainingPlot(self._theme, rows)
        rows.setSizes([self._theme.size(240), self._theme.size(260)])
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.delete = QPushButton(self.tr("Delete selected…"), self)
        self.keep_chosen = QPushButton(self.tr("Delete all but the chosen…"), self)
        for button in (self.delete, self.keep_chosen):
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(ROOM, ROOM, ROOM, PAD)
        column.setSpacing(PAD)
        column.addWidget(self.notice)
        column.addWidget(rows, 1)
        column.addWidget(buttons)
        self.resize(self._theme.size(860), self._theme.size(640))
        self.table.selection_changed.connect(self._on_selection_changed)
        self.delete.clicked.connect(self._on_delete)
        self.keep_chosen.clicked.connect(self._on_keep_chosen)
        self._bridge.changed.connect(self._ask)
        self._bridge.started.connect(self._on_run_changed)
        self._bridge.ended.connect(self._on_ended)
        self._show_buttons()
        self._ask()

    # -- what it shows

    @property
    def chosen_models(self) -> tuple[ShownModel, ...]:
        """The selected models that are still in BigQuery."""
        rows = (self._models[int(row)] for row in self.table.selected_rows if row < len(self._models))
        return tuple(model for model in rows if model.path is not None)

    @Slot()
    def _ask(self) -> None:
        self._bridge.ask(self, models, then=self._on_models, failed=self._on_failed)

    def _on_models(self, found: tuple[ShownModel, ...]) -> None:
        first = not self._models
        self._models = found
        self.table.set_columns(self._columns(found))
        chosen = next((place for place, model in enumerate(found) if model.chosen), None)
        if first and chosen is not None:
            self.table.grid.go_to(chosen)
        self._show_training()
        self._show_buttons()

    def _columns(self, found: tuple[ShownModel, ...]) -> Columns:
        def numbers(title: str, name: str, shown: Any, values: list[Any], tip: str = "") -> Column:
            return Column(title, values, format=shown, align=Align.RIGHT, tooltip=tip, name=name)

        lower = self.tr("As BigQuery ML reports it. Lower is better")
        trials = [model.trial for model in found]
        of_trials = (numbers(self.tr("Trial"), "trial", number, trials),) if any(trials) else ()
        return Columns(
            (
                Column(self.tr("Segments"), [model.k for model in found], name="k"),
                Column(self.tr("State"), [self._state(model) for model in found], name="state"),
                *of_trials,
                numbers(
                    self.tr("Davies-Bouldin index"),
                    "index",
                    _THREE,
                    [model.davies_bouldin_index for model in found],
                    lower,
                ),
                numbers(
                    self.tr("Mean squared distance"),
                    "distance",
                    number,
                    [model.mean_squared_distance for model in found],
                    lower,
                ),
                numbers(
                    self.tr("Updates"), "updates", number, [len(model.training) or None for model in found]
                ),
                numbers(self.tr("Seconds"), "seconds", _TWO, [model.seconds for model in found]),
                Column(self.tr("Model"), [model.path or "" for model in found], name="path"),
            )
        )

    def _state(self, model: ShownModel) -> str:
        if model.path is None:
            return self.tr("Deleted")
        return self.tr("Chosen") if model.chosen else self.tr("Kept")

    def _show_training(self) -> None:
        rows = [int(row) for row in self.table.selected_rows if row < len(self._models)]
        model = self._models[rows[0]] if rows else None
        self.plot.set_training(model.k if model else None, model.training if model else ())

    def _show_buttons(self) -> None:
        free = self._bridge.running is None
        any_chosen = any(model.chosen for model in self._models)
        self.delete.setEnabled(free and bool(self.chosen_models))
        self.keep_chosen.setEnabled(free and bool(self._others) and any_chosen)

    @property
    def _others(self) -> tuple[ShownModel, ...]:
        """What goes where only the chosen one is kept; the other trials of its model do not."""
        kept = {model.path for model in self._models if model.chosen}
        return tuple(model for model in self._models if model.path and model.path not in kept)

    # -- what happens

    @Slot(object)
    def _on_selection_changed(self, _rows: object) -> None:
        self._show_training()
        self._show_buttons()

    @Slot()
    def _on_delete(self) -> None:
        self._delete(self.chosen_models)

    @Slot()
    def _on_keep_chosen(self) -> None:
        self._delete(self._others)

    def _delete(self, wanted: tuple[ShownModel, ...]) -> None:
        names = list(dict.fromkeys(model.path or "" for model in wanted))
        if any(model.trial for model in wanted):
            title = self.tr("Delete the model in BigQuery?")
            why = self.tr("It holds all trials: none of them is left. The scores stay.")
        else:
            title = self.tr("Delete {count} models in BigQuery?").format(count=len(names))
            why = self.tr("Their scores stay. A model that is wanted again is trained by the next sweep.")
        if confirmed(self, self._theme, Question(title, why, names, self.tr("Delete"))):
            self._deletes = True
            ks = tuple(model.k for model in wanted)
            self._bridge.job(DELETE, "segdesk.steps.models:delete", ks)

    @Slot(object)
    def _on_run_changed(self, _what: object) -> None:
        self._show_buttons()

    @Slot(object)
    def _on_ended(self, ended: Ended) -> None:
        self._show_buttons()
        if not self._deletes or ended.what != DELETE:
            return
        self._deletes = False
        if ended.failure is not None:
            self._on_failed(ended.failure)
        elif ended.value is not None:
            self.notice.show_message(*deleted_text(ended.value))

    def _on_failed(self, failure: Failure) -> None:
        self.notice.show_message(Kind.BAD, failure.what, failure.why, failure.todo)

"""Sweep: which numbers of segments are tried, how each scores, and which is chosen."""

from collections.abc import Iterator

from PySide6.QtCore import QByteArray, Qt, QTimer, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from segdesk.gui.bridge import Ended
from segdesk.gui.context import Context
from segdesk.gui.pages import sweep_words as words
from segdesk.gui.pages.base import Page
from segdesk.gui.pages.sweep_engine import UPSTAIRS
from segdesk.gui.pages.sweep_reason import ReasonCard
from segdesk.gui.pages.sweep_settings import SweepSettingsPanel
from segdesk.gui.pages.sweep_stability import StabilityTable
from segdesk.gui.pages.sweep_table import SweepTable
from segdesk.gui.pages.sweep_view import Run, Stage, SweepView, resting_view, running_view
from segdesk.gui.sentences import said
from segdesk.gui.theme import GAP, PAD
from segdesk.gui.widgets.choice_row import ChoiceRow, Option
from segdesk.gui.widgets.empty import EmptyState
from segdesk.project.settings import MAX_K, Choose
from segdesk.project.step import State, Step
from segdesk.project.sweep_point import SweepPoint
from segdesk.review import sweep as review
from segdesk.review.sweep import SweepShown

_SCORES, _STABILITY = "scores", "stability"
_SOON = 80
"""Milliseconds between two looks at a running sweep."""


class SweepPage(Page):
    """The third tab."""

    step = Step.SWEEP

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        self._shown: SweepShown | None = None
        self._run: Run | None = None
        self._view = SweepView(Stage.NOTHING)
        super().__init__(context, parent)

    # -- what every page says

    def explanation(self) -> str:
        """Return one sentence that says what the step is for."""
        return self.tr("Into how many segments do your customers fall? Every number is tried and scored.")

    def action_text(self) -> str:
        """Return what the primary button says."""
        held = self.bridge.held
        if held is None or self._shown is None:
            return self.tr("Try the numbers")
        return words.action_text(*words.span_of(held.settings, self._shown.own))

    def obstacle(self) -> str:
        """Return why the sweep cannot be run."""
        held, shown = self.bridge.held, self._shown
        # What is known of the customers holds only as long as Features does.
        if held is None or shown is None or held.state(Step.FEATURES) is not State.FRESH:
            return ""
        if shown.plan is not None:
            return ""
        return words.too_many(held.settings, shown) or said(shown.problem or "")

    def remarks(self, warnings: tuple[str, ...]) -> tuple[str, ...]:  # noqa: ARG002 - the card says them all
        """Return no sentence of the last run: they are about k, and stand beside the choice."""
        return ()

    def on_action(self) -> None:
        """Run the sweep with what the settings say, what is being typed included."""
        self._settings.finish_typing()
        super().on_action()

    # -- parts

    def build(self) -> Iterator[None]:
        """Put settings at the left, and the choice, the plots and the table at the right."""
        # PyQtGraph takes a third of a second to load: only once the page is looked at.
        from segdesk.gui.plots.metrics import MetricPlots

        columns = QSplitter(Qt.Orientation.Horizontal, self.content)
        self._settings = SweepSettingsPanel(self.context, columns)
        yield
        self._stack = QStackedWidget(columns)
        self._empty = EmptyState(
            self.theme, "sweep", self.tr("No number has been tried yet"), parent=self._stack
        )
        results = QWidget(self._stack)
        self._reason = ReasonCard(self.theme, results)
        yield
        rows = QSplitter(Qt.Orientation.Vertical, results)
        plots = QScrollArea(rows)
        self._plots = MetricPlots(self.theme, plots.viewport(), height=204)
        yield from self._plots.build()
        tables = QWidget(rows)
        self._tables_stack = QStackedWidget(tables)
        self._table = SweepTable(self.context, self._tables_stack)
        yield
        self._stability = StabilityTable(self.context, self._tables_stack)
        yield
        self._lay_out_plots(plots)
        self._lay_out_tables(tables)
        self._lay_out_results(results, rows)
        yield
        self._stack.addWidget(self._empty)
        self._stack.addWidget(results)
        columns.setStretchFactor(1, 1)
        columns.setSizes([self.theme.size(300), self.theme.size(900)])
        self._keep(columns, "columns")
        self.body.addWidget(columns)
        # Small numbers are done faster than anyone can look: they are shown a few at a time.
        self._soon = QTimer(self, singleShot=True, interval=_SOON)
        self._soon.timeout.connect(self._show_results)
        self._connect()
        if self.bridge.running == self.step:  # it began before the page was looked at
            self._run = self._begun()

    def _lay_out_plots(self, plots: QScrollArea) -> None:
        plots.setWidget(self._plots)
        plots.setWidgetResizable(True)
        plots.setFrameShape(QFrame.Shape.NoFrame)
        plots.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        plots.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        plots.setMinimumHeight(self.theme.size(160))

    def _lay_out_results(self, results: QWidget, rows: QSplitter) -> None:
        rows.setSizes([self.theme.size(424), self.theme.size(150)])
        rows.setStretchFactor(0, 2)
        rows.setStretchFactor(1, 1)
        self._keep(rows, "rows")
        column = QVBoxLayout(results)
        column.setContentsMargins(GAP, 0, 0, 0)
        column.setSpacing(PAD)
        column.addWidget(self._reason)
        column.addWidget(rows, 1)

    def _lay_out_tables(self, tables: QWidget) -> None:
        self._which = ChoiceRow(
            self.theme,
            (Option(_SCORES, self.tr("Scores")), Option(_STABILITY, self.tr("Stability"))),
            self.tr("What the table shows"),
        )
        self._tables_stack.addWidget(self._table)
        self._tables_stack.addWidget(self._stability)
        self._note = QLabel()
        self._note.setProperty("role", "small")
        self._note.setWordWrap(True)
        line = QHBoxLayout()
        line.setSpacing(PAD)
        line.addWidget(self._which)
        line.addWidget(self._note, 1)
        self.models = QPushButton(self.tr("Models…"))
        self.models.setToolTip(self.tr("The models in BigQuery: how their training went, and which to keep"))
        self.models.hide()
        self.models.clicked.connect(self._on_models_wanted)
        line.addWidget(self.models)
        tables.setMinimumHeight(self.theme.size(168))
        column = QVBoxLayout(tables)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(line)
        column.addWidget(self._tables_stack, 1)

    def _keep(self, splitter: QSplitter, name: str) -> None:
        """Lay a splitter out as the person left it, and remember how."""
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(GAP)
        splitter.setObjectName(f"layout/sweep/{name}")
        kept = self.context.store.value(splitter.objectName())
        if isinstance(kept, QByteArray):
            splitter.restoreState(kept)
        splitter.splitterMoved.connect(self._on_splitter_moved)

    def _connect(self) -> None:
        selection = self.context.selection
        self._reason.used.connect(self._on_used)
        self._reason.scores_wanted.connect(self._on_scores_wanted)
        self._plots.k_picked.connect(selection.select_k)
        self._plots.k_hovered.connect(self._table.set_hovered)
        self._plots.k_left.connect(self._on_plots_left)
        self._table.k_hovered.connect(self._plots.set_hovered)
        self._table.k_left.connect(self._on_table_left)
        self._table.k_selected.connect(selection.select_k)
        self._table.k_used.connect(self._on_used)
        self._which.picked.connect(self._on_which_picked)
        selection.k_changed.connect(self._on_k_changed)
        self.bridge.started.connect(self._on_run_started)
        self.bridge.ended.connect(self._on_run_ended)

    # -- what is shown

    def refresh(self) -> None:
        """Ask what the project holds, and show it."""
        held = self.bridge.held
        if held is not None and self._shown is not None:
            self._settings.show_settings(held.settings, self._shown)
        self.bridge.ask(self, review.sweep, then=self._on_shown)

    def take_partial(self, value: object) -> None:
        """Show one more number of segments."""
        if isinstance(value, SweepPoint) and self._run is not None:
            self._run.arrived[value.k] = value
            if not self._soon.isActive():
                self._soon.start()

    def _on_shown(self, shown: SweepShown) -> None:
        held = self.bridge.held
        if held is None:
            return
        self._shown = shown
        if self._run is not None and self._run.plan is None:
            self._run.plan, self._run.customers = shown.plan, shown.all_customers
        self._settings.show_settings(held.settings, shown)
        self._stability.show_stability(shown)
        self.models.setVisible(shown.trained_on is not None)
        self._say_what_is_shown()
        self._show_results()
        self.update_action()

    @Slot()
    def _show_results(self) -> None:
        held, shown = self.bridge.held, self._shown
        if held is None or shown is None:
            return
        if self._run is None:
            view = resting_view(shown)
        elif self._run.plan is None:
            return  # what there was stays until the worker has said what it does
        else:
            view = running_view(self._run)
        by_hand = isinstance(held.settings.clusters.choose, int)
        self._reason.show_sweep(view, shown, held.state(self.step), by_hand=by_hand)
        self._stack.setCurrentIndex(int(view.stage is not Stage.NOTHING))
        if view.stage is Stage.NOTHING:
            self._say_nothing()
        if view != self._view:
            self._show_view(view)

    def _show_view(self, view: SweepView) -> None:
        if view.span is not None:
            if view.span != self._view.span:
                self._plots.set_span(*view.span)
            self._plots.set_sweep(view.points, view.customers, view.weights)
            if view.chosen != self._view.chosen:
                self._plots.set_chosen(view.chosen)
        self._view = view
        self._table.show_view(view)
        self._on_k_changed()

    def _say_nothing(self) -> None:
        self._empty.show_words(
            self.tr("No number has been tried yet"),
            self.tr(
                "“{action}” makes that many segments of your customers, one number after the other, and "
                "scores each. The settings at the left may stay as they are."
            ).format(action=self.action_text()),
        )

    # -- what happens

    def _begun(self) -> Run:
        held = self.bridge.held
        if held is None or held.settings.sweep.engine != UPSTAIRS:
            return Run(at_a_time=1)
        # Which number a trial has is known when all of them are done.
        sweep = held.settings.sweep
        return Run(at_a_time=MAX_K if sweep.is_tuned else sweep.bigquery_ml.parallel)

    @Slot(object)
    def _on_run_started(self, what: object) -> None:
        if what == self.step:
            self._run = self._begun()
            self.refresh()

    @Slot(object)
    def _on_run_ended(self, ended: Ended) -> None:
        # What came stays on screen until the project says what it holds now.
        if ended.what == self.step:
            self._run = None
            self._soon.stop()

    @Slot()
    def _on_k_changed(self) -> None:
        k = self.context.selection.k
        tried = k if self._view.point(k) is not None else None
        self._plots.set_selected(tried)
        self._table.set_selected(k)
        self._reason.set_selected(k)

    @Slot()
    def _on_plots_left(self) -> None:
        self._table.set_hovered(None)

    @Slot()
    def _on_table_left(self) -> None:
        self._plots.set_hovered(None)

    @Slot(int)
    def _on_used(self, k: int) -> None:
        if self._view.may_be_used(k):
            self._choose(k, self.tr("Use {k} segments").format(k=k))

    @Slot()
    def _on_scores_wanted(self) -> None:
        self._choose(Choose.COMBINED, self.tr("Let the scores choose"))

    def _choose(self, choice: Choose | int, text: str) -> None:
        held = self.bridge.held
        if held is not None:
            clusters = held.settings.clusters.model_copy(update={"choose": choice})
            self.bridge.change_settings(held.settings.model_copy(update={"clusters": clusters}), text)

    @Slot(object)
    def _on_which_picked(self, which: object) -> None:
        self._tables_stack.setCurrentIndex(int(which == _STABILITY))
        self._say_what_is_shown()

    def _say_what_is_shown(self) -> None:
        scores = self.tr("Click a number to look at it in the plots; double-click it to use it.")
        self._note.setText(self._stability.sentence if self._which.value == _STABILITY else scores)

    @Slot()
    def _on_models_wanted(self) -> None:
        from segdesk.gui.dialogs.models import ModelsDialog

        dialog = ModelsDialog(self.context, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    @Slot()
    def _on_splitter_moved(self) -> None:
        splitter = self.sender()
        if isinstance(splitter, QSplitter):
            self.context.store.setValue(splitter.objectName(), splitter.saveState())

"""The Connect tab: where the customers are, and what is found there."""

from typing import ClassVar

from PySide6.QtCore import QByteArray, Qt, Slot
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from segdesk.gui.bridge import Ended
from segdesk.gui.pages.base import Page
from segdesk.gui.pages.connect_detail import TableDetail
from segdesk.gui.pages.connect_recipe import RecipeLine
from segdesk.gui.pages.connect_source import SAMPLE, Place, SourceChoice, kind_of, place_of
from segdesk.gui.pages.connect_tables import TableList
from segdesk.gui.theme import PAD
from segdesk.gui.titles import moment
from segdesk.gui.widgets.empty import EmptyState
from segdesk.gui.widgets.mark import mark
from segdesk.project.settings import FeaturesSettings, RecipeName, Settings
from segdesk.project.step import State, Step
from segdesk.review import connect
from segdesk.review.connect import Source
from segdesk.review.held import StepHeld
from segdesk.tasks.messages import Failure

_SPLIT = "layout/connect/tables"
_EMPTY, _TABLES = 1, 2


class ConnectPage(Page):
    """Choose the source; look at its tables."""

    step: ClassVar[Step] = Step.CONNECT

    def explanation(self) -> str:
        """Return what the step is for."""
        return self.tr("Say where your customers are, and look at their tables.")

    def action_text(self) -> str:
        """Return what the primary button says."""
        return self.tr("List the tables")

    def build(self) -> None:
        """Put the source above, the tables below."""
        self._found: Source | None = None
        self._shown_run: StepHeld | None = None
        self._just_listed = False
        self._looking = False
        self.source = SourceChoice(self.theme)
        self.recipe = RecipeLine(self.theme)
        self.tables = TableList(self.theme, self.context.store)
        self.detail = TableDetail(self.context)
        self.empty = EmptyState(self.theme, "table", "")
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(PAD)
        for part, stretch in ((self.tables, 2), (self.detail, 3)):
            self.split.addWidget(part)
            self.split.setStretchFactor(self.split.indexOf(part), stretch)
        kept = self.context.store.value(_SPLIT)
        if isinstance(kept, QByteArray):
            self.split.restoreState(kept)
        listed = QWidget()
        column = QVBoxLayout(listed)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(PAD)
        column.addWidget(self.recipe)
        column.addWidget(self.split, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(QWidget())  # until it is known whether there are any
        self._stack.addWidget(self.empty)
        self._stack.addWidget(listed)
        self.body.addWidget(self.source)
        self.body.addWidget(self._stack, 1)
        self._connect()

    def _connect(self) -> None:
        self.source.place_picked.connect(self._on_place_picked)
        self.source.path_changed.connect(self._on_path_changed)
        self.source.path_chosen.connect(self._on_path_chosen)
        self.source.kind_picked.connect(self._on_kind_picked)
        self.source.customers_changed.connect(self._on_customers_changed)
        self.source.seed_changed.connect(self._on_seed_changed)
        self.recipe.wanted.connect(self._on_recipe_wanted)
        self.tables.picked.connect(self._on_table_picked)
        self.tables.opened.connect(self.detail.go_to_rows)
        self.split.splitterMoved.connect(self._on_split)
        self.bridge.started.connect(self._on_something_started)
        self.bridge.ended.connect(self._on_something_ended)

    # -- the page

    def refresh(self) -> None:
        """Show the source that is set, and the tables that were found."""
        held = self.bridge.held
        assert held is not None
        self.source.show_settings(held.settings)
        if held.steps[self.step] != self._shown_run:
            self._shown_run = held.steps[self.step]
            self._look()
        self._show_found()
        self.update_action()

    def obstacle(self) -> str:
        """Return what is missing to list tables."""
        held = self.bridge.held
        if held is not None and place_of(held.settings.connect.source) is Place.BIGQUERY:
            return self.tr("BigQuery comes in a later version")
        if self.source.place is Place.FILES and not self.source.chosen_path:
            return self.tr("Choose a file or a folder first")
        return ""

    def update_action(self) -> None:
        """Look again at whether the tables can be listed, and whether that is the next thing to do."""
        super().update_action()
        if self.bridge.held is not None and not self._is_listed():
            mark(self.action, "primary", True)
            mark(self.next, "primary", False)

    def on_action(self) -> None:
        """List the tables of what is typed."""
        self.source.commit()
        if not self.obstacle():
            super().on_action()

    # -- what was found

    @property
    def known(self) -> bool:
        """Whether the page shows what the project holds, and waits for nothing."""
        return self._found is not None and not self._looking

    def _look(self) -> None:
        self._looking = True
        self.bridge.ask(self, connect.source, then=self._on_looked, failed=self._on_look_failed)

    def _on_looked(self, found: Source) -> None:
        self._looking = False
        self._found = found
        if self._just_listed:
            self._just_listed = False
            self.detail.forget()
            self._preset(found)
        likely = found.suggestion.table if found.suggestion else None
        self.tables.show_tables(found.tables, likely or "users")
        self._show_found()
        self.update_action()

    def _on_look_failed(self, failure: Failure) -> None:
        self._looking = False
        self.show_failure(failure)

    def _preset(self, found: Source) -> None:
        """Let a recipe that cannot work on these tables give way to the one that fits."""
        held = self.bridge.held
        if held is None or found.suggestion is None or connect.works(held.settings.features, found):
            return
        new = _with_recipe(held.settings, connect.preset(found.suggestion))
        self.bridge.change_settings(new, self.tr("Use the recipe that fits"))

    def _is_listed(self) -> bool:
        """Whether the tables shown are those of the source that is set."""
        held = self.bridge.held
        if held is None or self._found is None or held.state(self.step) is not State.FRESH:
            return False
        if self.source.place is not place_of(held.settings.connect.source):
            return False
        suggestion = self._found.suggestion
        if held.settings.connect.source != SAMPLE or suggestion is None:
            return True
        # There are two samples, and the recipe says which.
        return suggestion.recipe is kind_of(held.settings)

    def _show_found(self) -> None:
        """Show the tables, or why there are none."""
        held = self.bridge.held
        if held is None or self._found is None or self._looking:
            return
        running = self.bridge.running is self.step
        if not self._found.tables:
            self._show_empty(running)
            return
        listed = self._is_listed()
        self._stack.setCurrentIndex(_TABLES)
        self.tables.note(self._told_of_tables(held.steps[self.step].finished, listed or running))
        if listed:
            self.recipe.show_source(self._found, held.settings.features)
        else:
            self.recipe.hide()
        table = self.tables.current
        if table is not None:
            self.detail.show_table(table, listed and not running)

    def _told_of_tables(self, finished: str | None, current: bool) -> str:
        if not current:
            return self.tr("Listed before the source was changed. List the tables again.")
        return self.tr("Listed {when}").format(when=moment(finished)) if finished else ""

    def _show_empty(self, running: bool) -> None:
        if running:
            words = self.tr("Listing the tables"), self.tr("They show up here as soon as they are known.")
        else:
            words = (
                self.tr("No tables yet"),
                self.tr("Choose above where your customers are, then list the tables."),
            )
        self.empty.show_words(*words)
        self._stack.setCurrentIndex(_EMPTY)

    # -- what happens

    def _change(self, text: str, **values: object) -> None:
        held = self.bridge.held
        assert held is not None
        changed = held.settings.connect.model_copy(update=values)
        self.bridge.change_settings(held.settings.model_copy(update={"connect": changed}), text)

    @Slot(object)
    def _on_place_picked(self, place: Place) -> None:
        if place is Place.SAMPLE:
            self._change(self.tr("Choose the sample"), source=SAMPLE)
        elif place is Place.FILES and self.source.chosen_path:
            self._change(self.tr("Choose the source"), source=self.source.chosen_path)
        self._show_found()
        self.update_action()

    @Slot(str)
    def _on_path_changed(self, _path: str) -> None:
        if self.source.chosen_path:
            self._change(self.tr("Choose the source"), source=self.source.chosen_path)
        self.update_action()

    @Slot(str)
    def _on_path_chosen(self, _path: str) -> None:
        self.bridge.run(self.step)

    @Slot(object)
    def _on_kind_picked(self, kind: RecipeName) -> None:
        held = self.bridge.held
        assert held is not None
        new = _with_recipe(held.settings, FeaturesSettings(recipe=kind))
        self.bridge.change_settings(new, self.tr("Choose the kind of sample"))

    @Slot(int)
    def _on_customers_changed(self, customers: int) -> None:
        self._change(self.tr("Change the size of the sample"), sample_customers=customers)

    @Slot(int)
    def _on_seed_changed(self, seed: int) -> None:
        self._change(self.tr("Change the seed of the sample"), sample_seed=seed)

    @Slot()
    def _on_recipe_wanted(self) -> None:
        held = self.bridge.held
        if held is not None and self._found is not None and self._found.suggestion is not None:
            new = _with_recipe(held.settings, connect.preset(self._found.suggestion))
            self.bridge.change_settings(new, self.tr("Use the recipe that fits"))

    @Slot(str)
    def _on_table_picked(self, _name: str) -> None:
        self._show_found()

    @Slot()
    def _on_split(self) -> None:
        self.context.store.setValue(_SPLIT, self.split.saveState())

    @Slot(object)
    def _on_something_started(self, _what: object) -> None:
        self._show_found()

    @Slot(object)
    def _on_something_ended(self, ended: Ended) -> None:
        if ended.what == self.step and ended.outcome == "done":
            self._just_listed = True
            if not self.isVisible():
                self._look()  # nobody else will before the recipe is needed
        self._show_found()


def _with_recipe(settings: Settings, features: FeaturesSettings) -> Settings:
    """Return settings with another recipe; which columns are clustered was said of the old one's."""
    matrix = settings.matrix.model_copy(update={"use": (), "preparation": {}})
    return settings.model_copy(update={"features": features, "matrix": matrix})

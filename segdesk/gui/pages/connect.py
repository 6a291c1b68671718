"""The Connect tab: where the customers are, and what is found there."""

from collections.abc import Iterator
from typing import ClassVar

from PySide6.QtCore import Slot

from segdesk.gui.bridge import Ended
from segdesk.gui.pages.base import Page
from segdesk.gui.pages.connect_found import FoundTables
from segdesk.gui.pages.connect_source import SAMPLE, Place, SourceChoice, kind_of, place_of
from segdesk.gui.widgets.mark import mark
from segdesk.project.settings import BigQuerySettings, FeaturesSettings, RecipeName
from segdesk.project.step import State, Step
from segdesk.review import connect
from segdesk.review.connect import Source
from segdesk.review.held import StepHeld
from segdesk.tasks.messages import Failure


class ConnectPage(Page):
    """Choose the source; look at its tables."""

    step: ClassVar[Step] = Step.CONNECT

    def explanation(self) -> str:
        """Return what the step is for."""
        return self.tr("Say where your customers are, and look at their tables.")

    def action_text(self) -> str:
        """Return what the primary button says."""
        return self.tr("List the tables")

    def build(self) -> Iterator[None]:
        """Put the source above, the tables below."""
        self._found: Source | None = None
        self._shown_run: StepHeld | None = None
        self._just_listed = False
        self._looking = False
        self.source = SourceChoice(self.context, self.content)
        self.body.addWidget(self.source)
        yield
        self.found = FoundTables(self.context, self.content)
        yield from self.found.build()
        self.body.addWidget(self.found, 1)
        self._connect()

    def _connect(self) -> None:
        self.source.place_picked.connect(self._on_place_picked)
        self.source.path_changed.connect(self._on_path_changed)
        self.source.path_chosen.connect(self._on_path_chosen)
        self.source.kind_picked.connect(self._on_kind_picked)
        self.source.customers_changed.connect(self._on_customers_changed)
        self.source.seed_changed.connect(self._on_seed_changed)
        self.source.bigquery.source_changed.connect(self._on_bigquery_source_changed)
        self.source.bigquery.settings_changed.connect(self._on_bigquery_settings_changed)
        self.source.bigquery.failed.connect(self.show_failure)
        self.found.recipe_wanted.connect(self._on_recipe_wanted)
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
        if held is None:
            return ""
        if self.source.place is Place.BIGQUERY and not self.source.bigquery.source:
            return self.tr("Name a project and a dataset first")
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
            self.found.detail.forget()
        self.found.show_tables(found)
        self._show_found()
        self.update_action()

    def _on_look_failed(self, failure: Failure) -> None:
        self._looking = False
        self.show_failure(failure)

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
        listing = self.bridge.running is self.step
        if not self._found.tables:
            self.found.show_nothing(listing)
        elif self._is_listed() and not listing:
            self.found.show_current(self._found, held.settings.features, held.steps[self.step].finished)
        else:
            self.found.show_stale(listing)

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
        elif place is Place.BIGQUERY and self.source.bigquery.source:
            self._change(self.tr("Choose the source"), source=self.source.bigquery.source)
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

    @Slot(str)
    def _on_bigquery_source_changed(self, source: str) -> None:
        held = self.bridge.held
        if source and held is not None and source != held.settings.connect.source:
            self._change(self.tr("Choose the source"), source=source)
        self.update_action()

    @Slot(object)
    def _on_bigquery_settings_changed(self, changed: BigQuerySettings) -> None:
        held = self.bridge.held
        assert held is not None
        new = held.settings.model_copy(update={"bigquery": changed})
        self.bridge.change_settings(new, self.tr("Change where BigQuery works and what it may cost"))

    @Slot(object)
    def _on_kind_picked(self, kind: RecipeName) -> None:
        held = self.bridge.held
        assert held is not None
        new = connect.with_recipe(held.settings, FeaturesSettings(recipe=kind))
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
            new = connect.with_recipe(held.settings, connect.preset(self._found.suggestion))
            self.bridge.change_settings(new, self.tr("Use the recipe that fits"))

    @Slot(object)
    def _on_something_started(self, _what: object) -> None:
        self._show_found()

    @Slot(object)
    def _on_something_ended(self, ended: Ended) -> None:
        if ended.what == self.step and ended.outcome == "done":
            self._just_listed = True
        self._show_found()

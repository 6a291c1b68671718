"""The Features tab: one row per customer, and what is known of every feature."""

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar, Final

from PySide6.QtCore import QByteArray, Qt, Slot
from PySide6.QtWidgets import QSplitter, QTabWidget

from segdesk.gui.draft import Draft
from segdesk.gui.pages import features_settings as change
from segdesk.gui.pages import features_words as words
from segdesk.gui.pages.base import Page
from segdesk.gui.pages.features_own import OwnRecipe
from segdesk.gui.pages.features_recipe import RecipePanel
from segdesk.gui.pages.features_results import Results
from segdesk.gui.pages.features_sql import SqlTab
from segdesk.gui.theme import PAD
from segdesk.project.settings import Mode, Preparation, RecipeName, Settings
from segdesk.project.step import State, Step
from segdesk.review import connect
from segdesk.review.connect import Source
from segdesk.review.features import Features, features
from segdesk.review.recipe import check_purchase

_SPLIT: Final = "layout/features/settings"


class FeaturesPage(Page):
    """Choose how customers are described; look at the description."""

    step: ClassVar[Step] = Step.FEATURES

    def explanation(self) -> str:
        """Return what the step is for."""
        return self.tr("Describe every customer in figures, and choose which figures make the segments.")

    def action_text(self) -> str:
        """Return what the primary button says."""
        return self.tr("Build the customer table")

    def build(self) -> Iterator[None]:
        """Put the recipe at the left, what it makes at the right."""
        self._source: Source | None = None
        self._listed: str | None = ""
        self._split = QSplitter(Qt.Orientation.Horizontal, self.content)
        self.recipe = RecipePanel(self.theme, self._split)
        yield from self.recipe.build()
        self.tabs = QTabWidget(self._split)
        self.results = Results(self.context, self.tabs)
        yield from self.results.build()
        self.sql = SqlTab(self.context, self.tabs)
        self.own = OwnRecipe(self.bridge, self.recipe.own, self.sql.own, self)
        yield
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(self.tr("What the recipe makes"))
        self.tabs.addTab(self.sql, self.tr("SQL"))
        yield
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(PAD)
        self.recipe.setMinimumWidth(300)
        self._split.setStretchFactor(1, 1)
        self._split.setSizes([self.theme.size(380), 1000])
        kept = self.context.store.value(_SPLIT)
        if isinstance(kept, QByteArray):
            self._split.restoreState(kept)
        self.body.addWidget(self._split, 1)
        self._connect()

    def _connect(self) -> None:
        panel = self.recipe
        panel.recipe_picked.connect(self._on_recipe_picked)
        panel.mode_picked.connect(self._on_mode_picked)
        panel.parameters.picked.connect(self._on_parameter_picked)
        panel.upstairs.rows_picked.connect(self._on_rows_picked)
        panel.parameters.purchase_typed.connect(self._check_purchase)
        panel.parameters.fault_changed.connect(self.update_action)
        self.own.changed.connect(self._change)
        self.own.standing_changed.connect(self.update_action)
        self.own.query_wanted.connect(self._on_query_wanted)
        table = self.results.table
        table.use_changed.connect(self._on_use_changed)
        table.preparation_changed.connect(self._on_preparation_changed)
        table.reset_wanted.connect(self._on_reset_wanted)
        self.results.leave_out_wanted.connect(self._on_leave_out_wanted)
        self.results.failed.connect(self.show_failure)
        self.tabs.currentChanged.connect(self._on_tab_changed)
        self._split.splitterMoved.connect(self._on_split)

    # -- the page

    def refresh(self) -> None:
        """Show the recipe that is set, and what the last build has made."""
        held = self.bridge.held
        assert held is not None
        listed = held.steps[Step.CONNECT].finished
        if listed != self._listed:
            self._listed = listed
            self.bridge.ask(self, connect.source, then=self._on_source)
        self._show_recipe()
        self.bridge.ask(self, features, then=self._on_features, failed=self.show_failure)

    def obstacle(self) -> str:
        """Return what is missing to build the table."""
        held = self.bridge.held
        assert held is not None
        told = held.settings.features
        if self.recipe.parameters.fault:
            return self.recipe.parameters.fault
        return self.own.obstacle() if told.recipe is RecipeName.CUSTOM else ""

    def on_action(self) -> None:
        """Build the table from what is typed."""
        self.recipe.parameters.commit()
        if self._is_own:
            self.own.use_draft()
        if not self.obstacle():
            super().on_action()

    def draft(self) -> Draft | None:
        """Return the query that is typed and not in use."""
        return self.own.draft

    def save_draft(self) -> None:
        """Let it be the query."""
        self.own.use_draft()

    def drop_draft(self) -> None:
        """Show the query in use again."""
        self.sql.own.give_up()

    def resume(self, content: object) -> None:
        """Go on with a query that was typed before."""
        if isinstance(content, tuple):
            self.sql.own.resume(*content)

    def _show_warnings(self, warnings: tuple[str, ...]) -> None:
        """Show the warnings of the build, without the day, which stands above the features."""
        held = self.bridge.held
        day = f"As of {held.as_of}" if held else ""
        super()._show_warnings(tuple(text for text in warnings if text != day))

    # -- what is shown

    @property
    def _settings(self) -> Settings:
        held = self.bridge.held
        assert held is not None
        return held.settings

    @property
    def _is_own(self) -> bool:
        return self._settings.features.recipe is RecipeName.CUSTOM

    def _show_recipe(self) -> None:
        held = self.bridge.held
        if held is None:
            return
        told = held.settings.features
        self.recipe.show_settings(held, self._source)
        if self._is_own:
            self.sql.setCurrentWidget(self.sql.own)
            self.own.show_settings(told)
        else:
            self.sql.setCurrentWidget(self.sql.built_in)
            self._check_purchase(told.purchase or "")
            if self.tabs.currentWidget() is self.sql:
                self.sql.built_in.show_settings(told)
        self.update_action()

    def _on_source(self, source: Source) -> None:
        self._source = source
        self.own.show_source(source)
        self._show_recipe()

    def _on_features(self, found: Features) -> None:
        held = self.bridge.held
        if held is not None:
            self.results.show_features(
                words.translated(found), held.settings, editable=held.state(self.step) is State.FRESH
            )
            self.results.look(self.tabs.currentWidget())

    @Slot(int)
    def _on_tab_changed(self, _: int) -> None:
        self.results.look(self.tabs.currentWidget())
        if self.bridge.held is not None and self.tabs.currentWidget() is self.sql and not self._is_own:
            self.sql.built_in.show_settings(self._settings.features)

    @Slot()
    def _on_split(self) -> None:
        self.context.store.setValue(_SPLIT, self._split.saveState())

    # -- recipe and parameters

    @Slot(object)
    def _on_recipe_picked(self, recipe: RecipeName) -> None:
        suggestion = self._source.suggestion if self._source else None
        new = change.with_recipe(self._settings, recipe, suggestion)
        self._change(new, self.tr("Choose the recipe {recipe}").format(recipe=words.recipe_word(recipe)))

    @Slot(object)
    def _on_mode_picked(self, mode: Mode) -> None:
        new = change.with_mode(self._settings, mode)
        self._change(new, self.tr("Choose the mode {mode}").format(mode=words.mode_word(mode)))

    @Slot(object)
    def _on_rows_picked(self, rows: int | None) -> None:
        new = change.with_parameter(self._settings, "rows", rows)
        self._change(new, self.tr("Customers to bring here"))

    @Slot(str, object)
    def _on_parameter_picked(self, name: str, value: object) -> None:
        if name == "crm" and value:
            value = str(Path(str(value)).expanduser().absolute())
        try:
            new = change.with_parameter(self._settings, name, value)
        except ValueError:
            self.recipe.parameters.set_fault(name, self.tr("The first day is after the last one"))
            return
        title = words.parameter_title(name)
        self._change(new, self.tr("Change {setting}").format(setting=f"“{title}”"))

    @Slot(str)
    def _check_purchase(self, text: str) -> None:
        """Ask whether a purchase test can be used, as soon as the tables are known."""
        told = self._settings.features
        if told.recipe is RecipeName.GA360 and text and self._source and self._source.tables:
            then = self.recipe.parameters.show_purchase_fault
            self.bridge.ask(self, check_purchase, told, text, then=then)
        else:
            self.recipe.parameters.show_purchase_fault(None)

    # -- features

    @Slot(str, bool)
    def _on_use_changed(self, name: str, used: bool) -> None:
        found = self.results.features
        title = self.results.title_of(name)
        text = self.tr("Use {feature}") if used else self.tr("Leave {feature} out")
        self._change(change.with_use(self._settings, found, name, used=used), text.format(feature=title))

    @Slot(str, object)
    def _on_preparation_changed(self, name: str, preparation: Preparation) -> None:
        feature = next(each for each in self.results.features if each.name == name)
        new = change.with_preparation(self._settings, feature, preparation)
        self._change(new, self.tr("Prepare {feature} differently").format(feature=feature.title))

    @Slot()
    def _on_reset_wanted(self) -> None:
        self._change(change.as_the_recipe_offers(self._settings), self.tr("Reset the features"))

    @Slot(object)
    def _on_leave_out_wanted(self, unknown: tuple[str, ...]) -> None:
        self._change(change.without_features(self._settings, unknown), self.tr("Leave out unknown features"))

    @Slot()
    def _on_query_wanted(self) -> None:
        self.tabs.setCurrentWidget(self.sql)
        self.sql.own.focus_query()

    @Slot(object, str)
    def _change(self, new: Settings, text: str) -> None:
        self.bridge.change_settings(new, text)

"""The left side of the Features page: how raw tables become one row per customer."""

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from segdesk.gui.pages import features_words as words
from segdesk.gui.pages.features_custom import OwnSourceForm
from segdesk.gui.pages.features_parameters import ParameterForm
from segdesk.gui.pages.features_upstairs import UpstairsCard
from segdesk.gui.theme import GAP, PAD, TIGHT, Theme
from segdesk.gui.titles import recipe_title
from segdesk.gui.widgets.card import Card
from segdesk.gui.widgets.choice_row import ChoiceRow, Option
from segdesk.gui.widgets.kind import Kind
from segdesk.gui.widgets.notice import Notice
from segdesk.project.settings import FeaturesSettings, Mode, RecipeName
from segdesk.review.connect import Source
from segdesk.review.held import Held


class RecipePanel(QScrollArea):
    """Recipe, mode and parameters.

    Attributes
    ----------
    recipe_picked, mode_picked
        A `RecipeName`, a `Mode`.
    parameters, own
        What the recipe can be told; the custom recipe's table, query and columns.
    upstairs
        How many customers come from BigQuery.
    """

    recipe_picked = Signal(object)
    mode_picked = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._suggested: RecipeName | None = None

    def build(self) -> Iterator[None]:
        """Make the cards, one after the other."""
        theme = self._theme
        inside = QWidget(self.viewport())
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, GAP, 0)
        column.setSpacing(PAD)
        column.addWidget(self._recipe_card(inside))
        yield
        self._own_card = Card(theme, self.tr("Your customers"), parent=inside)
        self.own = OwnSourceForm(theme, self._own_card)
        self._own_card.body.addWidget(self.own)
        column.addWidget(self._own_card)
        yield
        self._parameter_card = Card(theme, self.tr("Settings"), parent=inside)
        self.parameters = ParameterForm(theme, self._parameter_card)
        self._parameter_card.body.addWidget(self.parameters)
        column.addWidget(self._parameter_card)
        self.upstairs = UpstairsCard(theme, inside)
        column.addWidget(self.upstairs)
        column.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _recipe_card(self, inside: QWidget) -> Card:
        card = Card(self._theme, self.tr("Recipe"), parent=inside)
        recipes = [Option(r, words.recipe_word(r), tip=recipe_title(r)) for r in RecipeName]
        self.recipe = ChoiceRow(self._theme, recipes, self.tr("Recipe"), card)
        self.recipe.picked.connect(self.recipe_picked)
        modes = [Option(mode, words.mode_word(mode)) for mode in Mode]
        self.mode = ChoiceRow(self._theme, modes, self.tr("Mode"), card)
        self.mode.picked.connect(self.mode_picked)
        self._recipe_says, self._mode_says = _sentence(), _sentence()
        self.misfit = Notice(self._theme, card)
        self.misfit.set_closable(False)
        self.misfit.action_clicked.connect(self._on_use_suggested)
        for part in (self.recipe, self._recipe_says, self.misfit):
            card.body.addWidget(part)
        card.body.addSpacing(TIGHT)
        for part in (self.mode, self._mode_says):
            card.body.addWidget(part)
        return card

    # -- what it shows

    def show_settings(self, held: Held, source: Source | None) -> None:
        """Show what is set, beside what Connect listed; None until that is known."""
        features = held.settings.features
        is_own = features.recipe is RecipeName.CUSTOM
        self.recipe.set_value(features.recipe)
        self._recipe_says.setText(words.recipe_sentence(features.recipe))
        self.mode.set_value(features.mode)
        self.mode.setVisible(not is_own)
        self._mode_says.setText(words.mode_sentence(features.recipe, features.mode))
        self._mode_says.setVisible(not is_own)
        self._show_misfit(features, source)
        self._own_card.setVisible(is_own)
        self.parameters.show_settings(held)
        self._parameter_card.setVisible(not self.parameters.is_empty)
        self.upstairs.show_settings(held.settings)

    def _show_misfit(self, features: FeaturesSettings, source: Source | None) -> None:
        """Say what the tables lack for the recipe, and which one fits them."""
        suggestion = source.suggestion if source else None
        missing = suggestion.missing if suggestion else ()
        lacking = next((each for each in missing if each.recipe is features.recipe), None)
        if suggestion is None or lacking is None:
            self.misfit.clear()
            return
        self._suggested = suggestion.recipe
        use = self.tr("Use {recipe}").format(recipe=words.recipe_word(suggestion.recipe))
        said = words.misfit(features.recipe, lacking)
        if said not in self.misfit.text or self.misfit.isHidden():
            self.misfit.show_message(Kind.WARNING, self.tr("The tables do not fit"), said, action=use)
            self.misfit.set_closable(False)

    @Slot()
    def _on_use_suggested(self) -> None:
        self.recipe_picked.emit(self._suggested)


def _sentence() -> QLabel:
    label = QLabel()
    label.setProperty("role", "muted")
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label

"""Which recipe fits the tables, in a sentence."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from segdesk.gui.theme import GAP, TIGHT, Theme
from segdesk.gui.titles import recipe_title
from segdesk.gui.widgets.icon_label import IconLabel
from segdesk.gui.widgets.kind import Kind
from segdesk.gui.widgets.mark import mark
from segdesk.project.settings import FeaturesSettings, RecipeName
from segdesk.review.connect import Missing, Source, Suggestion, works


class RecipeLine(QFrame):
    """What the tables look like, whether Features is set to that, and what other recipes would need.

    Attributes
    ----------
    wanted
        The person wants the recipe that fits.
    """

    wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = IconLabel(theme, Kind.INFO.icon, 20, Kind.INFO.colour)
        self._what = QLabel()
        self._why = QLabel()
        self._why.setProperty("role", "muted")
        for label in (self._what, self._why):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.use = QPushButton()
        self.use.clicked.connect(self.wanted)
        words = QVBoxLayout()
        words.setSpacing(TIGHT // 2)
        words.addWidget(self._what)
        words.addWidget(self._why)
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP + TIGHT, GAP, GAP, GAP)
        row.setSpacing(GAP + TIGHT)
        row.addWidget(self._icon)
        row.addLayout(words, 1)
        row.addWidget(self.use)
        self.hide()

    @property
    def text(self) -> str:
        """What it says, on one line."""
        return " ".join(label.text() for label in (self._what, self._why) if label.text())

    def show_source(self, found: Source, features: FeaturesSettings) -> None:
        """Say which recipe fits, and whether it is the one that is set."""
        suggestion = found.suggestion
        if suggestion is None:
            self.hide()
            return
        unsure = suggestion.recipe is RecipeName.CUSTOM and suggestion.key is None
        in_use = features.recipe is suggestion.recipe and (unsure or works(features, found))
        kind = Kind.INFO if unsure or not in_use else Kind.GOOD
        self._icon.show_icon(kind.icon, kind.colour)
        mark(self, "notice", kind.value)
        self._what.setText(f"{self._looks(suggestion)} {self._set(features, in_use)}".strip())
        missing = self._missing(suggestion.missing) if suggestion.recipe is RecipeName.CUSTOM else ""
        self._why.setText(missing)
        self._why.setVisible(bool(missing))
        self.use.setText(self.tr("Use {recipe}").format(recipe=recipe_title(suggestion.recipe)))
        self.use.setVisible(not in_use)
        self.setAccessibleName(self.text)
        self.show()

    def _looks(self, suggestion: Suggestion) -> str:
        if suggestion.recipe is RecipeName.THELOOK:
            said = self.tr("These look like the tables of an online shop: recipe {recipe}.")
        elif suggestion.recipe is RecipeName.GA360:
            said = self.tr("These look like sessions of Google Analytics 360: recipe {recipe}.")
        elif suggestion.table is None:
            said = self.tr("No table looks like a list of customers. Say on Features which rows they are.")
        elif suggestion.key is None:
            said = self.tr("“{table}” is the only table. Say on Features which column names the customer.")
        else:
            said = self.tr("“{table}” looks like one customer a row, told apart by “{key}”: recipe {recipe}.")
        return said.format(recipe=recipe_title(suggestion.recipe), table=suggestion.table, key=suggestion.key)

    def _set(self, features: FeaturesSettings, in_use: bool) -> str:
        if in_use:
            return (
                ""
                if features.recipe is RecipeName.CUSTOM and not features.key
                else self.tr("Features uses it.")
            )
        return self.tr("Features is set to {recipe}.").format(recipe=recipe_title(features.recipe))

    def _missing(self, missing: tuple[Missing, ...]) -> str:
        """Return what the other recipes would need."""
        return " ".join(self._lacks(each) for each in missing)

    def _lacks(self, missing: Missing) -> str:
        if missing.column is None:
            said = self.tr("{recipe} would need a table “{table}”.")
        else:
            said = self.tr("{recipe} would need a column “{column}” in “{table}”.")
        return said.format(recipe=recipe_title(missing.recipe), table=missing.table, column=missing.column)

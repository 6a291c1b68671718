"""Where the customers are: the sample, files on this machine, or a warehouse."""

from enum import StrEnum

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from segdesk.gui.context import Context
from segdesk.gui.pages.connect_bigquery import BigQueryPlace
from segdesk.gui.pages.connect_choice import LargeChoice
from segdesk.gui.theme import GAP, PAD
from segdesk.gui.widgets.calm import calm
from segdesk.gui.widgets.choice_row import ChoiceRow, Option
from segdesk.gui.widgets.elided import ElidedLabel
from segdesk.gui.widgets.path_field import PathField, PathKind
from segdesk.project.settings import RecipeName, Settings

SAMPLE = "sample"
"""What the settings call the built-in sample."""

_LARGEST_SEED = 2**31 - 1
"""What a spin box can hold."""


class Place(StrEnum):
    """Where customers can be."""

    SAMPLE = "sample"
    FILES = "files"
    BIGQUERY = "bigquery"


def place_of(source: str) -> Place:
    """Return where a source of the settings is."""
    if source == SAMPLE:
        return Place.SAMPLE
    return Place.BIGQUERY if source.startswith("bigquery:") else Place.FILES


def kind_of(settings: Settings) -> RecipeName:
    """Return which of the two samples the settings ask for."""
    recipe = settings.features.recipe
    return recipe if recipe is RecipeName.GA360 else RecipeName.THELOOK


class SourceChoice(QWidget):
    """Three large choices, and below them what the chosen one needs to know.

    Attributes
    ----------
    place_picked
        Another `Place` was chosen.
    path_changed, path_chosen
        Another path; a path that is meant: picked, dropped, or ended with Enter.
    kind_picked, customers_changed, seed_changed
        Of the sample.
    """

    place_picked = Signal(object)
    path_changed = Signal(str)
    path_chosen = Signal(str)
    kind_picked = Signal(object)
    customers_changed = Signal(int)
    seed_changed = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = context.theme
        self._shown = SAMPLE
        self._group = QButtonGroup(self)
        self.cards = self._cards()
        self.kind = self._kind_field()
        self.customers = self._number(self.tr("Customers of the sample"), 1_000, 1_000_000, 1_000)
        self.seed = self._number(self.tr("Seed of the sample"), 0, _LARGEST_SEED, 1)
        self.path = self._path_field()
        self.bigquery = BigQueryPlace(context, self)
        self._details = QStackedWidget()
        for details in (self._sample_details(), self.path, self.bigquery):
            self._details.addWidget(details)
        choices = QHBoxLayout()
        choices.setSpacing(PAD)
        for card in self.cards.values():
            choices.addWidget(card)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(choices)
        column.addWidget(self._details)
        self._group.idClicked.connect(self._on_clicked)
        self.kind.picked.connect(self.kind_picked)
        self.customers.valueChanged.connect(self.customers_changed)
        self.seed.valueChanged.connect(self.seed_changed)
        self.path.changed.connect(self.path_changed)
        self.path.chosen.connect(self.path_chosen)

    @property
    def place(self) -> Place:
        """Which one is chosen."""
        return list(Place)[self._group.checkedId()]

    @property
    def chosen_path(self) -> str:
        """The file or folder in the field, from the root on; empty where there is none."""
        path = self.path.path
        return str(path.absolute()) if path else ""

    def show_settings(self, settings: Settings) -> None:
        """Show what the settings say, and leave alone what a person is typing."""
        connect = settings.connect
        if connect.source != self._shown:
            self._shown = connect.source
            self._show_source(connect.source)
        elif self._group.checkedId() < 0:
            self.show_place(place_of(connect.source))
        self.kind.set_value(kind_of(settings))
        self.bigquery.show_settings(settings)
        _show_number(self.customers, connect.sample_customers)
        _show_number(self.seed, connect.sample_seed)

    def show_place(self, place: Place) -> None:
        """Choose one of the three, without a signal."""
        number = list(Place).index(place)
        self._group.button(number).setChecked(True)
        self._show_details(number)

    def commit(self) -> None:
        """Take what is typed as if the person had left the field."""
        if self.place is Place.FILES:
            self.path.commit()
        elif self.place is Place.BIGQUERY:
            self.bigquery.commit()
        else:
            self.customers.interpretText()
            self.seed.interpretText()

    def _show_source(self, source: str) -> None:
        place = place_of(source)
        self.show_place(place)
        if place is Place.FILES and self.chosen_path != source:
            self.path.set_path(source)

    # -- parts

    def _cards(self) -> dict[Place, LargeChoice]:
        words = (
            (Place.SAMPLE, "sample", self.tr("Sample"), self.tr("Made-up customers, to try it out")),
            (
                Place.FILES,
                "folder",
                self.tr("Files on this machine"),
                self.tr("CSV, Excel, Parquet or JSON tables"),
            ),
            (
                Place.BIGQUERY,
                "connect",
                self.tr("BigQuery"),
                self.tr("A dataset of Google's data warehouse"),
            ),
        )
        cards = {}
        for number, (place, icon, title, sentence) in enumerate(words):
            cards[place] = LargeChoice(self._theme, icon, title, sentence)
            self._group.addButton(cards[place].radio, number)
        return cards

    def _kind_field(self) -> ChoiceRow:
        options = (
            Option(
                RecipeName.THELOOK,
                self.tr("Online shop"),
                tip=self.tr("Users, orders, products and events of a shop"),
            ),
            Option(
                RecipeName.GA360,
                self.tr("Analytics export"),
                tip=self.tr("Sessions as Google Analytics 360 exports them"),
            ),
        )
        return ChoiceRow(self._theme, options, self.tr("Kind of sample"))

    def _number(self, name: str, lowest: int, highest: int, step: int) -> QSpinBox:
        box = QSpinBox(minimum=lowest, maximum=highest, singleStep=step)
        box.setGroupSeparatorShown(step > 1)
        # A number being typed counts once it is finished.
        box.setKeyboardTracking(False)
        box.setAccessibleName(name)
        calm(box)
        return box

    def _path_field(self) -> PathField:
        endings = (
            "*.csv *.tsv *.csv.gz *.tsv.gz *.parquet *.xlsx *.json *.ndjson *.jsonl *.json.gz *.ndjson.gz"
        )
        tables = self.tr("Tables ({endings})").format(endings=endings + " *.jsonl.gz")
        everything = self.tr("All files (*)")
        name_filter = f"{tables};;{everything}"
        title = self.tr("File or folder with the tables")
        field = PathField(self._theme, PathKind.FILE_OR_FOLDER, title, name_filter)
        field.set_placeholder(
            self.tr("A folder with a file per table, or a single file: choose it or drop it here")
        )
        return field

    def _sample_details(self) -> QWidget:
        hint = ElidedLabel(self._theme, self.tr("Same seed, same customers"))
        hint.setProperty("role", "muted")
        details = QWidget()
        row = QHBoxLayout(details)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self.kind)
        for name, field in ((self.tr("Customers"), self.customers), (self.tr("Seed"), self.seed)):
            label = QLabel(name)
            label.setBuddy(field)
            row.addSpacing(GAP)
            row.addWidget(label)
            row.addWidget(field)
        row.addSpacing(GAP)
        row.addWidget(hint, 1)
        return details

    def _show_details(self, number: int) -> None:
        self._details.setCurrentIndex(number)
        if list(Place)[number] is Place.BIGQUERY:
            self.bigquery.look()

    @Slot(int)
    def _on_clicked(self, number: int) -> None:
        self._show_details(number)
        self.place_picked.emit(list(Place)[number])


def _show_number(box: QSpinBox, value: int) -> None:
    """Show a number without a signal; the command line takes some that the box would not offer."""
    within = min(value, _LARGEST_SEED)
    if box.value() != within:
        blocked = box.blockSignals(True)
        box.setRange(min(box.minimum(), within), max(box.maximum(), within))
        box.setValue(within)
        box.blockSignals(blocked)

"""The dialog in which a country is given its language."""

from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from segdesk.gui.context import Context
from segdesk.gui.pages import emails_words as words
from segdesk.gui.sentences import word
from segdesk.gui.theme import GAP, PAD
from segdesk.gui.views.columns import Column, Columns
from segdesk.gui.views.table import TableView
from segdesk.review import emails as review
from segdesk.review.emails import CountryRow, CountrySource


class CountriesDialog(QDialog):
    """The customers' countries and what is written to them; a change is stored at once, and can be undone.

    Attributes
    ----------
    failed
        A `Failure`: the languages could not be read.
    """

    failed = Signal(object)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._bridge = context.bridge
        self._theme = context.theme
        self._undo = context.undo
        self._all: tuple[CountryRow, ...] = ()
        self._shown: tuple[CountryRow, ...] = ()
        self._was_lacking = False
        self._names = {each.code: word("language", each.name) for each in review.languages()}
        self.setWindowTitle(self.tr("Languages by country"))
        self.table = TableView(
            self._theme,
            title=self.tr("Languages by country"),
            store=context.store,
            store_key="emails_countries",
        )
        self.table.grid.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.set_empty_text(self.tr("The customers have no countries: everybody gets English."))
        self.only_lacking = QCheckBox(self.tr("Only without a language of their own"))
        self.reset = QPushButton(self.tr("Reset selected"))
        self.reset_all = QPushButton(self.tr("Reset all"))
        self._lay_out()
        self._connect()
        self.resize(self._theme.size(760), self._theme.size(560))
        self._ask()
        self.table.grid.setFocus()

    def _lay_out(self) -> None:
        note = QLabel(
            self.tr(
                "Customers are written to in the language of their country. Where there are no texts in it, "
                "they get English. Double-click a language to change it."
            )
        )
        note.setWordWrap(True)
        note.setProperty("role", "muted")
        self.reset.setToolTip(self.tr("Give up your own choice for the selected countries"))
        self.reset_all.setToolTip(self.tr("Give up your own choice for every country"))
        for button in (self.reset, self.reset_all):
            self._theme.dress(button, "undo")
            button.setAutoDefault(False)  # Enter in the search field is no wish to reset
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        buttons.addWidget(self.reset)
        buttons.addWidget(self.reset_all)
        buttons.addStretch(1)
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAD, PAD, PAD, PAD)
        column.setSpacing(GAP + 4)
        column.addWidget(note)
        self.table.add_control(self.only_lacking)
        column.addWidget(self.table, 1)
        column.addLayout(buttons)

    def _connect(self) -> None:
        self.table.edited.connect(self._on_edited)
        self.table.failed.connect(self.failed)
        self.table.selection_changed.connect(self._on_selection_changed)
        self.only_lacking.toggled.connect(self._show)
        self.reset.clicked.connect(self._on_reset)
        self.reset_all.clicked.connect(self._on_reset_all)
        self._bridge.changed.connect(self._ask)
        # The window's own menu cannot be reached while the dialog is open.
        for key, do in (
            (QKeySequence.StandardKey.Undo, self._undo.undo),
            (QKeySequence.StandardKey.Redo, self._undo.redo),
        ):
            QShortcut(QKeySequence(key), self).activated.connect(do)

    # -- what it shows

    @Slot()
    def _ask(self) -> None:
        self._bridge.ask(self, review.countries, then=self._on_countries, failed=self.failed.emit)

    def _on_countries(self, rows: tuple[CountryRow, ...]) -> None:
        self._all = rows
        self._show()

    @Slot()
    def _show(self) -> None:
        lacking = self.only_lacking.isChecked()
        # A country that has just got its language stays while the person looks at it.
        seen = {row.country for row in self._shown} if lacking and self._was_lacking else set()
        self._was_lacking = lacking
        self._shown = tuple(
            row for row in self._all if not lacking or words.lacks_language(row) or row.country in seen
        )
        self.table.set_columns(self._columns())
        self._on_selection_changed()

    def _columns(self) -> Columns:
        rows = self._shown
        codes = tuple(self._names)
        return Columns(
            (
                Column(
                    self.tr("Country"), [row.country for row in rows], format=self._country, name="country"
                ),
                Column(self.tr("Customers"), [row.customers for row in rows], name="customers"),
                Column(
                    self.tr("Language"),
                    [row.language for row in rows],
                    format=self._language,
                    editable=True,
                    choices=codes,
                    fixed=[row.country is None for row in rows],
                    tooltip=self.tr("What people read there"),
                    name="language",
                ),
                Column(
                    self.tr("Written in"),
                    [self._names[row.written] for row in rows],
                    tooltip=self.tr("The language that they get"),
                    name="written",
                ),
                Column(
                    self.tr("Source"),
                    [words.source_text(row.source) for row in rows],
                    tooltip=self.tr("Who says which language it is"),
                    name="source",
                ),
            )
        )

    def _country(self, country: Any) -> str:
        return self.tr("No country") if country is None else str(country)

    def _language(self, code: Any) -> str:
        return self.tr("Not known") if code is None else self._names.get(code, str(code))

    # -- changes

    def _store(self, changes: dict[str, str | None], text: str) -> None:
        """Give countries a language, or with None take a person's own choice back."""
        held = self._bridge.held
        if held is None:
            return
        own = {**dict(held.settings.emails.countries), **changes}
        pairs = tuple((country, code) for country, code in own.items() if code is not None)
        emails = held.settings.emails.model_copy(update={"countries": pairs})
        self._bridge.change_settings(held.settings.model_copy(update={"emails": emails}), text)

    def _yours(self, rows: tuple[CountryRow, ...]) -> dict[str, str | None]:
        return {r.country: None for r in rows if r.country is not None and r.source is CountrySource.YOURS}

    @Slot(int, int, object)
    def _on_edited(self, place: int, _column: int, code: object) -> None:
        row = self._shown[place]
        if row.country is not None:
            own = None if code == row.otherwise else str(code)
            self._store({row.country: own}, self.tr("Language of {country}").format(country=row.country))

    @Slot()
    def _on_selection_changed(self) -> None:
        chosen = tuple(self._shown[row] for row in self.table.selected_rows if row < len(self._shown))
        self.reset.setEnabled(bool(self._yours(chosen)))
        self.reset_all.setEnabled(bool(self._yours(self._all)))

    @Slot()
    def _on_reset(self) -> None:
        chosen = tuple(self._shown[row] for row in self.table.selected_rows)
        self._store(self._yours(chosen), self.tr("Reset languages"))

    @Slot()
    def _on_reset_all(self) -> None:
        # Rows for countries that no customer has any more go too.
        held = self._bridge.held
        if held is not None:
            own: dict[str, str | None] = dict.fromkeys(dict(held.settings.emails.countries))
            self._store(own, self.tr("Reset all languages"))

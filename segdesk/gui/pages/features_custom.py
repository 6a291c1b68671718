"""The custom recipe's table or query, its key, and the columns to cluster on."""

from enum import StrEnum
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QListWidget, QListWidgetItem, QPushButton, QWidget

from segdesk.gui.numbers import number
from segdesk.gui.pages import features_words as words
from segdesk.gui.pages.features_fields import ParameterField
from segdesk.gui.pages.features_settings import all_numbers, own_table
from segdesk.gui.theme import Theme
from segdesk.gui.widgets.choice_row import ChoiceRow, Option
from segdesk.gui.widgets.form import Form, Names
from segdesk.project.settings import FeaturesSettings
from segdesk.review.connect import SourceTable
from segdesk.review.recipe import SqlColumns

_MOST_ROWS: Final = 10
_NAME: Final = Qt.ItemDataRole.UserRole


class From(StrEnum):
    """Where a person's own customers come from."""

    TABLE = "table"
    QUERY = "query"


class OwnSourceForm(Form):
    """Where the customers of the custom recipe come from, and what their columns are.

    Attributes
    ----------
    origin_picked
        A `From`.
    table_picked, key_picked
        A table's and a column's name.
    columns_picked
        The columns to cluster on, none for all numbers.
    query_wanted
        The person wants to see the query.
    """

    origin_picked = Signal(object)
    table_picked = Signal(str)
    key_picked = Signal(str)
    columns_picked = Signal(object)
    query_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent, names=Names.ABOVE)
        self._columns: SqlColumns | None = None
        self._key: str | None = None
        self._add_origin(theme)
        self._add_columns(theme)

    def _add_origin(self, theme: Theme) -> None:
        name = self.tr("Customers come from")
        options = (Option(From.TABLE, self.tr("A table")), Option(From.QUERY, self.tr("A query")))
        self.origin = ChoiceRow(theme, options, name)
        self.origin.picked.connect(self.origin_picked)
        self.add_row(name, self.origin)
        self.table = QComboBox()
        self.table.setPlaceholderText(self.tr("Choose a table"))
        self.table.activated.connect(self._on_table_activated)
        self.add_row(self.tr("Table"), self.table)
        self.show_query = QPushButton(self.tr("Go to the query"))
        self.show_query.clicked.connect(self.query_wanted)
        theme.dress(self.show_query, "edit")
        self.add_row(self.tr("Query"), self.show_query)

    def _add_columns(self, theme: Theme) -> None:
        self.key = QComboBox()
        self.key.setPlaceholderText(self.tr("Choose a column"))
        self.key.activated.connect(self._on_key_activated)
        self.add_row(
            self.tr("Customer key"), self.key, self.tr("The column that is different for every customer.")
        )
        self.list = _Columns(theme)
        self.list.itemChanged.connect(self._on_item_changed)
        self._listed = ParameterField(theme, self.list)
        self._listed.reset_wanted.connect(self._on_reset_wanted)
        self.add_row(self.tr("Columns to cluster on"), self._listed)

    # -- what it shows

    def show_settings(
        self, features: FeaturesSettings, tables: tuple[SourceTable, ...], columns: SqlColumns | None
    ) -> None:
        """Show what is set, and what there is to choose from."""
        by_query = features.sql is not None
        self.origin.set_value(From.QUERY if by_query else From.TABLE)
        self.set_shown(self.table, not by_query)
        self.set_shown(self.show_query, by_query)
        self._show_tables(own_table(features, tables), tables)
        self._columns, self._key = columns, features.key
        self._show_keys(columns, features.key)
        self._show_columns(features, columns)

    def _show_tables(self, chosen: str, tables: tuple[SourceTable, ...]) -> None:
        entries = [(_table_text(table), table.name) for table in tables]
        _fill(self.table, entries, chosen)

    def _show_keys(self, columns: SqlColumns | None, chosen: str | None) -> None:
        found = [c for c in columns.columns if c.can_be_key] if columns else []
        # A key often has a telling name: those first.
        found.sort(key=lambda column: not column.looks_like_key)
        entries = [(f"{c.name}  ·  {words.kind_word(c.kind)}", c.name) for c in found]
        _fill(self.key, entries, chosen or "")
        self.key.setEnabled(bool(entries))

    def _show_columns(self, features: FeaturesSettings, columns: SqlColumns | None) -> None:
        ticked = features.features or (all_numbers(columns, features.key) if columns else ())
        found = [c for c in columns.columns if c.can_be_feature and c.name != features.key] if columns else []
        self.list.show_columns([(c.name, words.kind_word(c.kind)) for c in found], ticked)
        self._listed.show_own(self.tr("all numbers"), is_set=bool(features.features))
        if not features.features:
            text = self.tr("All numbers, unless you choose.")
        else:
            text = self.tr("{count} chosen.").format(count=number(len(features.features)))
        if self.list.count():
            self.set_error(self._listed, "")
            self.set_help(self._listed, text)
        else:
            self.set_help(self._listed, self.tr("They are listed here once the table or query is known."))

    # -- what happens

    @Slot(int)
    def _on_table_activated(self, row: int) -> None:
        self.table_picked.emit(self.table.itemData(row))

    @Slot(int)
    def _on_key_activated(self, row: int) -> None:
        if self.key.itemData(row) != self._key:
            self.key_picked.emit(self.key.itemData(row))

    @Slot()
    def _on_item_changed(self) -> None:
        ticked = self.list.ticked
        if not ticked:
            self.set_error(self._listed, self.tr("Tick at least one column."))
            return
        everything = self._columns is not None and ticked == all_numbers(self._columns, self._key)
        self.columns_picked.emit(() if everything else ticked)

    @Slot()
    def _on_reset_wanted(self) -> None:
        self.columns_picked.emit(())


class _Columns(QListWidget):
    """Columns with tick boxes; as high as it has rows, up to a few."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setUniformItemSizes(True)
        self.setAccessibleName(self.tr("Columns to cluster on"))
        theme.changed.connect(self._on_theme_changed)

    @property
    def ticked(self) -> tuple[str, ...]:
        """The ticked columns, in their order."""
        items = (self.item(row) for row in range(self.count()))
        return tuple(i.data(_NAME) for i in items if i.checkState() is Qt.CheckState.Checked)

    def show_columns(self, columns: list[tuple[str, str]], ticked: tuple[str, ...]) -> None:
        """Show columns with their kinds, without a signal; of the same ones, only the ticks change."""
        blocked = self.blockSignals(True)
        if [name for name, _ in columns] != [self.item(row).data(_NAME) for row in range(self.count())]:
            self.clear()
            for name, kind in columns:
                item = QListWidgetItem(f"{name}  ·  {kind}", self)
                item.setData(_NAME, name)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        for row in range(self.count()):
            item = self.item(row)
            on = item.data(_NAME) in ticked
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self.blockSignals(blocked)
        self.updateGeometry()
        self.viewport().update()

    def sizeHint(self) -> QSize:
        """Ask for the height of the rows."""
        rows = min(max(3, self.count()), _MOST_ROWS)
        row = self.sizeHintForRow(0) if self.count() else self._theme.size(26)
        return QSize(super().sizeHint().width(), rows * row + 2 * self.frameWidth() + 2)

    def minimumSizeHint(self) -> QSize:
        """Insist on it, or the form would squeeze it."""
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())

    @Slot()
    def _on_theme_changed(self) -> None:
        self.updateGeometry()


def _table_text(table: SourceTable) -> str:
    return f"{table.name}  ·  {number(table.rows)}" if table.rows is not None else table.name


def _fill(box: QComboBox, entries: list[tuple[str, str]], chosen: str) -> None:
    """Show what there is to choose from, without a signal; an open list stays as it is."""
    shown = [(box.itemText(row), box.itemData(row)) for row in range(box.count())]
    blocked = box.blockSignals(True)
    if shown != entries:
        box.clear()
        for text, data in entries:
            box.addItem(text, data)
    box.setCurrentIndex(box.findData(chosen) if chosen else -1)
    box.blockSignals(blocked)

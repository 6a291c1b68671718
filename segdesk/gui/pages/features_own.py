"""The custom recipe: its form at the left and its query at the right, as one thing."""

from PySide6.QtCore import QObject, Signal, Slot

from segdesk.gui.bridge import Bridge
from segdesk.gui.draft import Draft
from segdesk.gui.pages import features_settings as change
from segdesk.gui.pages.features_custom import From, OwnSourceForm
from segdesk.gui.pages.features_sql import OwnSql, fault_text
from segdesk.project.settings import FeaturesSettings, RecipeName, Settings
from segdesk.review.connect import Source
from segdesk.review.recipe import SqlColumns, SqlFault, check_table

_BEGINNING = "SELECT *\nFROM "


class OwnRecipe(QObject):
    """What a person's own table or query gives, and what is made of its columns.

    A column that is picked belongs to the query as it is typed, which then comes into use with it.

    Attributes
    ----------
    changed
        New `Settings`, and what was changed in words.
    standing_changed
        What is typed became right or wrong, or gives other columns.
    query_wanted
        The person wants to see the query.
    """

    changed = Signal(object, str)
    standing_changed = Signal()
    query_wanted = Signal()

    def __init__(self, bridge: Bridge, form: OwnSourceForm, sql: OwnSql, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._form = form
        self._sql = sql
        self._source: Source | None = None
        self._columns: SqlColumns | None = None
        form.origin_picked.connect(self._on_origin_picked)
        form.table_picked.connect(self._on_table_picked)
        form.key_picked.connect(self._on_key_picked)
        form.columns_picked.connect(self._on_columns_picked)
        form.query_wanted.connect(self.query_wanted)
        sql.checked.connect(self._on_checked)
        sql.use_wanted.connect(self.use_draft)

    def show_source(self, source: Source) -> None:
        """Take what Connect listed."""
        self._source = source
        self._sql.check_again()

    def show_settings(self, features: FeaturesSettings) -> None:
        """Show what is set; a query that is being written stays."""
        tables = self._source.tables if self._source else ()
        if self._source is not None or features.sql is not None:
            self._sql.show_query(change.own_query(features, tables))
        self._form.show_settings(features, tables, self._columns)

    def obstacle(self) -> str:
        """Return what is missing to make customers, empty if nothing is."""
        if not self._sql.draft.strip():
            return self.tr("Choose the table with your customers, or write a query")
        if self._sql.fault is not None:
            return self.tr("The query has a fault: see SQL")
        if not self._with_draft().features.key:
            return self.tr("Choose the column with the customers' key")
        return ""

    @property
    def draft(self) -> Draft | None:
        """The query that is typed and not in use."""
        typed, sql = self._sql.draft.strip(), self._sql
        if self._bridge.held is None or not typed or not sql.is_changed:
            return None
        features = self._settings.features
        if features.recipe is not RecipeName.CUSTOM or typed == (features.sql or "").strip():
            return None
        said = self.tr("You have changed the query on Features and do not use it yet.")
        return Draft(said, fault_text(sql.fault) if sql.fault else "", (sql.used, sql.draft))

    @Slot()
    def use_draft(self) -> None:
        """Let what is typed be the query."""
        if self._sql.is_changed:
            self.changed.emit(self._with_draft(), self.tr("Change the query"))

    def _with_draft(self) -> Settings:
        """Return the settings with the query as it is typed, whose columns are those on offer."""
        if not self._sql.is_changed or self._sql.fault is not None:
            return self._settings
        return change.with_source(self._settings, self._sql.columns, sql=self._sql.draft)

    @property
    def _settings(self) -> Settings:
        assert self._bridge.held is not None
        return self._bridge.held.settings

    # -- what happens

    @Slot(object)
    def _on_checked(self, found: SqlColumns | SqlFault | None) -> None:
        """Offer the columns of the query that is typed; while it is wrong, those that it had before."""
        if isinstance(found, SqlColumns) and found != self._columns:
            self._columns = found
            self.show_settings(self._settings.features)
        self.standing_changed.emit()

    @Slot(object)
    def _on_origin_picked(self, origin: From) -> None:
        if origin is From.QUERY:
            # Begins with what is read now, so that looking changes nothing.
            query = self._sql.draft or _BEGINNING
            new = change.with_source(self._settings, None, sql=query)
            self.changed.emit(new, self.tr("Write a query"))
            self.query_wanted.emit()
        elif self._source and self._source.suggestion and self._source.suggestion.table:
            self._on_table_picked(self._source.suggestion.table)
        else:
            self.changed.emit(change.with_source(self._settings, None), self.tr("Choose a table"))

    @Slot(str)
    def _on_table_picked(self, table: str) -> None:
        def use(found: SqlColumns | SqlFault) -> None:
            columns = found if isinstance(found, SqlColumns) else None
            new = change.with_source(self._settings, columns, table=table)
            self.changed.emit(new, self.tr("Choose a table"))

        self._bridge.ask(self, check_table, table, then=use)

    @Slot(str)
    def _on_key_picked(self, key: str) -> None:
        self.changed.emit(change.with_key(self._with_draft(), key), self.tr("Choose the customer key"))

    @Slot(object)
    def _on_columns_picked(self, names: tuple[str, ...]) -> None:
        new = change.with_columns(self._with_draft(), names)
        self.changed.emit(new, self.tr("Choose the columns to cluster on"))

"""What Connect found: the recipe that fits, the tables, and the one that is looked at."""

from collections.abc import Iterator

from PySide6.QtCore import QByteArray, Qt, Signal, Slot
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from segdesk.gui.context import Context
from segdesk.gui.pages.connect_detail import TableDetail
from segdesk.gui.pages.connect_recipe import RecipeLine
from segdesk.gui.pages.connect_tables import TableList
from segdesk.gui.theme import PAD
from segdesk.gui.titles import moment
from segdesk.gui.widgets.empty import EmptyState
from segdesk.project.settings import FeaturesSettings
from segdesk.review.connect import Source

_SPLIT = "layout/connect/tables"
_EMPTY, _TABLES = 1, 2
_PEOPLE = "users"
"""Of a shop's tables the one that is looked at first."""


class FoundTables(QStackedWidget):
    """The tables; or why there are none; or nothing until that is known.

    Attributes
    ----------
    recipe_wanted
        The person wants the recipe that fits.
    """

    recipe_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = context.store
        self._readable = False
        self._context = context

    def build(self) -> Iterator[None]:
        """Make the list and what is shown of a table."""
        context = self._context
        listed = QWidget(self)
        self.empty = EmptyState(context.theme, "table", "", parent=self)
        self.recipe = RecipeLine(context.theme, listed)
        self.split = QSplitter(Qt.Orientation.Horizontal, listed)
        yield
        self.tables = TableList(context.theme, context.store, self.split)
        yield
        self.detail = TableDetail(context, self.split)
        yield
        self._put_together(listed)
        self.recipe.wanted.connect(self.recipe_wanted)
        self.tables.picked.connect(self._on_picked)
        self.tables.opened.connect(self.detail.go_to_rows)
        self.split.splitterMoved.connect(self._on_split)

    def show_nothing(self, listing: bool) -> None:
        """Say that there are no tables, or not yet."""
        if listing:
            words = self.tr("Listing the tables"), self.tr("They show up here as soon as they are known.")
        else:
            words = (
                self.tr("No tables yet"),
                self.tr("Choose above where your customers are, then list the tables."),
            )
        self.empty.show_words(*words)
        self.setCurrentIndex(_EMPTY)

    def show_tables(self, found: Source) -> None:
        """Show other tables; the one that is looked at stays, if it is among them."""
        likely = found.suggestion.table if found.suggestion else None
        self.tables.show_tables(found.tables, likely or _PEOPLE)

    def show_current(self, found: Source, features: FeaturesSettings, finished: str | None) -> None:
        """Show that the tables are those of the source that is set."""
        self.setCurrentIndex(_TABLES)
        self.tables.note(self.tr("Listed {when}").format(when=moment(finished)) if finished else "")
        self.recipe.show_source(found, features)
        self._look_at(readable=True)

    def show_stale(self, listing: bool) -> None:
        """Show that the tables are those of before; their rows cannot be read."""
        self.setCurrentIndex(_TABLES)
        if not listing:
            self.tables.note(self.tr("Listed before the source was changed. List the tables again."))
        self.recipe.hide()
        self._look_at(readable=False)

    # -- inside

    def _put_together(self, listed: QWidget) -> None:
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(PAD)
        for part, stretch in ((self.tables, 2), (self.detail, 3)):
            self.split.addWidget(part)
            self.split.setStretchFactor(self.split.indexOf(part), stretch)
        kept = self._store.value(_SPLIT)
        if isinstance(kept, QByteArray):
            self.split.restoreState(kept)
        column = QVBoxLayout(listed)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(PAD)
        column.addWidget(self.recipe)
        column.addWidget(self.split, 1)
        for page in (QWidget(), self.empty, listed):
            self.addWidget(page)

    def _look_at(self, readable: bool) -> None:
        self._readable = readable
        table = self.tables.current
        if table is not None:
            self.detail.show_table(table, readable)

    @Slot(str)
    def _on_picked(self, _name: str) -> None:
        self._look_at(self._readable)

    @Slot()
    def _on_split(self) -> None:
        self._store.setValue(_SPLIT, self.split.saveState())

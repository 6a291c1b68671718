"""One table of the source: its first rows, and its columns."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from segdesk.gui import numbers
from segdesk.gui.context import Context
from segdesk.gui.pages import connect_columns
from segdesk.gui.pages.connect_tables import megabytes
from segdesk.gui.theme import GAP, TIGHT
from segdesk.gui.views.columns import Align, Column, Columns
from segdesk.gui.views.table import TableView
from segdesk.gui.widgets.busy import BusyLine
from segdesk.gui.widgets.card import Card
from segdesk.gui.widgets.choice_row import ChoiceRow, Option
from segdesk.gui.widgets.elided import ElidedLabel
from segdesk.gui.widgets.kind import Kind
from segdesk.gui.widgets.notice import Notice
from segdesk.review import connect
from segdesk.review.connect import Preview, SourceColumn, SourceTable
from segdesk.tasks.messages import Failure

_FIRST = 100
"""Rows that are shown of a table."""


class Show(StrEnum):
    """What is shown of a table."""

    ROWS = "rows"
    COLUMNS = "columns"


class TableDetail(Card):
    """The table that is looked at. Its rows are read from the source when they are first wanted."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, parent=parent)
        self._bridge = context.bridge
        self._table: SourceTable | None = None
        self._previews: dict[str, Preview] = {}
        self._shown: Preview | None = None
        self._asked = ""
        self._heading = ElidedLabel(context.theme)
        self._heading.setProperty("role", "section")
        self._facts = QLabel()
        self._facts.setProperty("role", "muted")
        self.shows = ChoiceRow(
            context.theme,
            (Option(Show.ROWS, self.tr("First rows")), Option(Show.COLUMNS, self.tr("Columns"))),
            self.tr("What is shown of the table"),
        )
        self.busy = BusyLine(context.theme)
        self.notice = Notice(context.theme)
        self.rows = TableView(context.theme, title=self.tr("First rows"))
        self.columns = TableView(
            context.theme, title=self.tr("Columns"), store=context.store, store_key="connect_columns"
        )
        self._pages = QStackedWidget()
        self.columns.set_counted(self.tr("{total} fields"), self.tr("{shown} of {total} fields"))
        self._put_together()
        self.shows.picked.connect(self._on_show_picked)
        self.notice.action_clicked.connect(self._on_again_clicked)

    def _put_together(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(TIGHT // 2)
        words.addWidget(self._heading)
        words.addWidget(self._facts)
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addLayout(words, 1)
        head.addWidget(self.shows, 0, Qt.AlignmentFlag.AlignTop)
        for view in (self.rows, self.columns):
            self._pages.addWidget(view)
        self.body.setSpacing(TIGHT)
        self.body.addLayout(head)
        self.body.addWidget(self.busy)
        self.body.addWidget(self.notice)
        self.body.addWidget(self._pages, 1)

    def forget(self) -> None:
        """Drop what was read: the source has been looked at anew."""
        self._previews.clear()
        self._asked = ""

    def show_table(self, table: SourceTable, listed: bool) -> None:
        """Show a table.

        Parameters
        ----------
        listed
            Whether the source still is the one that the table was found in, so that its rows can be read.
        """
        if table != self._table:
            self._table = table
            self._heading.setText(table.name)
            self.setAccessibleName(table.name)
            self._facts.setText(self._facts_of(table))
            self.columns.set_columns(connect_columns.as_table(table.columns))
            self.rows.set_title(self.tr("First rows of {table}").format(table=table.name))
            self.notice.clear()
        if table.name in self._previews:
            self._show_rows(self._previews[table.name])
        elif listed:
            self._ask(table.name)
        else:
            self.busy.stop()
            self._show_no_rows(table, self.tr("List the tables to see their first rows"))

    def go_to_rows(self) -> None:
        """Put the cursor into the first rows."""
        self._show(Show.ROWS)
        self.rows.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.rows.model.rowCount():
            self.rows.grid.go_to(0)

    # -- inside

    def _facts_of(self, table: SourceTable) -> str:
        facts = [self.tr("{count} columns").format(count=numbers.number(len(table.columns)))]
        if table.rows is not None:
            facts.insert(0, self.tr("{count} rows").format(count=numbers.number(table.rows)))
        if table.bytes is not None:
            facts.append(f"{megabytes(table.bytes / 1_000_000)} MB")
        return "  ·  ".join(facts)

    def _ask(self, table: str) -> None:
        if table == self._asked:
            return
        self._asked = table
        self.busy.start()
        self.notice.clear()
        assert self._table is not None
        self._show_no_rows(self._table, self.tr("Reading the first rows"))
        self._bridge.ask(
            self,
            connect.preview,
            table,
            _FIRST,
            then=self._on_preview,
            failed=partial(self._on_failed, table),
        )

    def _on_preview(self, found: Preview) -> None:
        self._previews[found.table] = found
        if found.table == self._asked:
            self._asked = ""
        if self._table is not None and found.table == self._table.name:
            self._show_rows(found)

    def _on_failed(self, table: str, failure: Failure) -> None:
        self._asked = ""
        if self._table is None or self._table.name != table:
            return
        self.busy.stop()
        self._show_no_rows(self._table, self.tr("The rows could not be read"))
        self.notice.show_message(
            Kind.BAD,
            failure.what,
            failure.why,
            failure.todo,
            details=failure.details or str(failure),
            action=self.tr("Try again"),
        )

    def _show_rows(self, found: Preview) -> None:
        if found is self._shown:
            return
        self._shown = found
        self.busy.stop()
        self.notice.clear()
        self.rows.set_empty_text(self.tr("The table is empty"))
        if len(found.rows) < _FIRST:
            self.rows.set_counted(self.tr("{total} rows"), self.tr("{shown} of {total} rows"))
        else:
            self.rows.set_counted(self.tr("First {total} rows"), self.tr("{shown} of the first {total} rows"))
        cells = zip(*found.rows, strict=True) if found.rows else ((),) * len(found.columns)
        self.rows.set_columns(_columns(found.columns, cells))

    def _show_no_rows(self, table: SourceTable, why: str) -> None:
        """Show the headers, which are known, and why there are no rows."""
        self._shown = None
        self.rows.set_counted("", "")
        self.rows.set_empty_text(why)
        self.rows.set_columns(_columns(table.columns, ((),) * len(table.columns)))

    def _show(self, what: Show) -> None:
        self.shows.set_value(what)
        self._pages.setCurrentWidget(self.rows if what is Show.ROWS else self.columns)

    @Slot(object)
    def _on_show_picked(self, what: Show) -> None:
        self._show(what)

    @Slot()
    def _on_again_clicked(self) -> None:
        if self._table is not None:
            self._ask(self._table.name)


def _columns(columns: tuple[SourceColumn, ...], cells: Iterable[tuple[str | None, ...]]) -> Columns:
    return Columns(tuple(_column(column, values) for column, values in zip(columns, cells, strict=True)))


def _column(column: SourceColumn, values: tuple[str | None, ...]) -> Column:
    """Return a column of raw values: numbers stand and sort as numbers, with the digits that they have."""
    read = _READ.get(column.type)
    return Column(
        column.name,
        [value if value is None or read is None else read(value) for value in values],
        format=_shown,
        align=Align.RIGHT if connect_columns.is_number(column.type) else Align.LEFT,
        tooltip=f"{column.name}: {connect_columns.in_words(column.type)}",
        name=column.name,
    )


_READ: Mapping[str, Callable[[str], float]] = {"INT64": int, "FLOAT64": float}


def _shown(value: Any) -> str:
    return "" if value is None else str(value)

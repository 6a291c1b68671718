"""What segdesk has made in BigQuery: looked up, and deleted on request."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from segdesk.gui.amounts import dollars, size
from segdesk.gui.bridge import Ended
from segdesk.gui.context import Context
from segdesk.gui.dialogs.confirm import Question, confirmed
from segdesk.gui.dialogs.deleted_words import deleted_text
from segdesk.gui.numbers import number
from segdesk.gui.sentences import said
from segdesk.gui.theme import GAP, PAD
from segdesk.gui.views.columns import Align, Column, Columns
from segdesk.gui.views.table import TableView
from segdesk.gui.widgets.kind import Kind
from segdesk.project.ledger import Made, MadeObject
from segdesk.warehouse.bigquery.found import Found, Inventory, in_order, of_project

LOOK, DELETE = "look in BigQuery", "delete in BigQuery"
"""The names of the jobs that look and delete."""


class MadePanel(QWidget):
    """A table of things in BigQuery with their size and cost, and buttons to look again and to delete.

    Attributes
    ----------
    said
        What happened, as kind, words and reason.
    """

    said = Signal(object, str, str)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._bridge, self._theme = context.bridge, context.theme
        self._found: tuple[Found, ...] = ()
        self._has_looked = False
        self._waits_for = ""
        self.table = TableView(self._theme, title="", store=context.store, store_key="made", parent=self)
        self.table.setAccessibleName(self.tr("What was made in BigQuery"))
        self.table.set_empty_text(
            self.tr("Nothing of segdesk's is in BigQuery, as far as this project knows.")
        )
        self.table.set_counted(self.tr("{total} things"), self.tr("{shown} of {total} things"))
        self.total = QLabel(self)
        self.total.setProperty("role", "muted")
        self.total.setWordWrap(True)
        self.look = QPushButton(self.tr("Look in BigQuery"), self)
        self.look.setToolTip(self.tr("Ask for sizes and costs, and for what other projects have left there"))
        self.delete = QPushButton(self.tr("Delete selected…"), self)
        self.delete_all = QPushButton(self.tr("Delete all of this project…"), self)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self.total, 1)
        for button in (self.look, self.delete, self.delete_all):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, PAD, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.table, 1)
        column.addLayout(row)
        self.look.clicked.connect(self._on_look)
        self.delete.clicked.connect(self._on_delete)
        self.delete_all.clicked.connect(self._on_delete_all)
        self.table.selection_changed.connect(self._on_selection_changed)
        self._bridge.started.connect(self._on_started)
        self._bridge.ended.connect(self._on_ended)
        self._show_buttons()

    # -- what it shows

    @property
    def chosen(self) -> tuple[Found, ...]:
        """The selected things."""
        return tuple(self._found[int(row)] for row in self.table.selected_rows if row < len(self._found))

    def show_known(self, made: Sequence[MadeObject]) -> None:
        """Show what the project has put down, unless BigQuery itself was looked into."""
        if not self._has_looked:
            self._show(tuple(in_order(Found(each.path, each.kind, known=True) for each in made)))

    def _show(self, found: tuple[Found, ...]) -> None:
        self._found = found
        self.table.set_columns(self._columns(found))
        self.table.grid.fit()
        costs = [each.monthly_cost for each in found if each.monthly_cost is not None]
        text = self.tr("{size}, {cost} a month to keep")
        shown = text.format(size=size(sum(each.bytes or 0 for each in found)), cost=dollars(sum(costs)))
        self.total.setText(shown if self._has_looked and found else "")
        self._show_buttons()

    def _columns(self, found: Sequence[Found]) -> Columns:
        kinds = {
            Made.DATASET: self.tr("Dataset"),
            Made.TABLE: self.tr("Table"),
            Made.VIEW: self.tr("View"),
            Made.MODEL: self.tr("Model"),
            Made.CONNECTION: self.tr("Connection"),
        }
        right = Align.RIGHT
        mine, other = self.tr("This project"), self.tr("Another project")
        return Columns(
            (
                Column(self.tr("Name"), [each.path for each in found], name="path"),
                Column(self.tr("Kind"), [kinds[each.kind] for each in found], name="kind"),
                Column(
                    self.tr("Rows"), [each.rows for each in found], format=number, align=right, name="rows"
                ),
                Column(
                    self.tr("Size"), [each.bytes for each in found], format=size, align=right, name="size"
                ),
                Column(
                    self.tr("Cost a month"),
                    [each.monthly_cost for each in found],
                    format=dollars,
                    align=right,
                    name="cost",
                ),
                Column(
                    self.tr("Made (UTC)"),
                    [each.made.strftime("%Y-%m-%d %H:%M") if each.made else None for each in found],
                    name="made",
                ),
                Column(self.tr("Made by"), [mine if each.known else other for each in found], name="by"),
            )
        )

    def _show_buttons(self) -> None:
        free = self._bridge.running is None
        self.look.setEnabled(free)
        self.look.setText(self.tr("Looking…") if self._waits_for == LOOK else self.tr("Look in BigQuery"))
        self.delete.setEnabled(free and bool(self.chosen))
        self.delete_all.setEnabled(free and any(each.known for each in self._found))

    # -- what happens

    @Slot()
    def _on_look(self) -> None:
        self._waits_for = LOOK
        self._bridge.job(LOOK, "segdesk.steps.clean_up:look")

    @Slot()
    def _on_delete(self) -> None:
        self._delete(self.chosen)

    @Slot()
    def _on_delete_all(self) -> None:
        self._delete(of_project(Inventory(self._found)))

    def _delete(self, wanted: tuple[Found, ...]) -> None:
        title = self.tr("Delete {count} things in BigQuery?").format(count=number(len(wanted)))
        why = self.tr(
            "This cannot be taken back. What is in this project file stays; a step that needs them "
            "again makes them again, at its price."
        )
        names = [each.path for each in wanted]
        if wanted and confirmed(self, self._theme, Question(title, why, names, self.tr("Delete"))):
            self._waits_for = DELETE
            self._bridge.job(DELETE, "segdesk.steps.clean_up:clear", wanted)

    @Slot(object)
    def _on_selection_changed(self, _rows: object) -> None:
        self._show_buttons()

    @Slot(object)
    def _on_started(self, _what: object) -> None:
        self._show_buttons()

    @Slot(object)
    def _on_ended(self, ended: Ended) -> None:
        waited, mine = self._waits_for, ended.what == self._waits_for
        if mine:
            self._waits_for = ""
        self._show_buttons()
        if not mine:
            return
        if ended.failure is not None:
            failure = ended.failure
            self.said.emit(Kind.BAD, failure.what, " ".join(filter(None, (failure.why, failure.todo))))
        elif waited == LOOK and ended.value is not None:
            self._has_looked = True
            self._show(ended.value.found)
            if ended.value.notes:
                self.said.emit(
                    Kind.WARNING, self.tr("Not everything could be seen"), _lines(ended.value.notes)
                )
        elif ended.value is not None:
            self.said.emit(*deleted_text(ended.value))
            gone = {each.object for each in ended.value.gone}
            self._show(tuple(each for each in self._found if each.object not in gone))


def _lines(notes: Sequence[str]) -> str:
    return "\n".join(map(said, notes))

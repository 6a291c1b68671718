"""What Analytics would refuse in the import file, and what is worth a look."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QLabel, QWidget

from segdesk.gui import numbers
from segdesk.gui.sentences import said
from segdesk.gui.theme import Theme
from segdesk.gui.views.columns import Align, Column, Columns
from segdesk.gui.views.table import TableView
from segdesk.gui.widgets.badge import Badge
from segdesk.gui.widgets.card import Card
from segdesk.gui.widgets.kind import Kind
from segdesk.review.mapping import CellViolation, MappingCheck, MappingPreview

_WHY = 2
"""The column with the sentences."""


class ViolationList(Card):
    """One line per violation, totals above.

    Attributes
    ----------
    picked
        Row and column of the cell that a person wants to see.
    """

    picked = Signal(int, int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._found: tuple[CellViolation, ...] = ()
        self._warnings: tuple[str, ...] = ()
        self.verdict = Badge(theme, self.tr("Not checked yet"))
        self.add_trailing(self.verdict)
        self.view = TableView(theme, title=self.tr("What is wrong in the file"))
        self.view.set_searchable(False)
        self.view.grid.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        # The sentences take the room that is left; each stands whole below when it is selected.
        self.view.grid.yielding = _WHY
        self.view.selection_changed.connect(self._on_selection_changed)
        self.view.activated.connect(self._on_activated)
        self._whole = QLabel()
        self._whole.setWordWrap(True)
        self._whole.setTextFormat(Qt.TextFormat.PlainText)
        self._whole.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._whole.hide()
        self.body.addWidget(self.view)
        self.body.addWidget(self._whole)
        self._say("")

    def show_preview(self, found: MappingPreview) -> None:
        """Show what is wrong in the first rows, while the others are being checked."""
        self.view.set_empty_text(self.tr("Nothing found so far"))
        self._show(found.violations, ())
        fatal = sum(each.fatal for each in found.violations)
        if fatal:
            self._refused(fatal)
        else:
            self.verdict.show_text(self.tr("Checking"), Kind.INFO)
        self._say(self.tr("Checking all {rows} rows").format(rows=numbers.number(found.rows)))

    def show_check(self, found: MappingCheck) -> None:
        """Show what is wrong in all rows."""
        self.view.set_empty_text(self.tr("Analytics would take every row"))
        self._show(found.violations, found.warnings)
        mild = found.count - found.fatal + len(found.warnings)
        if found.fatal:
            self._refused(found.fatal)
        elif mild:
            text = self.tr("{count} to look at").format(count=numbers.number(mild))
            self.verdict.show_text(self.tr("1 to look at") if mild == 1 else text, Kind.WARNING)
        else:
            self.verdict.show_text(self.tr("Nothing wrong"), Kind.GOOD)
        rows = numbers.number(found.rows)
        said = self.tr("All {rows} rows checked").format(rows=rows)
        if found.count > len(found.violations):
            listed = self.tr("the first {shown} listed")
            said = f"{said}, {listed.format(shown=numbers.number(len(found.violations)))}"
        self._say(said)

    def show_unknown(self) -> None:
        """Say that nothing is known before the mapping is put right."""
        self.verdict.show_text(self.tr("Not checked"), Kind.NEUTRAL)
        self.view.set_empty_text("")
        self._show((), ())
        self._say(self.tr("Put the columns right first"))

    def _refused(self, fatal: int) -> None:
        text = self.tr("{count} would be refused").format(count=numbers.number(fatal))
        self.verdict.show_text(self.tr("1 would be refused") if fatal == 1 else text, Kind.BAD)

    def _say(self, text: str) -> None:
        self.set_title(self.tr("Check"), text)

    def _show(self, found: Sequence[CellViolation], warnings: Sequence[str]) -> None:
        self._found, self._warnings = tuple(found), tuple(warnings)
        refused, look = self.tr("Refused"), self.tr("Look at it")
        rows: list[int | None] = [each.row + 1 if each.row >= 0 else None for each in found]
        kinds = [refused if each.fatal else look for each in found] + [look] * len(warnings)
        messages = [said(text) for text in (*(each.message for each in found), *warnings)]
        columns = (
            Column(
                self.tr("Row"), [*rows, *[None] * len(warnings)], format=_row, align=Align.RIGHT, name="row"
            ),
            Column(self.tr("Outcome"), kinds, align=Align.CENTRE, name="kind"),
            Column(self.tr("Why"), messages, name="why"),
        )
        self.view.set_columns(Columns(columns))
        self._whole.hide()

    @Slot(object)
    def _on_selection_changed(self, rows: Sequence[int]) -> None:
        if len(rows) == 1:
            self._pick(int(rows[0]))

    @Slot(int)
    def _on_activated(self, row: int) -> None:
        self._pick(row)

    def _pick(self, row: int) -> None:
        messages = [*(each.message for each in self._found), *self._warnings]
        self._whole.setText(said(messages[row]))
        self._whole.show()
        if row < len(self._found) and self._found[row].row >= 0:
            self.picked.emit(self._found[row].row, self._found[row].column)

    def focus(self) -> None:
        """Put the cursor into the list."""
        self.view.grid.setFocus(Qt.FocusReason.OtherFocusReason)


def _row(value: Any) -> str:
    return "–" if value is None else numbers.number(value)

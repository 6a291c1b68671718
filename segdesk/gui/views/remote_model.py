"""Rows that another process holds: fetched block by block when they come into sight, and forgotten again."""

from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from typing import Any, Final, Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from segdesk.gui.sentences import word
from segdesk.gui.views import formatting
from segdesk.gui.views.columns import Align, Column
from segdesk.gui.views.model import NOWHERE, PENDING, GridModel, Index
from segdesk.review import customers
from segdesk.review.customer_columns import CustomerColumn, Kind, Meaning
from segdesk.review.customers import Rows, View
from segdesk.tasks.messages import Failure

BLOCK: Final = 512
"""Rows that are fetched at once: DuckDB takes hardly longer for them than for one."""

_ROOM: Final = 48
"""Blocks that are kept: about 25,000 rows."""

_WAITING: Final = 4
"""Blocks that may wait for their turn; what was scrolled past long ago is not fetched."""


class Asker(Protocol):
    """Whoever runs a function of `segdesk.review` where the project is; the window's bridge."""

    def ask(
        self,
        owner: QObject,
        function: Callable[..., Any],
        *args: Any,
        then: Callable[[Any], None],
        failed: Callable[[Failure], None] | None = None,
    ) -> None:
        """Run ``function(project, *args)`` elsewhere; call back in this thread, unless asked anew before."""


class RemoteModel(GridModel):
    """The customers of a view.

    Attributes
    ----------
    sort_wanted
        The column to sort by, empty for none, and whether the largest come first.
    gone
        The view must be opened again: the customers have changed.
    failed
        A `Failure`.
    """

    sort_wanted = Signal(str, bool)
    gone = Signal()
    failed = Signal(object)

    def __init__(self, asker: Asker) -> None:
        super().__init__()
        self._asker = asker
        self._blocks: OrderedDict[int, Rows] = OrderedDict()
        self._wanted: list[int] = []
        self._asked: int | None = None
        self._seen = 0
        self._customer_columns: tuple[CustomerColumn, ...] = ()
        self._segment_column: int | None = None
        self.view = View("", 0, 0, "", ())
        # Painting asks for a hundred cells of a block before anything is fetched.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._on_wanted)

    # -- views

    def show_view(self, view: View, rows: Rows | None) -> None:
        """Show the customers of a view, of which some rows are here already."""
        self.beginResetModel()
        if view.columns != self._customer_columns:
            self._customer_columns = view.columns
            self.lay_out([self._column(column) for column in view.columns])
            meanings = [column.meaning for column in view.columns]
            self._segment_column = meanings.index(Meaning.SEGMENT) if Meaning.SEGMENT in meanings else None
            self.formats = tuple(map(_format, view.columns))
            self.alignments = tuple(map(_alignment, view.columns))
        self.view = view
        self._blocks.clear()
        self._wanted.clear()
        self._asked = None
        if rows is not None:
            self._blocks[rows.start // BLOCK] = rows
        self.endResetModel()

    def position(self, row: int) -> int | None:
        """Return which customer a row shows, by its place in the order of the key; None if not known yet."""
        rows = self._blocks.get(row // BLOCK)
        return int(rows.positions[row % BLOCK]) if rows is not None else None

    def _column(self, column: CustomerColumn) -> Column:
        title, tooltip = self._words(column)
        return Column(title, (), unit=_unit(column), tooltip=tooltip, name=column.name)

    def _words(self, column: CustomerColumn) -> tuple[str, str]:
        """Return the title and the explanation of a column; those that segdesk added speak our language."""
        match column.meaning:
            case Meaning.SEGMENT:
                return self.tr("Segment"), ""
            case Meaning.LABEL:
                return self.tr("Label"), self.tr("The segment's name")
            case Meaning.DISTANCE:
                return self.tr("Distance to centre"), self.tr(
                    "How far the customer is from the segment's centre"
                )
            case Meaning.RELATIVE_DISTANCE:
                return self.tr("Relative distance"), self.tr(
                    "Distance to the centre; 1 is usual in the segment"
                )
            case Meaning.OUTLIER:
                return self.tr("Outlier"), self.tr("Unlike all segments")
        return word("feature", column.title), column.name if column.name != column.title else ""

    # -- cells

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Return the number of customers in the view."""
        return 0 if parent.isValid() else self.view.total

    def value(self, row: int, column: int) -> Any:
        """Return a value, or ask for its block."""
        rows = self._rows(row)
        return PENDING if rows is None else rows.values[column][row % BLOCK]

    def segment(self, row: int, column: int) -> str:
        """Return the segment in the columns that name it."""
        meaning = self._customer_columns[column].meaning
        if meaning is not Meaning.SEGMENT or self._segment_column is None:
            return ""
        value = self.value(row, self._segment_column)
        return value if isinstance(value, str) else ""

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Ask for another order; the rows stay as they are until it comes."""
        name = self.columns[column].name if 0 <= column < len(self.columns) else ""
        self.sort_wanted.emit(name, order is Qt.SortOrder.DescendingOrder)

    # -- blocks

    def _rows(self, row: int) -> Rows | None:
        number = row // BLOCK
        self._seen = number
        rows = self._blocks.get(number)
        if rows is None:
            self._want(number)
        else:
            self._blocks.move_to_end(number)
        return rows

    def _want(self, number: int) -> None:
        if number in self._wanted:
            self._wanted.remove(number)
        self._wanted.append(number)
        del self._wanted[:-_WAITING]
        if not self._soon.isActive():
            self._soon.start()

    @Slot()
    def _on_wanted(self) -> None:
        """Ask for the block that was wanted last: that is where the person is."""
        if self._asked is not None or not self._wanted:
            return
        number = self._asked = self._wanted.pop()
        self._asker.ask(
            self,
            customers.block,
            self.view.token,
            number * BLOCK,
            BLOCK,
            then=partial(self._on_block, self.view.token, number),
            failed=self._on_failed,
        )

    def _on_block(self, token: str, number: int, rows: Rows | None) -> None:
        if token != self.view.token:
            return
        self._asked = None
        if rows is None:
            self._wanted.clear()
            self.gone.emit()
            return
        self._blocks[number] = rows
        while len(self._blocks) > _ROOM:
            self._blocks.popitem(last=False)
        first = number * BLOCK
        last = min(first + BLOCK, self.rowCount()) - 1
        self.dataChanged.emit(self.index(first, 0), self.index(last, self.columnCount() - 1))
        self._look_ahead()

    def _look_ahead(self) -> None:
        """Fetch what comes next, when there is nothing more urgent."""
        if not self._wanted:
            last = (self.rowCount() - 1) // BLOCK
            near = (self._seen, self._seen + 1, self._seen - 1)
            missing = [number for number in near if 0 <= number <= last and number not in self._blocks]
            self._wanted = missing[:1]
        if self._wanted:
            self._soon.start()

    def _on_failed(self, failure: Failure) -> None:
        self._asked = None
        self._wanted.clear()
        self.failed.emit(failure)


def _unit(column: CustomerColumn) -> str:
    """Return the unit, but for one that only repeats the title, such as Orders (orders)."""
    return "" if column.unit.casefold() == column.title.casefold() else word("unit", column.unit)


def _format(column: CustomerColumn) -> formatting.Format:
    if column.meaning is Meaning.KEY:
        # A customer's number is a name, not an amount.
        return formatting.raw
    if column.kind in (Kind.INTEGER, Kind.REAL):
        return formatting.decimal(column.decimals)
    return formatting.text_of


def _alignment(column: CustomerColumn) -> Align:
    return Align.RIGHT if column.kind in (Kind.INTEGER, Kind.REAL) else Align.LEFT

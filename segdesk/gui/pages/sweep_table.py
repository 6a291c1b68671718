"""Every number of segments of a sweep with all its scores, as a table."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from segdesk.gui.context import Context
from segdesk.gui.numbers import number
from segdesk.gui.pages.sweep_view import Row, SweepView
from segdesk.gui.pages.sweep_words import trial_text
from segdesk.gui.theme import Colour, Theme
from segdesk.gui.views.columns import Align, Column, Columns
from segdesk.gui.views.table import TableView
from segdesk.project.sweep_point import SweepPoint

_WHOLE = partial(number, decimals=0)
_THREE = partial(number, decimals=3)
_TWO = partial(number, decimals=2)


class SweepTable(QWidget):
    """The numbers of segments; the mouse looks at one, a click or the arrow keys select it.

    Attributes
    ----------
    k_hovered, k_left
        A number is looked at; none is any more.
    k_selected
        The person went to a number.
    k_used
        The person double-clicked a number, or pressed Enter on it.
    """

    k_hovered = Signal(int)
    k_left = Signal()
    k_selected = Signal(int)
    k_used = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ks: tuple[int, ...] = ()
        self._k: int | None = None
        title = self.tr("Scores of every number of segments")
        self.table = TableView(
            context.theme, title=title, store=context.store, store_key="sweep", parent=self
        )
        self.table.set_searchable(False)
        self._mark = _RowMark(context.theme, self.table.grid.viewport())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)
        self.table.selection_changed.connect(self._on_selection_changed)
        self.table.activated.connect(self._on_activated)
        self.table.grid.entered.connect(self._on_entered)
        self.table.grid.viewportEntered.connect(self.k_left)
        self.table.grid.viewport().installEventFilter(self)

    def show_view(self, view: SweepView) -> None:
        """Show a sweep as it is now."""
        self._ks = tuple(row.k for row in view.rows)
        self._mark.hide()
        self.table.set_columns(self._columns(view))
        self.set_selected(self._k)

    def set_selected(self, k: int | None) -> None:
        """Select the row of a number, and bring it into view where it was not selected before."""
        is_new, self._k = k != self._k, k
        rows = [self._ks.index(k)] if k in self._ks else []
        if list(self.table.selected_rows) == rows:
            return
        if not rows:
            self.table.grid.clearSelection()
        if is_new and rows:
            self.table.grid.go_to(self._place(rows[0]))
        elif rows:  # the rows are new: select the same one again, and stay where the person scrolled to
            place = self._place(rows[0])
            self.table.grid.select_ranges(((place, place + 1),))

    def set_hovered(self, k: int | None) -> None:
        """Mark the row of the number that is looked at in a plot."""
        if k not in self._ks:
            self._mark.hide()
            return
        grid = self.table.grid
        row = grid.visualRect(self.table.model.index(self._place(self._ks.index(k)), 0))
        self._mark.show_at(QRect(0, row.y(), grid.viewport().width(), row.height()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice when the mouse leaves the rows."""
        if event.type() == QEvent.Type.Leave:
            self.k_left.emit()
        return super().eventFilter(watched, event)

    def _place(self, row: int) -> int:
        return int(self.table.model.places_of([row])[0])  # type: ignore[arg-type]

    def _columns(self, view: SweepView) -> Columns:
        rows = view.rows
        states = [trial_text(row.trial, is_chosen=row.k == view.chosen) for row in rows]

        def column(title: str, name: str, shown: Callable[[Any], str], tip: str = "") -> Column:
            values = [_value(row, name) for row in rows]
            return Column(title, values, format=shown, align=Align.RIGHT, tooltip=tip, name=name)

        sampled = self.tr("The silhouette of a draw of customers lies in this interval in 19 of 20 draws.")
        columns = (
            Column(self.tr("Segments"), [row.k for row in rows], name="k"),
            Column(self.tr("State"), states, align=Align.CENTRE, name="state"),
            column(self.tr("Combined"), "combined", _THREE, self.tr("Higher is better")),
            column(self.tr("Silhouette"), "silhouette", _THREE, self.tr("Higher is better")),
            Column(
                self.tr("95% interval"),
                [self._interval(row.point, view.customers) for row in rows],
                align=Align.RIGHT,
                tooltip=sampled,
                name="interval",
            ),
            Column(
                self.tr("Silhouette of"),
                [_value(row, "silhouette_rows") for row in rows],
                format=partial(self._drawn, view.customers),
                align=Align.RIGHT,
                tooltip=self.tr("How many customers were looked at for the silhouette"),
                name="silhouette_rows",
            ),
            column("Calinski-Harabasz", "calinski_harabasz", _WHOLE, self.tr("Higher is better")),
            column("Davies-Bouldin", "davies_bouldin", _THREE, self.tr("Lower is better")),
            column(self.tr("Inertia"), "inertia", number, self.tr("Falls with every segment more")),
            Column(
                self.tr("Seconds"),
                [row.point.seconds if row.point else None for row in rows],
                format=_TWO,
                align=Align.RIGHT,
                name="seconds",
            ),
            column(
                self.tr("Mean squared distance"),
                "mean_squared_distance",
                number,
                self.tr("As BigQuery ML reports it. Lower is better"),
            ),
            column(
                self.tr("Davies-Bouldin index"),
                "davies_bouldin_index",
                _THREE,
                self.tr("As BigQuery ML reports it. Lower is better"),
            ),
            Column(self.tr("Problem"), [_error(row.point) for row in rows], name="error"),
        )
        return Columns(columns if view.failed else columns[:-1])

    def _interval(self, point: SweepPoint | None, customers: int) -> str:
        """Return where the silhouette of a draw most likely lies; nothing where all were looked at."""
        if point is None or point.silhouette_low is None or (point.silhouette_rows or 0) >= customers:
            return ""
        return self.tr("{low} to {high}").format(
            low=_THREE(point.silhouette_low), high=_THREE(point.silhouette_high)
        )

    def _drawn(self, customers: int, rows: Any) -> str:
        if rows is None:
            return ""
        return self.tr("all") if rows >= customers else self.tr("{rows} drawn").format(rows=number(rows))

    @Slot(object)
    def _on_selection_changed(self, rows: Any) -> None:
        if len(rows) == 1 and self._ks[int(rows[0])] != self._k:
            self._k = self._ks[int(rows[0])]
            self.k_selected.emit(self._k)

    @Slot(int)
    def _on_activated(self, row: int) -> None:
        self.k_used.emit(self._ks[row])

    @Slot(QModelIndex)
    def _on_entered(self, index: QModelIndex) -> None:
        self.k_hovered.emit(self._ks[self.table.model.row_of(index.row())])


class _RowMark(QWidget):
    """A dotted frame around a row."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_at(self, place: QRect) -> None:
        """Mark what lies here."""
        self.setGeometry(place)
        self.show()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw the frame."""
        painter = QPainter(self)
        painter.setPen(QPen(self._theme.colour(Colour.MUTED), 1, Qt.PenStyle.DotLine))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()


def _value(row: Row, name: str) -> Any:
    return None if row.point is None else getattr(row.point, name)


def _error(point: SweepPoint | None) -> str:
    return (point.error or "") if point else ""

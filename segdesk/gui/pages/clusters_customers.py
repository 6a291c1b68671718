"""All customers, or those of some segments, or those drawn around on the map."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from segdesk.gui.context import Context
from segdesk.gui.numbers import number
from segdesk.gui.pages.clusters_words import name_of
from segdesk.gui.selection import Rows
from segdesk.gui.theme import GAP
from segdesk.gui.views.remote_table import RemoteTable
from segdesk.review.clusters import Clusters


class CustomersTab(QWidget):
    """The customers as a table, and above it what it is cut down to.

    Attributes
    ----------
    customer_wanted
        The person wants to see everything about the customer at this position.
    """

    customer_wanted = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._selection = context.selection
        self._labels: dict[str, str] = {}
        self._asked = False
        self._wanted: int | None = None
        self._filter: tuple[str, ...] = ()
        self._only: Rows | None = None
        self.only = QCheckBox()
        self.clear = QPushButton(self.tr("Clear selection"))
        self.clear.setProperty("flat", True)
        context.theme.dress(self.clear, "close")
        self.segments = QPushButton()
        self.segments.setToolTip(self.tr("Show all segments again"))
        context.theme.dress(self.segments, "close")
        self.mark = QToolButton()
        self.mark.setAccessibleName(self.tr("Mark on the map"))
        self.mark.setToolTip(self.tr("Mark the selected rows on the map"))
        context.theme.dress(self.mark, "clusters")
        self.mark.setEnabled(False)
        self.table = RemoteTable(
            context.theme,
            context.bridge,
            title=self.tr("Customers"),
            store=context.store,
            store_key="clusters/customers",
        )
        self.table.add_control(self.mark)
        self._lay_out()
        self._wire()
        self._show_filters()

    def show_clusters(self, clusters: Clusters) -> None:
        """Show the customers that there are now."""
        self._labels = {segment.segment: name_of(segment) for segment in clusters.segments}
        self._asked = True
        self._show_filters()
        if not self._cut_down():
            self.table.refresh()

    def reveal(self, row: int) -> None:
        """Select a customer in the table as soon as it is there, or say that it is not among the rows."""
        if self.table.model.view.token:
            self.table.reveal(row)
        else:
            self._wanted = row

    def set_selected_only(self, only: bool) -> None:
        """Cut the table down to the selected customers, or not."""
        self.only.setChecked(only)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what was selected elsewhere."""
        super().showEvent(event)
        self._cut_down_if_seen()

    def _cut_down_if_seen(self) -> None:
        # Nobody waits for a table that is out of sight, and a million customers take the worker a while.
        if self._asked and self.isVisible():
            self._cut_down()

    def _cut_down(self) -> bool:
        """Let the table show what is asked for; return whether that is something else than before."""
        selection = self._selection
        segments: tuple[str, ...] = ()
        if selection.picked or selection.hidden:
            wanted = selection.picked or frozenset(selection.shown)
            # Nobody is in the segment without a name: all segments are hidden.
            segments = tuple(segment for segment in selection.known if segment in wanted) or ("",)
        only = selection.customers if self.only.isChecked() and len(selection.customers) else None
        same_only = only is self._only
        if segments == self._filter and same_only:
            return False
        self._filter, self._only = segments, only
        self.table.show_segments(segments)
        self.table.show_only(only)
        return True

    def _show_filters(self) -> None:
        selection = self._selection
        count = len(selection.customers)
        one, more = self.tr("Only the selected customer"), self.tr("Only the {count} selected customers")
        self.only.setText(one if count == 1 else more.format(count=number(count)))
        self.only.setVisible(bool(count))
        self.clear.setVisible(bool(count))
        self.segments.setText(self._segments_text())
        self.segments.setVisible(bool(selection.picked or selection.hidden))
        self._bar.setVisible(bool(count or selection.picked or selection.hidden))

    def _segments_text(self) -> str:
        selection = self._selection
        chosen = selection.picked or frozenset(selection.shown)
        names = [self._labels.get(segment, segment) for segment in selection.known if segment in chosen]
        if not names:
            return self.tr("All segments are hidden")
        if len(names) > 1:
            text = self.tr("Only {shown} of {count} segments")
            return text.format(shown=len(names), count=len(selection.known))
        return self.tr("Only {segment}").format(segment=names[0].replace("&", "&&"))

    def _lay_out(self) -> None:
        self._bar = QWidget()
        bar = QHBoxLayout(self._bar)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.setSpacing(GAP)
        bar.addWidget(self.only)
        bar.addWidget(self.clear)
        bar.addWidget(self.segments)
        bar.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GAP, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self._bar)
        column.addWidget(self.table, 1)

    def _wire(self) -> None:
        self._selection.segments_changed.connect(self._on_selection_changed)
        self._selection.customers_changed.connect(self._on_selection_changed)
        self.only.toggled.connect(self._on_only_toggled)
        self.clear.clicked.connect(self._selection.clear_customers)
        self.segments.clicked.connect(self._on_segments_clicked)
        self.mark.clicked.connect(self._on_mark_clicked)
        self.table.all_wanted.connect(self._on_all_wanted)
        self.table.selection_changed.connect(self._on_rows_selected)
        self.table.activated.connect(self.customer_wanted)
        self.table.shown.connect(self._on_shown)

    @Slot()
    def _on_selection_changed(self) -> None:
        if not len(self._selection.customers):
            self.only.setChecked(False)
        self._show_filters()
        self._cut_down_if_seen()

    @Slot(bool)
    def _on_only_toggled(self, _on: bool) -> None:
        self._cut_down_if_seen()

    @Slot()
    def _on_segments_clicked(self) -> None:
        if self._selection.picked:
            self._selection.select_segments(())
        else:
            self._selection.show_all()

    @Slot()
    def _on_all_wanted(self) -> None:
        """Take every restriction away; the customers stay selected on the map."""
        self._selection.select_segments(())
        self._selection.show_all()
        self.only.setChecked(False)

    @Slot(object)
    def _on_rows_selected(self, rows: Rows) -> None:
        self.mark.setEnabled(bool(len(rows)))
        if len(rows) == 1:
            self.customer_wanted.emit(int(rows[0]))

    @Slot()
    def _on_shown(self) -> None:
        if self._wanted is not None:
            self.table.reveal(self._wanted)
            self._wanted = None

    @Slot()
    def _on_mark_clicked(self) -> None:
        self.only.setChecked(False)
        self._selection.select_customers(self.table.selected)

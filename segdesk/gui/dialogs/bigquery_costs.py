"""What BigQuery has cost this project, and what segdesk has made there."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QProgressBar,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from segdesk.gui.amounts import dollars, size
from segdesk.gui.context import Context
from segdesk.gui.dialogs.bigquery_jobs import JobsTable
from segdesk.gui.dialogs.bigquery_made import MadePanel
from segdesk.gui.theme import PAD, ROOM, TIGHT
from segdesk.gui.widgets.kind import Kind
from segdesk.gui.widgets.notice import Notice
from segdesk.review.costs import Costs, costs
from segdesk.tasks.messages import Failure

_SCALE = 1000


class CostsDialog(QDialog):
    """The bill against the budget, job by job, and what is left in BigQuery."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Costs and clean-up in BigQuery"))
        self._bridge, self._theme = context.bridge, context.theme
        self.summary = QLabel(self.tr("Adding up…"), self)
        self.summary.setProperty("role", "section")
        self.prices = QLabel(self)
        self.prices.setProperty("role", "muted")
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setRange(0, _SCALE)
        self.bar.setAccessibleName(self.tr("Share of the budget that is spent"))
        self.notice = Notice(self._theme, self)
        self.tabs = QTabWidget(self)
        self.jobs = JobsTable(self._theme, context.store, self.tabs)
        self.made = MadePanel(context, self.tabs)
        jobs = QVBoxLayout(spent := QWidget(self.tabs))
        jobs.setContentsMargins(0, PAD, 0, 0)
        jobs.addWidget(self.jobs)
        self.tabs.addTab(spent, self.tr("What was spent"))
        self.tabs.addTab(self.made, self.tr("What was made"))
        self._lay_out()
        self.made.said.connect(self._on_said)
        self._bridge.changed.connect(self._ask)
        self._ask()

    def _lay_out(self) -> None:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        for label in (self.summary, self.prices):
            label.setWordWrap(True)
        head = QVBoxLayout()
        head.setSpacing(TIGHT)
        for part in (self.summary, self.bar, self.prices):
            head.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(ROOM, ROOM, ROOM, PAD)
        column.setSpacing(PAD)
        column.addLayout(head)
        column.addWidget(self.notice)
        column.addWidget(self.tabs, 1)
        column.addWidget(buttons)
        self.resize(self._theme.size(900), self._theme.size(620))

    @Slot()
    def _ask(self) -> None:
        self._bridge.ask(self, costs, then=self._on_costs, failed=self._on_failed)

    def _on_costs(self, found: Costs) -> None:
        text = self.tr("{spent} of {budget} spent, {left} left")
        self.summary.setText(
            text.format(spent=dollars(found.spent), budget=dollars(found.budget), left=dollars(found.left))
        )
        share = found.spent / found.budget if found.budget else 1.0
        self.bar.setValue(round(_SCALE * min(1.0, share)))
        self.bar.setAccessibleDescription(self.summary.text())
        said = self.tr("{bytes} were billed, in {count} jobs. By the list prices of {day}; your own: {file}")
        self.prices.setText(
            said.format(
                bytes=size(found.billed_bytes),
                count=len(found.jobs),
                day=found.prices_as_of.isoformat(),
                file=found.own_prices,
            )
        )
        self.jobs.show_jobs(found.jobs)
        self.made.show_known(found.made)

    @Slot(object, str, str)
    def _on_said(self, kind: Kind, what: str, why: str) -> None:
        self.notice.show_message(kind, what, why)

    def _on_failed(self, failure: Failure) -> None:
        self.notice.show_message(Kind.BAD, failure.what, failure.why, failure.todo)


def open_costs(context: Context, parent: QWidget) -> None:
    """Show the dialog; the window behind it waits."""
    dialog = CostsDialog(context, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()

"""The jobs that BigQuery did for a project, and what each cost."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from segdesk.gui.amounts import dollars, size
from segdesk.gui.numbers import number
from segdesk.gui.sentences import said
from segdesk.gui.theme import Theme
from segdesk.gui.views.columns import Align, Column, Columns
from segdesk.gui.views.table import TableView
from segdesk.project.ledger import Job

_ONE = partial(number, decimals=1)


class JobsTable(TableView):
    """A row per job, the latest first."""

    def __init__(self, theme: Theme, store: QSettings, parent: QWidget) -> None:
        super().__init__(theme, title="", store=store, store_key="jobs", parent=parent)
        self.setAccessibleName(self.tr("Jobs in BigQuery"))
        self.set_counted(self.tr("{total} jobs"), self.tr("{shown} of {total} jobs"))
        self.set_empty_text(self.tr("BigQuery has done nothing for this project yet."))

    def show_jobs(self, jobs: Sequence[Job]) -> None:
        """Show jobs in the order in which they come."""
        right = Align.RIGHT
        outcomes = {
            "done": self.tr("Done"),
            "failed": self.tr("Failed"),
            "cancelled": self.tr("Cancelled"),
        }
        self.set_columns(
            Columns(
                (
                    Column(
                        self.tr("Started (UTC)"),
                        [job.started.strftime("%Y-%m-%d %H:%M:%S") for job in jobs],
                        name="started",
                    ),
                    Column(self.tr("What"), [said(job.what) for job in jobs], name="what"),
                    Column(
                        self.tr("Cost"), [job.cost for job in jobs], format=dollars, align=right, name="cost"
                    ),
                    Column(
                        self.tr("Estimated"),
                        [job.estimated_cost for job in jobs],
                        format=dollars,
                        align=right,
                        tooltip=self.tr("What it was expected to cost before it ran"),
                        name="estimated",
                    ),
                    Column(
                        self.tr("Billed"),
                        [job.billed_bytes for job in jobs],
                        format=size,
                        align=right,
                        name="bytes",
                    ),
                    Column(
                        self.tr("Tokens"),
                        [job.billed_tokens or None for job in jobs],
                        format=number,
                        align=right,
                        tooltip=self.tr("Of a language model: what was asked and answered"),
                        name="tokens",
                    ),
                    Column(
                        self.tr("Ended"),
                        [outcomes.get(job.outcome, job.outcome) for job in jobs],
                        name="outcome",
                    ),
                    Column(
                        self.tr("Seconds"),
                        [job.seconds for job in jobs],
                        format=_ONE,
                        align=right,
                        name="seconds",
                    ),
                    Column(self.tr("Job"), [job.job_id for job in jobs], name="job"),
                )
            )
        )

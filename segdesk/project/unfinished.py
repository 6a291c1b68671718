"""Jobs of a warehouse that bills, written down before they are sent: what a killed process leaves behind."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from segdesk.project import ledger
from segdesk.project.ledger import Bill, Job, Made, MadeObject

if TYPE_CHECKING:
    from segdesk.project.file import Project


@dataclass(frozen=True)
class Begun:
    """A job that is about to be sent, or was.

    Attributes
    ----------
    started
        In UTC, without a time zone.
    estimated_cost
        US dollars that it was allowed to cost.
    makes
        What will be there if it is done, None for a query.
    run
        Of which step it is a part, None for none.
    """

    job_id: str
    what: str
    kind: Bill
    project: str
    location: str | None
    started: datetime
    estimated_bytes: int = 0
    estimated_tokens: int = 0
    estimated_cost: float = 0.0
    makes: MadeObject | None = None
    run: int | None = None


class Book:
    """Keeps the accounts of one run as they grow, from any thread: a process may be killed at any moment.

    Parameters
    ----------
    run
        Number of the run that the jobs belong to, None where it is no step's.
    """

    def __init__(self, project: "Project", run: int | None) -> None:
        self._project = project.cursor()
        self._run = run
        self._writing = threading.Lock()

    def begin(self, job: Begun) -> None:
        """Write down a job that is about to be sent."""
        made = job.makes
        self._write(
            "INSERT OR REPLACE INTO unfinished_jobs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, FALSE)",
            [
                *(job.job_id, self._run, job.what, job.kind, job.project, job.location, job.started),
                *(job.estimated_bytes, job.estimated_tokens, job.estimated_cost),
                *((made.path, made.kind) if made else (None, None)),
            ],
        )

    def end(self, job: Job) -> None:
        """Write down how it ended."""

        def close() -> None:
            # Not what the run has cost: a transaction of the step's own may be about to finish the run.
            ledger.keep_job(self._project, self._run, job)
            self._project.connection.execute("DELETE FROM unfinished_jobs WHERE job_id = ?", [job.job_id])

        self._together(close)

    def make(self, made: MadeObject) -> None:
        """Write down what is there now."""
        self._together(lambda: ledger.keep_made(self._project, made))

    def forget(self, gone: MadeObject) -> None:
        """Cross out what is there no more."""
        self._write("DELETE FROM made_objects WHERE path = ? AND kind = ?", [gone.path, gone.kind])

    def close(self) -> None:
        """Let go of the project's file."""
        with self._writing:
            self._project.connection.close()

    def _write(self, sql: str, values: list[object]) -> None:
        self._together(lambda: self._project.connection.execute(sql, values))

    def _together(self, write: Callable[[], object]) -> None:
        with self._writing, self._project.transaction():
            write()


def left_behind(project: "Project") -> tuple[Begun, ...]:
    """Return the jobs of processes that have ended without knowing what became of them, the oldest first."""
    rows = project.rows(
        "SELECT job_id, what, kind, project, location, started, estimated_bytes, estimated_tokens,"
        " estimated_cost, makes_path, makes_kind, run FROM unfinished_jobs WHERE left_behind"
        " ORDER BY started, job_id"
    )
    return tuple(
        Begun(
            job_id=row[0],
            what=row[1],
            kind=Bill(row[2]),
            project=row[3],
            location=row[4],
            started=row[5],
            estimated_bytes=row[6],
            estimated_tokens=row[7],
            estimated_cost=row[8],
            makes=MadeObject(row[9], Made(row[10])) if row[9] else None,
            run=row[11],
        )
        for row in rows
    )


def settle(project: "Project", begun: Begun, job: Job | None, made: MadeObject | None) -> None:
    """Put down what became of a job that was left behind; None for one that was never received."""
    ledger.record(project, begun.run, [job] if job else [], [made] if made else [])
    project.connection.execute("DELETE FROM unfinished_jobs WHERE job_id = ?", [begun.job_id])

"""What was done and made in a warehouse that bills for it, and what it cost."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from segdesk.project.file import Project


class Bill(StrEnum):
    """By which rate a job is paid for."""

    QUERY = "query"
    MODEL = "create model"
    GENERATION = "generation"
    """Of text by a language model: bytes as a query, and tokens."""
    FREE = "free"
    """Load jobs, statements that only change a catalogue, and reads of what a job left."""


class Made(StrEnum):
    """The kinds of things that segdesk makes."""

    DATASET = "dataset"
    TABLE = "table"
    VIEW = "view"
    MODEL = "model"
    CONNECTION = "connection"


@dataclass(frozen=True)
class Job:
    """A job that was sent, however it ended.

    Attributes
    ----------
    job_id
        Chosen by segdesk before the job was sent.
    what
        For a person: ``Features: parametric``.
    outcome
        ``done``, ``failed`` or ``cancelled``.
    started
        In UTC, without a time zone.
    estimated_cost, cost
        US dollars, by the price table of that day.
    """

    job_id: str
    what: str
    kind: Bill
    project: str
    location: str | None
    started: datetime
    seconds: float
    outcome: str
    estimated_bytes: int = 0
    billed_bytes: int = 0
    estimated_tokens: int = 0
    billed_tokens: int = 0
    estimated_cost: float = 0.0
    cost: float = 0.0


@dataclass(frozen=True, order=True)
class MadeObject:
    """Something that segdesk made in the warehouse.

    Attributes
    ----------
    path
        ``project.dataset.name``; ``project.dataset`` for a dataset.
    """

    path: str
    kind: Made


def record(project: "Project", run: int | None, jobs: Iterable[Job], made: Iterable[MadeObject]) -> None:
    """Keep what a run did and made, and add its cost to the run; to be called outside a transaction."""
    jobs, made = tuple(jobs), tuple(made)
    if not jobs and not made:
        return
    with project.transaction() as connection:
        for job in jobs:
            keep_job(project, run, job)
        for each in made:
            keep_made(project, each)
        if run is not None and jobs:
            connection.execute(
                "UPDATE runs SET bytes = j.bytes, cost = j.cost FROM"
                " (SELECT sum(billed_bytes)::BIGINT AS bytes, sum(cost) AS cost"
                " FROM jobs WHERE run = $run) AS j"
                " WHERE runs.run = $run",
                {"run": run},
            )


def keep_job(project: "Project", run: int | None, job: Job) -> None:
    """Keep a job; to be called within a transaction."""
    project.connection.execute(
        "INSERT OR REPLACE INTO jobs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            *(job.job_id, run, job.what, job.kind, job.project, job.location, job.started),
            *(job.seconds, job.outcome, job.estimated_bytes, job.billed_bytes),
            *(job.estimated_tokens, job.billed_tokens, job.estimated_cost, job.cost),
        ],
    )


def keep_made(project: "Project", made: MadeObject) -> None:
    """Keep something that was made; to be called within a transaction."""
    project.connection.execute(
        "INSERT OR REPLACE INTO made_objects VALUES (?, ?, now() AT TIME ZONE 'UTC')", [made.path, made.kind]
    )


def forget(project: "Project", gone: Iterable[MadeObject]) -> None:
    """Remove from the list what is not in the warehouse any more."""
    with project.transaction() as connection:
        for each in gone:
            connection.execute("DELETE FROM made_objects WHERE path = ? AND kind = ?", [each.path, each.kind])


def spent(project: "Project") -> float:
    """Return what the project's jobs have cost so far, in US dollars.

    One that a killed process has left behind counts as what it was allowed, until it is known better.
    """
    row = project.row(
        "SELECT (SELECT coalesce(sum(cost), 0) FROM jobs)"
        " + (SELECT coalesce(sum(estimated_cost), 0) FROM unfinished_jobs WHERE left_behind)"
    )
    return float(row[0]) if row else 0.0


def made(project: "Project") -> tuple[MadeObject, ...]:
    """Return what segdesk made for this project and has not deleted, by path."""
    rows = project.rows("SELECT path, kind FROM made_objects ORDER BY path, kind")
    return tuple(MadeObject(path, Made(kind)) for path, kind in rows)


def jobs(project: "Project") -> tuple[Job, ...]:
    """Return the project's jobs, the latest first."""
    rows = project.rows("SELECT * EXCLUDE (run) FROM jobs ORDER BY started DESC, job_id")
    return tuple(Job(row[0], row[1], Bill(row[2]), *row[3:]) for row in rows)

"""Jobs: pending, running, done; and stopped where that was asked."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha1
from typing import Any

import pyarrow as pa

from emulator.controls import Controls, Place
from emulator.errors import BigQueryError, duplicate, from_emulator, not_found

_KEPT_RESULTS = 500
RESULTS = "_stand_in_results"
"""Dataset of the tables that hold queries' results."""


class State(StrEnum):
    """As BigQuery names them."""

    PENDING = "PENDING"
    RUNNING = "RUNNING"
    DONE = "DONE"


@dataclass
class Result:
    """What a job gives back."""

    table: pa.Table
    fields: list[dict[str, Any]]


@dataclass
class Job:
    """A job, as far as it has come.

    Attributes
    ----------
    configuration
        As it was asked for; a destination is added.
    statistics
        What is told of it besides its times.
    result
        Rows, once there are some.
    progress
        From 0 to 1 while it runs.
    """

    project: str
    id: str
    configuration: dict[str, Any]
    location: str = ""
    state: State = State.PENDING
    error: BigQueryError | None = None
    statistics: dict[str, Any] = field(default_factory=dict)
    result: Result | None = None
    progress: float = 0.0
    created: float = field(default_factory=time.time)
    started: float | None = None
    ended: float | None = None
    cancelled: asyncio.Event = field(default_factory=asyncio.Event)
    finished: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def kind(self) -> str:
        """``query``, ``load``, ``extract`` or ``copy``."""
        return next((key for key in ("query", "load", "extract", "copy") if key in self.configuration), "")

    @property
    def text(self) -> str:
        """The configuration as text, for regular expressions."""
        return json.dumps(self.configuration)

    @property
    def results_table(self) -> str:
        """Name of the table that holds the result."""
        return "anon" + sha1(f"{self.project}:{self.id}".encode()).hexdigest()

    async def pause(self, seconds: float) -> None:
        """Let time pass. Raises `BigQueryError` once the job is stopped."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 and not self.cancelled.is_set():
            self.progress = 1 - left / seconds
            try:
                await asyncio.wait_for(self.cancelled.wait(), min(left, 0.1))
            except TimeoutError:
                continue
        if self.cancelled.is_set():
            raise BigQueryError("stopped", "Job execution was cancelled: User requested cancellation")


Work = Callable[[Job, float], Awaitable[None]]
"""Does what a job was made for, within so many seconds of running."""


class Jobs:
    """All jobs of the stand-in.

    Parameters
    ----------
    controls
        What slows jobs down or makes them fail.
    """

    def __init__(self, controls: Controls) -> None:
        self._controls = controls
        self._jobs: dict[tuple[str, str], Job] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def __iter__(self) -> Iterator[Job]:
        """Yield the jobs, the newest first."""
        yield from reversed(self._jobs.values())

    def get(self, project: str, job_id: str, location: str | None = None) -> Job:
        """Return a job. Raises `BigQueryError` if there is none of that name in that place."""
        job = self._jobs.get((project, job_id))
        if job is None or (location and location.upper() != job.location.upper()):
            raise not_found("Job", project, name=job_id)
        return job

    def holding(self, table: str) -> Job | None:
        """Return the job whose result a table is."""
        return next((job for job in self if job.results_table == table and job.result is not None), None)

    def drop(self, project: str, job_id: str) -> None:
        """Forget a job."""
        self._jobs.pop((project, job_id), None)

    async def start(self, job: Job, work: Work) -> None:
        """Begin a job, and wait until it is done unless it was told to take its time.

        Raises
        ------
        BigQueryError
            For a name that is taken.
        """
        key = (job.project, job.id)
        if key in self._jobs:
            raise duplicate("Job", f"{job.project}:{self._jobs[key].location}.{job.id}")
        self._jobs[key] = job
        for old in list(self)[_KEPT_RESULTS:]:
            old.result = None
        task = asyncio.create_task(self._run(job, work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        delay = self._controls.delay(job.text)
        if not delay.pending and not delay.running:
            await job.finished.wait()

    async def _run(self, job: Job, work: Work) -> None:
        delay = self._controls.delay(job.text)
        try:
            await job.pause(delay.pending)
            job.state, job.started = State.RUNNING, time.time()
            fault = self._controls.fault(Place.JOB, "", job.text)
            if fault is not None:
                raise BigQueryError(fault.reason, fault.message)
            await work(job, delay.running)
        except Exception as problem:  # noqa: BLE001 - a job ends with its error, whatever that is
            job.error = from_emulator(problem)
        job.state, job.ended, job.progress = State.DONE, time.time(), 1.0
        job.started = job.started or job.ended
        job.finished.set()

"""What runs in the worker, and what waits behind it."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from segdesk.project.step import Step
from segdesk.tasks.messages import Call, Failure, Lane

What = Step | str
"""A step, or the name of another job."""
Outcome = Literal["done", "cancelled", "failed"]


@dataclass(frozen=True)
class Ended:
    """How a run ended.

    Attributes
    ----------
    value
        What it returned, where it was a job.
    """

    what: What
    outcome: Outcome
    failure: Failure | None
    seconds: float
    value: Any = None


@dataclass(frozen=True)
class Job:
    """Something to run in the worker."""

    what: What
    function: str
    args: tuple[Any, ...]


class Runs:
    """A row of jobs, of which the first may be running.

    Attributes
    ----------
    number
        Of the request that runs now, or ran last.
    is_cancelling
        Whether what runs was asked to stop.
    outside
        Whether it has something running on another machine.
    """

    def __init__(self) -> None:
        self.number = 0
        self.is_cancelling = False
        self.outside = False
        self._waiting: list[Job] = []
        self._job: Job | None = None
        self._started_at = 0.0

    @property
    def running(self) -> What | None:
        """What runs now."""
        return self._job.what if self._job else None

    @property
    def can_begin(self) -> bool:
        """Whether nothing runs, and something waits to."""
        return self._job is None and bool(self._waiting)

    @property
    def is_over(self) -> bool:
        """Whether nothing runs, and nothing waits to."""
        return self._job is None and not self._waiting

    @property
    def seconds(self) -> float:
        """How long it has been running."""
        return time.monotonic() - self._started_at if self._job else 0.0

    def add(self, jobs: Iterable[Job]) -> None:
        """Let jobs wait for their turn."""
        self._waiting.extend(jobs)

    def forget_waiting(self) -> None:
        """Let nothing come after what runs."""
        self._waiting.clear()

    def begin(self, number: int) -> Call:
        """Take the next job, and return how the worker is asked for it."""
        job = self._job = self._waiting.pop(0)
        self.number = number
        self.is_cancelling = False
        self._started_at = time.monotonic()
        return Call(number, Lane.RUN, job.function, job.args)

    def end(self, outcome: Outcome, failure: Failure | None, value: Any) -> Ended:
        """Return how the run ended; only after a good end the next one may begin."""
        job, seconds = self._job, self.seconds
        assert job is not None
        self.stop()
        if outcome != "done":
            self.forget_waiting()
        return Ended(job.what, outcome, failure, seconds, value)

    def stop(self) -> None:
        """Take it that nothing runs any more."""
        self._job = None
        self.outside = False
        self.is_cancelling = False

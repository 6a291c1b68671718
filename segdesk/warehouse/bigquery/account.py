"""The account of a warehouse: which jobs were sent, what they cost, and what was made."""

import threading
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeAlias

from google.cloud.bigquery import LoadJob, QueryJob

from segdesk.project.ledger import Bill, Job, MadeObject
from segdesk.project.unfinished import Begun, Book
from segdesk.warehouse.base import Tokens
from segdesk.warehouse.bigquery.place import Place

if TYPE_CHECKING:
    from segdesk.warehouse.bigquery.guard import Charge, Guard

AnyJob: TypeAlias = QueryJob | LoadJob


class Account:
    """What was done and made since the warehouse was opened, from all threads.

    Parameters
    ----------
    book
        Where it is written down at once, None where nobody keeps it.
    """

    def __init__(self, book: Book | None = None) -> None:
        self._book = book
        self._jobs: list[Job] = []
        self._charges: dict[str, Charge] = {}
        self._made: dict[MadeObject, None] = {}
        self._lock = threading.Lock()

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The jobs, in the order in which they ended."""
        with self._lock:
            return tuple(self._jobs)

    @property
    def made(self) -> tuple[MadeObject, ...]:
        """What was made and is still there, in that order."""
        with self._lock:
            return tuple(self._made)

    def begin(self, entry: "Entry") -> None:
        """Note a job that is about to be sent."""
        if self._book is not None:
            self._book.begin(entry.begun())

    def add(self, job: Job, charge: "Charge | None") -> None:
        """Put a job on the account, and what it was allowed to cost."""
        with self._lock:
            self._jobs.append(job)
            if charge is not None:
                self._charges[job.job_id] = charge
        if self._book is not None:
            self._book.end(job)

    def settle(self, what: str, tokens: Tokens, guard: "Guard") -> None:
        """Put the tokens that the last job of that name really took in the place of those it was allowed."""
        with self._lock:
            for at, job in reversed(list(enumerate(self._jobs))):
                if job.what == what and (charge := self._charges.get(job.job_id)):
                    cost = guard.settle(charge, job.billed_bytes, tokens)
                    self._jobs[at] = replace(job, billed_tokens=tokens.prompt + tokens.reply, cost=cost)
                    return

    def make(self, made: MadeObject) -> None:
        """Remember something that was made."""
        with self._lock:
            self._made[made] = None
        if self._book is not None:
            self._book.make(made)

    def forget(self, made: MadeObject) -> None:
        """Forget something that is there no more."""
        with self._lock:
            self._made.pop(made, None)
        if self._book is not None:
            self._book.forget(made)


@dataclass
class Entry:
    """A job on its way to the account.

    Attributes
    ----------
    charge
        What it was allowed to cost, None where it costs nothing.
    outcome
        ``failed`` until it is known better.
    job
        As BigQuery tells of it, None before it was received.
    makes
        What is there once it is done, None for a query.
    """

    job_id: str
    what: str
    bill: Bill
    charge: "Charge | None"
    place: Place
    outcome: str = "failed"
    job: AnyJob | None = None
    makes: MadeObject | None = None
    began: float = field(default_factory=time.monotonic)
    started: datetime = field(default_factory=lambda: datetime.now(UTC).replace(tzinfo=None))

    @property
    def is_done(self) -> bool:
        """Whether it has done its work."""
        return self.job is not None and self.job.state == "DONE" and not self.job.error_result

    @property
    def billed(self) -> int:
        """Bytes that it was billed for; a job whose end nobody saw counts as what it was allowed."""
        if self.charge and self.job is not None and self.job.state != "DONE":
            return self.charge.bytes
        return int(getattr(self.job, "total_bytes_billed", None) or 0)

    def begun(self) -> Begun:
        """Return it as it is kept until it has ended."""
        tokens = self.charge.tokens if self.charge else None
        return Begun(
            job_id=self.job_id,
            what=self.what,
            kind=self.bill,
            project=self.place.billing,
            location=self.place.location,
            started=self.started,
            estimated_bytes=self.charge.bytes if self.charge else 0,
            estimated_tokens=tokens.prompt + tokens.reply if tokens else 0,
            estimated_cost=self.charge.cost if self.charge else 0.0,
            makes=self.makes,
        )

    def closed(self, guard: "Guard") -> Job:
        """Return it as it is kept, with what it really cost."""
        billed = self.billed
        cost = guard.settle(self.charge, billed) if self.charge else 0.0
        tokens = self.charge.tokens if self.charge else None
        asked = tokens.prompt + tokens.reply if tokens else 0
        return Job(
            job_id=self.job_id,
            what=self.what,
            kind=self.bill,
            project=self.place.billing,
            location=self.place.location,
            started=self.started,
            seconds=time.monotonic() - self.began,
            outcome=self.outcome,
            estimated_bytes=self.charge.bytes if self.charge else 0,
            billed_bytes=billed,
            estimated_tokens=asked,
            billed_tokens=asked if billed else 0,
            estimated_cost=self.charge.cost if self.charge else 0.0,
            cost=cost,
        )

"""BigQuery's jobs: sent under ids of our own, priced before, watched, cancelled, and put on the account."""

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import IO, TYPE_CHECKING

from google.api_core.exceptions import Conflict
from google.cloud import bigquery

from segdesk.project.ledger import Bill, Made, MadeObject
from segdesk.tasks.task import Cancelled, Progress, Task
from segdesk.warehouse.base import Quote, Tokens
from segdesk.warehouse.bigquery import failures, sending
from segdesk.warehouse.bigquery.account import Account, AnyJob, Entry
from segdesk.warehouse.bigquery.calls import REQUEST_SECONDS, Patience, persistent
from segdesk.warehouse.bigquery.clients import Clients
from segdesk.warehouse.bigquery.place import Place
from segdesk.warehouse.bigquery.running import Running, labels, progress_sentence
from segdesk.warehouse.bigquery.sending import Parameter
from segdesk.warehouse.bigquery.statement import Rewritten

if TYPE_CHECKING:
    from segdesk.warehouse.bigquery.guard import Charge, Guard

_FIRST_PAUSE = 0.05
_PAUSE = 0.25
_LONG_PAUSE = 2.0
_LONGEST_PAUSE = 8.0
_QUICK_SECONDS = 5.0
"""For so long the pauses between two looks at a job stay short."""


@dataclass
class Jobs:
    """Sends the jobs of one thread.

    Parameters
    ----------
    clients
        For the place where the jobs are paid for.
    guard
        Decides what they may cost.
    task
        Hears of their progress, and may be cancelled.
    account
        Where they are put down.
    """

    clients: Clients
    guard: "Guard"
    task: Task
    account: Account = field(default_factory=Account)
    patience: Patience = field(default_factory=Patience)
    _running: set[Running] = field(default_factory=set, init=False, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)

    @property
    def place(self) -> Place:
        """Where the jobs run."""
        return self.clients.place

    def query(
        self,
        statement: Rewritten,
        parameters: Sequence[Parameter] = (),
        *,
        what: str,
        bill: Bill = Bill.QUERY,
        tokens: Tokens | None = None,
        readings: int = 1,
        makes: MadeObject | None = None,
        done: Callable[[], None] | None = None,
    ) -> bigquery.QueryJob:
        """Run a statement to its end.

        Parameters
        ----------
        readings
            How often it reads what its dry run says, at most.
        makes
            What is there once it is done, None for a query.
        done
            Called when it has done its work, also where it was too late to cancel it.

        Raises
        ------
        OverBudget
            If it would cost more than was allowed and nobody agrees to it.
        SegdeskError
            If BigQuery refuses it, before or while it runs.
        Cancelled
            If it or the task was cancelled; the job has ended then.
        """
        charge = (
            None
            if bill is Bill.FREE
            else self._allowed(statement, parameters, what, bill, tokens, readings=readings)
        )
        begin = partial(
            self._begin_query,
            statement.sql,
            parameters,
            what,
            charge.maximum_bytes_billed if charge else None,
        )
        job = self._watched(begin, what, bill, charge, statement, makes=makes, done=done)
        assert isinstance(job, bigquery.QueryJob)
        return job

    def quote(self, statement: Rewritten, *, what: str, bill: Bill = Bill.QUERY) -> Quote:
        """Return what a statement would be billed for; nothing runs.

        Raises
        ------
        SegdeskError
            If BigQuery refuses it.
        """
        read, tables = self._read(statement, (), what)
        return self.guard.prices.quote(what, bill, read, tables=tables)

    def load(self, data: IO[bytes], table: str, config: bigquery.LoadJobConfig, *, what: str) -> None:
        """Write a file's rows into a table, at no charge. Raises as `query` does."""
        config.labels = labels(what)
        begin = partial(self._begin_load, data, table, config)
        self._watched(begin, what, Bill.FREE, None, None, makes=MadeObject(table, Made.TABLE))

    def settle(self, what: str, tokens: Tokens) -> None:
        """Say what a language model really read and wrote for the last statement of that name."""
        self.account.settle(what, tokens, self.guard)

    def cancel(self) -> None:
        """Cancel what runs, from any thread."""
        with self._lock:
            running = tuple(self._running)
        for each in running:
            each.cancel()

    def beside(self) -> "Jobs":
        """Return the same for another thread: what it sends is cancelled on its own, or with the task."""
        return Jobs(self.clients, self.guard, self.task, self.account, self.patience)

    def begin(self, what: str) -> Running:
        """Note that something runs, so that `cancel` reaches it; `end` takes it off again."""
        self.task.check()
        running = Running(what)
        with self._lock:
            self._running.add(running)
        return running

    def end(self, running: Running) -> None:
        """Note that it has ended."""
        with self._lock:
            self._running.discard(running)

    def note(self, text: str, done: float = 0, total: float = 0) -> None:
        """Tell a person what is going on, without asking whether to go on."""
        if not total:
            with suppress(Cancelled):
                self.task.note(text)
                return
        self.task.on_progress(Progress(done, total, text))

    def is_cancelled(self, running: Running) -> bool:
        """Return whether something was asked to stop, alone or with the whole task."""
        return running.cancelled or self.task.cancelled

    def check(self, running: Running, _: BaseException | None = None) -> None:
        """Raise `Cancelled` if something was asked to stop."""
        if self.is_cancelled(running):
            raise Cancelled

    def _allowed(
        self,
        statement: Rewritten,
        parameters: Sequence[Parameter],
        what: str,
        bill: Bill,
        tokens: Tokens | None,
        *,
        readings: int,
    ) -> "Charge":
        """Ask BigQuery what a statement would read, and the guard whether it may."""
        read, tables = self._read(statement, parameters, what)
        return self.guard.allow(what, bill, read * readings, tokens, tables=tables * readings)

    def _read(self, statement: Rewritten, parameters: Sequence[Parameter], what: str) -> tuple[int, int]:
        """Ask BigQuery how many bytes of how many tables a statement would read."""
        running = self.begin(what)
        retry = persistent(self.patience.submit, partial(self.check, running))
        try:
            dry = sending.dry_run(self.clients, self.place, statement.sql, retry=retry, parameters=parameters)
        except failures.RAISED as problem:
            raise failures.explain(problem, statement, doing=what) from None
        finally:
            self.end(running)
        return int(dry.total_bytes_processed or 0), max(1, len(dry.referenced_tables or []))

    def _watched(
        self,
        begin: Callable[[Running], AnyJob],
        what: str,
        bill: Bill,
        charge: "Charge | None",
        statement: Rewritten | None,
        *,
        makes: MadeObject | None = None,
        done: Callable[[], None] | None = None,
    ) -> AnyJob:
        """Send a job and wait for its end; send it again if it failed for a reason that passes."""
        until = time.monotonic() + self.patience.job
        pause = 0.5
        entries: list[Entry] = []
        try:
            while True:
                running = self.begin(what)
                entries.append(Entry(running.job_id, what, bill, charge, self.place, makes=makes))
                job = self._tried(begin, running, entries[-1], statement, done)
                complaint = failures.of_job(job) if job.error_result else None
                if complaint is None:
                    return job
                if complaint.reason not in failures.PASSING or time.monotonic() + pause > until:
                    raise failures.explain(complaint, statement, doing=what)
                self._pause(what, pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
        finally:
            if charge is not None:
                self.guard.settle(charge, sum(entry.billed for entry in entries))

    def _tried(
        self,
        begin: Callable[[Running], AnyJob],
        running: Running,
        entry: Entry,
        statement: Rewritten | None,
        done: Callable[[], None] | None,
    ) -> AnyJob:
        """Send a job once, wait for its end, and put it on the account, however it ended."""
        self.account.begin(entry)
        try:
            with self.task.outside():
                entry.job = self._sent(begin, running)
                self._wait(entry.job, running)
        except Cancelled:
            entry.outcome = "done" if entry.is_done else "cancelled"
            raise
        except failures.RAISED as problem:
            raise failures.explain(problem, statement, doing=running.what) from None
        else:
            entry.outcome = "done" if entry.is_done else "failed"
            return entry.job
        finally:
            if done is not None and entry.is_done:
                done()
            self.end(running)
            self.account.add(entry.closed(self.guard), entry.charge)

    def _pause(self, what: str, seconds: float) -> None:
        """Wait before a job is sent again."""
        running = self.begin(what)
        try:
            self.note(f"{what}: BigQuery asks to try again")
            running.wait(seconds)
            self.check(running)
        finally:
            self.end(running)

    def _sent(self, begin: Callable[[Running], AnyJob], running: Running) -> AnyJob:
        """Send a job under its id, again where that fails for a reason that passes."""
        retry = persistent(self.patience.submit, partial(self._still, running))
        try:
            return retry(begin)(running)
        except Conflict:
            # It was received, and only the answer was lost: nobody else uses this id.
            found = self.clients.bigquery.get_job(
                running.job_id,
                project=self.place.billing,
                location=self.place.location,
                retry=retry,
                timeout=REQUEST_SECONDS,
            )
            assert isinstance(found, bigquery.QueryJob | bigquery.LoadJob)
            return found
        except Cancelled:
            self._ask_to_stop(running)
            raise

    def _begin_query(
        self,
        sql: str,
        parameters: Sequence[Parameter],
        what: str,
        maximum_bytes_billed: int | None,
        running: Running,
    ) -> bigquery.QueryJob:
        return sending.begin(
            self.clients,
            self.place,
            sql,
            job_id=running.job_id,
            labels=labels(what),
            parameters=parameters,
            maximum_bytes_billed=maximum_bytes_billed,
        )

    def _begin_load(
        self, data: IO[bytes], table: str, config: bigquery.LoadJobConfig, running: Running
    ) -> bigquery.LoadJob:
        return self.clients.bigquery.load_table_from_file(
            data,
            table,
            rewind=True,
            num_retries=0,
            job_id=running.job_id,
            location=self.place.location,
            project=self.place.billing,
            job_config=config,
            timeout=REQUEST_SECONDS,
        )

    def _wait(self, job: AnyJob, running: Running) -> None:
        """Wait for a job's end, and tell how far it is."""
        begun = time.monotonic()
        pause = _FIRST_PAUSE
        retry = persistent(self.patience.poll, partial(self._still, running))
        told = ""
        while job.state != "DONE":
            running.wait(pause)
            if self.is_cancelled(running):
                self._stop(job, running)
                raise Cancelled
            try:
                job.reload(retry=retry, timeout=REQUEST_SECONDS)
            except Cancelled:
                self._stop(job, running)
                raise
            seconds = time.monotonic() - begun
            pause = min(pause * 1.5, _PAUSE if seconds < _QUICK_SECONDS else _LONG_PAUSE)
            if (text := progress_sentence(job, running.what, seconds)) != told and job.state != "DONE":
                told = text
                self.note(text)

    def _still(self, running: Running, _: BaseException) -> None:
        self.check(running)
        self.note(f"{running.what}: waiting for an answer from BigQuery")

    def _stop(self, job: AnyJob, running: Running) -> None:
        """Cancel a job, and wait until it has ended: BigQuery answers before it stops."""
        self.note(f"Cancelling {running.what} (job {running.job_id})")
        with suppress(*failures.RAISED):
            self._ask_to_stop(running)
            until = time.monotonic() + self.patience.cancel
            pause = _FIRST_PAUSE
            while job.state != "DONE" and time.monotonic() < until:
                time.sleep(pause)
                pause = min(pause * 1.5, _PAUSE)
                job.reload(retry=persistent(self.patience.cancel), timeout=REQUEST_SECONDS)
        ended = "Cancelled" if job.state == "DONE" else "BigQuery has not confirmed the end of"
        self.note(f"{ended} {running.what} (job {running.job_id})")

    def _ask_to_stop(self, running: Running) -> None:
        with suppress(*failures.RAISED):
            self.clients.bigquery.cancel_job(
                running.job_id,
                project=self.place.billing,
                location=self.place.location,
                retry=persistent(self.patience.cancel),
                timeout=REQUEST_SECONDS,
            )

"""A job whose sender was killed: what has become of it."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime

from google.api_core.exceptions import NotFound
from google.cloud.bigquery import LoadJob, QueryJob

from segdesk.errors import WarehouseError
from segdesk.project.ledger import Job, Made, MadeObject
from segdesk.project.unfinished import Begun
from segdesk.tasks.task import Task
from segdesk.warehouse.bigquery.account import AnyJob
from segdesk.warehouse.bigquery.calls import REQUEST_SECONDS, Patience, persistent
from segdesk.warehouse.bigquery.clients import Clients
from segdesk.warehouse.bigquery.failures import explained
from segdesk.warehouse.bigquery.labelling import label_thing
from segdesk.warehouse.bigquery.model_info import may_leave_trials
from segdesk.warehouse.bigquery.prices import TIB, Prices

_LOOK_SECONDS = 5.0
"""For so long the first look is tried again: without a network it can wait for another day."""
_PAUSE = 0.25


@dataclass(frozen=True)
class Found:
    """What has become of a job.

    Attributes
    ----------
    job
        None if BigQuery has never received it.
    made
        What it has made and is there.
    """

    job: Job | None = None
    made: MadeObject | None = None


def outcome(
    clients: Clients, begun: Begun, prices: Prices, task: Task, patience: Patience | None = None
) -> Found:
    """End a job if it runs still, and return what has become of it; what it has made gets the label.

    Raises
    ------
    WarehouseError
        If BigQuery does not say, or does not end the job.
    Cancelled
        If the task was cancelled meanwhile; the job was asked to stop.
    """
    patience = patience or Patience()
    retry = persistent(min(_LOOK_SECONDS, patience.call), lambda _: task.check())
    with explained(f"Looking after {begun.what}"):
        try:
            job = clients.bigquery.get_job(
                begun.job_id,
                project=begun.project,
                location=begun.location,
                retry=retry,
                timeout=REQUEST_SECONDS,
            )
        except NotFound:
            return Found()
        assert isinstance(job, QueryJob | LoadJob)
        if job.state != "DONE":
            task.note(f"Cancelling {begun.what} (job {begun.job_id})")
            _stop(clients, job, begun, task, patience)
        may_be_there = not job.error_result or may_leave_trials(job)
        made = begun.makes if may_be_there and begun.makes else None
        if made and not _labelled(clients, made, patience):
            made = None
    return Found(_closed(job, begun, prices), made)


def _stop(clients: Clients, job: AnyJob, begun: Begun, task: Task, patience: Patience) -> None:
    retry = persistent(patience.cancel)
    clients.bigquery.cancel_job(
        begun.job_id, project=begun.project, location=begun.location, retry=retry, timeout=REQUEST_SECONDS
    )
    until = time.monotonic() + patience.cancel
    while job.state != "DONE":
        task.check()
        if time.monotonic() > until:
            raise WarehouseError(
                f"BigQuery does not end {begun.what}",
                f"the job {begun.job_id} was asked to stop",
                "Look for it in the console of Google Cloud",
            )
        time.sleep(_PAUSE)
        job.reload(retry=retry, timeout=REQUEST_SECONDS)


def _labelled(clients: Clients, made: MadeObject, patience: Patience) -> bool:
    """Return whether what a job has made is there still, after labelling it."""
    if made.kind not in (Made.TABLE, Made.VIEW, Made.MODEL):
        return False
    try:
        label_thing(clients.bigquery, made, persistent(patience.call))
    except NotFound:
        return False
    return True


def _closed(job: AnyJob, begun: Begun, prices: Prices) -> Job:
    """Return the job as it is kept."""
    rate = prices.per_tib(begun.kind)
    for_tokens = max(0.0, begun.estimated_cost - begun.estimated_bytes / TIB * rate)
    billed = int(getattr(job, "total_bytes_billed", None) or 0)
    stopped = bool(job.error_result) and job.error_result.get("reason") == "stopped"
    ended = (job.ended or datetime.now(UTC)).astimezone(UTC).replace(tzinfo=None)
    return Job(
        job_id=begun.job_id,
        what=begun.what,
        kind=begun.kind,
        project=begun.project,
        location=begun.location,
        started=begun.started,
        seconds=max(0.0, (ended - begun.started).total_seconds()),
        outcome="cancelled" if stopped else "failed" if job.error_result else "done",
        estimated_bytes=begun.estimated_bytes,
        billed_bytes=billed,
        estimated_tokens=begun.estimated_tokens,
        billed_tokens=begun.estimated_tokens if billed else 0,
        estimated_cost=begun.estimated_cost,
        cost=billed / TIB * rate + (for_tokens if billed else 0.0),
    )

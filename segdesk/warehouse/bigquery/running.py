"""A job on its way: its id, its labels, and what is told of it."""

import re
import threading
import uuid
from collections.abc import Iterable

from segdesk.warehouse.bigquery.account import AnyJob
from segdesk.warehouse.bigquery.statement import LABEL


class Running:
    """A job that was or is about to be sent, or rows that are being read; from any thread."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.job_id = f"segdesk_{uuid.uuid4().hex}"
        self._cancelled = threading.Event()

    @property
    def cancelled(self) -> bool:
        """Whether it was asked to stop."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Ask it to stop."""
        self._cancelled.set()

    def wait(self, seconds: float) -> None:
        """Wait, but no longer than until it is asked to stop."""
        self._cancelled.wait(seconds)


def labels(what: str) -> dict[str, str]:
    """Return a job's labels: that it is segdesk's, for which step and what."""
    step, _, rest = what.partition(":")
    parts = {"step": step, "what": rest} if rest else {"what": step}
    return dict([LABEL]) | {key: text for key, value in parts.items() if (text := _label(value))}


def _label(text: str) -> str:
    """Return a text in the characters that a label's value may have."""
    return re.sub(r"[^a-z0-9_]+", "-", text.lower()).strip("-")[:63]


def progress_sentence(job: AnyJob, what: str, seconds: float) -> str:
    """Return how far a job is, as its statistics tell it."""
    if job.state == "PENDING":
        return f"{what}: waiting for BigQuery to begin"
    units: Iterable[object] = (getattr(job, "timeline", None) or ())[-1:]
    for last in units:
        done = int(getattr(last, "completed_units", None) or 0)
        open_ = int(getattr(last, "pending_units", None) or 0) + int(getattr(last, "active_units", None) or 0)
        if done:
            return f"{what}: {done / (done + open_):.0%} of the work done"
    return f"{what}: running for {seconds:.0f} s"

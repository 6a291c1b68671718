"""How patiently Google is asked: again after what passes by itself, for a while, until somebody cancels."""

from collections.abc import Callable
from dataclasses import dataclass

from google.api_core.retry import Retry

from segdesk.warehouse.bigquery.failures import passes

REQUEST_SECONDS = 60.0
"""For one request; a slow answer comes sooner, and a connection that hangs is given up."""


@dataclass(frozen=True)
class Patience:
    """Seconds for which something is tried again before it counts as failed.

    Attributes
    ----------
    call
        A request that only asks or changes a catalogue.
    submit
        Sending a job.
    job
        Sending a job anew that failed for a reason that passes.
    poll
        Asking how far a job is: it goes on while the network is away.
    cancel
        Waiting for a cancelled job to end.
    stream
        Taking up a broken stream of rows again without a single new row.
    session
        Opening the Storage API, before REST is used instead.
    """

    call: float = 60.0
    submit: float = 60.0
    job: float = 120.0
    poll: float = 300.0
    cancel: float = 60.0
    stream: float = 60.0
    session: float = 20.0


def persistent(seconds: float, on_error: Callable[[BaseException], None] | None = None) -> Retry:
    """Return how a call is made again while it fails for a reason that passes.

    Parameters
    ----------
    on_error
        Called before each new try; it ends them by raising.
    """
    return Retry(
        predicate=passes, initial=0.2, maximum=3.0, multiplier=1.6, timeout=seconds, on_error=on_error
    )

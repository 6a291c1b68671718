"""What Google's clients raise, as errors for the person who works with BigQuery."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import requests
from google.api_core import exceptions as google
from google.auth import exceptions as auth

from segdesk.errors import SegdeskError
from segdesk.tasks.task import Cancelled
from segdesk.warehouse import credentials
from segdesk.warehouse.bigquery.redaction import clean
from segdesk.warehouse.bigquery.sayings import Complaint, say, unreachable
from segdesk.warehouse.bigquery.statement import Rewritten

PASSING = frozenset(
    {
        "rateLimitExceeded",
        "jobRateLimitExceeded",
        "backendError",
        "jobBackendError",
        "internalError",
        "jobInternalError",
        "badGateway",
        "tableUnavailable",
    }
)
"""Reasons that pass by themselves, so that the same request may be sent again."""

_PASSING_KINDS = (
    ConnectionError,
    google.TooManyRequests,
    google.InternalServerError,
    google.BadGateway,
    google.ServiceUnavailable,
    google.GatewayTimeout,
    requests.exceptions.ChunkedEncodingError,
    requests.exceptions.ConnectionError,
    requests.exceptions.Timeout,
    auth.TransportError,
)
RAISED = (google.GoogleAPIError, auth.GoogleAuthError, OSError)
"""What Google's clients raise; an error of the network is an `OSError`."""

_BY_CODE = {
    400: "invalid",
    401: "authError",
    403: "accessDenied",
    404: "notFound",
    409: "duplicate",
    429: "rateLimitExceeded",
    499: "backendError",  # a stream that the other side gave up
}


def passes(problem: BaseException) -> bool:
    """Tell whether an error passes by itself, so that the same call may be made again."""
    if isinstance(problem, requests.exceptions.SSLError):
        return False
    reason = _first(problem).get("reason")
    return reason in PASSING if reason else isinstance(problem, _PASSING_KINDS)


def of_job(job: Any) -> Complaint:
    """Return why a job failed."""
    result = job.error_result or {}
    return Complaint(result.get("reason") or "invalid", result.get("message") or "")


def explain(
    problem: BaseException | Complaint, statement: Rewritten | None = None, *, doing: str = ""
) -> SegdeskError | Cancelled:
    """Return an error for a person.

    Parameters
    ----------
    problem
        What a client raised, or why a job failed.
    statement
        What was sent: a place in it is led back to the text as it was written.
    doing
        What was under way, for instance ``Features: parametric``.
    """
    if isinstance(problem, SegdeskError | Cancelled):
        return problem
    if isinstance(problem, google.RetryError):
        return _given_up(problem, doing)
    if isinstance(problem, BaseException):
        if _is_network(problem):
            return unreachable(doing)
        if isinstance(problem, auth.GoogleAuthError):
            return credentials.explained(problem)
        problem = _complaint(problem)
    return say(problem, clean(problem.message, statement), doing)


@contextmanager
def explained(doing: str) -> Iterator[None]:
    """Turn what Google's clients raise into errors for a person."""
    try:
        yield
    except RAISED as problem:
        raise explain(problem, doing=doing) from None


def _first(problem: BaseException) -> Mapping[str, Any]:
    errors = getattr(problem, "errors", None) or []
    return errors[0] if isinstance(errors, list | tuple) and errors and isinstance(errors[0], dict) else {}


def _complaint(problem: BaseException) -> Complaint:
    first = _first(problem)
    message = first.get("message") or getattr(problem, "message", "") or ""
    code = getattr(problem, "code", None)
    reason = first.get("reason") or _BY_CODE.get(int(code) if code else 0, "")
    if not reason:
        reason = "backendError" if isinstance(problem, google.ServerError) else "invalid"
    return Complaint(str(reason), str(message))


def _is_network(problem: BaseException) -> bool:
    kinds = (ConnectionError, requests.exceptions.RequestException, auth.TransportError, TimeoutError)
    return isinstance(problem, kinds)


def _given_up(problem: google.RetryError, doing: str) -> SegdeskError:
    """Return the error for what did not pass in the time that it was given."""
    cause = problem.cause
    if cause is None or _is_network(cause):
        return unreachable(doing)
    complaint = _complaint(cause)
    return say(complaint, clean(complaint.message), doing)

"""BigQuery's errors, as reasons, as HTTP answers and as jobs tell them."""

import traceback
from typing import Any

from bqemulator.domain.errors import DomainError

_STATUS = {
    "accessDenied": 403,
    "authError": 401,
    "backendError": 503,
    "billingNotEnabled": 403,
    "bytesBilledLimitExceeded": 400,
    "duplicate": 409,
    "internalError": 500,
    "invalid": 400,
    "invalidQuery": 400,
    "notFound": 404,
    "quotaExceeded": 403,
    "rateLimitExceeded": 403,
    "resourceInUse": 400,
    "resourcesExceeded": 400,
    "responseTooLarge": 403,
    # The table of errors says 200; a request for a stopped job's rows is answered with this.
    "stopped": 499,
}
_CANONICAL = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    409: "ALREADY_EXISTS",
    412: "FAILED_PRECONDITION",
    429: "RESOURCE_EXHAUSTED",
    499: "CANCELLED",
    500: "INTERNAL",
    501: "UNIMPLEMENTED",
    503: "UNAVAILABLE",
}


class BigQueryError(Exception):
    """Something that BigQuery would refuse or fail at.

    Parameters
    ----------
    reason
        BigQuery's word for it, for instance ``invalidQuery``.
    message
        What it says.
    location
        Where: ``query`` for errors in a statement.
    status
        HTTP status, where it is not the reason's own.
    """

    def __init__(
        self, reason: str, message: str, location: str | None = None, status: int | None = None
    ) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message
        self.location = location
        self.status = status or _STATUS.get(reason, 400)

    @property
    def proto(self) -> dict[str, Any]:
        """As a job's status tells it."""
        place = {"location": self.location} if self.location else {}
        return {"reason": self.reason, "message": self.message, **place}

    @property
    def answer(self) -> dict[str, Any]:
        """As an HTTP answer tells it."""
        return {
            "error": {
                "code": self.status,
                "message": self.message,
                "errors": [{"domain": "global", **self.proto}],
                "status": _CANONICAL.get(self.status, "UNKNOWN"),
            }
        }


def not_found(kind: str, project: str, dataset: str = "", name: str = "") -> BigQueryError:
    """Return the error for something that is not there, in BigQuery's words."""
    place = f"{project}:{dataset}.{name}" if name and dataset else f"{project}:{dataset or name}"
    return BigQueryError("notFound", f"Not found: {kind} {place}")


def duplicate(kind: str, place: str) -> BigQueryError:
    """Return the error for something that is there already."""
    return BigQueryError("duplicate", f"Already Exists: {kind} {place}")


def invalid_query(message: str) -> BigQueryError:
    """Return the error for a statement that cannot be run."""
    return BigQueryError("invalidQuery", message, location="query")


def from_emulator(problem: Exception) -> BigQueryError:
    """Return an error of the emulator's as one of BigQuery's."""
    if isinstance(problem, BigQueryError):
        return problem
    if isinstance(problem, DomainError):
        reason = "invalidQuery" if problem.bq_reason == "notImplemented" else problem.bq_reason
        return BigQueryError(reason, problem.message, problem.location)
    # Not internalError, which clients take for something that passes: they would try for minutes.
    traceback.print_exception(problem)
    return BigQueryError("invalid", f"The stand-in itself failed: {type(problem).__name__}: {problem}")

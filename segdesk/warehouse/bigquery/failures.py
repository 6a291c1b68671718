"""Google's complaints, in words for the person who works with BigQuery.

What they say may hold a customer's data, a token or an address, so only names that BigQuery quotes as such
are kept of what stands between quotes, and no link is.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import requests
from google.api_core import exceptions as google
from google.auth import exceptions as auth

from segdesk.errors import InputError, SegdeskError, SignInNeeded, WarehouseError
from segdesk.tasks.task import Cancelled
from segdesk.warehouse import credentials
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
}
_ROLES = {
    "bigquery.jobs.create": "roles/bigquery.jobUser",
    "bigquery.tables.getData": "roles/bigquery.dataViewer",
    "bigquery.tables.get": "roles/bigquery.dataViewer",
    "bigquery.tables.list": "roles/bigquery.dataViewer",
    "bigquery.datasets.get": "roles/bigquery.dataViewer",
    "bigquery.readsessions.create": "roles/bigquery.readSessionUser",
    "bigquery.readsessions.getData": "roles/bigquery.readSessionUser",
    "bigquery.datasets.create": "roles/bigquery.dataEditor",
    "bigquery.tables.create": "roles/bigquery.dataEditor",
    "bigquery.tables.update": "roles/bigquery.dataEditor",
    "bigquery.tables.updateData": "roles/bigquery.dataEditor",
    "bigquery.tables.delete": "roles/bigquery.dataEditor",
    "bigquery.models.create": "roles/bigquery.dataEditor",
    "bigquery.models.getData": "roles/bigquery.dataViewer",
    "bigquery.models.updateData": "roles/bigquery.dataEditor",
    "bigquery.models.delete": "roles/bigquery.dataEditor",
    "bigquery.connections.use": "roles/bigquery.connectionUser",
    "bigquery.connections.delegate": "roles/bigquery.connectionAdmin",
    "bigquery.connections.create": "roles/bigquery.connectionAdmin",
    "aiplatform.endpoints.predict": "roles/aiplatform.user",
    "serviceusage.services.use": "roles/serviceusage.serviceUsageConsumer",
}
"""The least role of BigQuery's own that gives a permission."""

_NAMED = re.compile(
    r"(?:identifier|keyword|column|field|function|table|dataset|project|argument|option|name|named|got|location|"
    r"permission|parameter|model|connection|type)\s*:?\s*$",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|`[^`]*`")
_VALUE = re.compile(
    r"(\b(?:value|values|string|literal|input|text)\b[^:\[]{0,40}:).*?(?=\s*\[at |$)",
    re.IGNORECASE | re.DOTALL,
)
_SECRETS = (
    re.compile(r"https?://\S+"),
    re.compile(r"\bya29\.[\w.-]+"),
    re.compile(r"\bBearer\s+\S+", re.IGNORECASE),
    re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"),
)
_AT = re.compile(r"\s*(?:at )?\[at (\d+):(\d+)\]|\s*\[(\d+):(\d+)\]")


@dataclass(frozen=True)
class Complaint:
    """What Google said.

    Attributes
    ----------
    reason
        BigQuery's own word for it, such as ``accessDenied``.
    message
        Its sentence, as it came.
    """

    reason: str
    message: str


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
        if isinstance(problem, google.Cancelled):
            return Cancelled()
        problem = _complaint(problem)
    message = clean(problem.message, statement)
    say = _SAYINGS.get(problem.reason, _refused)
    if "billing" in problem.message.lower() and problem.reason in ("accessDenied", "billingNotEnabled"):
        say = _no_billing
    elif "has not been used in project" in problem.message or "SERVICE_DISABLED" in problem.message:
        say = _not_enabled
    return say(Complaint(problem.reason, message), doing)


@contextmanager
def explained(doing: str) -> Iterator[None]:
    """Turn what Google's clients raise into errors for a person."""
    try:
        yield
    except RAISED as problem:
        raise explain(problem, doing=doing) from None


def unreachable(doing: str = "") -> WarehouseError:
    """Return the error for a network that is gone."""
    return WarehouseError(
        "BigQuery cannot be reached",
        f"there was no answer{_while(doing)}",
        "Check the network and try again; what the project holds can be looked at and exported without it",
    )


def clean(message: str, statement: Rewritten | None = None) -> str:
    """Return Google's sentence without values, addresses and links, and with places as a person says them."""
    text = message
    for secret in _SECRETS:
        text = secret.sub("…", text)
    text = _VALUE.sub(r"\1 …", text)
    text = _QUOTED.sub(lambda found: _name_only(found, text), text)
    text = re.sub(r"^(?:GET|POST|PUT|PATCH|DELETE) …:? ?", "", text)
    text = _AT.sub(lambda found: _in_words(found, statement), text)
    return " ".join(text.split()).rstrip(".")


def _name_only(found: re.Match[str], text: str) -> str:
    """Keep what BigQuery quotes as a name, not what may be somebody's data."""
    inside = found[0][1:-1]
    is_name = re.fullmatch(r"[\w.*:$-]+", inside) and (
        found[0][0] == "`" or _NAMED.search(text[: found.start()])
    )
    return found[0] if is_name else found[0][0] + "…" + found[0][-1]


def _in_words(found: re.Match[str], statement: Rewritten | None) -> str:
    line, column = (int(part) for part in found.groups() if part)
    return f" at {statement.place(line, column)}" if statement else f" at line {line}, column {column}"


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
    if complaint.reason in ("rateLimitExceeded", "jobRateLimitExceeded"):
        return _too_fast(complaint, doing)
    return _out_of_order(Complaint(complaint.reason, clean(complaint.message)), doing)


def _while(doing: str) -> str:
    return f" ({doing})" if doing else ""


def _because(complaint: Complaint, doing: str) -> str:
    return f"{complaint.message}{_while(doing)}"


def _denied(complaint: Complaint, doing: str) -> SegdeskError:
    message = complaint.message
    permission = re.search(r"\b((?:bigquery|aiplatform|serviceusage)\.\w+\.\w+)\b", message)
    wanted = permission[1] if permission else _implied(message)
    role = _ROLES.get(wanted, "")
    on = re.search(r"\b(Project|Dataset|Table|Model|Connection) ([\w.:*-]+)", message)
    where = f" on {on[1].lower()} {on[2].rstrip(':')}" if on else ""
    why = (
        f"the permission {wanted} is missing{where}{_while(doing)}" if wanted else _because(complaint, doing)
    )
    todo = f"Ask an administrator for the role {role}{where}" if role else "Ask an administrator for access"
    return WarehouseError("BigQuery denies access", why, todo)


def _implied(message: str) -> str:
    """Return the permission that a message means without naming it."""
    if "does not have permission to query table" in message or "permission to query" in message:
        return "bigquery.tables.getData"
    return ""


def _not_found(complaint: Complaint, doing: str) -> SegdeskError:
    found = re.search(
        r"Not found: (Table|Dataset|Project|Model|Job|Connection) ([\w.:*-]+)", complaint.message
    )
    if not found:
        return InputError("BigQuery does not find something", _because(complaint, doing), "Check the names")
    kind, name = found[1].lower(), found[2].rstrip(":.")
    location = re.search(r"in location ([\w-]+)", complaint.message)
    at = re.search(r"at line \d+, column \d+", complaint.message)
    why = " ".join(
        part
        for part in (
            f"BigQuery looked in {location[1]}" if location else "",
            f"it is named {at[0]}" if at else "",
        )
        if part
    )
    return InputError(
        f"There is no {kind} {name.replace(':', '.')}",
        why + _while(doing) if why else doing,
        "Check its name, and that it is in the location that was chosen"
        if location
        else "Check its name, and that you may see it",
    )


def _quota(complaint: Complaint, doing: str) -> SegdeskError:
    return WarehouseError(
        "A quota of BigQuery is used up",
        _because(complaint, doing),
        "Wait until it is free again, often the next day, or ask for more in the Google Cloud console",
    )


def _too_fast(_: Complaint, doing: str) -> SegdeskError:
    return WarehouseError(
        "BigQuery asks for fewer requests at a time",
        f"it kept refusing{_while(doing)}",
        "Try again in some minutes",
    )


def _out_of_order(complaint: Complaint, doing: str) -> SegdeskError:
    return WarehouseError(
        "BigQuery is out of order at the moment", _because(complaint, doing), "Try again in some minutes"
    )


def _bad_statement(complaint: Complaint, doing: str) -> SegdeskError:
    return WarehouseError("The SQL cannot run", _because(complaint, doing), "Correct the SQL")


def _over_limit(_: Complaint, doing: str) -> SegdeskError:
    return WarehouseError(
        "The statement would read more than was allowed",
        f"BigQuery stopped it before it cost anything{_while(doing)}",
        "Allow more bytes for one statement, or read less",
    )


def _signed_out(_: Complaint, doing: str) -> SegdeskError:
    return SignInNeeded(
        "Google does not accept the sign-in any more",
        f"it has expired, or access was taken back{_while(doing)}",
        "Sign in again",
    )


def _no_billing(complaint: Complaint, doing: str) -> SegdeskError:
    return WarehouseError(
        "The project cannot be billed",
        _because(complaint, doing),
        "Choose another billing project, or have billing enabled for this one",
    )


def _not_enabled(complaint: Complaint, _: str) -> SegdeskError:
    found = re.search(r"(?:enabled? )?([\w ]+ API) has not been used in project ([\w-]+)", complaint.message)
    name, project = (found[1], found[2]) if found else ("An API", "")
    service = {"BigQuery API": "bigquery", "BigQuery Storage API": "bigquerystorage"}.get(name)
    todo = (
        f"Have it enabled: gcloud services enable {service}.googleapis.com --project {project}"
        if service and project
        else "Have it enabled in the Google Cloud console"
    )
    return WarehouseError(f"{name} is not enabled", f"in project {project}" if project else "", todo)


def _too_large(complaint: Complaint, doing: str) -> SegdeskError:
    return WarehouseError(
        "The statement is too much work for BigQuery",
        _because(complaint, doing),
        "Ask for fewer rows or columns",
    )


def _taken(complaint: Complaint, doing: str) -> SegdeskError:
    return WarehouseError("It is there already", _because(complaint, doing), "Choose another name")


def _stopped(_: Complaint, doing: str) -> SegdeskError:
    why = f"somebody cancelled it there{_while(doing)}"
    return WarehouseError("The job was stopped in BigQuery", why, "Run the step again")


def _refused(complaint: Complaint, doing: str) -> SegdeskError:
    return WarehouseError("BigQuery refuses it", _because(complaint, doing), "")


_SAYINGS: Mapping[str, Callable[[Complaint, str], SegdeskError]] = {
    "accessDenied": _denied,
    "forbidden": _denied,
    "notFound": _not_found,
    "quotaExceeded": _quota,
    "rateLimitExceeded": _too_fast,
    "jobRateLimitExceeded": _too_fast,
    "backendError": _out_of_order,
    "jobBackendError": _out_of_order,
    "internalError": _out_of_order,
    "jobInternalError": _out_of_order,
    "invalidQuery": _bad_statement,
    "bytesBilledLimitExceeded": _over_limit,
    "billingTierLimitExceeded": _over_limit,
    "authError": _signed_out,
    "required": _signed_out,
    "invalidCredentials": _signed_out,
    "billingNotEnabled": _no_billing,
    "accessNotConfigured": _not_enabled,
    "responseTooLarge": _too_large,
    "resourcesExceeded": _too_large,
    "duplicate": _taken,
    "stopped": _stopped,
}

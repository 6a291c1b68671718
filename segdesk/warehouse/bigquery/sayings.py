"""BigQuery's complaints, by the reason that it gives, in words for the person who works with it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from segdesk.errors import InputError, SegdeskError, SignInNeeded, WarehouseError

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
    "bigquery.models.updateMetadata": "roles/bigquery.dataEditor",
    "bigquery.models.delete": "roles/bigquery.dataEditor",
    "bigquery.connections.use": "roles/bigquery.connectionUser",
    "bigquery.connections.delegate": "roles/bigquery.connectionAdmin",
    "bigquery.connections.create": "roles/bigquery.connectionAdmin",
    "aiplatform.endpoints.predict": "roles/aiplatform.user",
    "serviceusage.services.use": "roles/serviceusage.serviceUsageConsumer",
}
"""The least role of BigQuery's own that gives a permission."""


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


class NotThere(InputError):  # noqa: N818 - read by a person, who knows it as InputError
    """Something that BigQuery does not find.

    Parameters
    ----------
    kind
        ``table``, ``dataset``, ``project``, ``model`` and so on.
    path
        ``project.dataset.name``, as far as it goes.
    """

    def __init__(self, kind: str, path: str, why: str, todo: str) -> None:
        self.kind, self.path = kind, path
        super().__init__(f"There is no {kind} {path}", why, todo)

    def __reduce__(self) -> tuple[object, ...]:
        """Return how a copy is made in another process."""
        return NotThere, (self.kind, self.path, self.why, self.todo)


def say(complaint: Complaint, message: str, doing: str) -> SegdeskError:
    """Return the error for a person.

    Parameters
    ----------
    message
        The complaint's, without what may be somebody's data.
    doing
        What was under way.
    """
    sentence = _SAYINGS.get(complaint.reason, _refused)
    if "billing" in complaint.message.lower() and complaint.reason in ("accessDenied", "billingNotEnabled"):
        sentence = _no_billing
    elif "has not been used in project" in complaint.message or "SERVICE_DISABLED" in complaint.message:
        sentence = _not_enabled
    return sentence(Complaint(complaint.reason, message), doing)


def unreachable(doing: str = "") -> WarehouseError:
    """Return the error for a network that is gone."""
    return WarehouseError(
        "BigQuery cannot be reached",
        f"there was no answer{_while(doing)}",
        "Check the network and try again; what the project holds can be looked at and exported without it",
    )


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
    thing = f" on {on[1].lower()} {on[2].rstrip(':')}" if on else ""
    why = (
        f"the permission {wanted} is missing{thing}{_while(doing)}" if wanted else _because(complaint, doing)
    )
    todo = f"Ask an administrator for the role {role}{thing}" if role else "Ask an administrator for access"
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
    return NotThere(
        kind,
        name.replace(":", "."),
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

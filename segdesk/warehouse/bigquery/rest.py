"""Google's other services, asked over plain REST: Resource Manager, Service Usage, BigQuery Connection."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from google.api_core.exceptions import Forbidden, from_http_response

from segdesk.warehouse.bigquery.calls import REQUEST_SECONDS, persistent
from segdesk.warehouse.bigquery.clients import Clients
from segdesk.warehouse.credentials import Reach

PATIENCE = 20.0
"""Seconds for which a call is made again that fails for a reason that passes."""
_BILL_TO = "X-Goog-User-Project"


def asked(
    clients: Clients, method: str, service: str, path: str, body: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return a service's answer.

    A person's own credentials count against the project of the program that asks, which may not have the
    service; so a refusal is put to the billing project as well.

    Parameters
    ----------
    service
        The first part of its host, for instance ``serviceusage``.
    path
        From the version on.

    Raises
    ------
    google.api_core.exceptions.GoogleAPICallError
        If the service refuses.
    """
    once = partial(_once, clients, method, clients.url(service, path), body)
    try:
        return persistent(PATIENCE)(once)({})
    except Forbidden as refusal:
        try:
            return persistent(PATIENCE)(once)({_BILL_TO: clients.place.billing})
        except Forbidden:
            raise refusal from None


@dataclass(frozen=True)
class Held:
    """Which permissions an account has on a project.

    Attributes
    ----------
    permissions
        None where that cannot be found out.
    why
        Why not.
    """

    permissions: frozenset[str] | None
    why: str = ""

    def has(self, *wanted: str) -> bool | None:
        """Return whether all of the permissions are there, None where that is not known."""
        return None if self.permissions is None else self.permissions.issuperset(wanted)


def held(clients: Clients, project: str, permissions: Iterable[str]) -> Held:
    """Ask which permissions the account has on a project (Resource Manager, projects.testIamPermissions)."""
    if reason := why_not(clients):
        return Held(None, reason)
    path = f"v1/projects/{project}:testIamPermissions"
    try:
        answer = asked(
            clients, "POST", "cloudresourcemanager", path, {"permissions": sorted(set(permissions))}
        )
    except Forbidden:
        return Held(None, "this account may not look at the project's permissions")
    return Held(frozenset(answer.get("permissions", ())))


def why_not(clients: Clients) -> str:
    """Return why roles and APIs cannot be looked at with this sign-in; nothing if they can."""
    if clients.signed.reach is Reach.CLOUD_PLATFORM or clients.signed.method == "anonymous":
        return ""
    return "this sign-in reaches BigQuery only, not the settings of projects"


def _once(
    clients: Clients, method: str, url: str, body: Mapping[str, Any] | None, headers: Mapping[str, str]
) -> dict[str, Any]:
    send = clients.session.request
    response = send(method, url, json=body, headers=headers, timeout=REQUEST_SECONDS)  # type: ignore[no-untyped-call]
    if not response.ok:
        raise from_http_response(response)  # type: ignore[no-untyped-call]
    found: dict[str, Any] = response.json() if response.content else {}
    return found

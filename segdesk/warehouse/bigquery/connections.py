"""Cloud resource connections: in whose name BigQuery asks a language model."""

from dataclasses import dataclass
from typing import Any

from google.api_core.exceptions import Forbidden, NotFound

from segdesk.project.ledger import Made, MadeObject
from segdesk.warehouse.bigquery import rest
from segdesk.warehouse.bigquery.clients import Clients
from segdesk.warehouse.bigquery.remote_model import connection_path

_SERVICE = "bigqueryconnection"

MARK = "Made by segdesk"
"""The description of a connection that segdesk made: connections have no labels."""


@dataclass(frozen=True)
class Connection:
    """A connection.

    Attributes
    ----------
    account
        The service account that asks; it needs ``roles/aiplatform.user``.
    """

    project: str
    location: str
    name: str
    account: str = ""

    @classmethod
    def named(cls, project: str, name: str) -> "Connection":
        """Return the connection that a person calls ``LOCATION.NAME``. Raises `UsageError`."""
        whose, location, own = connection_path(project, name).rsplit(".", 2)
        return cls(whose, location.lower(), own)

    @property
    def path(self) -> str:
        """``project.location.name``."""
        return f"{self.project}.{self.location}.{self.name}"

    @property
    def _parent(self) -> str:
        return f"v1/projects/{self.project}/locations/{self.location}/connections"

    def found(self, clients: Clients) -> "Connection | None":
        """Return the connection as it is, None if it is not there."""
        try:
            answer = rest.asked(clients, "GET", _SERVICE, f"{self._parent}/{self.name}")
        except NotFound:
            return None
        return self._with_account(answer)

    def make(self, clients: Clients) -> "Connection":
        """Make it, and return it with its service account."""
        body = {"cloudResource": {}, "description": MARK}
        path = f"{self._parent}?connectionId={self.name}"
        return self._with_account(rest.asked(clients, "POST", _SERVICE, path, body))

    def permissions(self, clients: Clients, *wanted: str) -> frozenset[str] | None:
        """Return which of the permissions the account has on it, None where that cannot be found out."""
        path = f"{self._parent}/{self.name}:testIamPermissions"
        try:
            answer = rest.asked(clients, "POST", _SERVICE, path, {"permissions": list(wanted)})
        except (Forbidden, NotFound):
            return None
        return frozenset(answer.get("permissions", ()))

    @property
    def made(self) -> MadeObject:
        """The connection as something that segdesk made."""
        return MadeObject(self.path, Made.CONNECTION)

    def _with_account(self, answer: dict[str, Any]) -> "Connection":
        account = answer.get("cloudResource", {}).get("serviceAccountId", "")
        return Connection(self.project, self.location, self.name, account)


def may_ask_models(clients: Clients, project: str, account: str) -> bool | None:
    """Return whether a service account has ``roles/aiplatform.user`` on a project; None if not known.

    A role that it has by way of a group, or one that contains this, is not seen: then it is not known.
    """
    if rest.why_not(clients):
        return None
    path = f"v1/projects/{project}:getIamPolicy"
    try:
        policy = rest.asked(clients, "POST", "cloudresourcemanager", path, {})
    except (Forbidden, NotFound):
        return None
    members = {
        member
        for binding in policy.get("bindings", ())
        if binding.get("role") == "roles/aiplatform.user"
        for member in binding.get("members", ())
    }
    return True if f"serviceAccount:{account}" in members else None

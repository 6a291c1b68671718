"""What an access check asks: permissions, APIs that are on, connections."""

import re
from typing import Any

from fastapi import APIRouter, Request

from emulator.controls import Controls
from emulator.errors import BigQueryError, duplicate


class Connections:
    """Cloud resource connections by project, location and name."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str, str], dict[str, Any]] = {}

    def get(self, project: str, location: str, name: str) -> dict[str, Any]:
        """Return a connection. Raises `BigQueryError` if there is none."""
        found = self._found.get((project, location.lower(), name))
        if found is None:
            place = f"projects/{project}/locations/{location}/connections/{name}"
            raise BigQueryError("notFound", f"Not found: Connection {place}")
        return found

    def make(self, project: str, location: str, name: str, told: dict[str, Any]) -> dict[str, Any]:
        """Make a connection. Raises `BigQueryError` if there is one of that name."""
        key = (project, location.lower(), name)
        if key in self._found:
            raise duplicate("Connection", f"{project}.{location}.{name}")
        account = f"bqcx-{len(self._found) + 1}-fake@gcp-sa-bigquery-condel.iam.gserviceaccount.com"
        self._found[key] = {
            "friendlyName": "",
            "description": "",
            **told,
            "name": f"projects/{project}/locations/{location.lower()}/connections/{name}",
            "creationTime": "1700000000000",
            "lastModifiedTime": "1700000000000",
            "cloudResource": {"serviceAccountId": account},
        }
        return self._found[key]

    def list(self, project: str, location: str) -> list[dict[str, Any]]:
        """Return the connections of a place."""
        return [each for key, each in self._found.items() if key[:2] == (project, location.lower())]

    def delete(self, project: str, location: str, name: str) -> None:
        """Delete a connection."""
        self.get(project, location, name)
        del self._found[project, location.lower(), name]

    def clear(self) -> None:
        """Delete all of them."""
        self._found.clear()


class AccessApi:
    """Answers for Resource Manager, Service Usage, BigQuery's connections and its own permissions.

    Parameters
    ----------
    controls
        Says what is denied and which APIs are off.
    connections
        Those there are.
    """

    def __init__(self, controls: Controls, connections: Connections) -> None:
        self._controls = controls
        self._connections = connections

    def router(self) -> APIRouter:
        """Return the routes."""
        router = APIRouter()
        add = router.add_api_route
        for base in ("/v1/projects", "/v3/projects", "/bigquery/v2/projects"):
            add(base + "/{resource:path}:testIamPermissions", self.test_permissions, methods=["POST"])
        for version in ("/v1", "/v1beta1"):
            add(version + "/projects/{project}/services/{service}", self.service, methods=["GET"])
            add(version + "/projects/{project}/services", self.services, methods=["GET"])
            add(version + "/projects/{project}/services:batchEnable", self.enable, methods=["POST"])
            add(version + "/projects/{project}/services/{service}:enable", self.enable_one, methods=["POST"])
            place = version + "/projects/{project}/locations/{location}/connections"
            add(place, self.connections, methods=["GET"])
            add(place, self.make_connection, methods=["POST"])
            add(place + "/{name}", self.connection, methods=["GET"])
            add(place + "/{name}", self.delete_connection, methods=["DELETE"])
        return router

    async def test_permissions(self, resource: str, request: Request) -> dict[str, Any]:
        """Tell which of the permissions the user has."""
        asked = (await request.json()).get("permissions", [])
        denied = {
            permission
            for pattern, permissions in self._controls.access.denied.items()
            if re.search(pattern, resource)
            for permission in permissions
        }
        held = [permission for permission in asked if permission not in denied]
        return {"permissions": held} if held else {}

    async def service(self, project: str, service: str) -> dict[str, Any]:
        """Tell whether an API is on."""
        return self._service(project, service)

    async def services(self, project: str) -> dict[str, Any]:
        """List the APIs that something was said of."""
        return {"services": [self._service(project, name) for name in self._controls.access.services]}

    async def enable(self, project: str, request: Request) -> dict[str, Any]:
        """Turn APIs on."""
        names = (await request.json()).get("serviceIds", [])
        self._controls.access.services |= dict.fromkeys(names, "ENABLED")
        return _operation({"services": [self._service(project, name) for name in names]})

    async def enable_one(self, project: str, service: str) -> dict[str, Any]:
        """Turn one API on."""
        self._controls.access.services[service] = "ENABLED"
        return _operation({"service": self._service(project, service)})

    async def connections(self, project: str, location: str) -> dict[str, Any]:
        """List the connections of a place."""
        found = self._connections.list(project, location)
        return {"connections": found} if found else {}

    async def make_connection(
        self, project: str, location: str, request: Request, connectionId: str = ""
    ) -> dict[str, Any]:
        """Make a connection."""
        told = await request.json()
        if "cloudResource" not in told:
            raise BigQueryError("invalid", "The stand-in has connections to cloud resources only")
        name = connectionId or f"connection_{len(self._connections.list(project, location)) + 1}"
        return self._connections.make(project, location, name, told)

    async def connection(self, project: str, location: str, name: str) -> dict[str, Any]:
        """Show a connection."""
        return self._connections.get(project, location, name)

    async def delete_connection(self, project: str, location: str, name: str) -> dict[str, Any]:
        """Delete a connection."""
        self._connections.delete(project, location, name)
        return {}

    def _service(self, project: str, service: str) -> dict[str, Any]:
        state = self._controls.access.services.get(service, "ENABLED")
        return {
            "name": f"projects/{project}/services/{service}",
            "parent": f"projects/{project}",
            "config": {"name": service},
            "state": state,
        }


def _operation(response: dict[str, Any]) -> dict[str, Any]:
    return {"name": "operations/done", "done": True, "response": response}

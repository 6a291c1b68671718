"""The switches of ``/_test/``."""

from typing import Any

from fastapi import APIRouter

from emulator.access_api import Connections
from emulator.controls import Access, Controls, Delay, Fault, WriterRule


class ControlsApi:
    """Sets what tests ask for; each POST takes the place of what was set before.

    Parameters
    ----------
    controls, connections
        What is set.
    """

    def __init__(self, controls: Controls, connections: Connections) -> None:
        self._controls = controls
        self._connections = connections

    def router(self) -> APIRouter:
        """Return the routes."""
        router = APIRouter(prefix="/_test")
        router.add_api_route("/ready", self.ready, methods=["GET"])
        router.add_api_route("/faults", self.faults, methods=["POST"])
        router.add_api_route("/delay", self.delay, methods=["POST"])
        router.add_api_route("/state", self.state, methods=["POST"])
        router.add_api_route("/writer", self.writer, methods=["POST"])
        router.add_api_route("/log", self.log, methods=["GET"])
        router.add_api_route("/reset", self.reset, methods=["POST"])
        return router

    async def ready(self) -> dict[str, bool]:
        """Answer."""
        return {"ready": True}

    async def faults(self, faults: list[Fault]) -> dict[str, Any]:
        """Let these faults strike."""
        self._controls.faults = faults
        return {}

    async def delay(self, delays: list[Delay]) -> dict[str, Any]:
        """Slow jobs down."""
        self._controls.delays = delays
        return {}

    async def state(self, access: Access) -> dict[str, Any]:
        """Say what the user may do and what the project has."""
        self._controls.access = access
        return {}

    async def writer(self, rules: list[WriterRule]) -> dict[str, Any]:
        """Say what becomes of prompts."""
        self._controls.write_with(rules)
        return {}

    async def log(self) -> list[dict[str, Any]]:
        """Tell what was asked, the oldest first."""
        return self._controls.log

    async def reset(self) -> dict[str, Any]:
        """Set everything back and forget the connections; data stay."""
        self._controls.reset()
        self._connections.clear()
        return {}

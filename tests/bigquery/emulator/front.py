"""The door: every request is noted here, and some fail here, before anyone answers it."""

import gzip
import json
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from emulator.controls import Controls, Fault, Place
from emulator.errors import BigQueryError
from emulator.multipart import split

_PRIVATE = "/_test"


class Front:
    """Notes requests and lets faults strike, then hands on to the application.

    Parameters
    ----------
    app
        Who answers.
    controls
        The switches that tests set.
    """

    def __init__(self, app: ASGIApp, controls: Controls) -> None:
        self._app = app
        self._controls = controls

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["path"].startswith(_PRIVATE):
            await self._app(scope, receive, send)
            return
        body = await _body(receive)
        headers = dict(scope["headers"])
        if headers.get(b"content-encoding") == b"gzip":
            body = gzip.decompress(body)
            headers.pop(b"content-encoding")
        headers[b"content-length"] = str(len(body)).encode()
        scope = {**scope, "headers": list(headers.items())}
        entry = self._note(scope, headers, body)
        text = entry["body"] if isinstance(entry["body"], str) else json.dumps(entry["body"])
        fault = self._controls.fault(Place.REQUEST, f"{scope['method']} {scope['path']}", text)
        if fault is not None:
            entry["status"] = fault.status
            await _fail(fault, send)
            return

        async def given() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start":
                entry["status"] = message["status"]
            await send(message)

        await self._app(scope, given, noting)

    def _note(self, scope: Scope, headers: dict[bytes, bytes], body: bytes) -> dict[str, Any]:
        text, media = split(headers.get(b"content-type", b"").decode(), body)
        try:
            told: Any = json.loads(text) if text else None
        except ValueError:
            # A part of an upload: only its size is told.
            told, media = None, body
        return self._controls.record(
            kind="http",
            method=scope["method"],
            path=scope["path"],
            query=scope["query_string"].decode(),
            authorization=headers.get(b"authorization", b"").decode(),
            body=told,
            media_bytes=len(media),
            status=None,
        )


async def _body(receive: Receive) -> bytes:
    parts = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


async def _fail(fault: Fault, send: Send) -> None:
    problem = BigQueryError(fault.reason, fault.message, status=fault.status or 200)
    content = json.dumps(problem.answer).encode()
    # An answer that ends before all that was announced has come makes the server close the connection.
    announced = len(content) + (0 if fault.status else 1_000)
    await send(
        {
            "type": "http.response.start",
            "status": fault.status or 200,
            "headers": [
                (b"content-type", b"application/json; charset=UTF-8"),
                (b"content-length", str(announced).encode()),
            ],
        }
    )
    await send({"type": "http.response.body", "body": content, "more_body": not fault.status})

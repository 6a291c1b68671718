"""The little web server on this machine to which a browser brings Google's answer (RFC 8252, section 7.3)."""

import hmac
import queue
import secrets
import socket
import threading
import time
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, urlsplit

from segdesk.tasks.task import Task

_HOST = "127.0.0.1"
_LOOK_EVERY = 0.1
"""Seconds between two looks at whether the person has given up."""
_SLOWEST_REQUEST = 10.0
"""Seconds; browsers open connections that they then do not use."""
_PAGE = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>segdesk</title>'
    '<body style="font-family: sans-serif; margin: 4em"><p>{}</p></body></html>'
)


@dataclass(frozen=True)
class Answer:
    """What Google answered, by way of the browser.

    Attributes
    ----------
    code
        What a token can be got for, once; never shown.
    error
        OAuth's word for a refusal, such as ``access_denied``.
    """

    code: str = field(default="", repr=False)
    error: str = ""


class Loopback:
    """Waits on a free port for the one answer that carries our own random word.

    Whatever else comes, such as a browser's wish for an icon, an old tab or another program's attempt, is
    turned away and changes nothing.
    """

    def __init__(self) -> None:
        self.state = secrets.token_urlsafe(32)
        self._answers: queue.SimpleQueue[Answer] = queue.SimpleQueue()
        self._server = _Server(self.state, self._answers)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(_LOOK_EVERY,), name="segdesk-sign-in", daemon=True
        )

    @property
    def address(self) -> str:
        """Where the browser is to bring the answer."""
        return f"http://{_HOST}:{self._server.server_port}/"

    def __enter__(self) -> "Loopback":
        """Begin to listen."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def wait(self, seconds: float, task: Task) -> Answer | None:
        """Return the answer, None if none came in time. Raises `Cancelled` if the person gave up."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            task.check()
            try:
                return self._answers.get(timeout=min(_LOOK_EVERY, left))
            except queue.Empty:
                continue
        return None


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = False

    def __init__(self, state: str, answers: "queue.SimpleQueue[Answer]") -> None:
        self.state, self.answers = state, answers
        super().__init__((_HOST, 0), _Handler)

    def server_bind(self) -> None:
        """Take the port for ourselves alone, which Windows has to be told."""
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        super().server_bind()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keep still about a browser that has hung up."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = _SLOWEST_REQUEST
    server_version = "segdesk"
    sys_version = ""

    def do_GET(self) -> None:
        """Take the answer, if it is one to our question."""
        asked = urlsplit(self.path)
        values = {name: each[0] for name, each in parse_qs(asked.query).items()}
        ours = hmac.compare_digest(values.get("state", "").encode(), self.server.state.encode())
        if asked.path != "/" or not ours or not ("code" in values or "error" in values):
            self._say(HTTPStatus.BAD_REQUEST, "This is not the answer that segdesk is waiting for.")
        elif "error" in values:
            self._say(HTTPStatus.OK, "You did not let segdesk in. You can close this page.")
            self.server.answers.put(Answer(error=values["error"]))
        else:
            self._say(HTTPStatus.OK, "Thank you. You can close this page and go back to segdesk.")
            self.server.answers.put(Answer(values["code"]))

    def _say(self, status: HTTPStatus, text: str) -> None:
        page = _PAGE.format(text).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Referrer-Policy", "no-referrer")
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - http.server's own name for it
        """Log nothing: the address holds the code."""

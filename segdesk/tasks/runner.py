"""The window's side of the worker process: start it, talk to it, end it."""

import multiprocessing
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from segdesk.tasks.messages import End, Lost, Reply, Request, Warm
from segdesk.tasks.worker import serve

NEEDED_SOON = (
    "segdesk.review.held",
    "segdesk.steps.pipeline",
    "segdesk.steps.connect",
    "segdesk.steps.features",
    "segdesk.steps.sweep",
    "segdesk.steps.clusters",
    "segdesk.steps.labels",
    "segdesk.steps.emails",
    "segdesk.steps.export",
    "sklearn.cluster",
    "sklearn.metrics",
    "sklearn.tree",
    "scipy.optimize",
)
"""What a worker imports before anybody asks, as scikit-learn takes seconds."""
READY_SOON = ("segdesk.clustering.warm_up:warm_up",)
"""What it calls then."""

_SECONDS_TO_END = 20.0
"""A new process needs a few to start, and changes that are on their way are still made."""


class Runner:
    """A worker process.

    It starts at once and gets warm by itself. Nothing is heard of it until `listen`.
    """

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection: Connection[Any, Any]
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs,), name="segdesk-worker", daemon=True)
        self._process.start()
        theirs.close()
        self._on_reply: Callable[[Reply], None] | None = None
        self._listener: threading.Thread | None = None
        self._sending = threading.Lock()
        self._ending = self._ended = False
        self.send(Warm(NEEDED_SOON, READY_SOON))

    @property
    def process_id(self) -> int | None:
        """The process's number, None once it has ended."""
        return self._process.pid if not self._ended and self._process.is_alive() else None

    def listen(self, on_reply: Callable[[Reply], None]) -> None:
        """Have every reply handed over on a thread of its own; last comes `Lost`, if nobody ended it."""
        self._on_reply = on_reply
        self._listener = threading.Thread(target=self._listen, name="segdesk-listener", daemon=True)
        self._listener.start()

    def send(self, request: Request) -> None:
        """Ask the worker for something. A worker that is gone says so through `Lost`."""
        with self._sending, suppress(OSError):
            self._connection.send(request)

    def kill(self) -> None:
        """End the process at once, whatever it does. Nothing more is heard of it."""
        if self._ended:
            return
        self._ending = True
        self._process.kill()
        self._process.join()
        self._let_go()

    def close(self) -> None:
        """Let the process close what it has open and end; kill it if it does not."""
        if self._ended:
            return
        self._ending = True
        self.send(End())
        self._process.join(_SECONDS_TO_END)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._let_go()

    def _let_go(self) -> None:
        if self._listener is not None:
            self._listener.join()  # it ends with the process
        self._connection.close()
        self._process.close()
        self._ended = True

    def _listen(self) -> None:
        assert self._on_reply is not None
        while True:
            try:
                reply: Reply = self._connection.recv()
            except (EOFError, OSError):
                break
            self._on_reply(reply)
        if not self._ending:
            self._process.join(_SECONDS_TO_END)
            self._on_reply(Lost(self._process.exitcode))


class Spares:
    """Keeps one warm worker ready, so that opening a project and going on after a cancel take no time.

    Attributes
    ----------
    kept
        What every worker has to be given when it opens something, such as a sign-in that is in no file; None
        where there is nothing.
    """

    def __init__(self) -> None:
        self.kept: object | None = None
        self._spare: Runner | None = None
        self._closed = False

    def prepare(self) -> None:
        """Start a worker for later, unless there is one."""
        if self._spare is None and not self._closed:
            self._spare = Runner()

    def take(self) -> Runner:
        """Return the spare worker, or a new one."""
        spare, self._spare = self._spare, None
        if spare is not None and spare.process_id is None:  # ended by somebody
            spare.kill()
            spare = None
        return spare or Runner()

    def close(self) -> None:
        """End the spare worker."""
        self._closed = True
        if self._spare is not None:
            self._spare.kill()
            self._spare = None

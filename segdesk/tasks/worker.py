"""The worker process: it owns the open project, runs the steps, and answers what the window asks.

One process per window. Native code that crashes ends this process and not the window's, a run that does not
listen can be killed at once, and the window's own process never waits for DuckDB or scikit-learn.
"""

import os
import queue
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from multiprocessing.connection import Connection
from typing import Any, Protocol, TypeVar

from segdesk.errors import SegdeskError
from segdesk.tasks import crash
from segdesk.tasks.messages import (
    Answer,
    Call,
    Cancel,
    End,
    Failure,
    Lane,
    Open,
    Outside,
    PartialResult,
    Progressed,
    Refusal,
    Reply,
    Request,
    Stopped,
    Warm,
)
from segdesk.tasks.task import Cancelled, Task

_Asked = TypeVar("_Asked", Call, Open)

READERS = 2
"""Reads that run at the same time: one that takes long does not hold up the others."""

_SECONDS_FOR_EDITS = 10.0


class Opened(Protocol):
    """What the worker holds open, such as a project."""

    def cursor(self) -> "Opened":
        """Return the same thing for use on another thread."""
        ...

    def interrupt(self) -> None:
        """Stop what this one is waiting for, from any thread."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...


def serve(connection: "Connection[Reply, Request]") -> None:
    """Answer requests until the other side closes the connection."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C in the terminal is the window's to handle
    _Worker(connection).work()
    # Threads of libraries must not keep a process alive that nobody talks to any more.
    os._exit(0)


class _Worker:
    def __init__(self, connection: "Connection[Reply, Request]") -> None:
        self._connection = connection
        self._sending = threading.Lock()
        self._opened: Opened | None = None
        self._cursors: list[Opened] = []
        self._generation = 0
        self._opening = threading.Lock()
        self._local = threading.local()
        self._tasks: dict[int, Task] = {}
        self._forgotten: set[int] = set()
        self._lanes: dict[Lane, queue.SimpleQueue[Call | None]] = {lane: queue.SimpleQueue() for lane in Lane}
        self._editor = self._server(Lane.EDIT)
        for lane in (*(Lane.READ,) * READERS, Lane.CLOUD, Lane.RUN):
            self._server(lane)

    def work(self) -> None:
        """Take requests until there are no more."""
        while True:
            try:
                request = self._connection.recv()
            except (EOFError, OSError):
                break
            match request:
                case End():
                    break
                case Call():
                    if request.lane is Lane.RUN:
                        self._tasks[request.number] = self._task(request.number)
                    self._lanes[request.lane].put(request)
                case Warm():
                    threading.Thread(target=_warm_up, args=(request,), daemon=True).start()
                case Open():
                    self._guarded(request.number, self._open, request)
                case Cancel():
                    self._cancel(request.number)
        # What a person did just before the window was closed is done all the same.
        self._lanes[Lane.EDIT].put(None)
        self._editor.join(_SECONDS_FOR_EDITS)
        if self._opened is not None:
            self._opened.close()

    def _open(self, request: Open) -> None:
        with self._opening:  # no lane gets a cursor on what is being closed
            opened, self._opened = self._opened, None
            if opened is not None:
                for cursor in self._cursors:
                    cursor.close()
                self._cursors.clear()
                opened.close()
        self._opened = _resolved(request.function)(*request.args)
        self._generation += 1
        self._forgotten.clear()

    def _cancel(self, number: int) -> None:
        task = self._tasks.get(number)
        if task is not None:
            task.cancel()
        else:
            self._forgotten.add(number)

    def _server(self, lane: Lane) -> threading.Thread:
        thread = threading.Thread(target=self._serve_lane, args=(self._lanes[lane],), daemon=True)
        thread.start()
        return thread

    def _serve_lane(self, calls: "queue.SimpleQueue[Call | None]") -> None:
        while (call := calls.get()) is not None:
            if call.number in self._forgotten:
                self._forgotten.discard(call.number)
            else:
                self._guarded(call.number, self._called, call)
                self._tasks.pop(call.number, None)

    def _called(self, call: Call) -> Any:
        """Run a call's function on this thread's own view of what is open."""
        opened = self._mine()
        function = _resolved(call.function)
        if call.lane is not Lane.RUN:
            return function(opened, *call.args)
        task = self._tasks[call.number]
        task.check()
        with task.stopping(opened.interrupt):
            return function(opened, *call.args, task)

    def _mine(self) -> Opened:
        with self._opening:
            if self._opened is None:
                raise SegdeskError("No project is open")
            if getattr(self._local, "generation", None) != self._generation:
                self._local.opened = self._opened.cursor()
                self._cursors.append(self._local.opened)
                self._local.generation = self._generation
            found: Opened = self._local.opened
            return found

    def _task(self, number: int) -> Task:
        return Task(
            on_progress=lambda progress: self._send(Progressed(number, progress)),
            on_partial=lambda value: self._send(PartialResult(number, value)),
            on_outside=lambda runs: self._send(Outside(number, runs)),
        )

    def _guarded(self, number: int, work: Callable[[_Asked], Any], asked: _Asked) -> None:
        """Do what was asked, and reply with how it ended."""
        task = self._tasks.get(number)
        reply: Reply | None = None
        try:
            self._send(Answer(number, work(asked)))
        except Cancelled:
            reply = Stopped(number)
        except SegdeskError as error:
            cancelled = task is not None and task.cancelled
            reply = Stopped(number) if cancelled else Refusal(number, Failure.of(error))
        except Exception as error:  # noqa: BLE001 - the edge: a person gets a sentence, the log the trace
            # What a cancelled run stumbles over on its way out is no news.
            cancelled = task is not None and task.cancelled
            reply = Stopped(number) if cancelled else Refusal(number, unexpected(error))
        if reply:
            self._send(reply)

    def _send(self, reply: Reply) -> None:
        # An OSError says that the window is gone, which `work` is about to notice.
        with self._sending, suppress(OSError):
            self._connection.send(reply)


def unexpected(error: BaseException) -> Failure:
    """Log an error that nobody foresaw, and return it as a person reads it."""
    log = crash.record(error)
    return Failure(
        f"Something went wrong inside segdesk ({type(error).__name__})",
        "",
        f"The details are in {log}" if log else "",
        crash.trace(error),
    )


def _warm_up(request: Warm) -> None:
    for module in request.modules:
        import_module(module)
    for function in request.functions:
        _resolved(function)()


def _resolved(name: str) -> Callable[..., Any]:
    module, _, attribute = name.partition(":")
    found: Any = import_module(module)
    for part in attribute.split("."):
        found = getattr(found, part)
    return found  # type: ignore[no-any-return]

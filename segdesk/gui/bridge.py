"""The window's line to the worker process: ask, change, run, cancel; answers arrive in the GUI thread."""

import itertools
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QUndoCommand, QUndoStack

from segdesk.gui.asks import Ask, Asks
from segdesk.gui.sentences import told
from segdesk.project.settings import Settings
from segdesk.project.step import State, Step
from segdesk.review.held import Held
from segdesk.tasks.messages import (
    Answer,
    Call,
    Cancel,
    Failure,
    Lane,
    Lost,
    Open,
    PartialResult,
    Progressed,
    Refusal,
    Reply,
    Stopped,
)
from segdesk.tasks.runner import Runner, Spares

GRACE = 100
"""Milliseconds that a cancelled run has to stop by itself; then its process is ended.

That takes some 40 more, and a person who cancels is to see it done within 200.
"""

MERGED_WITHIN = 0.8
"""Seconds between two changes of one setting that Undo takes back together."""

_OPEN = "segdesk.project.file:Project.open"
_CREATE = "segdesk.project.file:Project.create"
_REOPEN = "segdesk.project.edits:reopened"
_HELD = "segdesk.review.held:held"
_RUN_NOW = "segdesk.steps.pipeline:run_now"
_RUN_IF_NEEDED = "segdesk.steps.pipeline:run_if_needed"
_STORE_SETTINGS = "segdesk.project.edits:store_settings"

What = Step | str
"""A step, or the name of another job."""
Outcome = Literal["done", "cancelled", "failed"]


@dataclass(frozen=True)
class Ended:
    """How a run ended.

    Attributes
    ----------
    value
        What it returned, where it was a job.
    """

    what: What
    outcome: Outcome
    failure: Failure | None
    seconds: float
    value: Any = None


@dataclass(frozen=True)
class _Job:
    """Something to run in the worker."""

    what: What
    function: str
    args: tuple[Any, ...]


class Bridge(QObject):
    """One open project, in its worker process.

    Attributes
    ----------
    opened, refused
        The project is open; it cannot be opened (`Failure`).
    changed
        `held` is new: opened, settings changed, a step ended, an edit was made.
    started, progressed, partial, ended
        Of what runs: a `Step` or name; `Progress`; a partial result; `Ended`.
    cancelling
        The run was asked to stop.
    """

    opened = Signal()
    refused = Signal(object)
    changed = Signal()
    started = Signal(object)
    progressed = Signal(object)
    partial = Signal(object)
    cancelling = Signal()
    ended = Signal(object)
    _replied = Signal(object, object)

    def __init__(self, spares: Spares, undo: QUndoStack, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.held: Held | None = None
        self._spares = spares
        self._undo = undo
        self._runner: Runner | None = None
        self._path: Path | None = None
        self._opening: int | None = None
        self._numbers = itertools.count(1)
        self._asks = Asks(self)
        self._queue: list[_Job] = []
        self._job: _Job | None = None
        self._number = 0
        self._started_at = 0.0
        self._is_cancelling = False
        self._lost_in_a_row = 0
        self._grace = QTimer(self, singleShot=True, interval=GRACE)
        self._grace.timeout.connect(self._on_grace_over)
        self._replied.connect(self._on_replied)

    # -- opening and closing

    def open(self, path: Path) -> None:
        """Open a project file; `opened` or `refused` follows."""
        self._start(path, _OPEN, (path,))

    def create(self, path: Path) -> None:
        """Make a new project file and open it; `opened` or `refused` follows."""
        self._start(path, _CREATE, (path,))

    def close(self) -> None:
        """Close the project and end the worker, whatever it does."""
        self._grace.stop()
        self._queue.clear()
        runner, self._runner = self._runner, None
        if runner is not None:
            if self._job is not None:
                runner.kill()
            else:
                self._send_edits(runner)
                runner.close()
        self._job = None
        self.held = None
        self._asks.forget_all()

    def _send_edits(self, runner: Runner) -> None:
        """Hand over the changes that still wait for the project; the worker makes them before it ends."""
        if self._opening is not None:
            for call in self._asks.waiting():
                if call.lane is Lane.EDIT:
                    runner.send(call)

    def _start(self, path: Path, function: str, args: tuple[Any, ...]) -> None:
        self._path = path
        self._connect_worker(function, args)

    def _connect_worker(self, function: str, args: tuple[Any, ...]) -> None:
        runner = self._spares.take()
        self._runner = runner
        # Emitted on the listener's thread, received on this object's: Qt carries it over.
        runner.listen(lambda reply: self._replied.emit(runner, reply))
        self._opening = next(self._numbers)
        runner.send(Open(self._opening, function, args))

    def _restart(self, outcome: Outcome) -> None:
        """Go on with the same project in another process, where the last one left a run without its end."""
        assert self._path is not None
        self._connect_worker(_REOPEN, (self._path, outcome))

    # -- asking and changing

    def ask(
        self,
        owner: QObject,
        function: Callable[..., Any] | str,
        *args: Any,
        then: Callable[[Any], None],
        failed: Callable[[Failure], None] | None = None,
    ) -> None:
        """Run ``function(project, *args)`` in the worker and hand its result to ``then``.

        Nothing is handed over once ``owner`` is destroyed, nor if the same owner has asked the same function
        again meanwhile.

        Parameters
        ----------
        function
            A module-level function, or ``module:name`` where importing it here would be slow.
        """
        self._ask(owner, Ask(next(self._numbers), Lane.READ, _name(function), args, then, failed))

    def ask_first(
        self, owner: QObject, function: Callable[..., Any] | str, *args: Any, then: Callable[[Any], None]
    ) -> None:
        """Ask as `ask` does; what waits to run begins after ``then``, and after the changes that it makes."""
        self._ask(owner, Ask(next(self._numbers), Lane.READ, _name(function), args, then, None, first=True))

    def _ask(self, owner: QObject, asked: Ask) -> None:
        for old in self._asks.add(owner, asked):
            self._send(Cancel(old))
        if self._opening is None:
            self._send(asked.call)

    def edit(
        self,
        owner: QObject,
        function: Callable[..., Any] | str,
        *args: Any,
        then: Callable[[Any], None] | None = None,
        failed: Callable[[Failure], None] | None = None,
    ) -> None:
        """Run ``function(project, *args)``, which changes the project; `changed` follows. In order."""
        asked = Ask(next(self._numbers), Lane.EDIT, _name(function), args, then, failed)
        self._asks.add(owner, asked)
        if self._opening is None:
            self._send(asked.call)

    def change_settings(self, new: Settings, text: str) -> None:
        """Change the settings so that it can be undone.

        Parameters
        ----------
        text
            What was changed, as Undo shows it.
        """
        if self.held is not None and new != self.held.settings:
            self._undo.push(_SettingsChange(self, self.held.settings, new, text))

    def do(
        self,
        text: str,
        function: Callable[..., Any] | str,
        *args: Any,
        undo: Callable[..., Any] | str,
        failed: Callable[[Failure], None] | None = None,
    ) -> None:
        """Run ``function(project, *args)``, which changes the project, so that it can be undone.

        Parameters
        ----------
        text
            What was done, as Undo shows it.
        undo
            ``undo(project, result)`` takes it back, given what the function returned.
        failed
            Told why it could not be done, instead of `refused`.
        """
        call = (_name(function), args)
        self._undo.push(_Edit(self, text, call, _name(undo), failed or self.refused.emit))

    def store_settings(self, settings: Settings) -> None:
        """Store settings without a trace in Undo, which calls this itself."""
        if self.held is not None:
            # Known here at once, so that two quick changes do not start from the same old settings.
            self.held = replace(self.held, settings=settings)
        self.edit(self, _STORE_SETTINGS, settings)

    def reload(self) -> None:
        """Look again at what the project holds; `changed` follows."""
        self.ask(self, _HELD, then=self._on_held)

    # -- running

    @property
    def running(self) -> What | None:
        """What runs now."""
        return self._job.what if self._job else None

    @property
    def idle(self) -> bool:
        """Whether nothing runs or waits to run, and no change is on its way."""
        return self._job is None and not self._queue and self._opening is None and not self._asks.holding

    @property
    def quiet(self) -> bool:
        """Whether it is idle and every question is answered."""
        return self.idle and not self._asks.waiting()

    @property
    def saving(self) -> bool:
        """Whether a change is on its way."""
        return self._asks.editing

    @property
    def seconds(self) -> float:
        """How long it has been running."""
        return time.monotonic() - self._started_at if self._job else 0.0

    def run(self, *steps: Step) -> None:
        """Run steps one after the other; a failure or cancel ends the row."""
        self._enqueue([_Job(step, _RUN_NOW, (step,)) for step in steps])

    def run_up_to(self, last: Step) -> None:
        """Run a step, and before it every earlier one whose result does not hold."""
        assert self.held is not None
        before = list(Step)[: list(Step).index(last)]
        self.run(*(step for step in before if self.held.state(step) is not State.FRESH), last)

    def run_all(self) -> None:
        """Run all seven steps, leaving out those whose result still holds."""
        self._enqueue([_Job(step, _RUN_IF_NEEDED, (step,)) for step in Step])

    def job(self, name: str, function: Callable[..., Any] | str, *args: Any) -> None:
        """Run ``function(project, *args, task)`` as a job that can be cancelled."""
        self._enqueue([_Job(name, _name(function), args)])

    def cancel(self) -> None:
        """Stop what runs, and what waits behind it. What is finished stays."""
        self._queue.clear()
        if self._job is not None and not self._is_cancelling:
            self._is_cancelling = True
            self.cancelling.emit()
            self._send(Cancel(self._number))
            self._grace.start()

    def _enqueue(self, jobs: Sequence[_Job]) -> None:
        self._queue.extend(jobs)
        self._next()

    def _next(self) -> None:
        # A change that is on its way has to arrive first: a run works with the settings that it finds.
        waiting = self._opening is not None or self._asks.holding
        if self._job is None and self._queue and not waiting:
            self._job = self._queue.pop(0)
            self._number = next(self._numbers)
            self._started_at = time.monotonic()
            self._is_cancelling = False
            self.started.emit(self._job.what)
            self._send(Call(self._number, Lane.RUN, self._job.function, self._job.args))

    def _end(self, outcome: Outcome, failure: Failure | None = None, value: Any = None) -> None:
        self._grace.stop()
        job, seconds = self._job, self.seconds
        assert job is not None
        self._job = None
        self._is_cancelling = False
        if outcome != "done":
            self._queue.clear()
        self.ended.emit(Ended(job.what, outcome, failure, seconds, value))
        self.reload()
        self._next()

    @Slot()
    def _on_grace_over(self) -> None:
        """End the process of a run that did not stop by itself."""
        if self._job is not None and self._runner is not None:
            self._runner.kill()
            self._restart("cancelled")
            self._end("cancelled")

    # -- replies

    def _send(self, request: Call | Cancel) -> None:
        if self._runner is not None:
            self._runner.send(request)

    @Slot(object, object)
    def _on_replied(self, runner: Runner, reply: Reply) -> None:
        if runner is not self._runner:
            return  # what a process said before it was ended
        if isinstance(reply, Refusal):
            reply = replace(reply, failure=told(reply.failure))
        match reply:
            case Lost():
                self._on_lost(reply)
            case Answer(number) | Refusal(number) if number == self._opening:
                self._on_open_answered(reply)
            case Progressed() | PartialResult() | Answer() | Refusal() | Stopped() if (
                reply.number == self._number
            ):
                self._on_run_reply(reply)
            case Answer() | Refusal():
                self._on_ask_answered(reply)
            case _:
                pass

    def _on_open_answered(self, reply: Answer | Refusal) -> None:
        self._opening = None
        if isinstance(reply, Refusal):
            self.close()
            self.refused.emit(reply.failure)
            return
        for call in self._asks.waiting():
            self._send(call)
        first = self.held is None
        self.ask(self, _HELD, then=self._on_first_held if first else self._on_held)
        self._next()

    def _on_run_reply(self, reply: Reply) -> None:
        match reply:
            case Progressed():
                self.progressed.emit(reply.progress)
            case PartialResult():
                self.partial.emit(reply.value)
            case Answer():
                self._lost_in_a_row = 0
                self._end("done", value=reply.value)
            case Refusal():
                self._end("failed", reply.failure)
            case Stopped():
                self._end("cancelled")

    def _on_ask_answered(self, reply: Answer | Refusal) -> None:
        asked = self._asks.pop(reply.number)
        if asked is None:
            self._next()  # which may have waited for it
            return
        if isinstance(reply, Answer):
            if asked.then is not None:
                asked.then(reply.value)
        elif asked.failed is not None:
            asked.failed(reply.failure)
        else:
            self.refused.emit(reply.failure)
        if asked.lane is Lane.EDIT:
            self.reload()
        self._next()

    def _on_lost(self, lost: Lost) -> None:
        """Go on after the worker crashed: with the project as it was before the run."""
        assert self._runner is not None
        self._runner.kill()
        self._runner = None
        self._lost_in_a_row += 1
        failure = Failure(
            self.tr("The calculation ended unexpectedly"),
            self.tr("its process stopped (exit code {code})").format(code=lost.exit_code),
            self.tr("The project is as it was before. Try again, with fewer customers if memory is short"),
        )
        if self._lost_in_a_row > 3:
            self.close()
            self.refused.emit(failure)
            return
        self._restart("failed")
        if self._job is not None:
            self._end("failed", failure)

    def _on_first_held(self, held: Held) -> None:
        self.held = held
        self.opened.emit()
        self.changed.emit()

    def _on_held(self, held: Held) -> None:
        # Settings on their way to the worker are newer than what it has just read.
        newer = self.held is not None and self._asks.editing
        self.held = replace(held, settings=self.held.settings) if newer and self.held else held
        self.changed.emit()


class _SettingsChange(QUndoCommand):
    """One change of the settings; an arrow that is held down makes one of many."""

    def __init__(self, bridge: Bridge, old: Settings, new: Settings, text: str) -> None:
        super().__init__(text)
        self._made = time.monotonic()
        self._bridge = bridge
        self._old = old
        self._new = new

    def redo(self) -> None:
        """Store the new settings."""
        self._bridge.store_settings(self._new)

    def undo(self) -> None:
        """Store the old settings."""
        self._bridge.store_settings(self._old)

    def id(self) -> int:
        """Return which changes may become one: those of the same name."""
        return hash(self.text()) & 0x7FFFFFFF

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take in a change of the same setting that follows at once."""
        if not isinstance(other, _SettingsChange) or other._made - self._made > MERGED_WITHIN:
            return False
        self._new, self._made = other._new, other._made
        return True


class _Edit(QUndoCommand):
    """One change of what the project holds."""

    def __init__(
        self,
        bridge: Bridge,
        text: str,
        call: tuple[str, tuple[Any, ...]],
        back: str,
        failed: Callable[[Failure], None],
    ) -> None:
        super().__init__(text)
        self._bridge = bridge
        self._function, self._args = call
        self._back = back
        self._failed = failed
        self._results: list[Any] = []
        self._wanted_back = 0

    def redo(self) -> None:
        """Make the change."""
        self._bridge.edit(
            self._bridge, self._function, *self._args, then=self._on_made, failed=self._on_failed
        )

    def undo(self) -> None:
        """Take it back; if the worker has not said yet what it did, as soon as it does."""
        if self._results:
            self._bridge.edit(self._bridge, self._back, self._results.pop())
        else:
            self._wanted_back += 1

    def _on_made(self, result: Any) -> None:
        self._results.append(result)
        if self._wanted_back:
            self._wanted_back -= 1
            self.undo()

    def _on_failed(self, failure: Failure) -> None:
        self._wanted_back = 0
        self.setObsolete(True)  # there is nothing to take back
        self._failed(failure)


def _name(function: Callable[..., Any] | str) -> str:
    return function if isinstance(function, str) else f"{function.__module__}:{function.__qualname__}"

"""An open project as the window sees it: ask, change, run, cancel; answers arrive in the GUI thread."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QUndoStack

from segdesk.gui.asks import Ask, Asks
from segdesk.gui.line import Line
from segdesk.gui.runs import Ended, Job, Outcome, Runs, What
from segdesk.gui.sentences import told
from segdesk.gui.undoable import MERGED_WITHIN, Edit, SettingsChange
from segdesk.project.settings import Settings
from segdesk.project.step import State, Step
from segdesk.review.held import Held
from segdesk.tasks.messages import (
    Answer,
    Cancel,
    Failure,
    Lane,
    Lost,
    Outside,
    PartialResult,
    Progressed,
    Refusal,
    Reply,
    Stopped,
)
from segdesk.tasks.runner import Spares

__all__ = ["GRACE", "MERGED_WITHIN", "Bridge", "Ended", "Outcome", "What"]

GRACE = 100
"""Milliseconds that a cancelled run has to stop by itself; then its process is ended.

That takes some 40 more, and a person who cancels is to see it done within 200.
"""

GRACE_OUTSIDE = 90_000
"""Milliseconds for a cancelled run that first has to stop what it runs on another machine."""
GRACE_AFTERWARDS = 5_000
"""Milliseconds in which it then writes down what that has cost."""

_OPEN = "segdesk.project.file:Project.open"
_CREATE = "segdesk.project.file:Project.create"
_HELD = "segdesk.review.held:held"
_RUN_NOW = "segdesk.steps.pipeline:run_now"
_RUN_IF_NEEDED = "segdesk.steps.pipeline:run_if_needed"
_SIGN_IN_KEPT = "segdesk.steps.access:session_token"
_STORE_SETTINGS = "segdesk.project.edits:store_settings"


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

    def __init__(self, spares: Spares, undo: QUndoStack, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.held: Held | None = None
        self._spares = spares
        self._undo = undo
        self._line = Line(spares, self)
        self._asks = Asks(self)
        self._runs = Runs()
        self._lost_in_a_row = 0
        self._grace = QTimer(self, singleShot=True, interval=GRACE)
        self._grace.timeout.connect(self._on_grace_over)
        self._line.heard.connect(self._on_heard)

    # -- opening and closing

    def open(self, path: Path) -> None:
        """Open a project file; `opened` or `refused` follows."""
        self._line.open(path, _OPEN, (path,))

    def create(self, path: Path) -> None:
        """Make a new project file and open it; `opened` or `refused` follows."""
        self._line.open(path, _CREATE, (path,))

    def share_sign_in(self, owner: QObject) -> None:
        """Let every worker of this program have a sign-in that is kept for this session only."""
        self.ask(owner, _SIGN_IN_KEPT, then=self._line.keep)

    def close(self) -> None:
        """Close the project and end the worker, whatever it does."""
        self._grace.stop()
        if self.running is not None:
            self._line.kill()
        else:
            self._line.close(call for call in self._asks.waiting() if call.lane is Lane.EDIT)
        self._runs.forget_waiting()
        self._runs.stop()
        self.held = None
        self._asks.forget_all()

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
        self._ask(owner, Ask(self._line.next_number(), Lane.READ, _name(function), args, then, failed))

    def ask_cloud(
        self,
        owner: QObject,
        function: Callable[..., Any] | str,
        *args: Any,
        then: Callable[[Any], None],
        failed: Callable[[Failure], None],
    ) -> None:
        """Ask as `ask` does, where another machine has to answer: other questions do not wait for it."""
        self._ask(owner, Ask(self._line.next_number(), Lane.CLOUD, _name(function), args, then, failed))

    def ask_first(
        self, owner: QObject, function: Callable[..., Any] | str, *args: Any, then: Callable[[Any], None]
    ) -> None:
        """Ask as `ask` does; what waits to run begins after ``then``, and after the changes that it makes."""
        self._ask(
            owner, Ask(self._line.next_number(), Lane.READ, _name(function), args, then, None, first=True)
        )

    def _ask(self, owner: QObject, asked: Ask) -> None:
        for old in self._asks.add(owner, asked):
            self._line.send(Cancel(old))
        if self._line.opening is None:
            self._line.send(asked.call)

    def edit(
        self,
        owner: QObject,
        function: Callable[..., Any] | str,
        *args: Any,
        then: Callable[[Any], None] | None = None,
        failed: Callable[[Failure], None] | None = None,
    ) -> None:
        """Run ``function(project, *args)``, which changes the project; `changed` follows. In order."""
        asked = Ask(self._line.next_number(), Lane.EDIT, _name(function), args, then, failed)
        self._asks.add(owner, asked)
        if self._line.opening is None:
            self._line.send(asked.call)

    def change_settings(self, new: Settings, text: str) -> None:
        """Change the settings so that it can be undone.

        Parameters
        ----------
        text
            What was changed, as Undo shows it.
        """
        if self.held is not None and new != self.held.settings:
            self._undo.push(SettingsChange(self, self.held.settings, new, text))

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
        self._undo.push(Edit(self, text, call, _name(undo), failed or self.refused.emit))

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
        return self._runs.running

    @property
    def idle(self) -> bool:
        """Whether nothing runs or waits to run, and no change is on its way."""
        return self._runs.is_over and self._line.opening is None and not self._asks.holding

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
        return self._runs.seconds

    def run(self, *steps: Step) -> None:
        """Run steps one after the other; a failure or cancel ends the row."""
        self._enqueue([Job(step, _RUN_NOW, (step,)) for step in steps])

    def run_up_to(self, last: Step) -> None:
        """Run a step, and before it every earlier one whose result does not hold."""
        assert self.held is not None
        before = list(Step)[: list(Step).index(last)]
        self.run(*(step for step in before if self.held.state(step) is not State.FRESH), last)

    def run_all(self) -> None:
        """Run all seven steps, leaving out those whose result still holds."""
        self._enqueue([Job(step, _RUN_IF_NEEDED, (step,)) for step in Step])

    def job(self, name: str, function: Callable[..., Any] | str, *args: Any) -> None:
        """Run ``function(project, *args, task)`` as a job that can be cancelled."""
        self._enqueue([Job(name, _name(function), args)])

    def cancel(self) -> None:
        """Stop what runs, and what waits behind it. What is finished stays."""
        self._runs.forget_waiting()
        if self.running is not None and not self._runs.is_cancelling:
            self._runs.is_cancelling = True
            self.cancelling.emit()
            self._line.send(Cancel(self._runs.number))
            self._grace.start(GRACE_OUTSIDE if self._runs.outside else GRACE)

    def _enqueue(self, jobs: Iterable[Job]) -> None:
        self._runs.add(jobs)
        self._next()

    def _next(self) -> None:
        # A change that is on its way has to arrive first: a run works with the settings that it finds.
        waiting = self._line.opening is not None or self._asks.holding
        if self._runs.can_begin and not waiting:
            call = self._runs.begin(self._line.next_number())
            self.started.emit(self.running)
            self._line.send(call)

    def _end(self, outcome: Outcome, failure: Failure | None = None, value: Any = None) -> None:
        self._grace.stop()
        self.ended.emit(self._runs.end(outcome, failure, value))
        self.reload()
        self._next()

    @Slot()
    def _on_grace_over(self) -> None:
        """End the process of a run that did not stop by itself."""
        if self.running is not None:
            self._line.kill()
            self._line.reopen("cancelled")
            self._end("cancelled")

    # -- replies

    @Slot(object)
    def _on_heard(self, reply: Reply) -> None:
        if isinstance(reply, Refusal):
            reply = replace(reply, failure=told(reply.failure))
        match reply:
            case Lost():
                self._on_lost(reply)
            case Answer(number) | Refusal(number) if number == self._line.opening:
                self._on_open_answered(reply)
            case Progressed() | PartialResult() | Outside() | Answer() | Refusal() | Stopped() if (
                reply.number == self._runs.number
            ):
                self._on_run_reply(reply)
            case Answer() | Refusal():
                self._on_ask_answered(reply)
            case _:
                pass

    def _on_open_answered(self, reply: Answer | Refusal) -> None:
        self._line.opening = None
        if isinstance(reply, Refusal):
            self.close()
            self.refused.emit(reply.failure)
            return
        for call in self._asks.waiting():
            self._line.send(call)
        first = self.held is None
        self.ask(self, _HELD, then=self._on_first_held if first else self._on_held)
        self._next()

    def _on_run_reply(self, reply: Reply) -> None:
        match reply:
            case Progressed():
                self.progressed.emit(reply.progress)
            case PartialResult():
                self.partial.emit(reply.value)
            case Outside():
                self._on_outside(reply.runs)
            case Answer():
                self._lost_in_a_row = 0
                self._end("done", value=reply.value)
            case Refusal():
                self._end("failed", reply.failure)
            case Stopped():
                self._end("cancelled")

    def _on_outside(self, runs: bool) -> None:
        self._runs.outside = runs
        if self._runs.is_cancelling:
            self._grace.start(GRACE_OUTSIDE if runs else GRACE_AFTERWARDS)

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
        self._line.kill()
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
        self._line.reopen("failed")
        if self.running is not None:
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


def _name(function: Callable[..., Any] | str) -> str:
    return function if isinstance(function, str) else f"{function.__module__}:{function.__qualname__}"

"""The line to one project's worker process: its replies arrive in the GUI thread, whatever process it is."""

import itertools
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from segdesk.tasks.messages import Call, Cancel, Lane, Open, Reply
from segdesk.tasks.runner import Runner, Spares

_REOPEN = "segdesk.project.edits:reopened"
_SIGNED_IN = "segdesk.steps.access:opened_signed_in"
_ADOPT = "segdesk.steps.access:adopt"


class Line(QObject):
    """One worker process at a time, with the project open in it.

    Attributes
    ----------
    heard
        A `Reply` of the process that is there now.
    opening
        The number of the request to open the project, None once it is answered.
    runner
        The process, None where there is none.
    """

    heard = Signal(object)
    _replied = Signal(object, object)

    def __init__(self, spares: Spares, parent: QObject) -> None:
        super().__init__(parent)
        self.opening: int | None = None
        self.runner: Runner | None = None
        self._spares = spares
        self._path: Path | None = None
        self._given: object | None = None
        self._numbers = itertools.count(1)
        self._replied.connect(self._on_replied)

    def next_number(self) -> int:
        """Return a number that no request has had."""
        return next(self._numbers)

    def open(self, path: Path, function: str, args: tuple[Any, ...]) -> None:
        """Start a process in which ``function(*args)`` opens the project."""
        self._path = path
        runner = self.runner = self._spares.take()
        # Emitted on the listener's thread, received on this object's: Qt carries it over.
        runner.listen(lambda reply: self._replied.emit(runner, reply))
        self.opening = self.next_number()
        self._given = token = self._spares.kept
        if token is None:
            runner.send(Open(self.opening, function, args))
        else:  # a sign-in that only this program's processes have, handed from one to the next
            runner.send(Open(self.opening, _SIGNED_IN, (token, function, args)))

    def keep(self, token: object | None) -> None:
        """Have every process that comes after this one signed in with a token; None for no such thing."""
        self._spares.kept = self._given = token

    def reopen(self, outcome: str) -> None:
        """Go on with the same project in another process, where the last one left a run without its end."""
        assert self._path is not None
        self.open(self._path, _REOPEN, (self._path, outcome))

    def send(self, request: Call | Cancel) -> None:
        """Ask for something; nothing happens where there is no process."""
        if self.runner is None:
            return
        token = self._spares.kept
        if token is not self._given and token is not None and self.opening is None:
            # Somebody signed in, in another window.
            self._given = token
            self.runner.send(Call(self.next_number(), Lane.EDIT, _ADOPT, (token,)))
        self.runner.send(request)

    def kill(self) -> None:
        """End the process at once, whatever it does."""
        runner, self.runner = self.runner, None
        if runner is not None:
            runner.kill()

    def close(self, edits: Iterable[Call]) -> None:
        """Let the process end once it has made its changes.

        Parameters
        ----------
        edits
            Changes that have waited for the project to be open.
        """
        runner, self.runner = self.runner, None
        if runner is None:
            return
        if self.opening is not None:
            for call in edits:
                runner.send(call)
        runner.close()

    @Slot(object, object)
    def _on_replied(self, runner: Runner, reply: Reply) -> None:
        if runner is self.runner:  # not what a process said before it was ended
            self.heard.emit(reply)

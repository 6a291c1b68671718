"""What a running step reports to, and asks whether it should go on."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


class Cancelled(Exception):  # noqa: N818 - not an error
    """The person asked the running step to stop. Not an error: nothing went wrong."""


@dataclass(frozen=True)
class Progress:
    """How far a step has come.

    Attributes
    ----------
    done, total
        In the step's own unit; ``total`` is 0 while it is unknown.
    text
        What is going on, for a person.
    lasting
        Whether the text should stay to be read, such as what a statement costs.
    """

    done: float
    total: float
    text: str
    lasting: bool = False


def _ignore(_: object) -> None:
    """Listen to nothing."""


def _refuse(_: object) -> bool:
    """Say no to everything."""
    return False


class Task:
    """The thread-safe line between a step and whoever started it.

    Parameters
    ----------
    on_progress
        Called, on the step's thread, with each `Progress`.
    on_partial
        Called, on the step's thread, with each partial result.
    on_question
        Called, on the step's thread, with what a person has to agree to, such as a
        `segdesk.errors.OverBudget`; whether to go on. Without anybody to ask the answer is no.
    on_outside
        Called, from any thread, with whether something runs elsewhere; see `outside`.
    """

    def __init__(
        self,
        on_progress: Callable[[Progress], None] = _ignore,
        on_partial: Callable[[object], None] = _ignore,
        on_question: Callable[[object], bool] = _refuse,
        on_outside: Callable[[bool], None] = _ignore,
    ) -> None:
        self.on_progress = on_progress
        self.on_partial = on_partial
        self.on_question = on_question
        self._cancelled = threading.Event()
        self._stops: list[Callable[[], None]] = []
        self._asking = threading.Lock()
        self.on_outside = on_outside
        self._outside = 0
        self._counting = threading.Lock()
        self._last = Progress(0, 0, "")

    def progress(self, done: float, total: float, text: str) -> None:
        """Report how far the step is, after checking that it should go on."""
        self.check()
        self._last = Progress(done, total, text)
        self.on_progress(self._last)

    def note(self, text: str, *, lasting: bool = False) -> None:
        """Report what is going on while the step is as far as it was, such as what a statement will cost."""
        self.check()
        self.on_progress(Progress(self._last.done, self._last.total, text, lasting))

    def partial(self, result: object) -> None:
        """Hand over a result that is ready before the step is."""
        self.on_partial(result)

    def ask(self, question: object) -> bool:
        """Return whether a person, or an option given before, agrees to what the step is about to do.

        From any thread: a person is asked one question at a time.
        """
        with self._asking:
            self.check()
            return self.on_question(question)

    def check(self) -> None:
        """Raise `Cancelled` if the step was asked to stop."""
        if self._cancelled.is_set():
            raise Cancelled

    def cancel(self) -> None:
        """Ask the step to stop at its next check, and stop what it is waiting for. From any thread."""
        self._cancelled.set()
        for stop in tuple(self._stops):
            stop()

    @contextmanager
    def stopping(self, stop: Callable[[], None]) -> Iterator[None]:
        """Have ``stop`` called if the step is cancelled meanwhile, such as a warehouse's ``cancel``."""
        self._stops.append(stop)
        try:
            self.check()
            yield
        finally:
            self._stops.remove(stop)

    @contextmanager
    def outside(self) -> Iterator[None]:
        """Say that something runs on another machine meanwhile: ending this process would not stop it.

        Whoever cancels then has to wait until the step has stopped it there. From any thread.
        """
        self._count(1)
        try:
            yield
        finally:
            self._count(-1)

    def _count(self, more: int) -> None:
        with self._counting:
            before, self._outside = self._outside, self._outside + more
            if (before > 0) != (self._outside > 0):
                self.on_outside(self._outside > 0)

    @property
    def cancelled(self) -> bool:
        """Whether the step was asked to stop."""
        return self._cancelled.is_set()

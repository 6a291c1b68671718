"""Asking the person at the terminal, who may say yes beforehand with ``--yes``."""

import os
import queue
import sys
import threading
from collections.abc import Callable

from segdesk.cli.progress import Listener
from segdesk.tasks.task import Task

_OFTEN = 0.1
"""Seconds between two looks at whether the task was cancelled meanwhile."""


def answering(given_yes: bool, listener: Listener, task: Task) -> Callable[[object], bool]:
    """Return who answers a task's questions: ``--yes``, the person at the terminal, or else nobody.

    Parameters
    ----------
    given_yes
        Whether ``--yes`` was given.
    listener
        Makes room on the terminal while somebody is asked.
    """
    if given_yes:
        return _always
    return _Asker(listener, task) if someone_is_there() else _never


def someone_is_there() -> bool:
    """Return whether a person can read a question and answer it."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def asked(prompt: str, task: Task) -> str:
    """Return what a person types, in lower case.

    Parameters
    ----------
    task
        Cancelling it ends the wait with `Cancelled`.
    """
    print(prompt, end="", file=sys.stderr, flush=True)
    typed: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(sys.stdin.fileno(), typed), daemon=True).start()
    while True:
        task.check()
        try:
            return typed.get(timeout=_OFTEN).decode(errors="replace").strip().lower()
        except queue.Empty:
            continue


def _read(source: int, typed: "queue.SimpleQueue[bytes]") -> None:
    """Wait for a line, in a thread that may be left behind: one in input() could not, as it holds a lock."""
    try:
        typed.put(os.read(source, 1000))
    except OSError:  # the terminal is gone
        typed.put(b"")


class _Asker:
    """Asks the person at the terminal, who may agree to all that is still to come."""

    def __init__(self, listener: Listener, task: Task) -> None:
        self._listener = listener
        self._task = task
        self._agrees_to_all = False

    def __call__(self, question: object) -> bool:
        if self._agrees_to_all:
            return _always(question)
        with self._listener.paused():
            print(question, file=sys.stderr)
            answer = asked("Go on? [y]es, [a]ll of this run, [N]o: ", self._task)
        self._agrees_to_all = answer in ("a", "all")
        return self._agrees_to_all or answer in ("y", "yes")


def _always(question: object) -> bool:
    what = getattr(question, "what", question)
    print(f"allowed: {what}", file=sys.stderr, flush=True)
    return True


def _never(_: object) -> bool:
    return False

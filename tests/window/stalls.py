"""How long a window does not come round to its person."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Slot
from pytestqt.qtbot import QtBot

from tests.window.conftest import SECONDS

_BEAT = 2
_PAINTED = 60
"""Milliseconds in which what has arrived is on the screen."""


@dataclass(frozen=True)
class Stall:
    """A while in a window.

    Attributes
    ----------
    took
        Seconds until what was waited for.
    seconds
        The worst stall by the clock.
    work
        The same in seconds that the window's own thread worked, which hardly grow where others use the
        machine as well.
    """

    took: float
    seconds: float
    work: float


class Stalls(QObject):
    """Notes how long the window does not come round to a timer of two milliseconds."""

    def __init__(self, qtbot: QtBot) -> None:
        super().__init__()
        self._qtbot = qtbot
        self._timer = QTimer(self, interval=_BEAT)
        self._timer.timeout.connect(self._on_beat)
        self._reset()

    def during(self, do: Callable[[], object], until: Callable[[], bool]) -> Stall:
        """Return how it went from a deed until all that it leads to has been seen."""
        self._reset()
        self._timer.start()
        started = time.perf_counter()
        do()
        self._qtbot.waitUntil(until, timeout=SECONDS)
        took = time.perf_counter() - started
        self._qtbot.wait(_PAINTED)  # what has arrived is painted
        self._timer.stop()
        return Stall(took, self._seconds, self._work)

    def _reset(self) -> None:
        self._seconds = self._work = 0.0
        self._last = (time.perf_counter(), time.thread_time())

    @Slot()
    def _on_beat(self) -> None:
        now = (time.perf_counter(), time.thread_time())
        self._seconds = max(self._seconds, now[0] - self._last[0])
        self._work = max(self._work, now[1] - self._last[1])
        self._last = now

"""Widgets that are made part by part, so that the window has its turn in between.

To make hundreds of widgets takes longer than a window may stand still. What makes them is a generator that
yields wherever some 10 ms of work are done; `Turns` goes through it a little in every turn of the event loop.
"""

import time
from collections import deque
from collections.abc import Iterator
from typing import Protocol, TypeVar, runtime_checkable

from PySide6.QtCore import QObject, QTimer, Slot

_TURN = 0.012
"""Seconds of work before the window has its turn."""


@runtime_checkable
class InParts(Protocol):
    """A widget that is empty until its parts are built."""

    def build(self) -> Iterator[None]:
        """Make the parts, and yield after each that takes some milliseconds."""


W = TypeVar("W", bound=InParts)


def at_once(widget: W) -> W:
    """Build all parts of a widget, where nobody waits for the window, and return the widget."""
    for _ in widget.build():
        pass
    return widget


class Turns(QObject):
    """Work that is done a little in every turn of the event loop, in the order in which it came."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._works: deque[Iterator[None]] = deque()
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._on_turn)

    @property
    def busy(self) -> bool:
        """Whether there is work left."""
        return bool(self._works)

    def take(self, work: Iterator[None]) -> None:
        """Do this as well, from the next turn on."""
        self._works.append(work)
        self._next.start()

    def forget(self) -> None:
        """Do nothing of what is left."""
        self._works.clear()

    def finish(self) -> None:
        """Do all that is left at once."""
        while self._works:
            self._go_on()

    @Slot()
    def _on_turn(self) -> None:
        end = time.perf_counter() + _TURN
        while self._works and time.perf_counter() < end:
            self._go_on()
        if self._works:
            self._next.start()

    def _go_on(self) -> None:
        """Do one part."""
        work = self._works[0]
        try:
            next(work)
        except StopIteration:
            self._works.popleft()
        except BaseException:
            self._works.popleft()
            raise

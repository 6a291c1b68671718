"""When Python's garbage is collected: between two events, and on the window's own thread."""

import gc

from PySide6.QtCore import QObject, QTimer, Slot

_LOOK_EVERY = 1000
"""Milliseconds."""


class Garbage(QObject):
    """Takes the collector's work over from the interpreter, which would do it at any allocation.

    There, it may come while Qt holds a lock, and deleting a widget wants that lock: the window would stand
    still for ever. On another thread it would delete widgets where no widget may be touched.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(parent, interval=_LOOK_EVERY)
        self._timer.timeout.connect(self._on_look)
        self._timer.start()

    @Slot()
    def _on_look(self) -> None:
        """Collect the oldest generation that is due by the interpreter's own thresholds."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        due = [age for age in range(3) if counts[age] > thresholds[age]]
        if due:
            gc.collect(due[-1])

"""What is shown, highlighted and selected: one model that all views of the segments share."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PySide6.QtCore import QObject, Signal

Rows = NDArray[np.int64]
"""Positions of customers in the order of their key, ascending, each once."""


class Selection(QObject):
    """Which segments are shown and highlighted, which customers are selected, and which k is looked at.

    Nothing is emitted where nothing changed, so views may set what they were told without going in circles.

    Attributes
    ----------
    segments_changed
        `known`, `hidden`, `picked` or `segments` is another.
    customers_changed
        `customers` is another.
    k_changed
        `k` is another.
    """

    segments_changed = Signal()
    customers_changed = Signal()
    k_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._known: tuple[str, ...] = ()
        self._hidden: frozenset[str] = frozenset()
        self._picked: frozenset[str] = frozenset()
        self._pointed: str | None = None
        self._customers = _rows(())
        self._k: int | None = None

    # -- the segments that there are

    @property
    def known(self) -> tuple[str, ...]:
        """The segments that there are, in their order."""
        return self._known

    def set_known(self, segments: Iterable[str]) -> None:
        """Say which segments there are now. What was hidden or highlighted and is gone is forgotten."""
        known = tuple(segments)
        if known != self._known:
            self._known = known
            self._hidden &= frozenset(known)
            self._picked &= frozenset(known)
            self._pointed = None
            self.segments_changed.emit()

    # -- shown and hidden

    @property
    def hidden(self) -> frozenset[str]:
        """The segments that are not shown."""
        return self._hidden

    @property
    def shown(self) -> tuple[str, ...]:
        """The segments that are shown, in their order."""
        return tuple(segment for segment in self._known if segment not in self._hidden)

    def set_hidden(self, segments: Iterable[str]) -> None:
        """Hide just these segments."""
        hidden = frozenset(segments)
        if hidden != self._hidden:
            self._hidden = hidden
            self.segments_changed.emit()

    def toggle(self, segment: str) -> None:
        """Show a hidden segment, hide a shown one."""
        self.set_hidden(self._hidden ^ {segment})

    def isolate(self, segment: str) -> None:
        """Show one segment only."""
        self.set_hidden(frozenset(self._known) - {segment})

    def show_all(self) -> None:
        """Hide nothing."""
        self.set_hidden(())

    # -- highlighted

    @property
    def segments(self) -> frozenset[str]:
        """The segments that are highlighted: the one pointed at, else those picked. None: all look alike."""
        return self._picked if self._pointed is None else frozenset((self._pointed,))

    @property
    def picked(self) -> frozenset[str]:
        """The segments that the person picked, which stay highlighted until others are."""
        return self._picked

    def select_segments(self, segments: Iterable[str]) -> None:
        """Pick just these segments."""
        chosen = frozenset(segments)
        if chosen != self._picked:
            self._picked = chosen
            self.segments_changed.emit()

    def toggle_picked(self, segment: str) -> None:
        """Pick just one segment, or none if it was just that one."""
        self.select_segments(() if self._picked == {segment} else (segment,))

    def point_at(self, segment: str | None) -> None:
        """Highlight one segment for as long as the mouse or the focus is on it; None when it has left."""
        if segment != self._pointed:
            self._pointed = segment
            self.segments_changed.emit()

    # -- customers

    @property
    def customers(self) -> Rows:
        """Positions of the selected customers in the order of their key, ascending; read-only."""
        return self._customers

    def select_customers(self, rows: ArrayLike) -> None:
        """Select just the customers at these positions in the order of their key."""
        chosen = _rows(rows)
        if not np.array_equal(chosen, self._customers):
            self._customers = chosen
            self.customers_changed.emit()

    def clear_customers(self) -> None:
        """Select no customer."""
        self.select_customers(())

    # -- k

    @property
    def k(self) -> int | None:
        """The number of segments that is looked at on the Sweep tab, None for none."""
        return self._k

    def select_k(self, k: int | None) -> None:
        """Look at one number of segments."""
        if k != self._k:
            self._k = k
            self.k_changed.emit()


def _rows(values: ArrayLike) -> Rows:
    rows = np.array(values, np.int64)
    if np.any(rows[1:] <= rows[:-1]):
        # Not numpy's own unique, which takes a second for a million.
        rows.sort()
        rows = rows[np.concatenate(([True], rows[1:] != rows[:-1]))]
    rows.setflags(write=False)
    return rows

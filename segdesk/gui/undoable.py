"""What a person does to an open project, as Undo knows it."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QUndoCommand

from segdesk.project.settings import Settings
from segdesk.tasks.messages import Failure

if TYPE_CHECKING:
    from segdesk.gui.bridge import Bridge

MERGED_WITHIN = 0.8
"""Seconds between two changes of one setting that Undo takes back together."""


class SettingsChange(QUndoCommand):
    """One change of the settings; an arrow that is held down makes one of many."""

    def __init__(self, bridge: "Bridge", old: Settings, new: Settings, text: str) -> None:
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
        if not isinstance(other, SettingsChange) or other._made - self._made > MERGED_WITHIN:
            return False
        self._new, self._made = other._new, other._made
        return True


class Edit(QUndoCommand):
    """One change of what the project holds.

    Parameters
    ----------
    call
        The function that makes the change, and its arguments after the project.
    back
        Takes it back, given what the function returned.
    failed
        Told why the change could not be made.
    """

    def __init__(
        self,
        bridge: "Bridge",
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

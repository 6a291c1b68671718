"""Changes of names on their way through the worker into the settings, one after the other."""

from collections import deque
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from segdesk.gui.bridge import Bridge
from segdesk.project.settings import Settings
from segdesk.tasks.messages import Failure


@dataclass(frozen=True)
class _Change:
    """What is to be done, and how Undo calls it."""

    text: str
    function: str
    args: tuple[Any, ...]


class LabelEdits(QObject):
    """The queue of changes.

    The worker works out the settings that a change leads to, from those that it has; so the next change
    starts only when the last one is stored.

    Attributes
    ----------
    failed
        A `Failure`: a change was refused.
    """

    failed = Signal(object)

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._waiting: deque[_Change] = deque()
        self._now: _Change | None = None

    @property
    def busy(self) -> bool:
        """Whether a change is on its way."""
        return self._now is not None

    def add(self, text: str, function: str, *args: Any) -> None:
        """Make a change.

        Parameters
        ----------
        text
            What Undo calls it.
        function
            Of `segdesk.steps.label_edits`; it gets the project and ``args``, and returns the new settings.
        """
        self._waiting.append(_Change(text, f"segdesk.steps.label_edits:{function}", args))
        self._next()

    def _next(self) -> None:
        if self._now is None and self._waiting:
            self._now = self._waiting.popleft()
            self._bridge.edit(
                self, self._now.function, *self._now.args, then=self._on_made, failed=self._on_failed
            )

    def _on_made(self, new: Settings) -> None:
        change, self._now = self._now, None
        held = self._bridge.held
        if change is not None and held is not None:
            # Only the labels: what was changed elsewhere meanwhile stays.
            settings = held.settings.model_copy(update={"labels": new.labels})
            self._bridge.change_settings(settings, change.text)
        self._next()

    def _on_failed(self, failure: Failure) -> None:
        self._now = None
        self.failed.emit(failure)
        self._next()

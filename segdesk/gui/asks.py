"""What was asked of the worker and is not answered yet."""

import weakref
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import shiboken6
from PySide6.QtCore import QObject

from segdesk.tasks.messages import Call, Failure, Lane


@dataclass(frozen=True)
class Ask:
    """A question on its way.

    Attributes
    ----------
    first
        Whether no run may begin before the answer is known.
    """

    number: int
    lane: Lane
    function: str
    args: tuple[Any, ...]
    then: Callable[[Any], None] | None
    failed: Callable[[Failure], None] | None
    first: bool = False

    @property
    def call(self) -> Call:
        """The question as the worker gets it."""
        return Call(self.number, self.lane, self.function, self.args)


class Asks:
    """The open questions by number, each with who wants to know."""

    def __init__(self, everyone: QObject) -> None:
        self._everyone = everyone
        self._open: dict[int, tuple[weakref.ref[QObject], Ask]] = {}

    def add(self, owner: QObject, ask: Ask) -> tuple[int, ...]:
        """Keep a question, and return the numbers of those that it makes pointless."""
        old: tuple[int, ...] = ()
        if ask.lane in (Lane.READ, Lane.CLOUD):
            old = tuple(
                number
                for number, (who, kept) in self._open.items()
                if kept.lane is ask.lane and kept.function == ask.function and who() is owner
            )
        for number in old:
            del self._open[number]
        self._open[ask.number] = (weakref.ref(owner), ask)
        return old

    def pop(self, number: int) -> Ask | None:
        """Return a question that is answered now, None if nobody wants to know any more."""
        owner, ask = self._open.pop(number, (None, None))
        living = owner() if owner else None
        if ask is None or living is None or not shiboken6.isValid(living):
            # An edit has happened all the same, so the caller has to look again at the project.
            return Ask(number, Lane.EDIT, "", (), None, None) if ask and ask.lane is Lane.EDIT else None
        return ask

    @property
    def editing(self) -> bool:
        """Whether a change is on its way."""
        return any(ask.lane is Lane.EDIT for _, ask in self._open.values())

    @property
    def holding(self) -> bool:
        """Whether no run may begin yet."""
        return any(ask.first or ask.lane is Lane.EDIT for _, ask in self._open.values())

    def waiting(self) -> tuple[Call, ...]:
        """Return every open question, in order: for a worker that takes another's place."""
        return tuple(ask.call for _, ask in self._open.values())

    def forget_all(self) -> None:
        """Drop every question."""
        self._open.clear()

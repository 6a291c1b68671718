"""What the window and the worker process say to each other; light to import on either side."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from segdesk.errors import OverBudget, SegdeskError
from segdesk.tasks.task import Progress


class Lane(StrEnum):
    """Where in the worker a call runs; lanes do not wait for each other."""

    READ = "read"
    CLOUD = "cloud"
    """Questions to another machine, which may keep them waiting."""
    EDIT = "edit"
    RUN = "run"
    """Long work, one at a time: its function also gets a `Task`, as its last argument."""


@dataclass(frozen=True)
class Call:
    """Run a function in the worker.

    Attributes
    ----------
    number
        Names the call in its replies.
    function
        ``module:name``; its first argument is what `Open` opened.
    """

    number: int
    lane: Lane
    function: str
    args: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Open:
    """Open what every later call gets as its first argument; lets go of what was open before."""

    number: int
    function: str
    args: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Warm:
    """Import modules that later calls will need, and then call functions that get them ready."""

    modules: tuple[str, ...]
    functions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cancel:
    """Stop a run at its next check, and forget a read that has not begun."""

    number: int


@dataclass(frozen=True)
class End:
    """Close what is open, and end."""


@dataclass(frozen=True)
class Allowance:
    """What a statement that was not allowed would have needed.

    Attributes
    ----------
    byte_cap
        Bytes that one statement may bill.
    budget
        US dollars that the whole project may cost.
    """

    byte_cap: int
    budget: float


@dataclass(frozen=True)
class Failure:
    """An error as a person reads it.

    Attributes
    ----------
    what, why, todo
        What happened, the reason where it is known, and what to do.
    details
        For whoever helps that person; never holds customers' data.
    needs
        With what it would have run, where it was only too expensive.
    """

    what: str
    why: str = ""
    todo: str = ""
    details: str = ""
    needs: Allowance | None = None

    @classmethod
    def of(cls, error: SegdeskError) -> "Failure":
        """Return an error of segdesk's own as a failure."""
        needs = Allowance(error.byte_cap, error.budget) if isinstance(error, OverBudget) else None
        return cls(error.what, error.why, error.todo, needs=needs)

    def __str__(self) -> str:
        """Return the failure as one line."""
        return str(SegdeskError(self.what, self.why, self.todo))


@dataclass(frozen=True)
class Answer:
    """A call has ended well."""

    number: int
    value: Any


@dataclass(frozen=True)
class Refusal:
    """A call has failed."""

    number: int
    failure: Failure


@dataclass(frozen=True)
class Stopped:
    """A call was cancelled."""

    number: int


@dataclass(frozen=True)
class Progressed:
    """How far a run is."""

    number: int
    progress: Progress


@dataclass(frozen=True)
class PartialResult:
    """A result that is ready before its run is."""

    number: int
    value: Any


@dataclass(frozen=True)
class Outside:
    """Whether a run has something running on another machine, which it has to stop there itself."""

    number: int
    runs: bool


@dataclass(frozen=True)
class Lost:
    """The worker process has ended without being asked to.

    Attributes
    ----------
    exit_code
        As multiprocessing reports it: negative for a signal; None if unknown.
    """

    exit_code: int | None


Request = Call | Open | Warm | Cancel | End
Reply = Answer | Refusal | Stopped | Progressed | PartialResult | Outside | Lost

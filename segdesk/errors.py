"""The one family of errors that a person is meant to read."""


class SegdeskError(Exception):
    """Something that the person at the keyboard can understand and act on.

    Parameters
    ----------
    what
        What happened, as a sentence without its full stop.
    why
        The reason, where it is known.
    todo
        What to do about it.
    """

    def __init__(self, what: str, why: str = "", todo: str = "") -> None:
        self.what = what
        self.why = why
        self.todo = todo
        super().__init__(what, why, todo)

    def __str__(self) -> str:
        """Return the error as one line: what happened: why. What to do."""
        head = f"{self.what}: {self.why}" if self.why else self.what
        parts = [part.rstrip(".") + "." for part in (head, self.todo) if part]
        return " ".join(" ".join(parts).split())


class UsageError(SegdeskError):
    """A wrong option, or a combination of options that makes no sense."""


class InputError(SegdeskError):
    """Data that cannot be used as it is: a missing table, a wrong type, too few customers."""


class ProjectError(SegdeskError):
    """A project file that cannot be opened, read or written."""


class WarehouseError(SegdeskError):
    """A statement or a source that the warehouse refuses."""


class SignInNeeded(WarehouseError):  # noqa: N818 - read by a person, who knows it as a request
    """The warehouse does not know who asks, or does not believe it any more: a person has to sign in."""


class OverBudget(WarehouseError):  # noqa: N818 - read by a person, who knows it as a refusal
    """A statement that would cost more than was allowed, and has not run.

    Parameters
    ----------
    byte_cap
        The bytes that one statement would have to be allowed.
    budget
        The US dollars that the project would have to be allowed, all its statements together.
    """

    def __init__(self, what: str, why: str, todo: str, *, byte_cap: int, budget: float) -> None:
        self.byte_cap = byte_cap
        self.budget = budget
        super().__init__(what, why, todo)

    def __reduce__(self) -> tuple[object, ...]:
        """Return how a copy is made in another process."""
        return _over_budget, (self.what, self.why, self.todo, self.byte_cap, self.budget)


def _over_budget(what: str, why: str, todo: str, byte_cap: int, budget: float) -> OverBudget:
    return OverBudget(what, why, todo, byte_cap=byte_cap, budget=budget)


class ActivationError(SegdeskError):
    """A file that cannot be written, or that the platform would reject."""

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


class ActivationError(SegdeskError):
    """A file that cannot be written, or that the platform would reject."""

"""The seven steps, and the states that one can be in."""

from enum import StrEnum


class Step(StrEnum):
    """The seven steps, in their order."""

    CONNECT = "connect"
    FEATURES = "features"
    SWEEP = "sweep"
    CLUSTERS = "clusters"
    LABELS = "labels"
    EMAILS = "emails"
    EXPORT = "export"

    @property
    def before(self) -> "Step | None":
        """The step that this one stands on."""
        steps = list(Step)
        index = steps.index(self)
        return steps[index - 1] if index else None


class State(StrEnum):
    """What a step's tab says."""

    EMPTY = "empty"
    FRESH = "fresh"
    OUT_OF_DATE = "out of date"
    RUNNING = "running"
    FAILED = "failed"

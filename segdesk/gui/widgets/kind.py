"""What a message or a badge is about: its colours and its icon go together."""

from enum import StrEnum

from segdesk.gui.colours import Colour


class Kind(StrEnum):
    """How good or bad something is; the icon says so to whoever does not see the colour."""

    NEUTRAL = "neutral"
    INFO = "info"
    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"

    @property
    def colour(self) -> Colour:
        """The colour of its icon."""
        return Colour.MUTED if self is Kind.NEUTRAL else Colour(self.value)

    @property
    def icon(self) -> str:
        """The name of its icon."""
        return _ICONS[self]


_ICONS = {
    Kind.NEUTRAL: "dot",
    Kind.INFO: "info",
    Kind.GOOD: "approve",
    Kind.WARNING: "warning",
    Kind.BAD: "error",
}

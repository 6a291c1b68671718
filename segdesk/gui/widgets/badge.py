"""A small pill with an icon and a word."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from segdesk.gui.theme import TIGHT, Theme
from segdesk.gui.widgets.icon_label import IconLabel
from segdesk.gui.widgets.kind import Kind
from segdesk.gui.widgets.mark import mark
from segdesk.project.step import State


@dataclass(frozen=True)
class Look:
    """How a badge looks that says what became of something: in words, and without colour too."""

    text: str
    kind: Kind
    icon: str


@dataclass(frozen=True)
class StateLook:
    """How the state of a step looks, on its tab and anywhere else."""

    icon: str
    kind: Kind


STATE_LOOKS: Mapping[State, StateLook] = MappingProxyType(
    {
        State.EMPTY: StateLook("state-empty", Kind.NEUTRAL),
        State.FRESH: StateLook("state-fresh", Kind.GOOD),
        State.OUT_OF_DATE: StateLook("state-stale", Kind.WARNING),
        State.RUNNING: StateLook("state-running", Kind.INFO),
        State.FAILED: StateLook("state-failed", Kind.BAD),
    }
)


def state_text(state: State) -> str:
    """Return what a person calls the state of a step."""
    return {
        State.EMPTY: QCoreApplication.translate("Badge", "Not run yet"),
        State.FRESH: QCoreApplication.translate("Badge", "Up to date"),
        State.OUT_OF_DATE: QCoreApplication.translate("Badge", "Out of date"),
        State.RUNNING: QCoreApplication.translate("Badge", "Running"),
        State.FAILED: QCoreApplication.translate("Badge", "Failed"),
    }[state]


class Badge(QFrame):
    """A word with an icon on a soft ground, as wide as it must be."""

    def __init__(
        self, theme: Theme, text: str = "", kind: Kind = Kind.NEUTRAL, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon = IconLabel(theme, kind.icon, 14, kind.colour)
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout(self)
        row.setContentsMargins(TIGHT * 2, 0, TIGHT * 2, 0)
        row.setSpacing(TIGHT)
        row.addWidget(self._icon)
        row.addWidget(self._text)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        self.show_text(text, kind)

    def show_text(self, text: str, kind: Kind = Kind.NEUTRAL, icon: str = "") -> None:
        """Show another word; the kind's own icon where none is named."""
        self._icon.show_icon(icon or kind.icon, kind.colour)
        self._text.setText(text)
        self.setAccessibleName(text)
        mark(self, "badge", kind.value)

    def show_look(self, look: Look) -> None:
        """Show what became of something."""
        self.show_text(look.text, look.kind, look.icon)

    def show_state(self, state: State) -> None:
        """Show the state of a step."""
        look = STATE_LOOKS[state]
        self.show_text(state_text(state), look.kind, look.icon)

    @property
    def text(self) -> str:
        """The word shown."""
        return self._text.text()

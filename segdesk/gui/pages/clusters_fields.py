"""The fields of a customer, two columns of text that is all there and can be marked and copied."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QTextEdit, QWidget

from segdesk.gui.theme import TIGHT, Colour, Theme
from segdesk.gui.views import copying
from segdesk.gui.views.formatting import text_of

_TITLES = 38
"""Per cent of the width."""


@dataclass(frozen=True)
class Field:
    """One field.

    Attributes
    ----------
    title
        For a person, with its unit.
    value
        Text, a number, a date or a list; None where there is none.
    """

    title: str
    value: Any


class FieldList(QTextEdit):
    """Titles at the left, values at the right, long ones over several lines."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._fields: tuple[Field, ...] = ()
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setProperty("bare", True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDocumentMargin(0)
        theme.changed.connect(self._on_theme_changed)

    def show_fields(self, fields: Sequence[Field]) -> None:
        """Show these fields; the place that is scrolled to stays."""
        self._fields = tuple(fields)
        place = self.verticalScrollBar().value()
        self._fill()
        self.verticalScrollBar().setValue(place)

    def copy_all(self, headers: tuple[str, str]) -> None:
        """Copy all fields as a table with these headers, every digit kept."""
        copying.to_clipboard(headers, [(field.title, field.value) for field in self._fields])

    def _fill(self) -> None:
        muted, line = (self._theme.colour(role).name() for role in (Colour.MUTED, Colour.GRID))
        room = self._theme.size(TIGHT)
        rows = "".join(
            f"<tr><td width='{_TITLES}%' style='color:{muted}; padding:{room}px {2 * room}px {room}px 0;"
            f" border-bottom:1px solid {line}'>{escape(field.title)}</td>"
            f"<td style='padding:{room}px 0; border-bottom:1px solid {line}'>"
            f"{escape(text_of(field.value)) or '–'}</td></tr>"
            for field in self._fields
        )
        self.setHtml(f"<table width='100%' cellspacing='0' style='border-collapse:collapse'>{rows}</table>")

    @Slot()
    def _on_theme_changed(self) -> None:
        self._fill()

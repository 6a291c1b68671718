"""Labelled settings, each with a sentence of help."""

from dataclasses import dataclass, replace
from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QGridLayout, QLabel, QSizePolicy, QWidget

from segdesk.gui.theme import GAP, TIGHT, Theme
from segdesk.gui.widgets.calm import calm
from segdesk.gui.widgets.mark import mark

_BETWEEN = GAP + TIGHT


class Names(Enum):
    """Where the names of the settings stand."""

    BESIDE = "beside"
    """At the left of their fields, where there is room for two columns."""
    ABOVE = "above"
    """Above them, in a narrow column."""


@dataclass(frozen=True)
class _Row:
    """The parts of one setting."""

    label: QLabel
    help: QLabel
    sentence: str
    room: int
    is_shown: bool = True


class Form(QWidget):
    """Settings with their names, and help or what is wrong below the field."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, names: Names = Names.BESIDE) -> None:
        super().__init__(parent)
        self._theme = theme
        self._names = names
        self._rows: dict[QWidget, _Row] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP * 2)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)

    def add_section(self, title: str) -> None:
        """Begin a group of settings with a title of its own."""
        label = QLabel(title)
        label.setProperty("role", "section")
        number = self._grid.rowCount()
        self._grid.addWidget(label, number, 0, 1, 2)
        self._grid.setRowMinimumHeight(number + 1, GAP)

    def add_row(self, name: str, field: QWidget, help_text: str = "") -> None:
        """Add a setting.

        Parameters
        ----------
        name
            What it is called; also the field's accessible name, unless it has one. An ``&`` makes a mnemonic.
        field
            The control.
        help_text
            One or two sentences below the field.
        """
        label = QLabel(name)
        label.setBuddy(field)
        if not field.accessibleName():
            field.setAccessibleName(name.replace("&", ""))
        for inner in (field, *field.findChildren(QWidget)):
            if isinstance(inner, QAbstractSpinBox | QComboBox):
                calm(inner)
        top = self._grid.rowCount()
        below = top + (1 if self._names is Names.BESIDE else 2)
        row = _Row(label, QLabel(), help_text, room=below + 1)
        row.help.setWordWrap(True)
        row.help.setTextFormat(Qt.TextFormat.PlainText)
        row.help.setContentsMargins(0, TIGHT, 0, 0)
        self._rows[field] = row
        self._place(row, field, top)
        self._say(field, help_text, "small")

    def set_error(self, field: QWidget, text: str) -> None:
        """Mark a field as wrong and say why below it; an empty text takes that away."""
        mark(field, "bad", bool(text))
        if text:
            self._say(field, text, "bad")
        else:
            self._say(field, self._rows[field].sentence, "small")

    def set_help(self, field: QWidget, text: str) -> None:
        """Show another help text below a field."""
        self._rows[field] = replace(self._rows[field], sentence=text)
        self._say(field, text, "small")

    def set_shown(self, field: QWidget, shown: bool) -> None:
        """Show or hide a setting with all that belongs to it."""
        row = self._rows[field] = replace(self._rows[field], is_shown=shown)
        row.label.setVisible(shown)
        field.setVisible(shown)
        row.help.setVisible(shown and bool(row.help.text()))
        self._grid.setRowMinimumHeight(row.room, _BETWEEN if shown else 0)

    def set_usable(self, field: QWidget, usable: bool) -> None:
        """Let a setting be changed or not."""
        self._rows[field].label.setEnabled(usable)
        field.setEnabled(usable)

    def _place(self, row: _Row, field: QWidget, top: int) -> None:
        """Put a setting on the grid: its name, its field, its help, and the room below."""
        tall = field.sizePolicy().verticalPolicy() is QSizePolicy.Policy.Expanding
        side = Qt.AlignmentFlag.AlignTop if tall else Qt.AlignmentFlag.AlignVCenter
        if self._names is Names.BESIDE:
            self._grid.addWidget(row.label, top, 0, side)
            self._grid.addWidget(field, top, 1)
            self._grid.addWidget(row.help, top + 1, 1)
        else:
            row.label.setContentsMargins(0, 0, 0, TIGHT)
            self._grid.addWidget(row.label, top, 0, 1, 2)
            self._grid.addWidget(field, top + 1, 0, 1, 2)
            self._grid.addWidget(row.help, top + 2, 0, 1, 2)
        self._grid.setRowMinimumHeight(row.room, _BETWEEN)

    def _say(self, field: QWidget, text: str, role: str) -> None:
        row = self._rows[field]
        line = row.help
        line.setText(text)
        line.setVisible(row.is_shown and bool(text))
        mark(line, "role", role)
        field.setAccessibleDescription(text)

"""What is known of an email: what the checks say, and what it was made from."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from segdesk.gui.pages import emails_words as words
from segdesk.gui.sentences import said, word
from segdesk.gui.theme import GAP, PAD, TIGHT, Theme
from segdesk.gui.widgets.icon_label import IconLabel
from segdesk.gui.widgets.kind import Kind
from segdesk.gui.widgets.swatch import Swatch
from segdesk.review.emails import Email, EmailStatus


class CheckLines(QWidget):
    """Each thing that the checks find, or that they find nothing."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lines: list[QWidget] = []
        self.text = ""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(TIGHT)

    def show_email(self, email: Email) -> None:
        """Show what is said of an email."""
        kind = Kind.WARNING
        found = tuple(map(said, email.row.checks))
        if email.row.status in (EmailStatus.REFUSED, EmailStatus.FAILED) and not found:
            found = (self.tr("No email was written."),)
        if not found:
            kind, found = Kind.GOOD, (self.tr("The checks find nothing wrong."),)
        if "\n".join(found) == self.text:
            return
        self.text = "\n".join(found)
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = [self._line(kind, each) for each in found]
        for line in self._lines:
            self._column.addWidget(line)
        self.setAccessibleName(self.tr("Checks"))
        self.setAccessibleDescription(self.text)

    def _line(self, kind: Kind, text: str) -> QWidget:
        line = QWidget()
        label = _selectable(text)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(IconLabel(self._theme, kind.icon, 16, kind.colour), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label, 1)
        return line


class EmailFacts(QScrollArea):
    """Checks, and the facts about the customer and the segment."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.checks = CheckLines(theme)
        self._values: dict[str, QLabel] = {}
        self._swatch = Swatch(theme, "seg_0")
        inside = QWidget()
        inside.setProperty("page", True)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, TIGHT, GAP, 0)
        column.setSpacing(GAP)
        column.addWidget(_section(self.tr("What the checks say")))
        column.addWidget(self.checks)
        column.addSpacing(GAP)
        column.addWidget(_section(self.tr("What it was made from")))
        column.addLayout(self._grid())
        column.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(self.tr("Facts"))

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(PAD)
        grid.setVerticalSpacing(GAP)
        grid.setColumnStretch(1, 1)
        names = {
            "segment": self.tr("Segment"),
            "designation": self.tr("About it"),
            "tone": self.tr("Tone"),
            "country": self.tr("Country"),
            "language": self.tr("Language"),
            "address": self.tr("Address"),
            "words": self.tr("Words"),
        }
        top = Qt.AlignmentFlag.AlignTop
        for place, (key, name) in enumerate(names.items()):
            title, value = QLabel(name), _selectable("")
            title.setProperty("role", "muted")
            value.setAccessibleName(name)
            self._values[key] = value
            grid.addWidget(title, place, 0, top)
            if key == "segment":
                row = QHBoxLayout()
                row.setSpacing(GAP)
                row.addWidget(self._swatch)
                row.addWidget(value, 1)
                grid.addLayout(row, place, 1)
            else:
                grid.addWidget(value, place, 1)
        return grid

    def show_email(self, email: Email) -> None:
        """Show what is known of an email."""
        row = email.row
        self.checks.show_email(email)
        self._swatch.show_segment(row.segment)
        own = email.review.subject is not None or email.review.body is not None
        values = {
            "segment": f"{row.label} ({row.segment})" if row.label else row.segment,
            "designation": email.designation,
            "tone": words.tone_text(email.tone),
            "country": row.country or self.tr("Not known"),
            "language": word("language", email.language_name),
            "address": row.address or self.tr("None"),
            "words": self.tr("Your own") if own else self.tr("As they were written"),
        }
        for key, text in values.items():
            self._values[key].setText(text)

    def value(self, key: str) -> str:
        """Return what is shown for a fact."""
        return self._values[key].text()


def _section(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "strong")
    return label


def _selectable(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label

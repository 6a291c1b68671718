"""What the account may do in BigQuery, and what an administrator would have to run."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from segdesk.gui.bridge import Ended
from segdesk.gui.context import Context
from segdesk.gui.sentences import said
from segdesk.gui.theme import GAP, PAD, ROOM, TIGHT
from segdesk.gui.widgets.icon_label import IconLabel
from segdesk.gui.widgets.kind import Kind
from segdesk.gui.widgets.notice import Notice
from segdesk.tasks.messages import Failure
from segdesk.warehouse.bigquery.check import Check, State

CREATE = "make what is missing"
"""The name of the job that makes something."""

_KINDS = {State.OK: Kind.GOOD, State.MISSING: Kind.BAD, State.UNKNOWN: Kind.WARNING}


class AccessDialog(QDialog):
    """A list of checks, each with what it is for and how to put it right."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Access to BigQuery"))
        self._context, self._bridge, self._theme = context, context.bridge, context.theme
        self._makes = False
        self.summary = QLabel(self)
        self.summary.setWordWrap(True)
        self.notice = Notice(self._theme, self)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setAccessibleName(self.tr("Checks"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.again = QPushButton(self.tr("Check again"), self)
        buttons.addButton(self.again, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        self.again.clicked.connect(self._check)
        column = QVBoxLayout(self)
        column.setContentsMargins(ROOM, ROOM, ROOM, PAD)
        column.setSpacing(PAD)
        for part in (self.summary, self.notice):
            column.addWidget(part)
        column.addWidget(self._area, 1)
        column.addWidget(buttons)
        self.resize(self._theme.size(760), self._theme.size(620))
        self._bridge.ended.connect(self._on_ended)
        self._check()

    @Slot()
    def _check(self) -> None:
        self.notice.clear()
        self.again.setEnabled(False)
        self.summary.setText(self.tr("Asking Google what this account may do…"))
        self._bridge.ask(self, "segdesk.steps.access:check", then=self._on_checked, failed=self._on_failed)

    def _on_checked(self, found: Sequence[Check]) -> None:
        self.again.setEnabled(True)
        self.summary.setText(self._summary(found))
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, GAP, 0)
        column.setSpacing(PAD)
        for each in found:
            column.addWidget(self._row(each, content))
        column.addStretch()
        self._area.setWidget(content)

    def _summary(self, found: Sequence[Check]) -> str:
        missing = sum(each.in_the_way for each in found)
        unknown = sum(each.state is State.UNKNOWN for each in found)
        if missing == 1:
            return self.tr("One thing is missing. Send the line below it to an administrator.")
        if missing:
            text = self.tr("{count} things are missing. Send the lines below them to an administrator.")
            return text.format(count=missing)
        if unknown == 1:
            return self.tr("Nothing is known to be missing; one thing could not be looked at.")
        if unknown:
            text = self.tr("Nothing is known to be missing; {count} things could not be looked at.")
            return text.format(count=unknown)
        return self.tr("Everything that is needed is there.")

    def _row(self, check: Check, parent: QWidget) -> QWidget:
        row = QWidget(parent)
        row.setAccessibleName(f"{self._state_text(check.state)}: {check.purpose}")
        kind = _KINDS[check.state]
        words = QVBoxLayout()
        words.setSpacing(TIGHT)
        head = _text(f"{self._state_text(check.state)}: {said(check.purpose)}", row, "strong")
        words.addWidget(head)
        about = " · ".join(part for part in (check.subject, check.role, said(check.found)) if part)
        words.addWidget(_text(about, row, "muted"))
        if check.remedy:
            words.addLayout(self._remedy(check, row))
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP)
        line.addWidget(IconLabel(self._theme, kind.icon, 18, kind.colour), 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        return row

    def _remedy(self, check: Check, parent: QWidget) -> QHBoxLayout:
        lines = "\n".join(check.remedy)
        text = _text(lines, parent, "")
        text.setFont(self._theme.mono)
        copy = QPushButton(self.tr("Copy"), parent)
        copy.setAccessibleName(self.tr("Copy the lines for {subject}").format(subject=check.subject))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(lines))
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(text, 1)
        row.addWidget(copy, 0, Qt.AlignmentFlag.AlignTop)
        if check.can_create:
            create = QPushButton(self.tr("Create"), parent)
            create.setAccessibleName(self.tr("Create {subject}").format(subject=check.subject))
            create.clicked.connect(lambda: self._create(check))
            row.addWidget(create, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _state_text(self, state: State) -> str:
        return {
            State.OK: self.tr("There"),
            State.MISSING: self.tr("Missing"),
            State.UNKNOWN: self.tr("Not known"),
        }[state]

    def _create(self, check: Check) -> None:
        if self._bridge.running is not None:
            self.notice.show_message(
                Kind.WARNING, self.tr("Something is running. Try again when it has ended")
            )
            return
        self._makes = True
        self._bridge.job(CREATE, "segdesk.steps.access:create", check)

    @Slot(object)
    def _on_ended(self, ended: Ended) -> None:
        if not self._makes or ended.what != CREATE:
            return
        self._makes = False
        if ended.failure is not None:
            self._on_failed(ended.failure)
        else:
            self._check()

    def _on_failed(self, failure: Failure) -> None:
        self.again.setEnabled(True)
        self.summary.setText(self.tr("The checks could not be made."))
        self.notice.show_message(Kind.BAD, failure.what, failure.why, failure.todo)


def _text(text: str, parent: QWidget, role: str) -> QLabel:
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("role", role)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label

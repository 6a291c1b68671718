"""The form in which a person puts an email into their own words."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QTextOption
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from segdesk.gui.theme import GAP, TIGHT, Theme
from segdesk.gui.widgets.mark import mark
from segdesk.project.email_review import LONGEST_BODY, LONGEST_SUBJECT
from segdesk.review.emails import Email


class EmailEditor(QWidget):
    """Subject and text of one email. Ctrl+S saves; Escape leaves as long as nothing was changed.

    Attributes
    ----------
    saved
        Subject and text, which can be kept.
    cancelled
        The person wants nothing changed.
    """

    saved = Signal(str, str)
    cancelled = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._begun = ("", "")
        self._written = ("", "")
        self.subject = QLineEdit()
        self.subject.setAccessibleName(self.tr("Subject"))
        self.body = QPlainTextEdit()
        self.body.setAccessibleName(self.tr("Text"))
        self.body.setTabChangesFocus(True)
        self.fault = QLabel()
        self.fault.setProperty("role", "bad")
        self.fault.setWordWrap(True)
        self.save = QPushButton(self.tr("Save"))
        self.cancel = QPushButton(self.tr("Cancel"))
        self.original = QPushButton(self.tr("Original text"))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        keys = QKeySequence(QKeySequence.StandardKey.Save).toString(QKeySequence.SequenceFormat.NativeText)
        self.save.setToolTip(
            self.tr("Keep the text and check it again ({keys})").format(keys=keys or "Ctrl+S")
        )
        self.original.setToolTip(self.tr("Begin again with what was written for you"))
        self.original.setProperty("flat", True)
        self._theme.dress(self.save, "save")
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        buttons.addWidget(self.save)
        buttons.addWidget(self.cancel)
        buttons.addStretch(1)
        buttons.addWidget(self.original)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(TIGHT)
        for title, field, stretch in (
            (self.tr("Subject"), self.subject, 0),
            (self.tr("Text, with its greeting and closing line"), self.body, 1),
        ):
            label = QLabel(title)
            label.setBuddy(field)
            column.addWidget(label)
            column.addWidget(field, stretch)
            column.addSpacing(TIGHT)
        column.addWidget(self.fault)
        column.addLayout(buttons)

    def _connect(self) -> None:
        self.subject.textChanged.connect(self._on_typed)
        self.body.textChanged.connect(self._on_typed)
        self.save.clicked.connect(self.save_texts)
        self.cancel.clicked.connect(self.cancelled)
        self.original.clicked.connect(self._on_original)
        save = QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self)
        if save.key().isEmpty():  # some desktops have no key for it
            save.setKey(QKeySequence("Ctrl+S"))
        save.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        save.activated.connect(self.save_texts)

    # -- what is typed

    def begin(self, email: Email) -> None:
        """Begin with an email as it is now."""
        self._written = (email.written_subject, email.written_body)
        self._begun = (email.row.subject, email.body)
        side = Qt.LayoutDirection.RightToLeft if email.right_to_left else Qt.LayoutDirection.LeftToRight
        self.subject.setLayoutDirection(side)
        option = QTextOption(self.body.document().defaultTextOption())
        option.setTextDirection(side)
        self.body.document().setDefaultTextOption(option)
        self._fill(self._begun)
        self.subject.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def texts(self) -> tuple[str, str]:
        """Subject and text as they stand."""
        return self.subject.text().strip(), self.body.toPlainText().strip()

    @property
    def changed(self) -> bool:
        """Whether the person has changed anything."""
        return self.texts != (self._begun[0].strip(), self._begun[1].strip())

    @property
    def wrong(self) -> str:
        """What keeps the texts from being saved, empty if nothing does."""
        return self._wrong()[0]

    def type_in(self, subject: str, body: str) -> None:
        """Put in what was typed before."""
        self._fill((subject, body))

    @Slot()
    def save_texts(self) -> None:
        """Save what is typed, if it is new and can be."""
        if self.changed and not self.wrong:
            self.saved.emit(*self.texts)
        elif not self.changed:
            self.cancelled.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave with Escape, unless that would lose something."""
        if event.key() == Qt.Key.Key_Escape and not self.changed:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def _fill(self, texts: tuple[str, str]) -> None:
        self.subject.setText(texts[0])
        self.body.setPlainText(texts[1])

    def _wrong(self) -> tuple[str, QWidget | None]:
        """Return what keeps the texts from being saved, and in which field."""
        subject, body = self.texts
        if not subject:
            return self.tr("The subject is empty."), self.subject
        if not body:
            return self.tr("The text is empty. Reject the email if nobody is to get it."), self.body
        too_long = self.tr("{length} characters, at most {longest} are allowed.")
        if len(subject) > LONGEST_SUBJECT:
            return too_long.format(length=len(subject), longest=LONGEST_SUBJECT), self.subject
        if len(body) > LONGEST_BODY:
            return too_long.format(length=len(body), longest=LONGEST_BODY), self.body
        return "", None

    @Slot()
    def _on_typed(self) -> None:
        said, where = self._wrong()
        self.fault.setText(said)
        self.fault.setVisible(bool(said))
        for field in (self.subject, self.body):
            mark(field, "bad", field is where)
        self.save.setEnabled(self.changed and not said)
        self.original.setEnabled(self.texts != (self._written[0].strip(), self._written[1].strip()))

    @Slot()
    def _on_original(self) -> None:
        self._fill(self._written)
        self.subject.setFocus(Qt.FocusReason.OtherFocusReason)

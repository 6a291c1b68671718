"""One email: as the customer sees it, what is known of it, what a model would be asked, and its editor."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QPlainTextEdit, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from segdesk.gui.draft import Draft
from segdesk.gui.pages.emails_actions import ActionButton, EmailActions
from segdesk.gui.pages.emails_editor import EmailEditor
from segdesk.gui.pages.emails_facts import CheckLines, EmailFacts
from segdesk.gui.pages.emails_words import status_look
from segdesk.gui.theme import GAP, TIGHT, Theme
from segdesk.gui.views.email_page import EmailShown
from segdesk.gui.views.email_preview import EmailPreview
from segdesk.gui.widgets.badge import Badge
from segdesk.gui.widgets.card import Card
from segdesk.gui.widgets.empty import EmptyState
from segdesk.gui.widgets.flow import FlowLayout
from segdesk.review.emails import Email


class EmailDetail(Card):
    """The right side of the Emails page.

    Attributes
    ----------
    saved
        The `Email` as it was, and a person's own subject and text.
    editing_changed
        The editor was opened or left.
    failed
        A `Failure`: the browser could not be opened.
    """

    saved = Signal(object, str, str)
    editing_changed = Signal()
    failed = Signal(object)

    def __init__(self, theme: Theme, actions: EmailActions, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._email: Email | None = None
        self._edited: Email | None = None
        self.badge = Badge(theme)
        self.add_trailing(self.badge)
        self.preview = EmailPreview(theme)
        self.flags = CheckLines(theme)
        self.editor = EmailEditor(theme)
        self.facts = EmailFacts(theme)
        self.prompt = QPlainTextEdit(readOnly=True)
        self.prompt.setAccessibleName(self.tr("Prompt"))
        self.prompt.setTabChangesFocus(True)
        self.tabs = QTabWidget()
        self.nothing = EmptyState(theme, "emails", self.tr("No email selected"))
        self._stack = QStackedWidget()
        self._put_together(theme, actions)
        self.editor.saved.connect(self._on_saved)
        self.editor.cancelled.connect(self.stop_editing)
        self.preview.failed.connect(self.failed)
        self.show_email(None, 0)

    def _put_together(self, theme: Theme, actions: EmailActions) -> None:
        buttons = FlowLayout(TIGHT)
        icons = ("approve", "reject", "undo", "edit")
        self.buttons = tuple(
            ActionButton(theme, action, icon) for action, icon in zip(actions.all, icons, strict=True)
        )
        self.buttons[2].show_icon_only()
        for button in self.buttons:
            buttons.addWidget(button)
        email = QWidget()
        column = QVBoxLayout(email)
        column.setContentsMargins(0, GAP, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.flags)
        column.addWidget(self.preview, 1)
        self.tabs.addTab(email, self.tr("Email"))
        self.tabs.addTab(_below_tabs(self.facts), self.tr("Facts"))
        self.tabs.addTab(_below_tabs(self.prompt), self.tr("Prompt"))
        self.tabs.setTabToolTip(2, self.tr("What a language model would be asked; no name, no address"))
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setAccessibleName(self.tr("What is shown of the email"))
        whole = QWidget()
        both = QVBoxLayout(whole)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(GAP)
        both.addLayout(buttons)
        both.addWidget(self.tabs, 1)
        for part in (self.nothing, whole, self.editor):
            self._stack.addWidget(part)
        self.body.addWidget(self._stack, 1)

    # -- what it shows

    @property
    def email(self) -> Email | None:
        """The email that is shown."""
        return self._email

    @property
    def editing(self) -> bool:
        """Whether an email is being put into other words."""
        return self._edited is not None

    def show_email(self, email: Email | None, selected: int) -> None:
        """Show an email, the one looked at among those selected; an open editor stays."""
        self._email = email
        if self.editing:
            return
        self._stack.setCurrentIndex(0 if email is None else 1)
        self.badge.setVisible(email is not None)
        if email is None:
            self.set_title("")
            self.preview.show_email(None)
            return
        look = status_look(email.row.status)
        self.badge.show_look(look)
        title = self.tr("Customer {customer}").format(customer=email.row.customer)
        note = self.tr("{count} emails are selected.").format(count=selected) if selected > 1 else ""
        self.set_title(title, note)
        self.flags.show_email(email)
        self.flags.setVisible(bool(email.row.checks))
        self._show_paper(_shown(email))
        self.facts.show_email(email)
        self._show_prompt(email)

    def _show_paper(self, shown: EmailShown) -> None:
        if shown != self.preview.email:
            self.preview.show_email(shown)

    def _show_prompt(self, email: Email) -> None:
        text = email.prompt
        if text is None:
            text = self.tr("The notebook has no prompt for this customer.")
        if text != self.prompt.toPlainText():
            self.prompt.setPlainText(text)

    # -- editing

    def start_editing(self) -> None:
        """Open the editor on the email that is shown."""
        if self._email is None or self.editing:
            return
        self._edited = self._email
        self._stack.setCurrentWidget(self.editor)
        self.editor.begin(self._email)
        self.editing_changed.emit()

    @Slot()
    def stop_editing(self) -> None:
        """Leave the editor and what was typed there."""
        if self.editing:
            self._edited = None
            self.show_email(self._email, 1)
            self.editing_changed.emit()

    @property
    def draft(self) -> Draft | None:
        """What is typed into the editor and not saved."""
        if self._edited is None or not self.editor.changed:
            return None
        said = self.tr("You have changed the email to {customer} and not saved it.")
        content = (self._edited, *self.editor.texts)
        return Draft(said.format(customer=self._edited.row.customer), self.editor.wrong, content)

    def resume(self, email: Email, subject: str, body: str) -> None:
        """Open the editor on what was typed before."""
        if not self.editing:
            self.show_email(email, 1)
            self.start_editing()
            self.editor.type_in(subject, body)

    @Slot(str, str)
    def _on_saved(self, subject: str, body: str) -> None:
        email = self._edited
        assert email is not None
        self.stop_editing()
        # Until the new text has been checked and comes back, it is shown as it was typed.
        self.preview.show_email(_shown(email, subject, body))
        self.saved.emit(email, subject, body)


def _shown(email: Email, subject: str | None = None, body: str | None = None) -> EmailShown:
    return EmailShown(
        subject=email.row.subject if subject is None else subject,
        body=email.body if body is None else body,
        recipient=email.row.address or "",
        language=email.row.language,
        right_to_left=email.right_to_left,
    )


def _below_tabs(part: QWidget) -> QWidget:
    room = QWidget()
    column = QVBoxLayout(room)
    column.setContentsMargins(0, GAP + TIGHT, 0, 0)
    column.addWidget(part)
    room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return room

"""The Emails tab: write to customers, read what was written, and decide what may go out."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

import shiboken6
from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from segdesk.gui import numbers
from segdesk.gui.draft import Draft
from segdesk.gui.pages import emails_words as words
from segdesk.gui.pages.base import Page
from segdesk.gui.pages.emails_about import AboutReader
from segdesk.gui.pages.emails_actions import EmailActions
from segdesk.gui.pages.emails_countries import CountriesDialog
from segdesk.gui.pages.emails_detail import EmailDetail
from segdesk.gui.pages.emails_list import EmailList
from segdesk.gui.pages.emails_settings import EmailsSettingsPanel
from segdesk.gui.pages.emails_warnings import WarningStrip
from segdesk.gui.theme import GAP, PAD
from segdesk.gui.widgets.busy import BusyLine
from segdesk.gui.widgets.empty import EmptyState
from segdesk.gui.widgets.remembered import remember
from segdesk.project.email_review import Decision
from segdesk.project.step import Step
from segdesk.review import emails as review
from segdesk.review.emails import Email, EmailRow, Emails
from segdesk.tasks.messages import Failure
from segdesk.tasks.task import Progress

_EDITS = "segdesk.steps.email_edits:"


class EmailsPage(Page):
    """Settings at the left, the list in the middle, one email at the right."""

    step: ClassVar[Step] = Step.EMAILS

    def explanation(self) -> str:
        """Return one sentence that says what the step is for."""
        return self.tr("Write a personal email to each customer of a sample, and decide which may go out.")

    def action_text(self) -> str:
        """Return what the primary button says."""
        return self.tr("Write the emails")

    def obstacle(self) -> str:
        """Return why the emails cannot be written."""
        return self.settings.obstacle

    def remarks(self, warnings: tuple[str, ...]) -> tuple[str, ...]:  # noqa: ARG002 - shown with a way on
        """Return nothing: the page shows them itself, with the way to the languages."""
        return ()

    def on_action(self) -> None:
        """Write the emails with what the settings say, what is being typed included."""
        self.settings.finish_typing()
        if not self.obstacle():
            super().on_action()

    # -- what is typed

    def draft(self) -> Draft | None:
        """Return the email that is being put into other words."""
        return self.detail.draft

    def save_draft(self) -> None:
        """Keep the person's own words."""
        self.detail.editor.save_texts()

    def drop_draft(self) -> None:
        """Leave the editor."""
        self.detail.stop_editing()

    def resume(self, content: object) -> None:
        """Open the editor on what was typed before."""
        if isinstance(content, tuple):
            self.detail.resume(*content)

    # -- building

    def build(self) -> Iterator[None]:
        """Put settings, list and email side by side."""
        self._warned: tuple[str, ...] | None = None
        self._about = AboutReader(self.bridge, self)
        columns = QSplitter(Qt.Orientation.Horizontal, self.content)
        self.settings = EmailsSettingsPanel(self.context, columns)
        yield
        right = QWidget(columns)
        self.warning = WarningStrip(self.theme, right)
        self.busy = BusyLine(self.theme, right)
        self._stack = QStackedWidget(right)
        self.empty = EmptyState(self.theme, "emails", "", parent=self._stack)
        self._results = QWidget(self._stack)
        self.email_actions = EmailActions(self.theme, self._results)
        both = QSplitter(Qt.Orientation.Horizontal, self._results)
        yield
        self.list = EmailList(self.theme, self.context.store, self.email_actions.all, both)
        yield
        self.detail = EmailDetail(self.theme, self.email_actions, both)
        yield
        self._lay_out(columns, right, both)
        self._connect()

    def _lay_out(self, columns: QSplitter, right: QWidget, both: QSplitter) -> None:
        for part in (QWidget(self._stack), self.empty, self._results):  # nothing until it is known which
            self._stack.addWidget(part)
        inner = QVBoxLayout(self._results)
        inner.setContentsMargins(0, 0, 0, 0)
        self._divide(both, "results", (480, 520))
        inner.addWidget(both)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.warning)
        column.addWidget(self.busy)
        column.addWidget(self._stack, 1)
        self._divide(columns, "columns", (300, 1000))
        self.body.addWidget(columns)

    def _divide(self, splitter: QSplitter, name: str, widths: Sequence[int]) -> None:
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(PAD)
        splitter.setStretchFactor(0, 0 if name == "columns" else 1)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([self.theme.size(width) for width in widths])
        remember(splitter, self.context.store, f"layout/emails/{name}")

    def _connect(self) -> None:
        self._about.changed.connect(self._on_about_changed)
        self.settings.countries_wanted.connect(self._on_countries_wanted)
        self.settings.obstacle_changed.connect(self._on_obstacle_changed)
        self.warning.countries_wanted.connect(self._on_lacking_wanted)
        self.list.selected.connect(self._on_selected)
        self.list.opened.connect(self._on_edit)
        self.list.approve_all.clicked.connect(self._on_approve_all)
        self.list.table.failed.connect(self.show_failure)
        self.email_actions.approve.triggered.connect(self._on_approve)
        self.email_actions.reject.triggered.connect(self._on_reject)
        self.email_actions.undecide.triggered.connect(self._on_undecide)
        self.email_actions.edit.triggered.connect(self._on_edit)
        self.detail.saved.connect(self._on_saved)
        self.detail.editing_changed.connect(self._on_editing_changed)
        self.detail.failed.connect(self.show_failure)
        self.bridge.started.connect(self._on_run_changed)
        self.bridge.ended.connect(self._on_run_changed)
        self.bridge.progressed.connect(self._on_progressed)
        self._on_run_changed(None)

    # -- showing

    def refresh(self) -> None:
        """Show the settings, and ask for the emails."""
        self._show_settings()
        self.bridge.ask(self, review.emails, then=self._on_emails)

    def _show_settings(self) -> None:
        held = self.bridge.held
        if held is not None:
            self.settings.show_settings(held.settings, self._about.about)
            self.update_action()

    def _on_emails(self, found: Emails) -> None:
        self._stack.setCurrentWidget(self._results if found.rows else self.empty)
        self._show_empty()
        self._warned = found.warnings
        self._show_run_warnings()
        before = self.list.rows
        self.list.show_rows(found.rows)
        if before == found.rows:
            self._on_selected()
        # Counting a million customers takes a moment: the email that is looked at comes before.
        self._about.refresh()

    def _show_empty(self) -> None:
        if self.bridge.running == self.step:
            self.empty.show_words(self.tr("Writing the emails…"))
            return
        self.empty.show_words(
            self.tr("No emails yet"),
            self.tr("Once they are written, you read and change them here, and decide which may go out."),
        )

    def _show_run_warnings(self) -> None:
        lacking = any(words.lacks_language(row) for row in self._about.about.countries)
        self.warning.show_warnings(self._warned or (), lacking)

    @Slot()
    def _on_about_changed(self) -> None:
        self._show_settings()
        if self._warned is not None:
            self._show_run_warnings()

    @Slot()
    def _on_obstacle_changed(self) -> None:
        self.update_action()

    # -- one email

    @Slot()
    def _on_selected(self) -> None:
        self._update_actions()
        current = self.list.current
        if current is None:
            self.detail.show_email(None, 0)
        else:
            self.bridge.ask(self, review.email, current.customer, then=self._on_email)

    def _on_email(self, email: Email | None) -> None:
        current = self.list.current
        if email is None or current is None or email.row.customer == current.customer:
            self.detail.show_email(email, len(self.list.chosen))
            self._update_actions()

    def _update_actions(self) -> None:
        chosen = self.list.chosen
        free = not self.detail.editing and self.bridge.running != self.step
        approvable = [row for row in chosen if row.status is not row.status.APPROVED and row.subject]
        rejectable = [row for row in chosen if row.status is not row.status.REJECTED]
        self.email_actions.approve.setEnabled(free and bool(approvable))
        self.email_actions.reject.setEnabled(free and bool(rejectable))
        self.email_actions.undecide.setEnabled(free and any(map(words.is_decided, chosen)))
        self.email_actions.edit.setEnabled(free and len(chosen) == 1 and self.detail.email is not None)
        self.list.setEnabled(not self.detail.editing)
        self.list.approve_all.setEnabled(free and bool(self.list.approvable))

    # -- decisions

    def _do(self, text: str, function: str, *args: object) -> None:
        self.bridge.do(text, _EDITS + function, *args, undo=f"{_EDITS}put_back")

    def _decide(self, one: str, many: str, rows: Sequence[EmailRow], decision: Decision | None) -> None:
        """Approve, reject or leave open some emails.

        Parameters
        ----------
        one, many
            What Undo says, with ``{customer}`` and ``{count}``.
        """
        if not rows:
            return
        customers = tuple(row.customer for row in rows)
        text = one.format(customer=customers[0])
        if len(rows) > 1:
            text = many.format(count=numbers.number(len(rows)))
        if decision is None:
            self._do(text, "undecide", customers)
        else:
            self._do(text, "decide", customers, decision)

    @Slot()
    def _on_approve(self) -> None:
        rows = [row for row in self.list.chosen if row.status is not row.status.APPROVED]
        one, many = self.tr("Approve the email to {customer}"), self.tr("Approve {count} emails")
        self._decide(one, many, rows, Decision.APPROVED)

    @Slot()
    def _on_reject(self) -> None:
        rows = [row for row in self.list.chosen if row.status is not row.status.REJECTED]
        one, many = self.tr("Reject the email to {customer}"), self.tr("Reject {count} emails")
        self._decide(one, many, rows, Decision.REJECTED)

    @Slot()
    def _on_undecide(self) -> None:
        rows = [row for row in self.list.chosen if words.is_decided(row)]
        one, many = self.tr("Leave the email to {customer} open"), self.tr("Leave {count} emails open")
        self._decide(one, many, rows, None)

    @Slot()
    def _on_approve_all(self) -> None:
        customers = self.list.approvable
        text = self.tr("Approve {count} emails that pass").format(count=numbers.number(len(customers)))
        self._do(text, "decide", customers, Decision.APPROVED)

    # -- editing

    @Slot()
    def _on_edit(self) -> None:
        if self.email_actions.edit.isEnabled():
            self.detail.start_editing()

    @Slot(object, str, str)
    def _on_saved(self, email: Email, subject: str, body: str) -> None:
        def refused(failure: Failure) -> None:
            """Give the person the text back that could not be saved."""
            if shiboken6.isValid(self):
                self.detail.resume(email, subject, body)
            self.bridge.refused.emit(failure)

        customer = email.row.customer
        text = self.tr("Edit the email to {customer}").format(customer=customer)
        edit = (f"{_EDITS}rewrite", customer, subject, body)
        self.bridge.do(text, *edit, undo=f"{_EDITS}put_back", failed=refused)

    @Slot()
    def _on_editing_changed(self) -> None:
        self._update_actions()
        if not self.detail.editing:
            self.list.table.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- the rest

    @Slot()
    def _on_countries_wanted(self) -> None:
        self._open_countries(lacking=False)

    @Slot()
    def _on_lacking_wanted(self) -> None:
        self._open_countries(lacking=True)

    def _open_countries(self, *, lacking: bool) -> None:
        dialog = CountriesDialog(self.context, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.failed.connect(self.show_failure)
        dialog.only_lacking.setChecked(lacking)
        dialog.open()

    @Slot(object)
    def _on_progressed(self, progress: Progress) -> None:
        if self.bridge.running == self.step:
            self.busy.set_progress(progress.done, progress.total)

    @Slot(object)
    def _on_run_changed(self, _what: object) -> None:
        if self.bridge.running == self.step:
            self.busy.start()
        else:
            self.busy.stop()
        self._show_empty()
        self._update_actions()

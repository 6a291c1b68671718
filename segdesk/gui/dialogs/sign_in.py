"""Signing in to Google Cloud: what this machine has, the browser, or a service account's key."""

import time
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTimer, Slot
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from segdesk.gui.bridge import Ended
from segdesk.gui.context import Context
from segdesk.gui.sentences import said
from segdesk.gui.theme import GAP, PAD, ROOM
from segdesk.gui.widgets.choice_row import ChoiceRow, Option
from segdesk.gui.widgets.kind import Kind
from segdesk.gui.widgets.notice import Notice
from segdesk.gui.widgets.path_field import PathField, PathKind
from segdesk.tasks.messages import Failure
from segdesk.warehouse.credentials.identity import Method, Reach, SignedIn, SignInPage, SignInState

SIGN_IN = "sign-in"
"""The name of the job that waits for the browser."""


class SignInDialog(QDialog):
    """Three ways in, the simplest first; and the way out."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Sign in to Google Cloud"))
        self._context, self._bridge, self._theme = context, context.bridge, context.theme
        self._until = 0.0
        self._waits = False
        self.state = QLabel(self.tr("Looking who is signed in…"), self)
        self.state.setWordWrap(True)
        self.way = self._ways()
        self.about = QLabel(self)
        self.about.setWordWrap(True)
        self.about.setProperty("role", "muted")
        self.client = self._file(self.tr("The JSON file of the OAuth client"))
        self.key = self._file(self.tr("The JSON file of the key"))
        self.page = self._page()
        self.notice = Notice(self._theme, self)
        self._tick = QTimer(self, interval=1000)
        self._tick.timeout.connect(self._show_time_left)
        self._lay_out()
        self.way.picked.connect(self._on_way_picked)
        self._bridge.partial.connect(self._on_partial)
        self._bridge.ended.connect(self._on_ended)
        self._show_way()
        self._ask()

    # -- parts

    def _ways(self) -> ChoiceRow:
        options = (
            Option(Method.ADC, self.tr("This machine"), tip=self.tr("What gcloud has left here")),
            Option(Method.OAUTH, self.tr("Browser"), tip=self.tr("Your Google account")),
            Option(Method.KEY, self.tr("Key file"), tip=self.tr("A service account")),
        )
        row = ChoiceRow(self._theme, options, self.tr("How to sign in"), self)
        row.set_value(Method.ADC)
        return row

    def _file(self, name: str) -> PathField:
        return PathField(self._theme, PathKind.FILE, name, self.tr("JSON files (*.json)"), parent=self)

    def _page(self) -> QWidget:
        """Return what is shown while the browser is waited for."""
        page = QWidget(self)
        self.time_left = QLabel(page)
        self.address = QLineEdit(page)
        self.address.setReadOnly(True)
        self.address.setAccessibleName(self.tr("Address of Google's page"))
        copy = QPushButton(self.tr("Copy"), page)
        copy.setAccessibleName(self.tr("Copy the address"))
        copy.clicked.connect(self._on_copy)
        stop = QPushButton(self.tr("Cancel sign-in"), page)
        stop.clicked.connect(self._bridge.cancel)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self.address, 1)
        row.addWidget(copy)
        row.addWidget(stop)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.time_left)
        column.addLayout(row)
        page.hide()
        return page

    def _lay_out(self) -> None:
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.enter = QPushButton(self.tr("Sign in"), self)
        self.enter.setProperty("primary", True)
        self.enter.setDefault(True)
        self.leave = QPushButton(self.tr("Sign out"), self)
        self.buttons.addButton(self.enter, QDialogButtonBox.ButtonRole.ActionRole)
        self.buttons.addButton(self.leave, QDialogButtonBox.ButtonRole.ResetRole)
        self.buttons.rejected.connect(self.reject)
        self.enter.clicked.connect(self._on_sign_in)
        self.leave.clicked.connect(self._on_sign_out)
        column = QVBoxLayout(self)
        column.setContentsMargins(ROOM, ROOM, ROOM, PAD)
        column.setSpacing(PAD)
        parts = (self.state, self.way, self.about, self.client, self.key, self.page, self.notice)
        for part in parts:
            column.addWidget(part)
        column.addStretch()
        column.addWidget(self.buttons)
        self.setMinimumWidth(self._theme.size(560))

    def _show_way(self) -> None:
        way = Method(str(self.way.value))
        self.client.setVisible(way is Method.OAUTH)
        self.key.setVisible(way is Method.KEY)
        self.about.setText(
            {
                Method.ADC: self.tr(
                    "Uses what “gcloud auth application-default login” left on this machine. "
                    "Nothing is stored."
                ),
                Method.OAUTH: self.tr(
                    "Opens Google's page in your browser. An administrator makes the OAuth client once, "
                    "of the type Desktop app. Only the refresh token is kept, in this system's keyring."
                ),
                Method.KEY: self.tr(
                    "The file stays where it is, only its path is kept. Such a key is a secret that does "
                    "not expire: prefer one of the other ways."
                ),
            }[way]
        )

    # -- what happens

    def _ask(self) -> None:
        self._bridge.ask(
            self, "segdesk.steps.access:sign_in_state", then=self._on_state, failed=self._on_failed
        )

    def _on_state(self, state: SignInState) -> None:
        self.state.setText(signed_in_text(state))
        self.leave.setEnabled(state.method is not None)
        for field, path in ((self.client, state.client_file), (self.key, state.key_file)):
            if path and not field.path:
                field.set_path(str(path))

    @Slot()
    def _on_way_picked(self) -> None:
        self._show_way()

    @Slot()
    def _on_sign_in(self) -> None:
        self.notice.clear()
        way = Method(str(self.way.value))
        if way is Method.OAUTH:
            self._wait_for_browser()
        elif way is Method.KEY:
            if self.key.path is None:
                self._say(Kind.WARNING, self.tr("Choose the key's file first"))
                return
            self._edit("segdesk.steps.access:sign_in_with_key", self.key.path)
        else:
            self._edit("segdesk.steps.access:sign_in_by_default")

    def _wait_for_browser(self) -> None:
        if self.client.path is None:
            self._say(Kind.WARNING, self.tr("Choose the client's file first"))
        elif self._bridge.running is not None:
            self._say(Kind.WARNING, self.tr("Something is running. Sign in when it has ended"))
        else:
            self._waits = True
            self._set_busy(True)
            self._bridge.job(
                SIGN_IN,
                "segdesk.steps.access:sign_in_with_browser",
                Path(self.client.path),
                Reach.CLOUD_PLATFORM,
            )

    def _edit(self, function: str, *args: object) -> None:
        self._set_busy(True)
        self._bridge.edit(self, function, *args, then=self._on_signed_in, failed=self._on_failed)

    @Slot()
    def _on_sign_out(self) -> None:
        self._set_busy(True)
        self._bridge.edit(
            self, "segdesk.steps.access:sign_out", then=self._on_signed_out, failed=self._on_failed
        )

    @Slot(object)
    def _on_partial(self, value: object) -> None:
        if self._waits and isinstance(value, SignInPage):
            self.address.setText(value.address)
            self.address.setCursorPosition(0)
            self._until = time.monotonic() + value.seconds
            self.page.show()
            self._show_time_left()
            self._tick.start()

    @Slot(object)
    def _on_ended(self, ended: Ended) -> None:
        if not self._waits or ended.what != SIGN_IN:
            return
        self._waits = False
        self._tick.stop()
        self.page.hide()
        if ended.failure is not None:
            self._on_failed(ended.failure)
        elif isinstance(ended.value, SignedIn):
            self._on_signed_in(ended.value)
        else:
            self._set_busy(False)
            self._say(Kind.NEUTRAL, self.tr("The sign-in was cancelled"))

    def _on_signed_in(self, done: SignedIn) -> None:
        self._set_busy(False)
        self._say(Kind.GOOD, self.tr("Signed in"), "\n".join(map(said, done.notes)))
        self._bridge.share_sign_in(self._bridge)
        self._ask()

    def _on_signed_out(self, notes: tuple[str, ...]) -> None:
        self._set_busy(False)
        self._say(Kind.GOOD, self.tr("Signed out"), "\n".join(map(said, notes)))
        self._bridge.share_sign_in(self._bridge)
        self._ask()

    def _on_failed(self, failure: Failure) -> None:
        self._set_busy(False)
        self.notice.show_message(Kind.BAD, failure.what, failure.why, failure.todo)

    def _say(self, kind: Kind, what: str, why: str = "") -> None:
        self.notice.show_message(kind, what, why)

    def _set_busy(self, busy: bool) -> None:
        for part in (self.enter, self.leave, self.way, self.client, self.key):
            part.setEnabled(not busy)

    @Slot()
    def _show_time_left(self) -> None:
        left = max(0, round(self._until - time.monotonic()))
        self.time_left.setText(
            self.tr(
                "Your browser should show Google's page. If not, open this address. {seconds} s left."
            ).format(seconds=left)
        )

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.address.text())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop waiting for the browser."""
        self._stop_waiting()
        super().closeEvent(event)

    def reject(self) -> None:
        """Stop waiting for the browser, and close."""
        self._stop_waiting()
        super().reject()

    def _stop_waiting(self) -> None:
        if self._waits:
            self._waits = False
            self._tick.stop()
            self._bridge.cancel()


def signed_in_text(state: SignInState) -> str:
    """Return one sentence about who is signed in."""
    translate = QCoreApplication.translate
    if state.method is None:
        text = translate("SignIn", "Nobody is signed in.")
        return f"{text} {said(state.why_not)}".strip()
    way = {
        Method.ADC: translate("SignIn", "with what gcloud has left on this machine"),
        Method.OAUTH: translate("SignIn", "in the browser"),
        Method.KEY: translate("SignIn", "with the key of a service account"),
        Method.ANONYMOUS: translate("SignIn", "to an emulator of BigQuery"),
    }[state.method]
    if state.account:
        text = translate("SignIn", "Signed in as {account}, {way}.").format(account=state.account, way=way)
    else:
        text = translate("SignIn", "Signed in {way}.").format(way=way)
    if state.session_only:
        text += " " + translate("SignIn", "There is no keyring here, so it ends with this session.")
    return text

"""An email as the person who gets it will see it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QByteArray, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QFont
from PySide6.QtWidgets import QPushButton, QTextBrowser, QVBoxLayout, QWidget

from segdesk.gui.theme import GAP, PAD, Theme
from segdesk.gui.views import copying
from segdesk.gui.views.email_page import FONTS, EmailShown, EmailWords, PrivateFolder, rich_text, web_page
from segdesk.gui.widgets.flow import FlowLayout
from segdesk.tasks.messages import Failure

Opener = Callable[[QUrl], bool]


class EmailPreview(QWidget):
    """One email, and what can be done with it.

    Parameters
    ----------
    opener
        Shows a local page to the person; the desktop's browser unless told otherwise.

    Attributes
    ----------
    failed
        A `Failure`: the page could not be written or opened.
    """

    failed = Signal(object)

    def __init__(
        self, theme: Theme, opener: Opener = QDesktopServices.openUrl, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._opener = opener
        self._email: EmailShown | None = None
        self._folder: PrivateFolder | None = None
        self._paper = _Paper(self)
        self._paper.setAccessibleName(self.tr("Email"))
        self._copy_subject = self._button(self.tr("Copy subject"), "copy", self._on_copy_subject)
        self._copy_body = self._button(self.tr("Copy text"), "copy", self._on_copy_body)
        self._browse = self._button(self.tr("Open in browser"), "browser", self.open_in_browser)
        buttons = FlowLayout(GAP)
        for button in (self._copy_subject, self._copy_body, self._browse):
            buttons.addWidget(button)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(GAP)
        body.addWidget(self._paper, 1)
        body.addLayout(buttons)
        self.show_email(None)
        theme.changed.connect(self._on_theme_changed)

    def _button(self, text: str, icon: str, pressed: Callable[[], None]) -> QPushButton:
        button = QPushButton(text, self)
        button.setProperty("tight", True)
        button.clicked.connect(pressed)
        self._theme.dress(button, icon)
        return button

    @property
    def email(self) -> EmailShown | None:
        """What is shown."""
        return self._email

    @property
    def shown_text(self) -> str:
        """What can be read, line by line."""
        return self._paper.toPlainText()

    def show_email(self, email: EmailShown | None) -> None:
        """Show an email, or nothing."""
        self._email = email
        for button in (self._copy_subject, self._copy_body, self._browse):
            button.setEnabled(email is not None)
        self._paper.setAccessibleDescription(email.subject if email else "")
        self._draw()

    def _draw(self) -> None:
        if self._email is None:
            self._paper.clear()
            return
        font = QFont(self._theme.font())
        font.setFamilies([*font.families(), *FONTS.get(self._email.language, ())])
        document = self._paper.document()
        document.setDefaultFont(font)
        document.setDocumentMargin(self._theme.size(PAD))
        self._paper.setHtml(rich_text(self._email, self._words(), self._theme))

    def _words(self) -> EmailWords:
        return EmailWords(self.tr("From"), self.tr("To"))

    @Slot()
    def open_in_browser(self) -> None:
        """Show the email as a page in the browser; the file goes when the preview does."""
        if self._email is None:
            return
        try:
            self._folder = self._folder or PrivateFolder()
            path = self._folder.write("email.html", web_page(self._email, self._words()))
        except OSError as error:
            what = self.tr("The email could not be opened in the browser")
            self.failed.emit(Failure(what, str(error.strerror), self.tr("Make room on the disk")))
            return
        if not self._opener(QUrl.fromLocalFile(str(path))):
            what = self.tr("The email could not be opened in the browser")
            self.failed.emit(Failure(what, self.tr("no browser was found"), ""))

    @Slot()
    def _on_copy_subject(self) -> None:
        if self._email is not None:
            copying.text_to_clipboard(self._email.subject)

    @Slot()
    def _on_copy_body(self) -> None:
        if self._email is not None:
            copying.text_to_clipboard(self._email.body)

    @Slot()
    def _on_theme_changed(self) -> None:
        self._draw()


class _Paper(QTextBrowser):
    """Text to read: it follows no link and loads nothing, whatever an email says."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)

    def loadResource(self, _kind: int, _name: QUrl | str) -> Any:
        """Load nothing."""
        return QByteArray()

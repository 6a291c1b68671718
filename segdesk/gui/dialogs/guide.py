"""The guide, beside the work."""

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QTextBrowser, QVBoxLayout, QWidget

from segdesk.gui.theme import Theme
from segdesk.gui.translation import Language
from segdesk.paths import resource


class Guide(QDialog):
    """Shows ``resources/guide/guide.LANGUAGE.md``; the window behind it can be used meanwhile."""

    def __init__(self, theme: Theme, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Guide"))
        self._page = QTextBrowser()
        self._page.setOpenLinks(False)
        self._page.setAccessibleName(self.tr("Guide"))
        self._page.document().setDocumentMargin(24)
        self._page.anchorClicked.connect(self._on_link)
        self._page.setMarkdown(resource("guide", f"guide.{language.value}.md").read_text("utf-8"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._page)
        self.resize(theme.size(640), theme.size(720))

    @Slot(QUrl)
    def _on_link(self, url: QUrl) -> None:
        """Open an address in the browser, and another page of the guide here."""
        if url.isRelative():
            name = url.path()
            self._page.setMarkdown(resource("guide", name).read_text("utf-8"))
        else:
            QDesktopServices.openUrl(url)

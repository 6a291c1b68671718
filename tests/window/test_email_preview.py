"""The preview of an email: what is read, in which direction, and what leaves the window."""

import gc
import stat
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QGuiApplication, QTextBlock, QTextDocument
from PySide6.QtWidgets import QPushButton, QTextBrowser
from pytestqt.qtbot import QtBot

from segdesk.gui.theme import Choice, Colour, Theme
from segdesk.gui.views.email_page import EmailWords, PrivateFolder, web_page
from segdesk.gui.views.email_preview import EmailPreview, EmailShown

ENGLISH = EmailShown(
    "Two things you might like",
    "Hello Wei,\n\nYou chose well:\n- <b>Alpine</b> & tights\n\nThe shop",
    "The shop <hello@shop.example>",
    "wei@example.com",
)
ARABIC = EmailShown(
    "لدينا شيء لك", "مرحبا عمر،\n\nشكراً لك.", "", "omar@example.com", "ar", right_to_left=True
)


class Opened:
    """Remembers what a browser would have opened."""

    def __init__(self, works: bool = True) -> None:
        self.works = works
        self.paths: list[Path] = []

    def __call__(self, url: QUrl) -> bool:
        self.paths.append(Path(url.toLocalFile()))
        return self.works


@pytest.fixture
def opened() -> Opened:
    return Opened()


@pytest.fixture
def preview(qtbot: QtBot, theme: Theme, opened: Opened) -> EmailPreview:
    made = EmailPreview(theme, opener=opened)
    qtbot.addWidget(made)
    made.resize(500, 400)
    made.show()
    qtbot.waitExposed(made)
    return made


def button(preview: EmailPreview, text: str) -> QPushButton:
    return next(b for b in preview.findChildren(QPushButton) if b.text() == text)


def blocks(preview: EmailPreview) -> list[QTextBlock]:
    document = preview.findChild(QTextBrowser).document()  # type: ignore[union-attr]
    found, block = [], document.begin()
    while block.isValid():
        found.append(block)
        block = block.next()
    return [block for block in found if block.text()]


def test_the_email_reads_as_its_recipient_reads_it(preview: EmailPreview) -> None:
    preview.show_email(ENGLISH)
    lines = [line for line in preview.shown_text.splitlines() if line]
    assert lines == [
        *("From", "The shop <hello@shop.example>", "To", "wei@example.com"),
        *(
            "Two things you might like",
            "Hello Wei,",
            "You chose well:",
            "- <b>Alpine</b> & tights",
            "The shop",
        ),
    ]


def test_arabic_runs_from_the_right(preview: EmailPreview) -> None:
    preview.show_email(ARABIC)
    subject, *body = [block for block in blocks(preview) if "@" not in block.text() and block.text() != "To"]
    for block in (subject, *body):
        assert block.textDirection() == Qt.LayoutDirection.RightToLeft
        place = block.layout().lineAt(0).naturalTextRect()
        assert place.left() > 100
    preview.show_email(ENGLISH)
    assert all(block.textDirection() == Qt.LayoutDirection.LeftToRight for block in blocks(preview))


def test_chinese_and_japanese_are_drawn_with_fonts_of_their_own(preview: EmailPreview) -> None:
    families = {}
    for language in ("zh", "ja"):
        preview.show_email(EmailShown("直", "直", language=language))
        document = preview.findChild(QTextBrowser).document()  # type: ignore[union-attr]
        families[language] = document.defaultFont().families()
    assert "Noto Sans CJK SC" in families["zh"]
    assert "Noto Sans CJK JP" in families["ja"]


def test_nothing_is_loaded_whatever_the_email_holds(preview: EmailPreview) -> None:
    paper = preview.findChild(QTextBrowser)
    assert isinstance(paper, QTextBrowser)
    paper.setHtml("<img src='http://tracker.example/pixel.gif'>")
    loaded = paper.loadResource(
        QTextDocument.ResourceType.ImageResource.value, QUrl("http://tracker.example/pixel.gif")
    )
    assert loaded.isEmpty()
    assert not paper.openLinks()


def test_the_page_for_the_browser_is_whole_and_private(
    qtbot: QtBot, preview: EmailPreview, opened: Opened
) -> None:
    preview.show_email(ARABIC)
    qtbot.mouseClick(button(preview, "Open in browser"), Qt.MouseButton.LeftButton)
    (path,) = opened.paths
    page = path.read_text("utf-8")
    assert '<html lang="ar">' in page
    assert '<article dir="rtl"><p>مرحبا عمر،</p><p>شكراً لك.</p></article>' in page
    assert "http:" not in page
    assert "https:" not in page
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert list(path.parent.iterdir()) == [path]


def test_markup_in_an_email_stays_text_in_the_browser() -> None:
    nasty = EmailShown("<script>1</script>", "a<script>2</script>\nb", 'x"><img>', language='en"><b>')
    page = web_page(nasty, EmailWords("From", "To"))
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;2&lt;/script&gt;<br>b" in page
    assert '<html lang="en&quot;&gt;&lt;b&gt;">' in page


def test_the_same_page_is_written_again_for_the_next_email(
    qtbot: QtBot, preview: EmailPreview, opened: Opened
) -> None:
    for email in (ENGLISH, ARABIC):
        preview.show_email(email)
        preview.open_in_browser()
    assert len(set(opened.paths)) == 1
    assert "مرحبا" in opened.paths[0].read_text("utf-8")


def test_the_page_goes_with_its_folder() -> None:
    folder = PrivateFolder()
    path = folder.write("email.html", "x")
    assert path.exists()
    del folder
    gc.collect()
    assert not path.parent.exists()


def test_a_machine_without_a_browser_says_so(qtbot: QtBot, preview: EmailPreview, opened: Opened) -> None:
    opened.works = False
    preview.show_email(ENGLISH)
    with qtbot.waitSignal(preview.failed) as failed:
        qtbot.mouseClick(button(preview, "Open in browser"), Qt.MouseButton.LeftButton)
    assert failed.args[0].why == "no browser was found"


def test_subject_and_text_are_copied_as_they_are(qtbot: QtBot, preview: EmailPreview) -> None:
    preview.show_email(ENGLISH)
    qtbot.mouseClick(button(preview, "Copy subject"), Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == ENGLISH.subject
    button(preview, "Copy text").setFocus()
    qtbot.keyClick(button(preview, "Copy text"), Qt.Key.Key_Space)
    assert QGuiApplication.clipboard().text() == ENGLISH.body


def test_without_an_email_there_is_nothing_to_do(preview: EmailPreview) -> None:
    preview.show_email(ENGLISH)
    preview.show_email(None)
    assert preview.shown_text == ""
    assert not any(b.isEnabled() for b in preview.findChildren(QPushButton))


def test_the_email_follows_the_scheme(preview: EmailPreview, theme: Theme) -> None:
    preview.show_email(ENGLISH)
    theme.set_choice(Choice.DARK)
    last = blocks(preview)[-1].begin().fragment().charFormat()  # type: ignore[attr-defined]
    assert last.foreground().color().name() == theme.colour(Colour.TEXT).name()

"""Leaving a project: nothing that was typed is lost without a question."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

from segdesk.gui import files
from segdesk.gui.app import Desk
from segdesk.gui.pages.connect import ConnectPage
from segdesk.gui.pages.connect_source import Place
from segdesk.gui.pages.emails import EmailsPage
from segdesk.gui.pages.features import FeaturesPage
from segdesk.gui.translation import Language
from segdesk.gui.window import MainWindow
from segdesk.project.file import Project
from segdesk.project.settings import FeaturesSettings, RecipeName
from segdesk.project.step import Step
from segdesk.tasks.runner import Spares
from tests.window.conftest import SECONDS, OpenWindow, wait_open

SUBJECT = "Quite another subject"


def page_of(qtbot: QtBot, window: MainWindow, step: Step) -> object:
    assert window.session is not None
    assert window.session.workspace is not None
    window.session.workspace.go_to(step)
    page, bridge = window.session.workspace.page, window.session.bridge
    qtbot.waitUntil(lambda: page.built and bridge.quiet, timeout=SECONDS)
    return page


def emails_of(qtbot: QtBot, window: MainWindow) -> EmailsPage:
    page = page_of(qtbot, window, Step.EMAILS)
    assert isinstance(page, EmailsPage)
    return page


def type_subject(qtbot: QtBot, page: EmailsPage, subject: str) -> str:
    """Put the first email's subject into other words, without saving; return whose email it is."""
    qtbot.waitUntil(page.email_actions.edit.isEnabled, timeout=SECONDS)
    page.list.table.grid.setFocus()
    qtbot.keyClick(page.list.table.grid, Qt.Key.Key_E)
    editor = page.detail.editor
    qtbot.waitUntil(editor.isVisible, timeout=SECONDS)
    editor.subject.selectAll()
    qtbot.keyClick(editor.subject, Qt.Key.Key_Delete)
    qtbot.keyClicks(editor.subject, subject)
    row = page.list.current
    assert row is not None
    return row.customer


Answer = Callable[[str], list[tuple[str, list[str]]]]


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Answer:
    """Answer every question by one button; what was asked, and the buttons, are in the list."""

    def with_button(button: str) -> list[tuple[str, list[str]]]:
        asked: list[tuple[str, list[str]]] = []

        def exec_(box: QMessageBox) -> int:
            asked.append((f"{box.text()} {box.informativeText()}", [b.text() for b in box.buttons()]))
            next(b for b in box.buttons() if b.text() == button).click()
            return 0

        monkeypatch.setattr(QMessageBox, "exec", exec_)
        return asked

    return with_button


@pytest.fixture(autouse=True)
def ending_workers(desk: Desk) -> Iterator[None]:
    """Workers that end with their window, and let go of its file by then."""
    lasting, desk._spares = desk._spares, Spares()
    yield
    desk._spares.close()
    desk._spares = lasting


def own_words(path: Path) -> dict[str, str]:
    """Return the subjects that are in a person's own words, by customer."""
    with Project.open(path) as project:
        rows = project.rows("SELECT customer, subject FROM email_reviews WHERE subject IS NOT NULL")
    return dict(rows)


def test_a_changed_email_is_saved_when_the_window_is_closed(
    qtbot: QtBot, open_window: OpenWindow, desk: Desk, project_file: Path, answer: Answer
) -> None:
    window = open_window(project_file)
    customer = type_subject(qtbot, emails_of(qtbot, window), SUBJECT)
    asked = answer("Save")

    window.close()
    qtbot.waitUntil(lambda: not desk.windows, timeout=SECONDS)

    assert len(asked) == 1
    assert customer in asked[0][0]
    assert own_words(project_file) == {customer: SUBJECT}


def test_a_changed_email_is_gone_on_with(
    qtbot: QtBot, open_window: OpenWindow, desk: Desk, project_file: Path, answer: Answer
) -> None:
    window = open_window(project_file)
    page = emails_of(qtbot, window)
    type_subject(qtbot, page, SUBJECT)
    page_of(qtbot, window, Step.SWEEP)
    answer("Keep editing")

    assert not window.close()

    assert desk.windows == [window]
    assert page.isVisible()
    assert page.detail.editor.subject.text() == SUBJECT


def test_a_changed_email_is_discarded_and_asked_about_once(
    qtbot: QtBot, open_window: OpenWindow, project_file: Path, answer: Answer
) -> None:
    window = open_window(project_file)
    type_subject(qtbot, emails_of(qtbot, window), SUBJECT)
    assert window.session is not None
    with qtbot.waitSignal(window.session.bridge.progressed, timeout=SECONDS):
        window.session.bridge.job("deaf", "tests.window.in_worker:never_listen")
    asked: list[str] = []

    def exec_(box: QMessageBox) -> int:
        asked.append(box.text())
        next(b for b in box.buttons() if b.text() in ("Discard", "Stop it")).click()
        return 0

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(QMessageBox, "exec", exec_)
        QTest.keyClick(
            window, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        )
        qtbot.waitUntil(lambda: window.session is None, timeout=SECONDS)

    assert len(asked) == 2, "about the email and about the run"
    assert window.start.isVisible(), "the project was closed, not the window"
    assert own_words(project_file) == {}


def test_an_email_that_cannot_be_saved_is_not_offered_to_be(
    qtbot: QtBot, open_window: OpenWindow, project_file: Path, answer: Answer
) -> None:
    window = open_window(project_file)
    type_subject(qtbot, emails_of(qtbot, window), "")
    asked = answer("Keep editing")

    assert not window.close()

    assert set(asked[0][1]) == {"Discard", "Keep editing"}
    assert "The subject is empty." in asked[0][0]
    answer("Discard")


def test_an_email_that_the_project_refuses_comes_back(
    qtbot: QtBot, open_window: OpenWindow, desk: Desk, project_file: Path, answer: Answer
) -> None:
    window = open_window(project_file)
    page = emails_of(qtbot, window)
    customer = type_subject(qtbot, page, SUBJECT)
    assert window.session is not None
    window.session.bridge.edit(page, "tests.window.in_worker:forget_email", customer)
    answer("Save")

    window.close()
    qtbot.waitUntil(lambda: window.notice.isVisible() and page.detail.editing, timeout=SECONDS)

    assert desk.windows == [window]
    assert page.detail.editor.isVisible()
    assert page.detail.editor.subject.text() == SUBJECT
    answer("Discard")


def test_a_changed_email_is_asked_about_before_another_project_takes_the_window(
    qtbot: QtBot,
    open_window: OpenWindow,
    project_file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    answer: Answer,
) -> None:
    other = tmp_path / "other.segdesk"
    other.write_text("somebody's own")
    monkeypatch.setattr(files, "ask_new_project", lambda *_: other)
    window = open_window(project_file)
    customer = type_subject(qtbot, emails_of(qtbot, window), SUBJECT)

    answer("Keep editing")
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert window.path == project_file
    assert other.read_text() == "somebody's own"

    answer("Save")
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.path == other, timeout=SECONDS)
    wait_open(qtbot, window)
    assert own_words(project_file) == {customer: SUBJECT}


def test_a_changed_email_survives_another_tab_and_another_language(
    qtbot: QtBot, open_window: OpenWindow, desk: Desk, project_file: Path, answer: Answer
) -> None:
    window = open_window(project_file)
    customer = type_subject(qtbot, emails_of(qtbot, window), SUBJECT)
    page_of(qtbot, window, Step.SWEEP)
    desk.speak(Language.FRENCH)

    page = emails_of(qtbot, window)

    assert page.detail.editor.isVisible()
    assert page.detail.editor.subject.text() == SUBJECT
    qtbot.mouseClick(page.detail.editor.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.bridge.quiet, timeout=SECONDS)
    window.close()
    qtbot.waitUntil(lambda: not desk.windows, timeout=SECONDS)
    assert own_words(project_file) == {customer: SUBJECT}


def test_a_query_that_is_not_used_yet_is_asked_about(
    qtbot: QtBot, open_window: OpenWindow, desk: Desk, project_file: Path, answer: Answer
) -> None:
    with Project.open(project_file) as project:
        own = FeaturesSettings(recipe=RecipeName.CUSTOM, sql="SELECT id FROM users", key="id")
        project.settings = project.settings.model_copy(update={"features": own})
    window = open_window(project_file)
    page = page_of(qtbot, window, Step.FEATURES)
    assert isinstance(page, FeaturesPage)
    page.tabs.setCurrentWidget(page.sql)
    editor = page.sql.own.editor.editor
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClicks(editor, "SELECT id, age FROM users")
    desk.speak(Language.FRENCH)
    desk.speak(Language.ENGLISH)
    page_of(qtbot, window, Step.SWEEP)
    asked = answer("Save")

    window.close()
    qtbot.waitUntil(lambda: not desk.windows, timeout=SECONDS)

    assert len(asked) == 1
    with Project.open(project_file) as project:
        assert project.settings.features.sql == "SELECT id, age FROM users"


def test_what_is_typed_into_a_field_just_before_the_window_is_closed_is_kept(
    qtbot: QtBot, open_window: OpenWindow, desk: Desk, empty_file: Path, shop: Path
) -> None:
    window = open_window(empty_file)
    page = page_of(qtbot, window, Step.CONNECT)
    assert isinstance(page, ConnectPage)
    qtbot.mouseClick(page.source.cards[Place.FILES], Qt.MouseButton.LeftButton)
    line = page.source.path.findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    line.setFocus()
    qtbot.keyClicks(line, str(shop))

    window.close()

    assert not desk.windows
    with Project.open(empty_file) as project:
        assert project.settings.connect.source == str(shop)

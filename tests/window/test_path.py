"""A person's way through all seven tabs, with mouse and keyboard."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from segdesk.cli import run as segdesk
from segdesk.gui.app import Desk
from segdesk.gui.pages.base import Page
from segdesk.gui.theme import Choice
from segdesk.gui.translation import Language
from segdesk.gui.window import MainWindow
from segdesk.project.file import Project
from segdesk.project.step import State, Step
from tests.window.accessibility import nameless, unreachable
from tests.window.conftest import SECONDS, OpenWindow, bring_to_front, wait_open

LONG = 4 * SECONDS


def click(button: QPushButton) -> None:
    assert button.isVisible()
    assert button.isEnabled(), button.toolTip()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def page_of(window: MainWindow) -> Page:
    assert window.session is not None
    assert window.session.workspace is not None
    return window.session.workspace.page


def wait_for(qtbot: QtBot, window: MainWindow, step: Step) -> None:
    """Wait until a step is done and its page has come to rest."""
    assert window.session is not None
    bridge = window.session.bridge

    def is_done() -> bool:
        assert bridge.held is not None
        assert bridge.held.state(step) is not State.FAILED, bridge.held.steps[step].error
        return bridge.quiet and bridge.held.state(step) is State.FRESH

    qtbot.waitUntil(is_done, timeout=LONG)


def walk(qtbot: QtBot, window: MainWindow) -> None:
    """Go on from Connect to Export: press the primary button, look, press Next."""
    for step in Step:
        page = page_of(window)
        assert page.step is step
        assert window.session is not None
        held = window.session.bridge.held
        if held is not None and held.state(step) is not State.FRESH:
            click(page.action)
        wait_for(qtbot, window, step)
        assert not nameless(window)
        assert not unreachable(window)
        if step is not Step.EXPORT:
            click(page.next)


@pytest.mark.parametrize(
    ("choice", "language"),
    [(Choice.LIGHT, Language.ENGLISH), (Choice.DARK, Language.ENGLISH), (Choice.LIGHT, Language.FRENCH)],
    ids=["light", "dark", "french"],
)
def test_the_sample_becomes_an_import_file(
    qtbot: QtBot,
    desk: Desk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    choice: Choice,
    language: Language,
) -> None:
    monkeypatch.setattr("segdesk.gui.window.SAMPLE_CUSTOMERS", 1000)
    desk.theme.set_choice(choice)
    desk.speak(language)
    window = desk.new_window()
    window.resize(1440, 900)
    bring_to_front(qtbot, window)
    assert not nameless(window)
    assert not unreachable(window)
    click(window.start.sample)
    wait_open(qtbot, window)
    wait_for(qtbot, window, Step.CONNECT)
    walk(qtbot, window)
    assert window.path is not None
    written = window.path.with_name(f"{window.path.stem}-files") / "ga360.csv"
    assert written.read_text().startswith("ga:clientId,ga:dimension1,ga:dimension2\n")
    assert len(written.read_text().splitlines()) == 1001


def test_a_real_shop_becomes_an_import_file(
    qtbot: QtBot, desk: Desk, thelook_2k: Path, tmp_path: Path
) -> None:
    window = desk.new_window()
    window.create_project(tmp_path / "look.segdesk", str(thelook_2k))
    wait_open(qtbot, window)
    wait_for(qtbot, window, Step.CONNECT)
    walk(qtbot, window)
    assert (tmp_path / "look-files" / "ga360.csv").is_file()


def test_real_visitors_become_an_import_file(
    qtbot: QtBot, desk: Desk, ga360_sample: Path, tmp_path: Path
) -> None:
    window = desk.new_window()
    window.create_project(tmp_path / "visits.segdesk", str(ga360_sample))
    wait_open(qtbot, window)
    wait_for(qtbot, window, Step.CONNECT)
    assert window.session is not None
    assert window.session.bridge.held is not None
    assert window.session.bridge.held.settings.features.recipe == "ga360"  # seen by its tables
    walk(qtbot, window)
    assert (tmp_path / "visits-files" / "segments.csv").is_file()


def test_the_command_line_s_project_opens_in_the_window_and_the_other_way_round(
    qtbot: QtBot, open_window: OpenWindow, shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "both.segdesk"
    options = ["--source", str(shop), "--k", "2:4", "--emails", "5", "--bootstraps", "2"]
    assert segdesk(["run", str(path), *options]) == 0
    window = open_window(path)
    assert window.session is not None
    bridge = window.session.bridge
    assert bridge.held is not None
    assert set(bridge.held.states.values()) == {State.FRESH}
    new = bridge.held.settings.model_copy(
        update={"emails": bridge.held.settings.emails.model_copy(update={"count": 7})}
    )
    bridge.change_settings(new, "More emails")
    bridge.run(Step.EMAILS)
    qtbot.waitUntil(lambda: bridge.quiet, timeout=SECONDS)
    window.close()
    assert segdesk(["show", str(path), "--json"]) == 0
    with Project.open(path) as project:
        row = project.row("SELECT count(*) FROM marketing_email")
        assert row == (7,)
    assert '"written": 7' in capsys.readouterr().out.replace("\n", " ")

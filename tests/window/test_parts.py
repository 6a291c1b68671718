"""Widgets that are made part by part: in order, in turns, and at once where somebody needs them now."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from segdesk.gui.pages.sweep import SweepPage
from segdesk.gui.widgets.parts import Turns
from segdesk.project.step import Step
from tests.window.conftest import SECONDS, MakeContext, OpenWindow


def noted(notes: list[str], *names: str, seconds: float = 0.0) -> Iterator[None]:
    """Note a name with each part."""
    for name in names:
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            pass
        notes.append(name)
        yield


@pytest.fixture
def turns(qapp: QApplication) -> Iterator[Turns]:
    owner = QObject()
    yield Turns(owner)
    owner.deleteLater()


def test_work_is_done_in_the_order_in_which_it_came(qtbot: QtBot, turns: Turns) -> None:
    notes: list[str] = []
    turns.take(noted(notes, "a", "b"))
    turns.take(noted(notes, "c"))
    assert notes == []
    qtbot.waitUntil(lambda: not turns.busy)
    assert notes == ["a", "b", "c"]


def test_the_window_has_its_turn_between_long_parts(qtbot: QtBot, turns: Turns) -> None:
    notes: list[str] = []
    beat = QTimer(turns, interval=1)
    beat.timeout.connect(lambda: notes.append("window") if notes and notes[-1] != "window" else None)
    beat.start()
    turns.take(noted(notes, "a", "b", "c", seconds=0.03))
    qtbot.waitUntil(lambda: not turns.busy)
    beat.stop()
    assert notes[:5] == ["a", "window", "b", "window", "c"]


def test_what_is_needed_now_is_finished_at_once(turns: Turns) -> None:
    notes: list[str] = []
    turns.take(noted(notes, "a", "b"))
    turns.finish()
    assert notes == ["a", "b"]
    assert not turns.busy


def test_work_that_fails_leaves_the_rest_to_be_done(turns: Turns) -> None:
    def failing() -> Iterator[None]:
        yield
        raise ValueError("no such colour")

    notes: list[str] = []
    turns.take(failing())
    turns.take(noted(notes, "a"))
    with pytest.raises(ValueError, match="no such colour"):
        turns.finish()
    turns.finish()
    assert notes == ["a"]


def test_a_page_has_its_heading_at_once_and_its_widgets_soon(
    qtbot: QtBot, context_of: MakeContext, project_file: Path
) -> None:
    page = SweepPage(context_of(project_file))
    qtbot.addWidget(page)
    page.show()
    assert page.action.isVisible()
    assert not page.action.isEnabled()
    assert not page.built
    assert not page.content.isVisible()
    qtbot.waitUntil(lambda: page.built, timeout=SECONDS)
    assert page.content.isVisible()
    qtbot.waitUntil(page.action.isEnabled, timeout=SECONDS)


def test_a_page_that_is_left_while_it_is_made_is_whole_when_one_comes_back(
    qtbot: QtBot, open_window: OpenWindow, project_file: Path
) -> None:
    window = open_window(project_file)
    assert window.session is not None
    workspace, bridge = window.session.workspace, window.session.bridge
    assert workspace is not None
    workspace.go_to(Step.SWEEP)
    assert not workspace.is_built
    workspace.go_to(Step.EXPORT)
    qtbot.waitUntil(lambda: workspace.is_built and bridge.quiet, timeout=SECONDS)
    workspace.go_to(Step.SWEEP)
    qtbot.waitUntil(lambda: workspace.is_built and bridge.quiet, timeout=SECONDS)
    page = workspace.page
    assert isinstance(page, SweepPage)
    assert page._stack.currentIndex() == 1
    assert page.content.isVisible()

"""A person's way through all seven tabs with customers in BigQuery, with either engine."""

import os
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from segdesk.gui.pages.connect import ConnectPage
from segdesk.gui.pages.connect_source import Place
from segdesk.gui.pages.sweep import SweepPage
from segdesk.project.file import Project
from segdesk.project.settings import BigQuerySettings
from segdesk.project.step import Step
from segdesk.review.models import ShownModel, models
from tests.window.conftest import SECONDS, OpenWindow
from tests.window.test_path import click, page_of, wait_for, walk
from tests.window.upstairs import Upstairs, spares, stand_in, upstairs

__all__ = ["spares", "stand_in", "upstairs"]


def test_all_seven_tabs_with_both_engines(
    qtbot: QtBot, open_window: OpenWindow, upstairs: Upstairs, tmp_path: Path
) -> None:
    assert os.environ["BIGQUERY_EMULATOR_HOST"]
    path = tmp_path / "cloud.segdesk"
    with Project.create(path) as project:
        settings = upstairs.settings()
        # A person types the source; only where segdesk works is the test's own.
        bigquery = BigQuerySettings(dataset=upstairs.work)
        sample = settings.connect.model_copy(update={"source": "sample"})
        project.settings = settings.model_copy(update={"bigquery": bigquery, "connect": sample})
    window = open_window(path)
    connect = page_of(window)
    assert isinstance(connect, ConnectPage)
    qtbot.waitUntil(lambda: connect.built and connect.bridge.quiet, timeout=SECONDS)
    connect.source._group.button(list(Place).index(Place.BIGQUERY)).click()
    place = connect.source.bigquery
    for box, text in ((place.project, upstairs.stand_in.project), (place.dataset, upstairs.dataset)):
        box.setFocus()
        box.lineEdit().selectAll()
        qtbot.keyClicks(box, text)
        qtbot.keyClick(box, Qt.Key.Key_Tab)
    qtbot.waitUntil(connect.action.isEnabled, timeout=SECONDS)
    walk(qtbot, window)

    assert window.session is not None
    assert window.session.workspace is not None
    window.session.workspace.go_to(Step.SWEEP)
    sweep = page_of(window)
    assert isinstance(sweep, SweepPage)
    qtbot.waitUntil(lambda: sweep.built and sweep.bridge.quiet, timeout=SECONDS)
    sweep._settings.engine.engine.button("bigquery-ml").click()
    for step in (Step.SWEEP, Step.CLUSTERS, Step.LABELS, Step.EMAILS, Step.EXPORT):
        page = page_of(window)
        assert page.step is step
        click(page.action)
        wait_for(qtbot, window, step)
        if step is not Step.EXPORT:
            click(page.next)
            qtbot.waitUntil(lambda page=page: page_of(window) is not page, timeout=SECONDS)
            qtbot.waitUntil(lambda: page_of(window).built, timeout=SECONDS)
            qtbot.waitUntil(page_of(window).action.isEnabled, timeout=SECONDS)
    bridge = window.session.bridge
    found: list[ShownModel] = []
    bridge.ask(bridge, models, then=found.extend)
    qtbot.waitUntil(lambda: [model.k for model in found] == [2, 3], timeout=SECONDS)
    assert sum(model.chosen for model in found) == 1
    assert bridge.held is not None
    assert bridge.held.steps[Step.SWEEP].billed_bytes > 0
    qtbot.waitUntil(lambda: bridge.quiet, timeout=SECONDS)

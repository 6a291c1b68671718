"""Open, run, cancel, close: two hundred times, and nothing is left behind."""

import gc
import multiprocessing
import os
import random
import threading
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from segdesk.gui.app import Desk
from segdesk.project.step import Step
from segdesk.tasks.runner import Spares
from tests.window.conftest import SECONDS, wait_open

CYCLES = int(os.environ.get("SEGDESK_SOAK_CYCLES", "200"))
SETTLED = 20
"""Cycles after which caches are full and memory counts."""
MOST_GROWTH = 0.25
"""MiB a cycle that the window's process may grow, on average."""


def memory() -> float:
    """Return what this process holds in MiB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def settle(app: QApplication) -> None:
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        app.processEvents()
    gc.collect()


@pytest.mark.soak
def test_nothing_is_left_after_many_projects(
    qtbot: QtBot, desk: Desk, qapp: QApplication, finished: Path, tmp_path: Path
) -> None:
    before = {child.pid for child in multiprocessing.active_children()}  # those that all tests share
    listening = set(threading.enumerate())
    desk._spares = Spares()  # workers that really end
    chance = random.Random(7)
    path = tmp_path / "soak.segdesk"
    path.write_bytes(finished.read_bytes())
    grown: list[float] = []
    for _cycle in range(CYCLES):
        window = desk.new_window()
        window.open_project(path)
        wait_open(qtbot, window)
        assert window.session is not None
        assert window.session.workspace is not None
        bridge = window.session.bridge
        window.session.workspace.go_to(chance.choice(list(Step)))
        bridge.run(chance.choice([Step.CONNECT, Step.FEATURES, Step.SWEEP, Step.CLUSTERS]))
        for _ in range(chance.randrange(60)):
            qapp.processEvents()
        bridge.cancel()
        qtbot.waitUntil(lambda: bridge.running is None, timeout=SECONDS)  # noqa: B023 - waited for here
        window.close()
        settle(qapp)
        grown.append(memory())
    assert not desk.windows
    timers = [
        t
        for t in gc.get_objects()
        if isinstance(t, QTimer) and shiboken6.isValid(t) and t.isActive() and t.parent() is None
    ]
    assert not timers
    started = [child for child in multiprocessing.active_children() if child.pid not in before]
    workers = [child for child in started if child.name == "segdesk-worker"]
    assert len(workers) <= 1  # the spare one
    assert not [t for t in set(threading.enumerate()) - listening if t.name == "segdesk-listener"]
    desk._spares.close()
    half = len(grown) // 2
    if len(grown) > 2 * SETTLED:
        growth = (sum(grown[-10:]) - sum(grown[half : half + 10])) / 10 / (len(grown) - 10 - half)
        print(f"\nmemory: {grown[SETTLED]:.0f} MiB after {SETTLED}, {grown[-1]:.0f} MiB at the end")
        assert growth < MOST_GROWTH

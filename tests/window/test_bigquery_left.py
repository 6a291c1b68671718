"""What BigQuery still works on when a window is closed is ended when the project is opened again."""

import os
import shutil
from pathlib import Path
from typing import Any

from pytestqt.qtbot import QtBot

from segdesk.gui.app import Desk
from segdesk.gui.window import MainWindow
from segdesk.project.file import Project
from segdesk.project.step import Step
from tests.window.conftest import SECONDS, OpenWindow
from tests.window.upstairs import Upstairs, cloud_finished, spares, stand_in, upstairs

__all__ = ["cloud_finished", "spares", "stand_in", "upstairs"]

CREATE = "CREATE OR REPLACE MODEL"


def trained(upstairs: Upstairs) -> list[tuple[str, str | None]]:
    """Return the state of each job that trains a model, and why it failed."""
    sent: list[dict[str, Any]] = [
        each["body"]
        for each in upstairs.stand_in.log()
        if each["method"] == "POST" and each["path"].endswith("/jobs")
    ]
    client = upstairs.stand_in.client(location="EU")
    found = []
    for body in sent:
        query = body["configuration"].get("query", {}).get("query", "")
        if CREATE in query and not body["configuration"].get("dryRun"):
            job = client.get_job(body["jobReference"]["jobId"])
            found.append((job.state, job.error_result and job.error_result["reason"]))
    client.close()
    return found


def test_what_ran_when_the_window_was_closed_is_cancelled_when_the_project_is_opened_again(
    qtbot: QtBot,
    desk: Desk,
    open_window: OpenWindow,
    upstairs: Upstairs,
    cloud_finished: Path,
    tmp_path: Path,
) -> None:
    assert os.environ["BIGQUERY_EMULATOR_HOST"]
    path = Path(shutil.copy(cloud_finished, tmp_path))
    with Project.open(path) as project:
        before = project.settings
        project.settings = before.model_copy(
            update={"sweep": before.sweep.model_copy(update={"seed": before.sweep.seed + 1})}
        )
    window = open_window(path)
    assert window.session is not None
    upstairs.stand_in.reset()
    upstairs.stand_in.delay(running=600, match=CREATE)
    ended: list[object] = []
    window.session.bridge.ended.connect(ended.append)
    window.session.bridge.run(Step.SWEEP)
    qtbot.waitUntil(lambda: bool(ended) or ("RUNNING", None) in trained(upstairs), timeout=4 * SECONDS)
    assert not ended
    window.session.bridge.close()
    assert ("RUNNING", None) in trained(upstairs), "the process is gone, and BigQuery does not know"

    again: MainWindow = open_window(path)
    assert again.session is not None
    bridge = again.session.bridge
    qtbot.waitUntil(lambda: bridge.held is not None and bridge.held.unfinished == 0, timeout=2 * SECONDS)
    assert set(trained(upstairs)) == {("DONE", "stopped")}
    qtbot.waitUntil(lambda: bridge.quiet, timeout=SECONDS)

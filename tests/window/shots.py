"""Take pictures: of every tab in light, dark and French, and those of the README.

``python -m tests.window.shots README_FOLDER ALL_FOLDER [PROJECT...]``; without a project, one is made.
"""

import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from segdesk.gui.app import Desk, make_application
from segdesk.gui.theme import Choice
from segdesk.gui.translation import Language
from segdesk.gui.window import MainWindow
from segdesk.project.step import Step

CUSTOMERS = 6000
IN_README = {
    "sweep": (Step.SWEEP, Choice.LIGHT),
    "clusters": (Step.CLUSTERS, Choice.LIGHT),
    "emails": (Step.EMAILS, Choice.DARK),
    "features": (Step.FEATURES, Choice.LIGHT),
    "labels": (Step.LABELS, Choice.LIGHT),
}
_LOOKS = {
    "light": (Choice.LIGHT, Language.ENGLISH),
    "dark": (Choice.DARK, Language.ENGLISH),
    "french": (Choice.LIGHT, Language.FRENCH),
}
_PATIENCE = 120.0
_SETTLED = 1.2


def main() -> None:
    """Take the pictures."""
    readme, everything, *projects = map(Path, sys.argv[1:])
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        paths = [Path(shutil.copy(path, folder)) for path in projects] or [_sample(folder)]
        app = make_application()
        for path in paths:
            own = everything / path.stem if projects else everything
            for look, (choice, language) in _LOOKS.items():
                _take_all(app, folder, path, own, look, choice, language)
        if not projects:
            readme.mkdir(parents=True, exist_ok=True)
            for name, (step, choice) in IN_README.items():
                look = "light" if choice is Choice.LIGHT else "dark"
                number = list(Step).index(step) + 1
                shutil.copy(everything / f"{number}-{step}-{look}.png", readme / f"{name}.png")


def _sample(folder: Path) -> Path:
    from segdesk.project.file import Project
    from segdesk.project.settings import ConnectSettings, EmailsSettings, Settings
    from segdesk.steps import pipeline
    from segdesk.tasks.task import Task

    path = folder / "Sample shop.segdesk"
    settings = Settings(connect=ConnectSettings(sample_customers=CUSTOMERS), emails=EmailsSettings(count=300))
    with Project.create(path) as project:
        project.settings = settings
        pipeline.run(project, settings, Task(), lambda step: print(step, flush=True))
    return path


def _take_all(
    app: QApplication, scratch: Path, path: Path, folder: Path, look: str, choice: Choice, language: Language
) -> None:
    """Open a project and take a picture of each tab."""
    folder.mkdir(parents=True, exist_ok=True)
    store = QSettings(str(scratch / f"{look}.ini"), QSettings.Format.IniFormat)
    store.setValue("theme", choice.value)
    store.setValue("language", language.value)
    desk = Desk(app, store)
    window = desk.new_window()
    window.resize(1440, 900)
    _wait(app, lambda: True)
    window.grab().save(str(folder / f"0-start-{look}.png"))
    window.open_project(path)
    _wait(app, lambda: window.session is not None and window.session.workspace is not None)
    for number, step in enumerate(Step, start=1):
        _go_to(app, window, step)
        window.grab().save(str(folder / f"{number}-{step}-{look}.png"))
        print(folder / f"{number}-{step}-{look}.png", flush=True)
    window.close()
    desk.close()
    app.processEvents()


def _go_to(app: QApplication, window: MainWindow, step: Step) -> None:
    assert window.session is not None
    assert window.session.workspace is not None
    window.session.workspace.go_to(step)
    workspace, bridge = window.session.workspace, window.session.bridge
    _wait(app, lambda: workspace.page.built and bridge.quiet)


def _wait(app: QApplication, ready: Callable[[], bool]) -> None:
    """Let the window live until something is so and has been for a moment."""
    end = time.monotonic() + _PATIENCE
    since = time.monotonic()
    while time.monotonic() - since < _SETTLED:
        app.processEvents()
        time.sleep(0.01)
        if not ready():
            since = time.monotonic()
        if time.monotonic() > end:
            raise TimeoutError("the window did not come to rest")


if __name__ == "__main__":
    main()

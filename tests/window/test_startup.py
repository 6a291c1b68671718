"""How fast the window is there, and what it does not load for that."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

_PROBE = """
import json, sys, time
started = time.perf_counter()
from PySide6.QtCore import QSettings, QTimer
from segdesk.gui.app import Desk, make_application

def tell():
    seconds = time.perf_counter() - started
    loaded = sorted({name.partition(".")[0] for name in sys.modules})
    print(json.dumps({"seconds": seconds, "loaded": loaded}), flush=True)
    app.quit()

if __name__ == "__main__":
    app = make_application()
    desk = Desk(app, QSettings(sys.argv[1], QSettings.Format.IniFormat))
    window = desk.new_window()
    window.painted.connect(tell)
    app.exec()
    desk.close()
"""

HEAVY = {
    "numpy",
    "pandas",
    "pyarrow",
    "duckdb",
    "sklearn",
    "scipy",
    "sqlglot",
    "pydantic",
    "pyqtgraph",
    "OpenGL",
    "google",
    "umap",
    "numba",
    "jinja2",
}


@pytest.fixture(scope="module")
def first_paint(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """The best of three starts: what else the machine does must not count."""
    folder = tmp_path_factory.mktemp("start")
    found = []
    for number in range(3):
        answer = subprocess.run(
            [sys.executable, "-c", _PROBE, str(folder / f"{number}.ini")],
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        found.append(json.loads(answer.stdout.splitlines()[-1]))
    return min(found, key=lambda each: each["seconds"])


@pytest.mark.timing
def test_the_first_paint_comes_within_half_a_second(first_paint: dict[str, float]) -> None:
    assert first_paint["seconds"] < 0.5


@pytest.mark.timing
def test_nothing_heavy_is_loaded_by_then(first_paint: dict[str, list[str]]) -> None:
    assert not HEAVY & set(first_paint["loaded"])


def test_without_a_screen_there_is_a_sentence_and_no_crash(tmp_path: Path) -> None:
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    answer = subprocess.run(
        [sys.executable, "-m", "segdesk"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env=environment,
        cwd=Path(__file__).parents[2],
    )
    assert answer.returncode == 1
    assert answer.stderr.startswith("segdesk: The window cannot be shown")
    assert "segdesk run" in answer.stderr

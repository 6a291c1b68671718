"""What helps whoever helps the person: versions, settings and figures, but no customer's data."""

import json
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from segdesk import __version__
from segdesk.review.held import Held
from segdesk.tasks import crash

_PACKAGES = (
    "PySide6-Essentials",
    "pyqtgraph",
    "PyOpenGL",
    "duckdb",
    "pyarrow",
    "numpy",
    "scipy",
    "scikit-learn",
    "sqlglot",
    "pydantic",
    "umap-learn",
)
_LOG_LINES = 60


def versions() -> dict[str, str]:
    """Return the version of segdesk, of Python, of the system and of each library."""
    found = {"segdesk": __version__, "Python": platform.python_version(), "System": platform.platform()}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "-"
    return found


def diagnostics(held: Held | None) -> str:
    """Return everything as one text, for the clipboard."""
    lines = [f"{name}: {text}" for name, text in versions().items()]
    screens = [
        f"{screen.size().width()}x{screen.size().height()} at {screen.devicePixelRatio():g}"
        for screen in QGuiApplication.screens()
    ]
    lines += [f"Screens: {', '.join(screens)} ({QGuiApplication.platformName()})", ""]
    lines += _project(held) if held else ["No project is open"]
    log = crash.log_path()
    if log.is_file():
        lines += ["", "Last unexpected errors:", *_tail(log)]
    return _without_home("\n".join(lines)) + "\n"


def _project(held: Held) -> list[str]:
    settings = held.settings.model_dump(mode="json")
    # Names of segments are a person's own words, and a query may name a customer.
    settings["labels"] = {"given": len(held.settings.labels.names)}
    settings["features"]["sql"] = "given" if held.settings.features.sql else None
    lines = [f"Customers: {held.customers}", f"Segments: {len(held.segments)}"]
    lines += [
        f"{step.value}: {kept.state.value}, last {kept.outcome}, {kept.seconds} s, {kept.rows} rows"
        for step, kept in held.steps.items()
    ]
    return [*lines, "Settings: " + json.dumps(settings)]


def _tail(log: Path) -> list[str]:
    return log.read_text("utf-8", errors="replace").splitlines()[-_LOG_LINES:]


def _without_home(text: str) -> str:
    """Leave the person's own name out of the paths."""
    return text.replace(str(Path.home()), "~")

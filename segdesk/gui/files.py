"""Asking for file names."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

SUFFIX = ".segdesk"


def ask_open_project(parent: QWidget, folder: Path) -> Path | None:
    """Ask which project to open, None if the person would rather not."""
    kinds = QCoreApplication.translate("files", "segdesk projects (*.segdesk)")
    title = QCoreApplication.translate("files", "Open a project")
    name, _ = QFileDialog.getOpenFileName(parent, title, str(folder), kinds)
    return Path(name) if name else None


def ask_new_project(parent: QWidget, suggested: Path, title: str) -> Path | None:
    """Ask under which name to keep a project, None if the person would rather not."""
    kinds = QCoreApplication.translate("files", "segdesk projects (*.segdesk)")
    name, _ = QFileDialog.getSaveFileName(parent, title, str(suggested), kinds)
    if not name:
        return None
    path = Path(name)
    return path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)


def documents() -> Path:
    """Return the person's folder for documents."""
    found = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    folder = Path(found) if found else Path.home()
    return folder if folder.is_dir() else Path.home()


def free_name(folder: Path, stem: str) -> Path:
    """Return a project's path in a folder that no file has yet: ``stem``, ``stem 2``, ..."""
    path, number = folder / f"{stem}{SUFFIX}", 2
    while path.exists():
        path, number = folder / f"{stem} {number}{SUFFIX}", number + 1
    return path

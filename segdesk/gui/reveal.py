"""Files in the programs that the desktop opens them with."""

import sys
from pathlib import Path

from PySide6.QtCore import QProcess, QUrl
from PySide6.QtGui import QDesktopServices


def open_path(path: Path) -> None:
    """Open a file with its own program, or a folder in the file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def show_in_folder(path: Path) -> None:
    """Show where a file is, selected where the system has a way to; a folder is opened."""
    if path.is_dir() or not path.exists():
        open_path(path if path.is_dir() else path.parent)
    elif sys.platform == "win32":
        QProcess.startDetached("explorer", ["/select,", str(path)])
    elif sys.platform == "darwin":
        QProcess.startDetached("open", ["-R", str(path)])
    else:
        open_path(path.parent)

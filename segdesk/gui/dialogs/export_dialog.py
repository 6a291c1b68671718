"""The export dialog (being written)."""

from collections.abc import Callable
from pathlib import Path
from PySide6.QtWidgets import QDialog, QWidget

from segdesk.gui import reveal
from segdesk.gui.context import Context


class ExportDialog(QDialog):
    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.show_in_folder: Callable[[Path], None] = reveal.show_in_folder

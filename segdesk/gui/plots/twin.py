"""The data of a plot as a table in a window of its own."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from segdesk.gui.theme import GAP, Theme
from segdesk.gui.views.columns import Columns
from segdesk.gui.views.table import TableView


class TwinWindow(QDialog):
    """A window that leaves the others usable; it follows the plot for as long as it is open."""

    def __init__(self, theme: Theme, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModal(False)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.resize(theme.size(640), theme.size(420))
        self.table = TableView(theme)
        self.table.setAccessibleName(title)
        body = QVBoxLayout(self)
        body.setContentsMargins(GAP, GAP, GAP, GAP)
        body.addWidget(self.table)
        self.setFocusProxy(self.table)

    def set_columns(self, columns: Columns) -> None:
        """Show the data as it is now."""
        self.table.set_columns(columns)

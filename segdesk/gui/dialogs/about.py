"""What this is, and which versions it is made of."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from segdesk import __version__
from segdesk.gui.diagnostics import versions
from segdesk.gui.icons import picture_icon
from segdesk.gui.theme import GAP, PAD, ROOM, Theme


class About(QDialog):
    """The program's name, what it is, its license, and the versions of its parts."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About segdesk"))
        self._versions = versions()
        logo = QLabel()
        logo.setPixmap(picture_icon("app").pixmap(theme.size(56)))
        name = QLabel(f"segdesk {__version__}")
        name.setProperty("role", "title")
        promise = QLabel(
            self.tr("Customer segments, personal emails and import files from a customer table.")
        )
        promise.setWordWrap(True)
        license_ = QLabel(
            self.tr("Apache License 2.0. Built with Qt (LGPL), DuckDB, scikit-learn and pyqtgraph.")
        )
        license_.setProperty("role", "muted")
        license_.setWordWrap(True)
        head = QHBoxLayout()
        head.setSpacing(PAD)
        head.addWidget(logo, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.addWidget(name)
        words.addWidget(promise)
        words.addWidget(license_)
        head.addLayout(words, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton(self.tr("Copy versions"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(self._on_copy)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(ROOM, ROOM, ROOM, PAD)
        layout.setSpacing(PAD)
        layout.addLayout(head)
        layout.addLayout(self._table())
        layout.addWidget(buttons)
        self.setMinimumWidth(theme.size(460))

    def _table(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(PAD)
        grid.setVerticalSpacing(GAP // 2)
        grid.setColumnStretch(1, 1)
        for row, (package, text) in enumerate(self._versions.items()):
            left, right = QLabel(package), QLabel(text)
            left.setProperty("role", "muted")
            right.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(left, row, 0)
            grid.addWidget(right, row, 1)
        return grid

    @Slot()
    def _on_copy(self) -> None:
        text = "\n".join(f"{package}\t{text}" for package, text in self._versions.items())
        QGuiApplication.clipboard().setText(text)

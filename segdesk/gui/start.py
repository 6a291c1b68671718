"""The first thing one sees: begin something, or go on with something."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from segdesk.gui.icons import picture_icon
from segdesk.gui.recent import Recent
from segdesk.gui.theme import GAP, PAD, ROOM, TIGHT, Colour, Theme


class StartPage(QWidget):
    """New, open, the sample, and the projects that were open last."""

    new_wanted = Signal()
    open_wanted = Signal()
    sample_wanted = Signal()
    recent_wanted = Signal(object)

    def __init__(self, theme: Theme, recent: Recent, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._recent = recent
        self.messages = QVBoxLayout()
        self._logo = QLabel()
        self.sample = self._button(
            self.tr("Try the sample"),
            self.tr("A made-up shop with 20,000 customers. See all seven steps in a few minutes."),
            "sample",
        )
        self.new = self._button(
            self.tr("New project"),
            self.tr("Start from your own customer tables: files on this machine."),
            "new",
        )
        self.open = self._button(
            self.tr("Open a project"),
            self.tr("Go on with a .segdesk file, or look at a colleague's."),
            "open",
        )
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Recent projects"))
        self.list.setAccessibleDescription(self.tr("Press Enter to open, Delete to remove from the list"))
        self.list.setIconSize(QSize(20, 20))
        self.nothing = QLabel(self.tr("The projects that you work on will be listed here."))
        self.nothing.setProperty("role", "muted")
        self.nothing.setWordWrap(True)
        self._lay_out()
        self.new.clicked.connect(self.new_wanted)
        self.open.clicked.connect(self.open_wanted)
        self.sample.clicked.connect(self.sample_wanted)
        self.list.itemActivated.connect(self._on_item_activated)
        recent.changed.connect(self._show_recent)
        theme.changed.connect(self._on_theme_changed)
        self._show_recent()
        self._on_theme_changed()

    def _lay_out(self) -> None:
        name = QLabel("segdesk")
        name.setProperty("role", "display")
        promise = QLabel(
            self.tr(
                "From a customer table to named segments, personal emails and import files. "
                "Everything stays on this machine."
            )
        )
        promise.setProperty("role", "muted")
        promise.setWordWrap(True)
        words = QVBoxLayout()
        words.setSpacing(TIGHT)
        words.addWidget(name)
        words.addWidget(promise)
        head = QHBoxLayout()
        head.setSpacing(PAD)
        head.addWidget(self._logo, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        heading = QLabel(self.tr("Recent projects"))
        heading.setProperty("role", "section")
        drop = QLabel(self.tr("Or drop a project, a file or a folder of tables onto this window."))
        drop.setProperty("role", "muted")
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(GAP)
        for button in (self.sample, self.new, self.open):
            left.addWidget(button)
        left.addWidget(drop)
        left.addStretch(1)
        right.setSpacing(GAP)
        right.addWidget(heading)
        right.addWidget(self.nothing)
        right.addWidget(self.list, 1)
        right.addStretch(0)
        columns = QHBoxLayout()
        columns.setSpacing(ROOM * 2)
        columns.addLayout(left, 1)
        columns.addLayout(right, 1)
        middle = QVBoxLayout()
        middle.setSpacing(ROOM)
        middle.addLayout(head)
        middle.addLayout(self.messages)
        middle.addLayout(columns, 1)
        grid = QGridLayout(self)
        grid.setContentsMargins(ROOM * 2, ROOM * 2, ROOM * 2, ROOM)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(2, 1)
        grid.setColumnMinimumWidth(1, 900)
        grid.addLayout(middle, 0, 1)

    def _button(self, title: str, explanation: str, icon: str) -> QPushButton:
        """Return a large button with a title and a sentence."""
        button = QPushButton()
        button.setProperty("choice", True)
        button.setAccessibleName(title)
        button.setAccessibleDescription(explanation)
        button.setMinimumHeight(self._theme.size(72))
        row = QHBoxLayout(button)
        row.setContentsMargins(PAD, GAP, PAD, GAP)
        row.setSpacing(PAD)
        picture = QLabel()
        picture.setPixmap(self._theme.pixmap(icon, 28, Colour.ACCENT))
        picture.setObjectName(icon)
        words = QVBoxLayout()
        words.setSpacing(2)
        head, body = QLabel(title), QLabel(explanation)
        head.setProperty("role", "strong")
        body.setProperty("role", "muted")
        body.setWordWrap(True)
        words.addStretch(1)
        words.addWidget(head)
        words.addWidget(body)
        words.addStretch(1)
        row.addWidget(picture)
        row.addLayout(words, 1)
        for label in (picture, head, body):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        return button

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Forget a project with Delete."""
        item = self.list.currentItem()
        if event.key() == Qt.Key.Key_Delete and item is not None and self.list.hasFocus():
            self._recent.remove(Path(item.data(Qt.ItemDataRole.UserRole)))
        else:
            super().keyPressEvent(event)

    @Slot(QListWidgetItem)
    def _on_item_activated(self, item: QListWidgetItem) -> None:
        self.recent_wanted.emit(Path(item.data(Qt.ItemDataRole.UserRole)))

    @Slot()
    def _show_recent(self) -> None:
        self.list.clear()
        for path in self._recent.paths:
            item = QListWidgetItem(f"{path.stem}\n{path.parent}")
            item.setData(Qt.ItemDataRole.UserRole, str(path))
            item.setToolTip(str(path))
            item.setIcon(self._theme.icon("file"))
            if not path.exists():
                gone = self.tr("{name} (not there any more)").format(name=path.stem)
                item.setText(f"{gone}\n{path.parent}")
            self.list.addItem(item)
        self.nothing.setVisible(not self.list.count())
        self.list.setVisible(bool(self.list.count()))

    @Slot()
    def _on_theme_changed(self) -> None:
        self._logo.setPixmap(picture_icon("app").pixmap(self._theme.size(56)))
        for button, icon in ((self.sample, "sample"), (self.new, "new"), (self.open, "open")):
            label = button.findChild(QLabel, icon)
            assert isinstance(label, QLabel)
            label.setPixmap(self._theme.pixmap(icon, 28, Colour.ACCENT))
        self._show_recent()

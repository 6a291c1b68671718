"""A field for a file or a folder: typed, looked up, or dropped."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QMimeData, Signal, Slot
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QMenu, QPushButton, QWidget

from segdesk.gui.theme import GAP, Theme


class PathKind(StrEnum):
    """What may be chosen."""

    FILE = "file"
    FOLDER = "folder"
    FILE_OR_FOLDER = "file or folder"
    NEW_FILE = "new file"


Ask = Callable[[QWidget, PathKind, str, str, str], str]
"""(parent, kind, title, the path so far, filter) to the path chosen, or to nothing."""


def ask_for_path(parent: QWidget, kind: PathKind, title: str, so_far: str, name_filter: str) -> str:
    """Let the person choose a path in the system's own dialog."""
    if kind is PathKind.FOLDER:
        return QFileDialog.getExistingDirectory(parent, title, so_far)
    if kind is PathKind.NEW_FILE:
        return QFileDialog.getSaveFileName(parent, title, so_far, name_filter)[0]
    return QFileDialog.getOpenFileName(parent, title, so_far, name_filter)[0]


class PathField(QWidget):
    """A path that can be typed, chosen or dropped onto the field.

    Parameters
    ----------
    theme
        The window's theme.
    kind
        What may be chosen.
    title
        The title of the dialog, and the field's accessible name.
    name_filter
        As Qt's file dialogs want it: ``Tables (*.csv *.parquet)``.
    ask
        Asks the person for a path.

    Attributes
    ----------
    changed
        Another path is in the field.
    chosen
        A path was picked, dropped, or ended with Enter, and so is meant; `changed` came before if it is new.
    """

    changed = Signal(str)
    chosen = Signal(str)

    def __init__(
        self,
        theme: Theme,
        kind: PathKind,
        title: str,
        name_filter: str = "",
        *,
        ask: Ask = ask_for_path,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._kind = kind
        self._title = title
        self._filter = name_filter
        self._ask = ask
        self._last = ""
        self._edit = QLineEdit(clearButtonEnabled=True)
        self._edit.editingFinished.connect(self._on_editing_finished)
        self._edit.returnPressed.connect(self._on_entered)
        self._edit.textChanged.connect(self._on_text_changed)
        self._edit.setAcceptDrops(False)  # a drop on the line would insert the text of its address
        self._browse = QPushButton(self.tr("Browse…"))
        self._browse.clicked.connect(self._on_browse_clicked)
        theme.dress(self._browse, "folder")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self._edit, 1)
        row.addWidget(self._browse)
        self.setAcceptDrops(True)
        self.setFocusProxy(self._edit)
        self._name(title)
        if kind is PathKind.FILE_OR_FOLDER:
            self._browse.setMenu(self._both())

    @property
    def path(self) -> Path | None:
        """The path in the field, or None where it is empty."""
        text = self._edit.text().strip()
        return Path(text).expanduser() if text else None

    def set_path(self, path: Path | str | None) -> None:
        """Show a path, without a signal."""
        self._last = "" if path is None else str(path)
        self._edit.setText(self._last)

    def commit(self) -> None:
        """Take what is typed as if the person had left the field."""
        self._on_editing_finished()

    def set_placeholder(self, text: str) -> None:
        """Show an example while the field is empty."""
        self._edit.setPlaceholderText(text)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file or folder of the right kind."""
        if self._dropped(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the path of what was dropped."""
        self._take(self._dropped(event.mimeData()))
        event.acceptProposedAction()

    def _dropped(self, dropped: QMimeData) -> str:
        """Return the path that is dropped, or nothing where it is not wanted here."""
        urls = dropped.urls()
        if len(urls) != 1 or not urls[0].isLocalFile():
            return ""
        path = Path(urls[0].toLocalFile())
        if self._kind is PathKind.FOLDER and not path.is_dir():
            return ""
        if self._kind in (PathKind.FILE, PathKind.NEW_FILE) and path.is_dir():
            return ""
        return str(path)

    def _take(self, path: str) -> None:
        if path:
            self._edit.setText(path)
            self._on_entered()

    def _look(self, kind: PathKind) -> None:
        so_far = str(self.path or "")
        self._take(self._ask(self, kind, self._title, so_far, self._filter))

    def _both(self) -> QMenu:
        """Return a menu, because no system has a dialog for files and folders alike."""
        menu = QMenu(self)
        for icon, text, slot in (
            ("file", self.tr("Choose a file…"), self._on_file_wanted),
            ("folder", self.tr("Choose a folder…"), self._on_folder_wanted),
        ):
            action = QAction(text, menu)
            action.triggered.connect(slot)
            self._theme.dress(action, icon)
            menu.addAction(action)
        return menu

    def _name(self, title: str) -> None:
        self.setAccessibleName(title)
        self._edit.setAccessibleName(title)
        self._browse.setAccessibleName(self.tr("Browse for: {field}").format(field=title))

    @Slot(str)
    def _on_text_changed(self, text: str) -> None:
        self._edit.setToolTip(text)
        if not text and self._last:
            # The button that clears the line ends no editing.
            self._on_editing_finished()

    @Slot()
    def _on_editing_finished(self) -> None:
        text = self._edit.text().strip()
        if text != self._last:
            self._last = text
            self.changed.emit(text)

    @Slot()
    def _on_entered(self) -> None:
        self._on_editing_finished()
        if self._last:
            self.chosen.emit(self._last)

    @Slot()
    def _on_browse_clicked(self) -> None:
        if self._kind is not PathKind.FILE_OR_FOLDER:
            self._look(self._kind)

    @Slot()
    def _on_file_wanted(self) -> None:
        self._look(PathKind.FILE)

    @Slot()
    def _on_folder_wanted(self) -> None:
        self._look(PathKind.FOLDER)

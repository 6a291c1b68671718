"""The files of an export: what will be written, and what became of what was."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings, Slot
from PySide6.QtWidgets import QAbstractItemView, QPushButton, QWidget

from segdesk.gui import numbers, reveal
from segdesk.gui.pages.connect_tables import megabytes
from segdesk.gui.pages.export_words import content_of, state_words
from segdesk.gui.theme import Theme
from segdesk.gui.views.columns import Align, Column, Columns
from segdesk.gui.views.table import TableView
from segdesk.gui.widgets.card import Card
from segdesk.review.export import FileState, Plan, WrittenFile

_MEGABYTE = 1_000_000
_DIGITS = 10
"""Of a checksum: enough to tell two files apart at a glance."""
_STATE = 4

Opener = Callable[[Path], None]


@dataclass(frozen=True)
class _File:
    """A file that will be written, was written, or both.

    Attributes
    ----------
    rows
        As written, or else as they would be.
    """

    path: Path
    rows: int | None
    written: WrittenFile | None

    @property
    def state(self) -> FileState | None:
        """What became of it, None if it was not written yet."""
        return self.written.state if self.written else None


class FileList(Card):
    """A table with a row per file.

    Attributes
    ----------
    open_path, show_in_folder
        How a file is opened, and how its folder is shown.
    """

    def __init__(self, theme: Theme, store: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self.open_path: Opener = reveal.open_path
        self.show_in_folder: Opener = reveal.show_in_folder
        self._files: tuple[_File, ...] = ()
        self._folder = Path()
        self.set_title(self.tr("Files"))
        self.look_again = self._button("refresh", self.tr("Check again"))
        self.look_again.setToolTip(self.tr("See whether the files are still there as they were written"))
        self.open = self._button("file", self.tr("Open"))
        self.open.setToolTip(self.tr("Open the selected file with its own program"))
        self.reveal = self._button("folder", self.tr("Show in folder"))
        self.open.clicked.connect(self._on_open_clicked)
        self.reveal.clicked.connect(self._on_reveal_clicked)
        self.view = TableView(theme, title=self.tr("Files of the export"), store=store, store_key="export")
        self.view.set_searchable(False)
        self.view.grid.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.selection_changed.connect(self._on_selection_changed)
        self.view.activated.connect(self._on_activated)
        self.body.addWidget(self.view)
        self._update_buttons()

    def _button(self, icon: str, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setAccessibleName(text)
        self._theme.dress(button, icon)
        self.add_trailing(button)
        return button

    def show_files(self, plan: Plan, last: tuple[WrittenFile, ...], note: str) -> None:
        """Show what will be written, with what was written to the same place."""
        self._folder = Path(plan.folder)
        known = {Path(file.path): file for file in last}
        planned = [
            _file(self._folder / name, rows, known.get(self._folder / name))
            for name, rows in zip(plan.files, plan.rows, strict=True)
        ]
        # The file that is imported elsewhere is what most people come for.
        planned.sort(key=lambda file: not file.path.name.startswith("ga360"))
        names = {file.path for file in planned}
        # What a format wrote that is not wanted any more is still there.
        others = [
            _file(path, file.rows, file)
            for path, file in known.items()
            if path.parent == self._folder and path not in names
        ]
        self._files = (*planned, *others)
        self.set_title(self.tr("Files"), note)
        self.view.set_columns(self._columns())
        changed = self._faults(FileState.CHANGED)
        self.view.set_faults({**self._faults(FileState.MISSING), **changed}, changed)
        self._update_buttons()

    def _columns(self) -> Columns:
        files = self._files
        hashes = [file.written.sha256 if file.written else "" for file in files]
        sizes = [file.written.bytes / _MEGABYTE if file.written else None for file in files]
        return Columns(
            (
                Column(self.tr("File"), [f.path.name for f in files], tips=_paths(files), name="file"),
                Column(self.tr("What is in it"), [content_of(f.path.name) for f in files], name="content"),
                Column(
                    self.tr("Rows"),
                    [file.rows for file in files],
                    format=_count,
                    align=Align.RIGHT,
                    tooltip=self.tr("As written, or as they would be now"),
                    name="rows",
                ),
                Column(
                    self.tr("Size"),
                    sizes,
                    unit=self.tr("MB"),
                    format=megabytes,
                    align=Align.RIGHT,
                    name="size",
                ),
                Column(self.tr("State"), [state_words(file.state) for file in files], name="state"),
                Column(
                    self.tr("Checksum"),
                    hashes,
                    format=_short,
                    tips=hashes,
                    tooltip=self.tr("SHA-256 of the file as it was written; Copy rows gives it whole"),
                    name="checksum",
                ),
            )
        )

    def _faults(self, *states: FileState) -> dict[tuple[int, int], str]:
        """Return what is to be said of files in some states, at the cells that name the state."""
        said = {
            FileState.MISSING: self.tr("The file was written, and is not there any more. Write it again."),
            FileState.CHANGED: self.tr("Somebody changed the file after it was written."),
        }
        return {
            (row, _STATE): said[file.state]
            for row, file in enumerate(self._files)
            if file.state is not None and file.state in states
        }

    # -- what happens

    @property
    def _chosen(self) -> _File | None:
        rows = self.view.selected_rows
        return self._files[int(rows[0])] if len(rows) == 1 and rows[0] < len(self._files) else None

    def _update_buttons(self) -> None:
        chosen = self._chosen
        there = any(file.state in (FileState.UNCHANGED, FileState.CHANGED) for file in self._files)
        self.open.setEnabled(chosen is not None and _is_there(chosen))
        self.reveal.setEnabled(there)
        self.look_again.setEnabled(any(file.written for file in self._files))

    @Slot(object)
    def _on_selection_changed(self, _rows: object) -> None:
        self._update_buttons()

    @Slot(int)
    def _on_activated(self, row: int) -> None:
        if _is_there(self._files[row]):
            self.open_path(self._files[row].path)

    @Slot()
    def _on_open_clicked(self) -> None:
        if self._chosen is not None:
            self.open_path(self._chosen.path)

    @Slot()
    def _on_reveal_clicked(self) -> None:
        chosen = self._chosen
        self.show_in_folder(chosen.path if chosen and _is_there(chosen) else self._folder)


def _file(path: Path, planned: int | None, written: WrittenFile | None) -> _File:
    return _File(path, written.rows if written else planned, written)


def _paths(files: tuple[_File, ...]) -> list[str]:
    return [str(file.path) for file in files]


def _is_there(file: _File) -> bool:
    return file.state in (FileState.UNCHANGED, FileState.CHANGED)


def _count(rows: Any) -> str:
    return "–" if rows is None else numbers.number(rows)


def _short(digest: Any) -> str:
    return f"{str(digest)[:_DIGITS]}…" if digest else ""

"""The export dialog: which column goes under which name in the import file, with what would be refused."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, Qt, QTimer, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from segdesk.gui import numbers, reveal
from segdesk.gui.bridge import Ended
from segdesk.gui.context import Context
from segdesk.gui.dialogs.export_columns import FileColumns
from segdesk.gui.dialogs.export_key import KeyLine
from segdesk.gui.dialogs.export_preview import PreviewRows
from segdesk.gui.dialogs.export_violations import ViolationList
from segdesk.gui.theme import GAP, PAD
from segdesk.gui.widgets.busy import BusyLine
from segdesk.gui.widgets.kind import Kind
from segdesk.gui.widgets.notice import Notice
from segdesk.gui.widgets.path_field import Ask, PathKind, ask_for_path
from segdesk.gui.widgets.remembered import remember
from segdesk.project.step import Step
from segdesk.review import export, mapping
from segdesk.review.export import WrittenFile
from segdesk.review.mapping import (
    MappableColumn,
    MappingCheck,
    MappingFault,
    MappingPreview,
    SchemaFile,
)
from segdesk.tasks.messages import Failure

_PAUSE = 150
"""Milliseconds without a key before what is typed is looked at."""
_ROWS, _MOST_ROWS = 50, 2_000
"""How many rows the preview has, and how many it has at most when a later one is to be seen."""
_GEOMETRY = "layout/export_dialog/geometry"


class ExportDialog(QDialog):
    """Sets up the import file of Google Analytics 360, shows what will be in it, and writes it.

    Attributes
    ----------
    show_in_folder
        How the written file is shown.
    ask_for_path
        How a person is asked for a schema file.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.show_in_folder: Callable[[Path], None] = reveal.show_in_folder
        self.ask_for_path: Ask = ask_for_path
        self._context = context
        self._bridge = context.bridge
        self._own_key = ""
        self._rows = _ROWS
        self._wanted_cell: tuple[int, int] | None = None
        self._good: MappingPreview | None = None
        self._fatal = 0
        self._checking = False
        self._check_again = False
        self._writing = False
        self._written: Path | None = None
        theme = context.theme
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Set up the import file"))
        self.setAccessibleDescription(self.tr("Which column goes under which name in Google Analytics"))
        self.sunset = Notice(theme)
        self.key = KeyLine(theme)
        self.columns = FileColumns(theme)
        self.preview = PreviewRows(theme)
        self.violations = ViolationList(theme)
        self.message = Notice(theme)
        self.busy = BusyLine(theme)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._put_together()
        self._connect()
        self._restore_size()
        self._bridge.ask(self, mapping.columns, then=self._on_columns, failed=self._on_failed)

    # -- parts

    def _put_together(self) -> None:
        right = QSplitter(Qt.Orientation.Vertical)
        parts = QSplitter(Qt.Orientation.Horizontal)
        for splitter, widgets, shares in (
            (right, (self.preview, self.violations), (5, 4)),
            (parts, (self.columns, right), (1, 1)),
        ):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(PAD)
            for widget, share in zip(widgets, shares, strict=True):
                splitter.addWidget(widget)
                splitter.setStretchFactor(splitter.indexOf(widget), share)
            splitter.setSizes([1000 * share for share in shares])
        remember(right, self._context.store, "layout/export_dialog/right")
        remember(parts, self._context.store, "layout/export_dialog/parts")
        self._say_sunset()
        column = QVBoxLayout(self)
        column.setContentsMargins(PAD, PAD, PAD, PAD)
        column.setSpacing(PAD)
        column.addWidget(self.sunset)
        column.addWidget(self.key)
        column.addWidget(parts, 1)
        column.addWidget(self.message)
        column.addLayout(self._buttons())
        for button in self.findChildren(QPushButton):
            # Enter is for the cell or field that the person is in.
            button.setAutoDefault(False)

    def _say_sunset(self) -> None:
        self.sunset.set_closable(False)
        self.sunset.show_message(
            Kind.NEUTRAL,
            "",
            self.tr(
                "Google closed Universal Analytics in July 2024 and takes no more imports. The file keeps to "
                "its format, for tools that still read it."
            ),
        )

    def _buttons(self) -> QHBoxLayout:
        self.write = QPushButton(self.tr("Write"))
        self.write.setProperty("primary", True)
        self._context.theme.dress(self.write, "export")
        self.keep = QPushButton(self.tr("Keep the mapping"))
        self.keep.setToolTip(self.tr("Remember it for the next time the files are written"))
        self.cancel = QPushButton(self.tr("Cancel"))
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self.busy, 1)
        row.addSpacing(PAD)
        for button in (self.cancel, self.keep, self.write):
            row.addWidget(button)
        return row

    def _connect(self) -> None:
        self.key.altered.connect(self._on_key_altered)
        self.key.column_wanted.connect(self._on_key_column_wanted)
        self.columns.altered.connect(self._on_altered)
        self.columns.suggest_wanted.connect(self._on_suggest_wanted)
        self.columns.load_wanted.connect(self._on_load_wanted)
        self.columns.save_wanted.connect(self._on_save_wanted)
        self.violations.picked.connect(self._on_violation_picked)
        self.message.action_clicked.connect(self._on_reveal)
        self._pause.timeout.connect(self._on_paused)
        self.cancel.clicked.connect(self.reject)
        self.keep.clicked.connect(self._on_keep)
        self.write.clicked.connect(self._on_write)
        QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self.write.click)
        self._bridge.progressed.connect(self._on_progressed)
        self._bridge.ended.connect(self._on_ended)
        self._bridge.started.connect(self._on_started)
        self._update_buttons()

    def _restore_size(self) -> None:
        kept = self._context.store.value(_GEOMETRY)
        if not (isinstance(kept, QByteArray) and self.restoreGeometry(kept)):
            parent = self.parentWidget()
            room = parent.window().size() if parent else self.sizeHint()
            size = self._context.theme.size
            self.resize(min(size(1240), room.width() - 48), min(size(820), room.height() - 32))

    def done(self, result: int) -> None:
        """Remember the size on the way out."""
        self._pause.stop()
        self._context.store.setValue(_GEOMETRY, self.saveGeometry())
        super().done(result)

    # -- what the file is made of

    def _on_columns(self, columns: tuple[MappableColumn, ...]) -> None:
        self._own_key = next((column.name for column in columns if column.is_key), "")
        self.key.set_columns(columns)
        self.columns.set_columns(columns)
        held = self._bridge.held
        assert held is not None
        settings = held.settings.export
        if settings.ga360_map:
            self._show_schema(SchemaFile(settings.ga360_key, settings.ga360_map, ()), trusted=True)
        else:
            self._suggest()

    def _suggest(self) -> None:
        show = partial(self._show_schema, trusted=False)
        self._bridge.ask(self, mapping.suggested, then=show, failed=self._on_failed)

    def _show_schema(self, schema: SchemaFile, *, trusted: bool) -> None:
        left_out = self.columns.show_schema(schema, self._own_key, trusted=trusted)
        model = self.columns.model
        line = model.lines[model.key_row]
        self.key.set_key(line.column, line.name)
        self.message.clear()
        if left_out:
            self.message.show_message(
                Kind.WARNING,
                self.tr("Left out as personal data: {columns}").format(columns=", ".join(left_out)),
                self.tr("Google Analytics forbids whatever says who a person is"),
            )

    # -- looking

    def _look(self) -> None:
        """Ask what the file would hold."""
        if not self.columns.model.rowCount():
            return
        missing = self.columns.model.without_column()
        if missing is not None:
            self.columns.show_missing(missing)
            self._show_unknown()
            return
        pairs = self.columns.model.pairs
        self._bridge.ask(
            self,
            mapping.preview,
            self.key.key[1],
            pairs,
            self._rows,
            then=self._on_preview,
            failed=self._on_failed,
        )

    def _on_preview(self, found: MappingPreview | MappingFault) -> None:
        if self._pause.isActive():
            return  # another one is on its way
        if isinstance(found, MappingFault):
            self.columns.show_fault(found)
            self._show_unknown()
            return
        again = self._good is not None and _same_file(found, self._good)
        self._good = found
        self.columns.show_fault(None)
        self.preview.show_preview(found)
        if not again:
            self._fatal = sum(each.fatal for each in found.violations)
            self.violations.show_preview(found)
            self._check()
        if self._wanted_cell is not None:
            self.preview.go_to(*self._wanted_cell)
            self._wanted_cell = None
        self._update_buttons()

    def _show_unknown(self) -> None:
        self._good = None
        self.preview.show_old()
        self.violations.show_unknown()
        self._update_buttons()

    def _check(self) -> None:
        """Have all rows looked at; one check at a time, as it may take a while."""
        if self._checking:
            self._check_again = True
            return
        self._checking, self._check_again = True, False
        self._bridge.ask(
            self,
            mapping.check,
            self.key.key[1],
            self.columns.model.pairs,
            then=self._on_checked,
            failed=self._on_check_failed,
        )

    def _on_checked(self, found: MappingCheck | MappingFault) -> None:
        self._checking = False
        if self._check_again:
            self._check()
        elif self._good is not None and isinstance(found, MappingCheck) and not self._pause.isActive():
            self._fatal = found.fatal
            self.violations.show_check(found)
            self.preview.show_violations(found.violations)
            self._update_buttons()

    def _on_check_failed(self, failure: Failure) -> None:
        self._checking = False
        self._on_failed(failure)

    def _update_buttons(self) -> None:
        right = self._good is not None and not self._pause.isActive()
        free = self._bridge.running is None and not self._writing
        self.keep.setEnabled(right and not self._writing)
        self.write.setEnabled(right and free and not self._fatal)
        refused = self.tr("Analytics would refuse the file: put right what is listed first")
        ready = self.tr("Keep the mapping and write all files (Ctrl+Enter)")
        self.write.setToolTip(refused if self._fatal else ready)
        self.columns.save.setEnabled(right)

    # -- what happens

    @Slot()
    def _on_altered(self) -> None:
        self._pause.start()
        self._update_buttons()

    @Slot()
    def _on_paused(self) -> None:
        self._look()

    @Slot()
    def _on_key_altered(self) -> None:
        if self.columns.model.rowCount():
            self.columns.model.set_key(*self.key.key)

    @Slot(str)
    def _on_key_column_wanted(self, column: str) -> None:
        if self.columns.use_for_key(column):
            self.key.set_key(column, self.key.key[1])
            self.columns.model.set_key(*self.key.key)

    @Slot(int, int)
    def _on_violation_picked(self, row: int, column: int) -> None:
        if row < self.preview.rows:
            self.preview.go_to(row, column)
        elif row < _MOST_ROWS:
            self._wanted_cell = (row, column)
            self._rows = -(-(row + 1) // _ROWS) * _ROWS
            self._look()

    @Slot()
    def _on_suggest_wanted(self) -> None:
        self._suggest()

    @Slot()
    def _on_load_wanted(self) -> None:
        path = self._asked_path(PathKind.FILE, self.tr("Load a schema"), "")
        if path:
            show = partial(self._show_schema, trusted=False)
            self._bridge.ask(self, mapping.load_schema, path, then=show, failed=self._on_failed)

    @Slot()
    def _on_save_wanted(self) -> None:
        path = self._asked_path(PathKind.NEW_FILE, self.tr("Save as a schema"), "ga360-schema.csv")
        if path:
            path = path if Path(path).suffix else f"{path}.csv"
            said = self.tr("The schema is saved as {file}").format(file=Path(path).name)
            saved = partial(self._on_saved, said)
            mine = self.key.key[1], self.columns.mapping
            self._bridge.ask(self, mapping.save_schema, path, *mine, then=saved, failed=self._on_failed)

    def _asked_path(self, kind: PathKind, title: str, name: str) -> str:
        held = self._bridge.held
        assert held is not None
        return self.ask_for_path(
            self, kind, title, str(held.path.parent / name), self.tr("Schemas (*.csv *.txt)")
        )

    def _on_saved(self, said: str, _nothing: Any) -> None:
        self._written = None
        self.message.show_message(Kind.GOOD, said)

    def _on_failed(self, failure: Failure) -> None:
        self.message.show_message(
            Kind.BAD, failure.what, failure.why, failure.todo, details=failure.details or str(failure)
        )

    # -- keeping and writing

    def _store(self) -> None:
        held = self._bridge.held
        assert held is not None
        changed = held.settings.export.model_copy(
            update={
                "ga360_key": self.key.key[1],
                "ga360_map": self.columns.mapping,
                "formats": ("ga360",),
            }
        )
        new = held.settings.model_copy(update={"export": changed})
        self._bridge.change_settings(new, self.tr("Set up the GA360 file"))

    @Slot()
    def _on_keep(self) -> None:
        self._store()
        self.accept()

    @Slot()
    def _on_write(self) -> None:
        self._store()
        self._writing = True
        self.message.clear()
        self.busy.start()
        self._bridge.run_up_to(Step.EXPORT)
        self._update_buttons()

    @Slot(object)
    def _on_started(self, _what: object) -> None:
        self._update_buttons()

    @Slot(object)
    def _on_progressed(self, progress: Any) -> None:
        if self._writing:
            self.busy.set_progress(progress.done, progress.total)

    @Slot(object)
    def _on_ended(self, ended: Ended) -> None:
        if self._writing and (ended.outcome != "done" or ended.what == Step.EXPORT):
            self._writing = False
            self.busy.stop()
            if ended.failure is not None:
                self._on_failed(ended.failure)
            elif ended.outcome == "done":
                self._bridge.ask(self, export.last_files, then=self._on_written)
        self._update_buttons()

    def _on_written(self, files: tuple[WrittenFile, ...]) -> None:
        ours = next((file for file in files if file.format == "ga360"), None)
        if ours is None:
            what = self.tr("The GA360 file was not written, the other files were")
            self.message.show_message(Kind.BAD, what, self.tr("Put right what is listed first"))
            self._look()
            return
        self._written = Path(ours.path)
        size = numbers.number(ours.bytes / 1_000_000, 1 if ours.bytes > 50_000 else 3)
        rows = numbers.number(ours.rows)
        self.cancel.setText(self.tr("Close"))
        self.message.show_message(
            Kind.GOOD,
            self.tr("{file} is written: {rows} rows, {size} MB").format(file=ours.name, rows=rows, size=size),
            self.tr("It is in {folder}, with the other files").format(folder=self._written.parent),
            action=self.tr("Show in folder"),
        )

    @Slot()
    def _on_reveal(self) -> None:
        if self._written is not None:
            self.show_in_folder(self._written)


def _same_file(one: MappingPreview, other: MappingPreview) -> bool:
    """Whether two previews show the same file, perhaps more rows of it."""
    return (one.headers, one.columns, one.key) == (other.headers, other.columns, other.key)
